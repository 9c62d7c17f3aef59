"""How many of how many people are covered on each day from the first to the last day of duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import polars as pl

_DAY = timedelta(days=1)


class DayCount(NamedTuple):
    """The people on duty and covered on one day."""

    day: date
    on_duty: int
    covered: int


class DaysCount(NamedTuple):
    """Successive days with the same numbers; voting days are on their own."""

    first: date
    last: date
    on_duty: int
    covered: int
    is_voting_day: bool


def count_days(spells: pl.DataFrame) -> list[DayCount]:
    """Return the numbers of each day; who has no readable dates is on duty on all of them."""
    served = spells.filter(pl.col("status") != "excluded")
    first, last = served.select(pl.col("duty_from").min(), pl.col("duty_until").max()).row(0)
    if first is None or last is None:
        return []
    duty = _count_people(
        served.select(
            "person", pl.col("duty_from").fill_null(first), pl.col("duty_until").fill_null(last)
        )
    )
    covered = _count_people(served.select("person", "cover_from", "cover_until").drop_nulls())
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [DayCount(day, duty.get(day, 0), covered.get(day, 0)) for day in days]


def merge_days(days: Iterable[DayCount], voting_days: Iterable[date]) -> Iterator[DaysCount]:
    """Yield successive days with the same numbers as one."""
    marked = frozenset(voting_days)
    for key, group in groupby(
        days, lambda day: (day.on_duty, day.covered, day.day in marked and day.day)
    ):
        same = list(group)
        yield DaysCount(same[0].day, same[-1].day, key[0], key[1], bool(key[2]))


def _count_people(spells: pl.DataFrame) -> dict[date, int]:
    """Count the people of each day by the first and last days of their spells; each counts once a day."""
    person, first, last = spells.columns
    named = spells.rename({first: "first", last: "last"}).filter(pl.col("first") <= pl.col("last"))
    is_single = pl.len().over(person) == 1
    several = (
        named.filter(~is_single)
        .with_columns(day=pl.date_ranges("first", "last"))
        .explode("day")
        .unique([person, "day"])
        .select("day", last="day")
    )
    single = named.filter(is_single).select(day="first", last="last")
    spans = pl.concat([single, several]).group_by("day", "last").len()
    changes: dict[date, int] = {}
    for begin, end, people in spans.iter_rows():
        changes[begin] = changes.get(begin, 0) + people
        changes[end + _DAY] = changes.get(end + _DAY, 0) - people
    counts, present = {}, 0
    day, stop = min(changes, default=None), max(changes, default=None)
    while day is not None and stop is not None and day < stop:
        present += changes.get(day, 0)
        counts[day] = present
        day += _DAY
    return counts
