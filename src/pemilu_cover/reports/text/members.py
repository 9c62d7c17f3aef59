"""Print who has a membership number, who has none, who is unknown, whose data differ, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
from rich.console import Console
from rich.text import Text

from pemilu_cover.enrolment.shell_commands import PROGRAM, Command, shell_path
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language, localize, localized_month
from pemilu_cover.reconciliation.differences import BIRTH_DATE, FIELDS, NAME, WAGE
from pemilu_cover.reconciliation.members import NOT_IN_ROSTERS, OTHER_NIK, MembersRun
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.sipp_differences import shown_value
from pemilu_cover.reports.text.people_lists import (
    format_place,
    print_by_kecamatan,
    print_first,
)
from pemilu_cover.reports.text.step_list import print_steps
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

_IDENTITY = (BIRTH_DATE, NAME)


def print_members(run: MembersRun, language: Language, out: Console) -> None:
    """Print the outcome of ``members``."""
    writer = TerminalWriter(language, out)
    _print_files(writer, run)
    _print_counts(writer, run)
    _print_absent(writer, run.outcome.absent)
    _print_without_number(writer, run.outcome.without_number)
    _print_unknown(writer, run.outcome.unknown)
    _print_differing(writer, run.outcome.differing)
    _print_unreadable(writer, run)
    if run.path:
        writer.print(localize("membership.written", path=run.path), blank_line_before=True)
    print_steps(writer, _steps(run))


def _print_files(writer: TerminalWriter, run: MembersRun) -> None:
    for download in run.downloads:
        details = {"file": download.label, "people": writer.count(download.rows.height)}
        if download.period:
            month = localized_month(download.period)
            text = localize("membership.file-upah", month=month, npp=download.npp, **details)
        else:
            text = localize("membership.file-koreksi", **details)
        writer.print(text)
    if not run.npp_is_agreed:
        text = localize("membership.npp-from-file", npp=run.npp)
        writer.print(text if run.npp else localize("membership.npp-unknown"), "yellow")


def _print_counts(writer: TerminalWriter, run: MembersRun) -> None:
    outcome = run.outcome
    listed = int(outcome.without_number["is_listed"].sum())
    unlisted = outcome.without_number.height - listed
    # The text, its number, its style, its indent, and whether it is shown where the number is 0.
    rows = (
        (localize("membership.count-matched"), outcome.matched.height, "green", 2, True),
        (localize("membership.count-none"), outcome.without_number.height, "yellow", 2, True),
        (localize("membership.count-none-listed"), listed, "", 4, False),
        (localize("membership.count-none-unlisted"), unlisted, "", 4, False),
        (localize("membership.count-absent"), outcome.absent.height, "red", 2, False),
        (localize("membership.count-unknown"), outcome.unknown.height, "red", 2, True),
        (localize("membership.count-differing"), outcome.people_differing, "red", 2, True),
        (localize("membership.count-not-billed"), outcome.not_billed, "yellow", 2, False),
        (localize("membership.count-bpu"), outcome.outside_sipp, "", 2, False),
    )
    writer.print_counts(rows)


def _print_absent(writer: TerminalWriter, people: pl.DataFrame) -> None:
    """Print who has no cover."""
    if people.height:
        writer.print(localize("membership.absent-title"), "red", blank_line_before=True)
        print_by_kecamatan(writer, people)


def _print_without_number(writer: TerminalWriter, people: pl.DataFrame) -> None:
    """Print who has no number."""
    if people.height:
        writer.print(localize("membership.none-title"), "yellow", blank_line_before=True)
        print_by_kecamatan(writer, people)


def _print_unknown(writer: TerminalWriter, people: pl.DataFrame) -> None:
    """Print who is on SIPP's list only, by reason."""
    for (reason,), group in people.sort("reason").group_by("reason", maintain_order=True):
        title = localize(f"membership.unknown-{str(reason).replace('_', '-')}")
        writer.print(title, "red", blank_line_before=True)
        print_first(writer, map(_stranger, group.iter_rows(named=True)), group.height)


