"""The rows of a table of people, made column by column and put into a workbook's sheet.

Of all that this program does, writing these rows took the longest: four fifths of an enrolment. For 14,456
people and both big sheets, side by side (`tests/bench`): xlsxwriter 1, its mode of constant memory 0.8,
rustpy-xlsxwriter and xlsxturbo about 0.2, this 0.06. Those two are the work of one person each, and write
whole numbers as ``1000000.0``; xlsxwriter is kept well, and makes everything here that has a form: styles,
heads, totals, filters, print, charts. Rows alike need none of that: a cell is an address, a look and a
value. Texts stand in their cells (``inlineStr``, as xlsxwriter itself writes them in constant memory).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

MAX_TEXT = 32_767
# Rows that are in memory as XML at one time.
_STRETCH = 20_000
# The quickest: at the library's own (6) a file is smaller by a sixth and takes more than twice as long.
_LEVEL = 1
# What stands in XML as it is: no markup, nothing that readers of workbooks unescape, no outer blanks.
_PLAIN = r"^[^\s&<>_\p{C}](?:[^&<>_\p{C}]*[^\s&<>_\p{C}])?$"
_ESCAPE_LIKE = re.compile("(_x[0-9a-fA-F]{4}_)")
# Tabs and line ends stand as they are.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"/>')


class Cells(NamedTuple):
    """A column of cells, all of one look; several may share a ``column`` where their rows differ.

    ``values`` is a series of texts: of numbers as they are to be written where ``is_text`` is false.
    Null is no cell; ``""`` is none either, but where ``keeps_empty`` is true an empty one of this look.
    """

    column: int
    values: pl.Series
    look: Format
    is_text: bool = True
    keeps_empty: bool = False

    @property
    def written(self) -> pl.Series:
        """Where there is a cell."""
        return self.values.is_not_null() if self.keeps_empty else self.values.fill_null("") != ""


class Rows(NamedTuple):
    """Rows of a sheet from ``first`` on, counted from 0; all columns are of one height.

    ``patterns`` are those rows, counted from the first, that the library writes: in each of them a look is
    met for the first time. ``heights`` are those of the rows in points, where they are not Excel's own.
    """

    first: int
    cells: Sequence[Cells]
    patterns: Sequence[int]
    heights: pl.Series | None = None


def patterns_of(cells: Sequence[Cells]) -> list[int]:
    """Give the rows, counted from the first, in which a look is met for the first time."""
    met = (column.written.arg_max() for column in cells if column.written.any())
    return sorted({row for row in met if row is not None})


def in_rupiah(sen: pl.Series) -> pl.Series:
    """Give amounts in sen as numbers in rupiah, exact.

    >>> in_rupiah(pl.Series([204_000, 1_477_305, 1_550])).to_list()
    ['2040', '14773.05', '15.50']
    """
    part = (sen % 100).cast(pl.String).str.zfill(2)
    whole = (sen // 100).cast(pl.String)
    return (
        whole.to_frame("whole")
        .select(
            pl.when(pl.lit(sen % 100 == 0))
            .then("whole")
            .otherwise(pl.col("whole") + "." + pl.lit(part))
        )
        .to_series()
    )


def with_rows(content: bytes, rows: Mapping[str, Rows]) -> bytes:
    """Give a workbook whose sheets, by the names of their parts, have all rows instead of their first."""
    made = BytesIO()
    with (
        ZipFile(BytesIO(content)) as old,
        ZipFile(made, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as new,
    ):
        for name in old.namelist():
            xml = old.read(name)
            with new.open(name, "w") as part:  # told of a name, it writes no time
                for piece in _pieces(xml, rows[name]) if name in rows else [xml]:
                    part.write(piece)
    return made.getvalue()


def _pieces(xml: bytes, rows: Rows) -> Iterator[bytes]:
    """Give a sheet's XML piece by piece: what the library wrote, and between its rows all others."""
    height = len(rows.cells[0].values)
    xml = _DIMENSION.sub(
        lambda found: (
            b'<dimension ref="%b%b:%b%d"/>'
            % (
                found[1],
                found[2],
                found[3] or found[1],
                max(int(found[4] or found[2]), rows.first + height),
            )
        ),
        xml,
        count=1,
    )
    at = done = 0
    for pattern in rows.patterns:
        begins = xml.index(b'<row r="%d"' % (rows.first + pattern + 1), at)
        yield xml[at:begins]
        yield from _between(rows, done, pattern)
        at, done = xml.index(b"</row>", begins) + len(b"</row>"), pattern + 1
        yield xml[begins:at]
    yield from _between(rows, done, height)
    yield xml[at:]


