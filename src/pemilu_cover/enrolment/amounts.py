"""Amounts of a bill, in sums: by line, role, month and area; all in sen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pemilu_cover.law.rate_files import Segment


class InvoiceLine(NamedTuple):
    """One line of the bill: people of one role and number of months; ``base_sen`` is None for several."""

    role: str
    base_sen: int | None
    months: str
    people: int
    jkk_sen: int
    jkm_sen: int


class RoleTotal(NamedTuple):
    """All people of one role; ``person_months`` is what the daily rule can make a fraction."""

    code: str
    role: str
    people: int
    person_months: float
    jkk_sen: int
    jkm_sen: int


class MonthTotal(NamedTuple):
    """One billed month of a segment, the day by which it is to be paid, and what being late costs."""

    month: date
    segment: Segment
    people: int
    jkk_sen: int
    jkm_sen: int
    due: date
    months_late: int = 0
    penalty_sen: int = 0

    @property
    def total_sen(self) -> int:
        """Both programmes, without a penalty."""
        return self.jkk_sen + self.jkm_sen


class AreaTotal(NamedTuple):
    """The sums of one province or regency."""

    code: str
    name: str
    people: int
    person_months: float
    jkk_sen: int
    jkm_sen: int
