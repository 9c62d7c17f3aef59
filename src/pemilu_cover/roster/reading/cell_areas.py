"""Areas of cells as a sheet names them: its merged cells."""

from __future__ import annotations

import re

from pemilu_cover.roster.reading.sheet import LAST_COLUMN, LAST_ROW

# First row and column, last row and column, counted from 1.
Area = tuple[int, int, int, int]

_END = r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})"
_AREA = re.compile(rf"{_END}(?::{_END})?")
_PLAIN = re.compile(rb"[A-Z]{1,3}[1-9][0-9]{0,6}+(?::[A-Z]{1,3}[1-9][0-9]{0,6}+)?+")
# The reference of an element that names an area, with the markup before it.
_REFERENCES = re.compile(
    rb"""(<(?:[^\s<>/:"'=]+:)?(?:mergeCell|dimension)\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\bref\s*=\s*)"""
    rb"""(["'])([^"'<]*)\2"""
)
NAMED = frozenset({"mergeCell", "dimension"})


def is_plain(reference: str) -> bool:
    """Return whether the workbook reader can parse a reference; it fails at any other.

    >>> is_plain("A1:B2"), is_plain("A:A"), is_plain("$A$1")
    (True, False, False)
    """
    return _PLAIN.fullmatch(reference.encode()) is not None


def parse(reference: str) -> Area | None:
    """Return the area of a reference, which may be of full columns or rows, or None where there is none.

    >>> parse("A1:B2"), parse("B:C"), parse("3:$4"), parse("A0:ZZZZ9")
    ((1, 1, 2, 2), (1, 2, 1048576, 3), (3, 1, 4, 16384), None)
    """
    match = _AREA.fullmatch(reference)
    if not match or not reference:
        return None
    left, top, right, bottom = match.groups()
    if right is None:
        right, bottom = left, top
    if bool(left) != bool(right) or bool(top) != bool(bottom):
        return None
    columns = sorted(map(_column, (left, right))) if left else [1, LAST_COLUMN]
    rows = sorted(map(int, (top, bottom))) if top else [1, LAST_ROW]
    if not (columns[-1] <= LAST_COLUMN and rows[0] >= 1 and rows[-1] <= LAST_ROW):
        return None
    return rows[0], columns[0], rows[-1], columns[-1]


def with_plain_references(xml: bytes) -> bytes:
    """Return the XML of a sheet with areas that the reader cannot parse replaced by a single cell.

    Only text between quotation marks changes, so that no element begins or ends elsewhere.
    """
    return _REFERENCES.sub(_plain, xml)


def _plain(match: re.Match[bytes]) -> bytes:
    if _PLAIN.fullmatch(match[3]):
        return match[0]
    return b"%b%bA1%b" % (match[1], match[2], match[2])


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
