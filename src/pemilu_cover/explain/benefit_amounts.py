"""How the amount of a benefit comes about, in words."""

from __future__ import annotations

from pemilu_cover.law.benefit_cover import PayableBenefit
from pemilu_cover.law.benefit_payments import DisabilityTableShare, MonthlyWageShare, WageMultiple
from pemilu_cover.law.rate_files import BilingualText, Segment


def explain_amount(line: PayableBenefit, segment: Segment) -> BilingualText:
    """Return how an amount comes about: a share of the wage, or of the JKK base for BPU members."""
    is_share = isinstance(line.benefit.pays, WageMultiple | DisabilityTableShare | MonthlyWageShare)
    return replace_wage_by_base(line.how, segment) if is_share else line.how


def replace_wage_by_base(share: BilingualText, segment: Segment) -> BilingualText:
    """Name the JKK base as what a share is taken of for BPU members, whose income band sets it."""
    if segment == "pu":
        return share
    return BilingualText(
        id=share.id.replace("upah", "dasar JKK"), en=share.en.replace("wage", "JKK base")
    )
