"""Bounds of plausible values in rosters; none of them is law."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from pemilu_cover.law.dated_values import (
    Citation,
)
from pemilu_cover.law.rate_files import (
    RateFile,
)


class PlausibilityBound(Citation):
    """A bound beyond which a value is implausible."""

    value: Decimal = Field(gt=0)


class Plausibility(RateFile):
    """Bounds of plausible rosters; none of them is law."""

    lowest_wage_share: PlausibilityBound
    impossible_wage_share: PlausibilityBound
    highest_other_wage_rupiah: PlausibilityBound
    highest_minimum_wage_rupiah: PlausibilityBound
    longest_contract_months: PlausibilityBound
