"""Borders: where two tables part that stand side by side with their headers in one row.

It is decided by the fields (no table has one twice), by the rows below (a header that is repeated, the
numbers of the columns, a row that one table lacks), by titles above and by empty columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.roster.tables.column_names import WHO
from pemilu_cover.roster.tables.header_rows import NamingRow, is_data

# So many cells against a border at a gap make it doubtful.
_MANY = 6
# A title stands so near above its table, with so many empty cells behind it.
_HIGHEST, _NEXT = 2, 2
# The number of a column in a row below the header.
_NUMBER = re.compile(rf"{NUMBER_PATTERN}?\(?(\d{{1,2}})\)?")
_HALF = 0.5
# A shorter cell is the number of a column, or says that a NIK lacks.
_FEWEST_LETTERS = {"nik": 12, "name": 3}
# So few numbers in a row are those of a person.
_FEW = 0.25


class _Fit(NamedTuple):
    """How well two tables part at a column: sure signs, the width of the gap, which cells are filled."""

    sure: int
    gap: int
    filled: int


def best_border(row: NamingRow, columns: Sequence[int], default: int | None) -> int | None:
    """Return where two tables part, as an index into their columns.

    Several places that are equally good are none, unless the first field begins again at ``default``.
    """
    repeated = {
        at: _repeated(row, columns[:at]) + _repeated(row, columns[at:])
        for at in range(1, len(columns))
        if _can_part(row, columns[:at], columns[at:], default is not None)
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
    found = [_NUMBER.fullmatch(numbered[column]) if numbered else None for column in columns]
    numbers = [int(match[1]) for match in found if match]
    return len(numbers) == len(columns) and numbers[at] == min(numbers) < numbers[at - 1]


def _can_part(row: NamingRow, left: Sequence[int], right: Sequence[int], is_seen: bool) -> bool:
    """Return whether two tables can part here; without an empty column, each needs NIK and name.

    ``is_seen`` says that one was seen to begin.
    """
    if not (row.can_be_table(left) and row.can_be_table(right)):
        return False
    if is_seen and right[0] - left[-1] > 1:
        return True
    are_whole = all(row.names(side) >= WHO for side in (left, right))
    are_alike = row.begin_alike(left, right)
    return (are_whole or (is_seen and are_alike)) and _are_of_others(row, left, right)


def _are_of_others(row: NamingRow, left: Sequence[int], right: Sequence[int]) -> bool:
    """Return whether no row has the same NIK or name on both sides."""
    return not any(
        one == other and len(one) >= _FEWEST_LETTERS[name]
        for name in WHO
        if {name} <= row.names(left) & row.names(right)
        for one, other in row.pairs(name, left, right)
    )


def _repeated(row: NamingRow, columns: Sequence[int]) -> int:
    """Count the columns that name a field once more."""
    return len(columns) - len(set(map(row.field, columns)))


def _votes(
    row: NamingRow, columns: Sequence[int], low: int, high: int
) -> tuple[list[int], list[int]]:
    """Return for each column between two places how many rows show it to be of the left table.

    Those of the right one count below zero. A row shows it surely where it has the header once more, or
    the numbers of the columns, on one side only; and perhaps where it has cells on one side only.
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
                elif max(left, right) == 1:  # elsewhere an empty cell may be one that lacks
                    perhaps[at] -= sign
    return sure, perhaps


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks)
