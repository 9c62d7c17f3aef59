"""Columns of which each distinct text is parsed once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

Value = TypeVar("Value")


def map_distinct(
    cells: pl.Series, read: Callable[[str], Value | None], dtype: type[pl.DataType] = pl.String
) -> pl.Series:
    """Return a column with each distinct text parsed once; an unreadable one is null."""
    if cells.null_count() == len(cells):  # a column that the roster lacks
        return cells.cast(dtype)
    distinct = cells.drop_nulls().unique()
    values = pl.Series([read(text) for text in distinct], dtype=dtype)
    return cells.replace_strict(distinct, values, default=None, return_dtype=dtype)
