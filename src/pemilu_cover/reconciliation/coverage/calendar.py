"""How many of how many people are covered on each day from the first to the last day of duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Any, NamedTuple

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
    return sum_days(day_spans(spells).iter_rows(named=True))


def day_spans(spells: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return how many ``people`` are on duty, and covered, from a ``first_day`` to a ``last_day``.

    ``kind`` is `DUTY` or `COVER`; the days are null for who has no readable dates. A person with several
    contracts counts once a day, in each value of the columns ``by``.
    """
    served = spells.filter(pl.col("status") != EXCLUDED)
    duty = served.select(*by, "person", first_day="duty_from", last_day="duty_until")
    # Without a day there is no cover, whereas unreadable dates of a contract may be any.
    cover = served.select(*by, "person", first_day="cover_from", last_day="cover_until")
    return pl.concat(
        _spans(days, by).with_columns(kind=pl.lit(kind))
        for kind, days in ((DUTY, duty), (COVER, cover.drop_nulls("first_day")))
    )


def sum_days(spans: Iterable[Mapping[str, Any]]) -> list[DayCount]:
    """Return the numbers of each day from the first to the last day of duty, of the rows of `day_spans`."""
    duty: list[tuple[Any, Any, int]] = []
    cover: list[tuple[Any, Any, int]] = []
    for span in spans:
        of_kind = duty if span["kind"] == DUTY else cover
        of_kind.append((span["first_day"], span["last_day"], span["people"]))
    first = min((begin for begin, _, _ in duty if begin), default=None)
    last = max((end for _, end, _ in duty if end), default=None)
    if first is None or last is None:
        return []
    days = _days(first, last)
    dated = ((begin or first, end or last, people) for begin, end, people in duty)
    return list(map(DayCount, days, _count_people(dated, days), _count_people(cover, days)))


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
            pl.col("first_day").fill_null(pl.col("first_day").min()),
            pl.col("last_day").fill_null(pl.col("last_day").max()),
        )
        .filter(~is_single & (pl.col("first_day") <= pl.col("last_day")))
        .with_columns(first_day=pl.date_ranges("first_day", "last_day"))
        .explode("first_day")
        .unique([*by, "person", "first_day"])
        .with_columns(last_day="first_day")
    )
    single = spells.filter(is_single)
    return pl.concat([single, several]).group_by(*by, "first_day", "last_day").agg(people=pl.len())


@lru_cache(maxsize=256)
def _days(first: date, last: date) -> Sequence[date]:
    """Return the days from a first to a last one; those of most areas are the same."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _count_people(spans: Iterable[tuple[Any, Any, int]], days: Sequence[date]) -> Iterator[int]:
    """Yield the people of each of successive days by their first and last days."""
    changes: defaultdict[date, int] = defaultdict(int)
    for begin, end, people in spans:
        if begin and end and max(begin, days[0]) <= end:
            changes[max(begin, days[0])] += people
            changes[end + _DAY] -= people
    return accumulate(changes.get(day, 0) for day in days)
