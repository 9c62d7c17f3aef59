"""The rules that count the months of a contract, by name and by the first day of the contract."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.dated_values import (
    DatedValue,
    Successive,
    find_in_force,
    get_in_force,
)
from pemilu_cover.law.rate_files import (
    NonEmptyText,
    RateFile,
)


class ProrationRule(DatedValue):
    """How the months of a contract are counted, and where its amounts are rounded."""

    name: NonEmptyText
    count: Literal["anniversaries", "calendar", "days"]
    forgiven_tail_days: int = Field(ge=0, le=30)
    days_per_month: int = Field(ge=1, le=31)
    rounded: Literal["month", "programme"]


class ProrationLaw(RateFile):
    """The rules of proration by name, each with its entries by the first day of a contract."""

    default: str
    rules: dict[str, Successive[ProrationRule]]

    @model_validator(mode="after")
    def _check_default(self) -> Self:
        if self.default not in self.rules:
            raise ValueError(f"the default rule {self.default!r} is not among the rules")
        return self

    def rule(self, name: str, day: date) -> ProrationRule:
        """Return the rule of a name for contracts that begin on a day. Raise `NoRateInForceError`."""
        return get_in_force(self.rules[name], day, name)

    def on(self, day: date) -> dict[str, ProrationRule]:
        """Return the rules for contracts that begin on a day, by name."""
        rules = {name: find_in_force(entries, day) for name, entries in self.rules.items()}
        return {name: rule for name, rule in rules.items() if rule}
