"""People as cells of SIPP: texts, in the columns of its sheet for new workers."""

from __future__ import annotations

import polars as pl

from pemilu_cover.reference.sipp_layout import COLUMNS


def to_sipp_text(people: pl.DataFrame) -> pl.DataFrame:
    """Return people in SIPP's columns, ``""`` for what is empty."""
    return people.select(
        (_text(people, column.field) if column.field else pl.lit(column.fixed)).alias(column.header)
        for column in COLUMNS
    )


def _text(people: pl.DataFrame, field: str) -> pl.Expr:
    column = pl.col(field)
    if people.schema[field] == pl.Date:
        column = column.dt.strftime("%d-%m-%Y")
    return column.cast(pl.String).fill_null("")
