"""Who is enrolled, incomplete, held back and left out, kecamatan by kecamatan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.values.text import for_screen, word_form

if TYPE_CHECKING:
    from pemilu_cover.enrol import Enrolment

_STATES = ("ready", "incomplete", "held_back", "excluded")


class Tally(NamedTuple):
    """The people of one kecamatan, or of several; ``kecamatan`` is None where none is known.

    ``people`` = ``ready`` + ``incomplete`` + ``held_back`` + ``excluded``.
    """

    kecamatan: str | None
    people: int
    ready: int
    incomplete: int
    held_back: int
    excluded: int

    @property
    def enrolled(self) -> int:
        """Those who are enrolled and billed, be they ready for SIPP or not."""
        return self.ready + self.incomplete

    @property
    def to_mend(self) -> int:
        """Those who are held back or lack a cell."""
        return self.held_back + self.incomplete


def by_kecamatan(enrolment: Enrolment) -> list[Tally]:
    """Count everybody in the roster by kecamatan: where most are held back first, then who lacks most.

    "Plered", "PLERED" and "Kec. Plered" are one, under the name that comes first.
    """
    frame = enrolment.judged.frame.select("kecamatan", _state(enrolment))
    distinct = frame["kecamatan"].drop_nulls().unique()
    folded = pl.Series([_folded(name) for name in distinct], dtype=pl.String)
    key = pl.col("kecamatan").replace_strict(distinct, folded, default=None, return_dtype=pl.String)
    counted = frame.group_by(key.alias("key"), maintain_order=True).agg(
        pl.col("kecamatan").first(),
        pl.len(),
        *((pl.col("state") == state).sum().alias(state) for state in _STATES),
    )
    tallies = [
        Tally(for_screen(name) if name else None, *counts)
        for _, name, *counts in counted.iter_rows()
    ]
    return sorted(tallies, key=lambda tally: (-tally.held_back, -tally.incomplete))


def total(tallies: Iterable[Tally], name: str | None = None) -> Tally:
    """Sum tallies under a name.

    >>> total([Tally("Plered", 3, 1, 1, 1, 0), Tally(None, 2, 2, 0, 0, 0)], "all")
    Tally(kecamatan='all', people=5, ready=3, incomplete=1, held_back=1, excluded=0)
    """
    numbers = [tally[1:] for tally in tallies]
    return Tally(name, *(sum(column) for column in zip(*numbers, strict=True)))


def _state(enrolment: Enrolment) -> pl.Expr:
    """Say of everybody what becomes of him, in one of four words."""

    def among(ids: Iterable[int]) -> pl.Expr:
        return pl.col("id").is_in(pl.Series(sorted(ids), dtype=pl.UInt32).implode())

    judged = enrolment.judged
    return (
        pl.when(among(judged.excluded))
        .then(pl.lit("excluded"))
        .when(among(judged.held_back))
        .then(pl.lit("held_back"))
        .when(among(enrolment.incomplete["id"]))
        .then(pl.lit("incomplete"))
        .otherwise(pl.lit("ready"))
        .alias("state")
    )


def _folded(name: str) -> str:
    return word_form(name).removeprefix("KECAMATAN ").removeprefix("KEC ") or name
