"""Parquet, read with polars: one sheet, whose header are the names of the columns."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.files.package import MOST_UNPACKED
from pemilu_cover.roster.sheet import MOST_CELLS, Sheet, marked


def read(content: bytes) -> Sheet:
    """Read a Parquet file that is no larger than it may be. Raise `RefusedError`."""
    try:
        lazy = pl.scan_parquet(BytesIO(content))
        columns = lazy.collect_schema().names()
        # How many rows there are stands in the file's foot: nothing is unpacked for it.
        height = lazy.select(pl.len()).collect().item()
        if height * len(columns) > MOST_CELLS:
            raise _swells()
        frame = pl.read_parquet(BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged") from error
    texts = frame.select(pl.col(pl.String).str.len_bytes().sum())
    if texts.width and sum(texts.row(0)) > MOST_UNPACKED:
        raise _swells()
    return Sheet("", "", [list(frame.columns), *(marked(row) for row in frame.iter_rows())])


def _swells() -> RefusedError:
    return RefusedError("file-swells", mib=MOST_UNPACKED >> 20)
