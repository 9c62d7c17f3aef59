"""Due dates of a month's contributions, and penalties for late payment.

Employers pay by the 15th of the next month, BPU members by the 15th of the month itself; on a day of rest,
the next working day (PP 44/2015 art. 21 and 24). Days of rest are Saturdays, Sundays and national holidays;
joint leave (cuti bersama) counts as working days, so that a date is never too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from pemilu_cover.law.contribution_law import DueRule, LatePaymentRule
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.law.relief import reliefs_in_month
from pemilu_cover.reference.national_holidays import national_holidays
from pemilu_cover.values.dates import add_months, first_of_month
from pemilu_cover.values.rupiah import round_half_up

_SATURDAY = 5
# The bills of all areas have the same few months, and contracts with the same few days.
_cache_by_day = lru_cache(maxsize=4_096)


@_cache_by_day
def due_date(month: date, segment: Segment, book: RateBook) -> date:
    """Return the day by which a segment pays the contributions of a calendar month.

    >>> book = RateBook.load()
    >>> due_date(date(2024, 11, 1), "pu", book), due_date(date(2024, 11, 1), "bpu", book)
    (datetime.date(2024, 12, 16), datetime.date(2024, 11, 15))
    """
    due = due_rule(month, segment, book)
    first = add_months(month.replace(day=1), due.months_after)
    day = min(first + timedelta(days=due.day - 1), add_months(first, 1) - timedelta(days=1))
    while is_day_of_rest(day):
        day += timedelta(days=1)
    return day


@_cache_by_day
def due_rule(month: date, segment: Segment, book: RateBook) -> DueRule:
    """Return the due day of a month; a relief may postpone it for employers."""
    first = first_of_month(month)
    if segment == "bpu":
        return get_in_force(book.bpu.due, first, "BPU due")
    later = (relief.due for relief in reliefs_in_month(month, book) if relief.due)
    return next(later, None) or get_in_force(book.contribution.due, first, "PU due")


def is_day_of_rest(day: date) -> bool:
    """Return whether a day is a Saturday, a Sunday or a national holiday.

    >>> is_day_of_rest(date(2024, 11, 27)), is_day_of_rest(date(2024, 12, 26))
    (True, False)
    """
    return day.weekday() >= _SATURDAY or day in national_holidays()


@_cache_by_day
def report_deadline(changed_on: date, book: RateBook) -> date:
    """Return the last day on which a change of that day is reported in time.

    >>> report_deadline(date(2024, 11, 19), RateBook.load())
    datetime.date(2024, 11, 29)
    """
    rule = get_in_force(book.contribution.change_report, changed_on, "change report")
    day, left = changed_on, rule.working_days
    while left:
        day += timedelta(days=1)
        left -= not is_day_of_rest(day)
    return day


@dataclass(frozen=True, slots=True)
class LatePayment:
    """A late payment: the started months, the rule (None for BPU), the penalty in sen."""

    months: int
    penalty: LatePaymentRule | None
    amount_sen: int


def late_payment(
    amount_sen: int, month: date, segment: Segment, payment_date: date, book: RateBook
) -> LatePayment | None:
    """Return the delay and the penalty of a month's contributions; None if they are paid in time.

    The penalty is not compounded, and each started month counts in full. BPU members owe none.

    >>> late = late_payment(459_000, date(2024, 11, 1), "pu", date(2025, 1, 17), RateBook.load())
    >>> late.months, late.amount_sen
    (2, 18360)
    """
    months = months_late(due_date(month, segment, book), payment_date)
    if not months:
        return None
    penalty = penalty_rule(month, segment, book)
    penalty_sen = amount_sen * months * penalty.fraction if penalty else Fraction(0)
    return LatePayment(months, penalty, round_half_up(penalty_sen))


@_cache_by_day
def penalty_rule(month: date, segment: Segment, book: RateBook) -> LatePaymentRule | None:
    """Return the penalty rule of a month, which a relief may lower; None for BPU."""
    if segment == "bpu":
        return None
    lowered = (relief.penalty for relief in reliefs_in_month(month, book) if relief.penalty)
    usual = book.contribution.penalty
    return next(lowered, None) or get_in_force(usual, first_of_month(month), "PU penalty")


def months_late(due: date, payment_date: date) -> int:
    """Count the started months from a due day to the day of payment.

    >>> months_late(date(2024, 12, 16), date(2025, 1, 16)), months_late(date(2024, 12, 16), date(2025, 1, 17))
    (1, 2)
    """
    if payment_date <= due:
        return 0
    full = (payment_date.year - due.year) * 12 + payment_date.month - due.month
    return full if add_months(due, full) >= payment_date else full + 1
