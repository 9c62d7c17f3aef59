"""Benefits as JSON."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.estimates.benefits import BenefitsResult, WageComparison
from pemilu_cover.explain.benefit_amounts import explain_amount
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.benefit_cover import PayableBenefit
from pemilu_cover.law.benefit_payments import DisabilityTableShare, MonthlyWageShare, Scholarship
from pemilu_cover.law.benefits import Body, Choice, Event, Group, Santunan
from pemilu_cover.law.dated_values import Citation, Confidence, DatedValue, in_force
from pemilu_cover.law.rate_files import Programme, Segment
from pemilu_cover.reports.json.amounts import amount_json
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import DatesInForce, Day, Money


class CitationJson(DatesInForce):
    """The citation of a value, with its days if it has any."""

    law: str
    article: str
    confidence: Confidence
    source: list[str]
    note: str


class MonthlyJson(TypedDict):
    """What is paid in some of the months."""

    first: int
    last: int | None
    percent: str
    amount: Money


class SchoolLevelJson(TypedDict):
    """A scholarship at a level of school."""

    name: str
    amount_a_year: Money
    years: int


class BenefitJson(CitationJson):
    """A benefit at an event."""

    id: str
    programme: Programme
    event: Event
    group: Group
    name: str
    amount: Money | None
    at_most: bool
    how: str
    condition: str | None
    payable: bool
    months_needed: int
    months_needed_by: CitationJson | None
    monthly: list[MonthlyJson] | None
    each_percent: Money | None
    children: int | None
    levels: list[SchoolLevelJson] | None


class PaidAtOnceJson(TypedDict):
    """What is paid at once at each event."""

    death_not_by_accident: Money
    death_by_accident: Money
    total_disability: Money | None
    death_without_heirs: Money | None
    death_not_by_accident_of_employers: Money | None


class WageJson(TypedDict):
    """What a wage costs and buys."""

    wage: Money
    base: Money
    premium_a_month: Money
    death_not_by_accident: Money
    death_by_accident: Money
    total_disability: Money | None
    unable_to_work_first_month: Money


class BenefitRuleJson(CitationJson):
    """A rule of the law."""

    topic: str
    text: str


class ClaimLapseJson(CitationJson):
    """The years after which a claim lapses."""

    programme: Programme
    years: int
    text: str


class DisputedAmountJson(CitationJson):
    """Another amount that a source has."""

    amount: Money


class SantunanJson(CitationJson):
    """What the election bodies pay themselves."""

    bodies: list[Body]
    name: str
    amount: Money
    at_most: bool
    disputed: DisputedAmountJson | None


class BenefitsJson(TypedDict):
    """The document of ``benefits``."""

    schema: Literal["pemilu-cover/benefits/1"]
    cautions: list[str]
    on: Day
    role: str | None
    election: str | None
    segment: Segment
    months: int
    wage: Money
    base: Money
    paid_at_once: PaidAtOnceJson
    employers: int
    benefits: list[BenefitJson]
    bases: list[WageJson]
    rules: list[BenefitRuleJson]
    claim_lapses: list[ClaimLapseJson]
    own_santunan: list[SantunanJson]
    left_out: list[str]
    assumed: list[str]
    checked_on: Day


def as_json(result: BenefitsResult, language: Language) -> BenefitsJson:
    """Return the answer as ``--json`` prints it; money is decimal text in rupiah."""
    law, day = result.law, result.day
    return {
        "schema": "pemilu-cover/benefits/1",
        "cautions": [text.in_language(language) for text in result.cautions],
        "on": day.isoformat(),
        "role": result.role,
        "election": result.election.id if result.election else None,
        "segment": result.segment,
        "months": result.months,
        "wage": rupiah.to_decimal_string(result.current.wage_sen),
        "base": rupiah.to_decimal_string(result.current.base_sen),
        "paid_at_once": {
            "death_not_by_accident": rupiah.to_decimal_string(result.current.cover.jkm_sen),
            "death_by_accident": rupiah.to_decimal_string(result.current.cover.jkk_sen),
            "total_disability": amount_json(result.current.disability_sen),
            "death_without_heirs": _lump_sum_json(result.without_heirs),
            "death_not_by_accident_of_employers": _lump_sum_json(result.by_employers),
        },
        "employers": result.employers,
        "benefits": [_line_json(line, result.segment, language) for line in result.lines],
        "bases": [_base_json(base) for base in (result.current, *result.higher)],
        "rules": [
            {"topic": rule.topic, "text": rule.text.in_language(language), **_cited(rule)}
            for rule in in_force(law.rules, day)
            if result.segment in rule.segments
        ],
        "claim_lapses": [
            {
                "programme": lapse.programme,
                "years": lapse.years,
                "text": lapse.text.in_language(language),
                **_cited(lapse),
            }
            for lapse in in_force(law.lapses, day)
        ],
        "own_santunan": [_santunan_json(entry, language) for entry in result.santunan],
        "left_out": [gap.text.in_language(language) for gap in in_force(law.unread, day)],
        "assumed": [text.in_language(language) for text in result.assumptions],
        "checked_on": law.checked_on.isoformat(),
    }


def _base_json(base: WageComparison) -> WageJson:
    return {
        "wage": rupiah.to_decimal_string(base.wage_sen),
        "base": rupiah.to_decimal_string(base.base_sen),
        "premium_a_month": rupiah.to_decimal_string(base.premium_sen),
        "death_not_by_accident": rupiah.to_decimal_string(base.cover.jkm_sen),
        "death_by_accident": rupiah.to_decimal_string(base.cover.jkk_sen),
        "total_disability": amount_json(base.disability_sen),
        "unable_to_work_first_month": rupiah.to_decimal_string(base.month_sen),
    }


def _santunan_json(entry: Santunan, language: Language) -> SantunanJson:
    disputed = entry.disputed
    return {
        "bodies": list(entry.bodies),
        "name": entry.name.in_language(language),
        "amount": rupiah.to_decimal_string(entry.amount),
        "at_most": entry.at_most,
        "disputed": (
            {"amount": rupiah.to_decimal_string(disputed.amount), **_cited(disputed)}
            if disputed
            else None
        ),
        **_cited(entry),
    }


def _line_json(line: PayableBenefit, segment: Segment, language: Language) -> BenefitJson:
    benefit, pays = line.benefit, line.benefit.pays
    data: BenefitJson = {
        "id": benefit.id,
        "programme": benefit.programme,
        "event": line.event,
        "group": benefit.group,
        "name": benefit.name.in_language(language),
        "amount": amount_json(line.amount_sen),
        "at_most": line.at_most,
        "how": explain_amount(line.benefit.pays, segment).in_language(language),
        "condition": benefit.condition.in_language(language) if benefit.condition else None,
        "payable": line.payable,
        "months_needed": line.months_needed,
        "months_needed_by": _cited(line.source) if line.source is not benefit else None,
        "monthly": None,
        "each_percent": None,
        "children": None,
        "levels": None,
        **_cited(benefit),
    }
    if isinstance(pays, MonthlyWageShare):
        data["monthly"] = [
            {
                "first": step.first,
                "last": step.last,
                "percent": f"{step.percent.normalize():f}",
                "amount": rupiah.to_decimal_string(step.due(line.base_sen)),
            }
            for step in pays.steps
        ]
    if isinstance(pays, DisabilityTableShare):
        data["each_percent"] = rupiah.to_decimal_string(pays.each_percent(line.base_sen))
    if isinstance(pays, Scholarship):
        data["children"] = pays.children
        data["levels"] = [
            {
                "name": level.name.in_language(language),
                "amount_a_year": rupiah.to_decimal_string(level.amount),
                "years": level.years,
            }
            for level in pays.levels
        ]
    return data


def _lump_sum_json(result: tuple[int, Choice] | None) -> str | None:
    return rupiah.to_decimal_string(result[0]) if result else None


def _cited(entry: Citation) -> CitationJson:
    first, last = (
        (entry.valid_from, entry.valid_to) if isinstance(entry, DatedValue) else (None, None)
    )
    return {
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "law": entry.law,
        "article": entry.article,
        "confidence": entry.confidence,
        "source": list(entry.source),
        "note": entry.note,
    }
