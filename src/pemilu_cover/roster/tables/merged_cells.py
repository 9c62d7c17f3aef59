"""Merged cells: Excel shows the first cell of a merged area and hides the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pemilu_cover.roster.reading.sheet import LAST_COLUMN, LAST_ROW, Row, Sheet


class HiddenCell(NamedTuple):
    """A cell that a merged area hides: its row (index), its column, and its content."""

    row: int
    column: int
    cell: str


class VisibleSheet(NamedTuple):
    """A sheet as Excel shows it, and the hidden cells whose content is not shown elsewhere."""

    sheet: Sheet
    hidden: list[HiddenCell]


def hide_merged_cells(sheet: Sheet) -> VisibleSheet:
    """Return a sheet as Excel shows it."""
    hidden = list(_hidden(sheet))
    if not hidden:
        return VisibleSheet(sheet, [])
    rows: list[Row] = list(sheet.rows)
    for index in {index for index, *_ in hidden}:
        rows[index] = list(rows[index])
    for index, column, _ in hidden:
        rows[index][column] = ""
    first = {area[:2]: sheet.rows[area[0]][area[1]] for area in _areas(sheet)}
    shown = set(first.values())
    not_shown = [cell for cell in hidden if cell.cell not in shown]
    return VisibleSheet(replace(sheet, rows=rows), not_shown)


def _areas(sheet: Sheet) -> Iterator[tuple[int, int, int, int]]:
    """Yield the merged areas that begin within the rows of the sheet.

    An area to the end of the sheet is an accident, not a layout: the cells under it are read.
    """
    for top, left, bottom, right in sheet.merged:
        if bottom + sheet.first_row >= LAST_ROW or right + sheet.first_column >= LAST_COLUMN:
            continue
        if 0 <= top < len(sheet.rows) and 0 <= left < len(sheet.rows[top]):
            yield top, left, bottom, right


def _hidden(sheet: Sheet) -> Iterator[HiddenCell]:
    for top, left, bottom, right in _areas(sheet):
        for index in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            row = sheet.rows[index]
            for column in range(left, min(right, len(row) - 1) + 1):
                if row[column] and (index, column) != (top, left):
                    yield HiddenCell(index, column, row[column])
