"""Edits in the read-only sheets of corrections: no such sheet is read back, so each edit is reported.

A hidden sheet has their rows as they were sent. A changed row is compared with its original; rows may have
been sorted, and columns deleted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.corrections.correction_rows import FROM, UnusedInput, display_text
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.roster.reading.sheet import Sheet, column_letter

# Up to this many edits of a column are reported each; of more, the first is, with their number.
_FEW = 3
Cells = tuple[str, ...]


class _Edit(NamedTuple):
    """A cell that was changed: its place, the title of its column, and the address of its row."""

    row: int
    column: int
    title: str
    address: Cells


def rows_sent(sheet: Sheet) -> dict[str, list[Cells]]:
    """Return the rows of the hidden sheet by the name of the sheet in which they were sent."""
    rows_by_sheet: dict[str, list[Cells]] = {}
    for row in sheet.rows:
        name, *cells = map(display_text, row)
        rows_by_sheet.setdefault(name, []).append(_trimmed(cells))
    return rows_by_sheet


def read_only_edits(sheet: Sheet, sent: Mapping[str, Sequence[Cells]]) -> Iterator[UnusedInput]:
    """Yield the edits in a read-only sheet; ``sent`` has the original rows of all of them."""
    rows = [_trimmed(map(display_text, row)) for row in sheet.rows]
    original = _original_rows(sheet.name, rows, sent)
    if not original:
        return
    by_column: dict[int, list[_Edit]] = {}
    for edit in _edits(rows, original):
        by_column.setdefault(edit.column, []).append(edit)
    for edits in by_column.values():
        for each in edits if len(edits) <= _FEW else edits[:1]:
            yield _unused(sheet, each, 1 if len(edits) <= _FEW else len(edits))


def _trimmed(cells: Sequence[str] | Iterator[str]) -> Cells:
    """Return cells without the empty ones at the end."""
    texts = list(cells)
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _original_rows(
    name: str, rows: Sequence[Cells], sent: Mapping[str, Sequence[Cells]]
) -> Sequence[Cells]:
    """Return the original rows of the sheet: by its name, else by the largest number of equal rows."""
    if name in sent:
        return sent[name]
    same = {of: len(set(rows) & set(were)) for of, were in sent.items()}
    best = max(same, key=lambda of: same[of], default="")
    return sent[best] if best and same[best] else ()


def _edits(rows: Sequence[Cells], original: Sequence[Cells]) -> Iterator[_Edit]:
    head, old_head = _head(rows), _head(original)
    # The index of each original column among the columns that came back.
    columns = {at: head.index(title) for at, title in enumerate(old_head) if title in head}
    left = Counter(original)
    changed = []
    for number, row in enumerate(rows):
        if left[row] > 0:
            left[row] -= 1
        elif row:
            changed.append(number)
    unmatched = _UnmatchedRows([row for row in left.elements() if row], old_head, columns)
    for number in changed:
        before = unmatched.pop_closest(rows[number], head)
        yield from _cells_changed(number, rows[number], before, columns, head)


class _UnmatchedRows:
    """The original rows without an equal row, by the address of the roster's row in them."""

    def __init__(self, rows: Sequence[Cells], head: Cells, columns: Mapping[int, int]) -> None:
        self._columns = columns
        self._by_address: defaultdict[Cells, list[Cells]] = defaultdict(list)
        for row in rows:
            self._by_address[_address(row, head)].append(row)

    def pop_closest(self, row: Cells, head: Cells) -> Cells | None:
        """Remove and return the original of a changed row: the one with which it shares most cells."""
        among = self._by_address[_address(row, head)] or self._by_address[()]
        best = max(among, key=lambda original: self._shared(row, original), default=None)
        if best is None or not self._shared(row, best):
            return None
        among.remove(best)
        return best

    def _shared(self, row: Cells, original: Cells) -> int:
        places = ((self._columns.get(at, at), text) for at, text in enumerate(original))
        return sum(bool(text) and text == _at(row, at) for at, text in places)


def is_head(row: Sequence[str]) -> bool:
    """Return whether a row is the header of a read-only sheet."""
    return any(title in row for title in FROM[0].both)


def _head(rows: Sequence[Cells]) -> Cells:
    return next((row for row in rows if is_head(row)), ())


def _cells_changed(
    number: int, row: Cells, original: Cells | None, columns: Mapping[int, int], head: Cells
) -> Iterator[_Edit]:
    if original is None:  # an added row is reported at its first cell
        at = next(at for at, text in enumerate(row) if text)
        yield _Edit(number, at, _at(head, at), _address(row, head))
        return
    # A deleted column has no edits.
    places = columns or {at: at for at in range(len(original))}
    original_cells = {places[at]: text for at, text in enumerate(original) if at in places}
    for at in range(max(len(row), *(place + 1 for place in original_cells))):
        if _at(row, at) != original_cells.get(at, ""):
            yield _Edit(number, at, _at(head, at), _address(original, head))


def _at(row: Cells, column: int) -> str:
    return row[column] if column < len(row) else ""


def _address(row: Cells, head: Cells) -> Cells:
    """Return the file, sheet and row of the roster in a row's address, where it has one."""
    if row == head:
        return ()
    places = [at for title in FROM for at, text in enumerate(head) if title.matches(text)]
    return tuple(text for at in places if (text := _at(row, at)))


def _unused(sheet: Sheet, edit: _Edit, cells: int) -> UnusedInput:
    number = sheet.first_row + edit.row
    letter = column_letter(sheet.first_column + edit.column)
    origin = CellLocation(sheet.file, sheet.name, number, f"{letter}{number}")
    place = " › ".join(edit.address)
    belongs = (
        localize("corrections.in-roster", place=place)
        if place
        else localize("corrections.in-corrections")
    )
    detail = {
        "sheet": sheet.name,
        "column": edit.title or letter,
        "cells": cells,
        "belongs": belongs,
    }
    return UnusedInput("complete-read-only", origin, detail)
