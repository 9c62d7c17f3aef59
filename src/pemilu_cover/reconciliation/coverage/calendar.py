"""How many of how many people are covered on each day from the first to the last day of duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED

# The kinds of spans: the days of a contract, and those of them with cover.
DUTY, COVER = "duty", "cover"
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
    return sum_days(day_spans(spells))


def day_spans(spells: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return how many ``people`` are on duty, and covered, from a ``first`` to a ``last`` day.

    ``kind`` is `DUTY` or `COVER`; the days are null for who has no readable dates. A person with several
    contracts counts once a day, in each value of the columns ``by``.
    """
    served = spells.filter(pl.col("status") != EXCLUDED)
    duty = served.select(*by, "person", first="duty_from", last="duty_until")
    # Without a day there is no cover, whereas unreadable dates of a contract may be any.
    cover = served.select(*by, "person", first="cover_from", last="cover_until").drop_nulls("first")
    return pl.concat(
        _spans(days, by).with_columns(kind=pl.lit(kind))
        for kind, days in ((DUTY, duty), (COVER, cover))
    )


def sum_days(spans: pl.DataFrame) -> list[DayCount]:
    """Return the numbers of each day from the first to the last day of duty, of the spans of `day_spans`."""
    duty = spans.filter(pl.col("kind") == DUTY)
    first, last = duty.select(pl.col("first").min(), pl.col("last").max()).row(0)
    if first is None or last is None:
        return []
    on_duty = _count_people(
        duty.with_columns(pl.col("first").fill_null(first), pl.col("last").fill_null(last))
    )
    covered = _count_people(spans.filter(pl.col("kind") == COVER))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [DayCount(day, on_duty.get(day, 0), covered.get(day, 0)) for day in days]


def merge_days(days: Iterable[DayCount], voting_days: Iterable[date]) -> Iterator[DaysCount]:
    """Yield successive days with the same numbers as one."""
    marked = frozenset(voting_days)
    for key, group in groupby(
        days, lambda day: (day.on_duty, day.covered, day.day in marked and day.day)
    ):
        same = list(group)
        yield DaysCount(same[0].day, same[-1].day, key[0], key[1], bool(key[2]))


def _spans(spells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return how many people have which first and last day; several contracts of a person are days."""
    is_single = pl.len().over(*by, "person") == 1
    several = (
        spells.with_columns(
            pl.col("first").fill_null(pl.col("first").min()),
            pl.col("last").fill_null(pl.col("last").max()),
        )
        .filter(~is_single & (pl.col("first") <= pl.col("last")))
        .with_columns(first=pl.date_ranges("first", "last"))
        .explode("first")
        .unique([*by, "person", "first"])
        .with_columns(last="first")
    )
    single = spells.filter(is_single)
    return pl.concat([single, several]).group_by(*by, "first", "last").agg(people=pl.len())


def _count_people(spans: pl.DataFrame) -> dict[date, int]:
    """Count the people of each day by their first and last days."""
    changes: dict[date, int] = {}
    known = spans.filter(pl.col("first") <= pl.col("last"))
    for begin, end, people in known.select("first", "last", "people").iter_rows():
        changes[begin] = changes.get(begin, 0) + people
        changes[end + _DAY] = changes.get(end + _DAY, 0) - people
    counts, present = {}, 0
    day, stop = min(changes, default=None), max(changes, default=None)
    while day is not None and stop is not None and day < stop:
        present += changes.get(day, 0)
        counts[day] = present
        day += _DAY
    return counts
