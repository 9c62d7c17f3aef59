"""The tables of a sheet: all passes over it, in order."""

from __future__ import annotations

from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.fill_down import fill_down
from pemilu_cover.roster.tables.headerless import read_without_header
from pemilu_cover.roster.tables.headers import find_headers
from pemilu_cover.roster.tables.layout import split_into_parts
from pemilu_cover.roster.tables.merged_cells import hide_merged_cells
from pemilu_cover.roster.tables.roster_table import RosterTable, SheetContent
from pemilu_cover.roster.tables.row_reader import HeadedPart, read_tables
from pemilu_cover.roster.tables.unread_audit import find_unread


def read_sheet(sheet: Sheet, words: ColumnNames) -> SheetContent:
    """Return the tables of a sheet, and the cells outside them that may be about somebody.

    Raise `RefusalError` where the sheet holds NIKs but no known header, or more rows with NIKs that were
    not understood than people.
    """
    visible = hide_merged_cells(sheet)
    parts = [
        HeadedPart(part.sheet, find_headers(part.sheet, words))
        for part in split_into_parts(visible.sheet, words)
    ]
    if not any(part.headers for part in parts):
        return read_without_header(visible.sheet, words)
    first_header = min(part.headers[0].first for part in parts if part.headers)
    tables = [table for part in parts for table in read_tables(part, visible.sheet, first_header)]
    unread = find_unread(parts, tables, visible)
    return SheetContent([fill_down(table) for table in tables], unread)


def find_tables(sheet: Sheet, words: ColumnNames) -> list[RosterTable]:
    """Return the tables of a sheet; see `read_sheet`."""
    return read_sheet(sheet, words).tables
