"""The rows of a table of people, made column by column and put into a workbook's sheet.

Of all that this program does, writing these rows took the longest: four fifths of an enrolment. For 14,456
people and both big sheets, side by side (`benchmarks/`): xlsxwriter 1, its mode of constant memory 0.8,
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
_LIBRARY_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"/>')


class CellColumn(NamedTuple):
    """A column of cells, all of one look; several may share a ``column`` where their rows differ.

    ``values`` is a series of texts: of numbers as they are to be written where ``is_text`` is false.
    Null is no cell; ``""`` is none either, but where ``keeps_empty`` is true an empty one of this look.
    """

    column: int
    values: pl.Series
    look: Format
    is_text: bool = True
    keeps_empty: bool = False

    def is_written(self, name: str) -> pl.Expr:
        """Find where there is a cell, in a frame that has the values under a name."""
        there = pl.col(name).is_not_null()
        return there if self.keeps_empty else there & (pl.col(name) != "")


# What stands in each row alike, or is each row's own.
_Part = str | pl.Expr
_ROW = pl.col("row")


class RowBlock(NamedTuple):
    """Rows of a sheet from ``first`` on, counted from 0; all columns are of one height.

    ``patterns`` are those rows, counted from the first, that the library writes: in each of them a look is
    met for the first time. ``heights`` are those of the rows in points, where they are not Excel's own.
    """

    first: int
    cells: Sequence[CellColumn]
    patterns: Sequence[int]
    heights: pl.Series | None = None


def sample_rows(cells: Sequence[CellColumn]) -> list[int]:
    """Return the rows, counted from the first, in which a look is met for the first time."""
    met = _frame(cells).select(
        column.is_written(name).arg_true().first().alias(name) for name, column in _named(cells)
    )
    return sorted({row for row in met.row(0) if row is not None})


def _named(cells: Sequence[CellColumn]) -> Iterator[tuple[str, CellColumn]]:
    return ((str(at), column) for at, column in enumerate(cells))


def _frame(cells: Sequence[CellColumn]) -> pl.DataFrame:
    return pl.DataFrame({name: column.values for name, column in _named(cells)})


def in_rupiah(sen: pl.Series) -> pl.Series:
    """Return amounts in sen as numbers in rupiah, exact.

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


def splice_rows(content: bytes, rows: Mapping[str, RowBlock]) -> bytes:
    """Return a workbook whose sheets, by the names of their parts, have all rows instead of their first."""
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


def _pieces(xml: bytes, rows: RowBlock) -> Iterator[bytes]:
    """Yield a sheet's XML piece by piece: what the library wrote, and between its rows all others.

    Raise `ValueError` if the library has cells in one of the rows that it does not know.
    """
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
        yield _without_rows(xml[at:begins], rows)
        yield from _between(rows, done, pattern)
        at, done = xml.index(b"</row>", begins) + len(b"</row>"), pattern + 1
        yield xml[begins:at]
    yield from _between(rows, done, height)
    yield _without_rows(xml[at:], rows)


def _without_rows(xml: bytes, rows: RowBlock) -> bytes:
    """Return a piece of the library's XML without the rows that are made here.

    A comment or a height makes the library write an empty row, which would be there a second time.
    """

    def keep_or_drop(found: re.Match[bytes]) -> bytes:
        at = int(found[1]) - 1 - rows.first
        if not 0 <= at < len(rows.cells[0].values):
            return found[0]
        if not found[0].endswith(b"/>"):
            raise ValueError(f"row {int(found[1])} is written twice")
        if b' ht="' in found[0] and rows.heights is None:
            raise ValueError(f"row {int(found[1])} has a height that it is not filled with")
        return b""

    return _LIBRARY_ROW.sub(keep_or_drop, xml)


def _between(rows: RowBlock, start: int, end: int) -> Iterator[bytes]:
    for first in range(start, end, _STRETCH):
        yield _stretch(rows, first, min(_STRETCH, end - first))


