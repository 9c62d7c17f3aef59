"""**Masuk**: newcomers and who still lacks cells, whom they follow, and which file takes them to SIPP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.xlsx.changes.model import (
    ChangesReport,
    Person,
    field_title,
    format_period,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_COLUMNS = (
    Column("changes.column-name", 24),
    Column("changes.column-nik", 19),
    Column("changes.column-seat", 32),
    Column("changes.column-first-day", 12, "date"),
    Column("changes.column-first-month", 16),
    Column("changes.column-follows", 24),
    Column("changes.column-to-do", 31),
    Column("changes.column-report-by", 13, "date"),
)


def write_joined(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; without newcomers there is none."""
    joined = sorted(_joined(report), key=lambda row: (row[1] or date.max, row[0]["id"]))
    rows = [_row(report, person, report_by) for person, report_by in joined]
    if rows:
        write_table(book, sheet_texts("joined"), _COLUMNS, [Block("", rows)])


def _joined(report: ChangesReport) -> Iterator[tuple[Person, date | None]]:
    """Yield the newcomers, and who still lacks cells, with the day by which they are to be reported."""
    new = {
        (person["nik"], person["start"]): person
        for person in report.people.values()
        if person["earlier"] is None and person["segment"]  # a repetition is held back
    }
    events = report.update.events.filter(pl.col("kind") == kinds.JOINED)
    for event in events.iter_rows(named=True):
        known = report.continued.get(event["earlier"])
        person = known or new.get((event["nik"], event["day"]))
        if person:
            yield person, event["report_by"]
    joined = {*events["earlier"].drop_nulls()}
    for number, person in report.continued.items():
        if person["missing"] and not person["left_on"] and number not in joined:
            yield person, report_deadline(person["start"], report.update.totals.terms.book)


def _row(report: ChangesReport, person: Person, report_by: date | None) -> TableRow:
    is_overdue = report.is_overdue(report_by)
    predecessor = report.update.successors.get(person["id"])
    first_month = min((charge["month"] for charge in person["charges"] or ()), default=None)
    to_do = _to_do(report, person)
    if first_month and first_month < report.update.period <= person["end"]:
        month = format_period(first_month)
        to_do = translate("changes.joined-late", to_do=to_do, month=month)
    return TableRow(
        (
            person["name"],
            person["nik"],
            seat_label(person),
            person["start"],
            format_period(first_month),
            report.earlier[predecessor]["name"] if predecessor is not None else None,
            translate("changes.overdue", to_do=to_do) if is_overdue else to_do,
            report_by,
        ),
        is_overdue,
    )


def _to_do(report: ChangesReport, person: Person) -> str:
    """Return by which file a newcomer is enrolled."""
    if person["end"] < report.update.period:
        return translate("changes.upload-too-late")
    if person["segment"] == "bpu":
        return translate("changes.upload-bpu")
    if person["kpj"]:
        is_new = person["id"] in report.newcomers
        return translate(f"changes.upload-{'returning' if is_new else 'listed'}")
    if person["missing"]:
        missing = ", ".join(map(field_title, person["missing"]))
        return translate("changes.upload-incomplete", fields=missing)
    return translate("changes.upload-new", npp=report.npp)
