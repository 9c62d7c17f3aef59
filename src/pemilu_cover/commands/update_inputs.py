"""What an update reads in addition to newer rosters, for results with workbooks and for those in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.commands.members import match_downloads, read_known_members
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions
from pemilu_cover.enrolment.outcome import SCHEMA
from pemilu_cover.enrolment.register.build import finding_lists
from pemilu_cover.enrolment.register.result_record import ResultRecord, read_result
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.change_list import ChangeList, read_change_list
from pemilu_cover.reconciliation.changes.events import Advice
from pemilu_cover.reconciliation.changes.preconditions import check_branches
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.sipp_edits import SippFile, read_sipp_files
from pemilu_cover.reconciliation.members_file import MembersFile
from pemilu_cover.reports.xlsx import other_members, sipp
from pemilu_cover.reports.xlsx.changes.files import write_all
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.reading.reader import FilesRead, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.values.json_types import InputFile
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
class UpdateSources:
    """The earlier result, the law, the list of changes and SIPP's files.

    ``listed`` is the file of the list of changes, if there is one; ``advice`` is about the chain of results.
    """

    book: RateBook
    record: ResultRecord
    agreement: Agreement
    listed: Sequence[RosterFile]
    changes: ChangeList
    downloads: Sequence[SippFile]
    members: MembersFile
    advice: Sequence[Advice]


@dataclass(frozen=True)
class WrittenUpdate:
    """An update with its findings and the files of the next result.

    ``has_errors`` says whether somebody in the newer rosters cannot be enrolled. ``codes`` counts the
    findings of newer rosters that were read in batches.
    """

    update: RosterUpdate
    findings: Sequence[Finding]
    files: Sequence[Path]
    has_errors: bool
    codes: Mapping[str, int] | None = None


def read_sources(
    result: Path, options: UpdateOptions, out: Path | None = None, *, force: bool = False
) -> UpdateSources:
    """Read everything but the newer rosters. Raise `RefusalError` or `RateFileError`.

    ``out`` is the folder of the next result: another one that continues the same result needs ``force``.
    """
    book = RateBook.load(options.reading.rates)
    record = read_result(result, book)
    branches = check_branches(record, out, force=force) if out else []
    chosen = options.reading.agreement
    agreement = read_agreement(chosen, book) if chosen else record.agreement
    listed = read_files([options.changes]) if options.changes else []
    changes = read_change_list(listed[0]) if listed else ChangeList()
    downloads = read_sipp_files(options.members) if options.members else []
    members = _read_members(result, downloads, options.period)
    return UpdateSources(book, record, agreement, listed, changes, downloads, members, branches)


def evaluate_people(
    rosters: Sequence[RosterFile],
    changes: ChangeList,
    sources: UpdateSources,
    options: UpdateOptions,
) -> Enrolment | None:
    """Evaluate newer rosters and the newcomers of the list of changes. Raise `RefusalError`."""
    newcomers = [changes.newcomers] if changes.newcomers else []
    enrolment = _evaluate_rosters(rosters, newcomers, options, sources)
    if sources.listed and not enrolment:
        check_change_list(changes, sources.listed[0].label)
    return enrolment


def check_change_list(changes: ChangeList, label: str) -> None:
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


def listed_numbers(files: Sequence[SippFile], period: date) -> frozenset[str] | None:
    """Return the membership numbers in the wage files of a period, or None without one."""
    lists = [file.download for file in files if file.download.period == period]
    if not lists:
        return None
    return frozenset(number for one in lists for number in one.rows["kpj"].drop_nulls())


def with_numbers(people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return people with the membership numbers of SIPP; the roster's own where SIPP's is not known.

    SIPP may still have the NIK before its correction, and somebody else under the right one.
    """
    numbers = members.select("nik", sipp_kpj="kpj").drop_nulls()
    known = people.join(numbers, on="nik", how="left", maintain_order="left")
    if "former_nik" in people.columns:
        former = numbers.rename({"nik": "former_nik", "sipp_kpj": "former_kpj"})
        known = known.join(former, on="former_nik", how="left", maintain_order="left")
        is_uncorrected = (pl.col("kpj") == pl.col("former_kpj")).fill_null(value=False)
        own = pl.when(is_uncorrected).then("kpj")
        known = known.with_columns(pl.coalesce(own, "sipp_kpj", "former_kpj").alias("sipp_kpj"))
    return known.with_columns(pl.coalesce("sipp_kpj", "kpj").alias("kpj")).select(people.columns)


def _evaluate_rosters(
    rosters: Sequence[RosterFile],
    newcomers: Sequence[RosterFile],
    options: UpdateOptions,
    sources: UpdateSources,
) -> Enrolment | None:
    """Evaluate the newer rosters and the newcomers of the list of changes as one roster.

    Return None where there is neither; the form for changes may hold no newcomer.
    """
    for files in ([*rosters, *newcomers], rosters):
        if not files:
            continue
        paths = [Path(file.label) for file in files]
        try:
            return evaluate(
                paths,
                options.reading,
                reader=FilesRead([*files]),
                agreement=sources.agreement,
                book=sources.book,
            )
        except RefusalError as refusal:
            if refusal.code != "no-people" or files == rosters:
                raise
    return None


def with_findings(enrolment: Enrolment) -> pl.DataFrame:
    """Return everybody in the newer rosters with the findings about them."""
    findings = finding_lists(enrolment.validation)
    people = enrolment.everybody.join(findings, on="id", how="left", maintain_order="left")
    return people.select("id", *SCHEMA.names(), "findings")


def change_files(update: RosterUpdate, sources: UpdateSources) -> dict[str, bytes]:
    """Return the files that take the changes to SIPP and the branch office, by name."""
    new = update.newcomers
    for_sipp = sipp.split_parts(new.filter(~other_members.needs_other_list())) if new.height else []
    contents = {name: sipp.write(part) for name, part in sipp.name_parts(for_sipp, update.npp)}
    contents |= other_members.write_all(new)
    return contents | write_all(update, sources.downloads, sources.members.members)


def input_json(file: RosterFile) -> InputFile:
    """Describe a file for the manifest."""
    return {"file": sanitise_for_terminal(file.label), "sha256": file.sha256}
