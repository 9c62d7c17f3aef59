"""Dates as rosters hold them, and the calendar of contracts.

>>> parse("19 NOPEMBER 1984"), parse("2024-11-07"), parse("21/4/1978")
(datetime.date(1984, 11, 19), datetime.date(2024, 11, 7), datetime.date(1978, 4, 21))
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
_MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "JAN JANUARI JANUARY",
            "FEB FEBRUARI PEB PEBRUARI FEBRUARY",
            "MAR MARET MRT MARCH",
            "APR APRIL",
            "MEI MAY",
            "JUN JUNI JUNE",
            "JUL JULI JULY",
            "AGU AGS AGT AGUST AGUSTUS AUG AUGUST",
            "SEP SEPT SEPTEMBER",
            "OKT OKTOBER OCT OCTOBER",
            "NOV NOP NOVEMBER NOPEMBER",
            "DES DESEMBER DEC DECEMBER",
        ),
        start=1,
    )
    for word in words.split()
}
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2})\s*[-/. ]?\s*([A-Z]+)\.?\s*[-/., ]?\s*(\d{4})")
_TIME = re.compile(r"[T ]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?Z?$")

# Serial 60 is Excel's 29 February 1900, a day that never was; no roster reaches back to it.
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 61, 2_958_465


def parse(text: str) -> date:
    """Read a date in text: ISO, day-month-year, or with an Indonesian or English month name.

    Raise `ValueError` where there is none: a year of two digits has no century, and a date in the
    American order does not exist here.
    """
    shown = _TIME.sub("", text.strip().upper())
    if found := _DAY_FIRST.fullmatch(shown):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(shown):
        year, month, day = map(int, found.groups())
    elif found := _IN_WORDS.fullmatch(shown):
        day, month, year = int(found[1]), _MONTH_WORDS.get(found[2], 0), int(found[3])
    else:
        raise ValueError("not a date")
    return date(year, month, day)


def from_serial(number: float) -> date:
    """Give the date of an Excel serial number (1900 system); raise `ValueError` outside it.

    >>> from_serial(45316)
    datetime.date(2024, 1, 25)
    """
    if not _SERIAL_FIRST <= number <= _SERIAL_LAST:
        raise ValueError("not a date")
    return _SERIAL_EPOCH + timedelta(days=int(number))


def short(day: date) -> str:
    """Give ``dd-mm-yyyy``, the form that SIPP takes.

    >>> short(date(2024, 11, 7))
    '07-11-2024'
    """
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def in_words(day: date) -> str:
    """Give the date as a letter writes it.

    >>> in_words(date(2024, 11, 7))
    '7 November 2024'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_in_words(day: date) -> str:
    """Give the month of a day: ``November 2024``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def add_months(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day where it has no such day.

    Raise `OverflowError` after the year 9999.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 11, 7), 2)
    (datetime.date(2024, 2, 29), datetime.date(2025, 1, 7))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError("after the calendar's end")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    """Give the first day of the month: how a billed month is named."""
    return day.replace(day=1)
