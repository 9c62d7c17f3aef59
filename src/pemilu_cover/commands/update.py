"""The next version of a result: newer rosters or a list of changes in, SIPP's files and the new bill out.

This module names the stages in their order; ``reconciliation.changes`` and ``reports`` carry them out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.commands.members import match_downloads, read_known_members
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions, column_names
from pemilu_cover.enrolment.outcome import SCHEMA
from pemilu_cover.enrolment.register import schema as register_schema
from pemilu_cover.enrolment.register.build import build_register, finding_lists, register_bytes
from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.enrolment.reporting_periods import sipp_periods
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.change_list import (
    ChangeList,
    is_change_list,
    read_change_list,
)
from pemilu_cover.reconciliation.changes.preconditions import (
    check_branches,
    check_period,
    check_target,
)
from pemilu_cover.reconciliation.changes.repeated_newcomers import drop_repeated
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.sipp_edits import SippFile, read_sipp_files
from pemilu_cover.reconciliation.changes.update import UpdateInput, find_update
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, MembersFile, members_bytes
from pemilu_cover.reports.json.update import write_manifest
from pemilu_cover.reports.xlsx import other_members, sipp
from pemilu_cover.reports.xlsx.changes.files import write_all
from pemilu_cover.reports.xlsx.corrections.build import build_corrections
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.reports.xlsx.invoice.build import build_bill
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.reading.reader import FilesRead, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.storage import result_folder
from pemilu_cover.values.text import sanitise_for_terminal


@dataclass(frozen=True)
class UpdateOptions:
    """What an update takes: newer rosters, a list of changes, files of SIPP, and how rosters are read.

    ``period`` is the first day of the reporting period.
    """

    period: date
    rosters: Sequence[Path] = ()
    changes: Path | None = None
    members: Sequence[Path] = ()
    end_of_term: bool = False
    reading: EnrolOptions = DEFAULT_OPTIONS


@dataclass(frozen=True)
class EvaluatedUpdate:
    """An update, the evaluation of the newer rosters and newcomers, and what was read."""

    update: RosterUpdate
    enrolment: Enrolment | None
    inputs: Sequence[RosterFile]
    members: MembersFile
    downloads: Sequence[SippFile]


@dataclass(frozen=True)
class WrittenUpdate:
    """An update with its findings and the files of the next result."""

    update: RosterUpdate
    findings: Sequence[Finding]
    files: Sequence[Path]

    @property
    def has_errors(self) -> bool:
        """Whether somebody in the newer rosters cannot be enrolled."""
        return any(finding.level == "error" for finding in self.findings)


def write_update(
    result: Path,
    options: UpdateOptions,
    out: Path,
    *,
    force: bool = False,
    on_stage: Callable[[LocalizedText], None] = lambda _: None,
) -> WrittenUpdate:
    """Write the next version of a result. Raise `RefusalError` or `RateFileError`."""
    check_target(out, result)
    result_folder.check_replaceable(out, force=force)
    on_stage(localize("update.reading"))
    evaluated = evaluate_update(result, options, out, force=force)
    on_stage(localize("update.writing"))
    files = result_folder.write_folder(
        out, _contents(evaluated, out), force=force, members=result_folder.read_members_file(out)
    )
    enrolment = evaluated.enrolment
    findings = enrolment.validation.findings if enrolment else ()
    return WrittenUpdate(evaluated.update, findings, files)


def evaluate_update(
    result: Path, options: UpdateOptions, out: Path | None = None, *, force: bool = False
) -> EvaluatedUpdate:
    """Find what changed since a result, and evaluate the newer rosters. Raise `RefusalError`.

    ``out`` is the folder of the next result: another one that continues the same result needs ``force``.
    """
    book = RateBook.load(options.reading.rates)
    record = read_result(result, book)
    branches = check_branches(record, out, force=force) if out else []
    chosen = options.reading.agreement
    agreement = read_agreement(chosen, book) if chosen else record.agreement
    rosters = read_files(options.rosters) if options.rosters else []
    if mistaken := next(filter(is_change_list, rosters), None):
        raise RefusalError("changes-as-roster", file=mistaken.label)
    listed = read_files([options.changes]) if options.changes else []
    changes = read_change_list(listed[0]) if listed else ChangeList()
    changes = _without_repeated(changes, rosters, options, agreement, book)
    newcomers = [changes.newcomers] if changes.newcomers else []
    enrolment = _evaluate_rosters(rosters, newcomers, options, agreement)
    if listed and not enrolment:
        _check_change_list(changes, listed[0].label)
    downloads = read_sipp_files(options.members) if options.members else []
    members = _read_members(result, downloads, options.period)
    earlier = _with_numbers(record.people(), members.members)
    skipped = check_period(options.period, earlier, record)
    later = earlier.clear()
    if enrolment:
        later = _with_numbers(_with_findings(enrolment), members.members)
    given = UpdateInput(
        record,
        earlier,
        later,
        changes,
        members.npp,
        is_complete=bool(options.rosters),
        end_of_term=options.end_of_term,
        advice=(*branches, *skipped),
    )
    update = find_update(given, options.period, agreement, book)
    return EvaluatedUpdate(update, enrolment, [*rosters, *listed], members, downloads)


def _without_repeated(
    changes: ChangeList,
    rosters: Sequence[RosterFile],
    options: UpdateOptions,
    agreement: Agreement,
    book: RateBook,
) -> ChangeList:
    """Return the changes without newcomers whom the newer rosters have, too."""
    if not rosters or not changes.newcomers:
        return changes
    words = column_names(agreement, options.reading)
    listed = drop_repeated(changes.newcomers, rosters, words, book)
    questions = [*changes.questions, *listed.questions]
    return replace(changes, newcomers=listed.file, questions=questions)


def _check_change_list(changes: ChangeList, label: str) -> None:
    """Refuse a list of changes that cannot be read as one, or in which nothing is filled in."""
    if not changes.has_departures:
        raise RefusalError("changes-unreadable", file=label)
    if not (changes.departures or changes.corrections or changes.questions):
        raise RefusalError("changes-empty", file=label)


def _read_members(result: Path, files: Sequence[SippFile], period: date) -> MembersFile:
    """Return the membership numbers that the result knows, and those of SIPP's files."""
    known = read_known_members(result)
    if not files:
        return known
    run = match_downloads(result, [file.download for file in files], period)
    return known._replace(members=run.outcome.members, npp=run.npp)


