"""Payments of benefits: a fixed amount, a share of the wage, an amount by level of school, a service."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.rate_files import (
    NonEmptyText,
    Sen,
    StrictModel,
)
from pemilu_cover.values.rupiah import format_rupiah, round_half_up


class FixedAmount(StrictModel):
    """One amount for everybody."""

    kind: Literal["fixed"]
    amount: Sen = Field(alias="rupiah")

    def due(self, _: int) -> int:
        """Return the amount in sen, whatever the base."""
        return self.amount


class ReimbursementLimit(StrictModel):
    """Reimbursement of costs, up to an amount."""

    kind: Literal["ceiling"]
    amount: Sen = Field(alias="rupiah")

    def due(self, _: int) -> int:
        """Return the maximum, in sen."""
        return self.amount


class WageMultiple(StrictModel):
    """A percentage of some months' wages, at least a minimum."""

    kind: Literal["wage-share"]
    percent: Decimal = Field(alias="percent_of_wage", gt=0, le=100)
    months: int = Field(gt=0)
    minimum: Sen | None = None

    def due(self, base_sen: int) -> int:
        """Return the amount of a base, both in sen."""
        share = _share(self.percent) * self.months * base_sen
        return max(round_half_up(share), self.minimum or 0)


class DisabilityTableShare(StrictModel):
    """A percentage of some months' wages, by the table of disabilities."""

    kind: Literal["table-share"]
    months: int = Field(gt=0)

    def due(self, _: int) -> None:
        """Return no amount: it depends on the disability."""
        return

    def each_percent(self, base_sen: int) -> int:
        """Return the amount of one percent of the table, in sen."""
        return round_half_up(Fraction(self.months * base_sen, 100))


class MonthlyStep(StrictModel):
    """The share of the wage that is paid from a month to a month (None: until the end)."""

    first: int = Field(ge=1)
    last: int | None = Field(default=None, ge=1)
    percent: Decimal = Field(alias="percent_of_wage", gt=0, le=100)

    def due(self, base_sen: int) -> int:
        """Return the amount of one of these months, in sen."""
        return round_half_up(_share(self.percent) * base_sen)


class MonthlyWageShare(StrictModel):
    """A share of the wage for every month, which changes with time."""

    kind: Literal["monthly"]
    steps: tuple[MonthlyStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_gaps(self) -> Self:
        if self.steps[0].first != 1 or self.steps[-1].last is not None:
            raise ValueError("the months begin with 1, and the last step has no 'last'")
        for earlier, later in pairwise(self.steps):
            if earlier.last is None or later.first != earlier.last + 1:
                raise ValueError(
                    f"the step from month {later.first} does not follow the one before"
                )
        return self

    def due(self, _: int) -> None:
        """Return no amount: it depends on how long somebody cannot work."""
        return


class SchoolLevel(StrictModel):
    """A level of schooling: the amount of a year, and the maximum number of years."""

    name: NonEmptyText
    amount: Sen = Field(alias="rupiah_a_year")
    years: int = Field(ge=1)


class Scholarship(StrictModel):
    """An amount for each year at school, for a number of children."""

    kind: Literal["schooling"]
    children: int = Field(ge=1)
    most: Sen
    levels: tuple[SchoolLevel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_most(self) -> Self:
        if self.most != self.children * self.per_child:
            raise ValueError(
                f"'most' is not what the levels make: {format_rupiah(self.per_child)} a child"
            )
        return self

    @property
    def per_child(self) -> int:
        """The maximum of one child, in sen."""
        return sum(level.amount * level.years for level in self.levels)

    def due(self, _: int) -> int:
        """Return the maximum of all children, in sen."""
        return self.most


class InKindBenefit(StrictModel):
    """A benefit in kind."""

    kind: Literal["service"]
    text: NonEmptyText

    def due(self, _: int) -> None:
        """Return no amount."""
        return


Payment = Annotated[
    FixedAmount
    | ReimbursementLimit
    | WageMultiple
    | DisabilityTableShare
    | MonthlyWageShare
    | Scholarship
    | InKindBenefit,
    Field(discriminator="kind"),
]


def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100
