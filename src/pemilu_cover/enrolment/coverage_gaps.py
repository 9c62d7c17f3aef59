"""Coverage gaps as sentences: months that are billed without cover, and days of a contract without cover.

A forgiven tail leaves the last days of a contract without cover.
"""

from __future__ import annotations

from typing import NamedTuple

from pemilu_cover.enrolment.before_agreement import BeforeAgreement
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count, localized_month_span
from pemilu_cover.values import rupiah


class CoverageProblem(NamedTuple):
    """Something that is not in order: what it is, and what to do."""

    says: LocalizedText
    fix: LocalizedText


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
