"""The data of ``rab.xlsx``, complete before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pemilu_cover.documents.model import Signature


class RabLine(NamedTuple):
    """One line: people of a role in months of one price; the amounts are for one person and month, in sen."""

    role: str
    volume: str
    people: int
    months: int
    base_sen: int
    jkk_sen: int
    jkm_sen: int

    @property
    def price_sen(self) -> int:
        """Both programmes, for one person and month."""
        return self.jkk_sen + self.jkm_sen

    @property
    def total_sen(self) -> int:
        """All people, all months, both programmes."""
        return self.people * self.months * self.price_sen


class RabSection(NamedTuple):
    """The lines of one election body."""

    title: str
    lines: Sequence[RabLine]

    @property
    def total_sen(self) -> int:
        """All lines."""
        return sum(line.total_sen for line in self.lines)


class RabMonth(NamedTuple):
    """One billed month of a segment, and its due date; amounts in sen."""

    month: date
    segment: str
    people: int
    jkk_sen: int
    jkm_sen: int
    due: date


class ScenarioColumn(NamedTuple):
    """One scenario: its cost in sen, and what is paid at a death, JKM and JKK, by role; None: not known."""

    title: str
    jkk_sen: int | None
    jkm_sen: int | None
    average_sen: int | None
    deaths: Sequence[tuple[int | None, int | None]]

    @property
    def total_sen(self) -> int | None:
        """Both programmes."""
        if self.jkk_sen is None or self.jkm_sen is None:
            return None
        return self.jkk_sen + self.jkm_sen


@dataclass(frozen=True)
class BudgetWorkbook:
    """Everything in the workbook."""

    office: str
    election: str
    units: str
    terms: str
    payer: str
    sections: Sequence[RabSection]
    legal_basis: Sequence[str]
    notes: Sequence[str]
    uncounted: Sequence[str]
    months: Sequence[RabMonth]
    choices: Sequence[ScenarioColumn]
    roles_compared: Sequence[str]
    choice_notes: Sequence[str]
    place_and_date: str
    signatures: Sequence[Signature]

    @property
    def total_sen(self) -> int:
        """What the plan costs."""
        return sum(section.total_sen for section in self.sections)
