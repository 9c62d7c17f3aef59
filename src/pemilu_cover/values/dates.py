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
# Misspelt, and as Roman numbers.
_MONTH_WORDS |= dict.fromkeys("FEBUARI FEBRURI FEBUARY PEBUARI FEBR PEBR".split(), 2)
_MONTH_WORDS |= dict.fromkeys("AGUSTSUS AGUTUS AGUSTU AGUSTUSS AGSTS".split(), 8)
_MONTH_WORDS |= dict.fromkeys("NOVENBER NOPEMBR NOVEMER NOVMBER".split(), 11)
_MONTH_WORDS |= dict.fromkeys("DESEMBR DESMBER DESEMER DESEMEBER".split(), 12)
_MONTH_WORDS |= {"SEPTMBER": 9, "SEPETEMBER": 9, "OKTOBR": 10, "OKTBER": 10, "APIRL": 4}
_ROMAN = {
    word: number
    for number, word in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)
}
_WEEKDAY = (
    r"(?:SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|AHAD|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY"
    r"|SATURDAY|SUNDAY)"
)
_IN_FRONT = re.compile(
    rf"^(?:(?:HARI )?{_WEEKDAY}\b[\s,./:-]*)?(?:(?:PADA )?(?:TANGGAL|TGL)\b[\s.:]*)?"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MARK = r"\s*[-/., _|\\;]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{4}}|\d\d)")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})")
_EIGHT_DIGITS = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)")
_EIGHT_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_IN_WORDS = re.compile(r"(\d{1,2})(?:\s*[-/. ,_]?\s*)([A-Z]+)\.?(?:\s*[-/., _]?\s*)'?(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(r"([A-Z]{3,})\.? (\d{1,2})(?:ST|ND|RD|TH)?,? (\d{4})")
_TIME = re.compile(
    r"(?:T| +)(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?)\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
    r"(?: ?WI(?:B|TA|T))?$"
)
# Midnight in Jakarta, Makassar and Jayapura, as programs write it in UTC.
_MIDNIGHT_IN_UTC = re.compile(r"1[567]:00(?::00(?:\.0+)?)?")
# Until then it is the same day in UTC and in all of Indonesia.
_LATE_IN_UTC = 15
# "Pasar Minggu" is a place: a weekday follows a place after a comma.
_WEEKDAY_BEHIND = re.compile(
    rf"(?:^|\s*[,;/]\s*|\s+hari )(?:hari )?{_WEEKDAY}[\s,.]*$", re.IGNORECASE
)
_PLACE_IN_FRONT = re.compile(
    rf"(?P<place>(?:[^\W\d_]|[\s.'’()/-])+?)[\s,;:/.–—-]+(?:(?:HARI )?{_WEEKDAY}[\s,./:-]*)?"
    r"(?:\b(?:TGL|TANGGAL)\b[\s:.]*)?(?P<date>\d.*)",
    re.IGNORECASE,
)

# Serial 60 is Excel's 29 February 1900, a day that never was; no roster reaches back to it.
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 61, 2_958_465


def parse(text: str, *, century: int | None = None) -> date:
    """Read a date in text: ISO, day-month-year, or with an Indonesian or English month name.

    A weekday in front, dashes of any length, commas and a final point make no difference. A year of two
    digits is of the ``century`` that is given (2000). Raise `ValueError` where there is no date, or where
    it is not certain: a year of two digits has no century of its own, and a date in the American order
    does not exist here.

    >>> parse("Kamis, 7–11–2024"), parse("12051990"), parse("07-Nov-24", century=2000)
    (datetime.date(2024, 11, 7), datetime.date(1990, 5, 12), datetime.date(2024, 11, 7))
    >>> parse("1990-05-11T17:00:00.000Z")
    datetime.date(1990, 5, 12)
    """
    shown = text.strip().upper().translate(_DASHES).rstrip(" .,;")
    shown, days_later = _without_time(_IN_FRONT.sub("", shown))
    day, month, year = _parts(shown)
    if len(year) == 2:  # noqa: PLR2004
        if century is None:
            raise ValueError("not a date")
        year = str(century + int(year))
    return date(int(year), month, int(day)) + timedelta(days=days_later)


def _parts(shown: str) -> tuple[str, int, str]:
    """Return day, month and year; the year as it is written, so that its digits can be counted."""
    if (found := _DAY_FIRST.fullmatch(shown)) or (found := _EIGHT_DIGITS.fullmatch(shown)):
        return found[1], int(found[2]), found[3]
    if (found := _YEAR_FIRST.fullmatch(shown)) or (found := _EIGHT_YEAR_FIRST.fullmatch(shown)):
        return found[3], int(found[2]), found[1]
    if found := _IN_WORDS.fullmatch(shown):
        return found[1], _month(found[2]), found[3]
    if found := _MONTH_FIRST.fullmatch(shown):
        return found[2], _month(found[1]), found[3]
    raise ValueError("not a date")


def _month(word: str) -> int:
    return _MONTH_WORDS.get(word) or _ROMAN.get(word, 0)


def _without_time(shown: str) -> tuple[str, int]:
    """Return a date without its time of day, and by how many days its zone is behind Indonesia."""
    found = _TIME.search(shown)
    if not found:
        return shown, 0
    rest, zone = shown[: found.start()].rstrip(" ,"), found["zone"]
    is_utc = zone is not None and zone.replace(":", "") in {"Z", "UTC", "+0000", "-0000"}
    if not is_utc or int(re.split(r"[:.]", found["clock"])[0]) < _LATE_IN_UTC:
        return rest, 0
    if not _MIDNIGHT_IN_UTC.fullmatch(found["clock"]):
        raise ValueError("not a date")  # which day it is in Indonesia is not certain
    return rest, 1


def split_place(text: str) -> tuple[str, str]:
    """Split a place from the date after it; without a place, or without a date, the place is ``''``.

    >>> split_place("Purwakarta, Sabtu 12 Mei 1990"), split_place("12-05-1990")
    (('Purwakarta', '12 Mei 1990'), ('', '12-05-1990'))
    """
    found = _PLACE_IN_FRONT.fullmatch(text.strip())
    return (found["place"].strip(" ,;:/.-–—"), found["date"]) if found else ("", text)


def without_weekday(place: str) -> str:
    """Return a place without the weekday after it: "Purwakarta, Sabtu".

    >>> without_weekday("Purwakarta, Sabtu"), without_weekday("Pasar Minggu"), without_weekday("Minggu")
    ('Purwakarta', 'Pasar Minggu', '')
    """
    return _WEEKDAY_BEHIND.sub("", place)


def from_serial(number: float) -> date:
    """Return the date of an Excel serial number (1900 system); raise `ValueError` outside it.

    >>> from_serial(45316)
    datetime.date(2024, 1, 25)
    """
    if not _SERIAL_FIRST <= number <= _SERIAL_LAST:
        raise ValueError("not a date")
    return _SERIAL_EPOCH + timedelta(days=int(number))


def format_ddmmyyyy(day: date) -> str:
    """Return ``dd-mm-yyyy``, the form that SIPP takes.

    >>> format_ddmmyyyy(date(2024, 11, 7))
    '07-11-2024'
    """
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def format_long(day: date) -> str:
    """Return the date as a letter writes it.

    >>> format_long(date(2024, 11, 7))
    '7 November 2024'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_month(day: date) -> str:
    """Return the month of a day: ``November 2024``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day.

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
    """Return the first day of the month: how a billed month is named."""
    return day.replace(day=1)
