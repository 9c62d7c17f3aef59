"""SIPP's months: whom a reporting period has on its list, and what it bills.

SIPP bills whoever is on its list in a calendar month (BLTH). A person has to be on it for each billed month,
and off it before the contributions of the next one are calculated.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.values.dates import add_months


class ReportingPeriod(NamedTuple):
    """The numbers that SIPP shows before a period is finalised; amounts in sen.

    ``active`` are the people billed for the month, ``added`` those not billed for the month before,
    ``removed`` those billed for the month before and not for this one, ``wage_changes`` those with another
    amount than in the month before.
    """

    month: date
    active: int
    added: int
    removed: int
    wage_changes: int
    contribution_sen: int
    penalty_sen: int = 0

    @property
    def total_sen(self) -> int:
        """Contribution and penalty."""
        return self.contribution_sen + self.penalty_sen


class ListGroup(NamedTuple):
    """People of one role who are billed for the same months: first and last month on SIPP's list."""

    role_name: str
    segment: str
    first_month: date
    last_month: date
    people: int

    @property
    def off_in(self) -> date:
        """The first reporting period without them."""
        return add_months(self.last_month, 1)


def list_groups(people: pl.DataFrame) -> list[ListGroup]:
    """Return who has to be on SIPP's list in which months, by role."""
    month = pl.col("charges").list.eval(pl.element().struct.field("month"))
    groups = (
        people.filter(pl.col("status") == ENROLLED)
        .with_columns(month.list.min().alias("first_month"), month.list.max().alias("last_month"))
        .drop_nulls("first_month")
        .group_by("role_name", "segment", "first_month", "last_month")
        .agg(pl.len().alias("people"))
        .sort("first_month", "last_month", "role_name", "segment")
    )
    return [ListGroup(*row) for row in groups.select(ListGroup._fields).iter_rows()]


def reporting_periods(people: pl.DataFrame) -> list[ReportingPeriod]:
    """Return the numbers of each reporting period, from the first billed month to the last exit."""
    charges = (
        people.filter(pl.col("status") == ENROLLED)
        .select("id", "charges")
        .explode("charges")
        .unnest("charges")
        .drop_nulls("month")
        .group_by("id", "month")
        .agg((pl.col("jkk_sen") + pl.col("jkm_sen")).sum().alias("sen"))
    )
    if not charges.height:
        return []
    first, last = (getattr(charges["month"], end)() for end in ("min", "max"))
    previous = charges.with_columns(pl.col("month").dt.offset_by("1mo"))
    both = charges.join(previous, on=["id", "month"], how="full", coalesce=True, suffix="_before")
    is_on, was_on = pl.col("sen").is_not_null(), pl.col("sen_before").is_not_null()
    periods = both.group_by("month").agg(
        is_on.sum().alias("active"),
        (is_on & ~was_on).sum().alias("added"),
        (was_on & ~is_on).sum().alias("removed"),
        (is_on & was_on & (pl.col("sen") != pl.col("sen_before"))).sum().alias("wage_changes"),
        pl.col("sen").sum().alias("contribution_sen"),
    )
    fields = ReportingPeriod._fields[:-1]
    assert isinstance(first, date) and isinstance(last, date)  # noqa: S101, PT018
    return [ReportingPeriod(*row) for row in periods.sort("month").select(fields).iter_rows()]
