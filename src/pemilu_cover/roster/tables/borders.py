"""Borders: the column that separates two tables side by side with their headers in one row.

The evidence: fields (no table has one twice), rows below (a repeated header, the numbers of the columns, a
row that one table lacks), titles above and empty columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.roster.tables.column_names import WHO
from pemilu_cover.roster.tables.header_rows import NamingRow, is_data

# The number of cells against a border at a gap from which it is doubtful.
_MANY = 6
# The distance of a title from its table, and the number of empty cells behind it.
_HIGHEST, _NEXT = 2, 2
# The number of a column in a row below the header.
_NUMBER = re.compile(rf"{NUMBER_PATTERN}?\(?(\d{{1,2}})\)?")
_HALF = 0.5
# A shorter cell is the number of a column, or a remark that the NIK is missing.
_FEWEST_LETTERS = {"nik": 12, "name": 3}
# So small a share of numbers in a row are those of a person.
_FEW = 0.25


class _Fit(NamedTuple):
    """How well a column separates two tables: sure signs, the width of the gap, which cells are filled."""

    sure: int
    gap: int
    filled: int


def best_border(row: NamingRow, columns: Sequence[int], default: int | None) -> int | None:
    """Return the border of two tables, as an index into their columns.

    With several equally good places there is none, unless the first field begins again at ``default``.
    """
    repeated = {
        at: _repeated(row, columns[:at]) + _repeated(row, columns[at:])
        for at in range(1, len(columns))
        if _can_split(row, columns[:at], columns[at:], default is not None)
    }
    fewest = [at for at, count in repeated.items() if count == min(repeated.values())]
    if not fewest:
        return None
    fits = dict(_fits(row, columns, fewest))
    chosen = [at for at, fit in fits.items() if fit == max(fits.values())]
    if len(chosen) == 1:
        most = max(fit.filled for fit in fits.values())
        return chosen[0] if most - fits[chosen[0]].filled < _MANY else None
    return (
        default
        if default in chosen and row.begin_alike(columns[:default], columns[default:])
        else None
    )


def _fits(
    row: NamingRow, columns: Sequence[int], places: Sequence[int]
) -> Iterator[tuple[int, _Fit]]:
    low, high = places[0], places[-1]
    sure, filled = _votes(row, columns, low, high)
    for at in places:
        marked = _is_below_title(row, columns[at]) or _is_numbered_anew(row, columns, at)
        titled = 1 + high if marked else 0
        yield (
            at,
            _Fit(
                titled + sum(sure[:at]) - sum(sure[at:]),
                columns[at] - columns[at - 1],
                sum(filled[:at]) - sum(filled[at:]),
            ),
        )


def _is_below_title(row: NamingRow, column: int) -> bool:
    """Return whether a line of title begins over a column, right above or one row higher."""
    above = row.above(_HIGHEST)
    return any(
        cells[column]
        and not is_data(cells[column])
        and not any(cells[column + 1 :][:_NEXT])
        and not cells[column - 1]
        for cells in above
    )


def _is_numbered_anew(row: NamingRow, columns: Sequence[int], at: int) -> bool:
    """Return whether a row of the columns' numbers begins again here: 1 2 3 | 1 2 3."""
    numbered = next(iter(row.below), [])
    matches = [_NUMBER.fullmatch(numbered[column]) if numbered else None for column in columns]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(columns) and numbers[at] == min(numbers) < numbers[at - 1]


def _can_split(
    row: NamingRow, left: Sequence[int], right: Sequence[int], is_start_known: bool
) -> bool:
    """Return whether two tables can be separated here; without an empty column, each needs NIK and name.

    ``is_start_known`` is true where a field begins again.
    """
    if not (row.can_be_table(left) and row.can_be_table(right)):
        return False
    if is_start_known and right[0] - left[-1] > 1:
        return True
    are_complete = all(row.names(side) >= WHO for side in (left, right))
    are_alike = row.begin_alike(left, right)
    return (are_complete or (is_start_known and are_alike)) and _list_different_people(
        row, left, right
    )


def _list_different_people(row: NamingRow, left: Sequence[int], right: Sequence[int]) -> bool:
    """Return whether no row has the same NIK or name on both sides."""
    return not any(
        left_cell == right_cell and len(left_cell) >= _FEWEST_LETTERS[name]
        for name in WHO
        if {name} <= row.names(left) & row.names(right)
        for left_cell, right_cell in row.pairs(name, left, right)
    )


def _repeated(row: NamingRow, columns: Sequence[int]) -> int:
    """Count the columns that name a field once more."""
    return len(columns) - len(set(map(row.field, columns)))


def _votes(
    row: NamingRow, columns: Sequence[int], low: int, high: int
) -> tuple[list[int], list[int]]:
    """Return for each column between two places how many rows show that it belongs to the left table.

    Rows for the right one count negatively. A row is sure evidence where it repeats the header or the numbers
    of the columns on one side only; it is weak evidence where it has cells on one side only.
    """
    sure, perhaps = [0] * len(columns), [0] * len(columns)
    for cells in row.below:
        filled = [bool(cells[at]) for at in columns]
        repeated = [cells[at] == row.cells[at] for at in columns]
        numbered = [_NUMBER.fullmatch(cells[at]) is not None for at in columns]
        for marks, nothing in ((filled, 0), (repeated, 0), (numbered, _FEW)):
            left, right = _share(marks[:low]), _share(marks[high:])
            if min(left, right) > nothing or max(left, right) <= _HALF:
                continue
            sign = 1 if left > right else -1
            for at in range(low, high):
                if marks is not filled:
                    sure[at] += sign if marks[at] else -sign
                elif marks[at]:
                    perhaps[at] += sign
                elif max(left, right) == 1:  # elsewhere the cell may just be missing
                    perhaps[at] -= sign
    return sure, perhaps


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks)
