"""Tables of workbooks: titles, bordered rows of mixed cells, and an A4 print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pemilu_cover.i18n.text import localized_count, translate
from pemilu_cover.reports.xlsx.blocks import (
    HEADER,
    write_sheet_title,
    write_wrapped,
)
from pemilu_cover.xlsx.page import count_lines, fit_height, print_scale
from pemilu_cover.xlsx.workbook import GREY, RED, TEXT, SheetBuilder, WorkbookBuilder

HEADER_ROW = 3
# More rows than anybody reads; people.parquet has them all.
MAX_ROWS = 50_000
_MOST_BREAKS = 1_023
# On paper, the 10 points of a cell are at least 8; texts wrap in narrower columns, down to these digits.
_UPRIGHT_SCALE = 0.9
_LEAST_SCALE, _LEAST_WIDTH, _STEP = 0.81, 17.0, 0.98
_CELL: dict[str, Any] = {"border": 1, "valign": "top"}


class Column(NamedTuple):
    """A column: the key of its title, its width, and the kind of its cells.

    ``kind`` is ``text``, ``number`` (of rows), ``count``, ``money`` (sen) or ``date``. None is an empty cell.
    """

    title: str
    width: float
    kind: str = "text"


class SheetTexts(NamedTuple):
    """The keys of a sheet's name, of its title, and of the notice below it."""

    name: str
    title: str
    notice: str


class TableRow(NamedTuple):
    """The values of a row; an urgent one is marked."""

    values: Sequence[Any]
    is_urgent: bool = False


class Block(NamedTuple):
    """Rows of a table below a heading of their own, and a line after them.

    ``starts_page`` prints it on a page of its own, with numbers from 1; Excel takes 1,023 of these.
    """

    heading: str
    rows: Sequence[TableRow]
    last_line: str = ""
    starts_page: bool = False


NUMBER = Column("workbook.column-number", 6, "number")


def write_table(
    book: WorkbookBuilder,
    texts: SheetTexts,
    columns: Sequence[Column],
    blocks: Sequence[Block],
    note: str = "",
) -> None:
    """Write a sheet with one table of numbered rows.

    A block shows at most `MAX_ROWS` rows; a last line counts those that are left out.
    """
    columns = fit_columns((NUMBER, *columns))
    widths = [column.width for column in columns]
    sheet = open_sheet(book, texts, columns, note)
    write_header(sheet, HEADER_ROW, columns)
    row, number = HEADER_ROW + 1, 0
    breaks = []
    for block in blocks:
        if block.starts_page:
            breaks.append(row)
            number = 0
        if block.rows and block.heading:
            sheet.texts(row, [block.heading, *[""] * (len(columns) - 1)], bold=True, bg_color=GREY)
            row += 1
        for cells in block.rows[:MAX_ROWS]:
            number += 1
            write_row(sheet, row, columns, cells._replace(values=(number, *cells.values)))
            row += 1
        if block.last_line:
            write_wrapped(sheet, row, block.last_line, widths, italic=True)
            row += 1
    if hidden := sum(max(len(block.rows) - MAX_ROWS, 0) for block in blocks):
        sheet.text(row, 1, format_hidden(hidden), italic=True)
    sheet.raw.freeze_panes(HEADER_ROW + 1, 2)
    landscape = print_scale(widths, landscape=False) < _UPRIGHT_SCALE
    sheet.for_a4(landscape=landscape, repeat=HEADER_ROW, breaks=breaks[1 : _MOST_BREAKS + 1])
    if breaks:
        sheet.raw.repeat_rows(0, HEADER_ROW)  # with the title and the notice


def fit_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns that fit on A4 across: wide texts get narrower, and wrap."""
    fitted = list(columns)
    while print_scale([column.width for column in fitted], landscape=True) < _LEAST_SCALE:
        narrower = [
            column._replace(width=max(column.width * _STEP, _LEAST_WIDTH))
            if column.kind == "text" and column.width > _LEAST_WIDTH
            else column
            for column in fitted
        ]
        if narrower == fitted:
            break
        fitted = narrower
    return tuple(fitted)


def format_hidden(rows: int) -> str:
    """Return a line about rows that a table leaves out."""
    return translate("workbook.more-rows", rows=localized_count(rows))


def open_sheet(
    book: WorkbookBuilder, texts: SheetTexts, columns: Sequence[Column], note: str = ""
) -> SheetBuilder:
    """Add a sheet with title, privacy notice and note, and the widths of columns."""
    sheet = book.sheet(translate(texts.name))
    widths = [column.width for column in columns]
    sheet.widths(widths)
    write_sheet_title(sheet, translate(texts.title), translate(texts.notice), widths)
    if note:
        write_wrapped(sheet, 2, note, widths)
    return sheet


def write_header(sheet: SheetBuilder, row: int, columns: Sequence[Column]) -> None:
    """Write the titles of columns."""
    titles = [translate(column.title) for column in columns]
    sheet.texts(row, titles, **HEADER)
    _set_height(sheet, row, columns, titles, bold=True)


def write_row(sheet: SheetBuilder, row: int, columns: Sequence[Column], cells: TableRow) -> None:
    """Write the cells of one row."""
    look = _CELL | ({"bg_color": RED} if cells.is_urgent else {})
    for index, (column, value) in enumerate(zip(columns, cells.values, strict=True)):
        if value is None or value == "":
            sheet.raw.write_blank(row, index, None, sheet.book.format(**look))
        elif column.kind == "money":
            sheet.money(row, index, value, **look)
        elif column.kind == "number":
            sheet.count(row, index, value, align="center", **look)
        elif column.kind == "count":
            sheet.count(row, index, value, **look)
        elif column.kind == "date":
            sheet.date(row, index, value, align="left", **look)
        else:
            sheet.text(row, index, str(value), num_format=TEXT, text_wrap=True, **look)
    _set_height(sheet, row, columns, cells.values)


def _set_height(
    sheet: SheetBuilder,
    row: int,
    columns: Sequence[Column],
    values: Sequence[Any],
    *,
    bold: bool = False,
) -> None:
    """Make a row as high as its longest text."""
    lines = (
        count_lines(value, column.width, bold=bold)
        for column, value in zip(columns, values, strict=True)
        if isinstance(value, str)
    )
    sheet.set_height(row, fit_height(*lines))
