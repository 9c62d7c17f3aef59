"""Totals as JSON: sums, schedule, and the law behind them. Money is decimal text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pemilu_cover import __version__
from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.enrolment.coverage_gaps import before_agreement_json
from pemilu_cover.enrolment.elections import Share, shares_json
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain import death_cover
from pemilu_cover.explain.law_text import tariff_json
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.dated_values import Citation, find_in_force
from pemilu_cover.reports.law_used import (
    bill_cautions,
    format_reliefs,
    reliefs_used,
    tariffs_used,
)
from pemilu_cover.values import rupiah


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest as the bytes of its file."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def origin_json(
    totals: EnrolmentTotals, shares: Sequence[Share], inputs: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the origin of a result for the manifest; ``shares`` are the elections of all people."""
    terms = totals.terms
    agreement = terms.agreement
    return {
        "program": {"name": "pemilu-cover", "version": __version__},
        "inputs": inputs,
        "election": {
            "id": terms.election.id,
            "name": terms.election.name,
            "because": terms.election_because.en,
            "of_contracts": shares_json(shares),
        },
        "agreement": agreement.model_dump(mode="json", exclude_unset=True)
        if agreement.model_fields_set
        else None,
        "law": law_json(totals),
    }


def sums_json(totals: EnrolmentTotals) -> dict[str, Any]:
    """Return what is billed as the manifest and ``--json`` have it."""
    return {
        "premium": premium_json(totals),
        "by_role": by_role_json(totals),
        "schedule": schedule_json(totals),
        "uncovered": uncovered_json(totals),
        "before_agreement": before_agreement_json(totals),
    }


def remarks_json(
    totals: EnrolmentTotals, shares: Sequence[Share], language: Language
) -> dict[str, Any]:
    """Return what ``--json`` adds to the sums: cover, cautions and elections."""
    return {
        "cover": format_cover(totals, language),
        "cautions": [text.in_language(language) for text in bill_cautions(totals)],
        "election": totals.terms.election.id,
        "elections": shares_json(shares),
    }


def premium_json(totals: EnrolmentTotals) -> dict[str, str]:
    """Return the premium by programme, in rupiah as decimal text."""
    return {
        "jkk": rupiah.to_decimal_string(totals.jkk_sen),
        "jkm": rupiah.to_decimal_string(totals.jkm_sen),
        "total": rupiah.to_decimal_string(totals.jkk_sen + totals.jkm_sen),
    }


def by_role_json(totals: EnrolmentTotals) -> list[dict[str, Any]]:
    """Return people, months and amounts by role."""
    return [
        {
            "role": total.code,
            "people": total.people,
            "person_months": months_as_number(total.person_months),
            "jkk": rupiah.to_decimal_string(total.jkk_sen),
            "jkm": rupiah.to_decimal_string(total.jkm_sen),
            "total": rupiah.to_decimal_string(total.jkk_sen + total.jkm_sen),
        }
        for total in totals.roles
    ]


def schedule_json(totals: EnrolmentTotals) -> dict[str, Any]:
    """Return the schedule, with the penalties of paying on the day of payment (null without one)."""
    months = totals.months
    payment_date = totals.payment_date
    return {
        "paid_on": payment_date.isoformat() if payment_date else None,
        "penalty": rupiah.to_decimal_string(sum(month.penalty_sen for month in months))
        if payment_date
        else None,
        "months": [
            {
                "month": f"{total.month:%Y-%m}",
                "segment": total.segment,
                "people": total.people,
                "total": rupiah.to_decimal_string(total.total_sen),
                "due": total.due.isoformat(),
                **(_late_json(total) if payment_date else {}),
            }
            for total in months
        ],
    }


def format_cover(totals: EnrolmentTotals, language: Language) -> str | None:
    """Return what the premium buys, or None where no benefit is in force."""
    cover = death_cover.format_covers(totals.premiums, totals.terms.book)
    return cover.in_language(language) if cover else None


def uncovered_json(totals: EnrolmentTotals) -> list[dict[str, Any]]:
    """Return the days at the end of contracts that have no cover."""
    return [
        {"role": role, "from": day.isoformat(), "days": days, "people": people}
        for role, day, days, people in totals.uncovered
    ]


def _late_json(total: MonthTotal) -> dict[str, Any]:
    return {
        "months_late": total.months_late,
        "penalty": rupiah.to_decimal_string(total.penalty_sen),
    }


def months_as_number(value: float) -> int | float:
    """Return a number of months as an integer where it is one."""
    return int(value) if value == int(value) else round(value, 6)


def law_json(totals: EnrolmentTotals) -> dict[str, Any]:
    """Return every entry of the law by which an account was made, and what follows from it."""
    terms = totals.terms
    book = terms.book
    with_bpu = any(month.segment == "bpu" for month in totals.months)
    rules = {premium.rule_name: premium.rule for premium in totals.premiums}
    day = min((month.month for month in totals.months), default=terms.election.voting_day)
    contribution = book.contribution
    return {
        "checked_on": book.checked_on.isoformat(),
        "rates": [tariff_json(*used) for used in tariffs_used(totals)],
        "reliefs": [_cited(relief) for relief in reliefs_used(totals)],
        "reliefs_in_words": [text.id for text in format_reliefs(totals)],
        "cautions": [text.en for text in bill_cautions(totals)],
        "cover": format_cover(totals, "en"),
        "risk_class": _cited(book.jkk.risk_class(day)),
        "proration": {name: _cited(rules[name]) for name in sorted(rules)},
        "rounding": _cited(find_in_force(contribution.rounding, day)),
        "base": _cited(find_in_force(contribution.base, day)),
        "due": _cited(find_in_force(contribution.due, day)),
        "penalty": _cited(find_in_force(contribution.penalty, day)),
        **({"bpu_due": _cited(find_in_force(book.bpu.due, day))} if with_bpu else {}),
    }


def _cited(value: Citation | None) -> dict[str, Any] | None:
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True) if value else None
