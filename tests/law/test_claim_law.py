"""Clocks of claims: one length each, in hours, working days or days."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pemilu_cover.law.claim_law import Clock
from pemilu_cover.law.rate_book import RateBook

CLOCK: dict[str, Any] = {
    **{"law": "PP 44/2015", "article": "pasal 43", "confidence": "regulation text"},
    **{"from": "2015-07-01", "id": "kk1", "duty": "office", "cases": ["jkk-death"]},
    **{"name": {"id": "Laporan", "en": "Report"}, "recipient": {"id": "BPJS", "en": "BPJS"}},
}


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        ({"hours": 48}, (48, "hours")),
        ({"working_days": 7}, (7, "working-days")),
        ({"days": 30}, (30, "days")),
        ({"hours": 1}, (1, "hours")),
    ],
)
def test_clock__one_length__has_it(length: dict[str, int], shown: tuple[int, str]) -> None:
    assert Clock.model_validate(CLOCK | length).length == shown


@pytest.mark.parametrize(
    "lengths", [{}, {"hours": 48, "days": 2}, {"working_days": 1, "days": 2}, {"hours": 0}]
)
def test_clock__no_length_or_several__is_refused(lengths: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Clock.model_validate(CLOCK | lengths)


def test_clock__several_lengths__says_what_it_needs() -> None:
    reason = r"error, needs one of hours, working_days and days \["
    with pytest.raises(ValidationError, match=reason):
        Clock.model_validate(CLOCK | {"hours": 48, "days": 2})


def test_claims__report_of_an_accident__is_due_within_48_hours(book: RateBook) -> None:
    (kk1,) = (clock for clock in book.claims.clocks if clock.id == "kk1")
    assert kk1.length == (48, "hours")
    assert kk1.reference.startswith("PP 44/2015")
