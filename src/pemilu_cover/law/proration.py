"""Proration: the months for which a contract is billed.

The rules and their sources are in ``rates/proration.toml``.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from pemilu_cover.law.proration_rules import ProrationRule
from pemilu_cover.values.dates import add_months, first_of_month

FULL_MONTH = Fraction(1)


class OpenEndedContractError(ValueError):
    """A contract whose months cannot be counted because it has no end."""


class BilledMonth(NamedTuple):
    """One billed month: the first day of its calendar month, and the share of it that counts."""

    month: date
    share: Fraction = FULL_MONTH

    def share_of(self, amount: Fraction) -> Fraction:
        """Return the part of a full month's amount that is billed."""
        return amount if self.share is FULL_MONTH else self.share * amount


class BilledMonths(NamedTuple):
    """The months of one contract, and the days at its end that they leave uncovered.

    When months are counted by anniversaries, ``full`` is the number of full months, and ``tail_days`` the
    number of days after them, billed or not. ``with_death`` says that the month of a death was added.
    """

    billed: tuple[BilledMonth, ...]
    uncovered_from: date | None = None
    uncovered_days: int = 0
    full: int = 0
    tail_days: int = 0
    with_death: bool = False

    @property
    def total(self) -> Fraction:
        """The number of months; a fraction under the daily rule."""
        shares = [billed.share for billed in self.billed]
        if shares.count(FULL_MONTH) == len(shares):
            return _fraction(len(shares), 1)
        return sum(shares, Fraction(0))


class ContractPeriod(NamedTuple):
    """The period of a contract: from a day to a day (inclusive), or a number of days or months.

    ``months`` takes precedence: the agreement fixes it. ``left_early`` says that ``end`` is the last day of a
    person who left before the contract ended, or ``died``: no agreement changes such a period.
    """

    start: date
    end: date | None = None
    days: int | None = None
    months: int | None = None
    left_early: bool = False
    died: bool = False

    @property
    def last(self) -> date:
        """The last day.

        Raise `OpenEndedContractError` if neither an end nor a length is known.
        """
        if self.end is not None:
            return self.end
        if self.days is not None:
            return self.start + timedelta(days=self.days - 1)
        if self.months is not None:
            return add_months(self.start, self.months) - timedelta(days=1)
        raise OpenEndedContractError("the contract has no end")


# A roster has some hundred periods: units of one kind begin and end together.
@lru_cache(maxsize=4096)
def count(rule: ProrationRule, period: ContractPeriod) -> BilledMonths:
    """Return the months that a rule bills for a period.

    >>> from pemilu_cover.law.rate_book import RateBook
    >>> rule = RateBook.load().proration.rule("contract-month", date(2024, 5, 16))
    >>> count(rule, ContractPeriod(date(2024, 5, 16), date(2025, 1, 27))).total
    Fraction(9, 1)
    >>> months = count(rule, ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)))
    >>> months.total, months.uncovered_from
    (Fraction(1, 1), datetime.date(2024, 12, 8))
    """
    if period.months is not None:
        return _fixed_months(period.start, period.months, period.end)
    if rule.count == "anniversaries":
        return _anniversaries(rule, period)
    last = period.last
    if rule.count == "calendar":
        months = (last.year - period.start.year) * 12 + last.month - period.start.month + 1
        return BilledMonths(_successive(period.start, months))
    return BilledMonths(_by_days(period.start, last, rule.days_per_month))


def _fixed_months(start: date, months: int, end: date | None) -> BilledMonths:
    """Bill the agreed number of months; the days after them are uncovered."""
    last = add_months(start, months)
    billed = _successive(start, months)
    if end is None or end <= last:
        return BilledMonths(billed)
    return BilledMonths(billed, last + timedelta(days=1), (end - last).days)


def _anniversaries(rule: ProrationRule, period: ContractPeriod) -> BilledMonths:
    if period.end is not None:
        full, tail = full_months(period.start, period.end)
    elif period.days is not None:
        full, tail = divmod(period.days, rule.days_per_month)
    else:
        raise OpenEndedContractError("the contract has no end")
    forgiven = full >= 1 and tail <= rule.forgiven_tail_days
    billed = _successive(period.start, full if forgiven else full + 1)
    if not forgiven or tail == 0:
        return BilledMonths(billed, full=full, tail_days=tail)
    uncovered_from = None if period.end is None else period.end - timedelta(days=tail - 1)
    return BilledMonths(billed, uncovered_from, tail, full, tail)


def without_exit_month(months: BilledMonths, last: date) -> BilledMonths:
    """Return billed months without the calendar month of the last day, unless it is also the first one.

    >>> months = BilledMonths(tuple(BilledMonth(date(2024, m, 1)) for m in (5, 6, 7, 8, 9)))
    >>> without_exit_month(months, date(2024, 9, 14)).total
    Fraction(4, 1)
    """
    if len(months.billed) > 1 and months.billed[-1].month == first_of_month(last):
        return months._replace(billed=months.billed[:-1])
    return months


def with_month_of_death(months: BilledMonths, day: date) -> BilledMonths:
    """Return billed months with the calendar month of a death: the benefit needs its contribution.

    >>> months = BilledMonths(tuple(BilledMonth(date(2024, m, 26)) for m in (5, 6, 7)))
    >>> with_month_of_death(months, date(2024, 8, 10)).total
    Fraction(4, 1)
    >>> with_month_of_death(months, date(2024, 7, 30)).total
    Fraction(3, 1)
    """
    if first_of_month(months.billed[-1].month) < first_of_month(day):
        billed = (*months.billed, BilledMonth(first_of_month(day)))
        return months._replace(
            billed=billed, uncovered_from=None, uncovered_days=0, with_death=True
        )
    return months


def full_months(start: date, end: date) -> tuple[int, int]:
    """Count months from the start to the same day of later months, and the days that remain.

    >>> full_months(date(2024, 11, 7), date(2024, 12, 8))
    (1, 1)
    """
    full = max((end.year - start.year) * 12 + end.month - start.month, 0)
    anniversary = add_months(start, full)
    if full and anniversary > end:
        full -= 1
        anniversary = add_months(start, full)
    return full, (end - anniversary).days


def _successive(start: date, months: int) -> tuple[BilledMonth, ...]:
    return _full_months(_month_number(start), months)


@lru_cache(maxsize=1024)
def _full_months(first: int, months: int) -> tuple[BilledMonth, ...]:
    return tuple(map(_full_month, range(first, first + months)))


def _by_days(start: date, last: date, days_per_month: int) -> tuple[BilledMonth, ...]:
    numbers = range(_month_number(start), _month_number(last) + 1)
    months = [_full_month(number).month for number in numbers]
    breaks = [month.toordinal() for month in months[1:]]  # as numbers of days
    starts, ends = (start.toordinal(), *breaks), (*breaks, last.toordinal() + 1)
    return tuple(
        BilledMonth(month, _fraction(end - begin, days_per_month))
        for month, begin, end in zip(months, starts, ends, strict=True)
    )


def _month_number(day: date) -> int:
    """Return the number of a month, counted from the beginning of the calendar."""
    return (day.year - date.min.year) * 12 + day.month - 1


@lru_cache(maxsize=4096)
def _full_month(number: int) -> BilledMonth:
    """Return a full month by its number. Raise `OverflowError` after the year 9999."""
    return BilledMonth(add_months(date.min, number))


@lru_cache(maxsize=1024)
def _fraction(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)
