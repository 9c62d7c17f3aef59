"""Cells and titles that the sheets of ``rab.xlsx`` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.blocks import write_sheet_title, write_wrapped
from pemilu_cover.reports.xlsx.rab.model import BudgetWorkbook
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder

# A line to be filled in by hand.
TO_FILL_IN = "…………………………………"
# The row of the column titles on the sheets after the first.
HEADER_ROW = 4


def write_formula(
    sheet: SheetBuilder, row: int, column: int, formula: str, sen: int, **cell_format: Any
) -> None:
    """Write a formula with its value, an amount in sen shown in rupiah."""
    full_format = sheet.book.format(num_format=MONEY, **cell_format)
    sheet.raw.write_formula(row, column, formula, full_format, sen / rupiah.SEN)


def write_plan_title(
    sheet: SheetBuilder, title: str, rab: BudgetWorkbook, widths: Sequence[float]
) -> None:
    """Write a sheet's title, and whose plan it is: a page may be read without the others."""
    write_sheet_title(sheet, title, "", widths)
    write_wrapped(sheet, 1, f"{rab.office or TO_FILL_IN} · {rab.election}", widths)
    if rab.units:
        write_wrapped(sheet, 2, translate("rab.plan", units=rab.units), widths)
