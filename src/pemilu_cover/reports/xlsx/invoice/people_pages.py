"""The pages of **Rincian**: at least 60 people each, in 7 points, with sums at the foot.

Pages have a fixed scale and fixed breaks, since the sums at their feet are rows of the sheet: that of the
page, and the one so far. With too many pages for Excel's 1,023 breaks there is only the sum of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pemilu_cover.i18n.text import translate
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.fast_rows import CellColumn, in_rupiah
from pemilu_cover.xlsx.page import (
    Margins,
    column_width,
    count_lines,
    fitting_width,
    printable_width,
)
from pemilu_cover.xlsx.workbook import GREY, MONEY, SheetBuilder, WorkbookBuilder

PAPER_SCALE = 0.7
PAPER_MARGINS = Margins(left=0.3, right=0.3, top=0.3, bottom=0.5)
# Rows at the foot of a page that others follow.
PAGE_ROWS = 2
# Excel's 15 pixels; Arial 10 needs 14.9.
ROW_HEIGHT = 11.25
_MOST_PAGES = 1_024
# Rows of people on a page, less a margin for programs that print a little larger, and how many of them the
# titles of the first page take.
_ROWS_PER_PAGE, _TITLE_ROWS = 62, 2
# Digits of a text at most, unless the page has room for more, and at least.
_MOST_TEXT, _LEAST_TEXT = 36.0, 9.0
# Letters of the longest texts that are measured.
_MEASURED = 40
_WIDEST_LETTER = 9.5
_SUM = {"bold": True}
_TITLE = 1


class Pages(NamedTuple):
    """The first person of each page, counted from 0; ``first`` is the row of the first of all."""

    first: int
    starts: Sequence[int]

    def rows(self, people: int) -> pl.Series:
        """Return the numbers of the rows of people, as Excel counts."""
        at = pl.int_range(0, people, eager=True, dtype=pl.Int64)
        pages = pl.Series(self.starts[1:], dtype=pl.Int64).search_sorted(at, side="right")
        return at + pages.cast(pl.Int64) * PAGE_ROWS + (self.first + 1)

    def tops(self) -> list[int]:
        """Return the row of the first person of each page."""
        return [self.first + start + PAGE_ROWS * page for page, start in enumerate(self.starts)]


def text_widths(
    people: pl.DataFrame, fields: Mapping[str, str], others: Sequence[float]
) -> dict[str, float]:
    """Return the widths of columns of texts, by field: as their texts need, within a page.

    ``fields`` are the headers by field, ``others`` the widths of the other columns on paper. Where texts need
    more than a page has, they wrap; names get what is left.
    """
    columns = len(others) + len(fields)
    room = printable_width(landscape=True, margins=PAPER_MARGINS) / PAPER_SCALE
    digits = (room - columns * column_width(0)) / (column_width(1) - column_width(0)) - sum(others)
    widths = {
        field: min(max(_longest(people[field]), fitting_width([title], bold=True)), _MOST_TEXT)
        for field, title in fields.items()
    }
    lacking = sum(widths.values()) - digits
    if lacking <= 0:
        return widths | {"name": widths["name"] - lacking}
    spare = {field: max(width - _LEAST_TEXT, 0) for field, width in widths.items()}
    share = min(lacking / sum(spare.values()), 1)
    return {field: width - spare[field] * share for field, width in widths.items()}


def _longest(texts: pl.Series) -> float:
    """Return the width of the longest of the texts, in digits."""
    longest = texts.drop_nulls().unique()
    longest = longest.to_frame("text").top_k(_MEASURED, by=pl.col("text").str.len_chars())["text"]
    return fitting_width(longest)


def row_heights(people: pl.DataFrame, widths: Mapping[str, float]) -> pl.Series | None:
    """Return the heights of the rows, if a text of a column needs more than one line; None if none does."""
    lines = pl.Series([1]).new_from_index(0, people.height)
    for field, width in widths.items():
        if _longest(people[field]) <= width:
            continue
        letters = int(column_width(width) / _WIDEST_LETTER)
        texts = people[field].filter(people[field].str.len_chars() > letters).unique()
        counts = {text: count for text in texts if (count := count_lines(text, width)) > 1}
        if counts:
            wrapped = people[field].replace_strict(counts, default=1, return_dtype=pl.Int64)
            lines = pl.select(pl.max_horizontal(lines, wrapped)).to_series()
    return lines * ROW_HEIGHT if (lines > 1).any() else None


def page_starts(people: int, heights: pl.Series | None) -> Sequence[int]:
    """Return the first person of each page; wrapped rows take more of a page.

    >>> page_starts(130, None)
    [0, 60, 122]
    >>> page_starts(70_000, None)
    [0]
    """
    if heights is None:
        starts = [0, *range(_ROWS_PER_PAGE - _TITLE_ROWS, people, _ROWS_PER_PAGE)]
        return starts if len(starts) <= _MOST_PAGES else [0]
    height, used = _ROWS_PER_PAGE * ROW_HEIGHT, _TITLE_ROWS * ROW_HEIGHT
    starts = [0]
    for at, of_row in enumerate(heights):
        if used + of_row > height:
            starts.append(at)
            used = 0.0
        used += of_row
    return starts if len(starts) <= _MOST_PAGES else [0]


def page_feet(
    book: WorkbookBuilder, people: pl.DataFrame, pages: Pages, sums: Mapping[int, str]
) -> list[tuple[pl.Series, list[CellColumn], None]]:
    """Return the rows at the foot of each page but the last: its sum, and the sum so far.

    ``sums`` are the fields in sen by column.
    """
    tops = pages.tops()
    feet = [top - PAGE_ROWS for top in tops[1:]]
    look = book.format(num_format=MONEY, **_SUM)
    of_pages, so_far = (
        _titles(book, "invoice.page-sum", feet),
        _titles(book, "invoice.sum-so-far", feet),
    )
    for column, field in sums.items():
        letter = xl_col_to_name(column)
        until = people[field].cum_sum().gather([start - 1 for start in pages.starts[1:]])
        of_page = until - until.shift(1, fill_value=0)
        areas = [
            f"SUM({letter}{top + 1}:{letter}{end})" for top, end in zip(tops, feet, strict=False)
        ]
        of_pages.append(_sums(column, of_page, areas, look))
        carried = ["", *(f"{letter}{end + 2}+" for end in feet)]
        cells = [f"{sum_}{letter}{end + 1}" for sum_, end in zip(carried, feet, strict=False)]
        so_far.append(_sums(column, until, cells, look))
    return [
        (pl.Series([end + row for end in feet], dtype=pl.Int64), cells, None)
        for row, cells in enumerate((of_pages, so_far), start=1)
    ]


def _titles(book: WorkbookBuilder, key: str, feet: Sequence[int]) -> list[CellColumn]:
    texts = pl.Series([translate(key)] * len(feet), dtype=pl.String)
    return [CellColumn(_TITLE, texts, book.format(**_SUM))]


def _sums(column: int, sen: pl.Series, formulas: Sequence[str], look: Format) -> CellColumn:
    texts = pl.Series(formulas, dtype=pl.String)
    return CellColumn(column, in_rupiah(sen), look, is_text=False, formulas=texts)


def write_total(
    sheet: SheetBuilder, people: pl.DataFrame, pages: Pages, sums: Mapping[int, str], columns: int
) -> int:
    """Write the sum of the last page, if there are several, and that of all; return the last row.

    The sum of all leaves out the feet of pages, which have no number, so that it stays right when the sheet
    is sorted.
    """
    top, start = pages.tops()[-1], pages.starts[-1]
    last = row = top + people.height - start - 1
    has_pages = len(pages.starts) > 1
    if has_pages:
        row += 1
        sheet.text(row, _TITLE, translate("invoice.page-sum"), **_SUM)
    total = translate("workbook.total")
    row += 1
    sheet.texts(row, ["", total, *[""] * (columns - 2)], top=1, bg_color=GREY, **_SUM)
    numbers = f"$A${pages.first + 1}:$A${last + 1}"
    for column, field in sums.items() if people.height else ():
        letter = xl_col_to_name(column)
        if has_pages:
            value = int(people[field].slice(start).sum()) / rupiah.SEN
            sheet.total(row - 1, column, top, last, value, num_format=MONEY, **_SUM)
        area = f"{letter}{pages.first + 1}:{letter}{last + 1}"
        formula = f'=SUMIF({numbers},">0",{area})' if has_pages else f"=SUM({area})"
        cell_format = sheet.book.format(num_format=MONEY, top=1, bg_color=GREY, **_SUM)
        value = int(people[field].sum()) / rupiah.SEN
        sheet.raw.write_formula(row, column, formula, cell_format, value)
    return row
