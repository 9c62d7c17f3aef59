"""The law of contributions: rates, risk class, rounding, due day, penalty, and the laws that a bill names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.benefits import BODIES, Body
from pemilu_cover.law.dated_values import (
    Citation,
    CitedText,
    DatedValue,
    Successive,
    find_in_force,
    get_in_force,
)
from pemilu_cover.law.rate_files import (
    SEGMENTS,
    NonEmptyText,
    Programme,
    RateFile,
    Segment,
)
from pemilu_cover.values.rupiah import round_half_up

RiskClass = Literal["I", "II", "III", "IV", "V"]


class Rate(DatedValue):
    """The monthly rate of one programme, in percent of the wage."""

    # The base of benefits is the wage.
    base_sen: ClassVar[None] = None
    percent: Decimal = Field(ge=0, le=100)
    risk_class: RiskClass | None = None

    @cached_property
    def fraction(self) -> Fraction:
        """The rate as an exact share of the wage: 0.24 % is 3/1250."""
        return Fraction(self.percent) / 100

    @cached_property
    def _ratio(self) -> tuple[int, int]:
        return self.fraction.as_integer_ratio()

    def tariff_for(self, _: int) -> Self:
        """Return the same tariff for each income."""
        return self

    def contribution(self, base_sen: int) -> Fraction:
        """Return a month's contribution of a base in sen, not yet rounded."""
        numerator, denominator = self._ratio
        return Fraction(base_sen * numerator, denominator)


class ElectionBodyRiskClass(DatedValue):
    """The risk class of election bodies."""

    risk_class: RiskClass


class ProgrammeRates(RateFile):
    """One programme: its rates by day and, if it has classes, by risk class."""

    programme: Programme
    name: str
    election_bodies: Successive[ElectionBodyRiskClass] | None = None
    rates: tuple[Rate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_overlaps(self) -> Self:
        for earlier, later in pairwise(
            sorted(self.rates, key=lambda r: (str(r.risk_class), r.valid_from))
        ):
            if earlier.risk_class != later.risk_class:
                continue
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise ValueError(f"two rates are in force on {later.valid_from}")
        if list(self.rates) != sorted(self.rates, key=lambda r: r.valid_from):
            raise ValueError("the entries are not in the order of their dates")
        return self

    def on(self, day: date) -> Rate:
        """Return the rate in force on a day; raise `NoRateInForceError` if there is none."""
        body = self.risk_class(day)
        risk_class = body.risk_class if body else None
        same_class = (rate for rate in self.rates if rate.risk_class == risk_class)
        return get_in_force(same_class, day, self.programme)

    def risk_class(self, day: date) -> ElectionBodyRiskClass | None:
        """Return the risk class of election bodies on a day; None for a programme without classes."""
        return find_in_force(self.election_bodies or (), day)


class Rounding(DatedValue):
    """The rounding of a contribution to a payable amount; only this one is supported."""

    unit: Literal[Decimal("0.01")]  # type: ignore[valid-type]
    mode: Literal["half-up"]

    def apply(self, amount_sen: Fraction) -> int:
        """Return an exact amount, rounded, in sen."""
        return round_half_up(amount_sen)


class DueRule(Citation):
    """The day by which a month's contributions are paid."""

    day: int = Field(ge=1, le=31)
    months_after: int = Field(ge=0, le=12)


class LatePaymentRule(Citation):
    """The penalty for a month of delay, in percent of the contribution; started months count in full."""

    percent: Decimal = Field(gt=0, le=100)

    @property
    def fraction(self) -> Fraction:
        """The penalty of one month as an exact share of the contribution."""
        return Fraction(self.percent) / 100


class DatedDueRule(DueRule, DatedValue):
    """The due day of the months from a day to a day."""


class DatedLatePaymentRule(LatePaymentRule, DatedValue):
    """The penalty of the months from a day to a day."""


class ReportingPeriod(DatedValue):
    """The number of working days within which an employer reports a change of workers, wages or data."""

    working_days: int = Field(ge=1, le=60)


class LegalBasis(DatedValue):
    """A law that a bill cites for the people of some bodies and segments, and its content."""

    text: NonEmptyText
    segments: tuple[Segment, ...] = SEGMENTS
    bodies: tuple[Body, ...] = BODIES


class ContributionLaw(RateFile):
    """The rules of both programmes."""

    rounding: Successive[Rounding]
    base: Successive[CitedText]
    honor_base: Successive[CitedText]
    payer: Successive[CitedText]
    due: Successive[DatedDueRule]
    penalty: Successive[DatedLatePaymentRule]
    change_report: Successive[ReportingPeriod]
    legal_basis: tuple[LegalBasis, ...]
