"""Days as cells hold them: text, a date, or a bare serial number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from pemilu_cover.roster.distinct import map_distinct
from pemilu_cover.roster.marks import APOSTROPHES
from pemilu_cover.roster.sheet import DATE, NUMBER
from pemilu_cover.values import dates
from pemilu_cover.values.text import clean

DAY = rf"^{DATE}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$"
# "s.d. 8 Desember 2024", "TMT 7 November 2024"
_IN_FRONT = re.compile(
    r"^(?:s\s*[./]?\s*d\b\.?|sampai(?: dengan)?|hingga|mulai|sejak|tmt|terhitung mulai)"
    r"(?: (?:tanggal|tgl))?[\s.:,-]*",
    re.IGNORECASE,
)
# A number that Excel holds: 12051990 is a day, since it is far beyond its calendar.
_EIGHT_DIGITS = re.compile(rf"{NUMBER}\d{{4}}(?:19|20)\d{{2}}")


def days(cells: pl.Series, read: Callable[[str], date | None]) -> pl.Series:
    """Read days; those that the file held as dates are what they are, without being read one by one."""
    held = cells.str.contains(DAY)
    found = cells.str.strip_prefix(DATE).str.to_date("%Y-%m-%d", strict=False)
    if held.all():
        return found
    return found.zip_with(held, map_distinct(cells.set(held, None), read, pl.Date))


def birth_date(cell: str) -> date | None:
    """Return the day that a cell holds, or None where it cannot be read as one."""
    return _parsed(cell, _behind_place)


def contract_date(cell: str) -> date | None:
    """Return a day of service, in which a year of two digits can only be of this century."""
    return _parsed(cell, lambda text: dates.parse(_IN_FRONT.sub("", text), century=2000))


def _behind_place(text: str) -> date:
    try:
        return dates.parse(text)
    except ValueError:
        return dates.parse(dates.split_place(text)[1])


def _parsed(cell: str, parse: Callable[[str], date]) -> date | None:
    try:
        if cell.startswith(DATE):
            return date.fromisoformat(cell[1:])
        if _EIGHT_DIGITS.fullmatch(cell):
            return parse(cell[1:])
        if cell.startswith(NUMBER):
            return dates.from_serial(float(cell[1:]))
        return parse(clean(cell).lstrip(APOSTROPHES))
    except (ValueError, OverflowError):
        return None
