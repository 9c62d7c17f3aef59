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
_SHORT_YEAR = re.compile(r"(\d{1,2}[-/.]\d{1,2})([-/.])(\d{2})")


def days(cells: pl.Series, read: Callable[[str], date | None]) -> pl.Series:
    """Read days; those that the file held as dates are what they are, without being read one by one."""
    held = cells.str.contains(DAY)
    found = cells.str.strip_prefix(DATE).str.to_date("%Y-%m-%d", strict=False)
    if held.all():
        return found
    return found.zip_with(held, map_distinct(cells.set(held, None), read, pl.Date))


def birth_date(cell: str) -> date | None:
    """Return the day that a cell holds, or None where it cannot be read as one."""
    try:
        if cell.startswith(DATE):
            return date.fromisoformat(cell[1:])
        if cell.startswith(NUMBER):
            return dates.from_serial(float(cell[1:]))
        return dates.parse(clean(cell).lstrip(APOSTROPHES))
    except (ValueError, OverflowError):
        return None


def contract_date(cell: str) -> date | None:
    """Read a date of service, in which a year of two digits can only be of this century."""
    found = _SHORT_YEAR.fullmatch(clean(cell))
    return birth_date(f"{found[1]}{found[2]}20{found[3]}" if found else cell)
