"""People as cells of SIPP: texts, in the columns of its sheet for new workers."""

from __future__ import annotations

import polars as pl

from pemilu_cover.reference.sipp_layout import COLUMNS, Column


def to_sipp_text(people: pl.DataFrame) -> pl.DataFrame:
    """Return people in SIPP's columns, null for what is empty."""
    return people.select(_text(people, column).alias(column.header) for column in COLUMNS)


def _text(people: pl.DataFrame, column: Column) -> pl.Expr:
    if not column.field:
        return pl.lit(column.fixed or None, pl.String)
    value = pl.col(column.field)
    if people.schema[column.field] == pl.Date:
        value = value.dt.strftime("%d-%m-%Y")
    return value.cast(pl.String)
