"""What is billed and buys nothing, and who is not covered though enrolled: neither is in order.

Membership is not retroactive: months before the agreement are billed, late, and nobody was covered in them.
A forgiven tail leaves the last days of a contract without cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.values import dates, rupiah

if TYPE_CHECKING:
    from pemilu_cover.enrolment.totals import EnrolmentTotals


class CoverageProblem(NamedTuple):
    """Something that is not in order: what it is, and what to do."""

    says: LocalizedText
    fix: LocalizedText


class BeforeAgreement(NamedTuple):
    """Months that are billed though they ended before the agreement was made."""

    signed: date
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
    signed: date | None, months: Sequence[MonthTotal], people: int
) -> BeforeAgreement | None:
    """Return what is billed for the calendar months before that of the agreement, or None.

    ``people`` are billed for at least one of them.
    """
    if signed is None:
        return None
    early = [total for total in months if total.month < dates.first_of_month(signed)]
    amount = sum(total.total_sen for total in early)
    if not amount:
        return None
    return BeforeAgreement(
        signed,
        tuple(sorted({total.month for total in early})),
        people,
        amount,
        sum(total.total_sen for total in months),
        min(total.due for total in early),
    )


def coverage_problems(account: EnrolmentTotals) -> list[CoverageProblem]:
    """Return what is not in order about the cover that an account buys."""
    found = []
    if early := account.before_agreement:
        found.append(_early_gap(early))
    if account.uncovered:
        found.append(_uncovered_gap(account))
    return found


def _early_gap(early: BeforeAgreement) -> CoverageProblem:
    first, last = early.months[0], early.months[-1]
    people, amount = rupiah.format_count(early.people), rupiah.format_rupiah(early.amount_sen)
    in_words = dates.format_month(first)
    span = in_words if first == last else f"{in_words} s.d. {dates.format_month(last)}"
    months = f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}"
    share = str(early.percent)
    return CoverageProblem(
        localize(
            "enrolment.billed-months-before-agreement",
            people=people,
            amount=amount,
            signed=early.signed,
            span=LocalizedText(span, months),
            share=LocalizedText(share.replace(".", ","), share),
            due=early.due,
        ),
        localize("enrolment.fix-start-roles-day"),
    )


def _uncovered_gap(account: EnrolmentTotals) -> CoverageProblem:
    people = rupiah.format_count(sum(role.people for role in account.uncovered))
    everybody = rupiah.format_count(account.people)
    return CoverageProblem(
        localize("enrolment.people-covered-last-day", people=people, everybody=everybody),
        localize("enrolment.use-proration-calendar-month"),
    )


def before_agreement_json(account: EnrolmentTotals) -> dict[str, Any] | None:
    """Return what is billed for months before the agreement as ``--json`` and the manifest have it."""
    early = account.before_agreement
    if early is None:
        return None
    return {
        "agreement": early.signed.isoformat(),
        "months": [f"{month:%Y-%m}" for month in early.months],
        "people": early.people,
        "total": rupiah.to_decimal_string(early.amount_sen),
        "percent": str(early.percent),
        "due": early.due.isoformat(),
    }
