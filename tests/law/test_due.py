"""Due days and penalties: the cases of `tests/cases/due`, and what holds of every month."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pemilu_cover.law.due_dates import due_date, is_day_of_rest, late_payment, months_late
from pemilu_cover.law.rate_book import RateBook

FOLDER = Path(__file__).parents[1] / "cases" / "due"
BOOK = RateBook.load()
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A table that takes no key that the program would not be asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Paid(Strict):
    """A payment: the day, what was owed, how late it is, and what that costs, in rupiah."""

    on: date
    contributions: Decimal | int
    months_late: int
    penalty: Decimal | int


class DueCase(Strict):
    """A month, the day by which it is to be paid, and perhaps a payment."""

    name: Text
    source: Text
    month: date
    due: date
    segment: Literal["pu", "bpu"] = "pu"
    paid: Paid | None = None


def load(text: str) -> list[DueCase]:
    """Read the cases of a file; raise `ValidationError` for a key that is unknown or lacks."""
    tables = tomllib.loads(text, parse_float=Decimal)
    assert set(tables) == {"due"}, "a file of due days holds [[due]] tables and nothing else"
    return [DueCase.model_validate(table) for table in tables["due"]]


CASES = [case for file in sorted(FOLDER.glob("*.toml")) for case in load(file.read_text("utf-8"))]
PAYMENTS = [(case, case.paid) for case in CASES if case.paid]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_month_is_due_on_its_day(case: DueCase) -> None:
    assert due_date(case.month, case.segment, BOOK) == case.due


@pytest.mark.parametrize(("case", "paid"), PAYMENTS, ids=[case.name for case, _ in PAYMENTS])
def test_a_late_payment_costs_what_it_should(case: DueCase, paid: Paid) -> None:
    owed = int(paid.contributions * 100)
    late = late_payment(owed, case.month, case.segment, paid.on, BOOK)
    assert months_late(case.due, paid.on) == paid.months_late
    assert (late.amount_sen if late else 0) == paid.penalty * 100
    assert late is None or late.months == paid.months_late


def test_there_are_cases_and_no_two_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 30
    assert len(PAYMENTS) >= 12


@pytest.mark.parametrize(
    "unknown", ["paid_on = 2024-12-16", 'note = "x"', "paid = { on = 2024-12-16 }"]
)
def test_a_case_with_an_unknown_or_a_lacking_key_is_not_read(unknown: str) -> None:
    sound = '[[due]]\nname = "a"\nsource = "b"\nmonth = 2024-11-01\ndue = 2024-12-16\n'
    assert len(load(sound)) == 1
    with pytest.raises(ValidationError):
        load(sound + unknown)


months = st.dates(date(2015, 7, 1), date(2100, 1, 1))


@given(months)
def test_an_employers_due_day_is_a_working_day_after_the_15th_of_the_next_month(
    month: date,
) -> None:
    if date(2020, 8, 1) <= month <= date(2021, 1, 31):
        return
    due = due_date(month, "pu", BOOK)
    query = date(month.year + month.month // 12, month.month % 12 + 1, 15)
    assert query <= due <= query + timedelta(10)
    assert not is_day_of_rest(due)
    assert all(is_day_of_rest(query + timedelta(n)) for n in range((due - query).days))


@given(months)
def test_a_member_without_a_wage_pays_within_the_month(month: date) -> None:
    due = due_date(month, "bpu", BOOK)
    assert (due.year, due.month) == (month.year, month.month)
    assert due.day >= 15
    assert not is_day_of_rest(due)


@given(st.dates(date(2015, 7, 1), date(2060, 1, 1)), st.integers(1, 2000))
def test_a_penalty_never_falls_as_time_goes_by(due: date, days: int) -> None:
    earlier, later = (months_late(due, due + timedelta(n)) for n in (days, days + 1))
    assert 0 < earlier <= later <= earlier + 1
    assert (days - 1) // 31 < earlier <= days // 28 + 1


HOLIDAYS = {
    "Pilkada 2024": date(2024, 11, 27),
    "Pemilu 2024": date(2024, 2, 14),
    "Pilkada 2020": date(2020, 12, 9),
    "Independence Day": date(2026, 8, 17),
    "a Saturday": date(2024, 11, 16),
    "a Sunday": date(2024, 11, 17),
}


@pytest.mark.parametrize("day", HOLIDAYS.values(), ids=HOLIDAYS.keys())
def test_a_day_of_rest_is_one(day: date) -> None:
    assert is_day_of_rest(day)


def test_joint_leave_is_a_working_day() -> None:
    assert not is_day_of_rest(date(2024, 12, 26))
