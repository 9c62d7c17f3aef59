"""**Upah** and **Data**: changed wages, contact data and identities, and what SIPP needs for each."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.sipp_edits import (
    NO_FILE,
    NOT_LISTED,
    wage_changes,
)
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

_WAGE_COLUMNS = (
    Column("changes.column-name", 22),
    Column("changes.column-nik", 19),
    Column("changes.column-kpj", 14),
    Column("changes.column-seat", 28),
    Column("changes.column-before", 14, "money"),
    Column("changes.column-after", 14, "money"),
    Column("changes.column-from-period", 16),
    Column("changes.column-to-do", 32),
    Column("changes.column-report-by", 13, "date"),
)
_DATA_COLUMNS = (
    Column("changes.column-name", 18),
    Column("changes.column-nik", 18),
    Column("changes.column-kpj", 13),
    Column("changes.column-seat", 24),
    Column("changes.column-field", 14),
    Column("changes.column-before", 20),
    Column("changes.column-after", 20),
    Column("changes.column-to-do", 32),
    Column("changes.column-report-by", 13, "date"),
)
_DATA_KINDS = (kinds.IDENTITY, kinds.CONTACT, kinds.ROLE, kinds.UNIT, kinds.DATES)


def write_wages(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write **Upah**; without changed wages there is none."""
    rows = [_wage_row(report, one) for one in wage_changes(report.update).iter_rows(named=True)]
    if rows:
        note = translate("changes.wages-note")
        write_table(book, sheet_texts("wages"), _WAGE_COLUMNS, [Block("", rows)], note)


def _wage_row(report: ChangesReport, person: Person) -> TableRow:
    return TableRow(
        (
            person["name"],
            person["nik"],
            person["kpj"],
            seat_label(person),
            person["wage_before"],
            person["wage_sen"],
            format_period(report.update.period),
            _outcome(report, "upah", person, "wage_sen"),
            report_deadline(report.update.period, report.update.totals.terms.book),
        )
    )


def write_data(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write **Data**; where no other data changed there is none."""
    rows = list(_data_rows(report))
    if rows:
        write_table(book, sheet_texts("data"), _DATA_COLUMNS, [Block("", rows)])


def _data_rows(report: ChangesReport) -> Iterator[TableRow]:
    events = report.update.events
    for kind in _DATA_KINDS:
        of_kind = events.filter(pl.col("kind") == kind).sort("earlier", maintain_order=True)
        for event in of_kind.iter_rows(named=True):
            person = report.continued.get(event["earlier"], event)
            yield TableRow(
                (
                    person["name"],
                    person["nik"],
                    person["kpj"],
                    seat_label(person),
                    field_title(event["field"]),
                    _shown(report, event["field"], event["before"]),
                    _shown(report, event["field"], event["after"]),
                    _data_to_do(report, person, kind, event["field"]),
                    event["report_by"],
                )
            )


def _shown(report: ChangesReport, field: str, value: str) -> str:
    """Return a value as rosters have it: a role by its name."""
    roles = report.update.totals.terms.book.roles.roles
    return roles[value].name if field == "role" and value in roles else value


def _data_to_do(report: ChangesReport, person: Person, kind: str, field: str) -> str:
    if kind == kinds.CONTACT:
        return _outcome(report, "koreksi", person, field)
    if kind == kinds.IDENTITY:
        if person["segment"] == "bpu":
            return translate("changes.cell-not-in-sipp")
        key = "identity-letter" if person["kpj"] else "identity-new"
        return translate(f"changes.data-{key}")
    return translate(f"changes.data-{kind}")


def _outcome(report: ChangesReport, file: str, person: Person, field: str) -> str:
    """Return what becomes of a changed cell in SIPP's file: ``upah`` or ``koreksi``."""
    edits = report.wages if file == "upah" else report.contacts
    outcome = edits.outcome.get((person["id"], field), "unchanged")
    if outcome in (NO_FILE, NOT_LISTED) and not person["kpj"]:
        outcome = "new-member"
    name = translate(f"changes.file-{file}", npp=report.npp)
    return translate(f"changes.cell-{outcome}", file=name)
