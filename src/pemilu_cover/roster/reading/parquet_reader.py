"""Parquet, read with polars: one sheet, whose header is the names of the columns.

The footer of the file is checked before anything is decompressed: its size, and the types of its columns.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.reading.parquet_footer import Footer, read_footer
from pemilu_cover.roster.reading.sheet import MOST_CELLS, Row, Sheet
from pemilu_cover.roster.reading.typed_columns import hidden_utc, marked_texts
from pemilu_cover.roster.reading.zip_archive import MOST_UNPACKED

Result = TypeVar("Result")


def read(content: bytes) -> Sheet:
    """Read a Parquet file within the size limits. Raise `RefusalError`."""
    footer = _checked_footer(BytesIO(content))
    if footer.size > MOST_UNPACKED:
        raise _too_large()
    lazy = _run_polars(lambda: pl.scan_parquet(BytesIO(content)))
    columns = names(lazy)
    if footer.rows * len(columns) > MOST_CELLS:
        raise _too_large()
    frame = _run_polars(lambda: pl.read_parquet(BytesIO(content)))
    texts = frame.select(
        pl.col(pl.String).str.len_bytes().sum(), pl.col(pl.Binary).bin.size().sum()
    )
    if texts.width and sum(texts.row(0)) > MOST_UNPACKED:
        raise _too_large()
    rows = marked_texts(frame, _run_polars(lambda: hidden_utc(frame.lazy())))
    return Sheet("", "", [columns, *map(list, rows.iter_rows())])


class ParquetBatches:
    """A Parquet file of any height, whose rows are read in batches."""

    def __init__(self, path: Path) -> None:
        """Check the footer of a file. Raise `RefusalError`."""
        with path.open("rb") as file:
            self.height = _checked_footer(file).rows
        # Without globbing: "roster [1].parquet" is no pattern.
        self._lazy = _run_polars(lambda: pl.scan_parquet(path, glob=False))
        self.names = names(self._lazy)
        self._in_utc = _run_polars(lambda: hidden_utc(self._lazy))

    def rows(self, first: int, height: int) -> pl.DataFrame:
        """Return this many rows from one on, counted from 0. Raise `RefusalError`."""
        return marked_texts(
            _run_polars(lambda: self._lazy.slice(first, height).collect()), self._in_utc
        )


def names(lazy: pl.LazyFrame) -> Row:
    """Return the names of the columns. Raise `RefusalError` where polars does not know one of their types."""
    try:
        return lazy.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unknown(localize("reading.column-type")) from error


def _checked_footer(file: BinaryIO) -> Footer:
    """Return the footer of a file that can be read as a table. Raise `RefusalError`."""
    try:
        footer = read_footer(file)
    except ValueError as error:
        raise RefusalError("file-damaged") from error
    # A list in a cell is limited by nothing but the memory.
    if footer.nested and footer.values > MOST_CELLS:
        raise _too_large()
    if footer.nested:
        raise RefusalError("parquet-nested", column=footer.nested[0])
    if footer.has_lzo:
        raise _unknown(localize("reading.lzo-compression"))
    return footer


def _run_polars(work: Callable[[], Result]) -> Result:
    """Return the result of a polars call. Raise `RefusalError` where it fails."""
    try:
        return work()
    except (pl.exceptions.PolarsError, OSError) as error:
        if "not yet supported" in str(error).lower():
            raise _unknown(localize("reading.column-encoding")) from error
        raise RefusalError("file-damaged") from error


def _unknown(what: LocalizedText) -> RefusalError:
    return RefusalError("parquet-type", what=what)


def _too_large() -> RefusalError:
    return RefusalError("file-swells", mib=MOST_UNPACKED >> 20)
