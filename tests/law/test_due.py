"""Due days: the 15th of the next month, and never a Saturday or a Sunday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.law.book import RateBook
from pemilu_cover.law.due import due_date

DUE = RateBook.load().contribution.due

# PP 44/2015 art. 21(2) and (3); the weekdays are the calendar's.
CALENDAR = {
    "a Wednesday": (date(2024, 12, 1), date(2025, 1, 15)),
    "a Friday": (date(2024, 10, 1), date(2024, 11, 15)),
    "a Saturday waits for Monday": (date(2025, 1, 1), date(2025, 2, 17)),
    "a Sunday waits for Monday": (date(2024, 11, 1), date(2024, 12, 16)),
    "over the new year": (date(2023, 12, 1), date(2024, 1, 15)),
    "January, whose next month is short": (date(2024, 1, 1), date(2024, 2, 15)),
    "any day of the month": (date(2024, 11, 30), date(2024, 12, 16)),
}


@pytest.mark.parametrize(("month", "due"), CALENDAR.values(), ids=CALENDAR.keys())
def test_a_month_is_due_on_a_working_day_after_it(month: date, due: date) -> None:
    assert due_date(month, DUE) == due


# PP 49/2020 art. 4 (press): the 30th of the next month, which February does not have.
@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2020, 8, 1), date(2020, 9, 30)),
        (date(2020, 12, 1), date(2021, 2, 1)),  # 30 January 2021 is a Saturday
        (date(2021, 1, 1), date(2021, 3, 1)),  # 28 February 2021 is a Sunday
    ],
)
def test_the_months_of_the_relief_are_due_on_the_30th(month: date, due: date) -> None:
    [relief] = RateBook.load().relief.reliefs
    assert relief.due is not None
    assert due_date(month, relief.due) == due


@given(st.dates(date(2015, 7, 1), date(2100, 1, 1)))
def test_the_due_day_is_the_15th_of_the_next_month_or_the_monday_after(month: date) -> None:
    due = due_date(month, DUE)
    assert (due.year * 12 + due.month) - (month.year * 12 + month.month) == 1
    assert due.day == 15 or (due.day in (16, 17) and due.weekday() == 0)
    assert due.weekday() < 5
