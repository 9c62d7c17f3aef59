"""NIKs that were typed into another person's row: the birth date in them is that of a row nearby."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pemilu_cover.roster.corrections.row_matching import PersonIndex
from pemilu_cover.values import dates, nik

if TYPE_CHECKING:
    from pemilu_cover.roster.corrections.row_doubts import Claim

# Answers slip by a few rows; farther rows have the same birth date by chance.
_NEAR = 3


def fits_row_nearby(at: int, claims: Sequence[Claim], people: PersonIndex) -> bool:
    """Return whether a new NIK has not its person's birth date, but that of a person a few rows away."""
    claim = claims[at]
    if claim.is_nik == claim.was_nik or len(claim.is_nik) != nik.LENGTH:
        return False
    if not contradicts(claim, people):
        return False
    nearby = [*claims[max(at - _NEAR, 0) : at], *claims[at + 1 : at + 1 + _NEAR]]
    births = (people.row(other.match.number).get("birth_date") for other in nearby)
    return any(born is not None and agrees(claim.is_nik, born) for born in births)


def contradicts(claim: Claim, people: PersonIndex) -> bool:
    """Return whether a new NIK has another birth date than the roster and the row."""
    birth_dates = (
        people.row(claim.match.number).get("birth_date"),
        read_day(claim.line.text("birth_date")),
    )
    known = [born for born in birth_dates if born is not None]
    return bool(known) and not any(agrees(claim.is_nik, born) for born in known)


def agrees(digits: str, born: date) -> bool:
    """Return whether a NIK has a birth date; an unreadable NIK never contradicts it."""
    if len(digits) != nik.LENGTH or not digits.isdigit():
        return True
    day = int(digits[6:8])
    day -= nik.WOMEN_DAY_OFFSET if day > nik.WOMEN_DAY_OFFSET else 0
    return (day, int(digits[8:10]), int(digits[10:12])) == (born.day, born.month, born.year % 100)


def read_day(text: str) -> date | None:
    """Return the day of a typed date, or None."""
    try:
        return dates.parse(text)
    except ValueError:
        return None
