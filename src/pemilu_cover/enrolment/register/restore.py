"""Restoring people from a register: from documented rows back to the columns of an outcome."""

from __future__ import annotations

import polars as pl

from pemilu_cover.enrolment import outcome
from pemilu_cover.enrolment.elections import DATES
from pemilu_cover.enrolment.register import schema
from pemilu_cover.reference.sipp_layout import COLUMNS as SIPP_COLUMNS

_NOT_IN_SIPP = {*schema.SCHEMA.names(), "excluded"}


def restore_people(register: pl.DataFrame) -> pl.DataFrame:
    """Return the people of a register with ``id``, `outcome.SCHEMA`, `CHANGES` and ``findings``.

    Fields that the register keeps only as SIPP's cells, such as the phone number, are known of enrolled
    people alone.
    """
    is_enrolled = pl.col("status").is_in([schema.READY, schema.INCOMPLETE])
    people = register.with_columns(
        pl.when(is_enrolled).then(pl.lit(outcome.ENROLLED)).otherwise("status").alias("status"),
        (pl.col("status") == outcome.EXCLUDED).alias("excluded"),
        pl.lit(DATES).alias("election_source"),
        _person_months().alias("person_months"),
        *(
            _sipp_field(column.header, column.field).alias(column.field)
            for column in SIPP_COLUMNS
            if column.field and column.field not in _NOT_IN_SIPP
        ),
    )
    return people.select(
        pl.col("id").cast(pl.UInt32),
        *(
            (pl.col(name) if name in people.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in outcome.SCHEMA.items()
        ),
        *schema.CHANGES.names(),
        "findings",
    )


def _sipp_field(header: str, field: str) -> pl.Expr:
    """Return the value of a SIPP cell, null where it is empty."""
    cell = pl.col("sipp").struct.field(header)
    text = pl.when(cell != "").then(cell)
    return text.str.to_date("%d-%m-%Y") if outcome.SCHEMA[field] == pl.Date else text


def _person_months() -> pl.Expr:
    """Return the billed months, such as ``1`` or ``16/15``, as a number."""
    parts = pl.col("months").str.split("/")
    whole, by = parts.list.first().cast(pl.Float64), parts.list.get(1, null_on_oob=True)
    return whole / by.cast(pl.Float64).fill_null(1.0)
