"""What one programme costs, month by month, and which reliefs apply to it or do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from pemilu_cover.explain.calculation_step import CalculationStep, exact_amount, money
from pemilu_cover.explain.law_text import (
    format_funds,
    format_percent,
    format_rounding,
    format_tariff,
)
from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_month_span,
    verbatim,
)
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.dated_values import Citation
from pemilu_cover.law.premium import MonthlyContribution, Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.law.relief import DenialReason, denial_reason, reliefs_in_month
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.values import rupiah
from pemilu_cover.values.months import format_months

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff


def programme_step(programme: Programme, premium: Premium, book: RateBook) -> CalculationStep:
    """Return what a programme costs: its rates, reliefs, months and rounding."""
    charges = [charge for charge in premium.charges if charge.programme == programme]
    once = premium.rule.rounded == "programme"
    alike = groupby(charges, key=lambda charge: (charge.tariff, charge.relief, charge.exact))
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    steps = (
        *(_tariff_step(tariff) for used, tariff in premium.tariffs if used == programme),
        *(_relief_step(relief) for relief in dict.fromkeys(c.relief for c in charges) if relief),
        *(_charge_step(list(group), premium, once=once) for _, group in alike),
        _rounding_step(charges, once=once),
    )
    return CalculationStep(
        verbatim(f"{programme} ({name})"), money(premium.programme_sen(programme)), steps=steps
    )


def _tariff_step(tariff: Tariff) -> CalculationStep:
    since = localize("premium.in-force-since", valid_from=tariff.valid_from)
    return CalculationStep(localize("premium.rate"), format_tariff(tariff), since, tariff)


def _relief_step(relief: Relief) -> CalculationStep:
    paid = format_percent(relief.percent_paid)
    value = localize("premium.relief-paid", paid=paid)
    condition = CalculationStep(localize("premium.relief-condition"), verbatim(relief.condition))
    steps = (condition,) if relief.condition else ()
    return CalculationStep(localize("premium.relief"), value, verbatim(relief.name), relief, steps)


def _charge_step(
    charges: Sequence[MonthlyContribution], premium: Premium, *, once: bool
) -> CalculationStep:
    """Show one month, or several that cost the same; exact where the sum alone is rounded."""
    first = charges[0]
    share = "" if first.share == 1 else f"{format_months(first.share)} × "
    relief_factor = f" × {format_percent(first.relief.percent_paid)}" if first.relief else ""
    if premium.base.kind == "per-head":
        per_head = rupiah.format_rupiah(premium.base.amount or 0)
        owed = localize("premium.programme-part", per_head=per_head)
    elif isinstance(first.tariff, FixedContribution):
        owed = verbatim(rupiah.format_rupiah(first.tariff.amount))
    else:
        owed = verbatim(
            f"{rupiah.format_rupiah(first.base_sen)} × {format_percent(first.tariff.percent)}"
        )
    exact = exact_amount(first.exact)
    why = localize(
        "premium.month-amount", share=share, factor=relief_factor, exact=exact, owed=owed
    )
    amount = exact if once else rupiah.format_rupiah(first.amount_sen)
    if len(charges) > 1:
        together = len(charges) * (first.exact if once else first.amount_sen)
        amount = f"{len(charges)} × {amount} = {exact_amount(Fraction(together))}"
    months = localized_month_span(first.month, charges[-1].month)
    return CalculationStep(months, verbatim(amount), why)


def _rounding_step(charges: Sequence[MonthlyContribution], *, once: bool) -> CalculationStep:
    rounding = charges[0].rounding
    how = format_rounding(rounding)
    if once:
        total = exact_amount(sum((charge.exact for charge in charges), Fraction(0)))
        amount = rupiah.format_rupiah(sum(charge.amount_sen for charge in charges))
        value = localize("premium.rounded-once", total=total, amount=amount)
    else:
        value = localize("premium.rounded-monthly")
    return CalculationStep(localize("premium.rounding"), value, how, rounding)


def inapplicable_reliefs(premium: Premium, book: RateBook) -> Iterator[CalculationStep]:
    """Return each relief of the billed months that does not apply, with the reason."""
    months = [billed.month for billed in premium.months.billed]
    days = [max(month, premium.contract.period.start) for month in months]
    refused: dict[tuple[Citation, LocalizedText, LocalizedText], list[date]] = {}
    for day in days:
        for relief in reliefs_in_month(day, book):
            if why := denial_reason(relief, day, premium.relief_status):
                law = relief.not_honorer if relief.not_honorer and why == "honorer" else relief
                key = law, verbatim(relief.name), _denial(why, relief)
                refused.setdefault(key, []).append(day)
        for entry in book.relief.elsewhere:
            if entry.relief and entry.in_force(day):
                refused.setdefault((entry, entry.name, entry.why), []).append(day)
    if refused:
        yield CalculationStep(
            localize("premium.denied-reliefs"),
            verbatim(str(len(refused))),
            steps=tuple(
                CalculationStep(
                    name,
                    localized_month_span(months_refused[0], months_refused[-1]),
                    why,
                    law,
                )
                for (law, name, why), months_refused in refused.items()
            ),
        )


def _denial(why: DenialReason, relief: Relief) -> LocalizedText:
    if why == "public-budget":
        return localize("premium.denied-public-budget", funds=format_funds(relief.excluded_funds))
    return localize(f"premium.denied-{why}")
