"""Layout: the position of the tables of a sheet, beside and below each other.

Pass 1 finds every run of cells that names columns (a *mark*), also beside the people of another table.
Pass 2 cuts the sheet between marks that are beside each other, so that the tables of each part are only below
each other. Each cell of the sheet belongs to exactly one part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.column_groups import group_columns
from pemilu_cover.roster.tables.column_names import FEWEST_HEADERS, WHO, ColumnNames, is_foreign
from pemilu_cover.roster.tables.header_rows import NamingRow, can_be_table, is_data

_MOST_DIGITS = 5
_PLAIN_NIK = re.compile(r"[0-9]{16}")


class Mark(NamedTuple):
    """Cells of one row that name the columns of a table: from ``left`` up to, not including, ``right``.

    From ``first`` up to ``end`` they name known fields; labels that name none may be on both sides.
    """

    row: int
    left: int
    right: int
    first: int
    end: int


@dataclass(frozen=True)
class Part:
    """A part of a sheet: all its rows, with the cells of other parts empty, and the marks within it."""

    sheet: Sheet
    marks: Sequence[Mark]


def split_into_parts(sheet: Sheet, words: ColumnNames) -> list[Part]:
    """Cut a sheet into parts in which tables are only below each other, from left to right."""
    marks = list(find_marks(sheet, words))
    queue = [Part(sheet, [_without_titles(mark, marks, sheet) for mark in marks])]
    parts = []
    while queue:
        part = queue.pop(0)
        cut = _cut_between(part.marks)
        if cut is None:
            parts.append(part)
        else:
            queue = [*_cut(part, cut), *queue]
    return parts


# ---- pass 1: which cells name columns -----------------------------------------------------------


def find_marks(sheet: Sheet, words: ColumnNames) -> Iterator[Mark]:
    """Yield the runs of cells that name columns, from the top.

    Below a header, a row with a NIK in the NIK column is searched only beside the columns of that header.
    """
    marks: list[Mark] = []
    nik: int | None = None
    left = right = 0
    for index, row in enumerate(sheet.rows):
        if nik is not None and _PLAIN_NIK.fullmatch(row[nik]):
            beside = [*row[:left], *row[right:]]
            if not any(beside) or not any(words.named(c) & WHO for c in beside if not is_data(c)):
                continue
        for mark in _marks_in(sheet, index, words, marks):
            yield mark
            marks.append(mark)
            place = _nik_of(row, mark, words)
            if place is not None:
                nik, left, right = place, mark.left, mark.right


def _nik_of(row: Row, mark: Mark, words: ColumnNames) -> int | None:
    columns = range(mark.left, mark.right)
    return next((column for column in columns if "nik" in words.named(row[column])), None)


def _marks_in(
    sheet: Sheet, index: int, words: ColumnNames, earlier: Sequence[Mark]
) -> Iterator[Mark]:
    """Yield the marks of one row; cells in columns of an earlier mark are no labels of another."""
    row = sheet.rows[index]
    naming = NamingRow(sheet, index, words)
    if not any(names & WHO for names in naming.named):
        return
    beside = False
    groups = group_columns(naming, _repeated_borders(sheet, row, earlier))
    for group in groups:
        names = naming.names(group)
        # A name that begins again beside a table is another person's, even with few other fields.
        again = beside and can_be_table(names)
        beside = beside or _is_enough(names, len(group))
        if not (again or _is_enough(names, len(group))) or _is_headed_foreign(
            sheet, index, group, earlier
        ):
            continue
        beside_it = {
            column for neighbour in groups if neighbour is not group for column in neighbour
        }
        yield _widen(index, group, row, beside_it | _neighbour_columns(group, earlier))


def _is_label(cell: str) -> bool:
    """Return whether a cell can be the label of a column; "Nomor : 123" is a line of a title."""
    return not is_data(cell) and ":" not in cell and sum(map(str.isdigit, cell)) < _MOST_DIGITS


def _repeated_borders(sheet: Sheet, row: Row, earlier: Sequence[Mark]) -> set[int]:
    """Return the columns at which earlier tables begin and end whose headers a row repeats."""
    return {
        border
        for mark in earlier
        if row[mark.first : mark.end] == sheet.rows[mark.row][mark.first : mark.end]
        for border in (mark.first, mark.end)
    }


def _is_enough(names: set[str], cells: int) -> bool:
    """Return whether names make a header: three with one of a person, or NIK and name alone."""
    if len(names) >= FEWEST_HEADERS and cells >= FEWEST_HEADERS - 1:
        return bool(names & WHO)
    return names >= WHO and cells >= FEWEST_HEADERS - 1


def _is_headed_foreign(
    sheet: Sheet, index: int, group: Sequence[int], earlier: Sequence[Mark]
) -> bool:
    """Return whether cells are beside a header, below a group of it that names somebody else."""
    if not any(index - 1 <= mark.row <= index for mark in earlier):
        return False
    above = sheet.rows[index - 1][group[0] : group[-1] + 1] if index else []
    return any(cell and is_foreign(cell) for cell in above)


def _neighbour_columns(group: Sequence[int], earlier: Sequence[Mark]) -> set[int]:
    """Return the columns that earlier tables beside a group of columns name."""
    return {
        column
        for mark in earlier
        if mark.end <= group[0] or group[-1] < mark.first
        for column in range(mark.first, mark.end)
    }


def _widen(index: int, group: Sequence[int], row: Row, reserved: Set[int]) -> Mark:
    """Return a mark with the labels right beside it that name no field and belong to no other table."""
    first, end = left, right = group[0], group[-1] + 1
    while left and _is_label(row[left - 1]) and left - 1 not in reserved:
        left -= 1
    while right < len(row) and _is_label(row[right]) and right not in reserved:
        right += 1
    return Mark(index, left, right, first, end)


def _without_titles(mark: Mark, marks: Sequence[Mark], sheet: Sheet) -> Mark:
    """Return a mark without the labels beside it that are titles of another table below them."""
    left, right = mark.left, mark.right
    for lower in marks:
        between = sheet.rows[mark.row + 1 : lower.row]
        if lower.row <= mark.row:
            continue
        if mark.end <= lower.first < right and not _is_filled(between, lower.first, right):
            right = lower.first
        if left < lower.end <= mark.first and not _is_filled(between, left, lower.end):
            left = lower.end
    return mark._replace(left=left, right=right)


def _is_filled(rows: Sequence[Row], left: int, right: int) -> bool:
    return any(any(row[left:right]) for row in rows)


# ---- pass 2: which parts they make --------------------------------------------------------------


class _Cut(NamedTuple):
    """Where a part is cut: at a column, between two rows; ``below_table`` where a table is above."""

    column: int
    top: int
    bottom: int | None
    below_table: bool


def _cut_between(marks: Sequence[Mark]) -> _Cut | None:
    """Return where two marks beside each other are cut, if no header spans both between them."""
    for at, first in enumerate(marks):
        for second in marks[at + 1 :]:
            if first.left < second.right and second.left < first.right:
                if second.row > first.row:
                    break  # the second table is below the first
                continue
            column = max(first.left, second.left)
            crossing = [m.row for m in marks if m.left < column < m.right]
            if any(first.row <= row <= second.row for row in crossing):
                continue
            below = next((row for row in crossing if row > second.row), None)
            return _Cut(column, first.row, below, any(row < first.row for row in crossing))
    return None


def _cut(part: Part, cut: _Cut) -> list[Part]:
    """Cut a part in two; the left one has all rows above ``top`` and from ``bottom`` on."""
    rows = part.sheet.rows
    bottom = len(rows) if cut.bottom is None else cut.bottom
    top = cut.top if cut.below_table else 0
    left_rows, right_rows = [], []
    for index, row in enumerate(rows):
        width = len(row)
        if top <= index < bottom:
            left_rows.append(row[: cut.column] + [""] * (width - cut.column))
            right_rows.append([""] * cut.column + row[cut.column :])
        else:
            left_rows.append(row)
            right_rows.append([""] * width)
    right = [m for m in part.marks if top <= m.row < bottom and m.left >= cut.column]
    left = [m for m in part.marks if m not in right]
    return [
        Part(replace(part.sheet, rows=left_rows), left),
        Part(replace(part.sheet, rows=right_rows), right),
    ]
