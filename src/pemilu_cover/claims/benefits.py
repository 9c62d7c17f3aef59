"""What the benefits of a case amount to, by the wage, the day and the membership of its person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pemilu_cover.claims.people import ClaimPerson
from pemilu_cover.law.benefit_cover import (
    DeathCover,
    PayableBenefit,
    benefits_on,
    death_cover,
    death_grant_without_heirs,
    disability_cover,
)
from pemilu_cover.law.benefits import BenefitCondition, Choice, Santunan
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.proration import full_months
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Segment

# Conditions that a paper about benefits shows.
_TOPICS = frozenset(
    "begins either-or active wage base no-heir payment wage-goes-on scholarship-ends disease arrears "
    "three-months suspected who-reports".split()
)


@dataclass(frozen=True, slots=True)
class ClaimBenefits:
    """The benefits of a case: lines for each event, lump sums, the office's own grants, conditions.

    ``lines`` and ``cover`` are empty where the wage is not known. ``months`` of membership are counted from
    the first day of the contract.
    """

    base_sen: int | None
    months: int
    segment: Segment
    lines: tuple[PayableBenefit, ...]
    cover: DeathCover | None
    disability_sen: int | None
    without_heirs: tuple[int, Choice] | None
    santunan: tuple[Santunan, ...]
    rules: tuple[BenefitCondition, ...]


def claim_benefits(person: ClaimPerson, day: date, book: RateBook) -> ClaimBenefits:
    """Return the benefits of a person at an event of a day."""
    law = book.benefits
    segment = person.segment or "pu"
    base_sen = person.base_sen or person.wage_sen
    months = full_months(person.start, day)[0] if person.start and person.start <= day else 0
    lines = tuple(benefits_on(law, day, base_sen, segment, months)) if base_sen else ()
    role = book.roles.roles.get(person.role or "")
    return ClaimBenefits(
        base_sen=base_sen,
        months=months,
        segment=segment,
        lines=lines,
        cover=death_cover(law, base_sen, day, segment, months) if base_sen else None,
        disability_sen=disability_cover(law, base_sen, day, segment, months) if base_sen else None,
        without_heirs=death_grant_without_heirs(law, lines, day) if lines else None,
        santunan=tuple(
            grant
            for grant in in_force(law.santunan, day)
            if role is None or role.body in grant.bodies
        ),
        rules=tuple(
            rule
            for rule in in_force(law.rules, day)
            if rule.topic in _TOPICS and segment in rule.segments
        ),
    )
