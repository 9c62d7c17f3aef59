"""People of a large result to whom nothing happens.

An update of a nation changes one in a hundred people. Only these, and whoever may be related to them, are
compared as a whole; all others go on part by part, by the same steps of `next_people`. Whoever is not proven
to be alone and unchanged is compared.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.reconciliation.changes.change_list import ChangeList
from pemilu_cover.reconciliation.changes.doubtful_pairs import split_pairs
from pemilu_cover.reconciliation.changes.field_changes import differs
from pemilu_cover.reconciliation.changes.next_people import carry_over, pair_rows, price_next
from pemilu_cover.reconciliation.changes.person_matching import SEAT, later_contracts, with_keys
from pemilu_cover.reconciliation.changes.roster_update import (
    UnchangedPeople,
    count_ended_contracts,
)
from pemilu_cover.reconciliation.changes.update import with_ended_terms

# What shows whether people are related. The first three are of both sides.
IDENTITY = (
    *("id", "nik", "role", "status", "kpj", "exit_cause", "former_nik", "predecessor"),
    *("role_name", "no_pegawai", "birth_date", "kecamatan", "desa", "tps", "start", "end"),
)
# What pairs people who are alone; ``part`` is that of the earlier result.
KEYS = ("id", "nik", "role", "part")


class PeriodTerms(NamedTuple):
    """How the people of a period are priced, and whether those whose contract has ended leave SIPP."""

    period: date
    prices: PriceList
    end_of_term: bool
    is_complete: bool


class ContinuedPart(NamedTuple):
    """The people of a part who go on unchanged, as the next result has them, and their sums."""

    people: pl.DataFrame
    sums: UnchangedPeople


def named_numbers(changes: ChangeList) -> list[str]:
    """Return the NIKs and membership numbers that a list of changes names."""
    numbers = {number for one in changes.departures for number in (one.nik, one.kpj)}
    numbers |= {number for one in changes.corrections for number in (one.nik, one.kpj, one.new_nik)}
    return sorted(numbers - {""})


def is_named(numbers: Collection[str]) -> pl.Expr:
    """Return whether a person has one of these NIKs and membership numbers."""
    return pl.any_horizontal(
        pl.col(name).is_in(list(numbers)).fill_null(value=False) for name in ("nik", "kpj")
    )


def alone(earlier: pl.DataFrame, named: Collection[str]) -> pl.DataFrame:
    """Return the `KEYS` of people (`IDENTITY`) who serve, have one row, and are not named."""
    unrelated = pl.all_horizontal(
        pl.col(name).is_null() for name in ("exit_cause", "former_nik", "predecessor")
    )
    is_alone = (
        (pl.col("status") == ENROLLED)
        & pl.col("nik").is_unique()
        & pl.col("no_pegawai").is_not_null()
        & unrelated
        & ~is_named(named)
    )
    return earlier.filter(is_alone).select(KEYS)


def without_likely_pairs(
    people: pl.DataFrame, earlier: pl.DataFrame, later: pl.DataFrame
) -> pl.DataFrame:
    """Return those people (by `alone`) whom none of a few newcomers may be or succeed."""
    niks, days = later["nik"].implode(), later["birth_date"].implode()
    is_near = pl.any_horizontal(
        pl.col(name).is_in(values).fill_null(value=False)
        for name, values in (("nik", niks), ("birth_date", days))
    )
    seats = with_keys(later.with_columns(name=pl.lit(""))).select(SEAT)
    near = with_keys(earlier.with_columns(name=pl.lit("")))
    related = pl.concat(
        [near.filter(is_near)["id"], near.join(seats, on=SEAT, how="semi", nulls_equal=True)["id"]]
    )
    return people.filter(~pl.col("id").is_in(related.implode()))


def continue_part(
    earlier: pl.DataFrame, later: pl.DataFrame, pairs: pl.DataFrame, terms: PeriodTerms
) -> ContinuedPart:
    """Return the people of a part who go on unchanged.

    Args:
        earlier: People who are `alone`, with the columns of `restore_people`.
        later: Their rows in the newer rosters; none where a list of changes alone is read.
        pairs: The ``id`` of both.
        terms: The terms of the period.
    """
    pairs = pairs.filter(~later_contracts(pairs, earlier, later))
    rows = split_pairs(pair_rows(earlier, later, pairs), ()).pairs
    rows = rows.filter(~differs() & (pl.col("status") == ENROLLED))
    if terms.is_complete:
        earlier = earlier.filter(pl.col("id").is_in(rows["earlier"].implode()))
    carried = carry_over(earlier, later, rows, frozenset(), is_complete=terms.is_complete)
    people = price_next(carried, earlier, terms.prices, terms.period).people
    if terms.end_of_term:
        people = with_ended_terms(people, terms.period)
    columns = people.columns
    before = earlier.select(pl.col("id").alias("earlier"), "charges", "missing")
    # Who lacks a cell for SIPP is reported in each period.
    is_ready = (pl.col(name).list.len() == 0 for name in ("missing", "missing_before"))
    unchanged = (
        pl.col("charges").eq_missing(pl.col("charges_before"))
        & pl.all_horizontal(is_ready)
        & pl.col("exit_cause").is_null()
    )
    people = people.join(before, on="earlier", how="left", suffix="_before", maintain_order="left")
    people = people.filter(unchanged).select(columns)
    ended = count_ended_contracts(people, terms.period)
    total_sen = int(people["total_sen"].sum())
    return ContinuedPart(people, UnchangedPeople(people.height, total_sen, *ended))


def add_unchanged(sums: Collection[UnchangedPeople]) -> UnchangedPeople:
    """Return the sums of all parts."""
    return UnchangedPeople(
        sum(one.people for one in sums),
        sum(one.total_sen for one in sums),
        sum(one.over for one in sums),
        max((one.off for one in sums if one.off), default=None),
    )
