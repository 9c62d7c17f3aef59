"""Cells that take their value from above: merged cells, and ditto marks."""

from __future__ import annotations

from dataclasses import replace

from pemilu_cover.roster.cells.dittos import REPEATED, SHARED, is_ditto
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.tables.roster_table import RosterTable

_NumberedRow = tuple[int, Row]


def fill_down(table: RosterTable) -> RosterTable:
    """Return a table in which merged cells and ditto marks have the value that they repeat."""
    return replace(table, rows=_fill_dittos(table, _fill_merged(table)))


def _fill_merged(table: RosterTable) -> list[_NumberedRow]:
    """Return the rows with the value of a cell that is merged over several rows in each of them."""
    shared = {table.header.columns.get(name) for name in SHARED} - {None}
    sheet, rows = table.sheet, list(table.rows)
    places = {number - sheet.first_row: at for at, (number, _) in enumerate(rows)}
    for first, column, last, _ in sheet.merged:
        if first == last or column not in shared:
            continue
        for index in range(first + 1, min(last, len(sheet.rows)) + 1):
            at = places.get(index)
            if at is not None and not rows[at][1][column]:
                rows[at] = _with_cell(rows[at], column, sheet.rows[first][column])
    return rows


def _fill_dittos(table: RosterTable, rows: list[_NumberedRow]) -> list[_NumberedRow]:
    """Return the rows with the value of the cell above in each ditto cell."""
    for name in REPEATED:
        column = table.header.columns.get(name)
        if column is None or not any(map(is_ditto, {row[column] for _, row in rows})):
            continue
        above = ""
        for at, (_, row) in enumerate(rows):
            above = above if is_ditto(row[column]) else row[column]
            rows[at] = _with_cell(rows[at], column, above)
    return rows


def _with_cell(numbered: _NumberedRow, column: int, cell: str) -> _NumberedRow:
    number, row = numbered
    return number, [*row[:column], cell, *row[column + 1 :]]
