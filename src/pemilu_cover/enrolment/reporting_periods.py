"""SIPP's months: whom a reporting period has on its list, and what it bills.

SIPP bills whoever is on its list in a calendar month (BLTH). A person has to be on it for each billed month,
and off it before the contributions of the next one are calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.law.rate_book import RateBook
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
    """People of one role who are billed for the same months: first and last month on SIPP's list.

    ``join_by`` and ``leave_by`` are the days by which the first of them is reported in time. ``monthly_sen``
    is what SIPP bills for all of them in a month.
    """

    role_name: str
    first_month: date
    last_month: date
    people: int
    join_by: date
    leave_by: date
    monthly_sen: int

    @property
    def off_in(self) -> date:
        """The first reporting period without them."""
        return add_months(self.last_month, 1)


IS_LISTED = (pl.col("status") == ENROLLED) & (pl.col("segment") == "pu")
PERIOD_SUMS = ReportingPeriod._fields[:-1]


@dataclass(frozen=True)
class SippPeriods:
    """Who has to be on SIPP's list in which months, and what each reporting period bills."""

    groups: Sequence[ListGroup]
    periods: Sequence[ReportingPeriod]


def sipp_periods(people: pl.DataFrame, book: RateBook) -> SippPeriods:
    """Return the groups and periods of people; BPU members are not on SIPP's list."""
    groups, months = sum_groups(people), sum_months(people)
    return build_periods(groups.iter_rows(named=True), months.iter_rows(named=True), book)


def build_periods(
    groups: Iterable[Mapping[str, Any]], months: Iterable[Mapping[str, Any]], book: RateBook
) -> SippPeriods:
    """Return the groups and periods of the rows of `sum_groups` and `sum_months`."""
    listed = (
        ListGroup(
            role_name=group["role_name"],
            first_month=group["first_month"],
            last_month=group["last_month"],
            people=group["people"],
            join_by=report_deadline(group["start"], book),
            leave_by=report_deadline(group["end"], book),
            monthly_sen=group["monthly_sen"],
        )
        for group in groups
    )
    periods = (ReportingPeriod(*map(month.__getitem__, PERIOD_SUMS)) for month in months)
    order = attrgetter("first_month", "last_month", "role_name")
    return SippPeriods(sorted(listed, key=order), sorted(periods))


def sum_groups(people: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return who has to be on SIPP's list in which months, by role; also by the columns ``by``."""
    month, amount = (
        pl.col("charges").list.eval(expression)
        for expression in (
            pl.element().struct.field("month"),
            pl.element().struct.field("jkk_sen") + pl.element().struct.field("jkm_sen"),
        )
    )
    return (
        people.filter(IS_LISTED)
        .with_columns(
            month.list.min().alias("first_month"),
            month.list.max().alias("last_month"),
            amount.list.max().alias("monthly_sen"),
        )
        .drop_nulls("first_month")
        .group_by(*by, "role_name", "first_month", "last_month")
        .agg(
            pl.len().alias("people"),
            pl.col("start", "end").min(),
            pl.col("monthly_sen").sum(),
        )
    )


def sum_months(people: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return the numbers of each reporting period, from the first billed month to the last exit.

    SIPP has a person once, also with two contracts: all contracts of a NIK have to be among the people. With
    the columns ``by``, each of their values is summed up on its own.
    """
    person = pl.coalesce("nik", pl.int_range(pl.len()).cast(pl.String)).alias("person")
    listed = people.filter(IS_LISTED).select(*by, person, "charges")
    is_repeated = pl.col("person").is_duplicated()
    # Nearly everybody has one contract: those with equal charges are one row, with their number.
    alike = (
        listed.filter(~is_repeated)
        .group_by(*by, "charges")
        .agg(pl.col("person").first(), pl.len().alias("people"))
    )
    repeated = listed.filter(is_repeated).with_columns(people=pl.lit(1, pl.get_index_type()))
    charges = (
        pl.concat([alike, repeated.select(alike.columns)])
        .explode("charges")
        .unnest("charges")
        .drop_nulls("month")
        .group_by(*by, "person", "people", "month")
        .agg((pl.col("jkk_sen") + pl.col("jkm_sen")).sum().alias("sen"))
    )
    previous = charges.with_columns(pl.col("month").dt.offset_by("1mo"))
    both = charges.join(
        previous,
        on=[*by, "person", "people", "month"],
        how="full",
        coalesce=True,
        suffix="_before",
        nulls_equal=True,
    )
    is_on, was_on = pl.col("sen").is_not_null(), pl.col("sen_before").is_not_null()
    number = pl.col("people")

    def count(is_counted: pl.Expr, name: str) -> pl.Expr:
        return number.filter(is_counted).sum().alias(name)

    return both.group_by(*by, "month").agg(
        count(is_on, "active"),
        count(is_on & ~was_on, "added"),
        count(was_on & ~is_on, "removed"),
        count(is_on & was_on & (pl.col("sen") != pl.col("sen_before")), "wage_changes"),
        (pl.col("sen") * number).sum().alias("contribution_sen"),
    )
