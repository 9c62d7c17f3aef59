"""Reliefs: which part of a month's contribution is owed where the law has forgiven the rest.

Who gets one depends on when the employer joined; without that day (``participant_since`` of the
agreement) nothing is taken off, and the bill says so.
"""

from __future__ import annotations

from datetime import date

from pemilu_cover.law.book import Programme, RateBook, Relief
from pemilu_cover.values.dates import add_months, first_of_month


def relief_of(
    programme: Programme, month: date, since: date | None, book: RateBook
) -> Relief | None:
    """Give the relief of a programme in a month, for an employer who joined on a day, or None.

    >>> book = RateBook.load()
    >>> relief = relief_of("JKM", date(2020, 9, 1), date(2020, 2, 1), book)
    >>> relief.percent_paid, relief_of("JKM", date(2020, 9, 1), date(2020, 9, 1), book)
    (Decimal('1'), None)
    """
    if since is None:
        return None
    for relief in reliefs_in(month, book):
        if programme in relief.programmes and _reaches(relief, month, since):
            return relief
    return None


def reliefs_in(month: date, book: RateBook) -> list[Relief]:
    """Give the reliefs of a month, whoever they reach."""
    return [relief for relief in book.relief.reliefs if relief.in_force(first_of_month(month))]


def _reaches(relief: Relief, month: date, since: date) -> bool:
    """Newcomers pay some months in full first; whoever joined before pays less from the start."""
    if since < relief.newcomers_from:
        return True
    first = add_months(first_of_month(since), relief.newcomers_full)
    return first_of_month(month) >= first
