"""**Rincian**: every billed person, with contract, months, amounts and the address in the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.xlsx.blocks import HEADER, write_sheet_title
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.fast_rows import CellColumn, in_rupiah
from pemilu_cover.xlsx.workbook import DATE, GREY, MONEY, TEXT, SheetBuilder, WorkbookBuilder


class _PeopleColumn(NamedTuple):
    """One column: its field, width, and how it is written."""

    field: str
    width: float
    kind: str

    @property
    def title(self) -> str:
        """The header of the column."""
        return workbook_text(f"invoice.person-{self.field.removesuffix('_sen').replace('_', '-')}")


_COLUMNS = (
    _PeopleColumn("number", 7, "count"),
    _PeopleColumn("name", 28, "text"),
    _PeopleColumn("nik", 18, "text"),
    _PeopleColumn("role_name", 24, "text"),
    _PeopleColumn("kecamatan", 16, "text"),
    _PeopleColumn("desa", 18, "text"),
    _PeopleColumn("tps", 6, "text"),
    _PeopleColumn("wage_sen", 15, "money"),
    _PeopleColumn("start", 11, "date"),
    _PeopleColumn("end", 11, "date"),
    _PeopleColumn("months", 7, "months"),
    _PeopleColumn("jkk_sen", 13, "money"),
    _PeopleColumn("jkm_sen", 13, "money"),
    _PeopleColumn("total_sen", 14, "money"),
    _PeopleColumn("file", 22, "text"),
    _PeopleColumn("sheet", 14, "text"),
    _PeopleColumn("row", 7, "count"),
)
# The row of the titles, counted from 0.
PEOPLE_HEADER_ROW = 3
_SEGMENT = _PeopleColumn("segment_name", 9, "text")
_BASE = _PeopleColumn("base_sen", 15, "money")
_SOURCE_FIELDS = ("file", "sheet", "row")
SUMMED_FIELDS = ("jkk_sen", "jkm_sen", "total_sen")
_EXCEL_EPOCH_DAYS = 25_569


def write_people(book: WorkbookBuilder, bill: Bill, people: pl.DataFrame) -> None:
    """Write the sheet."""
    sheet, columns = book.sheet("Rincian"), _columns(bill, people)
    sheet.widths([column.width for column in columns])
    write_sheet_title(sheet, workbook_text("invoice.people-title"), workbook_text("privacy.people"))
    sheet.texts(PEOPLE_HEADER_ROW, (column.title for column in columns), **HEADER)
    sheet.raw.freeze_panes(PEOPLE_HEADER_ROW + 1, 2)
    last = sheet.fill(
        PEOPLE_HEADER_ROW + 1,
        [
            cells
            for index, column in enumerate(columns)
            for cells in _cells(book, index, column, people)
        ],
    )
    _write_sums(sheet, people, columns, last)
    if last > PEOPLE_HEADER_ROW:
        sheet.raw.autofilter(PEOPLE_HEADER_ROW, 0, last, len(columns) - 1)
    # The address of the row is for the screen: on paper it would make the print too small.
    sheet.raw.print_area(0, 0, last + 1, len(columns) - 1 - len(_SOURCE_FIELDS))
    sheet.for_a4(landscape=True, repeat=PEOPLE_HEADER_ROW)


def _columns(bill: Bill, people: pl.DataFrame) -> list[_PeopleColumn]:
    """Return the columns; after the wage come base and segment, where they differ from the usual."""
    wage = next(index for index, column in enumerate(_COLUMNS) if column.field == "wage_sen")
    both = "bpu" in people["segment"]
    optional = [*([_BASE] if bill.base else ()), *([_SEGMENT] if both else ())]
    return [*_COLUMNS[: wage + 1], *optional, *_COLUMNS[wage + 1 :]]


def _cells(
    book: WorkbookBuilder, index: int, column: _PeopleColumn, people: pl.DataFrame
) -> Iterator[CellColumn]:
    """Yield the cells of one column."""
    values, form = people[column.field], book.format
    if column.kind == "text":
        yield CellColumn(index, values, form(num_format=TEXT))
    elif column.kind == "money":
        yield CellColumn(index, in_rupiah(values), form(num_format=MONEY), is_text=False)
    elif column.kind == "date":
        serials = (values.to_physical() + _EXCEL_EPOCH_DAYS).cast(pl.String)
        yield CellColumn(index, serials, form(num_format=DATE), is_text=False)
    elif column.kind == "months":  # the daily rule bills parts of months, which are written as text
        is_integer = values.str.contains("^[0-9]+$")
        numbers, texts = values.set(~is_integer, None), values.set(is_integer, None)
        yield CellColumn(index, numbers, form(num_format="0"), is_text=False)
        yield CellColumn(index, texts, form(num_format=TEXT))
    else:
        yield CellColumn(index, values.cast(pl.String), form(num_format="0"), is_text=False)


def _write_sums(
    sheet: SheetBuilder, people: pl.DataFrame, columns: Sequence[_PeopleColumn], last: int
) -> None:
    cell_format = {"bold": True, "top": 1, "bg_color": GREY}
    title = workbook_text("workbook.total")
    sheet.texts(last + 1, ["", title, *[""] * (len(columns) - 2)], **cell_format)
    for index, column in enumerate(columns):
        if column.field in SUMMED_FIELDS and people.height:
            total = int(people[column.field].sum()) / rupiah.SEN
            first = PEOPLE_HEADER_ROW + 1
            sheet.total(last + 1, index, first, last, total, num_format=MONEY, **cell_format)
