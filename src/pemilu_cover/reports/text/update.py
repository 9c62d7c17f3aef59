"""What ``update`` prints: who came, left and changed, what is asked, the bill, and the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pemilu_cover.i18n.text import Language, localize, localized_count, localized_month
from pemilu_cover.reconciliation.changes.advice import all_advice
from pemilu_cover.reconciliation.changes.deadlines import find_deadlines
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.reports.text.update_steps import after_update, change_counts
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

# So many questions of one kind are shown; the workbook has all.
_SHOWN = 5


def print_update(
    update: RosterUpdate, files: Sequence[Path], language: Language, out: Console
) -> None:
    """Print an update; ``files`` were written."""
    writer = TerminalWriter(language, out)
    writer.print(localize("update.heading", period=localized_month(update.period)), indent=0)
    _print_counts(writer, update)
    _print_deadlines(writer, update)
    _print_advice(writer, update)
    _print_questions(writer, update)
    _print_money(writer, update)
    for path in files:
        writer.print(localize("update.file", path=path), indent=2)
    has_corrections = any(path.name == "corrections.xlsx" for path in files)
    _print_steps(writer, update, has_corrections=has_corrections)


def _print_counts(writer: TerminalWriter, update: RosterUpdate) -> None:
    styles = {"": "", "ok": "green", "bad": "red"}
    writer.print_counts(
        (localize(f"update.count-{name}"), count, styles[kind], 2, name in ("stayed", "asked"))
        for name, count, kind in change_counts(update)
    )


def _print_deadlines(writer: TerminalWriter, update: RosterUpdate) -> None:
    """Print by which day the changes are to be reported: those that are overdue, and the next ones."""
    overdue, coming = find_deadlines(update)
    for key, deadline, style in (("overdue", overdue, "red"), ("by", coming, "")):
        if deadline:
            changes = localized_count(deadline.changes)
            text = localize(f"update.report-{key}", day=deadline.day, events=changes)
            writer.print(text, style, blank_line_before=deadline is (overdue or coming))
    several = update.people_with_several_changes
    if several:
        writer.print(localize("update.several-changes", people=localized_count(several)))


def _print_advice(writer: TerminalWriter, update: RosterUpdate) -> None:
    advice = all_advice(update)
    if advice:
        writer.print(localize("update.advice"), blank_line_before=True)
    for one in advice:
        text = writer.translate(localize(f"update.advice-{one.code}", **one.details))
        style = "red" if one.is_urgent else "yellow"
        writer.print_hanging(Text("  ! ", style=style), Text(sanitise_for_terminal(text)))


def _print_questions(writer: TerminalWriter, update: RosterUpdate) -> None:
    by_code: dict[str, list[str]] = {}
    for question in update.questions:
        place = "{}, {}!{}".format(*question.place)
        text = localize(f"update.ask-{question.code}", detail=question.detail)
        who = f"{question.nik} ({place})" if question.nik else place
        line = f"{who}: {writer.translate(text)}"
        by_code.setdefault(question.code, []).append(sanitise_for_terminal(line))
    for lines in by_code.values():
        writer.out.print()
        for line in lines[:_SHOWN]:
            writer.print_hanging(Text("  ? ", style="red"), Text(line))
        if len(lines) > _SHOWN:
            more = localized_count(len(lines) - _SHOWN)
            writer.print(localize("update.more-questions", people=more), indent=4)


def _print_money(writer: TerminalWriter, update: RosterUpdate) -> None:
    totals, difference = update.totals, update.difference_sen
    sign = "+" if difference > 0 else ""
    writer.print(
        localize(
            "update.premium",
            total=rupiah.format_rupiah(update.premium_sen),
            jkk=rupiah.format_rupiah(totals.jkk_sen),
            jkm=rupiah.format_rupiah(totals.jkm_sen),
            difference=f"{sign}{rupiah.format_rupiah(difference)}",
        ),
        "bold",
        blank_line_before=True,
    )


def _print_steps(writer: TerminalWriter, update: RosterUpdate, *, has_corrections: bool) -> None:
    writer.print(localize("update.next-steps"), blank_line_before=True)
    for number, step in enumerate(after_update(update, has_corrections=has_corrections), start=1):
        writer.print_hanging(f"    {number}. ", Text(writer.translate(step)))
