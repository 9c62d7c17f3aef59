"""The next version of a result: newer rosters or a list of changes in, SIPP's files and the new bill out.

This module names the stages in their order; ``reconciliation.changes`` and ``reports`` carry them out. A
result in batches continues in batches (`update_batches`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pemilu_cover.commands.update_inputs import (
    UpdateOptions,
    UpdateSources,
    WrittenUpdate,
    change_files,
    evaluate_people,
    input_json,
    listed_numbers,
    read_sources,
    with_findings,
    with_numbers,
)
from pemilu_cover.enrolment.options import column_names
from pemilu_cover.enrolment.register import schema as register_schema
from pemilu_cover.enrolment.register.build import build_register, register_bytes
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reconciliation.changes.advice import unread_columns
from pemilu_cover.reconciliation.changes.change_list import ChangeList, is_change_list
from pemilu_cover.reconciliation.changes.preconditions import check_period, check_target
from pemilu_cover.reconciliation.changes.repeated_newcomers import drop_repeated
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.update import UpdateInput, find_update
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, MembersFile, members_bytes
from pemilu_cover.reports.bill.build import build_bill
from pemilu_cover.reports.bill.model import Amendment
from pemilu_cover.reports.documents.bill.files import write_papers
from pemilu_cover.reports.file_pool import file_pool
from pemilu_cover.reports.html import enrolment_page
from pemilu_cover.reports.html.render import load_template
from pemilu_cover.reports.json.update import write_manifest
from pemilu_cover.reports.office import logo_files
from pemilu_cover.reports.xlsx.corrections.build import build_corrections
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.roster.reading.reader import RosterSource, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.storage import result_folder

__all__ = ["EvaluatedUpdate", "UpdateOptions", "WrittenUpdate", "evaluate_update", "write_update"]


@dataclass(frozen=True)
class EvaluatedUpdate:
    """An update, the evaluation of the newer rosters and newcomers, and what was read."""

    update: RosterUpdate
    enrolment: Enrolment | None
    rosters: Sequence[RosterFile]
    sources: UpdateSources

    @property
    def members(self) -> MembersFile:
        """What SIPP knows of the people."""
        return self.sources.members


def write_update(
    result: Path,
    options: UpdateOptions,
    out: Path,
    *,
    force: bool = False,
    on_stage: Callable[[LocalizedText], None] = lambda _: None,
    reader: RosterSource | None = None,
) -> WrittenUpdate:
    """Write the next version of a result; ``reader`` may have begun to read the newer rosters.

    Raise `RefusalError` or `RateFileError`.
    """
    check_target(out, result)
    result_folder.check_replaceable(out, force=force)
    on_stage(localize("update.reading"))
    sources = read_sources(result, options, out, force=force)
    if sources.record.is_batched:
        from pemilu_cover.commands.update_batches import write_update_in_batches  # noqa: PLC0415

        return write_update_in_batches(sources, options, out, force=force, on_stage=on_stage)
    sources.book.read_all()  # while other processes read the rosters
    load_template()
    evaluated = _evaluate(sources, options, reader)
    on_stage(localize("update.writing"))
    files = result_folder.write_folder(
        out, _contents(evaluated, out), force=force, members=result_folder.read_members_file(out)
    )
    enrolment = evaluated.enrolment
    findings = enrolment.validation.findings if enrolment else ()
    has_errors = any(finding.level == "error" for finding in findings)
    return WrittenUpdate(evaluated.update, findings, files, has_errors)


def evaluate_update(result: Path, options: UpdateOptions) -> EvaluatedUpdate:
    """Find what changed since a result, and evaluate the newer rosters. Raise `RefusalError`."""
    return _evaluate(read_sources(result, options), options)


def _evaluate(
    sources: UpdateSources, options: UpdateOptions, reader: RosterSource | None = None
) -> EvaluatedUpdate:
    read = reader.files if reader else read_files
    rosters = read(options.rosters) if options.rosters else []
    if mistaken := next(filter(is_change_list, rosters), None):
        raise RefusalError("changes-as-roster", file=mistaken.label)
    changes = _without_repeated(rosters, sources, options)
    enrolment = evaluate_people(rosters, changes, sources, options)
    members = sources.members
    earlier = with_numbers(sources.record.people(), members.members)
    skipped = check_period(options.period, earlier, sources.record)
    later, unread = earlier.clear(), []
    if enrolment:
        unread = list(unread_columns(enrolment.validation.findings, earlier))
        later = with_numbers(with_findings(enrolment), members.members)
    given = UpdateInput(
        sources.record,
        earlier,
        later,
        changes,
        members.npp,
        listed_numbers(sources.downloads, options.period),
        is_complete=bool(options.rosters),
        end_of_term=options.end_of_term,
        advice=(*sources.advice, *skipped, *unread),
    )
    update = find_update(given, options.period, sources.agreement, sources.book)
    return EvaluatedUpdate(update, enrolment, rosters, sources)


def _without_repeated(
    rosters: Sequence[RosterFile], sources: UpdateSources, options: UpdateOptions
) -> ChangeList:
    """Return the changes without newcomers whom the newer rosters have, too."""
    changes = sources.changes
    if not rosters or not changes.newcomers:
        return changes
    words = column_names(sources.agreement, options.reading)
    listed = drop_repeated(changes.newcomers, rosters, words, sources.book)
    questions = [*changes.questions, *listed.questions]
    return replace(changes, newcomers=listed.file, questions=questions)


def _contents(evaluated: EvaluatedUpdate, out: Path) -> dict[str, bytes]:
    """Make every file of the next result, by its name within the folder."""
    update, enrolment = evaluated.update, evaluated.enrolment
    register, members = _register(update), evaluated.members
    bill = build_bill(
        update.totals, update.billed, update.periods, Amendment(update.premium_before_sen)
    )
    corrections = (
        build_corrections(enrolment, update_period=f"{update.period:%Y-%m}") if enrolment else {}
    )
    with file_pool() as pool:  # the bill takes the longest, and comes first
        billed = pool.submit(workbook.write, bill)
        papers = pool.submit(write_papers, bill)
        page = pool.submit(
            enrolment_page.write_update,
            update,
            register,
            members.members,
            has_corrections="corrections.xlsx" in corrections,
        )
        contents = change_files(update, evaluated.sources)
        contents[register_schema.FILE] = register_bytes(register)
        contents["invoice.xlsx"] = billed.result()
        contents |= papers.result() | logo_files(bill.agreement) | corrections
        contents[enrolment_page.FILE] = page.result()
    inputs = [input_json(file) for file in (*evaluated.rosters, *evaluated.sources.listed)]
    manifest = write_manifest(update, inputs, result_folder.file_records(contents), out)
    contents[result_folder.MANIFEST] = manifest
    if members.members.height:
        contents[MEMBERS_FILE] = members_bytes(members.members, manifest, members.npp)
    return contents


def _register(update: RosterUpdate) -> pl.DataFrame:
    rows = update.billed.select("id", pl.col("number").alias("invoice_row"))
    people = update.people.join(rows, on="id", how="left", maintain_order="left")
    return build_register(people)