def _with_numbers(people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return people with the membership numbers of SIPP; the roster's own where SIPP's is not known."""
    numbers = members.select("nik", sipp_kpj="kpj").drop_nulls()
    known = people.join(numbers, on="nik", how="left", maintain_order="left")
    if "former_nik" in people.columns:  # SIPP may still have the NIK before its correction
        former = numbers.rename({"nik": "former_nik", "sipp_kpj": "former_kpj"})
        known = known.join(former, on="former_nik", how="left", maintain_order="left")
        known = known.with_columns(pl.coalesce("sipp_kpj", "former_kpj").alias("sipp_kpj"))
    return known.with_columns(pl.coalesce("sipp_kpj", "kpj").alias("kpj")).select(people.columns)


def _evaluate_rosters(
    rosters: list[RosterFile],
    newcomers: list[RosterFile],
    options: UpdateOptions,
    agreement: Agreement,
) -> Enrolment | None:
    """Evaluate the newer rosters and the newcomers of the list of changes as one roster.

    Return None where there is neither; the form for changes may hold no newcomer.
    """
    for files in ([*rosters, *newcomers], rosters):
        if not files:
            continue
        paths = [Path(file.label) for file in files]
        try:
            return evaluate(paths, options.reading, reader=FilesRead(files), agreement=agreement)
        except RefusalError as refusal:
            if refusal.code != "no-people" or files == rosters:
                raise
    return None


def _with_findings(enrolment: Enrolment) -> pl.DataFrame:
    """Return everybody in the newer rosters with the findings about them."""
    findings = finding_lists(enrolment.validation)
    people = enrolment.everybody.join(findings, on="id", how="left", maintain_order="left")
    return people.select("id", *SCHEMA.names(), "findings")


def _contents(evaluated: EvaluatedUpdate, out: Path) -> dict[str, bytes]:
    """Make every file of the next result, by its name within the folder."""
    update, enrolment = evaluated.update, evaluated.enrolment
    billed = update.billed
    npp = update.npp
    new = update.newcomers
    for_sipp = sipp.split_parts(new.filter(~other_members.needs_other_list())) if new.height else []
    contents = {name: sipp.write(part) for name, part in sipp.name_parts(for_sipp, npp)}
    contents |= other_members.write_all(new)
    contents |= write_all(update, evaluated.downloads, evaluated.members.members)
    contents[register_schema.FILE] = _register(update)
    periods = sipp_periods(update.people, update.totals.terms.book)
    contents["invoice.xlsx"] = workbook.write(build_bill(update.totals, billed, periods))
    if enrolment:
        contents |= build_corrections(enrolment, by_kecamatan=False)
    inputs = [_input_json(file) for file in evaluated.inputs]
    manifest = write_manifest(update, inputs, contents, out)
    contents[result_folder.MANIFEST] = manifest
    members = evaluated.members
    if members.members.height:
        contents[MEMBERS_FILE] = members_bytes(members.members, manifest, members.npp)
    return contents


def _register(update: RosterUpdate) -> bytes:
    rows = update.billed.select("id", pl.col("number").alias("invoice_row"))
    people = update.people.join(rows, on="id", how="left", maintain_order="left")
    return register_bytes(build_register(people))


def _input_json(file: RosterFile) -> dict[str, Any]:
    return {"file": sanitise_for_terminal(file.label), "sha256": file.sha256}
