"""Whether a person was covered on a day, as far as a result can know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pemilu_cover.claims.people import ClaimPerson
from pemilu_cover.enrolment.register import schema
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.benefits import BenefitCondition
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.rate_book import RateBook

CoverState = Literal["covered", "unconfirmed", "uncovered"]
# The entry of the law on people who are not registered.
_UNREGISTERED = "unregistered"


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether somebody was covered, why, and what the law says where they were not."""

    state: CoverState
    reason: str
    text: LocalizedText
    duty: BenefitCondition | None = None


def cover_on(person: ClaimPerson, day: date, agreement_date: date | None, book: RateBook) -> Cover:
    """Return whether a person was covered on a day.

    The register knows who is billed for which days. Cover also needs a membership number, and begins when it
    is issued (PP 44/2015 art. 6(3)): without a known number it is unconfirmed.
    """
    reason = _reason_against(person, day, agreement_date)
    state: CoverState = "uncovered"
    if reason is None:
        state = "covered" if person.kpj else "unconfirmed"
        reason = "number-known" if person.kpj else "incomplete" if person.missing else "no-number"
    text = localize(
        f"claim.cover-{reason}",
        day=day,
        start=person.start or "?",
        end=person.end or "?",
        last=person.left_on or "?",
        tail=person.uncovered_from or "?",
        signed=agreement_date or "?",
        codes=", ".join(person.errors) or "?",
        cause=person.excluded_because or "?",
        fields=", ".join(person.missing),
        kpj=person.kpj,
    )
    duty = _employer_duty(person, day, book) if state != "covered" else None
    return Cover(state, reason, text, duty)


def _reason_against(person: ClaimPerson, day: date, agreement_date: date | None) -> str | None:
    """Return why a person had no cover on a day, or None."""
    first, last, tail = person.start, person.end, person.uncovered_from
    reasons = {
        "never-served": person.exit_cause == schema.NEVER_SERVED,
        "held-back": person.status == "held_back",
        "excluded": not person.is_enrolled,
        "before-start": first is not None and day < first,
        "left": person.left_on is not None and day > person.left_on,
        "after-end": last is not None and day > last,
        "tail": tail is not None and day >= tail,
        "before-agreement": agreement_date is not None and day < agreement_date,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _employer_duty(person: ClaimPerson, day: date, book: RateBook) -> BenefitCondition | None:
    segment = person.segment or "pu"
    return next(
        (
            rule
            for rule in in_force(book.benefits.rules, day)
            if rule.topic == _UNREGISTERED and segment in rule.segments
        ),
        None,
    )
