"""Citations and dated entries of the law: the one in force on a day, or an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from pemilu_cover.law.rate_files import NonEmptyText, StrictModel

Confidence = Literal["regulation text", "secondary source", "inferred"]


class Citation(StrictModel):
    """The source of a value and its confidence. No legal value loads without one."""

    law: str = Field(min_length=1)
    article: str = Field(min_length=1)
    confidence: Confidence
    source: tuple[str, ...] = ()
    note: str = ""

    @property
    def reference(self) -> str:
        """The law and its article, as on a bill."""
        return f"{self.law}, {self.article}"


class DatedValue(Citation):
    """A cited value in force from a day to a day, both included; without ``to``, until now."""

    valid_from: date = Field(alias="from")
    valid_to: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("'to' lies before 'from'")
        return self

    def __hash__(self) -> int:
        """Return a number that is fast to compute; pydantic's is that of all texts."""
        return hash(self.valid_from)

    def in_force(self, day: date) -> bool:
        """Return whether the value is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CitedText(DatedValue):
    """A cited fact in words."""

    name: NonEmptyText


class NoRateInForceError(LookupError):
    """No entry of the law is in force on a day; ``programme`` is the programme or rule."""

    def __init__(self, programme: str, day: date) -> None:
        super().__init__(f"no {programme} rate is in force on {day.isoformat()}")
        self.programme, self.day = programme, day


Entry = TypeVar("Entry", bound=DatedValue)


def in_force(entries: Iterable[Entry], day: date) -> Iterator[Entry]:
    """Return the entries that are in force on a day."""
    return (entry for entry in entries if entry.in_force(day))


def find_in_force(entries: Iterable[Entry], day: date) -> Entry | None:
    """Return the first entry that is in force on a day, or None."""
    for entry in entries:
        if entry.in_force(day):
            return entry
    return None


def get_in_force(entries: Iterable[Entry], day: date, name: str) -> Entry:
    """Return the entry in force on a day; raise `NoRateInForceError` with the name if there is none."""
    entry = find_in_force(entries, day)
    if entry is None:
        raise NoRateInForceError(name, day)
    return entry


def check_successive(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries in order of their dates; raise `ValueError` if two are in force on one day."""
    for earlier, later in pairwise(entries):
        if later.valid_from < earlier.valid_from:
            raise ValueError("the entries are not in the order of their dates")
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise ValueError(f"two entries are in force on {later.valid_from}")
    return entries


# All entries of one rule: at least one, in order, at most one a day.
Successive = Annotated[tuple[Entry, ...], Field(min_length=1), AfterValidator(check_successive)]
