"""A quote as JSON."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from pemilu_cover.estimates.quote import Quote
from pemilu_cover.explain.calculation_step import StepJson
from pemilu_cover.explain.calculation_step import as_json as step_json
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.reports.json.law_entries import ReliefJson, TariffJson, relief_json, tariff_json
from pemilu_cover.reports.json.months import months_json
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import Day, Money, Months


class BaseJson(TypedDict):
    """The base of contributions: its kind, its amount, and the amount that the agreement fixes."""

    kind: str
    amount: Money
    agreed: Money | None


class ProrationJson(TypedDict):
    """The same contract by another rule of proration."""

    months: Months
    per_person: Money
    total: Money


class QuoteJson(TypedDict):
    """The document of ``quote``."""

    schema: Literal["pemilu-cover/quote/1"]
    role: str
    segment: Segment
    wage: Money
    base: BaseJson
    start: Day
    end: Day
    months: Months
    people: int
    jkk: Money
    jkm: Money
    per_person: Money
    total: Money
    rates: list[TariffJson]
    reliefs: list[ReliefJson]
    election: str
    proration: str
    uncovered_days: int
    assumed: list[str]
    cover: str | None
    cautions: list[str]
    other_prorations: dict[str, ProrationJson]
    explanation: NotRequired[StepJson]


def as_json(quote: Quote, language: Language, *, explained: bool = False) -> QuoteJson:
    """Return a quote as ``--json`` prints it; money is decimal text in rupiah.

    ``explained`` adds each step of the calculation.
    """
    premium = quote.premium
    document: QuoteJson = {
        "schema": "pemilu-cover/quote/1",
        "role": premium.contract.role,
        "segment": premium.segment,
        "wage": rupiah.to_decimal_string(premium.contract.wage_sen),
        "base": {
            "kind": premium.base.kind,
            "amount": rupiah.to_decimal_string(premium.base_sen),
            "agreed": rupiah.to_decimal_string(premium.base.amount)
            if premium.base.amount
            else None,
        },
        "start": premium.contract.period.start.isoformat(),
        "end": premium.contract.period.last.isoformat(),
        "months": months_json(premium.months.total),
        "people": quote.people,
        "jkk": rupiah.to_decimal_string(premium.programme_sen("JKK")),
        "jkm": rupiah.to_decimal_string(premium.programme_sen("JKM")),
        "per_person": rupiah.to_decimal_string(premium.total_sen),
        "total": rupiah.to_decimal_string(quote.total_sen),
        "rates": [tariff_json(*used) for used in premium.tariffs],
        "reliefs": [relief_json(relief) for relief in premium.reliefs],
        "election": quote.election.id,
        "proration": premium.rule_name,
        "uncovered_days": premium.months.uncovered_days,
        "assumed": [text.in_language(language) for text in quote.assumptions],
        "cover": quote.cover.in_language(language) if quote.cover else None,
        "cautions": [text.in_language(language) for text in quote.cautions],
        "other_prorations": {
            name: {
                "months": months_json(other.months.total),
                "per_person": rupiah.to_decimal_string(other.total_sen),
                "total": rupiah.to_decimal_string(other.total_sen * quote.people),
            }
            for name, other in quote.other_prorations.items()
        },
    }
    if explained:
        document["explanation"] = step_json(quote.derivation(), language)
    return document
