"""A table of people on a sheet that comes back: open and locked cells, hidden columns, pages by kecamatan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl
from xlsxwriter.format import Format

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.layout import offer_choices, protect, write_head
from pemilu_cover.reports.xlsx.corrections.print_setup import (
    group_starts,
    row_heights,
    set_up_print,
)
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import GREY, TEXT, SheetBuilder

_FAINT = "#7F7F7F"
# Name and NIK are on each page.
_REPEATED = 2
_NOTE_COLUMNS, _NOTE_WIDTH = 2, 20


class TableColumn(NamedTuple):
    """A column: its cells, the colour of each, and the values to choose from.

    Cells of an open column can be typed into, but for the grey ones, which need no value. Hidden columns
    come last; the program reads them.
    """

    title: str
    width: float
    texts: pl.Series
    colors: pl.Series | None = None
    choices: str | Sequence[str] = ()
    is_open: bool = False
    is_hidden: bool = False


def only_page(pages: Sequence[str | None]) -> str | None:
    """Return the kecamatan of all rows, None for several or an unknown one."""
    distinct = set(pages)
    return distinct.pop() if len(distinct) == 1 else None


def hidden_columns(
    titles: Sequence[str], widths: Sequence[float], cells: pl.DataFrame
) -> list[TableColumn]:
    """Return the columns of a frame as hidden ones."""
    return [
        TableColumn(title, width, texts, is_hidden=True)
        for title, width, texts in zip(titles, widths, cells, strict=True)
    ]


def write_people(
    sheet: SheetBuilder,
    texts: tuple[str, str],
    columns: Sequence[TableColumn],
    pages: Sequence[str | None],
    *,
    first_page: int,
) -> None:
    """Write the table below a title and a line.

    ``pages`` names the page of each row; the first page has ``first_page`` columns if not all fit.
    """
    title, kecamatan = texts[0], only_page(pages)
    if kecamatan:
        title = translate("corrections_file.title-of-kecamatan", title=title, kecamatan=kecamatan)
    top = write_head(sheet, title, [texts[1]], [column.title for column in columns])
    visible = [column for column in columns if not column.is_hidden]
    heights = row_heights((column.texts, column.width) for column in visible)
    cells = [part for at, column in enumerate(columns) for part in _cells(sheet, at, column)]
    last = sheet.fill(top + 1, cells, heights)
    for at, column in enumerate(columns):
        if column.is_hidden:
            sheet.raw.set_column(at, at, column.width, None, {"hidden": True})
        if column.choices:
            offer_choices(sheet, (top + 1, at, last, at), column.choices)
    # Remarks beside a row are reported: there is room for them.
    beside, open_cell = len(columns), sheet.book.format(locked=False, text_wrap=True)
    sheet.raw.set_column(beside, beside + _NOTE_COLUMNS - 1, _NOTE_WIDTH, open_cell)
    sheet.raw.autofilter(top, 0, last, len(columns) - 1)
    set_up_print(
        sheet,
        [column.width for column in visible],
        top,
        first_page=first_page,
        repeated=_REPEATED,
        breaks=group_starts(pages, top + 1),
    )
    protect(sheet)


def _cells(sheet: SheetBuilder, at: int, column: TableColumn) -> Iterator[CellColumn]:
    """Yield the cells of a column by colour."""
    look = {"font_color": _FAINT} if column.is_hidden else {}
    if column.colors is None:
        plain = _format(sheet, is_open=column.is_open, **look)
        yield CellColumn(at, column.texts, plain, keeps_empty=True)
        return
    for color in column.colors.unique(maintain_order=True):
        painted = {"bg_color": color} if color else {}
        cell_format = _format(sheet, is_open=column.is_open and color != GREY, **painted)
        of_color = pl.select(pl.when(column.colors == color).then(column.texts)).to_series()
        yield CellColumn(at, of_color, cell_format, keeps_empty=True)


def _format(sheet: SheetBuilder, *, is_open: bool, **properties: str) -> Format:
    return sheet.book.format(
        border=1, num_format=TEXT, text_wrap=True, locked=not is_open, **properties
    )
