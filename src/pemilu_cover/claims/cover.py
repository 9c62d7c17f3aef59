"""Whether a person was covered on a day, as `reconciliation.coverage` has it, and how certain that is.

Without a known number `coverage` counts nobody as covered. A case is more careful: where only the number is
missing, BPJS may have issued one that was not read back yet, so the cover is unconfirmed and not denied.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from pemilu_cover.claims.people import ClaimPerson
from pemilu_cover.i18n.messages import localized_codes
from pemilu_cover.i18n.text import LocalizedText, localize, localized_list
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefits import BenefitCondition
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.coverage.cover_spells import NOT_ENROLLED, cover_spells
from pemilu_cover.reconciliation.coverage.day import OFF_DUTY, coverage_on_day
from pemilu_cover.roster.tables.column_names import fields

CoverState = Literal["covered", "unconfirmed", "uncovered"]
COVERED = "covered"
# The entry of the law on people who are not registered.
_UNREGISTERED = "unregistered"
_ANY_NUMBER = "?"
_PLACE_OF_WORK = "summary.field-place-of-work"
# The text of a row that was struck out, or is in the rosters twice.
_STRUCK_OUT = "struck-out"


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether somebody was covered, why, and what the law says where they were not.

    ``reason`` is a code of `reconciliation.coverage`, or `COVERED`. ``duty`` is None for people who did not
    serve that day, and for those whom another programme insures.
    """

    state: CoverState
    reason: str
    text: LocalizedText
    duty: BenefitCondition | None = None


def cover_on(
    contract: pl.DataFrame,
    members: pl.DataFrame,
    person: ClaimPerson,
    day: date,
    *,
    agreement: Agreement,
    book: RateBook,
) -> Cover:
    """Return whether a person was covered on a day by one contract, a row of the register."""
    numbered = contract.with_columns(kpj=pl.lit(_ANY_NUMBER))
    reason = _reason(numbered, members.clear(), day, agreement, book)
    state: CoverState = "uncovered"
    if reason is None:
        reason = _reason(contract, members, day, agreement, book)
        state = "unconfirmed" if reason else "covered"
    reason = reason or COVERED
    key = _STRUCK_OUT if reason == NOT_ENROLLED and not person.errors else reason
    text = localize(
        f"claim.cover-{key}",
        day=day,
        start=person.start or "?",
        end=person.end or "?",
        last=person.left_on or "?",
        tail=person.uncovered_from or "?",
        signed=agreement.date or "?",
        errors=localized_codes(person.errors),
        fields=localized_list(map(_field_title, person.missing)),
        kpj=person.kpj,
    )
    is_owed = state != "covered" and reason not in OFF_DUTY
    duty = _employer_duty(person, day, book) if is_owed else None
    return Cover(state, reason, text, duty)


def _reason(
    contract: pl.DataFrame,
    members: pl.DataFrame,
    day: date,
    agreement: Agreement,
    book: RateBook,
) -> str | None:
    """Return why a contract gave no cover on a day, or None."""
    people = coverage_on_day(cover_spells(contract, members, agreement, book), day).people
    if not people.height:  # excluded as nobody: a row twice, or struck out
        return NOT_ENROLLED
    reason: str | None = people["reason"].item()
    return reason


def _field_title(name: str) -> LocalizedText:
    return fields()[name].title if name in fields() else localize(_PLACE_OF_WORK)


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
