"""The main job for rosters of millions of rows, in a file or in many: tables, bills and manifest out.

This module lists the stages; ``enrolment.batches`` describes how they bound the memory and resume.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.commands.batch_part import BatchPart
from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.batches.aggregate_files import read_aggregates
from pemilu_cover.enrolment.batches.batch_queue import OnProgress
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint
from pemilu_cover.enrolment.batches.column_errors import find_column_errors
from pemilu_cover.enrolment.batches.cross_checks import CrossChecks, run_cross_checks
from pemilu_cover.enrolment.batches.files import describe_files, file_sha256
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import has_finding
from pemilu_cover.enrolment.batches.merge import MergedBatches
from pemilu_cover.enrolment.batches.resources import Resources
from pemilu_cover.enrolment.batches.result import BatchResult
from pemilu_cover.enrolment.batches.shared_keys import shared_hashes
from pemilu_cover.enrolment.batches.validation import ValidatedRosters, validate_batches
from pemilu_cover.enrolment.batches.workers import Workers, WorkerStoppedError
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions, default_target
from pemilu_cover.enrolment.register.reader import part_paths
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.reconciliation.members_file import take_over_members
from pemilu_cover.reports import area_files, batch_bills, batch_tables, sipp_uploads
from pemilu_cover.reports.html import area_pages
from pemilu_cover.reports.json.batches import BatchFileJson, input_files_json, write_manifest
from pemilu_cover.reports.text.next_steps import after_batches
from pemilu_cover.roster.checks.column_contradictions import folded_codes
from pemilu_cover.roster.reading.reader import list_rosters, refuse_repeated
from pemilu_cover.storage import result_folder
from pemilu_cover.storage.atomic_write import StagingArea


@dataclass(frozen=True)
class BatchOutput:
    """What to write: the format of tables, and the regencies (or all) whose SIPP workbooks to write.

    ``papers_of_areas`` asks for the bill of each area as paper. ``continues`` is the SHA-256 of the manifest
    of the result that an update continues.
    """

    format: batch_tables.Format
    sipp_regencies: Sequence[str] = ()
    continues: str = ""
    papers_of_areas: bool = False


def enrol_batches(
    paths: Sequence[Path],
    output: BatchOutput,
    options: EnrolOptions = DEFAULT_OPTIONS,
    *,
    out: Path | None = None,
    payment_date: date | None = None,
    force: bool = False,
    resources: Resources = Resources(),  # noqa: B008  immutable
    on_progress: OnProgress = lambda _, __, ___: None,
) -> BatchResult:
    """Enrol rosters batch by batch; an interrupted job resumes if it is run again.

    Args:
        paths: Workbooks, CSV or Parquet files with one table each, and folders of them.
        output: What to write.
        options: How to read, validate and price.
        out: The result folder; next to the first file if None.
        payment_date: The day of payment, for the penalties.
        force: Replace an earlier result.
        resources: What the run may use of the machine.
        on_progress: Called with the stage, the number of rows so far and the expected number.

    Raises:
        RefusalError: An input or output cannot be used.
        RateFileError: A rate file or an agreement is wrong.
    """
    rosters = list_rosters(paths)
    refuse_repeated(rosters)
    target = out or default_target(paths[0])
    with (
        result_folder.staging_run(target, force=force) as (staging, publish),
        Workers(resources.count_workers(rosters)) as workers,
    ):
        run = BatchRun(BatchJob.load(rosters, options), output, staging, workers, on_progress)
        try:
            result = run.run(payment_date, target)
        except (RefusalError, RateFileError, NoRateInForceError) as error:
            if not isinstance(error, WorkerStoppedError):
                staging.discard()  # a job that fails is not resumed
            raise
        if result.out:
            publish(run.checkpoint.result, take_over_members(target, run.checkpoint.result))
        else:
            staging.discard()
    return result


class BatchRun:
    """The stages of one run, in the order of its methods. Each skips what the checkpoint has."""

    validated: ValidatedRosters

    def __init__(
        self,
        job: BatchJob,
        output: BatchOutput,
        staging: StagingArea,
        workers: Workers,
        on_progress: OnProgress,
    ) -> None:
        self._job, self._output = job, output
        self._workers, self._on_progress = workers, on_progress
        on_progress(localize("batches.stage-checksums"), 0, 0)
        self._checksums = [file_sha256(path) for path in job.paths]
        fingerprint = job.fingerprint(self._checksums, asdict(output))
        self.checkpoint = Checkpoint(staging.path, fingerprint, staging.clear)

    def run(self, payment_date: date | None, out: Path) -> BatchResult:
        """Run all stages; with ``strict`` write nothing unless everything is in order."""
        self.validate()
        self.compare_rows()
        is_in_order = self.is_in_order()
        if self._job.options.strict and not is_in_order:
            self.write_aggregates()
            return self.result(payment_date, is_in_order=False)
        self.write_tables()
        result = self.result(payment_date, is_in_order=is_in_order, out=out)
        self.write_reports(result)
        return result

    def validate(self) -> None:
        """Validate every batch on its own."""
        self.validated = validate_batches(
            self._job, self.checkpoint, self._workers, self._on_progress
        )

    def compare_rows(self) -> None:
        """Find errors of columns, and compare rows of different batches."""
        if self.checkpoint.replaced_codes is not None:
            return
        self._on_progress(localize("batches.stage-comparing"), 0, 0)
        tables = self.validated.tables
        errors = find_column_errors(self.checkpoint.scan_people(), tables)
        sources = self._distinguishing_places()
        rules, strict = self.validated.terms.rules, self._job.options.strict
        checks = CrossChecks(tables, rules, strict, sources)
        findings = run_cross_checks(
            self.checkpoint,
            checks,
            self._workers,
            shared_niks=self._shared_niks,
            column_errors=errors,
        )
        self.checkpoint.record_cross_checks(findings, folded_codes(errors))

    def _distinguishing_places(self) -> list[str]:
        """Return what a place needs besides the row: the file and the sheet, where there are several."""
        sheets = [
            self.validated.tables[number].sheet
            for record in self.checkpoint.batches
            for number, table in enumerate(record.tables, record.first_table)
            if table.people
        ]
        places = {"file": {each.file for each in sheets}, "sheet": {each.name for each in sheets}}
        return [name for name, values in places.items() if len(values) > 1]

    def is_in_order(self) -> bool:
        """Return whether nobody has an error or a missing cell, and every row was understood."""
        if any(record.not_understood for record in self.checkpoint.batches):
            return False
        has_error = has_finding("level", "error")
        is_incomplete = pl.col("missing").list.len() > 0
        faulty = self.checkpoint.scan_people().select((has_error | is_incomplete).any())
        return not (
            faulty.collect(engine="streaming").item()
            or self.merged.read_cross_findings().select(has_error.any()).item()
        )

    def write_tables(self) -> None:
        """Write the tables and the sums of each batch."""
        checkpoint = self.checkpoint
        stage, people_so_far = localize("batches.stage-tables"), 0
        for number in self._workers.map(BatchPart.write, self._parts(checkpoint.result)):
            checkpoint.record_written(number)
            people_so_far += checkpoint.batches[number].people
            self._on_progress(stage, people_so_far, checkpoint.people)

    def write_aggregates(self) -> None:
        """Write the sums of each batch without its tables."""
        for _ in self._workers.map(BatchPart.write, self._parts(None)):
            pass

    def _parts(self, result: Path | None) -> Iterator[BatchPart]:
        """Yield the batches that are not written yet."""
        checkpoint = self.checkpoint
        first_id = 1
        for number, record in enumerate(checkpoint.batches):
            if number not in checkpoint.written:
                values = first_id, self._shared_niks, result, checkpoint.aggregates
                yield BatchPart(self.merged, number, *values, self._output.format)
            first_id += record.people

    def result(
        self, payment_date: date | None, *, is_in_order: bool, out: Path | None = None
    ) -> BatchResult:
        """Return the sums and totals of all batches."""
        sums = read_aggregates(self.checkpoint.aggregates)
        terms, (location, _) = self.validated.terms, self.validated.location
        return BatchResult(
            sums,
            batch_bills.area_totals(sums.whole, terms, location, payment_date),
            self._job.labels,
            is_in_order,
            self.checkpoint.is_resumed,
            out,
            [cells for record in self.checkpoint.batches for cells in record.not_understood],
            [sheet for record in self.checkpoint.batches for sheet in record.passed_over],
        )

    def write_reports(self, result: BatchResult) -> None:
        """Write bills, pages, SIPP's workbooks and the manifest."""
        self._write_files(self._area_files(result), localize("batches.stage-bills"))
        self._write_files(self._sipp_workbooks(result.sums), localize("batches.stage-sipp-files"))
        self._write_manifest(result.sums, result.totals)

    def inputs(self) -> list[BatchFileJson]:
        """Describe the rosters for the manifest."""
        tables, batches = self.validated.tables, self.checkpoint.batches
        return input_files_json(self._job.labels, self._checksums, tables, batches)

    @cached_property
    def merged(self) -> MergedBatches:
        """The validated batches, with the findings between rows of all."""
        return MergedBatches.of(self.checkpoint)

    @cached_property
    def _shared_niks(self) -> pl.Series:
        """The hashes of the NIKs that several rows have."""
        people = self.checkpoint.scan_people()
        return shared_hashes(people, pl.col("nik"), self.checkpoint.people)

    def _area_files(self, result: BatchResult) -> Iterator[tuple[str, bytes]]:
        """Yield bills and pages of all areas."""
        terms, steps = result.totals.terms, list(after_batches(result.sums.whole.counts()))
        days, all_days = area_pages.sum_register_days(
            part_paths(self.checkpoint.result), None, terms.agreement, terms.book, self._workers
        )
        return area_files.write(
            result.sums.with_sums(days=days),
            result.totals,
            area_pages.NationPage(all_days, steps),
            self._workers,
            has_papers=self._output.papers_of_areas,
        )

    def _sipp_workbooks(self, sums: Aggregates) -> Iterator[tuple[str, bytes]]:
        """Yield SIPP's workbooks of the requested regencies, several regencies at a time."""
        people, findings = self.checkpoint.scan_people(), self.merged.read_cross_findings()
        npp = self._job.agreement.employer.npp
        for regencies in sipp_uploads.group_regencies(sums, self._output.sipp_regencies):
            for regency, name, content in batch_tables.upload_files(
                people, findings, regencies, npp
            ):
                yield f"{batch_bills.regency_folder(regency)}/{name}", content

    def _write_files(self, files: Iterator[tuple[str, bytes]], stage: LocalizedText) -> None:
        for number, (name, content) in enumerate(files):
            path = self.checkpoint.result / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self._on_progress(stage, number, 0)

    def _write_manifest(self, sums: Aggregates, totals: EnrolmentTotals) -> None:
        folder = self.checkpoint.result
        outputs = describe_files(folder, result_folder.UNLISTED)
        manifest = write_manifest(sums, totals, self.validated.location, self.inputs(), outputs)
        (folder / result_folder.MANIFEST).write_bytes(manifest)
