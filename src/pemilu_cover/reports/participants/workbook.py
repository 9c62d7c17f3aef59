"""The list of participants as a workbook: by unit, who is not covered, and day by day."""

from __future__ import annotations

from datetime import timedelta

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.coverage.report import CoverageReport
from pemilu_cover.reports.coverage_reasons import fix_text, person_reason
from pemilu_cover.reports.participants.units import Person, group_by_unit, shown_nik
from pemilu_cover.reports.people_labels import place_of_duty, roster_place
from pemilu_cover.reports.xlsx.table import Block, Column, SheetTexts, TableRow, write_table
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_PARTICIPANTS = SheetTexts(
    "coverage.sheet-participants", "coverage.title-participants", "privacy.coverage"
)
_UNCOVERED = SheetTexts("coverage.sheet-uncovered", "coverage.title-uncovered", "privacy.coverage")
_CALENDAR = SheetTexts(
    "coverage.sheet-calendar", "coverage.title-calendar", "coverage.document-title"
)
_PARTICIPANT_COLUMNS = (
    Column("coverage.head-name", 28),
    Column("coverage.head-nik", 18),
    Column("coverage.head-role", 20),
    Column("coverage.head-number", 15),
    Column("coverage.head-from", 12, "date"),
    Column("coverage.head-until", 12, "date"),
    Column("coverage.head-receipt-date", 14),
    Column("coverage.head-initials", 12),
)
_UNCOVERED_COLUMNS = (
    Column("coverage.head-name", 26),
    Column("coverage.head-nik", 18),
    Column("coverage.head-role", 18),
    Column("coverage.head-unit", 26),
    Column("coverage.head-reason", 30),
    Column("coverage.head-fix", 40),
    Column("coverage.head-place", 26),
)
_CALENDAR_COLUMNS = (
    Column("coverage.head-day", 14, "date"),
    Column("coverage.head-on-duty", 12, "count"),
    Column("coverage.head-covered", 12, "count"),
    Column("coverage.head-uncovered", 18, "count"),
    Column("coverage.head-note", 24),
)


def write_workbook(report: CoverageReport) -> bytes:
    """Return the list as a workbook."""
    book = WorkbookBuilder(translate("coverage.document-title"))
    _write_participants(book, report)
    _write_uncovered(book, report)
    _write_calendar(book, report)
    return book.content()


def _write_participants(book: WorkbookBuilder, report: CoverageReport) -> None:
    units = group_by_unit(report.on_day.on_duty.filter("is_covered"))
    emergency = translate("coverage.emergency")
    blocks = [
        Block(
            unit.name,
            [TableRow(_participant(person)) for person in unit.people],
            last_line=emergency,
            starts_page=True,
        )
        for unit in units
    ]
    note = translate("coverage.subtitle", day=report.on_day.day)
    write_table(
        book, _PARTICIPANTS, _PARTICIPANT_COLUMNS, blocks, f"NPP {report.npp or '…'}. {note}"
    )


def _participant(person: Person) -> tuple[object, ...]:
    return (
        person["name"],
        shown_nik(person),
        person["role_name"],
        person["number"],
        person["cover_from"],
        person["cover_until"],
        "",
        "",
    )


def _write_uncovered(book: WorkbookBuilder, report: CoverageReport) -> None:
    people = (person for unit in group_by_unit(report.on_day.uncovered) for person in unit.people)
    rows = [
        TableRow(
            (
                person["name"],
                shown_nik(person),
                person["role_name"],
                place_of_duty(person),
                person_reason(person).translate(),
                fix_text(person["reason"], person["segment"]).translate(),
                roster_place(person),
            )
        )
        for person in people
    ]
    note = translate("coverage.subtitle", day=report.on_day.day)
    write_table(book, _UNCOVERED, _UNCOVERED_COLUMNS, [Block("", rows)], note)


def _write_calendar(book: WorkbookBuilder, report: CoverageReport) -> None:
    voting_day = translate("coverage.voting-day")
    rows = [
        TableRow(
            (
                days.first + timedelta(days=number),
                days.on_duty,
                days.covered,
                days.on_duty - days.covered,
                voting_day if days.is_voting_day else None,
            )
        )
        for days in report.calendar
        if days.on_duty  # between two elections
        for number in range((days.last - days.first).days + 1)
    ]
    write_table(book, _CALENDAR, _CALENDAR_COLUMNS, [Block("", rows)])
