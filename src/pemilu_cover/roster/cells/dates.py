"""Days in cells: text, a date, or a serial number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import APOSTROPHES
from pemilu_cover.roster.reading.cell_encoding import (
    DATE_PATTERN,
    NUMBER_PATTERN,
    cell_content,
    is_date,
    is_number,
    iso_days,
)
from pemilu_cover.values import dates
from pemilu_cover.values.nik import WOMEN_DAY_OFFSET
from pemilu_cover.values.text import clean

# Birth years of election workers: within them, two digits mean one year.
_BORN = range(1925, 2013)
DAY = rf"^{DATE_PATTERN}$"
# "s.d. 8 Desember 2024", "TMT 7 November 2024"
_IN_FRONT = re.compile(
    r"^(?:s\s*[./]?\s*d\b\.?|sampai(?: dengan)?|hingga|mulai|sejak|tmt|terhitung mulai)"
    r"(?: (?:tanggal|tgl))?[\s.:,-]*",
    re.IGNORECASE,
)
# A number in Excel: 12051990 is a day, since it is far beyond its calendar.
_EIGHT_DIGITS = re.compile(rf"{NUMBER_PATTERN}\d{{4}}(?:19|20)\d{{2}}")


def days(cells: pl.Series, read: Callable[[str], date | None]) -> pl.Series:
    """Return days; date cells are converted as a column, other cells are parsed one by one."""
    is_date_cell = cells.str.contains(DAY)
    iso = iso_days(cells).str.to_date("%Y-%m-%d", strict=False)
    if is_date_cell.all():
        return iso
    return iso.zip_with(is_date_cell, map_distinct(cells.set(is_date_cell, None), read, pl.Date))


def birth_date(cell: str) -> date | None:
    """Return the day in a cell, or None for an unreadable one."""
    return _parsed(cell, _parse_with_place)


def short_birth_date(cell: str) -> date | None:
    """Return the only day that a birth date with a year of two digits can mean, or None.

    >>> short_birth_date("12/05/90"), short_birth_date("Purwakarta, 1-2-04"), short_birth_date("1-2-20")
    (datetime.date(1990, 5, 12), datetime.date(2004, 2, 1), None)
    """
    if birth_date(cell):
        return None

    def born(century: int) -> date | None:
        return _parsed(cell, lambda text: _parse_with_place(text, century))

    candidates = {day for century in (1900, 2000) if (day := born(century)) and day.year in _BORN}
    return candidates.pop() if len(candidates) == 1 else None


def confirmed_birth_dates(born: pl.Series, shown: pl.Series, nik: pl.Series) -> pl.Series:
    """Return birth dates; a year of two digits is read where the NIK has the same day, month and year."""
    odd = shown.set(born.is_not_null(), None)
    if odd.null_count() == len(odd):
        return born
    short = map_distinct(odd, short_birth_date, pl.Date)
    digits = nik.set(~nik.str.contains(r"^[0-9]{16}$"), None)
    day = digits.str.slice(6, 2).cast(pl.Int32) % WOMEN_DAY_OFFSET
    written = pl.select(day.cast(pl.String).str.zfill(2) + digits.str.slice(8, 4)).to_series()
    confirmed = (short.dt.strftime("%d%m%y") == written).fill_null(value=False)
    return born.zip_with(~confirmed, short)


def contract_date(cell: str) -> date | None:
    """Return a day of service, in which a year of two digits can only be of this century."""
    return _parsed(cell, lambda text: dates.parse(_IN_FRONT.sub("", text), century=2000))


def _parse_with_place(text: str, century: int | None = None) -> date:
    try:
        return dates.parse(text, century=century)
    except ValueError:
        return dates.parse(dates.split_place(text)[1], century=century)


def _parsed(cell: str, parse: Callable[[str], date]) -> date | None:
    try:
        if is_date(cell):
            return date.fromisoformat(cell_content(cell))
        if _EIGHT_DIGITS.fullmatch(cell):
            return parse(cell_content(cell))
        if is_number(cell):
            return dates.from_serial(float(cell_content(cell)))
        return parse(clean(cell).lstrip(APOSTROPHES))
    except (ValueError, OverflowError):
        return None
