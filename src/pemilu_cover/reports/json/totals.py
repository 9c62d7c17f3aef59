"""Totals as JSON: sums, schedule, and the law behind them. Money is decimal text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from pemilu_cover import __version__
from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.enrolment.elections import Share
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain import death_cover
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.contribution_law import (
    DatedDueRule,
    DatedLatePaymentRule,
    ElectionBodyRiskClass,
    Rounding,
)
from pemilu_cover.law.dated_values import CitedText, find_in_force
from pemilu_cover.law.proration_rules import ProrationRule
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.reports.json.amounts import PremiumJson, premium_json
from pemilu_cover.reports.json.before_agreement import BeforeAgreementJson, before_agreement_json
from pemilu_cover.reports.json.elections import ShareJson, shares_json
from pemilu_cover.reports.json.law_entries import TariffJson, cited_json, tariff_json
from pemilu_cover.reports.law_used import (
    bill_cautions,
    format_reliefs,
    reliefs_used,
    tariffs_used,
)
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import Day, Document, DumpOf, Money, Month, Since


class ProgramJson(TypedDict):
    """The program that made a result."""

    name: str
    version: str


class MainElectionJson(TypedDict):
    """The election of a result, why it is this one, and the elections of the contracts."""

    id: str
    name: str
    because: str
    of_contracts: list[ShareJson]


class LawJson(TypedDict):
    """The entries of the law by which a result was made, and what follows from them."""

    checked_on: Day
    rates: list[TariffJson]
    reliefs: list[Annotated[dict[str, Any], DumpOf(Relief)]]
    reliefs_in_words: list[str]
    cautions: list[str]
    cover: str | None
    risk_class: Annotated[dict[str, Any], DumpOf(ElectionBodyRiskClass)] | None
    proration: dict[str, Annotated[dict[str, Any], DumpOf(ProrationRule)]]
    rounding: Annotated[dict[str, Any], DumpOf(Rounding)] | None
    base: Annotated[dict[str, Any], DumpOf(CitedText)] | None
    due: Annotated[dict[str, Any], DumpOf(DatedDueRule)] | None
    penalty: Annotated[dict[str, Any], DumpOf(DatedLatePaymentRule)] | None
    bpu_due: Annotated[dict[str, Any], DumpOf(DatedDueRule)] | None


class LocationJson(TypedDict):
    """SIPP's place of work of those whose rosters name none."""

    code: str | None
    because: str


class OriginJson(TypedDict):
    """The origin of a result."""

    program: ProgramJson
    election: MainElectionJson
    agreement: Annotated[dict[str, Any], DumpOf(Agreement)] | None
    law: LawJson


class RoleTotalJson(PremiumJson):
    """The people, months and amounts of a role."""

    role: str
    people: int
    person_months: int | float


class MonthTotalJson(TypedDict):
    """A month with its due date; with a day of payment, how late it is paid and what that costs."""

    month: Month
    segment: Segment
    people: int
    total: Money
    due: Day
    months_late: NotRequired[int]
    penalty: NotRequired[Money]


class ScheduleJson(TypedDict):
    """The months with the penalties of paying on the day of payment (null without one)."""

    paid_on: Day | None
    penalty: Money | None
    months: list[MonthTotalJson]


class UncoveredJson(Since):
    """The days at the end of contracts that have no cover."""

    role: str
    days: int
    people: int


class SumsJson(TypedDict):
    """What is billed."""

    premium: PremiumJson
    by_role: list[RoleTotalJson]
    schedule: ScheduleJson
    uncovered: list[UncoveredJson]
    before_agreement: BeforeAgreementJson | None


class RemarksJson(TypedDict):
    """Cover, cautions and elections."""

    cover: str | None
    cautions: list[str]
    election: str
    elections: list[ShareJson]


