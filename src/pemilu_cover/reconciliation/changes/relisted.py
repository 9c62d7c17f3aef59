"""People who have left and are still, or again, listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.reconciliation.changes.events import Place, Question
from pemilu_cover.values.nik import mask


class RelistedPeople(NamedTuple):
    """The newer people without rows of ended contracts, and what has to be asked about such rows."""

    later: pl.DataFrame
    questions: Sequence[Question]


def drop_ended_contracts(
    later: pl.DataFrame, people: pl.DataFrame, *, is_complete: bool
) -> RelistedPeople:
    """Drop the newer rows of contracts that have ended; a contract that begins after the exit stays.

    A complete roster often still lists who has left: such a row is no change. A row with a later end than the
    contract had, or any such row in a list of newcomers, is a question.
    """
    ended = (
        people.filter(pl.col("exit_cause").is_not_null())
        .select(
            "nik",
            "role",
            pl.coalesce("left_on", "end").alias("departed_on"),
            pl.coalesce("agreed_end", "end").alias("ended_on"),
        )
        .drop_nulls("nik")
        .group_by("nik", "role")
        .agg(pl.col("departed_on").max(), pl.col("ended_on").max())
    )
    joined = later.join(ended, on=["nik", "role"], how="left", maintain_order="left")
    is_old = (pl.col("start") <= pl.col("departed_on")).fill_null(value=False)
    is_extended = (pl.col("end") > pl.col("ended_on")).fill_null(value=False)
    rows = joined.filter(is_old & is_extended if is_complete else is_old)
    questions = [
        Question(
            "listed-after-exit",
            mask(row["nik"]),
            row["name"] or "",
            Place(row["file"], row["sheet"], row["row"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    return RelistedPeople(joined.filter(~is_old).select(later.columns), questions)
