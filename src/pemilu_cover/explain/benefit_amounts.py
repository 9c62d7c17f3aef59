"""How the amount of a benefit comes about, in words."""

from __future__ import annotations

from decimal import Decimal

from pemilu_cover.i18n.text import LocalizedText, localize, localized_list
from pemilu_cover.law.benefit_payments import (
    DisabilityTableShare,
    FixedAmount,
    InKindBenefit,
    MonthlyStep,
    MonthlyWageShare,
    Payment,
    ReimbursementLimit,
    Scholarship,
    WageMultiple,
)
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.values.rupiah import format_rupiah

# What a share is taken of: the band of income sets it for BPU members.
_BASES: dict[Segment, LocalizedText] = {
    "pu": localize("benefits.wage"),
    "bpu": localize("benefits.jkk-base"),
}


def explain_amount(pays: Payment, segment: Segment = "pu") -> LocalizedText:
    """Return how an amount comes about, for the members of a segment."""
    match pays:
        case FixedAmount():
            return localize("benefits.fixed-amount")
        case ReimbursementLimit():
            return localize("benefits.actual-cost")
        case Scholarship(children=children, per_child=most):
            return localize("benefits.scholarship", children=children, most=format_rupiah(most))
        case InKindBenefit(text=text):
            return text
    return _explain_share_of_base(pays, segment)


def _explain_share_of_base(
    pays: WageMultiple | DisabilityTableShare | MonthlyWageShare, segment: Segment
) -> LocalizedText:
    base = _BASES[segment]
    if isinstance(pays, MonthlyWageShare):
        return localized_list((_explain_step(step, segment) for step in pays.steps), "; ")
    if isinstance(pays, DisabilityTableShare):
        return localize("benefits.disability-table", months=pays.months, base=base)
    share = localize(
        "benefits.wage-multiple", percent=_percent(pays.percent), months=pays.months, base=base
    )
    if pays.minimum is None:
        return share
    minimum = format_rupiah(pays.minimum)
    return localize("benefits.with-minimum", share=share, minimum=minimum)


def explain_share(step: MonthlyStep, segment: Segment) -> LocalizedText:
    """Return which share of the wage a step pays."""
    return localize("benefits.monthly-share", percent=_percent(step.percent), base=_BASES[segment])


def format_step_months(step: MonthlyStep) -> LocalizedText:
    """Return the months of a step, counted from the accident: ``bulan 1–12``, ``bulan 13 dst.``."""
    if step.last is None:
        return localize("benefits.months-from", first=step.first)
    return localize("benefits.months-between", first=step.first, last=step.last)


def _explain_step(step: MonthlyStep, segment: Segment) -> LocalizedText:
    months, share = format_step_months(step), explain_share(step, segment)
    return localize("benefits.monthly-step", months=months, share=share)


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f} %".replace(".", ",")