def manifest_bytes(manifest: Document) -> bytes:
    """Return a manifest as the bytes of its file."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def origin_json(totals: EnrolmentTotals, shares: Sequence[Share]) -> OriginJson:
    """Return the origin of a result for the manifest; ``shares`` are the elections of all people."""
    terms = totals.terms
    agreement = terms.agreement
    return {
        "program": {"name": "pemilu-cover", "version": __version__},
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


def sums_json(totals: EnrolmentTotals) -> SumsJson:
    """Return what is billed as the manifest and ``--json`` have it."""
    return {
        "premium": premium_json(totals.jkk_sen, totals.jkm_sen),
        "by_role": by_role_json(totals),
        "schedule": schedule_json(totals),
        "uncovered": uncovered_json(totals),
        "before_agreement": before_agreement_json(totals.before_agreement),
    }


def remarks_json(
    totals: EnrolmentTotals, shares: Sequence[Share], language: Language
) -> RemarksJson:
    """Return what ``--json`` adds to the sums: cover, cautions and elections."""
    return {
        "cover": format_cover(totals, language),
        "cautions": [text.in_language(language) for text in bill_cautions(totals)],
        "election": totals.terms.election.id,
        "elections": shares_json(shares),
    }


def by_role_json(totals: EnrolmentTotals) -> list[RoleTotalJson]:
    """Return people, months and amounts by role."""
    return [
        {
            "role": total.code,
            "people": total.people,
            "person_months": months_as_number(total.person_months),
            **premium_json(total.jkk_sen, total.jkm_sen),
        }
        for total in totals.roles
    ]


def schedule_json(totals: EnrolmentTotals) -> ScheduleJson:
    """Return the schedule, with the penalties of paying on the day of payment (null without one)."""
    months = totals.months
    payment_date = totals.payment_date
    return {
        "paid_on": payment_date.isoformat() if payment_date else None,
        "penalty": rupiah.to_decimal_string(sum(month.penalty_sen for month in months))
        if payment_date
        else None,
        "months": [_month_json(total, is_paid=payment_date is not None) for total in months],
    }


def format_cover(totals: EnrolmentTotals, language: Language) -> str | None:
    """Return what the premium buys, or None where no benefit is in force."""
    cover = death_cover.format_covers(totals.premiums, totals.terms.book)
    return cover.in_language(language) if cover else None


def uncovered_json(totals: EnrolmentTotals) -> list[UncoveredJson]:
    """Return the days at the end of contracts that have no cover."""
    return [
        {"role": role, "from": day.isoformat(), "days": days, "people": people}
        for role, day, days, people in totals.uncovered
    ]


def _month_json(total: MonthTotal, *, is_paid: bool) -> MonthTotalJson:
    month: MonthTotalJson = {
        "month": f"{total.month:%Y-%m}",
        "segment": total.segment,
        "people": total.people,
        "total": rupiah.to_decimal_string(total.total_sen),
        "due": total.due.isoformat(),
    }
    if is_paid:
        month["months_late"] = total.months_late
        month["penalty"] = rupiah.to_decimal_string(total.penalty_sen)
    return month


def months_as_number(value: float) -> int | float:
    """Return a number of months as an integer where it is one."""
    return int(value) if value == int(value) else round(value, 6)


def law_json(totals: EnrolmentTotals) -> LawJson:
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
        "reliefs": [cited_json(relief) for relief in reliefs_used(totals)],
        "reliefs_in_words": [text.id for text in format_reliefs(totals)],
        "cautions": [text.en for text in bill_cautions(totals)],
        "cover": format_cover(totals, "en"),
        "risk_class": cited_json(book.jkk.risk_class(day)),
        "proration": {name: cited_json(rules[name]) for name in sorted(rules)},
        "rounding": cited_json(find_in_force(contribution.rounding, day)),
        "base": cited_json(find_in_force(contribution.base, day)),
        "due": cited_json(find_in_force(contribution.due, day)),
        "penalty": cited_json(find_in_force(contribution.penalty, day)),
        "bpu_due": cited_json(find_in_force(book.bpu.due, day)) if with_bpu else None,
    }
