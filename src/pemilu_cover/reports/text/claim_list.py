"""What ``claim --list`` and ``claim --case`` print: cases with the clock that ends next."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pemilu_cover.claims.case_list import CaseList, ListedCase
from pemilu_cover.i18n.text import Language, LocalizedText, localize, verbatim
from pemilu_cover.law.claim_law import Step
from pemilu_cover.reports.text.claim import format_left, format_moment
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.text import sanitise_for_terminal

_HEADS = (
    "claim.list-head-folder",
    "claim.list-head-person",
    "claim.list-head-event",
    "claim.list-head-next",
    "claim.list-head-due",
    "claim.list-head-left",
)


def print_cases(listed: CaseList, language: Language, out: Console) -> None:
    """Print the open cases of a folder, overdue ones first."""
    writer = TerminalWriter(language, out)
    if listed.cases:
        first = listed.cases[0]
        title = localize(
            "claim.list-title",
            open=len(listed.open),
            overdue=listed.overdue,
            closed=len(listed.cases) - len(listed.open),
            now=format_moment(first.now, first.case.zone),
        )
        writer.print(title, "bold red" if listed.overdue else "bold")
        _print_table(writer, listed.open)
    elif not listed.unreadable:
        writer.print(localize("claim.list-none", path=listed.folder))
    for path in listed.unreadable:
        writer.print(localize("claim.list-unreadable", path=path), "red")


def print_recorded(listed: ListedCase, step: Step, language: Language, out: Console) -> None:
    """Print the step that was recorded, and what is due next."""
    writer = TerminalWriter(language, out)
    at = format_moment(listed.case.steps[step], listed.case.zone)
    writer.print(localize("claim.recorded", step=localize(f"claim.step-{step}"), at=at))
    if listed.case.is_open:
        _print_table(writer, (listed,))


def _print_table(writer: TerminalWriter, cases: tuple[ListedCase, ...]) -> None:
    if not cases:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in _HEADS:
        table.add_column(writer.translate(localize(head)), overflow="fold")
    for listed in cases:
        style = "bold red" if listed.is_overdue else ""
        cells = (sanitise_for_terminal(writer.translate(cell)) for cell in _cells(listed))
        table.add_row(*(Text(cell, style=style) for cell in cells))
    writer.out.print()
    writer.out.print(table)


def _cells(listed: ListedCase) -> tuple[LocalizedText, ...]:
    case, clock = listed.case, listed.next_clock
    event = localize(
        "claim.list-event",
        event=localize(f"claim.event-{case.kind}"),
        at=format_moment(case.steps["event"], case.zone),
    )
    who = verbatim(str(listed.folder.name or listed.folder)), verbatim(case.nik), event
    if clock is None or clock.due is None:
        return *who, localize("claim.list-wait"), verbatim(""), verbatim("")
    name = clock.clock.name
    if clock.clock.duty == "bpjs":
        name = localize("claim.list-bpjs", name=name)
    elif clock.is_advice:
        name = localize("claim.list-doubt", name=name)
    return *who, name, format_moment(clock.due, case.zone), format_left(clock, listed.now)
