"""People who have died or never served, and whom SIPP still lists: its numbers of a period include them."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.register.schema import DEATH
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate, first_period_without


class StillListed(NamedTuple):
    """A number of people, and what SIPP bills for them in a month."""

    people: int
    month_sen: int


def dead_on_list(update: RosterUpdate) -> StillListed:
    """Return those who died before the period and were billed until it: no file takes them off."""
    died = update.people.with_columns(first_period_without(update.people).alias("off_in"))
    is_off = (pl.col("exit_cause") == DEATH) & (pl.col("off_in") == update.period)
    return _of_month(died.filter(is_off & (pl.col("status") == ENROLLED)))


def never_served_on_list(update: RosterUpdate) -> StillListed:
    """Return those who never served, as this update says, and were ready for SIPP before."""
    numbers = update.events.filter(pl.col("kind") == kinds.NEVER_SERVED)["earlier"].drop_nulls()
    ready = (pl.col("status") == ENROLLED) & (pl.col("missing").list.len() == 0)
    return _of_month(update.earlier.filter(ready & pl.col("id").is_in(numbers.implode())))


def _of_month(people: pl.DataFrame) -> StillListed:
    """Return people whom SIPP lists, each with the largest charge of a month: SIPP bills whole months."""
    charge = pl.element().struct.field("jkk_sen") + pl.element().struct.field("jkm_sen")
    listed = people.filter(pl.col("segment") == "pu")
    month = listed.select(pl.col("charges").list.eval(charge).list.max().sum()).item()
    return StillListed(listed["nik"].n_unique(), month or 0)
