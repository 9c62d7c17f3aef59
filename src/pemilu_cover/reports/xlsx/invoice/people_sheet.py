"""**Rincian**: every billed person, with contract, months, amounts and the address in the roster."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.xlsx.blocks import write_header, write_sheet_title
from pemilu_cover.reports.xlsx.invoice.people_pages import (
    PAPER_MARGINS,
    PAPER_SCALE,
    ROW_HEIGHT,
    Pages,
    page_feet,
    page_starts,
    row_heights,
    text_widths,
    write_total,
)
from pemilu_cover.xlsx.fast_rows import CellColumn, in_rupiah
from pemilu_cover.xlsx.page import money_width
from pemilu_cover.xlsx.workbook import (
    DATE,
    MONEY,
    PARTS,
    TEXT,
    WorkbookBuilder,
)


class _PeopleColumn(NamedTuple):
    """One column: its field, width, and how it is written."""

    field: str
    width: float
    kind: str

    @property
    def title(self) -> str:
        """The header of the column."""
        return translate(f"invoice.person-{self.field.removesuffix('_sen').replace('_', '-')}")


_COLUMNS = (
    _PeopleColumn("number", 6, "count"),
    _PeopleColumn("name", 32, "text"),
    _PeopleColumn("nik", 17, "text"),
    _PeopleColumn("role_name", 24, "text"),
    _PeopleColumn("kecamatan", 16, "text"),
    _PeopleColumn("desa", 18, "text"),
    _PeopleColumn("tps", 5, "text"),
    _PeopleColumn("wage_sen", 13, "money"),
    _PeopleColumn("start", 10.5, "date"),
    _PeopleColumn("end", 10.5, "date"),
    _PeopleColumn("months", 6.5, "months"),
    _PeopleColumn("jkk_sen", 12, "money"),
    _PeopleColumn("jkm_sen", 12, "money"),
    _PeopleColumn("total_sen", 13, "money"),
    _PeopleColumn("file", 22, "text"),
    _PeopleColumn("sheet", 14, "text"),
    _PeopleColumn("row", 7, "count"),
)
# The row of the titles, counted from 0.
PEOPLE_HEADER_ROW = 3
_SEGMENT = _PeopleColumn("segment_name", 8, "text")
_BASE = _PeopleColumn("base_sen", 13, "money")
_SOURCE_FIELDS = ("file", "sheet", "row")
SUMMED_FIELDS = ("jkk_sen", "jkm_sen", "total_sen")
_EXCEL_EPOCH_DAYS = 25_569
_HAIRLINE, _LINE_COLOR = 7, "#A6A6A6"
_CENTERED = ("tps", "segment_name")
# The columns whose widths depend on their texts.
_FITTED = ("name", "role_name", "kecamatan", "desa")


def write_people(book: WorkbookBuilder, bill: Bill, people: pl.DataFrame) -> None:
    """Write the sheet."""
    sheet, columns = book.sheet(translate("invoice.sheet-people")), _columns(bill, people)
    # The address of the row is for the screen: on paper it would make the print too small.
    printed = len(columns) - len(_SOURCE_FIELDS)
    widths = [column.width for column in columns]
    sheet.widths(widths)
    sheet.raw.set_default_row(ROW_HEIGHT)
    notice = translate("privacy.people")
    write_sheet_title(sheet, translate("invoice.people-title"), notice, widths[:printed])
    titles = (column.title for column in columns)
    write_header(sheet, PEOPLE_HEADER_ROW, titles, widths)
    sheet.raw.freeze_panes(PEOPLE_HEADER_ROW + 1, 2)
    texts = {column.field: column.width for column in columns if column.field in _FITTED}
    heights = row_heights(people, texts)
    pages = Pages(PEOPLE_HEADER_ROW + 1, page_starts(people.height, heights))
    cells = [
        cell_column
        for index, column in enumerate(columns)
        for cell_column in _cells(book, index, column, people)
    ]
    sums = {
        index: column.field for index, column in enumerate(columns) if column.field in SUMMED_FIELDS
    }
    feet = page_feet(book, people, pages, sums)
    sheet.fill_blocks([(pages.rows(people.height), cells, heights), *feet])
    bottom = write_total(sheet, people, pages, sums, len(columns))
    if people.height:
        sheet.raw.autofilter(PEOPLE_HEADER_ROW, 0, bottom - 1, len(columns) - 1)
    sheet.raw.print_area(0, 0, bottom, printed - 1)
    sheet.for_a4(
        landscape=True,
        repeat=PEOPLE_HEADER_ROW,
        breaks=pages.tops()[1:],
        widths=widths[:printed],
        margins=PAPER_MARGINS,
        most=PAPER_SCALE,
    )


def _columns(bill: Bill, people: pl.DataFrame) -> list[_PeopleColumn]:
    """Return the columns; after the wage come base and segment, where they differ from the usual."""
    wage = next(index for index, column in enumerate(_COLUMNS) if column.field == "wage_sen")
    both = "bpu" in people["segment"]
    optional = [*([_BASE] if bill.base else ()), *([_SEGMENT] if both else ())]
    columns = [*_COLUMNS[: wage + 1], *optional, *_COLUMNS[wage + 1 :]]
    sums = {name: money_width(int(people[name].sum())) for name in SUMMED_FIELDS}
    widths = {column.field: max(column.width, sums.get(column.field, 0)) for column in columns}
    printed = [column for column in columns if column.field not in _SOURCE_FIELDS]
    texts = {column.field: column.title for column in printed if column.field in _FITTED}
    others = [widths[column.field] for column in printed if column.field not in texts]
    widths |= text_widths(people, texts, others)
    return [column._replace(width=widths[column.field]) for column in columns]


def _cells(
    book: WorkbookBuilder, index: int, column: _PeopleColumn, people: pl.DataFrame
) -> Iterator[CellColumn]:
    """Yield the cells of one column."""
    values = people[column.field]
    # Hairlines lead the eye along the row, but are no lines of a table that is closed at a page's end.
    form = partial(book.format, bottom=_HAIRLINE, bottom_color=_LINE_COLOR)
    if column.kind == "text":
        is_wrapped = column.field not in _SOURCE_FIELDS
        has_gaps = values.null_count() > 0
        texts = values.fill_null("") if has_gaps else values
        look = {"align": "center"} if column.field in _CENTERED else {}
        cell_format = form(num_format=TEXT, text_wrap=is_wrapped, **look)
        yield CellColumn(index, texts, cell_format, keeps_empty=has_gaps)
    elif column.kind == "money":
        yield CellColumn(index, in_rupiah(values), form(num_format=MONEY), is_text=False)
    elif column.kind == "date":
        serials = (values.to_physical() + _EXCEL_EPOCH_DAYS).cast(pl.String)
        yield CellColumn(index, serials, form(num_format=DATE), is_text=False)
    elif column.kind == "months":  # the daily rule bills parts of months
        is_integer = values.str.contains("^[0-9]+$")
        numbers = people["person_months"].cast(pl.String)
        yield CellColumn(
            index,
            values.set(~is_integer, None),
            form(num_format="0", align="center"),
            is_text=False,
        )
        yield CellColumn(
            index,
            numbers.set(is_integer, None),
            form(num_format=PARTS, align="center"),
            is_text=False,
        )
    else:
        cell_format = form(num_format="0", align="center")
        yield CellColumn(index, values.cast(pl.String), cell_format, is_text=False)
