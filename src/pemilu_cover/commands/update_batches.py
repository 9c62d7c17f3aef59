"""The next version of a result in batches: people to whom nothing happens go on part by part.

This module lists the stages; `reconciliation.changes.unchanged` says who goes on unchanged. All others, one
in a hundred as a rule, are in memory together, and of everybody the few columns that show who is related.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from pemilu_cover.commands.enrol_batches import BatchOutput, BatchRun
from pemilu_cover.commands.update_inputs import (
    UpdateOptions,
    UpdateSources,
    WrittenUpdate,
    change_files,
    evaluate_people,
    input_json,
    listed_numbers,
    with_findings,
    with_numbers,
)
from pemilu_cover.enrolment.aggregates import Aggregates, is_reported
from pemilu_cover.enrolment.batches.aggregate_files import read_aggregates, write_aggregates
from pemilu_cover.enrolment.batches.files import describe_files
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import default_location
from pemilu_cover.enrolment.batches.resources import Resources
from pemilu_cover.enrolment.batches.workers import Workers
from pemilu_cover.enrolment.outcome import ENROLLED, PRICED, SCHEMA
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.enrolment.register.finding_counts import FINDING_COLUMNS, count_findings
from pemilu_cover.enrolment.register.reader import part_paths, read_parts
from pemilu_cover.enrolment.register.schema import FINDING
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.reconciliation.changes.change_list import is_change_sheet
from pemilu_cover.reconciliation.changes.preconditions import check_period
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.unchanged import PeriodTerms
from pemilu_cover.reconciliation.changes.update import UpdateInput, find_update, update_terms
from pemilu_cover.reconciliation.changes.update_parts import UpdateParts
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, members_bytes
from pemilu_cover.reports import area_files, batch_bills, batch_tables
from pemilu_cover.reports.bill.model import Amendment
from pemilu_cover.reports.html import area_pages, enrolment_page
from pemilu_cover.reports.json.update import write_manifest
from pemilu_cover.reports.xlsx.corrections.build import build_corrections
from pemilu_cover.roster.reading.reader import list_rosters, refuse_repeated, unique_labels
from pemilu_cover.storage import result_folder
from pemilu_cover.storage.atomic_write import StagingArea

OnStage = Callable[[LocalizedText], None]


def write_update_in_batches(
    sources: UpdateSources, options: UpdateOptions, out: Path, *, force: bool, on_stage: OnStage
) -> WrittenUpdate:
    """Write the next version of a result in batches. Raise `RefusalError` or `RateFileError`."""
    options = replace(options, rosters=list_rosters(options.rosters))
    _check_options(sources, options)
    members = result_folder.read_members_file(out)
    with (
        result_folder.staging_run(out, force=force) as (staging, publish),
        Workers(Resources().count_workers(options.rosters)) as workers,
    ):
        run = _UpdateRun(sources, options, out, staging, workers)
        try:
            run.read_newer_people()
            run.continue_parts()
            on_stage(localize("update.writing"))
            run.write_tables()
            run.write_reports()
        except (RefusalError, RateFileError, NoRateInForceError):
            staging.discard()
            raise
        files = sorted(out / path.name for path in run.result.iterdir())
        publish(run.result, members)
    return WrittenUpdate(run.update, (), files, run.has_errors, dict(sorted(run.codes.items())))


def _check_options(sources: UpdateSources, options: UpdateOptions) -> None:
    refuse_repeated(options.rosters)
    if options.reading.corrections:
        raise RefusalError("update-corrections-in-batches", folder=str(sources.record.folder))
    if options.rosters and sources.changes.newcomers:
        raise RefusalError("update-newcomers-in-batches", file=sources.listed[0].label)


class _UpdateRun:
    """The stages of one run, in the order of its methods."""

    update: RosterUpdate

    def __init__(
        self,
        sources: UpdateSources,
        options: UpdateOptions,
        out: Path,
        staging: StagingArea,
        workers: Workers,
    ) -> None:
        self._sources, self._options, self._out = sources, options, out
        self._workers = workers
        self._format: batch_tables.Format = "parquet"
        if any(name.endswith(".csv") for name in sources.record.manifest["outputs"]):
            self._format = "csv"
        self._enrolment: Enrolment | None = None
        self._batches: BatchRun | None = None
        if options.rosters:
            job = BatchJob(
                options.rosters,
                unique_labels(list(options.rosters)),
                options.reading,
                sources.book,
                sources.agreement,
            )
            output = BatchOutput(self._format, continues=sources.record.sha256)
            self._batches = BatchRun(job, output, staging, workers, lambda _, __, ___: None)
        else:
            staging.clear()
        self._folder = staging.path / "update"
        self.result, self._aggregates = self._folder / "result", self._folder / "aggregates"
        shutil.rmtree(self._folder, ignore_errors=True)
        for folder in (self._folder, self.result, self._aggregates):
            folder.mkdir()
        self.codes: Counter[str] = Counter()
        self.has_errors = False
        self._parts = UpdateParts(self._folder, sources.record.people_parts, self._with_numbers)

    def _with_numbers(self, people: pl.DataFrame) -> pl.DataFrame:
        return with_numbers(people, self._sources.members.members)

    # ---- Stages --------------------------------------------------------------------------------

    def read_newer_people(self) -> None:
        """Validate the newer rosters, and sort their rows by the people whom they may continue."""
        options, sources = self._options, self._sources
        self._parts.read_earlier(sources.changes)
        self._skipped = check_period(options.period, self._parts.earlier, sources.record)
        if self._batches:
            self._validate(self._batches)
        else:
            self._evaluate_newcomers()

    def continue_parts(self) -> None:
        """Continue the unchanged people part by part, then compare all others."""
        options, sources = self._options, self._sources
        prices = PriceList(sources.agreement, sources.book)
        is_complete = bool(options.rosters)
        terms = PeriodTerms(options.period, prices, options.end_of_term, is_complete)
        compared = self._parts.continue_unchanged(terms)
        given = UpdateInput(
            sources.record,
            *compared,
            sources.changes,
            sources.members.npp,
            listed_numbers(sources.downloads, options.period),
            is_complete=is_complete,
            end_of_term=options.end_of_term,
            advice=(*sources.advice, *self._skipped),
            last_number=self._parts.last_number,
            role_names=self._parts.earlier["role_name"].drop_nulls().unique().to_list(),
        )
        self.update = find_update(given, options.period, sources.agreement, sources.book)

    def write_tables(self) -> None:
        """Write register, tables and sums of each part of the next result."""
        first_id = 1
        niks = self.update.people["nik"]
        shared = niks.filter(niks.is_duplicated()).drop_nulls().unique()
        is_shared = pl.col("nik").is_in(shared.implode()).fill_null(value=False)
        for number, people in enumerate(self._parts.next_parts(self.update.people)):
            batch_tables.write_register(people, self.result, number, first_id)
            batch_tables.write_enrolled(people, self.result, number, self._format)
            write_aggregates(people.drop("findings"), self._aggregates, number, is_shared)
            first_id += people.height

    def write_reports(self) -> None:
        """Write the bills, the files of the changes and the manifest."""
        sources, agreement = self._sources, self._sources.agreement
        sums = read_aggregates(self._aggregates)
        shares = sums.whole.elections(sources.book)
        people_by_election = {share.election.id: share.people for share in shares}
        terms = update_terms(people_by_election, agreement, sources.book)
        totals = batch_bills.area_totals(sums.whole, terms, default_location(agreement)[0])
        periods = sums.whole.periods(sources.book)
        self.update = replace(
            self.update, totals=totals, periods=periods, unchanged=self._parts.unchanged
        )
        for name, content in self._files(sums):
            path = self.result / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        read_in_batches = self._batches.inputs() if self._batches else []
        inputs = [*read_in_batches, *(input_json(file) for file in sources.listed)]
        outputs = describe_files(self.result, result_folder.UNLISTED)
        manifest = write_manifest(self.update, inputs, outputs, self._out, sums)
        (self.result / result_folder.MANIFEST).write_bytes(manifest)
        known = sources.members
        if known.members.height:
            content = members_bytes(known.members, manifest, known.npp)
            (self.result / MEMBERS_FILE).write_bytes(content)

    # ---- Steps ---------------------------------------------------------------------------------

    def _validate(self, batches: BatchRun) -> None:
        """Validate the newer rosters, write what is to be corrected, and sort their rows."""
        batches.validate()
        for table in batches.validated.tables:
            if is_change_sheet(table.sheet):
                raise RefusalError("changes-as-roster", file=table.sheet.file)
        batches.compare_rows()
        first_id = 0
        for number, record in enumerate(batches.checkpoint.batches):
            people = batches.merged.read(number)
            batch_tables.write_findings(people, self.result, number, self._format)
            self._count_findings(people)
            self.has_errors |= bool(record.not_understood)
            self._parts.add_newer(self._with_numbers(_newer_people(people, first_id)), number)
            first_id += people.height

    def _count_findings(self, people: pl.DataFrame) -> None:
        findings = people["findings"].explode().drop_nulls().to_frame()
        reported = findings.filter(is_reported(pl.col("findings"))).unnest("findings")
        self.codes.update(dict(reported["code"].value_counts().iter_rows()))
        self.has_errors |= "error" in reported["level"]

    def _evaluate_newcomers(self) -> None:
        """Evaluate the newcomers of the list of changes."""
        self._enrolment = evaluate_people((), self._sources.changes, self._sources, self._options)
        if self._enrolment:
            self._parts.add_newcomers(self._with_numbers(with_findings(self._enrolment)))
            findings = self._enrolment.validation.findings
            self.codes.update(finding.code for finding in findings)
            self.has_errors = any(finding.level == "error" for finding in findings)

    def _files(self, sums: Aggregates) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each bill and of each file of the changes."""
        yield from change_files(self.update, self._sources).items()
        corrections = build_corrections(self._enrolment) if self._enrolment else {}
        yield from corrections.items()
        yield from self._area_files(sums, has_corrections=bool(corrections))

    def _area_files(
        self, sums: Aggregates, *, has_corrections: bool
    ) -> Iterator[tuple[str, bytes]]:
        """Yield bills and pages of all areas."""
        update, sources = self.update, self._sources
        terms = sources.members.members, sources.agreement, sources.book
        days, all_days = area_pages.sum_register_days(
            part_paths(self.result), *terms, self._workers
        )
        codes = pl.concat(map(count_findings, read_parts(self.result, FINDING_COLUMNS)))
        return area_files.write(
            sums.with_sums(days=days, codes=codes.rename({"number": "people"})),
            update.totals,
            area_pages.NationPage(
                all_days, *enrolment_page.update_parts(update, has_corrections=has_corrections)
            ),
            self._workers,
            Amendment(update.premium_before_sen),
        )


def _newer_people(people: pl.DataFrame, first_id: int) -> pl.DataFrame:
    """Return the people of a batch as `with_findings` does; ``first_id`` is the number of the first.

    A batch prices people who are held back when rows of all batches are compared.
    """
    finding = pl.element().struct
    codes = pl.struct(finding.field(field.name) for field in FINDING.fields)
    numbers = pl.int_range(first_id, first_id + people.height, dtype=pl.UInt32, eager=True)
    enrolled = pl.when(pl.col("status") == ENROLLED)
    people = people.with_columns(
        enrolled.then(pl.col(name)).alias(name) for name in (*PRICED, "missing")
    )
    return people.select(numbers.alias("id"), *SCHEMA.names(), pl.col("findings").list.eval(codes))
