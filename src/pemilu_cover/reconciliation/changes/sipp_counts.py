"""By how much SIPP's numbers of a period differ from the billed months: it bills whoever is on its list."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.register.schema import DEATH
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate, first_period_without


class MonthlyBill(NamedTuple):
    """A number of people, and what SIPP bills for them in a month."""

    people: int
    month_sen: int


def dead_on_list(update: RosterUpdate) -> MonthlyBill:
    """Return those who died before the period and were billed until it: no file takes them off."""
    died = update.people.filter((pl.col("exit_cause") == DEATH) & _is_ready())
    return _of_month(died.filter(first_period_without(died) == update.period))


def never_served_on_list(update: RosterUpdate) -> MonthlyBill:
    """Return those who never served, as this update says, and were ready for SIPP before."""
    numbers = update.events.filter(pl.col("kind") == kinds.NEVER_SERVED)["earlier"].drop_nulls()
    return _of_month(update.earlier.filter(_is_ready() & pl.col("id").is_in(numbers.implode())))


def not_uploaded(update: RosterUpdate) -> int:
    """Return how many people are billed for the period, and lack what SIPP requires."""
    is_billed = (pl.col("status") == ENROLLED) & (pl.col("segment") == "pu")
    month = pl.element().struct.field("month")
    in_period = pl.col("charges").list.eval(month).list.contains(update.period)
    lacking = update.people.filter(is_billed & in_period & ~_is_ready())
    return lacking["id"].n_unique()


def late_changes(update: RosterUpdate) -> tuple[int, int]:
    """Return the newcomers and exits in the files of this period that belong to an earlier one."""
    month = pl.element().struct.field("month")
    first = pl.col("charges").list.eval(month).list.min()
    new = update.newcomers.filter((pl.col("segment") == "pu") & (first < update.period))
    left = update.exits_to_upload
    off = left.with_columns(first_period_without(left).alias("off_in"))
    return new.height, off.filter(pl.col("off_in") < update.period).height


def _is_ready() -> pl.Expr:
    return (pl.col("status") == ENROLLED) & (pl.col("missing").list.len() == 0)


def _of_month(people: pl.DataFrame) -> MonthlyBill:
    """Return people whom SIPP lists, each with the largest charge of a month: SIPP bills whole months."""
    charge = pl.element().struct.field("jkk_sen") + pl.element().struct.field("jkm_sen")
    listed = people.filter(pl.col("segment") == "pu")
    month = listed.select(pl.col("charges").list.eval(charge).list.max().sum()).item()
    return MonthlyBill(listed["nik"].n_unique(), month or 0)
