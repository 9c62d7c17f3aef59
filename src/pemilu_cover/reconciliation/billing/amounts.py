"""Amounts as a bill prints them: ``1,234.56``; nothing is repaired or guessed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from pemilu_cover.roster.reading.cell_encoding import cell_content, is_error, is_number
from pemilu_cover.values.rupiah import SEN
from pemilu_cover.values.text import clean

# Thousands with commas and sen after a point, the other way round, or neither.
_AMOUNT = re.compile(
    r"-?(?:(?P<en>[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]{1,2})?)"
    r"|(?P<id>[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]{1,2})?)"
    r"|(?P<plain>[0-9]+(?:[.,][0-9]{1,2})?))"
)
# A workbook keeps numbers in binary: 2040.1 may be off by far less than a sen.
_BINARY_ERROR = Decimal("0.001")
_MAX_DIGITS = 15


def parse_amount(cell: str) -> int:
    """Return an amount in sen. Raise `ValueError` for anything else, and for an empty cell.

    >>> parse_amount("1,234.56"), parse_amount("1.234,56"), parse_amount("850000"), parse_amount("-0.01")
    (123456, 123456, 85000000, -1)
    >>> parse_amount("1,23.45")
    Traceback (most recent call last):
    ValueError: not an amount
    """
    text = clean(cell_content(cell))
    if is_error(cell) or sum(map(str.isdigit, text)) > _MAX_DIGITS:
        raise ValueError("not an amount")
    if is_number(cell):
        return _number(text)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError("not an amount")
    if match["id"]:
        text = text.replace(".", "").replace(",", ".")
    elif match["en"]:
        text = text.replace(",", "")
    return int(Decimal(text.replace(",", ".")) * SEN)


def is_amount(text: str) -> bool:
    """Return whether a text on paper is an amount: it has two decimals, unlike any other number there.

    >>> [is_amount(text) for text in ("1,234.56", "0,00", "3214016505029017", "1", "12.05")]
    [True, True, False, False, True]
    """
    return text[-3:-2] in (".", ",") and _AMOUNT.fullmatch(text) is not None


def _number(text: str) -> int:
    try:
        sen = Decimal(text) * SEN
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    nearest = sen.to_integral_value()
    if abs(sen - nearest) > _BINARY_ERROR:
        raise ValueError("finer than a sen")
    return int(nearest)