def _between(rows: Rows, start: int, end: int) -> Iterator[bytes]:
    for first in range(start, end, _STRETCH):
        yield _stretch(rows, first, min(_STRETCH, end - first))


def _stretch(rows: Rows, start: int, height: int) -> bytes:
    """Give the XML of so many rows."""
    first = rows.first + start + 1
    number = pl.int_range(first, first + height, eager=True).cast(pl.String)
    columns = {"row": number}
    written: list[pl.Expr | str] = []
    for at, cells in enumerate(rows.cells):
        part = cells._replace(values=cells.values.slice(start, height))
        filled = part.written.sum()
        if filled:
            columns[str(at)] = _content(part.values, is_text=cells.is_text)
            cell = pl.concat_str(_around(cells, pl.col("row"), pl.col(str(at))))
            if cells.keeps_empty:
                empty = pl.concat_str(_around_nothing(cells, pl.col("row")))
                cell = pl.when(pl.col(str(at)) == "").then(empty).otherwise(cell)
            if filled < height:
                columns[f"{at}?"] = part.written
                cell = pl.when(f"{at}?").then(cell).otherwise(pl.lit(""))
            written.append(cell)
    tall: list[pl.Expr | str] = []
    if rows.heights is not None:
        columns["height"] = rows.heights.slice(start, height).cast(pl.String)
        tall = [pl.lit(' ht="'), "height", pl.lit('" customHeight="1"')]
    row = pl.concat_str(
        pl.lit('<row r="'), "row", pl.lit('"'), *tall, pl.lit(">"), *written, pl.lit("</row>")
    )
    return "".join(pl.DataFrame(columns).select(row).to_series()).encode()


def _around(cells: Cells, row: pl.Expr, content: pl.Expr) -> list[pl.Expr]:
    """Give the parts of a cell's XML, with its row's number and its content between them."""
    kind, ends = ('t="inlineStr"><is>', "</is></c>") if cells.is_text else ("><v>", "</v></c>")
    return [
        pl.lit(f'<c r="{xl_col_to_name(cells.column)}'),
        row,
        pl.lit(f'" s="{cells.look.xf_index}" {kind}'),
        content,
        pl.lit(ends),
    ]


def _around_nothing(cells: Cells, row: pl.Expr) -> list[pl.Expr]:
    letters, look = xl_col_to_name(cells.column), cells.look.xf_index
    return [pl.lit(f'<c r="{letters}'), row, pl.lit(f'" s="{look}"/>')]


def _content(values: pl.Series, *, is_text: bool) -> pl.Series:
    """Give the XML of a column's values; a distinct text that is not plain is escaped once."""
    values = values.fill_null("")
    if not is_text:
        return values
    made = pl.select(
        pl.when(pl.lit(values) == "").then(pl.lit("")).otherwise("<t>" + pl.lit(values) + "</t>")
    ).to_series()
    odd = (values != "") & (~values.str.contains(_PLAIN) | (values.str.len_bytes() > MAX_TEXT))
    if not odd.any():
        return made
    at = odd.arg_true()
    texts = values.gather(at)
    distinct = texts.unique()
    escaped = pl.Series(map(_escaped, distinct), dtype=pl.String)
    return made.scatter(at, texts.replace_strict(distinct, escaped, return_dtype=pl.String))


def _escaped(text: str) -> str:
    """Give a text as XML whose blanks count; control characters as workbooks have them, ``_x0001_``."""
    text = _ESCAPE_LIKE.sub(r"_x005F\1", text[:MAX_TEXT])
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt")):
        text = text.replace(sign, f"&{name};")
    return f'<t xml:space="preserve">{text}</t>'
