"""The benefits of a member on a day, and their sums at a death or a disability.

>>> from pemilu_cover.law.rate_book import RateBook
>>> death_cover(RateBook.load().benefits, base_sen=1_000_000_00, day=date(2024, 11, 27))
DeathCover(jkm_sen=4200000000, jkk_sen=7000000000)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pemilu_cover.law.benefit_payments import ReimbursementLimit, Scholarship
from pemilu_cover.law.benefits import Benefit, BenefitLaw, Choice, Event, WaitingPeriod
from pemilu_cover.law.dated_values import Citation, in_force
from pemilu_cover.law.rate_files import Programme, Segment

_TOTAL_DISABILITY = "jkk-total-disability"


@dataclass(frozen=True)
class PayableBenefit:
    """A benefit of a base at an event of a day.

    ``amount_sen`` is the amount or its maximum, in sen; None if it depends on more than the base. By
    ``source``, it is only ``payable`` after ``months_needed`` months.
    """

    benefit: Benefit
    event: Event
    base_sen: int
    amount_sen: int | None
    months_needed: int
    payable: bool
    source: Citation

    @property
    def at_most(self) -> bool:
        """Whether the amount is a ceiling."""
        return isinstance(self.benefit.pays, ReimbursementLimit | Scholarship)

    @property
    def counts(self) -> bool:
        """Whether it is part of the lump sum."""
        return self.payable and self.benefit.group == "cash"


class DeathCover(NamedTuple):
    """The lump sums at a death, in sen: without a work accident (JKM), and by one (JKK)."""

    jkm_sen: int
    jkk_sen: int


def benefits_on(
    law: BenefitLaw, day: date, base_sen: int, segment: Segment = "pu", months: int = 0
) -> list[PayableBenefit]:
    """Return the benefits for events of a day, one line for each benefit and event.

    ``base_sen`` is a month's wage in sen, or the base of a BPU member's income band; ``months`` is the number
    of months for which the member has paid. There are no lines for a day without an entry.
    """
    waiting = [entry for entry in in_force(law.waiting, day) if segment in entry.segments]
    return [
        PayableBenefit(
            benefit, event, base_sen, benefit.pays.due(base_sen), needed, months >= needed, source
        )
        for benefit in in_force(law.benefits, day)
        for needed, source in [_waiting_months(benefit, waiting)]
        for event in benefit.events
    ]


def lump_sum(lines: Iterable[PayableBenefit], programme: Programme, event: Event) -> int:
    """Return the lump sum of a programme at an event, in sen, without scholarships."""
    return sum(
        line.amount_sen or 0
        for line in lines
        if line.counts and (line.benefit.programme, line.event) == (programme, event)
    )


def death_grant_of_several_employers(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date, employers: int
) -> tuple[int, Choice] | None:
    """Return the JKM lump sum of a member of several employers on a day, in sen, and its legal entry.

    None if no entry is in force. ``lines`` are those of one employer.
    """
    for entry in in_force(law.paid_once, day):
        return sum(
            (line.amount_sen or 0) * (1 if line.benefit.id in entry.benefits else employers)
            for line in lines
            if line.counts and (line.benefit.programme, line.event) == ("JKM", "death")
        ), entry
    return None


def death_grant_without_heirs(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date
) -> tuple[int, Choice] | None:
    """Return the JKM lump sum of a member without heirs, in sen, and its legal entry.

    None if no entry is in force.
    """
    for entry in in_force(law.without_heirs, day):
        payable = [line for line in lines if line.benefit.id in entry.benefits]
        return lump_sum(payable, "JKM", "death"), entry
    return None


def death_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> DeathCover | None:
    """Return the lump sums at a death on a day, or None if no benefit of it is in force.

    Both are in sen, without scholarships; ``base_sen``, ``segment`` and ``months`` as in `benefits_on`. They
    exclude each other: a death is by a work accident or it is not.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if {line.benefit.programme for line in lines if line.event == "death"} != {"JKK", "JKM"}:
        return None
    return DeathCover(lump_sum(lines, "JKM", "death"), lump_sum(lines, "JKK", "death"))


def disability_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> int | None:
    """Return the lump sum at a total permanent disability on a day, in sen, without scholarships.

    None if the grant itself is not in the files: the rest would be mistaken for the full sum.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if _TOTAL_DISABILITY not in {line.benefit.id for line in lines}:
        return None
    return lump_sum(lines, "JKK", "total-disability")


def _waiting_months(benefit: Benefit, waiting: Iterable[WaitingPeriod]) -> tuple[int, Citation]:
    """Return the waiting months of a benefit, and their legal entry."""
    needed: int = benefit.months_paid
    source: Citation = benefit
    for entry in waiting:
        if benefit.id in entry.benefits:
            needed, source = max(needed, entry.months), entry
    return needed, source
