"""**Selisih**: the new premium against the earlier one, by month, and by person and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.xlsx.blocks import SUM
from pemilu_cover.reports.xlsx.changes.model import (
    ChangesReport,
    format_period,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import (
    HEADER_ROW,
    NUMBER,
    Column,
    TableRow,
    format_hidden,
    open_sheet,
    write_header,
    write_row,
)
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder, WorkbookBuilder

_AMOUNTS = (
    Column("changes.column-premium-before", 18, "money"),
    Column("changes.column-premium-after", 18, "money"),
    Column("changes.column-difference", 18, "money"),
)
_COLUMNS = (
    NUMBER,
    Column("changes.column-name", 28),
    Column("changes.column-nik", 19),
    Column("changes.column-seat", 36),
    Column("changes.column-month", 18),
    *_AMOUNTS,
)
_FIRST_AMOUNT = len(_COLUMNS) - len(_AMOUNTS)


def write_difference(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; where no charge differs there is none."""
    difference = report.update.difference
    if not difference.height:
        return
    sheet = open_sheet(
        book, sheet_texts("difference"), _COLUMNS, translate("changes.difference-note")
    )
    row = _write_rows(sheet, HEADER_ROW, _month_rows(difference))
    _write_rows(sheet, row + 2, [*_person_rows(report), *_hidden_rows(report)])
    sheet.for_a4(landscape=True)


def _month_rows(difference: pl.DataFrame) -> list[TableRow]:
    everybody = translate("changes.everybody")
    return [
        TableRow((everybody, None, None, format_period(month), before, after, after - before))
        for month, before, after in sum_by_month(difference).iter_rows()
    ]


def sum_by_month(difference: pl.DataFrame) -> pl.DataFrame:
    """Return the charges before and after of each month: ``month``, ``before_sen``, ``after_sen``."""
    return difference.group_by("month").agg(pl.col("before_sen", "after_sen").sum()).sort("month")


def _hidden_rows(report: ChangesReport) -> Iterator[TableRow]:
    """Yield a row with the sums of the rows that are left out, if there are any."""
    hidden = report.update.difference.slice(report.difference.height)
    if hidden.height:
        before, after = hidden.select(pl.col("before_sen", "after_sen").sum()).row(0)
        amounts = (before, after, after - before)
        yield TableRow((format_hidden(hidden.height), None, None, None, *amounts))


def _person_rows(report: ChangesReport) -> list[TableRow]:
    rows = []
    for row in report.difference.iter_rows(named=True):
        number = row["earlier"]
        person = report.people.get(row["id"]) or report.earlier[number]
        before, after = row["before_sen"], row["after_sen"]
        amounts = (before, after, after - before)
        month = format_period(row["month"])
        rows.append(TableRow((person["name"], person["nik"], seat_label(person), month, *amounts)))
    return rows


def _write_rows(sheet: SheetBuilder, top: int, rows: Sequence[TableRow]) -> int:
    """Write a header, numbered rows and their sums; return the row of the sums."""
    write_header(sheet, top, _COLUMNS)
    row = top
    for row, cells in enumerate(rows, start=top + 1):
        write_row(sheet, row, _COLUMNS, TableRow((row - top, *cells.values)))
    total = translate("workbook.total")
    sheet.texts(row + 1, ["", total, *[""] * (len(_COLUMNS) - 2)], **SUM)
    for column in range(_FIRST_AMOUNT, len(_COLUMNS)):
        amounts: list[Any] = [cells.values[column - 1] for cells in rows]
        sheet.total(
            row + 1, column, top + 1, row, sum(amounts) / rupiah.SEN, num_format=MONEY, **SUM
        )
    return row + 1
