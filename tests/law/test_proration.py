"""Proration: for which months a contract is billed, by each rule, at every awkward end."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples

from pemilu_cover.law.proration import (
    BilledMonth,
    BilledMonths,
    ContractPeriod,
    OpenEndedContractError,
    count,
    with_month_of_death,
)
from pemilu_cover.law.rate_book import RateBook

RULES = ("contract-month", "calendar-month", "daily")
BOOK = RateBook.load()

starts = st.dates(date(2015, 7, 1), date(2040, 1, 1))
lengths = st.one_of(st.integers(0, 70), st.integers(0, 1_900))


def months(rule: str, period: ContractPeriod) -> BilledMonths:
    return count(BOOK.proration.rule(rule, period.start), period)


def total(rule: str, start: date, end: date) -> Fraction:
    return months(rule, ContractPeriod(start, end)).total


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---- contract months -----------------------------------------------------------------------------

# Terms of office (rates/elections) and periods of agreements (press).
TERMS = {
    "KPPS, Pilkada 2024": ("2024-11-07", "2024-12-08", 1),
    "KPPS, Pemilu 2024": ("2024-01-25", "2024-02-25", 1),
    "PPK, Pilkada 2024": ("2024-05-16", "2025-01-27", 9),
    "PPS, Pilkada 2024": ("2024-05-26", "2025-01-27", 8),
    "PTPS, Pilkada 2024": ("2024-11-04", "2024-12-04", 1),
    "Pekanbaru, all, Pemilu 2024: three months": ("2024-02-01", "2024-04-30", 3),
    "Pantarlih, Pemilu 2024: two honoraria": ("2023-02-12", "2023-04-11", 2),
}
ENDS = {
    "one day": ("2024-11-07", "2024-11-07", 1),
    "two weeks": ("2024-11-07", "2024-11-20", 1),
    "one day short of the same day": ("2024-11-07", "2024-12-06", 1),
    "to the same day": ("2024-11-07", "2024-12-07", 1),
    "a tail of 2 days": ("2024-11-07", "2024-12-09", 1),
    "a tail of 3 days": ("2024-11-07", "2024-12-10", 1),
    "a tail of 4 days": ("2024-11-07", "2024-12-11", 2),
    "two months and a tail of 3": ("2024-11-07", "2025-01-10", 2),
    "two months and a tail of 4": ("2024-11-07", "2025-01-11", 3),
    "a calendar year": ("2024-01-01", "2024-12-31", 12),
    "a year and its first day": ("2024-01-01", "2025-01-01", 12),
    "five years": ("2023-06-24", "2028-06-23", 60),
    "31 January to the end of a short February": ("2023-01-31", "2023-02-28", 1),
    "31 January to the end of a leap February": ("2024-01-31", "2024-02-29", 1),
    "31 January, tail of 3 after February": ("2023-01-31", "2023-03-03", 1),
    "31 January, tail of 4 after February": ("2023-01-31", "2023-03-04", 2),
    "31 January, leap year, tail of 3": ("2024-01-31", "2024-03-03", 1),
    "31 January, leap year, tail of 4": ("2024-01-31", "2024-03-04", 2),
    "31 January to 30 March": ("2024-01-31", "2024-03-30", 2),
    "31 January to 31 March": ("2024-01-31", "2024-03-31", 2),
    "31 January to 30 April": ("2024-01-31", "2024-04-30", 3),
    "30 January to the end of February": ("2023-01-30", "2023-02-28", 1),
    "29 January to the end of February": ("2023-01-29", "2023-02-28", 1),
    "a leap day to the end of the next February": ("2024-02-29", "2025-02-28", 12),
    "a leap day, a year and a tail of 3": ("2024-02-29", "2025-03-03", 12),
    "a leap day, a year and a tail of 4": ("2024-02-29", "2025-03-04", 13),
    "a leap day to the next": ("2024-02-29", "2028-02-29", 48),
    "across a new year": ("2024-12-31", "2025-01-31", 1),
}


@pytest.mark.parametrize(
    ("start", "end", "expected"), (TERMS | ENDS).values(), ids=(TERMS | ENDS).keys()
)
def test_contract_months_run_to_the_same_day(start: str, end: str, expected: int) -> None:
    assert total("contract-month", day(start), day(end)) == expected


@pytest.mark.parametrize(
    ("end", "uncovered", "first"),
    [
        ("2024-12-06", 0, None),
        ("2024-12-07", 0, None),
        ("2024-12-08", 1, date(2024, 12, 8)),
        ("2024-12-09", 2, date(2024, 12, 8)),
        ("2024-12-10", 3, date(2024, 12, 8)),
        ("2024-12-11", 0, None),
    ],
)
def test_count__forgiven_tail__has_uncovered_days(
    end: str, uncovered: int, first: date | None
) -> None:
    counted = months("contract-month", ContractPeriod(date(2024, 11, 7), day(end)))
    assert (counted.uncovered_days, counted.uncovered_from) == (uncovered, first)


DAYS = {
    1: 1,
    5: 1,
    29: 1,
    30: 1,
    31: 1,
    33: 1,
    34: 2,
    60: 2,
    63: 2,
    64: 3,
    90: 3,
    360: 12,
    1800: 60,
}


@pytest.mark.parametrize(("length", "expected"), DAYS.items())
def test_days_are_counted_in_months_of_30_in_the_same_way(length: int, expected: int) -> None:
    assert (
        months("contract-month", ContractPeriod(date(2024, 11, 7), days=length)).total == expected
    )


@pytest.mark.parametrize(("length", "uncovered"), [(30, 0), (31, 1), (32, 2), (33, 3), (34, 0)])
def test_count__contract_in_days__has_tail_days(length: int, uncovered: int) -> None:
    counted = months("contract-month", ContractPeriod(date(2024, 11, 7), days=length))
    assert counted.uncovered_days == uncovered


TAILS = {
    "less than a month": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 6)), 29),
    "to the same day": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 7)), 0),
    "to the same day two months later": (ContractPeriod(date(2024, 11, 7), date(2025, 1, 7)), 0),
    "forgiven": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 10)), 3),
    "too long to be forgiven": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 11)), 4),
    "of days, forgiven": (ContractPeriod(date(2024, 11, 7), days=33), 3),
    "of days, too long": (ContractPeriod(date(2024, 11, 7), days=34), 4),
}


@pytest.mark.parametrize(("period", "tail"), TAILS.values(), ids=TAILS.keys())
def test_count__days_after_the_last_full_month__are_tail_days(
    period: ContractPeriod, tail: int
) -> None:
    assert months("contract-month", period).tail_days == tail


def test_billed_months_are_named_from_the_first_on() -> None:
    counted = months("contract-month", ContractPeriod(date(2024, 11, 16), date(2025, 2, 14)))
    assert [billed.month for billed in counted.billed] == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]


def test_a_start_on_the_31st_bills_each_month_once() -> None:
    counted = months("contract-month", ContractPeriod(date(2024, 1, 31), date(2024, 4, 30)))
    assert [billed.month.month for billed in counted.billed] == [1, 2, 3]


@given(starts, lengths)
def test_a_contract_has_at_least_one_month(start: date, length: int) -> None:
    counted = months("contract-month", ContractPeriod(start, start + timedelta(length)))
    assert counted.total >= 1
    assert counted.total.denominator == 1


@given(starts, lengths, st.integers(0, 100))
def test_a_later_end_never_has_fewer_months(start: date, length: int, more: int) -> None:
    end = start + timedelta(length)
    assert total("contract-month", start, end) <= total(
        "contract-month", start, end + timedelta(more)
    )


@given(starts, lengths)
def test_one_day_more_is_one_month_more_at_most(start: date, length: int) -> None:
    end = start + timedelta(length)
    step = total("contract-month", start, end + timedelta(1)) - total("contract-month", start, end)
    assert step in (0, 1)


@given(starts, lengths)
def test_contract_months_are_the_calendar_months_or_up_to_two_fewer(
    start: date, length: int
) -> None:
    end = start + timedelta(length)
    fewer = total("calendar-month", start, end) - total("contract-month", start, end)
    assert fewer in (0, 1, 2)


@given(starts, lengths)
def test_no_more_than_three_days_stay_uncovered_and_they_are_the_last(
    start: date, length: int
) -> None:
    end = start + timedelta(length)
    counted = months("contract-month", ContractPeriod(start, end))
    assert 0 <= counted.uncovered_days <= 3
    if counted.uncovered_days:
        assert counted.uncovered_from == end - timedelta(counted.uncovered_days - 1)
    else:
        assert counted.uncovered_from is None


# ---- calendar months -----------------------------------------------------------------------------

CALENDAR = {
    "KPPS, Pilkada 2024": ("2024-11-07", "2024-12-08", 2),
    "KPPS, Pemilu 2024": ("2024-01-25", "2024-02-25", 2),
    "Karawang 2024, reported as November and December": ("2024-11-18", "2024-12-31", 2),
    "one whole month": ("2024-11-01", "2024-11-30", 1),
    "one day": ("2024-11-30", "2024-11-30", 1),
    "two days in two months": ("2024-11-30", "2024-12-01", 2),
    "two days in two years": ("2024-12-31", "2025-01-01", 2),
    "PPK, Pilkada 2024": ("2024-05-16", "2025-01-27", 9),
    "a leap February": ("2024-02-01", "2024-02-29", 1),
}


@pytest.mark.parametrize(("start", "end", "expected"), CALENDAR.values(), ids=CALENDAR.keys())
def test_every_calendar_month_that_is_touched_counts(start: str, end: str, expected: int) -> None:
    counted = months("calendar-month", ContractPeriod(day(start), day(end)))
    assert (counted.total, counted.uncovered_days) == (expected, 0)


@pytest.mark.parametrize(
    ("length", "expected"), [(1, 1), (24, 1), (25, 2), (30, 2), (55, 2), (56, 3)]
)
def test_days_from_7_november_touch_calendar_months(length: int, expected: int) -> None:
    assert (
        months("calendar-month", ContractPeriod(date(2024, 11, 7), days=length)).total == expected
    )


# ---- days ----------------------------------------------------------------------------------------

DAILY = {
    "KPPS, Pilkada 2024": ("2024-11-07", "2024-12-08", Fraction(32, 30)),
    "one day": ("2024-11-07", "2024-11-07", Fraction(1, 30)),
    "a month of 30 days": ("2024-11-01", "2024-11-30", Fraction(1)),
    "a month of 31 days": ("2024-12-01", "2024-12-31", Fraction(31, 30)),
    "a leap February": ("2024-02-01", "2024-02-29", Fraction(29, 30)),
    "a common February": ("2023-02-01", "2023-02-28", Fraction(28, 30)),
    "a leap year": ("2024-01-01", "2024-12-31", Fraction(366, 30)),
}


@pytest.mark.parametrize(("start", "end", "expected"), DAILY.values(), ids=DAILY.keys())
def test_days_are_thirtieths_of_a_month(start: str, end: str, expected: Fraction) -> None:
    assert total("daily", day(start), day(end)) == expected


def test_the_days_of_each_calendar_month_are_its_share() -> None:
    counted = months("daily", ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)))
    assert [(billed.month, billed.share) for billed in counted.billed] == [
        (date(2024, 11, 1), Fraction(24, 30)),
        (date(2024, 12, 1), Fraction(8, 30)),
    ]


@given(starts, st.integers(1, 800))
def test_so_many_days_are_so_many_thirtieths(start: date, length: int) -> None:
    assert months("daily", ContractPeriod(start, days=length)).total == Fraction(length, 30)


# ---- all rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("fixed", [1, 2, 9, 60])
def test_count__fixed_months__ignores_the_dates(rule: str, fixed: int) -> None:
    start = date(2024, 1, 31)
    for period in (
        ContractPeriod(start, months=fixed),
        ContractPeriod(start, date(2024, 3, 15), months=fixed),
        ContractPeriod(start, days=400, months=fixed),
    ):
        counted = months(rule, period)
        assert counted.total == len(counted.billed) == fixed
        assert counted.billed[0].month == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("end", "uncovered", "first"),
    [
        ("2024-12-06", 0, None),
        ("2024-12-07", 0, None),
        ("2024-12-08", 1, date(2024, 12, 8)),
        ("2025-01-27", 51, date(2024, 12, 8)),
    ],
)
def test_count__days_after_fixed_months__are_uncovered(
    end: str, uncovered: int, first: date | None
) -> None:
    counted = months("contract-month", ContractPeriod(date(2024, 11, 7), day(end), months=1))
    assert (counted.uncovered_days, counted.uncovered_from) == (uncovered, first)


@pytest.mark.parametrize("rule", RULES)
def test_a_contract_without_an_end_cannot_be_counted(rule: str) -> None:
    with pytest.raises(OpenEndedContractError, match=r"^the contract has no end$"):
        months(rule, ContractPeriod(date(2024, 11, 7)))


@pytest.mark.parametrize("rule", RULES)
@given(start=starts, length=lengths)
@examples(60)
def test_billed_months_follow_each_other_without_a_gap(rule: str, start: date, length: int) -> None:
    billed = [
        b.month for b in months(rule, ContractPeriod(start, start + timedelta(length))).billed
    ]
    numbers = [month.year * 12 + month.month for month in billed]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert billed[0] == start.replace(day=1)
    assert {month.day for month in billed} == {1}


@pytest.mark.parametrize("rule", ["calendar-month", "daily"])
@given(start=starts, length=st.integers(0, 800))
@examples(60)
def test_an_end_and_as_many_days_are_the_same(rule: str, start: date, length: int) -> None:
    by_end = months(rule, ContractPeriod(start, start + timedelta(length)))
    assert months(rule, ContractPeriod(start, days=length + 1)) == by_end


# ---- what an explanation needs --------------------------------------------------------------------

# A length, and the whole months and the days behind them that it has.
COUNTED = {
    "whole months": (ContractPeriod(date(2024, 11, 7), date(2025, 1, 7)), 2, 0),
    "a forgiven tail": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)), 1, 1),
    "a started month": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 12)), 1, 5),
    "less than a month": (ContractPeriod(date(2024, 11, 7), date(2024, 11, 7)), 0, 0),
    "days": (ContractPeriod(date(2024, 11, 7), days=62), 2, 2),
}


@pytest.mark.parametrize(("period", "full", "tail"), COUNTED.values(), ids=COUNTED.keys())
def test_full_months__any_period__returns_months_and_days(
    book: RateBook, period: ContractPeriod, full: int, tail: int
) -> None:
    months = count(book.proration.rule("contract-month", period.start), period)
    assert (months.full, months.tail_days) == (full, tail)


# A length, and its last day by the calendar.
LAST = {
    "an end": (ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)), date(2024, 12, 8)),
    "an end and days": (
        ContractPeriod(date(2024, 11, 7), date(2024, 12, 8), days=5),
        date(2024, 12, 8),
    ),
    "one day": (ContractPeriod(date(2024, 11, 7), days=1), date(2024, 11, 7)),
    "30 days": (ContractPeriod(date(2024, 11, 7), days=30), date(2024, 12, 6)),
    "a month": (ContractPeriod(date(2024, 11, 7), months=1), date(2024, 12, 6)),
    "a month from the 31st": (ContractPeriod(date(2024, 10, 31), months=1), date(2024, 11, 29)),
    "a year": (ContractPeriod(date(2024, 3, 1), months=12), date(2025, 2, 28)),
}


@pytest.mark.parametrize(("period", "last"), LAST.values(), ids=LAST.keys())
def test_a_period_has_a_last_day(period: ContractPeriod, last: date) -> None:
    assert period.last == last


def test_a_period_without_a_length_has_none() -> None:
    with pytest.raises(OpenEndedContractError, match="no end"):
        assert ContractPeriod(date(2024, 11, 7)).last


def test_month_of_death__death_in_a_forgiven_tail__is_billed_and_covers_the_tail() -> None:
    period = ContractPeriod(date(2024, 5, 26), date(2024, 8, 28))
    counted = months("contract-month", period)
    assert (counted.uncovered_from, counted.uncovered_days) == (date(2024, 8, 27), 2)
    billed = with_month_of_death(counted, date(2024, 8, 28))
    assert billed.billed == (*counted.billed, BilledMonth(date(2024, 8, 1)))
    assert (billed.uncovered_from, billed.uncovered_days, billed.with_death) == (None, 0, True)


def test_count__months_after_the_calendar__raises() -> None:
    with pytest.raises(OverflowError, match=r"^after the calendar's end$"):
        months("contract-month", ContractPeriod(date(9999, 12, 1), days=60))
