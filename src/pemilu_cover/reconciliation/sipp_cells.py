"""The cells of SIPP's files as values; a cell that holds none raises `CellError`.

SIPP writes text, but a file that was opened and saved, or exported as CSV, may hold numbers and dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pemilu_cover.reference.sipp_files import KPJ_LENGTH, NPP_LENGTH
from pemilu_cover.roster.reading.cell_encoding import (
    cell_content,
    is_date,
    is_error,
    is_number,
)
from pemilu_cover.values import dates, nik, rupiah
from pemilu_cover.values.text import clean

# The code of a cell that holds no value of its column; a NIK has codes of its own.
UNREADABLE = "sipp-cell"
# A word of a masked name: at most one letter shown in front, at most one behind.
_MASKED_WORD = re.compile(r"\w?[xX]{2,}\w?")
_SHORT_MASK = re.compile(r"\w?[xX]+")
# From here on not every whole number is exact.
_EXACT = 2**53


class CellError(ValueError):
    """A cell that holds no value of its column; ``code`` is the code of its page in `messages`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(field: str, cell: str) -> object:
    """Return the value of a cell of a field, None for an empty one. Raise `CellError`.

    >>> read("nik", "'3214016505029017 "), read("kpj", "24 0123 45678"), read("period", "01-11-2024")
    ('3214016505029017', '24012345678', datetime.date(2024, 11, 1))
    """
    if is_error(cell):
        raise CellError("nik-letters" if field == "nik" else UNREADABLE)
    return _READERS.get(field, _text)(cell)


def is_masked(name: str) -> bool:
    """Return whether SIPP has hidden letters of a name, as it does once a person has a number.

    >>> [is_masked(name) for name in ("*xx ***xxx", "Axx Bxxx", "A***", "XXXX", "Ax Bx")]
    [True, True, True, True, True]
    >>> [is_masked(name) for name in ("MAX ALEXANDER", "Siti Aminah", "Felix", "A. Rohman")]
    [False, False, False, False]
    """
    words = name.split()
    return (
        "*" in name
        or any(_MASKED_WORD.fullmatch(word) for word in words)
        or all(_SHORT_MASK.fullmatch(word) for word in words)
    )


def _text(cell: str) -> str | None:
    return clean(cell_content(cell)) or None


def _nik(cell: str) -> str:
    digits = nik.compact(cell_content(cell))
    if not digits:
        raise CellError("nik-missing")
    try:
        if is_number(cell) and not _is_exact(nik.parse(digits).digits):
            raise CellError("nik-number")
        return nik.parse(digits).digits
    except nik.NikError as error:
        raise CellError(error.code) from error


def _is_exact(digits: str) -> bool:
    """Return whether no digit of a number cell can have been lost: Excel turns the 16th into 0."""
    return not digits.endswith("0") and int(digits) < _EXACT


def _kpj(cell: str) -> str | None:
    number = nik.compact(cell_content(cell)).upper()
    if not number:
        return None
    if len(number) != KPJ_LENGTH or not number.isascii() or not number.isalnum():
        raise CellError(UNREADABLE)
    return number


def _code(cell: str) -> str | None:
    code = nik.compact(cell_content(cell)).upper()
    if code and not (code.isascii() and code.isalnum()):
        raise CellError(UNREADABLE)
    return code or None


def _npp(cell: str) -> str | None:
    number = _code(cell)
    return number.zfill(NPP_LENGTH) if number and is_number(cell) else number


def _day(cell: str) -> date | None:
    text = clean(cell_content(cell))
    if not text:
        return None
    if is_number(cell):
        raise CellError(UNREADABLE)
    try:
        return date.fromisoformat(text) if is_date(cell) else dates.parse(text)
    except ValueError as error:
        raise CellError(UNREADABLE) from error


def _period(cell: str) -> date | None:
    """Return a BLTH, which is always the first day of a month; another day is a month in disguise."""
    day = _day(cell)
    if day and day.day != 1:
        raise CellError(UNREADABLE)
    return day


def _amount(cell: str) -> int | None:
    text = clean(cell_content(cell))
    if not text:
        return None
    try:
        is_zero = re.fullmatch(r"0+(?:[.,]0+)?", text) is not None
        if is_zero or is_number(cell):
            return 0 if is_zero else rupiah.to_sen(Decimal(text))
        return rupiah.parse(text)
    except (ValueError, InvalidOperation) as error:
        raise CellError(UNREADABLE) from error


_READERS: Mapping[str, Callable[[str], object]] = {
    "nik": _nik,
    "kpj": _kpj,
    "kode_tk": _code,
    "npp": _npp,
    "birth_date": _day,
    "period": _period,
    "wage_sen": _amount,
    "rapel_sen": _amount,
}
