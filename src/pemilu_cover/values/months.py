"""Numbers of months: integers, and parts of months, which the daily rule bills."""

from __future__ import annotations

from fractions import Fraction

# A fraction of a month is shown as days over so many, as the daily rule counts them.
DAYS_PER_MONTH = 30


def format_months(months: Fraction | str | float) -> str:
    """Return a number of months, of which parts are days over 30.

    >>> format_months(Fraction(16, 15)), format_months("9"), format_months(0.8)
    ('32/30', '9', '24/30')
    """
    exact = Fraction(months)
    if isinstance(months, float):
        exact = exact.limit_denominator(DAYS_PER_MONTH)
    days = exact * DAYS_PER_MONTH
    if days % DAYS_PER_MONTH == 0:
        return str(days // DAYS_PER_MONTH)
    return f"{days}/{DAYS_PER_MONTH}" if days.denominator == 1 else str(exact)
