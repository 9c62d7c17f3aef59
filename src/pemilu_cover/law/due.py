"""When a month's contributions are due.

The 15th of the next month; where that is a day of rest, the next working day (PP 44/2015 art. 21).
Days of rest are Saturdays and Sundays; national holidays are not known here yet.
"""

from __future__ import annotations

from datetime import date, timedelta

from pemilu_cover.law.book import Due
from pemilu_cover.values.dates import add_months

_SATURDAY = 5


def due_date(month: date, due: Due) -> date:
    """Give the day by which the contributions of a calendar month are paid, at the latest its last.

    >>> from pemilu_cover.law.book import RateBook
    >>> due = RateBook.load().contribution.due
    >>> due_date(date(2024, 11, 1), due), due_date(date(2025, 1, 1), due)
    (datetime.date(2024, 12, 16), datetime.date(2025, 2, 17))
    """
    first = add_months(month.replace(day=1), due.months_after)
    day = min(first + timedelta(days=due.day - 1), add_months(first, 1) - timedelta(days=1))
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
