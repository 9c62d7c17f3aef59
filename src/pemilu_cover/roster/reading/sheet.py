"""A sheet as it was read: every cell with the type that its file gave it, every row with its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any

from pemilu_cover.i18n.messages import RefusalError

Row = list[str]

# A cell travels as text. What the file held as a number or a date carries a mark in front, so that a
# distinct text is parsed once and a text "45316" is not taken for the date serial 45316. A cell whose
# formula has failed, or was never worked out, carries the third.
NUMBER, DATE, BROKEN = "\x01", "\x02", "\x04"
MARKS = (NUMBER, DATE, BROKEN)
# What is greater does not begin with a mark.
_LAST_MARK = "\x05"

# What is shown for a formula that no program has worked out yet.
NO_RESULT = "=RUMUS"
# What Excel shows for day 0.
NO_DAY = "00-01-1900"
# Excel's longest text; of a longer one, so much more is kept that it is seen to be too long.
MAX_TEXT = 32_767
# The cells that stretch from A1 to the farthest one that is filled: 400,000 people in 20 columns.
MOST_CELLS = 8_000_000
_FIRST_DAY = date(1900, 1, 1)
# Excel's last row and column (XFD).
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows of marked text, and the Excel addresses of the first row and column.

    ``merged`` has the cells that are one: first row and column, last row and column, counted as in
    ``rows``. ``hidden_rows`` has Excel's numbers of the rows that it does not show. ``since_1904`` says
    that the numbers of days count from 1904, as in workbooks of old Macs. ``guessed_encoding`` names the
    code page that a CSV was read by, where nothing in it says so. ``unread`` is the kind of a sheet that
    holds no cells to read (``chartsheet``, ``xlMacrosheet``, ``none`` for one without a part), else ``""``.
    """

    file: str
    name: str
    rows: list[Row]
    first_row: int = 1
    first_column: int = 1
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    since_1904: bool = False
    guessed_encoding: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One input file: what findings call it, its SHA-256, its sheets."""

    label: str
    sha256: str
    sheets: list[Sheet] = field(repr=False)


def holds_number(cell: str) -> bool:
    """Return whether the file held the cell as a number."""
    return cell.startswith(NUMBER)


def display_cell(cell: str) -> str:
    """Return a marked cell as a person sees it: dates as dd-mm-yyyy, numbers in plain digits."""
    if cell.startswith(DATE):
        year, month, day = cell[1:].split("-")
        return f"{day}-{month}-{year}"
    return cell[1:] if cell.startswith((NUMBER, BROKEN)) else cell


def encode_cells(row: Iterable[object]) -> Row:
    """Return typed cells as marked texts."""
    return [
        cell
        if cell.__class__ is str and (cell > _LAST_MARK or not cell) and len(cell) <= MAX_TEXT
        else _mark(cell)
        for cell in row
    ]


def encode_rows(rows: Sequence[Sequence[object]]) -> list[Row]:
    """Return rows of one width as marked texts; columns of plain texts, as most are, are looked at as one."""
    columns = (
        column if _are_plain(column) else encode_cells(column) for column in zip(*rows, strict=True)
    )
    return list(map(list, zip(*columns, strict=True)))


def _are_plain(cells: Sequence[Any]) -> bool:
    if set(map(type, cells)) != {str} or max(map(len, cells)) > MAX_TEXT:
        return False
    return min(filter(None, cells), default=_LAST_MARK + " ") > _LAST_MARK


def _mark(cell: object) -> str:
    """Return a typed cell as marked text; what is neither text, number nor date is shown as it is."""
    if isinstance(cell, float):  # as most are that are no texts
        return _number(cell)
    if isinstance(cell, date):
        return _day(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return f"{NUMBER}{cell}"
    if isinstance(cell, str):
        text = cell[: MAX_TEXT + 1]
        # A text that begins with a mark of ours: a control character all the same.
        return f"\x03{text[1:]}" if text[:1] in MARKS else text
    return "" if cell is None else str(cell)[: MAX_TEXT + 1]


def _number(number: float) -> str:
    """Return a number as marked text: whole ones without a point, and NaN as the error that it is."""
    if not isfinite(number):
        return f"{BROKEN}#NUM!"
    return f"{NUMBER}{int(number) if number.is_integer() else number}"


@lru_cache(maxsize=50_000)
def _day(day: date) -> str:
    """Return a date as marked text; what Excel shows before its first day, and NaN is read as, is none."""
    return f"{DATE}{day.isoformat()}" if day >= _FIRST_DAY else NO_DAY


def sheet_too_large(sheet: str, cell: str) -> RefusalError:
    """Return the refusal of a sheet whose cells, up to this one, would fill the memory."""
    millions = MOST_CELLS // 1_000_000
    return RefusalError("sheet-stretched", sheet=sheet, cell=cell, millions=millions)


def column_letter(column: int) -> str:
    """Return Excel's letters of a column, counted from 1.

    >>> column_letter(1), column_letter(27), column_letter(16_384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
