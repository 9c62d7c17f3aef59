"""What JKK and JKM pay, by day: each benefit with its law, its article and how sure it is.

JKM pays where somebody dies, and not of a work accident; JKK where a work accident or an occupational
disease hurts, disables or kills. The two exclude each other. Amounts are fixed or follow the base, which
is the wage that was reported (PU) or the base of the band of income (BPU).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.benefit_payments import Payment
from pemilu_cover.law.dated_values import Citation, CitedText, DatedValue, Successive
from pemilu_cover.law.rate_files import SEGMENTS, NonEmptyText, Programme, RateFile, Segment, Sen

Body = Literal["KPU", "BAWASLU"]
BODIES: tuple[Body, ...] = ("KPU", "BAWASLU")
# "accident" is any work accident, whatever comes of it.
Event = Literal[
    "death", "total-disability", "partial-disability", "temporary-inability", "accident"
]
# What kind of help it is: money at once, money by the month, schooling, treatment, travel.
Group = Literal["cash", "monthly", "scholarship", "care", "transport"]


class Benefit(DatedValue):
    """One benefit, as its law words it, from a day to a day.

    ``months_paid`` is the time of contributions (masa iur) without which it is not paid.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    programme: Programme
    events: tuple[Event, ...] = Field(min_length=1)
    group: Group
    name: NonEmptyText
    pays: Payment
    months_paid: int = Field(default=0, ge=0)
    condition: NonEmptyText | None = None


class WaitingPeriod(DatedValue):
    """Benefits that members of a segment do not get in their first months."""

    segments: tuple[Segment, ...] = Field(min_length=1)
    benefits: tuple[str, ...] = Field(min_length=1)
    months: int = Field(ge=1)
    text: NonEmptyText


class BenefitCondition(DatedValue):
    """A condition or a duty, in words."""

    topic: str
    segments: tuple[Segment, ...] = SEGMENTS
    text: NonEmptyText


class ClaimDeadline(DatedValue):
    """After how many years a claim is lost, counted from the day of the accident or the diagnosis."""

    programme: Programme
    years: int = Field(ge=1)
    text: NonEmptyText


class Choice(DatedValue):
    """Some of the benefits: those that are paid once to members of several employers, or without heirs."""

    benefits: tuple[str, ...] = ()
    text: NonEmptyText


class Report(Citation):
    """An amount that another source has, in rupiah."""

    amount: Sen


class Santunan(DatedValue):
    """What an election body itself pays to its ad hoc people; this is no insurance.

    ``disputed`` is another amount, which a source that is less well founded has.
    """

    bodies: tuple[Body, ...] = Field(min_length=1)
    name: NonEmptyText
    amount: Sen
    at_most: bool = False
    disputed: Report | None = None


class KnownOmission(DatedValue):
    """What the files leave out, because its text was not seen: said, so that nobody takes it for nothing."""

    text: NonEmptyText


class BenefitLaw(RateFile):
    """All that is paid, on which conditions, and what is not known of it."""

    rounding: Successive[CitedText]
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    waiting: tuple[WaitingPeriod, ...] = ()
    paid_once: tuple[Choice, ...] = ()
    without_heirs: tuple[Choice, ...] = ()
    rules: tuple[BenefitCondition, ...] = ()
    lapses: tuple[ClaimDeadline, ...] = ()
    santunan: tuple[Santunan, ...] = ()
    unread: tuple[KnownOmission, ...] = ()

    @model_validator(mode="after")
    def _one_amount_a_day(self) -> Self:
        for earlier, later in pairwise(sorted(self.benefits, key=lambda b: (b.id, b.valid_from))):
            if earlier.id != later.id:
                continue
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise ValueError(f"two entries of {later.id} are in force on {later.valid_from}")
        return self

    @model_validator(mode="after")
    def _waiting_names_benefits(self) -> Self:
        known = {benefit.id for benefit in self.benefits}
        for key in ("waiting", "paid_once", "without_heirs"):
            named = {name for entry in getattr(self, key) for name in entry.benefits}
            if unknown := named - known:
                raise ValueError(f"{key!r} names the unknown benefit {min(unknown)}")
        return self
