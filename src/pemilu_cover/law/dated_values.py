"""Citations and entries of the law by day: the one in force, or an error; an entry is never stretched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from pemilu_cover.law.rate_files import StrictModel

Confidence = Literal["regulation text", "secondary source", "inferred"]


class Citation(StrictModel):
    """Where a value comes from and how sure it is. Without one, no legal value loads."""

    law: str = Field(min_length=1)
    article: str = Field(min_length=1)
    confidence: Confidence
    source: tuple[str, ...] = ()
    note: str = ""

    @property
    def cited(self) -> str:
        """The law and its article, as a bill names them."""
        return f"{self.law}, {self.article}"


class DatedValue(Citation):
    """A cited value in force from a day to a day, both included; without ``to``, until now."""

    valid_from: date = Field(alias="from")
    valid_to: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("'to' lies before 'from'")
        return self

    def in_force(self, day: date) -> bool:
        """Return whether the value holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CitedText(DatedValue):
    """A cited fact in words."""

    name: str


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
