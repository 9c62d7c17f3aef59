"""Cells as text: a text is itself, a number, a date or an error has a mark of its type in front.

| cell | encoded |
| --- | --- |
| text | the text |
| number | mark, digits without an exponent: ``850000``, ``0.5`` |
| date | mark, ISO date: ``2024-11-07`` |
| error | mark, what is displayed: ``#REF!`` |

This needs only one column of text per field, a distinct cell is parsed once, and the text "45316" is never
mistaken for the serial number of a date. Only this module handles the marks; others use its functions and
patterns. The functions on columns take a series or an expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # workbooks are read without polars
    import polars as pl

# The marks sort before all characters of texts.
_NUMBER, _DATE, _ERROR = "\x01", "\x02", "\x04"
_MARKS = (_NUMBER, _DATE, _ERROR)
_AFTER_MARKS = "\x05"
# Replaces a mark at the start of a text.
_REPLACEMENT = "\x03"

# Regular expressions for Python and for polars: a complete date, and how numbers, errors and all three begin.
NUMBER_PATTERN = _NUMBER
DATE_PATTERN = rf"{_DATE}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
ERROR_PATTERN = _ERROR
MARKED_PATTERN = f"[{''.join(_MARKS)}]"

# What is displayed for a formula that no program has calculated yet.
NO_RESULT = "=RUMUS"
# What Excel displays for day 0.
NO_DAY = "00-01-1900"
# Excel's longest text; a longer one is cut one character later, so that its length still exceeds the limit.
MAX_TEXT = 32_767
_FIRST_DAY = date(1900, 1, 1)

_Columns = TypeVar("_Columns", "pl.Series", "pl.Expr")


# ---- encode -------------------------------------------------------------------------------------


def encode_cells(row: Iterable[object]) -> list[str]:
    """Return typed cells as encoded texts."""
    return [
        cell
        if cell.__class__ is str and (cell > _AFTER_MARKS or not cell) and len(cell) <= MAX_TEXT
        else _encode(cell)
        for cell in row
    ]


def encode_rows(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Return rows of one width as encoded texts; columns of plain texts, as most are, are checked as one."""
    columns = (
        column if _are_plain(column) else encode_cells(column) for column in zip(*rows, strict=True)
    )
    return list(map(list, zip(*columns, strict=True)))


def number_cell(digits: str) -> str:
    """Return a number cell."""
    return _NUMBER + digits


def date_cell(iso_day: str) -> str:
    """Return a date cell of an ISO date."""
    return _DATE + iso_day


def error_cell(text: str) -> str:
    """Return the cell of a formula without a result."""
    return _ERROR + text


def _are_plain(cells: Sequence[Any]) -> bool:
    if set(map(type, cells)) != {str} or max(map(len, cells)) > MAX_TEXT:
        return False
    return min(filter(None, cells), default=_AFTER_MARKS + " ") > _AFTER_MARKS


def _encode(cell: object) -> str:
    """Return a typed cell as text; one that is neither text, number nor date as it is displayed."""
    if isinstance(cell, float):  # the most frequent type besides text
        return _encode_number(cell)
    if isinstance(cell, date):
        return _encode_day(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return number_cell(str(cell))
    if isinstance(cell, str):
        text = cell[: MAX_TEXT + 1]
        return f"{_REPLACEMENT}{text[1:]}" if text[:1] in _MARKS else text
    return "" if cell is None else str(cell)[: MAX_TEXT + 1]


def _encode_number(number: float) -> str:
    """Return a number, an integer without a point, and NaN as an error."""
    if not isfinite(number):
        return error_cell("#NUM!")
    return number_cell(str(int(number) if number.is_integer() else number))


@lru_cache(maxsize=50_000)
def _encode_day(day: date) -> str:
    """Return a date; day 0 and NaN, which Excel displays before its first day, are none."""
    return date_cell(day.isoformat()) if day >= _FIRST_DAY else NO_DAY


# ---- read one cell ------------------------------------------------------------------------------


def is_text(cell: str) -> bool:
    """Return whether a cell is empty or a text."""
    return cell[:1] not in _MARKS


def is_number(cell: str) -> bool:
    """Return whether a cell is a number."""
    return cell[:1] == _NUMBER


def is_date(cell: str) -> bool:
    """Return whether a cell is a date."""
    return cell[:1] == _DATE


def is_error(cell: str) -> bool:
    """Return whether a cell is a formula without a result."""
    return cell[:1] == _ERROR


def is_number_or_date(cell: str) -> bool:
    """Return whether a cell is a number or a date."""
    return cell[:1] in (_NUMBER, _DATE)


def cell_content(cell: str) -> str:
    """Return a cell without its mark: digits, an ISO date, an error or a text."""
    return cell[1:] if cell[:1] in _MARKS else cell


def plain_number(cell: str) -> str:
    """Return the digits of a number; other cells are unchanged."""
    return cell.removeprefix(_NUMBER)


def display_cell(cell: str) -> str:
    """Return a cell as Excel displays it: dates as dd-mm-yyyy, numbers in plain digits."""
    if cell.startswith(_DATE):
        year, month, day = cell[1:].split("-")
        return f"{day}-{month}-{year}"
    return cell[1:] if cell.startswith((_NUMBER, _ERROR)) else cell


# ---- read columns -------------------------------------------------------------------------------


def are_numbers(cells: _Columns) -> _Columns:
    """Return which cells are numbers."""
    return cells.str.starts_with(_NUMBER)


def are_dates(cells: _Columns) -> _Columns:
    """Return which cells are dates."""
    return cells.str.starts_with(_DATE)


def are_errors(cells: _Columns) -> _Columns:
    """Return which cells are formulas without a result."""
    return cells.str.starts_with(_ERROR)


def cell_contents(cells: _Columns) -> _Columns:
    """Return cells without their marks, as `cell_content` does."""
    return cells.str.strip_chars_start("".join(_MARKS))


def iso_days(cells: _Columns) -> _Columns:
    """Return dates as ISO dates; other cells are unchanged."""
    return cells.str.strip_prefix(_DATE)


def with_number_marks(digits: _Columns) -> _Columns:
    """Return number cells."""
    return _NUMBER + digits


def with_date_marks(days: _Columns) -> _Columns:
    """Return date cells of ISO dates."""
    return _DATE + days


def swap_day_and_month(cells: _Columns) -> _Columns:
    """Return dates with day and month swapped, where that is a date; other cells are unchanged."""
    swappable = rf"^{_DATE}([0-9]{{4}})-([0-9]{{2}})-(0[1-9]|1[0-2])$"
    return cells.str.replace(swappable, _DATE + "${1}-${3}-${2}")
