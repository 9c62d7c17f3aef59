r"""Quotation marks in CSV: their dialect, and rows that a stray one has swallowed.

A cell of several lines is legal. A cell between two stray marks contains rows, which have the shape of
records: cut at its line breaks, it gives records with numbers where others have numbers.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.sheet import Row

# The rows that are sampled for the kinds of the columns.
HEAD = 200
_LONG_NUMBER = re.compile(r"\d{15,17}")
_DIGITS = re.compile(r"\d[\d\s./-]{3,}")
_MOSTLY = 0.8
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class ColumnKinds(NamedTuple):
    """The kinds of the columns of a table, by its first rows.

    ``widths`` has the numbers of cells that rows have, ``numbers`` the columns of numbers and days, and
    ``niks`` those of numbers as long as a NIK.
    """

    delimiter: str
    widths: frozenset[int]
    numbers: frozenset[int]
    niks: frozenset[int]

    def refuse_swallowed(self, rows: Iterable[Row], first: int) -> None:
        """Raise `RefusalError` where a cell of several lines contains rows.

        ``first`` is the number of the first row.
        """
        for number, row in enumerate(rows, first):
            text = "".join(row)  # one search for all cells of most rows
            if "\n" not in text and "\r" not in text:
                continue
            for at, cell in enumerate(row):
                if ("\n" in cell or "\r" in cell) and self._has_swallowed(row, at):
                    raise RefusalError("csv-broken", row=number)

    def _has_swallowed(self, row: Row, at: int) -> bool:
        """Return whether the lines of a cell are rows: cut there, each has the shape of one."""
        first, *rest = (self._cells(line) for line in _BREAK.split(row[at]))
        records = [[*row[:at], *first], *rest]
        records[-1] = records[-1] + row[at + 1 :]
        fitting = [len(record) in self.widths for record in records]
        # The first has a person, unless it is this cell alone. Has another one, too?
        later_records = zip(fitting[1:], records[1:], strict=True)
        if len(records[0]) > 1 and any(
            fits and self._is_nik(record) for fits, record in later_records
        ):
            return True
        # Of the first and the last record only the text within the cell is evidence.
        within = [*enumerate(first, start=at), *enumerate(rest[-1])]
        numbers = [cell.strip() for column, cell in within if column in self.numbers]
        alike = sum(_DIGITS.match(cell) is not None for cell in numbers)
        return all(fitting) and 2 * alike >= len(numbers)

    def _cells(self, line: str) -> Row:
        return line.split(self.delimiter)

    def _is_nik(self, record: Row) -> bool:
        return any(
            at < len(record) and _LONG_NUMBER.match(_without_prefix(record[at])) for at in self.niks
        )


def column_kinds(rows: Sequence[Row], delimiter: str) -> ColumnKinds:
    """Return the kinds of the columns, by the first rows of a table."""
    plain = [row for row in rows[:HEAD] if not any("\n" in cell or "\r" in cell for cell in row)]
    widths = Counter(len(row) for row in plain or rows[:HEAD])
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    full_rows = [row for row in plain if len(row) == width]
    return ColumnKinds(
        delimiter,
        frozenset(widths),
        frozenset(at for at in range(width) if _are_mostly(full_rows, at, _DIGITS)),
        frozenset(at for at in range(width) if _are_mostly(full_rows, at, _LONG_NUMBER)),
    )


def _are_mostly(rows: Sequence[Row], at: int, pattern: re.Pattern[str]) -> bool:
    """Return whether most filled cells of a column, its header not counted, are of a pattern."""
    filled = [cell for row in rows if (cell := row[at].strip())]
    alike = sum(pattern.match(_without_prefix(cell)) is not None for cell in filled)
    return alike > 0 and alike >= _MOSTLY * (len(filled) - 1)


def _without_prefix(cell: str) -> str:
    """Return a cell without the prefix that prevents Excel from converting it."""
    return cell.strip().lstrip("'=\"")


def unescaped(line: str) -> str:
    r"""Return a line in which quotation marks are doubled in place of a backslash before each.

    Databases write ``\N`` for a missing value.

    >>> unescaped(r'"Budi \"Bejo\" Santoso",\N,"C:\\"')
    '"Budi ""Bejo"" Santoso",,"C:\\"'
    """
    return (
        _ESCAPED.sub(lambda match: _UNESCAPED.get(match[1], match[1]), line)
        if "\\" in line
        else line
    )


_UNESCAPED = {'"': '""', "\\": "\\", "N": "", "n": "\n", "r": "", "t": " "}


def is_escaped(lines: Iterable[str], delimiter: str) -> bool:
    """Return whether quotation marks are escaped by a backslash: only then all rows have one width.

    ``lines`` is iterated twice, first as standard CSV.
    """
    standard = _evenness(lines, delimiter)
    return standard < 1 and _evenness(map(unescaped, lines), delimiter) > standard


def _evenness(lines: Iterable[str], delimiter: str) -> float:
    """Return the share of rows that have one width; 0 where the quotation marks are unbalanced."""
    widths: Counter[int] = Counter()
    try:
        widths.update(len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return 0.0
    return max(widths.values(), default=0) / max(widths.total(), 1)
