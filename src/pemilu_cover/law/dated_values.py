"""Entries of the law by day: the one in force, or an error; an entry is never stretched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from pemilu_cover.law.rate_files import DatedValue


class NoRateInForceError(LookupError):
    """No entry of the law is in force on a day; ``programme`` names what was looked up."""

    def __init__(self, programme: str, day: date) -> None:
        super().__init__(f"no {programme} rate is in force on {day.isoformat()}")
        self.programme, self.day = programme, day


Entry = TypeVar("Entry", bound=DatedValue)


def in_force(entries: Iterable[Entry], day: date) -> Iterator[Entry]:
    """Return those entries that hold on a day."""
    return (entry for entry in entries if entry.in_force(day))


def find_in_force(entries: Iterable[Entry], day: date) -> Entry | None:
    """Return the first entry that holds on a day, or None."""
    return next(in_force(entries, day), None)


def get_in_force(entries: Iterable[Entry], day: date, name: str) -> Entry:
    """Return the entry that holds on a day; raise `NoRateInForceError` with the name where none does."""
    entry = find_in_force(entries, day)
    if entry is None:
        raise NoRateInForceError(name, day)
    return entry


def check_successive(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries that follow each other; raise `ValueError` where two hold on one day."""
    for earlier, later in pairwise(entries):
        if later.valid_from < earlier.valid_from:
            raise ValueError("the entries are not in the order of their dates")
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise ValueError(f"two entries are in force on {later.valid_from}")
    return entries


# All entries of one rule: at least one, in order, at most one a day.
Successive = Annotated[tuple[Entry, ...], Field(min_length=1), AfterValidator(check_successive)]
