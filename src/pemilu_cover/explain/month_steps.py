"""Why a contract is billed for so many months."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from pemilu_cover.explain.calculation_step import CalculationStep
from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_month_span,
    verbatim,
)
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.premium import Premium
from pemilu_cover.values.dates import add_months
from pemilu_cover.values.months import format_months


def months_step(premium: Premium, agreement: Agreement) -> CalculationStep:
    """Return the billed months, and the days at the end that they leave uncovered."""
    months, rule, period = premium.months, premium.rule, premium.contract.period
    named = [
        CalculationStep(
            localized_month_span(alike[0].month, alike[-1].month),
            verbatim(format_months(share * len(alike))),
            _days_served(share * len(alike), rule.days_per_month) if rule.count == "days" else None,
        )
        for share, group in groupby(months.billed, key=lambda billed: billed.share)
        if (alike := list(group))
    ]
    if months.uncovered_days:
        first = months.uncovered_from
        since = localize("premium.since", day=first) if first else localize("premium.at-the-end")
        named.append(
            CalculationStep(
                localize("premium.not-covered"),
                localize("premium.days", days=months.uncovered_days),
                since,
            )
        )
    fixed = period.months is not None
    why = _FIXED_MONTHS if fixed else _explain_count(premium)
    if months.with_death:
        why = localize("premium.month-of-death", why=why)
    span = _span(period.start, period.end, period.days)
    if fixed and agreement.role(premium.contract.role).months:
        why = localize("premium.months-fixed-by-agreement")
    return CalculationStep(
        localize("premium.months"),
        verbatim(format_months(months.total)),
        localize(
            "premium.month-count",
            name=rule.name,
            span=span,
            why=why,
        ),
        None if fixed else rule,
        tuple(named),
    )


_FIXED_MONTHS = localize("premium.months-requested")


def _explain_count(premium: Premium) -> LocalizedText:
    """Return how the rule came to its months."""
    months, rule = premium.months, premium.rule
    whole, tail = len(months.billed), months.tail_days
    if rule.count == "calendar":
        return localize("premium.calendar-months", whole=whole)
    if rule.count == "days":
        days = months.total * rule.days_per_month
        return localize("premium.days-over-month", days=days, days_per_month=rule.days_per_month)
    if not months.full:
        period = premium.contract.period
        served = (period.last - period.start).days + 1
        return localize("premium.less-than-a-month", served=served)
    until = add_months(premium.contract.period.start, months.full)
    full = localize("premium.full-months-until", full=months.full, until=until)
    if premium.contract.period.end is None:  # so many days: months of a fixed length
        full = localize("premium.full-months", full=months.full)
    if not tail:
        return full
    if months.uncovered_days:
        most = rule.forgiven_tail_days
        return localize("premium.tail-forgiven", tail=tail, most=most, full=full)
    return localize("premium.tail-counted", tail=tail, full=full)


def _span(start: date, end: date | None, days: int | None) -> LocalizedText:
    if end is None and days:
        end = start + timedelta(days=days - 1)
    if end is None:
        return localize("premium.open-span", start=start)
    return localize("premium.span", start=start, end=end)


def _days_served(share: Fraction, days_per_month: int) -> LocalizedText:
    days = share * days_per_month
    return localize("premium.days", days=days)
