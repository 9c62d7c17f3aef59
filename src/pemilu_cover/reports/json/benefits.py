"""Benefits as JSON."""

from __future__ import annotations

from typing import Any

from pemilu_cover.estimates.benefits import BenefitsResult, WageComparison
from pemilu_cover.explain.benefit_amounts import explain_amount
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.benefit_cover import PayableBenefit
from pemilu_cover.law.benefit_payments import DisabilityTableShare, MonthlyWageShare, Scholarship
from pemilu_cover.law.benefits import Choice, Santunan
from pemilu_cover.law.dated_values import Citation, in_force
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.values import rupiah


def as_json(result: BenefitsResult, language: Language) -> dict[str, Any]:
    """Return the answer as ``--json`` prints it; money is decimal text in rupiah."""
    law, day = result.law, result.day
    return {
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
            "total_disability": _sum(result.current.disability_sen),
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


def _base_json(base: WageComparison) -> dict[str, Any]:
    return {
        "wage": rupiah.to_decimal_string(base.wage_sen),
        "base": rupiah.to_decimal_string(base.base_sen),
        "premium_a_month": rupiah.to_decimal_string(base.premium_sen),
        "death_not_by_accident": rupiah.to_decimal_string(base.cover.jkm_sen),
        "death_by_accident": rupiah.to_decimal_string(base.cover.jkk_sen),
        "total_disability": _sum(base.disability_sen),
        "unable_to_work_first_month": rupiah.to_decimal_string(base.month_sen),
    }


def _santunan_json(entry: Santunan, language: Language) -> dict[str, Any]:
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


def _line_json(line: PayableBenefit, segment: Segment, language: Language) -> dict[str, Any]:
    benefit, pays = line.benefit, line.benefit.pays
    data: dict[str, Any] = {
        "id": benefit.id,
        "programme": benefit.programme,
        "event": line.event,
        "group": benefit.group,
        "name": benefit.name.in_language(language),
        "amount": _sum(line.amount_sen),
        "at_most": line.at_most,
        "how": explain_amount(line.benefit.pays, segment).in_language(language),
        "condition": benefit.condition.in_language(language) if benefit.condition else None,
        "payable": line.payable,
        "months_needed": line.months_needed,
        **_cited(benefit),
    }
    if line.source is not benefit:
        data["months_needed_by"] = _cited(line.source)
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


def _sum(sen: int | None) -> str | None:
    return None if sen is None else rupiah.to_decimal_string(sen)


def _lump_sum_json(result: tuple[int, Choice] | None) -> str | None:
    return rupiah.to_decimal_string(result[0]) if result else None


def _cited(entry: Citation) -> dict[str, Any]:
    """Return the citation of a value, with its days if it has any."""
    return entry.model_dump(
        mode="json",
        by_alias=True,
        include={"law", "article", "confidence", "source", "note", "valid_from", "valid_to"},
        exclude_defaults=True,
    )
