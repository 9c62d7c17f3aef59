"""Audit: every cell outside the rows of people is checked for a person whom no table covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.sheet import Row, Sheet, column_letter
from pemilu_cover.roster.tables import unread_cells
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.roster.tables.headerless import no_header
from pemilu_cover.roster.tables.merged_cells import VisibleSheet
from pemilu_cover.roster.tables.person_signs import niks_in
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.row_reader import HeadedPart
from pemilu_cover.roster.tables.unread_rows import UnreadCells


def find_unread(
    parts: Sequence[HeadedPart], tables: Sequence[RosterTable], visible: VisibleSheet
) -> list[UnreadCells]:
    """Return the cells of a sheet that may be about somebody and were not read, in the order of its rows.

    Raise `RefusalError` where as many rows with NIKs were not understood as were read, or where a table
    has two columns of NIKs.
    """
    around = [cells for part in parts for cells in _above_and_in_headers(part)]
    around += [cells for table in tables for cells in table.unread]
    _refuse_mostly_unread(visible.sheet, tables, around)
    beside = [cells for table in tables for cells in _beside_with_one_nik_column(table)]
    merged = unread_cells.under_merges(
        visible.hidden, lambda index: _name_columns(tables, index), visible.sheet.first_row
    )
    return sorted([*around, *beside, *merged])


def beside_people(table: RosterTable) -> Iterator[UnreadCells]:
    """Yield the cells beside the columns of a table, or in unknown columns, that may be people."""
    yield from unread_cells.beside(table.header, table.rows)
    yield from unread_cells.in_columns(table.header, table.rows)


def _above_and_in_headers(part: HeadedPart) -> Iterator[UnreadCells]:
    sheet, headers = part
    end = headers[0].first if headers else len(sheet.rows)
    yield from unread_cells.above(_numbered(sheet, range(end)))
    for header in headers:
        lines = range(header.first, header.first + header.height)
        yield from unread_cells.in_header(header, _numbered(sheet, lines))


def _numbered(sheet: Sheet, indexes: Iterable[int]) -> list[tuple[int, Row]]:
    return [(sheet.first_row + index, sheet.rows[index]) for index in indexes]


def _refuse_mostly_unread(
    sheet: Sheet, tables: Sequence[RosterTable], unread: Sequence[UnreadCells]
) -> None:
    """Refuse a sheet whose layout is not understood: as many rows with a NIK are unread as are read."""
    rows = {row - sheet.first_row for row, *_ in unread}
    niks = [index for index in sorted(rows) if any(map(niks_in, sheet.rows[index]))]
    if niks and len(niks) >= sum(len(table.rows) for table in tables):
        raise no_header(sheet, sheet.first_row + niks[0])


def _beside_with_one_nik_column(table: RosterTable) -> Iterator[UnreadCells]:
    """Yield the cells beside a table. Raise `RefusalError` for two columns of NIKs."""
    header = table.header
    for cells in beside_people(table):
        label = header.unmapped.get(cells.left, "")
        if cells.reason == "column" and "nik" in header.words.named(label):
            first, second = (
                column_letter(table.sheet.first_column + column)
                for column in sorted((header.columns["nik"], cells.left))
            )
            raise RefusalError(
                "two-headers",
                file=table.sheet.file,
                sheet=table.sheet.name,
                first=first,
                second=second,
                title=fields()["nik"].title,
            )
        yield cells


def _name_columns(tables: Sequence[RosterTable], index: int) -> frozenset[int]:
    """Return the columns of names in a row: those of the tables whose header is above it."""
    return frozenset(
        table.header.columns["name"]
        for table in tables
        if "name" in table.header.columns and table.header.first < index
    )
