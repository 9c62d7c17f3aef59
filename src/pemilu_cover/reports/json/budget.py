"""A budget as ``--json`` prints it; money is decimal text in rupiah."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.estimates.budget import Budget, BudgetLine, BudgetMonth, Scenario, ScenarioName
from pemilu_cover.estimates.budget_cautions import cautions, suspicious_inputs
from pemilu_cover.estimates.budget_notes import (
    Alternative,
    alternatives,
    notes,
    scenario_title,
    variants,
)
from pemilu_cover.explain.death_cover import lowest_death_cover
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.dated_values import Confidence
from pemilu_cover.law.elections import UnitSize
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.law.roles import Unit
from pemilu_cover.reports.budget_labels import format_reasons, group_by_body
from pemilu_cover.reports.json.amounts import PremiumJson, premium_json
from pemilu_cover.reports.json.law_entries import TariffJson, tariff_json
from pemilu_cover.reports.json.months import months_json
from pemilu_cover.reports.text.budget import format_note
from pemilu_cover.values.json_types import Day, Money, Month, Months
from pemilu_cover.values.rupiah import to_decimal_string


class PeopleCostJson(TypedDict):
    """A number of people and what they cost."""

    people: int
    total: Money


class UnitSizeJson(TypedDict):
    """How many people of a role a unit has, by law."""

    min: int | None
    max: int | None
    law: str
    article: str


class BudgetLineJson(TypedDict):
    """A role of the plan: its people, its contract and its amounts."""

    role: str
    name: str
    body: str
    unit: Unit
    units: int | None
    per_unit: UnitSizeJson | None
    people: int
    people_least: int
    segment: Segment
    wage: Money
    base: Money
    start: Day
    end: Day | None
    widest_term: bool
    months: Months
    jkk: Money
    jkm: Money
    per_person: Money
    total: Money


class BudgetBodyJson(PeopleCostJson):
    """The people and the amount of a body."""

    body: str


class BudgetMonthJson(PremiumJson):
    """A month of the plan with the day by which it is paid."""

    month: Month
    segment: Segment
    people: int
    due: Day


class PaidAtDeathJson(TypedDict):
    """What is paid when somebody of a role dies."""

    role: str
    base: Money
    not_by_accident: Money | None
    by_accident: Money | None


class UnpricedScenarioJson(TypedDict):
    """A scenario that needs another option."""

    scenario: ScenarioName
    total: None
    needs: str


class ScenarioJson(PremiumJson):
    """A scenario with its amounts, and its difference from the first one."""

    scenario: ScenarioName
    label: str
    minimum_wage: Money | None
    people: int
    per_person: Money
    difference: Money
    paid_at_death: list[PaidAtDeathJson]


class UncountedRoleJson(TypedDict):
    """A role that the plan does not count, with the reasons."""

    role: str
    name: str
    reasons: list[str]
    message: str


class VariantJson(TypedDict):
    """Another number of people of a role that the law has for some units."""

    role: str
    budgeted: int | None
    number: int
    where: str
    people: int
    total: Money
    law: str
    article: str
    confidence: Confidence


class BudgetJson(TypedDict):
    """The document of ``budget``."""

    schema: Literal["pemilu-cover/budget/1"]
    election: str
    body: str | None
    units: dict[Unit, int | None]
    scenario: ScenarioName
    people: int
    premium: PremiumJson
    least: PeopleCostJson
    by_role: list[BudgetLineJson]
    by_body: list[BudgetBodyJson]
    by_month: list[BudgetMonthJson]
    scenarios: list[ScenarioJson | UnpricedScenarioJson]
    not_counted: list[UncountedRoleJson]
    rates: list[TariffJson]
    assumed: list[str]
    variants: list[VariantJson]
    notes: list[str]
    cautions: list[str]


def as_json(budget: Budget, language: Language) -> BudgetJson:
    """Return the budget."""
    staff, chosen = budget.staff, budget.main_scenario
    remarks = (*notes(budget), *variants(budget))
    warnings = (*suspicious_inputs(budget), *cautions(budget))
    tariffs = dict.fromkeys(used for line in chosen.lines for used in line.premium.tariffs)
    return {
        "schema": "pemilu-cover/budget/1",
        "election": staff.election.id,
        "body": staff.body.lower() if staff.body else None,
        "units": staff.units,
        "scenario": chosen.name,
        "people": chosen.people,
        "premium": _premium_json(chosen),
        "least": {
            "people": sum(line.post.least for line in chosen.lines),
            "total": to_decimal_string(chosen.least_sen),
        },
        "by_role": [_line_json(line) for line in chosen.lines],
        "by_body": [_body_json(body, lines) for body, lines in group_by_body(chosen)],
        "by_month": [_month_json(month) for month in budget.months],
        "scenarios": [
            _scenario_json(name, scenario, budget, language)
            for name, scenario in budget.scenarios.items()
        ],
        "not_counted": [
            {
                "role": entry.code,
                "name": entry.role.name,
                "reasons": [reason.code for reason in entry.reasons],
                "message": format_reasons(entry, language),
            }
            for entry in staff.uncounted
        ],
        "rates": [tariff_json(*used) for used in tariffs],
        "assumed": [text.in_language(language) for text in staff.assumptions],
        "variants": [_variant_json(one) for one in alternatives(budget)],
        "notes": [format_note(note, language) for note in remarks],
        "cautions": [text.in_language(language) for text in warnings],
    }


def _premium_json(scenario: Scenario) -> PremiumJson:
    return premium_json(scenario.programme_sen("JKK"), scenario.programme_sen("JKM"))


def _line_json(line: BudgetLine) -> BudgetLineJson:
    post, premium = line.post, line.premium
    period = premium.contract.period
    return {
        "role": post.code,
        "name": post.role.name,
        "body": post.role.body.lower(),
        "unit": post.role.unit,
        "units": post.units,
        "per_unit": _per_unit_json(post.per_unit),
        "people": post.people,
        "people_least": post.least,
        "segment": premium.segment,
        "wage": to_decimal_string(premium.contract.wage_sen),
        "base": to_decimal_string(premium.base_sen),
        "start": period.start.isoformat(),
        "end": period.end.isoformat() if period.end else None,
        "widest_term": post.widest,
        "months": months_json(premium.months.total),
        "jkk": to_decimal_string(line.programme_sen("JKK")),
        "jkm": to_decimal_string(line.programme_sen("JKM")),
        "per_person": to_decimal_string(premium.total_sen),
        "total": to_decimal_string(line.total_sen),
    }


def _per_unit_json(number: UnitSize | None) -> UnitSizeJson | None:
    if number is None:
        return None
    return {"min": number.min, "max": number.max, "law": number.law, "article": number.article}


def _body_json(body: str, lines: list[BudgetLine]) -> BudgetBodyJson:
    return {
        "body": body.lower(),
        "people": sum(line.post.people for line in lines),
        "total": to_decimal_string(sum(line.total_sen for line in lines)),
    }


def _variant_json(alternative: Alternative) -> VariantJson:
    post, variant = alternative.line.post, alternative.variant
    return {
        "role": post.code,
        "budgeted": post.per_unit.max if post.per_unit else None,
        "number": variant.number,
        "where": variant.where.translate(),
        "people": alternative.people,
        "total": to_decimal_string(alternative.total_sen),
        "law": variant.law,
        "article": variant.article,
        "confidence": variant.confidence,
    }


def _month_json(month: BudgetMonth) -> BudgetMonthJson:
    return {
        "month": f"{month.month:%Y-%m}",
        "segment": month.segment,
        "people": month.people,
        **premium_json(month.jkk_sen, month.jkm_sen),
        "due": month.due.isoformat(),
    }


def _scenario_json(
    name: ScenarioName, scenario: Scenario | None, budget: Budget, language: Language
) -> ScenarioJson | UnpricedScenarioJson:
    if scenario is None:
        return {"scenario": name, "total": None, "needs": "--minimum-wage"}
    wage_sen = scenario.minimum_wage_sen
    return {
        "scenario": name,
        "label": scenario_title(scenario).in_language(language),
        "minimum_wage": to_decimal_string(wage_sen) if wage_sen else None,
        "people": scenario.people,
        **_premium_json(scenario),
        "per_person": to_decimal_string(scenario.per_person_sen),
        "difference": to_decimal_string(scenario.total_sen - budget.main_scenario.total_sen),
        "paid_at_death": [_death_json(code, scenario, budget) for code in budget.compared_roles],
    }


def _death_json(code: str, scenario: Scenario, budget: Budget) -> PaidAtDeathJson:
    premium = scenario.line(code).premium
    cover = lowest_death_cover(premium, budget.book)
    return {
        "role": code,
        "base": to_decimal_string(premium.base_sen),
        "not_by_accident": to_decimal_string(cover.jkm_sen) if cover else None,
        "by_accident": to_decimal_string(cover.jkk_sen) if cover else None,
    }
