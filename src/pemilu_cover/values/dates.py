"""Dates as people type them into rosters, and the calendar of contracts.

>>> parse("19 NOPEMBER 1984"), parse("2024-11-07"), parse("21/4/1978")
(datetime.date(1984, 11, 19), datetime.date(2024, 11, 7), datetime.date(1978, 4, 21))
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from pemilu_cover.values.lazy_pattern import lazy_pattern

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
_MONTH_NUMBERS = {
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
_MONTH_NUMBERS |= dict.fromkeys("FEBUARI FEBRURI FEBUARY PEBUARI FEBR PEBR".split(), 2)
_MONTH_NUMBERS |= dict.fromkeys("AGUSTSUS AGUTUS AGUSTU AGUSTUSS AGSTS".split(), 8)
_MONTH_NUMBERS |= dict.fromkeys("NOVENBER NOPEMBR NOVEMER NOVMBER".split(), 11)
_MONTH_NUMBERS |= dict.fromkeys("DESEMBR DESMBER DESEMER DESEMEBER".split(), 12)
_MONTH_NUMBERS |= {"SEPTMBER": 9, "SEPETEMBER": 9, "OKTOBR": 10, "OKTBER": 10, "APIRL": 4}
_ROMAN = {
    word: number
    for number, word in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)
}
_WEEKDAY = (
    r"(?:SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|AHAD|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY"
    r"|SATURDAY|SUNDAY)"
)
_PREFIX = lazy_pattern(
    rf"^(?:(?:HARI )?{_WEEKDAY}\b[\s,./:-]*)?(?:(?:PADA )?(?:TANGGAL|TGL)\b[\s.:]*)?"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_SEPARATOR = r"\s*[-/., _|\\;]\s*"
_DAY_FIRST = lazy_pattern(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}}|\d\d)")
_YEAR_FIRST = lazy_pattern(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})")
_EIGHT_DIGITS = lazy_pattern(r"(\d\d)(\d\d)((?:19|20)\d\d)")
_EIGHT_YEAR_FIRST = lazy_pattern(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_NAME_DATE = lazy_pattern(
    r"(\d{1,2})(?:\s*[-/. ,_]?\s*)([A-Z]+)\.?(?:\s*[-/., _]?\s*)'?(\d{4}|\d\d)"
)
_MONTH_FIRST = lazy_pattern(r"([A-Z]{3,})\.? (\d{1,2})(?:ST|ND|RD|TH)?,? (\d{4})")
_TIME = lazy_pattern(
    r"(?:T| +)(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?)\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
    r"(?: ?WI(?:B|TA|T))?$"
)
# Midnight in Jakarta, Makassar and Jayapura, as programs write it in UTC.
_MIDNIGHT_IN_UTC = lazy_pattern(r"1[567]:00(?::00(?:\.0+)?)?")
# Until then it is the same day in UTC and in all of Indonesia.
_LATE_IN_UTC = 15
# "Pasar Minggu" is a place: a weekday follows a place after a comma.
_WEEKDAY_BEHIND = lazy_pattern(
    rf"(?:^|\s*[,;/]\s*|\s+hari )(?:hari )?{_WEEKDAY}[\s,.]*$", re.IGNORECASE
)
_PLACE_IN_FRONT = lazy_pattern(
    rf"(?P<place>(?:[^\W\d_]|[\s.'’()/-])+?)[\s,;:/.–—-]+(?:(?:HARI )?{_WEEKDAY}[\s,./:-]*)?"
    r"(?:\b(?:TGL|TANGGAL)\b[\s:.]*)?(?P<date>\d.*)",
    re.IGNORECASE,
)

_DAYS_OF_EACH_MONTH = 28
# Serial 60 is Excel's 29 February 1900, a day that never was; no roster reaches back to it.
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 61, 2_958_465


def parse(text: str, *, century: int | None = None) -> date:
    """Read a date in text: ISO, day-month-year, or with an Indonesian or English month name.

    A weekday in front, dashes of any length, commas and a final point make no difference. A year of two
    digits needs a ``century`` (2000). Raise `ValueError` if the text is no date or is ambiguous: a year of
    two digits without a century, or a date in American order.

    >>> parse("Kamis, 7–11–2024"), parse("12051990"), parse("07-Nov-24", century=2000)
    (datetime.date(2024, 11, 7), datetime.date(1990, 5, 12), datetime.date(2024, 11, 7))
    >>> parse("1990-05-11T17:00:00.000Z")
    datetime.date(1990, 5, 12)
    """
    cleaned = text.strip().upper().translate(_DASHES).rstrip(" .,;")
    cleaned, days_later = _without_time(_PREFIX.sub("", cleaned))
    day, month, year = _parts(cleaned)
    if len(year) == 2:  # noqa: PLR2004
        if century is None:
            raise ValueError("not a date")
        year = str(century + int(year))
    return date(int(year), month, int(day)) + timedelta(days=days_later)


def _parts(cleaned: str) -> tuple[str, int, str]:
    """Return day, month and year; the year as text, so that its digits can be counted."""
    if (match := _DAY_FIRST.fullmatch(cleaned)) or (match := _EIGHT_DIGITS.fullmatch(cleaned)):
        return match[1], int(match[2]), match[3]
    if (match := _YEAR_FIRST.fullmatch(cleaned)) or (match := _EIGHT_YEAR_FIRST.fullmatch(cleaned)):
        return match[3], int(match[2]), match[1]
    if match := _MONTH_NAME_DATE.fullmatch(cleaned):
        return match[1], _month(match[2]), match[3]
    if match := _MONTH_FIRST.fullmatch(cleaned):
        return match[2], _month(match[1]), match[3]
    raise ValueError("not a date")


def _month(word: str) -> int:
    return _MONTH_NUMBERS.get(word) or _ROMAN.get(word, 0)


def _without_time(cleaned: str) -> tuple[str, int]:
    """Return a date without its time of day, and by how many days its zone is behind Indonesia."""
    match = _TIME.search(cleaned)
    if not match:
        return cleaned, 0
    rest, zone = cleaned[: match.start()].rstrip(" ,"), match["zone"]
    is_utc = zone is not None and zone.replace(":", "") in {"Z", "UTC", "+0000", "-0000"}
    if not is_utc or int(re.split(r"[:.]", match["clock"])[0]) < _LATE_IN_UTC:
        return rest, 0
    if not _MIDNIGHT_IN_UTC.fullmatch(match["clock"]):
        raise ValueError("not a date")  # the day in Indonesia is ambiguous
    return rest, 1


def split_place(text: str) -> tuple[str, str]:
    """Split a place from the date after it; without a place, or without a date, the place is ``''``.

    >>> split_place("Purwakarta, Sabtu 12 Mei 1990"), split_place("12-05-1990")
    (('Purwakarta', '12 Mei 1990'), ('', '12-05-1990'))
    """
    match = _PLACE_IN_FRONT.fullmatch(text.strip())
    return (match["place"].strip(" ./-"), match["date"]) if match else ("", text)


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
    """Return ``dd-mm-yyyy``, the format of SIPP.

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
    """Return the same day of a later month, or that month's last day if it has no such day.

    Raise `OverflowError` after the year 9999.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 11, 7), 2)
    (datetime.date(2024, 2, 29), datetime.date(2025, 1, 7))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError("after the calendar's end")
    if day.day <= _DAYS_OF_EACH_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    """Return the first day of the month, which stands for a billed month."""
    return day.replace(day=1)
