"""The benefits of JKK and JKM by day, each with its law, article and confidence.

JKM pays at a death without a work accident; JKK at an injury, disability or death by a work accident or an
occupational disease. They exclude each other. Amounts are fixed or depend on the base, which is the reported
wage (PU) or the base of the income band (BPU).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.benefit_payments import Payment
from pemilu_cover.law.dated_values import Citation, CitedText, DatedValue, Successive
from pemilu_cover.law.rate_files import SEGMENTS, NonEmptyText, Programme, RateFile, Segment, Sen

Body = Literal["KPU", "BAWASLU"]
BODIES: tuple[Body, ...] = ("KPU", "BAWASLU")
# "accident" is any work accident, whatever its consequence.
Event = Literal[
    "death", "total-disability", "partial-disability", "temporary-inability", "accident"
]
# The kind of benefit: a lump sum, monthly payments, schooling, treatment, travel.
Group = Literal["cash", "monthly", "scholarship", "care", "transport"]


class Benefit(DatedValue):
    """One benefit, in the words of its law, from a day to a day.

    ``months_paid`` is the number of months of contributions (masa iur) that it requires.
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
    """The years after which a claim lapses, counted from the day of the accident or the diagnosis."""

    programme: Programme
    years: int = Field(ge=1)
    text: NonEmptyText


class Choice(DatedValue):
    """A choice of benefits: those that are paid once to members of several employers, or without heirs."""

    benefits: tuple[str, ...] = ()
    text: NonEmptyText


class Report(Citation):
    """An amount of another source, in rupiah."""

    amount: Sen


class Santunan(DatedValue):
    """A grant that an election body itself pays to its ad hoc staff; this is no insurance.

    ``disputed`` is the amount of a less reliable source.
    """

    bodies: tuple[Body, ...] = Field(min_length=1)
    name: NonEmptyText
    amount: Sen
    at_most: bool = False
    disputed: Report | None = None


class KnownOmission(DatedValue):
    """A benefit that is not in the files because its text was not available."""

    text: NonEmptyText


class BenefitLaw(RateFile):
    """All benefits, their conditions, and known omissions."""

    rounding: Successive[CitedText]
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    waiting: tuple[WaitingPeriod, ...] = ()
    paid_once: tuple[Choice, ...] = ()
    without_heirs: tuple[Choice, ...] = ()
    rules: tuple[BenefitCondition, ...] = ()
    lapses: tuple[ClaimDeadline, ...] = ()
    santunan: tuple[Santunan, ...] = ()
    unread: tuple[KnownOmission, ...] = ()

    @cached_property
    def days_of_change(self) -> set[date]:
        """The first days of benefits and waiting periods, and the days after their last ones."""
        entries = (*self.benefits, *self.waiting)
        lasts = (entry.valid_to or date.max for entry in entries)
        after = {day + timedelta(days=1) for day in lasts if day < date.max}
        return after | {entry.valid_from for entry in entries}

    @cached_property
    def waiting_months(self) -> set[int]:
        """The numbers of months after which a member gets more benefits."""
        paid = {benefit.months_paid for benefit in self.benefits}
        return paid | {entry.months for entry in self.waiting}

    @model_validator(mode="after")
    def _check_overlaps(self) -> Self:
        for earlier, later in pairwise(sorted(self.benefits, key=lambda b: (b.id, b.valid_from))):
            if earlier.id != later.id:
                continue
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise ValueError(f"two entries of {later.id} are in force on {later.valid_from}")
        return self

    @model_validator(mode="after")
    def _check_benefit_ids(self) -> Self:
        known = {benefit.id for benefit in self.benefits}
        for key in ("waiting", "paid_once", "without_heirs"):
            benefit_ids = {name for entry in getattr(self, key) for name in entry.benefits}
            if unknown := benefit_ids - known:
                raise ValueError(f"{key!r} names the unknown benefit {min(unknown)}")
        return self
