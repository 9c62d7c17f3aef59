"""Coverage gaps: months that are billed without cover, and days of a contract without cover.

Membership is not retroactive: months before the agreement are billed, late, and nobody was covered in them.
A forgiven tail leaves the last days of a contract without cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import TypedDict

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count, localized_month_span
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.json_types import Day, Money, Month

if TYPE_CHECKING:
    from pemilu_cover.enrolment.totals import EnrolmentTotals


class CoverageProblem(NamedTuple):
    """Something that is not in order: what it is, and what to do."""

    says: LocalizedText
    fix: LocalizedText


class BeforeAgreement(NamedTuple):
    """Months that are billed though they ended before the agreement was made."""

    agreement_date: date
    months: tuple[date, ...]
    people: int
    amount_sen: int
    total_sen: int
    due: date

    @property
    def percent(self) -> Decimal:
        """The share of the bill, to a tenth of a percent."""
        share = Decimal(100 * self.amount_sen) / Decimal(self.total_sen)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def before_agreement(
    agreement_date: date | None, months: Sequence[MonthTotal], people: int
) -> BeforeAgreement | None:
    """Return what is billed for the calendar months before that of the agreement, or None.

    ``people`` are billed for at least one of them.
    """
    if agreement_date is None:
        return None
    early = [total for total in months if total.month < dates.first_of_month(agreement_date)]
    amount = sum(total.total_sen for total in early)
    if not amount:
        return None
    return BeforeAgreement(
        agreement_date,
        tuple(sorted({total.month for total in early})),
        people,
        amount,
        sum(total.total_sen for total in months),
        min(total.due for total in early),
    )


def coverage_problems(totals: EnrolmentTotals) -> list[CoverageProblem]:
    """Return what is not in order about the cover that an account buys."""
    problems = []
    if early := totals.before_agreement:
        problems.append(_early_gap(early))
    if totals.uncovered:
        problems.append(_uncovered_gap(totals))
    return problems


def _early_gap(early: BeforeAgreement) -> CoverageProblem:
    first, last = early.months[0], early.months[-1]
    amount = rupiah.format_rupiah(early.amount_sen)
    share = str(early.percent)
    return CoverageProblem(
        localize(
            "enrolment.gap-before-agreement",
            people=localized_count(early.people),
            amount=amount,
            signed=early.agreement_date,
            span=localized_month_span(first, last),
            share=LocalizedText(share.replace(".", ","), share),
            due=early.due,
        ),
        localize("enrolment.fix-before-agreement"),
    )


def _uncovered_gap(totals: EnrolmentTotals) -> CoverageProblem:
    people = localized_count(sum(role.people for role in totals.uncovered))
    everybody = localized_count(totals.people)
    return CoverageProblem(
        localize("enrolment.gap-last-day", people=people, everybody=everybody),
        localize("enrolment.fix-last-day"),
    )


class BeforeAgreementJson(TypedDict):
    """What is billed for months before the agreement."""

    agreement: Day
    months: list[Month]
    people: int
    total: Money
    percent: str
    due: Day


def before_agreement_json(totals: EnrolmentTotals) -> BeforeAgreementJson | None:
    """Return what is billed for months before the agreement as ``--json`` and the manifest have it."""
    early = totals.before_agreement
    if early is None:
        return None
    return {
        "agreement": early.agreement_date.isoformat(),
        "months": [f"{month:%Y-%m}" for month in early.months],
        "people": early.people,
        "total": rupiah.to_decimal_string(early.amount_sen),
        "percent": str(early.percent),
        "due": early.due.isoformat(),
    }
