"""A safe and reproducible builder of workbooks.

Every text is written as a text, so that a name like ``=1+1`` is never a formula. The date of creation is
fixed, so that two runs on one roster give the same bytes.

xlsxwriter writes everything but the rows of a table of people (`SheetBuilder.fill`): see `fast_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial
from math import ceil
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pemilu_cover.i18n.text import translate
from pemilu_cover.values.months import DAYS_PER_MONTH
from pemilu_cover.xlsx.cell_texts import MAX_TEXT
from pemilu_cover.xlsx.fast_rows import (
    CellColumn,
    RowBlock,
    consecutive_rows,
    sample_rows,
    zip_parts,
)
from pemilu_cover.xlsx.page import (
    FONT,
    FONT_SIZE,
    LINE_HEIGHT,
    MARGINS,
    Margins,
    fit_height,
    print_scale,
)
from pemilu_cover.xlsx.plain_workbook import PlainWorkbook
from pemilu_cover.xlsx.worksheet import PlainWorksheet

MAX_ROWS = 1_048_576
_CREATED = datetime(2024, 1, 1)
# Seven tenths are 70 per cent, also in binary.
_ROUNDING = 1e-9
_FOOTER_SIZE = 8
_ROW_PIXELS = round(LINE_HEIGHT * 4 / 3)

# LibreOffice shows these numbers as Indonesia writes them, 1.234.567,00, in every locale. Excel takes only
# the names of months from the code of a locale, its separators from the settings of Windows: no number
# format can change them, unless the cells become texts, which nobody could sum up. The PDF papers show the
# same amounts, and always in Indonesian.
_INDONESIAN = "[$-421]"
MONEY = f"{_INDONESIAN}#,##0.00"
WHOLE_MONEY = COUNT = f"{_INDONESIAN}#,##0"
FRACTION = f"{_INDONESIAN}#,##0.00"
# Parts of months as days over 30, as people count them: 32/30 is still a number.
PARTS = f"0/{DAYS_PER_MONTH}"
DATE = "dd-mm-yyyy"
TEXT = "@"

GREY, YELLOW, RED, AMBER, BLUE = "#F2F2F2", "#FFFF00", "#F8CBAD", "#FFE699", "#DDEBF7"


class WorkbookBuilder:
    """A workbook in memory, with the formats that its sheets share."""

    def __init__(self, title: str) -> None:
        self._book = PlainWorkbook(
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                # The Normal font, whose digits are the unit of column widths. Where Calibri, the library's
                # own, is not installed (Linux, phones), another one makes columns wider by a third.
                "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
                "default_row_height": _ROW_PIXELS,
            },
        )
        self._book.set_properties({"title": title, "author": "pemilu-cover", "created": _CREATED})
        # Returns the format with some properties; most calls repeat those of an earlier one. The cache does
        # not refer to the builder: in a cycle, its rows would stay in memory until cycles are collected.
        self.format = cache(partial(_add_format, self._book))
        self._rows: dict[str, list[RowBlock]] = {}

    def sheet(self, name: str) -> SheetBuilder:
        """Add a sheet."""
        return SheetBuilder(self, self._book.add_worksheet(name, PlainWorksheet))

    def define(self, name: str, area: str) -> None:
        """Define a name for a range (``=Daftar!$A$3:$A$9``) that formulas on any sheet can use."""
        self._book.define_name(name, area)

    def listed(self, sheet_name: str, values: Sequence[str]) -> str:
        """Write values to a hidden sheet; return the formula that refers to them."""
        sheet = self._book.add_worksheet(sheet_name)
        sheet.hide()
        for row, value in enumerate(values):
            sheet.write_string(row, 0, value)
        return f"='{sheet_name}'!$A$1:$A${max(len(values), 1)}"

    def fill(self, sheet: Worksheet, rows: list[RowBlock]) -> None:
        """Register the rows of a sheet, written at the end. Raise `ValueError` if it has some already."""
        part = f"xl/worksheets/sheet{sheet.index + 1}.xml"
        if part in self._rows:
            raise ValueError(f"{sheet.get_name()} is filled twice")
        self._rows[part] = rows

    def chart(self, kind: str) -> Chart:
        """Add a chart of a kind, to be placed on a sheet."""
        return self._book.add_chart({"type": kind})

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        return zip_parts(self._book.parts(), self._rows)


def _add_format(book: PlainWorkbook, **properties: Any) -> Format:
    # As part of a scheme, Excel would show the font of the theme, Calibri.
    font = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
    return book.add_format(font | {"valign": "vcenter"} | properties)


class SheetBuilder:
    """One sheet, written row by row."""

    def __init__(self, book: WorkbookBuilder, raw: Worksheet) -> None:
        self.book = book
        self.raw = raw
        self._widths: list[float] = []
        self._heights: dict[int, float] = {}

    def text(self, row: int, column: int, text: str, **format_properties: Any) -> None:
        """Write a text, which is never a formula, number or link; its row is high enough for its font."""
        size = format_properties.get("font_size", FONT_SIZE)
        if size > FONT_SIZE and row not in self._heights:
            self.set_height(row, fit_height(1, size=size))
        self.raw.write_string(row, column, text[:MAX_TEXT], self.book.format(**format_properties))

    def texts(self, row: int, texts: Iterable[str], **format_properties: Any) -> None:
        """Write texts from the first column on."""
        for column, text in enumerate(texts):
            self.text(row, column, text, **format_properties)

    def money(self, row: int, column: int, sen: int, **format_properties: Any) -> None:
        """Write an amount in sen as a number in rupiah (exact: a bill stays below 2^53 sen)."""
        self.raw.write_number(
            row, column, sen / 100, self.book.format(num_format=MONEY, **format_properties)
        )

    def count(self, row: int, column: int, number: float, **format_properties: Any) -> None:
        """Write a number of people or months."""
        self.raw.write_number(
            row,
            column,
            number,
            self.book.format(num_format=FRACTION if number % 1 else COUNT, **format_properties),
        )

    def months(self, row: int, column: int, months: str, **format_properties: Any) -> None:
        """Write a number of months, of which the daily rule makes a fraction."""
        number = Fraction(months)
        num_format = PARTS if number.denominator > 1 else COUNT
        cell_format = self.book.format(num_format=num_format, **format_properties)
        self.raw.write_number(row, column, float(number), cell_format)

    def date(self, row: int, column: int, day: date, **format_properties: Any) -> None:
        """Write a date."""
        self.raw.write_datetime(
            row,
            column,
            datetime(day.year, day.month, day.day),
            self.book.format(num_format=DATE, **format_properties),
        )

    def total(
        self, row: int, column: int, first: int, last: int, value: float, **format_properties: Any
    ) -> None:
        """Write the sum of the cells above as a formula with its value."""
        letter = xlsxwriter.utility.xl_col_to_name(column)
        formula = f"=SUM({letter}{first + 1}:{letter}{last + 1})"
        self.raw.write_formula(row, column, formula, self.book.format(**format_properties), value)

    def fill(self, row: int, cells: Sequence[CellColumn], heights: pl.Series | None = None) -> int:
        """Write many rows, once on a sheet; return the last of them (without rows, the one above).

        ``heights`` are those of the rows, in points.
        """
        height = len(cells[0].values)
        self.fill_blocks([(consecutive_rows(row, height), cells, heights)])
        return row + height - 1

    def fill_blocks(
        self, blocks: Sequence[tuple[pl.Series, Sequence[CellColumn], pl.Series | None]]
    ) -> None:
        """Write rows of several kinds, by their numbers as Excel counts: numbers, cells, heights.

        xlsxwriter writes the first row of each format, so that it registers all formats.
        """
        filled = []
        for numbers, cells, heights in blocks:
            rows = RowBlock(numbers, cells, sample_rows(cells), heights)
            for at in rows.patterns:
                for column in cells:
                    self._fill_one(numbers[at] - 1, column, at)
            if heights is not None:
                # The library places the boxes of comments by the heights of all rows.
                needs_all = self.raw.has_comments or not rows.patterns
                for at in range(len(numbers)) if needs_all else rows.patterns:
                    self.raw.set_row(numbers[at] - 1, heights[at])
            if rows.patterns:
                filled.append(rows)
        if filled:
            self.book.fill(self.raw, filled)

    def _fill_one(self, row: int, cells: CellColumn, at: int) -> None:
        value: str | None = cells.values[at]
        if value == "" and cells.keeps_empty:
            self.raw.write_blank(row, cells.column, None, cells.cell_format)
        elif value and cells.is_text:
            self.raw.write_string(row, cells.column, value[:MAX_TEXT], cells.cell_format)
        elif value and cells.formulas is not None:
            formula = f"={cells.formulas[at]}"
            self.raw.write_formula(row, cells.column, formula, cells.cell_format, float(value))
        elif value:
            self.raw.write_number(row, cells.column, float(value), cells.cell_format)

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the first on."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width)

    def set_height(self, row: int, height: float) -> None:
        """Set the height of a row in points."""
        self._heights[row] = height
        self.raw.set_row(row, height)

    def height(self, first: int, last: int) -> float:
        """Return the height of rows in points."""
        return sum(self._heights.get(row, LINE_HEIGHT) for row in range(first, last + 1))

    def for_a4(
        self,
        *,
        landscape: bool,
        repeat: int | None = None,
        breaks: Sequence[int] = (),
        widths: Sequence[float] = (),
        margins: Margins = MARGINS,
        most: float = 1,
    ) -> None:
        """Set up the print: A4, one page wide, page numbers, and a header row on each page.

        ``breaks`` are the rows that begin a page, ``widths`` those of the columns of one page, if these are
        not all. Excel ignores breaks on a sheet that is fitted to pages: a sheet with one of them gets the
        scale at which a page's columns fit, and not more than ``most``.
        """
        self.raw.set_paper(9)
        if landscape:
            self.raw.set_landscape()
        self.raw.set_margins(margins.left, margins.right, margins.top, margins.bottom)
        scale = print_scale(widths or self._widths, landscape=landscape, margins=margins)
        if breaks or widths:
            scale = int(min(scale, most) * 100 + _ROUNDING) / 100
            self.raw.set_print_scale(round(scale * 100))
            self.raw.set_h_pagebreaks(breaks)
        else:
            self.raw.fit_to_pages(1, 0)
        size = ceil(_FOOTER_SIZE / scale)  # programs print it at the scale of the sheet
        page = translate("office.page", page="&P", pages="&N")
        self.raw.set_footer(f"&L&{size}&F – &A&R&{size}{page}")
        if repeat is not None:
            self.raw.repeat_rows(repeat)
