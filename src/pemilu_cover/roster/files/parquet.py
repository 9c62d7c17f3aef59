"""Parquet, read with polars: one sheet, whose header are the names of the columns."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.files.archive import MOST_UNPACKED
from pemilu_cover.roster.sheet import MARKS, MAX_TEXT, MOST_CELLS, Row, Sheet, marked


def read(content: bytes) -> Sheet:
    """Read a Parquet file that is no larger than it may be. Raise `RefusedError`."""
    try:
        lazy = pl.scan_parquet(BytesIO(content))
        columns = lazy.collect_schema().names()
        if _height(lazy) * len(columns) > MOST_CELLS:
            raise _swells()
        frame = pl.read_parquet(BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged") from error
    texts = frame.select(pl.col(pl.String).str.len_bytes().sum())
    if texts.width and sum(texts.row(0)) > MOST_UNPACKED:
        raise _swells()
    return Sheet("", "", [columns, *map(list, texts_of(frame).iter_rows())])


def texts_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Give typed columns as columns of marked texts; see `marked`."""
    return frame.select(_texts(column) for column in frame)


def _texts(cells: pl.Series) -> pl.Series:
    """Give a column as marked texts; of texts only those are taken in hand that would be others."""
    if cells.dtype != pl.String:
        return pl.Series(cells.name, marked(cells), dtype=pl.String)
    cells = cells.fill_null("")
    odd = cells.str.contains(f"^[{''.join(MARKS)}]") | (cells.str.len_bytes() > MAX_TEXT)
    if not odd.any():
        return cells
    return cells.scatter(odd.arg_true(), pl.Series(marked(cells.filter(odd)), dtype=pl.String))


def piece(path: Path, first: int, height: int) -> pl.DataFrame:
    """Give so many rows of a file from one on, counted from 0. Raise `RefusedError`."""
    try:
        return texts_of(_scanned(path).slice(first, height).collect())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged") from error


def names(path: Path) -> Row:
    """Give the names of the columns of a file. Raise `RefusedError`."""
    try:
        return _scanned(path).collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged") from error


def height(path: Path) -> int:
    """Count the rows of a file. Raise `RefusedError`."""
    try:
        return _height(_scanned(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged") from error


def _scanned(path: Path) -> pl.LazyFrame:
    """Open a file by its very name: "roster [1].parquet" is no pattern."""
    return pl.scan_parquet(path, glob=False)


def _height(lazy: pl.LazyFrame) -> int:
    """Count the rows: they stand in the file's foot, and nothing is unpacked for it."""
    return int(lazy.select(pl.len()).collect().item())


def _swells() -> RefusedError:
    return RefusedError("file-swells", mib=MOST_UNPACKED >> 20)