def _stretch(rows: RowBlock, start: int, height: int) -> bytes:
    """Return the XML of so many rows."""
    first = rows.first + start + 1
    frame = _frame(rows.cells).slice(start, height)
    told = frame.select(
        *(cells.is_written(name).sum().alias(name) for name, cells in _named(rows.cells)),
        *(
            _is_odd(name).any().alias(f"{name} odd")
            for name, cells in _named(rows.cells)
            if cells.is_text
        ),
    ).row(0, named=True)
    beside = [pl.int_range(first, first + height, eager=True).cast(pl.String).alias("row")]
    written: list[_Part] = []
    for name, cells in _named(rows.cells):
        filled = told[name]
        if not filled:
            continue
        is_odd = cells.is_text and told[f"{name} odd"]
        if is_odd:
            frame = frame.with_columns(_in_xml(frame[name]))
        around = _around(cells, name, is_bare=cells.is_text and not is_odd)
        if cells.keeps_empty:
            empty = _concat(_around_nothing(cells))
            around = [pl.when(pl.col(name) == "").then(empty).otherwise(_concat(around))]
        if filled < height:
            there = cells.is_written(name)
            around = [pl.when(there).then(_concat(around)).otherwise(pl.lit(""))]
        written += around
    tall: list[_Part] = []
    if rows.heights is not None:
        beside.append(rows.heights.slice(start, height).cast(pl.String).alias("height"))
        tall = [' ht="', pl.col("height"), '" customHeight="1"']
    row = _concat(['<row r="', _ROW, '"', *tall, ">", *written, "</row>"])
    return "".join(frame.with_columns(beside).select(row).to_series()).encode()


def _concat(parts: Sequence[_Part]) -> pl.Expr:
    """Put parts behind each other; texts that follow each other are one, so that there are fewer to put."""
    joined: list[pl.Expr] = []
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        joined += [pl.lit(text), part] if text else [part]
        text = ""
    return pl.concat_str(*joined, pl.lit(text))


def _around(cells: CellColumn, content: str, *, is_bare: bool) -> list[_Part]:
    """Return the parts of a cell's XML: its row's number and the column ``content`` between texts.

    A text is bare that has no ``<t>`` around it yet.
    """
    kind, ends = ('t="inlineStr"><is>', "</is></c>") if cells.is_text else ("><v>", "</v></c>")
    before, behind = ("<t>", "</t>") if is_bare else ("", "")
    return [
        f'<c r="{xl_col_to_name(cells.column)}',
        _ROW,
        f'" s="{cells.look.xf_index}" {kind}{before}',
        pl.col(content),
        f"{behind}{ends}",
    ]


def _around_nothing(cells: CellColumn) -> list[_Part]:
    return [f'<c r="{xl_col_to_name(cells.column)}', _ROW, f'" s="{cells.look.xf_index}"/>']


def _is_odd(name: str) -> pl.Expr:
    """Find texts that cannot stand in XML as they are."""
    text = pl.col(name)
    return (text != "") & (~text.str.contains(_PLAIN) | (text.str.len_bytes() > MAX_TEXT))


def _in_xml(values: pl.Series) -> pl.Series:
    """Return texts with a ``<t>`` around each; a distinct one that is odd is escaped once."""
    text = pl.col(values.name)
    odd, made = values.to_frame().select(
        _is_odd(values.name).fill_null(value=False).alias("odd"),
        pl.when(text != "").then("<t>" + text + "</t>").otherwise(text).alias("made"),
    )
    at = odd.arg_true()
    texts = values.gather(at)
    distinct = texts.unique()
    escaped = pl.Series(map(_escaped, distinct), dtype=pl.String)
    made = made.scatter(at, texts.replace_strict(distinct, escaped, return_dtype=pl.String))
    return made.alias(values.name)


def _escaped(text: str) -> str:
    """Return a text as XML whose blanks count; control characters as workbooks have them, ``_x0001_``."""
    text = _ESCAPE_LIKE.sub(r"_x005F\1", text[:MAX_TEXT])
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt")):
        text = text.replace(sign, f"&{name};")
    return f'<t xml:space="preserve">{text}</t>'
