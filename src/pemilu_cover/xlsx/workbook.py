"""A safe and reproducible builder of workbooks.

Every text is written as a text, so that a name like ``=1+1`` is never a formula. The date of creation is
fixed, so that two runs on one roster give the same bytes.

xlsxwriter writes everything but the rows of a table of people (`SheetBuilder.fill`): see `fast_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pemilu_cover.xlsx.fast_rows import MAX_TEXT, CellColumn, RowBlock, sample_rows, splice_rows

MAX_ROWS = 1_048_576
_CREATED = datetime(2024, 1, 1)

MONEY = "#,##0.00"
WHOLE_MONEY = "#,##0"
DATE = "dd-mm-yyyy"
TEXT = "@"

GREY, YELLOW, RED, AMBER, BLUE = "#F2F2F2", "#FFFF00", "#F8CBAD", "#FFE699", "#DDEBF7"


class WorkbookBuilder:
    """A workbook in memory, with the formats that its sheets share."""

    def __init__(self, title: str) -> None:
        self._content = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._content,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties({"title": title, "author": "pemilu-cover", "created": _CREATED})
        self._formats: dict[str, Format] = {}
        self._rows: dict[str, RowBlock] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def sheet(self, name: str) -> SheetBuilder:
        """Add a sheet."""
        return SheetBuilder(self, self._book.add_worksheet(name))

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

    def fill(self, sheet: Worksheet, rows: RowBlock) -> None:
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
        self._book.close()
        content = self._content.getvalue()
        return splice_rows(content, self._rows) if self._rows else content


class SheetBuilder:
    """One sheet, written row by row."""

    def __init__(self, book: WorkbookBuilder, raw: Worksheet) -> None:
        self.book = book
        self.raw = raw

    def text(self, row: int, column: int, text: str, **format_properties: Any) -> None:
        """Write a text, which is never a formula, number or link."""
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
            self.book.format(num_format="#,##0.##;-#,##0.##", **format_properties)
            if number % 1
            else self.book.format(num_format="#,##0", **format_properties),
        )

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

        ``heights`` are those of the rows, in points. xlsxwriter writes the first row of each format, so that
        it registers all formats.
        """
        patterns = sample_rows(cells)
        for at in patterns:
            for column in cells:
                self._fill_one(row + at, column, column.values[at])
        if (
            heights is not None
        ):  # the library places the boxes of comments by the heights of all rows
            for at, height in enumerate(heights, start=row):
                self.raw.set_row(at, height)
        if patterns:
            self.book.fill(self.raw, RowBlock(row, cells, patterns, heights))
        return row + len(cells[0].values) - 1

    def _fill_one(self, row: int, cells: CellColumn, value: str | None) -> None:
        if value == "" and cells.keeps_empty:
            self.raw.write_blank(row, cells.column, None, cells.cell_format)
        elif value and cells.is_text:
            self.raw.write_string(row, cells.column, value[:MAX_TEXT], cells.cell_format)
        elif value:
            self.raw.write_number(row, cells.column, float(value), cells.cell_format)

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the first on."""
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width)

    def for_a4(self, *, landscape: bool, repeat: int | None = None) -> None:
        """Set up the print: A4, one page wide, page numbers, and a header row on each page."""
        self.raw.set_paper(9)
        if landscape:
            self.raw.set_landscape()
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.raw.fit_to_pages(1, 0)
        self.raw.set_footer("&L&8&F – &A&R&8Halaman &P dari &N")
        if repeat is not None:
            self.raw.repeat_rows(repeat)
