"""Birth dates, also those in NIKs, as evidence of whom a returned row is about.

A NIK that was typed into another person's row has the birth date of a row nearby.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pemilu_cover.roster.corrections.correction_rows import display_text
from pemilu_cover.roster.corrections.returned_rows import ReturnedRow
from pemilu_cover.roster.corrections.row_matching import PersonIndex
from pemilu_cover.values import dates, nik

# Answers slip by a few rows; farther rows have the same birth date by chance.
_NEAR = 3


def fits_row_nearby(at: int, rows: Sequence[ReturnedRow], people: PersonIndex) -> bool:
    """Return whether a new NIK has not its person's birth date, but that of a person a few rows away."""
    row = rows[at]
    if row.returned_nik == row.sent_nik or len(row.returned_nik) != nik.LENGTH:
        return False
    if not contradicts(row, people):
        return False
    nearby = [*rows[max(at - _NEAR, 0) : at], *rows[at + 1 : at + 1 + _NEAR]]
    births = (people.row(other.match.number).get("birth_date") for other in nearby)
    return any(born is not None and agrees(row.returned_nik, born) for born in births)


def contradicts(row: ReturnedRow, people: PersonIndex) -> bool:
    """Return whether a new NIK has another birth date than the roster and the row."""
    birth_dates = (
        people.row(row.match.number).get("birth_date"),
        read_day(row.line.text("birth_date")),
    )
    known = [born for born in birth_dates if born is not None]
    return bool(known) and not any(agrees(row.returned_nik, born) for born in known)


def has_other_birth_date(row: ReturnedRow, people: PersonIndex) -> bool:
    """Return whether a row's new birth date, or that in its new NIK, is no correction of the roster's.

    A correction changes the day, the month or the year, or swaps day and month.
    """
    known = people.row(row.match.number).get("birth_date")
    if known is None:
        return False
    typed = row.line.text("birth_date")
    now = read_day(typed) if typed != display_text(row.sent.get("birth_date", "")) else None
    new = _parts(now) if now else _parts_of_nik(row.returned_nik)
    day, month, year = _parts(known)
    changes = sum(a != b for a, b in zip(new, (day, month, year), strict=False))
    return changes > 1 and new != (month, day, year)


def _parts(born: date) -> tuple[int, ...]:
    """Return day, month and year as a NIK has them."""
    return born.day, born.month, born.year % 100


def _parts_of_nik(digits: str) -> tuple[int, ...]:
    """Return day, month and year of a NIK, or nothing where it is unreadable."""
    if len(digits) != nik.LENGTH or not digits.isdigit():
        return ()
    day = int(digits[6:8])
    day -= nik.WOMEN_DAY_OFFSET if day > nik.WOMEN_DAY_OFFSET else 0
    return day, int(digits[8:10]), int(digits[10:12])


def agrees(digits: str, born: date) -> bool:
    """Return whether a NIK has a birth date; an unreadable NIK never contradicts it."""
    parts = _parts_of_nik(digits)
    return not parts or parts == _parts(born)


def read_day(text: str) -> date | None:
    """Return the day of a typed date, or None."""
    try:
        return dates.parse(text)
    except ValueError:
        return None
