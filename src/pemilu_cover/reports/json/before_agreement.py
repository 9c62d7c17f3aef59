"""What is billed for months before the agreement, as ``--json`` and the manifest have it."""

from __future__ import annotations

from typing_extensions import TypedDict

from pemilu_cover.enrolment.before_agreement import BeforeAgreement
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import Day, Money, Month


class BeforeAgreementJson(TypedDict):
    """What is billed for months before the agreement."""

    agreement: Day
    months: list[Month]
    people: int
    total: Money
    percent: str
    due: Day


def before_agreement_json(early: BeforeAgreement | None) -> BeforeAgreementJson | None:
    """Return what is billed for these months, if there are any."""
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
