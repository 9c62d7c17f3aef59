"""How many findings the people of a register still have."""

from __future__ import annotations

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED

# What is counted.
FINDING_COLUMNS = ("status", "left_on", "regency", "findings")


def count_findings(register: pl.DataFrame) -> pl.DataFrame:
    """Count the findings of people who serve and are not excluded, by regency, level and code."""
    serves = (pl.col("status") != EXCLUDED) & pl.col("left_on").is_null()
    return (
        register.filter(serves)
        .select("regency", "findings")
        .explode("findings")
        .drop_nulls("findings")
        .unnest("findings")
        .group_by("regency", "level", "code")
        .agg(number=pl.len())
    )
