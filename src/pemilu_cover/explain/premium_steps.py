"""How a premium came about, step by step: months, base, rate, relief, rounding, sum, each with its law.

A tree of facts that were decided elsewhere; nothing is reckoned here a second time.
"""

from __future__ import annotations

from pemilu_cover.explain.base_steps import base_step, segment_step
from pemilu_cover.explain.calculation_step import CalculationStep, money
from pemilu_cover.explain.month_steps import months_step
from pemilu_cover.explain.programme_steps import inapplicable_reliefs, programme_step
from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_count,
    verbatim,
)
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES
from pemilu_cover.values import rupiah


def explain_premium(
    premium: Premium,
    agreement: Agreement,
    book: RateBook,
    wage_source: LocalizedText,
    *,
    people: int = 1,
) -> CalculationStep:
    """Return the tree of a premium; ``wage_source`` says where its wage was taken from."""
    role = book.roles.roles[premium.contract.role].name
    steps = [
        _wage_step(premium, wage_source),
        segment_step(premium, agreement, book),
        base_step(premium, agreement, book),
        months_step(premium, agreement),
        *(programme_step(name, premium, book) for name in PROGRAMMES),
        *inapplicable_reliefs(premium, book),
        _sum_step(premium),
    ]
    if people > 1:
        steps.append(_all_people_step(premium, people))
    return CalculationStep(verbatim(role), money(premium.total_sen), steps=tuple(steps))


def _wage_step(premium: Premium, wage_source: LocalizedText) -> CalculationStep:
    return CalculationStep(
        localize("premium.wage"),
        money(premium.contract.wage_sen),
        why=wage_source,
    )


def _sum_step(premium: Premium) -> CalculationStep:
    parts = " + ".join(rupiah.format_rupiah(premium.programme_sen(name)) for name in PROGRAMMES)
    return CalculationStep(
        localize("premium.sum-per-person"), money(premium.total_sen), verbatim(parts)
    )


def _all_people_step(premium: Premium, people: int) -> CalculationStep:
    each = rupiah.format_rupiah(premium.total_sen)
    return CalculationStep(
        localize("premium.sum-of-all"),
        money(premium.total_sen * people),
        localize(
            "premium.people",
            each=each,
            people=localized_count(people),
        ),
    )
