"""What a member or the family gets on a day: benefits of a base, sums at a death or a disability.

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
from pemilu_cover.law.benefits import Benefit, BenefitLaw, Choice, Event
from pemilu_cover.law.dated_values import Citation, in_force
from pemilu_cover.law.rate_files import Programme, Segment

_TOTAL_DISABILITY = "jkk-total-disability"


@dataclass(frozen=True)
class PayableBenefit:
    """A benefit on a day, of a base: what is paid at an event.

    ``amount_sen`` is the sum, or the most, in sen; None where it depends on more than the base. Before
    ``months_needed`` months it is not paid, by ``source``: then it is not ``payable``.
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
        """Whether the amount is a ceiling and no sum."""
        return isinstance(self.benefit.pays, ReimbursementLimit | Scholarship)

    @property
    def counts(self) -> bool:
        """Whether it belongs to the sum that is paid at once."""
        return self.payable and self.benefit.group == "cash"


class DeathCover(NamedTuple):
    """What is paid at once at a death, in sen: not by a work accident (JKM), and by one (JKK)."""

    jkm_sen: int
    jkk_sen: int


def benefits_on(
    law: BenefitLaw, day: date, base_sen: int, segment: Segment = "pu", months: int = 0
) -> list[PayableBenefit]:
    """Return what is paid for what happens on a day, one line for each benefit and event.

    ``base_sen`` is a month's wage in sen, or the base of the band of a BPU member; ``months`` is how long
    the person has been a member and has paid. A day without an entry has no line.
    """
    return [
        PayableBenefit(
            benefit, event, base_sen, benefit.pays.due(base_sen), needed, months >= needed, source
        )
        for benefit in in_force(law.benefits, day)
        for needed, source in [_wait(benefit, law, day, segment)]
        for event in benefit.events
    ]


def paid_at_once(lines: Iterable[PayableBenefit], programme: Programme, event: Event) -> int:
    """Return the sum of what a programme pays at once at an event, in sen; scholarships are not in it."""
    return sum(
        line.amount_sen or 0
        for line in lines
        if line.counts and (line.benefit.programme, line.event) == (programme, event)
    )


def paid_by_employers(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date, employers: int
) -> tuple[int, Choice] | None:
    """Return what JKM pays for a member of several employers on a day, in sen, and the entry that says so.

    None where no entry is in force. ``lines`` are those of one employer.
    """
    for entry in in_force(law.paid_once, day):
        return sum(
            (line.amount_sen or 0) * (1 if line.benefit.id in entry.benefits else employers)
            for line in lines
            if line.counts and (line.benefit.programme, line.event) == ("JKM", "death")
        ), entry
    return None


def paid_without_heirs(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date
) -> tuple[int, Choice] | None:
    """Return what JKM pays at the death of a member without heirs, in sen.

    None where no entry is in force.
    """
    for entry in in_force(law.without_heirs, day):
        payable = [line for line in lines if line.benefit.id in entry.benefits]
        return paid_at_once(payable, "JKM", "death"), entry
    return None


def death_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> DeathCover | None:
    """Return what is paid at once at a death on a day, or None where no benefit of it is in force.

    Both are sums in sen, without scholarships; ``base_sen``, ``segment`` and ``months`` as in
    `benefits_on`. The two are alternatives: a death is by a work accident or it is not.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if {line.benefit.programme for line in lines if line.event == "death"} != {"JKK", "JKM"}:
        return None
    return DeathCover(paid_at_once(lines, "JKM", "death"), paid_at_once(lines, "JKK", "death"))


def disability_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> int | None:
    """Return what is paid at once at a total permanent disability on a day, in sen, without scholarships.

    None where the grant itself is not in the files: a part of the sum would be taken for the whole.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if _TOTAL_DISABILITY not in {line.benefit.id for line in lines}:
        return None
    return paid_at_once(lines, "JKK", "total-disability")


def _wait(benefit: Benefit, law: BenefitLaw, day: date, segment: Segment) -> tuple[int, Citation]:
    """Return after how many months a benefit is paid, and the entry that says so."""
    needed: int = benefit.months_paid
    source: Citation = benefit
    for waiting in in_force(law.waiting, day):
        if segment in waiting.segments and benefit.id in waiting.benefits:
            needed, source = max(needed, waiting.months), waiting
    return needed, source
