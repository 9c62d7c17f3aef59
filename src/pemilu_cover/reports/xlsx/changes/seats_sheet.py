"""**Ganti kursi**: who follows whom, the days between them, and months that the seat is paid twice."""

from __future__ import annotations

from datetime import date

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.xlsx.changes.left_sheet import format_cause
from pemilu_cover.reports.xlsx.changes.model import (
    ChangesReport,
    Person,
    format_period,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_COLUMNS = (
    Column("changes.column-seat", 30),
    Column("changes.column-predecessor", 24),
    Column("changes.column-last-day", 12, "date"),
    Column("changes.column-cause", 18),
    Column("changes.column-successor", 24),
    Column("changes.column-first-day", 12, "date"),
    Column("changes.column-between", 20),
    Column("changes.column-paid-twice", 31),
)


def write_seats(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; where no seat changed hands there is none."""
    rows = [
        _row(report, report.people[successor], predecessor)
        for successor, predecessor in sorted(report.update.successors.items())
    ]
    if rows:
        note = translate("changes.seats-note")
        write_table(book, sheet_texts("seats"), _COLUMNS, [Block("", rows)], note)


def _row(report: ChangesReport, successor: Person, number: int) -> TableRow:
    # Somebody who never served, or is excluded by now, may not be in the next result.
    predecessor = report.continued.get(number, report.earlier[number])
    cause = predecessor.get("exit_cause")
    return TableRow(
        (
            seat_label(successor),
            predecessor["name"],
            predecessor["left_on"],
            format_cause(cause) if cause else translate("changes.cause-other-seat"),
            successor["name"],
            successor["start"],
            _between(predecessor["left_on"], successor["start"]),
            _paid_twice(predecessor, successor),
        )
    )


def _between(last: date | None, first: date | None) -> str | None:
    if last is None or first is None:
        return None
    days = (first - last).days - 1
    if days == 0:
        return translate("changes.between-none")
    key = "changes.between-gap" if days > 0 else "changes.between-overlap"
    return translate(key, days=abs(days))


def _paid_twice(predecessor: Person, successor: Person) -> str | None:
    """Return the months for which both are billed; a person who only changed seats is billed once."""
    if predecessor["left_on"] is None or successor["earlier"] is not None:
        return None
    both = _months(predecessor) & _months(successor)
    return "\n".join(
        translate("changes.paid-twice", month=format_period(month)) for month in sorted(both)
    )


def _months(person: Person) -> set[date]:
    return {charge["month"] for charge in person["charges"] or ()}