def _stranger(person: dict[str, object]) -> str:
    """Return a masked NIK, where SIPP's file has it, and where the roster has the person if it does."""
    line = f"{mask(str(person['nik']))}  {format_place(person['source'], person['sheet'], person['row'])}"
    if person["our_file"] is None:
        return line
    return f"{line}  =  {format_place(person['our_file'], person['our_sheet'], person['our_row'])}"


def _print_differing(writer: TerminalWriter, differing: pl.DataFrame) -> None:
    """Print what differs, field by field: ours, SIPP's, and where both are."""
    for field in FIELDS:
        group = differing.filter(pl.col("field") == field)
        if not group.height:
            continue
        title = localize(f"membership.differs-{field.replace('_', '-')}")
        writer.print(title, "red", blank_line_before=True)
        lines = (_difference(writer, field, row) for row in group.iter_rows(named=True))
        print_first(writer, lines, group.height)


def _difference(writer: TerminalWriter, field: str, row: dict[str, object]) -> str:
    sipp, ours = (
        shown_value(field, None if row[side] is None else str(row[side]))
        for side in ("sipp", "ours")
    )
    values = [
        writer.translate(localize(key, value=value))
        for key, value in (("membership.ours", ours), ("membership.sipps", sipp))
        if value is not None
    ]
    return "  ".join([_stranger(row), *values])


def _print_unreadable(writer: TerminalWriter, run: MembersRun) -> None:
    """Print the cells that could not be read, by code."""
    cells = run.outcome.unreadable
    if not cells:
        return
    writer.print(localize("membership.unreadable-title"), "red", blank_line_before=True)
    for code in dict.fromkeys(cell.code for cell in cells):
        group = [cell for cell in cells if cell.code == code]
        says = messages()[code].says.with_ellipses(writer.language)
        line = Text(f"{sanitise_for_terminal(says)}  ")
        line.append(f"[{code}]", style="dim")
        writer.print_hanging(f"{writer.count(len(group)):>8}  ", line)
        places = (
            f"{format_place(cell.file, cell.sheet, cell.row)} {cell.column}" for cell in group
        )
        print_first(writer, places, len(group))


# ---- Next steps ---------------------------------------------------------------------------------


def _steps(run: MembersRun) -> Iterator[NextStep]:
    """Return what is to be done now, in the order in which a clerk does it."""
    outcome = run.outcome
    if run.path is None:
        yield NextStep(localize("membership.step-nobody"))
        return
    if outcome.unreadable:
        yield NextStep(localize("membership.step-unreadable"))
    reasons = set(outcome.unknown["reason"])
    fields = set(outcome.differing["field"])
    if outcome.absent.height:
        yield NextStep(localize("membership.step-absent"))
    if outcome.not_billed:
        yield NextStep(localize("membership.step-not-billed"))
    if NOT_IN_ROSTERS in reasons:
        yield NextStep(localize("membership.step-not-in-rosters"))
    if reasons - {NOT_IN_ROSTERS, OTHER_NIK}:
        yield NextStep(localize("membership.step-kept-out"))
    if fields - {WAGE, *_IDENTITY} or OTHER_NIK in reasons:
        yield NextStep(localize("membership.step-numbers"))
    if fields & set(_IDENTITY):
        yield NextStep(localize("membership.step-identity"))
    if WAGE in fields:
        yield NextStep(localize("membership.step-wage"))
    if outcome.without_number.height:
        files = [f"template_upah_{run.npp or 'NPP'}.xlsx"]
        yield NextStep(localize("membership.step-again"), commands=(_command(run, files),))
    yield NextStep(
        localize("membership.step-verify"),
        commands=((PROGRAM, "verify", shell_path(run.folder)),),
    )


def _command(run: MembersRun, files: Iterable[str]) -> Command:
    return (PROGRAM, "members", shell_path(run.folder), *files)
