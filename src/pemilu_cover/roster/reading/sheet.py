"""A sheet as read: rows of encoded cells, and their position in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from pemilu_cover.i18n.messages import RefusalError

Row = list[str]

# The cells from A1 to the farthest filled one: 400,000 people in 20 columns.
MOST_CELLS = 8_000_000
# Excel's last row and column (XFD).
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of cells as `cell_encoding` writes them, and the address of the first row and column.

    ``merged`` has the merged areas: first row and column, last row and column, counted as in ``rows``.
    ``hidden_rows`` has Excel's numbers of the hidden rows. ``since_1904`` means that the numbers of days
    count from 1904, as in workbooks of old Macs. ``guessed_encoding`` names the code page of a CSV that
    declares none. ``unread`` is the kind of a sheet without cells to read (``chartsheet``, ``xlMacrosheet``,
    ``none`` for one without a part), else ``""``.
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
    """One input file: its label in findings, its SHA-256, its sheets."""

    label: str
    sha256: str
    sheets: list[Sheet] = field(repr=False)


def sheet_too_large(sheet: str, cell: str) -> RefusalError:
    """Return the refusal of a sheet whose cells, up to this one, would exhaust the memory."""
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


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
