"""A quote as a clerk reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pemilu_cover.estimates.quote import Quote
from pemilu_cover.explain.law_text import format_percent, format_tariff
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_count,
    localized_list,
)
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.values import rupiah
from pemilu_cover.values.months import format_months

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff


class _Row(NamedTuple):
    label: str
    amount: str
    remark: str = ""


def as_text(quote: Quote, language: Language) -> str:
    """Return a quote as text: a table of amounts, then what holds for it."""
    rows = list(_rows(quote, language))
    texts = [text.in_language(language) for text in _remarks(quote)]
    people = localize("quote.people", people=localized_count(quote.people)).in_language(language)
    wage = localize("quote.wage").in_language(language)
    width = max(len(wage), len(people))
    table = [f"  {row.label:<{width}}  {row.amount:>18}   {row.remark}".rstrip() for row in rows]
    paragraphs = "".join(f"\n\n{text}" for text in texts)
    title = f"{quote.role_name} · {quote.election.name}"
    return "\n".join([title, *table]) + paragraphs + _other_prorations(quote, language)


def _rows(quote: Quote, language: Language) -> Iterator[_Row]:
    premium = quote.premium

    def label(text: LocalizedText) -> str:
        return text.in_language(language)

    yield _Row(label(localize("quote.wage")), rupiah.format_rupiah(premium.contract.wage_sen))
    if premium.base.kind != "honor":
        yield _Row(label(localize("quote.base")), _format_base(premium), premium.base.kind)
    if premium.segment == "bpu":
        yield _Row(label(localize("quote.segment")), "BPU", label(localize("quote.bpu")))
    rule = premium.rule.name.in_language(language)
    yield _Row(label(localize("quote.months")), format_months(premium.months.total), rule)
    for programme, tariff in premium.tariffs:
        remark = f"{format_tariff(tariff).in_language(language)}, {tariff.reference}"
        amount = rupiah.format_rupiah(_sum_charges(premium, programme, tariff))
        yield _Row(programme, amount, remark)
    for relief in premium.reliefs:
        paid = localize("quote.relief-paid", percent=format_percent(relief.percent_paid))
        yield _Row(label(localize("quote.relief")), label(paid), relief.reference)
    yield _Row(label(localize("quote.per-person")), rupiah.format_rupiah(premium.total_sen))
    people = localize("quote.people", people=localized_count(quote.people))
    yield _Row(label(people), rupiah.format_rupiah(quote.total_sen))


def _remarks(quote: Quote) -> Iterator[LocalizedText]:
    if days := quote.premium.months.uncovered_days:
        yield localize("quote.uncovered", days=days)
    if quote.cover:
        yield quote.cover
    for text in quote.cautions:
        yield localize("quote.caution", text=text)
    if quote.assumptions:
        yield localize("quote.assumed", assumptions=localized_list(quote.assumptions, "; "))


def _other_prorations(quote: Quote, language: Language) -> str:
    """Return the line of other prorations, below the assumptions."""
    if not quote.other_prorations:
        return ""
    prorations = "; ".join(
        f"{name} {format_months(other.months.total)} = {rupiah.format_rupiah(other.total_sen)}"
        for name, other in quote.other_prorations.items()
    )
    text = localize("quote.other-prorations", prorations=prorations)
    return f"\n{text.in_language(language)}"


def _format_base(premium: Premium) -> str:
    base = premium.base
    income = base.amount if base.kind == "per-head" else base.apply(premium.contract.wage_sen)
    return rupiah.format_rupiah(income or 0)


def _sum_charges(premium: Premium, programme: Programme, tariff: Tariff) -> int:
    return sum(
        charge.amount_sen
        for charge in premium.charges
        if (charge.programme, charge.tariff) == (programme, tariff)
    )
