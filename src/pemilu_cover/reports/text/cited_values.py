"""Cited values in words, by their type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from pemilu_cover.explain.benefit_amounts import explain_amount
from pemilu_cover.explain.citations import CitedValue
from pemilu_cover.explain.law_text import (
    format_funds,
    format_percent,
    format_rounding,
)
from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_choice,
    localized_list,
    verbatim,
)
from pemilu_cover.law import claim_law, receipt_law
from pemilu_cover.law.benefit_payments import FixedAmount, ReimbursementLimit, Scholarship
from pemilu_cover.law.benefits import (
    Benefit,
    BenefitCondition,
    Choice,
    ClaimDeadline,
    KnownOmission,
    Santunan,
    WaitingPeriod,
)
from pemilu_cover.law.bpu import FixedContribution, IncomeBandTable
from pemilu_cover.law.contribution_law import (
    DueRule,
    ElectionBodyRiskClass,
    LatePaymentRule,
    LegalBasis,
    Rate,
    ReportingPeriod,
    Rounding,
)
from pemilu_cover.law.dated_values import Citation, CitedText
from pemilu_cover.law.proration_rules import ProrationRule
from pemilu_cover.law.rate_files import SEGMENTS, Segment
from pemilu_cover.law.relief_law import InapplicableRelief, Relief
from pemilu_cover.values import rupiah


def describe_value(cited: CitedValue) -> LocalizedText:
    """Return a value in words; its file and place name what the value itself does not."""
    text = _describe(cited.value)
    if isinstance(cited.value, Rate):
        programme = cited.file.removesuffix(".toml").upper()
        return localize("rates.programme-rate", programme=programme, text=text)
    key = cited.place.partition("[")[0].rpartition(".")[2]
    if isinstance(cited.value, ProrationRule):
        return localize("rates.month-count", name=cited.value.name, text=text)
    if isinstance(cited.value, CitedText):
        return localize("rates.named-text", name=_CITED_TEXTS[key], text=text)
    return text


_CITED_TEXTS = {
    "base": localize("rates.contribution-base"),
    "honor_base": localize("rates.contribution-base-in-practice"),
    "payer": localize("rates.payer-by-law"),
    "between_bands": localize("rates.income-between-bands"),
    "no_penalty": localize("rates.bpu-penalty"),
    "rounding": localize("rates.rounding-of-benefits"),
}


def _whom(segments: Sequence[Segment]) -> str:
    """Name the segments; nothing where it is all of them."""
    return f" ({'+'.join(segments).upper()})" if set(segments) != set(SEGMENTS) else ""


@singledispatch
def _describe(value: Citation) -> LocalizedText:
    """Return a value in words; a type without words is named by its class."""
    kind = type(value).__name__
    return verbatim(kind)


@_describe.register
def _(value: claim_law.ClaimDocument | claim_law.HeirRank) -> LocalizedText:
    return value.name


@_describe.register
def _(value: claim_law.Clock) -> LocalizedText:
    number, unit = value.length
    return localize(f"rates.clock-{unit}", name=value.name, number=number)


@_describe.register
def _(value: claim_law.Reading) -> LocalizedText:
    return value.text


@_describe.register
def _(value: claim_law.GrantByDays) -> LocalizedText:
    return localize("rates.named-text", name=value.days, text=rupiah.format_rupiah(value.amount))


@_describe.register
def _(value: Rate) -> LocalizedText:
    percent = format_percent(value.percent)
    if value.risk_class is None:
        return verbatim(percent)
    return localize("rates.risk-class", shown=percent, risk_class=value.risk_class)


@_describe.register
def _(value: ElectionBodyRiskClass) -> LocalizedText:
    return localize("rates.election-bodies", risk_class=value.risk_class)


@_describe.register
def _(value: Rounding) -> LocalizedText:
    return localize("rates.rounding-of-contributions", how=format_rounding(value))


@_describe.register
def _(value: CitedText) -> LocalizedText:
    return value.name


@_describe.register
def _(value: DueRule) -> LocalizedText:
    key = "rates.due-next-month" if value.months_after else "rates.due"
    return localize(key, day=value.day)


@_describe.register
def _(value: LatePaymentRule) -> LocalizedText:
    return localize("rates.penalty", percent=format_percent(value.percent))


@_describe.register
def _(value: ReportingPeriod) -> LocalizedText:
    return localize("rates.change-report", days=value.working_days)


@_describe.register
def _(value: IncomeBandTable) -> LocalizedText:
    return localize("rates.bpu-bands", bands=len(value.bands))


@_describe.register
def _(value: FixedContribution) -> LocalizedText:
    return localize("rates.bpu-amount", amount=rupiah.format_rupiah(value.amount))


@_describe.register
def _(value: Relief) -> LocalizedText:
    paid, programmes = format_percent(value.percent_paid), "+".join(value.programmes)
    whom = "+".join(value.segments).upper()
    funds = value.excluded_funds
    return localize(
        "rates.relief-paid-except-funds" if funds else "rates.relief-paid",
        programmes=programmes,
        paid=paid,
        whom=whom,
        name=value.name,
        funds=format_funds(funds) if funds else "",
    )


@_describe.register
def _(value: InapplicableRelief) -> LocalizedText:
    key = "not-for-election-bodies" if value.relief else "none"
    return localize(f"rates.relief-{key}", name=value.name, why=value.why)


@_describe.register
def _(value: LegalBasis) -> LocalizedText:
    whom = _whom(value.segments)
    return localize("rates.legal-basis", whom=whom, text=value.text)


@_describe.register
def _(value: ProrationRule) -> LocalizedText:
    facts = [localize(f"rates.count-{value.count}", days_per_month=value.days_per_month)]
    if days := value.forgiven_tail_days:
        facts.append(localize("rates.forgiven-tail", days=days))
    return localized_list([*facts, localize(f"rates.rounded-{value.rounded}")], "; ")


@_describe.register
def _(value: Benefit) -> LocalizedText:
    benefit = localize(
        "rates.benefit",
        programme=value.programme,
        events=localized_choice(localize(f"rates.event-{event}") for event in value.events),
        name=value.name,
        paid=_paid(value),
    )
    facts = [benefit]
    if months := value.months_paid:
        facts.append(localize("rates.after-months", months=months))
    if value.condition:
        facts.append(value.condition)
    return localized_list(facts, "; ")


def _paid(value: Benefit) -> LocalizedText:
    pays = value.pays
    if isinstance(pays, FixedAmount):
        amount = rupiah.format_rupiah(pays.amount)
        return verbatim(amount)
    if isinstance(pays, ReimbursementLimit | Scholarship):
        most = rupiah.format_rupiah(pays.due(0))
        return localize("rates.paid-up-to", most=most, how=explain_amount(pays))
    return explain_amount(pays)


@_describe.register
def _(value: WaitingPeriod) -> LocalizedText:
    whom = _whom(value.segments)
    return localize("rates.waiting", months=value.months, whom=whom, text=value.text)


@_describe.register
def _(value: BenefitCondition) -> LocalizedText:
    return localize("rates.condition", whom=_whom(value.segments), text=value.text)


@_describe.register
def _(value: Choice) -> LocalizedText:
    return value.text


@_describe.register
def _(value: ClaimDeadline) -> LocalizedText:
    return localize(
        "rates.claim-deadline", programme=value.programme, years=value.years, text=value.text
    )


@_describe.register
def _(value: Santunan) -> LocalizedText:
    bodies = " + ".join({"KPU": "KPU", "BAWASLU": "Bawaslu"}[body] for body in value.bodies)
    amount = rupiah.format_rupiah(value.amount)
    key = "rates.own-grant-up-to" if value.at_most else "rates.own-grant"
    return localize(key, bodies=bodies, amount=amount, name=value.name)


@_describe.register
def _(value: KnownOmission) -> LocalizedText:
    return localize("rates.omission", text=value.text)


@_describe.register
def _(value: receipt_law.StampDuty) -> LocalizedText:
    return localize(
        "rates.stamp-duty",
        amount=rupiah.format_rupiah(value.amount),
        above=rupiah.format_rupiah(value.above),
    )


@_describe.register
def _(value: receipt_law.BudgetAccount) -> LocalizedText:
    return verbatim(f"{value.budget.upper()}, {value.programme}: {value.code} {value.name}")


@_describe.register
def _(value: receipt_law.TaxNotice) -> LocalizedText:
    return value.text
