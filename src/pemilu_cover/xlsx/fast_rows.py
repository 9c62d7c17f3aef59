"""Fast rows of a sheet: the XML of many cells is built column by column and spliced into the workbook.

With xlsxwriter alone, these rows took four fifths of an enrolment. Relative times for both large sheets of
14,456 people (`benchmarks/`): xlsxwriter 1, its constant-memory mode 0.8, rustpy-xlsxwriter and xlsxturbo
about 0.2, this module 0.06. Those two have one maintainer each and write integers as ``1000000.0``.
xlsxwriter still writes styles, headers, totals, filters, print settings and charts. Texts are inline
(``inlineStr``), as in xlsxwriter's constant-memory mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain, islice
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pemilu_cover.xlsx.cell_texts import escape_texts, must_escape

# Rows that are in memory as XML at the same time.
_ROWS_PER_CHUNK = 20_000
# The fastest: at the default (6) a file is smaller by a sixth and takes more than twice as long.
_COMPRESSION_LEVEL = 1
_LIBRARY_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"/>')


class CellColumn(NamedTuple):
    """A column of cells of one format; several may share a ``column`` if their rows differ.

    ``values`` are texts, or numbers as text if ``is_text`` is false. Null is no cell; ``""`` is none either,
    or with ``keeps_empty`` a blank cell of this format. Numbers may be those of ``formulas``.
    """

    column: int
    values: pl.Series
    cell_format: Format
    is_text: bool = True
    keeps_empty: bool = False
    formulas: pl.Series | None = None

    def is_written(self, name: str) -> pl.Expr:
        """Return whether a row has a cell, in a frame that has the values under a name."""
        is_present = pl.col(name).is_not_null()
        return is_present if self.keeps_empty else is_present & (pl.col(name) != "")


def empty_cells(formats: Sequence[Format], height: int) -> list[CellColumn]:
    """Return columns of blank cells to fill in, from the first column on, each with its format."""
    blank = pl.repeat("", height, eager=True)
    return [CellColumn(at, blank, look, keeps_empty=True) for at, look in enumerate(formats)]


# A part of a row's XML: the same text in each row, or an expression.
_Part = str | pl.Expr
_ROW = pl.col("row")


class RowBlock(NamedTuple):
    """Rows of a sheet by their ``numbers``, as Excel counts; all columns have the same length.

    ``patterns`` are the rows, counted from the first, that the library writes: in each of them a format
    appears for the first time. ``heights`` are the row heights in points, if they are not Excel's default.
    """

    numbers: pl.Series
    cells: Sequence[CellColumn]
    patterns: Sequence[int]
    heights: pl.Series | None = None


def consecutive_rows(row: int, height: int) -> pl.Series:
    """Return the numbers of rows, the first of which is counted from 0."""
    return pl.int_range(row + 1, row + 1 + height, eager=True, dtype=pl.Int64)


def sample_rows(cells: Sequence[CellColumn]) -> list[int]:
    """Return the rows, counted from the first, in which a format appears for the first time."""
    first_rows = _frame(cells).select(
        column.is_written(name).arg_true().first().alias(name)
        for name, column in _columns_by_name(cells)
    )
    return sorted({row for row in first_rows.row(0) if row is not None})


def _columns_by_name(cells: Sequence[CellColumn]) -> Iterator[tuple[str, CellColumn]]:
    return ((str(at), column) for at, column in enumerate(cells))


def _frame(cells: Sequence[CellColumn]) -> pl.DataFrame:
    columns = {name: column.values for name, column in _columns_by_name(cells)}
    for name, column in _columns_by_name(cells):
        if column.formulas is not None:
            columns[f"{name} formula"] = column.formulas
    return pl.DataFrame(columns)


def in_rupiah(sen: pl.Series) -> pl.Series:
    """Return amounts in sen as numbers in rupiah, exact.

    >>> in_rupiah(pl.Series([204_000, 1_477_305, 1_550])).to_list()
    ['2040', '14773.05', '15.50']
    """
    part = (sen % 100).cast(pl.String).str.zfill(2)
    rupiah = (sen // 100).cast(pl.String)
    return (
        rupiah.to_frame("whole")
        .select(
            pl.when(pl.lit(sen % 100 == 0))
            .then("whole")
            .otherwise(pl.col("whole") + "." + pl.lit(part))
        )
        .to_series()
    )


def zip_parts(
    parts: Iterable[tuple[str, bytes]], blocks: Mapping[str, Sequence[RowBlock]]
) -> bytes:
    """Return a workbook of its parts, with all rows in its sheets, by the names of their parts."""
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION_LEVEL) as workbook:
        for name, xml in parts:
            with workbook.open(name, "w") as part:  # opened by name, it writes no time stamp
                for chunk in _sheet_chunks(xml, blocks[name]) if name in blocks else [xml]:
                    part.write(chunk)
    return output.getvalue()


def _sheet_chunks(xml: bytes, blocks: Sequence[RowBlock]) -> Iterator[bytes]:
    """Yield a sheet's XML in chunks: what the library wrote, with the other rows between its rows.

    Raise `ValueError` if the library has written cells in one of the other rows.
    """
    numbers, texts = _merge(blocks)
    first, last = int(numbers[0]), int(numbers[-1])
    xml = _DIMENSION.sub(
        lambda match: (
            b'<dimension ref="%b%b:%b%d"/>'
            % (match[1], match[2], match[3] or match[1], max(int(match[4] or match[2]), last))
        ),
        xml,
        count=1,
    )
    ours = range(first, last + 1) if last - first < len(numbers) else frozenset(numbers)
    has_heights = any(block.heights is not None for block in blocks)
    at = done = 0
    patterns = [int(block.numbers[row]) for block in blocks for row in block.patterns]
    for number in sorted(patterns):
        row = numbers.search_sorted(number)
        row_start = xml.index(b'<row r="%d"' % number, at)
        yield _drop_written_rows(xml[at:row_start], ours, has_heights=has_heights)
        yield "".join(islice(texts, row - done)).encode()
        next(texts)
        at, done = xml.index(b"</row>", row_start) + len(b"</row>"), row + 1
        yield xml[row_start:at]
    for chunk in iter(lambda: "".join(islice(texts, _ROWS_PER_CHUNK)), ""):
        yield chunk.encode()
    yield _drop_written_rows(xml[at:], ours, has_heights=has_heights)


def _merge(blocks: Sequence[RowBlock]) -> tuple[pl.Series, Iterator[str]]:
    """Return the numbers of all rows in order, and the XML of each."""
    if len(blocks) == 1:
        return blocks[0].numbers, chain.from_iterable(_chunks(blocks[0]))
    frames = (
        pl.DataFrame({"number": block.numbers, "text": pl.concat([*_chunks(block)])})
        for block in blocks
        if len(block.numbers)
    )
    rows = pl.concat(frames).sort("number")
    return rows["number"], iter(rows["text"])


def _drop_written_rows(xml: bytes, ours: range | frozenset[int], *, has_heights: bool) -> bytes:
    """Return a chunk of the library's XML without the rows that this module writes.

    A comment or a height makes the library write an empty row, which would be a duplicate.
    """

    def keep_or_drop(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number not in ours:
            return match[0]
        if not match[0].endswith(b"/>"):
            raise ValueError(f"row {number} is written twice")
        if b' ht="' in match[0] and not has_heights:
            raise ValueError(f"row {number} has a height that it is not filled with")
        return b""

    return _LIBRARY_ROW.sub(keep_or_drop, xml)


def _chunks(rows: RowBlock) -> Iterator[pl.Series]:
    """Yield the XML of the rows, chunk by chunk."""
    for start in range(0, len(rows.numbers), _ROWS_PER_CHUNK):
        yield _chunk_xml(rows, start, min(_ROWS_PER_CHUNK, len(rows.numbers) - start))


def _chunk_xml(rows: RowBlock, start: int, height: int) -> pl.Series:
    """Return the XML of each of ``height`` rows."""
    frame = _frame(rows.cells).slice(start, height)
    counts = frame.select(
        *(cells.is_written(name).sum().alias(name) for name, cells in _columns_by_name(rows.cells)),
        *(
            must_escape(name).any().alias(f"{name} odd")
            for name, cells in _columns_by_name(rows.cells)
            if cells.is_text
        ),
    ).row(0, named=True)
    row_columns = [rows.numbers.slice(start, height).cast(pl.String).alias("row")]
    row_parts: list[_Part] = []
    for name, cells in _columns_by_name(rows.cells):
        cell_count = counts[name]
        if not cell_count:
            continue
        is_odd = cells.is_text and counts[f"{name} odd"]
        if is_odd:
            frame = frame.with_columns(escape_texts(frame[name]))
        cell_parts = _cell_parts(cells, name, add_tags=cells.is_text and not is_odd)
        if cells.keeps_empty:
            empty = _concat(_empty_cell_parts(cells))
            cell_parts = [pl.when(pl.col(name) == "").then(empty).otherwise(_concat(cell_parts))]
        if cell_count < height:
            is_present = cells.is_written(name)
            cell_parts = [pl.when(is_present).then(_concat(cell_parts)).otherwise(pl.lit(""))]
        row_parts += cell_parts
    height_parts: list[_Part] = []
    if rows.heights is not None:
        row_columns.append(rows.heights.slice(start, height).cast(pl.String).alias("height"))
        height_parts = [' ht="', pl.col("height"), '" customHeight="1"']
    row = _concat(['<row r="', _ROW, '"', *height_parts, ">", *row_parts, "</row>"])
    return frame.with_columns(row_columns).select(row).to_series()


def _concat(parts: Sequence[_Part]) -> pl.Expr:
    """Concatenate parts; adjacent texts are joined first, since fewer parts are faster."""
    joined: list[pl.Expr] = []
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        joined += [pl.lit(text), part] if text else [part]
        text = ""
    return pl.concat_str(*joined, pl.lit(text))


def _cell_parts(cells: CellColumn, content: str, *, add_tags: bool) -> list[_Part]:
    """Return the parts of a cell's XML: its row's number and the column ``content`` between texts.

    With ``add_tags`` the text gets its ``<t>`` here.
    """
    kind, ends = ('t="inlineStr"><is>', "</is></c>") if cells.is_text else ("><v>", "</v></c>")
    before, behind = ("<t>", "</t>") if add_tags else ("", "")
    if cells.formulas is not None:
        formula = pl.concat_str(pl.lit("><f>"), pl.col(f"{content} formula"), pl.lit("</f><v>"))
        return [
            f'<c r="{xl_col_to_name(cells.column)}',
            _ROW,
            f'" s="{cells.cell_format.xf_index}"',
            formula,
            pl.col(content),
            ends,
        ]
    return [
        f'<c r="{xl_col_to_name(cells.column)}',
        _ROW,
        f'" s="{cells.cell_format.xf_index}" {kind}{before}',
        pl.col(content),
        f"{behind}{ends}",
    ]


def _empty_cell_parts(cells: CellColumn) -> list[_Part]:
    return [f'<c r="{xl_col_to_name(cells.column)}', _ROW, f'" s="{cells.cell_format.xf_index}"/>']
