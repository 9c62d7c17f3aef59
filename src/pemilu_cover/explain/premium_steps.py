"""How a premium came about, step by step: months, base, rate, relief, rounding, sum, each with its law.

A tree of facts that were decided elsewhere; nothing is reckoned here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from pemilu_cover.explain.law_text import (
    confidence_label,
    format_band,
    format_payer,
    format_percent,
    format_rounding,
    format_tariff,
)
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_count,
    localized_month,
    verbatim,
)
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.premium import MonthlyContribution, Premium
from pemilu_cover.law.rate_book import RateBook, Relief, Tariff
from pemilu_cover.law.rate_files import PROGRAMMES, Citation, Programme
from pemilu_cover.law.relief import Refusal, denial_reason, reliefs_in_month
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.dates import add_months
from pemilu_cover.values.text import sanitise_for_terminal


@dataclass(frozen=True)
class CalculationStep:
    """One fact of a premium: what it is, its value, why it is so, the law, and the facts it rests on."""

    label: LocalizedText
    value: LocalizedText
    why: LocalizedText | None = None
    law: Citation | None = None
    steps: tuple[CalculationStep, ...] = ()


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
        _wage(premium, wage_source),
        _segment(premium, agreement, book),
        _base(premium, agreement, book),
        _months(premium, agreement),
        *(_programme(name, premium, book) for name in PROGRAMMES),
        *_reliefs(premium, book),
        _sum(premium),
    ]
    if people > 1:
        steps.append(_for_all(premium, people))
    return CalculationStep(verbatim(role), _money(premium.total_sen), steps=tuple(steps))


def as_json(step: CalculationStep, language: Language) -> dict[str, Any]:
    """Return a tree as JSON; keys without a value are left out."""
    told: dict[str, Any] = {
        "step": text_for_terminal(step.label, language),
        "value": text_for_terminal(step.value, language),
    }
    if step.why:
        told["why"] = text_for_terminal(step.why, language)
    if step.law:
        told |= {
            "law": step.law.law,
            "article": step.law.article,
            "confidence": step.law.confidence,
        }
    if step.steps:
        told["steps"] = [as_json(inner, language) for inner in step.steps]
    return told


# ---- the steps ----------------------------------------------------------------------------------


def _wage(premium: Premium, wage_source: LocalizedText) -> CalculationStep:
    return CalculationStep(
        localize("premium.wage-month"),
        _money(premium.contract.wage_sen),
        why=wage_source,
    )


_SEGMENTS = {
    "pu": localize("premium.paid-wage-pu"),
    "bpu": localize("premium.paid-wage-bpu"),
}
_UNSAID = localize("premium.unsaid")
_AGREED = localize("premium.agreed")


def _segment(premium: Premium, agreement: Agreement, book: RateBook) -> CalculationStep:
    day = premium.contract.period.start
    payers = book.bpu.payer if premium.segment == "bpu" else book.contribution.payer
    payer = get_in_force(payers, day, "payer")
    named = format_payer(agreement, premium.segment, "")
    by_law = CalculationStep(
        localize("premium.pays-law"),
        verbatim(payer.name),
        law=payer,
    )
    steps = [by_law]
    if named:
        steps.insert(0, CalculationStep(localize("premium.pays"), verbatim(named), _AGREED))
    if premium.segment == "pu" and (body := book.jkk.risk_class(day)):
        steps.append(
            CalculationStep(
                localize("premium.risk-class"),
                verbatim(body.risk_class),
                localize("premium.government-services"),
                body,
            )
        )
    said = premium.segment == "bpu" or "segment" in agreement.model_fields_set
    return CalculationStep(
        localize("premium.segment"),
        _SEGMENTS[premium.segment],
        _AGREED if said else _UNSAID,
        steps=tuple(steps),
    )


_BASES = {
    "honor": localize("premium.wage-itself"),
    "flat": localize("premium.whatever-wage"),
    "minimum-wage": localize("premium.minimum-wage"),
    "floor": localize("premium.wage-least"),
    "per-head": localize("premium.month-each-head-parted"),
}


def _base(premium: Premium, agreement: Agreement, book: RateBook) -> CalculationStep:
    base, income_sen = premium.base, premium.base.of(premium.contract.wage_sen)
    why = _filled(_BASES[base.kind], amount=rupiah.format_rupiah(base.amount or 0))
    if base.kind != "honor" and agreement.number:
        number = agreement.number
        why = localize("premium.agreement", number=number, why=why)
    shown = base.amount if base.kind == "per-head" and base.amount else premium.base_sen
    if premium.segment == "bpu":
        steps = _band(premium, income_sen, book)
        return CalculationStep(localize("premium.base"), _money(shown), why, steps=steps)
    if base.kind != "honor":  # agreed on; the law knows the wage alone
        return CalculationStep(localize("premium.base"), _money(shown), why)
    day = premium.contract.period.start
    practice = get_in_force(book.contribution.honor_base, day, "honor_base")
    steps = (CalculationStep(localize("premium.practice"), verbatim(practice.name), law=practice),)
    law = get_in_force(book.contribution.base, day, "base")
    return CalculationStep(localize("premium.base"), _money(shown), why, law, steps)


def _band(premium: Premium, income_sen: int, book: RateBook) -> tuple[CalculationStep, ...]:
    """Show the band of income, and the rule for an income that Lampiran II names in none."""
    tariff = premium.charges[0].tariff
    if not isinstance(tariff, FixedContribution) or tariff.band is None:
        return ()
    band, last = tariff.band, tariff.band.last
    between = last is not None and income_sen > last
    income = rupiah.format_rupiah(income_sen)
    return (
        CalculationStep(
            localize("premium.band-income"),
            LocalizedText(format_band(band), format_band(band, "en")),
            localize("premium.income", income=income),
            get_in_force(book.bpu.between_bands, premium.contract.period.start, "between_bands")
            if between
            else tariff,
        ),
    )


def _months(premium: Premium, agreement: Agreement) -> CalculationStep:
    months, rule, period = premium.months, premium.rule, premium.contract.period
    named = [
        CalculationStep(
            _months_named([billed.month for billed in alike]),
            verbatim(str(sum(billed.share for billed in alike))),
            _days_served(share * len(alike), rule.days_per_month) if rule.count == "days" else None,
        )
        for share, group in groupby(months.billed, key=lambda billed: billed.share)
        if (alike := list(group))
    ]
    if months.uncovered_days:
        from_day = months.uncovered_from
        since = LocalizedText(
            f"sejak {dates.format_long(from_day)}" if from_day else "di akhir",
            f"from {from_day.isoformat()}" if from_day else "at the end",
        )
        named.append(
            CalculationStep(
                localize("premium.covered"),
                localize("premium.day-s", uncovered_days=months.uncovered_days),
                since,
            )
        )
    fixed = period.months is not None
    why = _FIXED_MONTHS if fixed else _counted(premium)
    span = _span(period.start, period.end, period.days)
    if fixed and agreement.role(premium.contract.role).months:
        why = localize("premium.fixed-agreement")
    return CalculationStep(
        localize("premium.months"),
        verbatim(str(months.total)),
        localize(
            "premium.blank", name=LocalizedText(rule.name, premium.rule_name), span=span, why=why
        ),
        None if fixed else rule,
        tuple(named),
    )


_FIXED_MONTHS = localize("premium.fixed-months")


def _counted(premium: Premium) -> LocalizedText:
    """Return how the rule came to its months."""
    months, rule = premium.months, premium.rule
    whole, tail = len(months.billed), months.tail_days
    if rule.count == "calendar":
        return localize("premium.touches-calendar-month-s", whole=whole)
    if rule.count == "days":
        days = months.total * rule.days_per_month
        return localize("premium.day-s-over", days=days, days_per_month=rule.days_per_month)
    if not months.full:
        period = premium.contract.period
        served = (period.last - period.start).days + 1
        return localize("premium.less-month-day-s", served=served)
    until = add_months(premium.contract.period.start, months.full)
    full = localize("premium.full-month-s", full=months.full, until=until)
    if premium.contract.period.end is None:  # so many days: months of a fixed length
        full = localize("premium.full-month-s-2", full=months.full)
    if not tail:
        return full
    if months.uncovered_days:
        most = rule.forgiven_tail_days
        return localize("premium.day-s-behind-counted", tail=tail, most=most, full=full)
    return localize("premium.day-s-behind-started", tail=tail, full=full)


def _span(start: date, end: date | None, days: int | None) -> LocalizedText:
    if end is None and days:
        end = start + timedelta(days=days - 1)
    if end is None:
        return localize("premium.from", start=start)
    return localize("premium.to", start=start, end=end)


def _days_served(share: Fraction, days_per_month: int) -> LocalizedText:
    days = share * days_per_month
    return localize("premium.day-s-2", days=days)


def _programme(programme: Programme, premium: Premium, book: RateBook) -> CalculationStep:
    charges = [charge for charge in premium.charges if charge.programme == programme]
    once = premium.rule.rounded == "programme"
    alike = groupby(charges, key=lambda charge: (charge.tariff, charge.relief, charge.exact))
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    steps = (
        *(_tariff(tariff) for used, tariff in premium.tariffs if used == programme),
        *(_relief(relief) for relief in dict.fromkeys(c.relief for c in charges) if relief),
        *(_charged(list(group), premium, once=once) for _, group in alike),
        _rounding(charges, once=once),
    )
    return CalculationStep(
        verbatim(f"{programme} ({name})"), _money(premium.of(programme)), steps=steps
    )


def _tariff(tariff: Tariff) -> CalculationStep:
    since = localize("premium.force-since", valid_from=tariff.valid_from)
    value = LocalizedText(format_tariff(tariff), format_tariff(tariff, "en"))
    return CalculationStep(localize("premium.rate"), value, since, tariff)


def _relief(relief: Relief) -> CalculationStep:
    paid = format_percent(relief.percent_paid)
    value = localize("premium.paid", paid=paid)
    asked = CalculationStep(localize("premium.condition"), verbatim(relief.condition))
    steps = (asked,) if relief.condition else ()
    return CalculationStep(localize("premium.relief"), value, verbatim(relief.name), relief, steps)


def _charged(
    charges: Sequence[MonthlyContribution], premium: Premium, *, once: bool
) -> CalculationStep:
    """Show one month, or several that cost the same; exact where the sum alone is rounded."""
    first = charges[0]
    share = "" if first.share == 1 else f"{first.share} × "
    kept = f" × {format_percent(first.relief.percent_paid)}" if first.relief else ""
    if premium.base.kind == "per-head":
        per_head = rupiah.format_rupiah(premium.base.amount or 0)
        owed = localize("premium.programme-s-part", per_head=per_head)
    elif isinstance(first.tariff, FixedContribution):
        owed = verbatim(rupiah.format_rupiah(first.tariff.amount))
    else:
        owed = verbatim(
            f"{rupiah.format_rupiah(first.base_sen)} × {format_percent(first.tariff.percent)}"
        )
    exact = _exact(first.exact)
    why = localize("premium.blank-2", share=share, kept=kept, exact=exact, owed=owed)
    amount = exact if once else rupiah.format_rupiah(first.amount_sen)
    if len(charges) > 1:
        together = len(charges) * (first.exact if once else first.amount_sen)
        amount = f"{len(charges)} × {amount} = {_exact(Fraction(together))}"
    return CalculationStep(
        _months_named([charge.month for charge in charges]), verbatim(amount), why
    )


def _rounding(charges: Sequence[MonthlyContribution], *, once: bool) -> CalculationStep:
    rounding = charges[0].rounding
    how = format_rounding(rounding)
    if once:
        total = _exact(sum((charge.exact for charge in charges), Fraction(0)))
        amount = rupiah.format_rupiah(sum(charge.amount_sen for charge in charges))
        value = localize("premium.once-becomes", total=total, amount=amount)
    else:
        value = localize("premium.each-month")
    return CalculationStep(localize("premium.rounding"), value, how, rounding)


_REFUSALS: dict[Refusal, LocalizedText] = {
    "segment": localize("premium.segment-2"),
    "honorer": localize("premium.inferred-reach-honorary-staff"),
    "payer-unknown": localize("premium.pays-said-payer-fund"),
    "public-budget": localize("premium.contributions-paid-through-apbn"),
    "joining-unknown": localize("premium.participant-since-said"),
    "newcomer": localize("premium.newcomers-pay-some-months"),
}


def _reliefs(premium: Premium, book: RateBook) -> Iterator[CalculationStep]:
    """Tell of each relief of the billed months that was not taken, and why."""
    months = [billed.month for billed in premium.months.billed]
    days = [max(month, premium.contract.period.start) for month in months]
    refused: dict[tuple[Citation, str, LocalizedText], list[date]] = {}
    for day in days:
        for relief in reliefs_in_month(day, book):
            if why := denial_reason(relief, day, premium.standing):
                law = relief.not_honorer if relief.not_honorer and why == "honorer" else relief
                refused.setdefault((law, relief.name, _REFUSALS[why]), []).append(day)
        for entry in book.relief.elsewhere:
            if entry.relief and entry.in_force(day):
                refused.setdefault((entry, entry.name, verbatim(entry.why)), []).append(day)
    if refused:
        yield CalculationStep(
            localize("premium.reliefs-do-apply"),
            verbatim(str(len(refused))),
            steps=tuple(
                CalculationStep(verbatim(name), _months_named(given), why, law)
                for (law, name, why), given in refused.items()
            ),
        )


def _months_named(days: Sequence[date]) -> LocalizedText:
    first, last = localized_month(days[0]), localized_month(days[-1])
    if len(days) == 1:
        return first
    return localize("premium.to-2", first=first, last=last)


def _sum(premium: Premium) -> CalculationStep:
    parts = " + ".join(rupiah.format_rupiah(premium.of(name)) for name in PROGRAMMES)
    return CalculationStep(
        localize("premium.sum-per-person"), _money(premium.total_sen), verbatim(parts)
    )


def _for_all(premium: Premium, people: int) -> CalculationStep:
    each = rupiah.format_rupiah(premium.total_sen)
    return CalculationStep(
        localize("premium.sum"),
        _money(premium.total_sen * people),
        localize(
            "premium.people",
            each=each,
            people=localized_count(people),
        ),
    )


# ---- words --------------------------------------------------------------------------------------


def _money(sen: int) -> LocalizedText:
    return verbatim(rupiah.format_rupiah(sen))


def text_for_terminal(text: LocalizedText, language: Language) -> str:
    """Return a text in a language."""
    # A payer's, a file's or a sheet's name may hold a NIK, or what moves a terminal.
    return sanitise_for_terminal(text.in_language(language))


def _filled(text: LocalizedText, **detail: str) -> LocalizedText:
    return LocalizedText(text.id.format(**detail), text.en.format(**detail))


def cite(law: Citation, language: Language) -> str:
    """Return a citation with how sure it is."""
    return f"{law.cited} ({confidence_label(law.confidence, language)})"


def _exact(sen: Fraction) -> str:
    """Return an amount that is not yet rounded: to the sen where it ends there, else its exact fraction."""
    if sen.denominator == 1:
        return rupiah.format_rupiah(int(sen))
    return f"Rp{format_decimal(sen / 100)}"


def format_decimal(value: Fraction) -> str:
    """Return a fraction as Indonesians write a decimal, to six places and with … where it goes on.

    >>> format_decimal(Fraction(2040125, 1000)), format_decimal(Fraction(1, 3))
    ('2.040,125', '0,333333…')
    """
    whole, rest = divmod(value, 1)
    millionths = rest * 10**6
    digits = f"{int(millionths):06d}".rstrip("0") or "0"
    goes_on = "…" if millionths.denominator != 1 else ""
    return f"{rupiah.format_count(int(whole))},{digits}{goes_on}"
