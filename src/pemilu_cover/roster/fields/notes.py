"""Notes: warnings from parsing a cell, stored as a list of texts on each row.

A note is a code, a field and, where there is one, a suggestion.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.roster.columns import NOTES

_SEPARATOR = "\x1f"


class Note(NamedTuple):
    """A warning about one cell of a row."""

    code: str
    field: str
    suggestion: str | None


def note(code: str, field: pl.Expr, suggestion: pl.Expr | None = None) -> pl.Expr:
    """Return a column of notes of one code: null where ``field`` is null."""
    parts = [pl.lit(code), field, pl.lit("") if suggestion is None else suggestion]
    return pl.concat_str(parts, separator=_SEPARATOR).alias(code)


def parse(text: str) -> Note:
    """Return the note in a text."""
    code, field, suggestion = text.split(_SEPARATOR)
    return Note(code, field, suggestion or None)


def combined(columns: Sequence[pl.Series], height: int) -> pl.Series:
    """Return the notes of each row as one list, in the order of the columns."""
    filled = [column for column in columns if column.null_count() < height]
    if not filled:
        empty = pl.Series(NOTES, [[]], dtype=pl.List(pl.String))
        return empty.new_from_index(0, height)
    named = [column.alias(str(at)) for at, column in enumerate(filled)]
    return (
        pl.DataFrame(named)
        .select(pl.concat_list(pl.all()).list.drop_nulls().alias(NOTES))
        .to_series()
    )
