"""How the sheets of corrections are printed: at 8 points or more, each kecamatan on pages of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import polars as pl

from pemilu_cover.xlsx.page import LINE_HEIGHT, column_width, print_scale, printable_width
from pemilu_cover.xlsx.workbook import SheetBuilder

MOST_HEIGHT = 406  # of a row in points: Excel repairs a workbook with a higher one than 409.5
_ROW_PADDING = 2.25
# Of 10 points 8 remain.
_SMALLEST_SCALE = 0.8
# Units of column width that a letter takes, a capital letter in addition, and the end of a line, where a word
# did not fit.
_LETTER, _CAPITAL, _LINE_END = 0.9, 0.36, 3


def room_beside(widths: Sequence[float]) -> float:
    """Return the whole width of a column that fits on a page beside columns of these widths."""
    room = _page_points() - sum(map(column_width, widths)) - column_width(0)
    return room // (column_width(1) - column_width(0))


def set_up_print(
    sheet: SheetBuilder,
    widths: Sequence[float],
    top: int,
    *,
    first_page: int = 0,
    repeated: int = 1,
    breaks: Sequence[int] = (),
) -> None:
    """Set widths and print of a table below the header row ``top``: as large as possible on one page.

    Columns that do not fit continue on further pages, behind the first ``repeated`` ones, which are printed
    again; ``first_page`` limits the columns of the first page. ``breaks`` are the rows that begin a page: the
    library writes as many as Excel takes, 1,023.
    """
    sheet.widths(widths)
    if print_scale(widths, landscape=True) >= _SMALLEST_SCALE:
        sheet.for_a4(landscape=True, repeat=top, breaks=breaks)
        return
    columns = _column_breaks(list(map(column_width, widths)), first_page, repeated)
    sheet.for_a4(
        landscape=True,
        repeat=top,
        breaks=breaks,
        widths=widths[: columns[0]],
        most=_SMALLEST_SCALE,
    )
    sheet.raw.repeat_columns(0, repeated - 1)
    sheet.raw.set_v_pagebreaks(columns)
    sheet.raw.print_across()


def _page_points() -> float:
    """Return the points of columns that fit on a page in the smallest print."""
    return printable_width(landscape=True) / _SMALLEST_SCALE


def _column_breaks(points: Sequence[float], first_page: int, repeated: int) -> list[int]:
    """Return the columns that begin a page."""
    breaks, used = [], 0.0
    for at, size in enumerate(points):
        if used + size > _page_points() or 0 < first_page == at:
            breaks.append(at)
            used = sum(points[:repeated])
        used += size
    return breaks


def group_starts(names: Sequence[str | None], first: int) -> list[int]:
    """Return the rows above which a group of equal names begins, but for the first group."""
    pairs = pairwise(names)
    return [first + at for at, (above, name) in enumerate(pairs, start=1) if above != name]


def row_heights(columns: Iterable[tuple[pl.Series, float]]) -> pl.Series:
    """Return the height of each row: that of its longest text, wrapped in a column of its width."""
    lines = [_count_lines(texts, width).alias(str(at)) for at, (texts, width) in enumerate(columns)]
    most = pl.DataFrame(lines).select(pl.max_horizontal(pl.all())).to_series()
    return (most * LINE_HEIGHT + _ROW_PADDING).clip(upper_bound=MOST_HEIGHT)


def _count_lines(texts: pl.Series, width: float) -> pl.Series:
    """Return the maximum number of lines of texts: words that do not fit go into the next line."""
    line = pl.element()
    letters = line.str.len_chars() * _LETTER + line.str.count_matches("[A-Z]") * _CAPITAL
    wrapped = (letters // (width - _LINE_END)) * (letters > width)
    lines = texts.fill_null("").str.split("\n").list.eval(1 + wrapped)
    return lines.list.sum().cast(pl.UInt32)
