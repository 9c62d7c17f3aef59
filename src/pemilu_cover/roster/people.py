"""Files in, one frame out: a row per person, each field as typed, each with its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import polars as pl
from typing_extensions import TypedDict

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.people_frame import table_frame
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet, column_letter
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.roster.tables.column_names import ColumnNames, fields
from pemilu_cover.roster.tables.headerless import no_header
from pemilu_cover.roster.tables.person_signs import niks_in
from pemilu_cover.roster.tables.repeated_sheets import REPEATED, skip_copies
from pemilu_cover.roster.tables.roster_table import RosterTable, SheetContent
from pemilu_cover.roster.tables.sheet_tables import read_sheet
from pemilu_cover.roster.tables.unread_rows import UnreadCells
from pemilu_cover.values.text import sanitise_for_terminal

# The reason of an unread row of a batch that may be a person.
NOT_UNDERSTOOD = "not-understood"
# The reason of an unread worksheet that is no copy of another one.
NO_HEADER = "no-header"


class SkippedRow(NamedTuple):
    """A row that is no person, with the reason."""

    file: str
    sheet: str
    row: int
    reason: str


class PassedOverSheetJson(TypedDict):
    """A sheet without people, or with unread rows."""

    file: str
    sheet: str
    rows: int
    reason: str


class NotUnderstoodCellsJson(TypedDict):
    """Cells that may be somebody's and were not read."""

    file: str
    sheet: str
    row: int
    cells: str
    reason: str


class PassedOverSheet(NamedTuple):
    """A sheet without people, or with unread rows: the number of rows, and the reason.

    ``reason`` is "no-header", "repeated" where its people are those of another sheet, or the kind of a sheet
    that is no worksheet, see `Sheet.unread`.
    """

    file: str
    sheet: str
    rows: int
    reason: str

    def as_json(self) -> PassedOverSheetJson:
        """Return the sheet for JSON, without a NIK in its name or that of its file."""
        return {
            "file": sanitise_for_terminal(self.file),
            "sheet": sanitise_for_terminal(self.sheet),
            "rows": self.rows,
            "reason": sanitise_for_terminal(self.reason),
        }


class NotUnderstoodCells(NamedTuple):
    """Cells that may be somebody's and were not read: their place, and the reason."""

    file: str
    sheet: str
    row: int
    cells: str
    reason: str

    def as_json(self) -> NotUnderstoodCellsJson:
        """Return the place for JSON, without a NIK in the name of its file or sheet."""
        return {
            "file": sanitise_for_terminal(self.file),
            "sheet": sanitise_for_terminal(self.sheet),
            "row": self.row,
            "cells": self.cells,
            "reason": self.reason,
        }


class CellLocation(NamedTuple):
    """The place of a cell that replaces the roster's own."""

    file: str
    sheet: str
    row: int
    cell: str | None


@dataclass(frozen=True)
class Roster:
    """All people of all files, and the tables and files that they come from.

    ``origins`` has, by person and field, the places of cells from other files. ``unchanged`` has the cells as
    in the files, if any have changed since.
    """

    files: list[RosterFile]
    tables: list[RosterTable]
    frame: pl.DataFrame
    origins: Mapping[tuple[int, str], CellLocation] = field(default_factory=dict)
    unchanged: pl.DataFrame | None = field(default=None, repr=False)
    not_understood: Sequence[NotUnderstoodCells] = ()

    @property
    def as_read(self) -> pl.DataFrame:
        """The people with their cells as in the files, before any change."""
        return self.frame if self.unchanged is None else self.unchanged

    @property
    def skipped(self) -> list[SkippedRow]:
        """Return the rows that are no people, in the order of the files."""
        return [
            SkippedRow(table.sheet.file, table.sheet.name, row, reason)
            for table in self.tables
            for row, reason in table.skipped
        ]

    @cached_property
    def passed_over(self) -> list[PassedOverSheet]:
        """The sheets that were not read, or not as people, except generated ones."""
        read_sheets = {(table.sheet.file, table.sheet.name) for table in self.tables}
        repeated = Counter((row.file, row.sheet) for row in self.skipped if row.reason == REPEATED)
        sheets = [sheet for file in self.files for sheet in file.sheets]
        passed_over = []
        for sheet in sheets:
            place = (sheet.file, sheet.name)
            if sheet.unread:
                passed_over.append(PassedOverSheet(*place, 0, sheet.unread))
            elif place in repeated:
                passed_over.append(PassedOverSheet(*place, repeated[place], REPEATED))
            elif place not in read_sheets and not own_sheets.is_generated_sheet(sheet):
                filled = sum(map(any, sheet.rows))
                if filled:
                    passed_over.append(PassedOverSheet(*place, filled, NO_HEADER))
        return passed_over

    def count_rows(self, sheet: Sheet) -> dict[str, int]:
        """Count the non-empty rows of a sheet by kind; they add up to the sheet."""
        place = (sheet.file, sheet.name)
        tables = [t for t in self.tables if (t.sheet.file, t.sheet.name) == place]
        known: dict[int, str] = {}
        for table in tables:
            first = sheet.first_row + table.header.first
            known |= dict.fromkeys(range(first, first + table.header.height), "header")
        known |= {row: kind for table in tables for row, kind in table.skipped}
        known |= {
            c.row: "not_understood" for c in self.not_understood if (c.file, c.sheet) == place
        }
        known |= {row: "people" for table in tables for row, _ in table.rows}
        counts = Counter(known.values())
        counts["title" if tables else "no_header"] += sum(
            number not in known and any(map(str.strip, row))
            for number, row in enumerate(sheet.rows, sheet.first_row)
        )
        return dict(sorted((+counts).items()))

    def column(self, table: int, name: str) -> tuple[str, str | None]:
        """Return a table's header of a field and Excel's letters of its column.

        Without such a column these are our own title and None.
        """
        roster_table = self.tables[table]
        source, header = roster_table.source(name), roster_table.header
        label = header.labels.get(source) or fields()[name].title.translate()
        column = header.columns.get(source)
        if column is None:
            return label, None
        return label, column_letter(roster_table.sheet.first_column + column)


def collect_people(files: list[RosterFile], words: ColumnNames) -> Roster:
    """Return the people of all files; raise `RefusalError` for a file without any."""
    tables: list[RosterTable] = []
    unread: list[NotUnderstoodCells] = []
    for file in files:
        contents = skip_copies([read_sheet(sheet, words) for sheet in file.sheets])
        if not any(table.rows for content in contents for table in content.tables):
            raise _nobody(file, contents)
        for sheet, content in zip(file.sheets, contents, strict=True):
            tables += content.tables
            unread += [locate_cells(sheet, cells) for cells in content.unread]
    frames = [table_frame(number, table) for number, table in enumerate(tables) if table.rows]
    frame = pl.concat(frames).with_row_index("id")
    return Roster(files, tables, frame, not_understood=unread)


def _nobody(file: RosterFile, contents: Sequence[SheetContent]) -> RefusalError:
    """Return the refusal of a file without people: its NIKs have no header, or it has none."""
    for sheet, content in zip(file.sheets, contents, strict=True):
        for cells in content.unread:
            if any(map(niks_in, sheet.rows[cells.row - sheet.first_row])):
                return no_header(sheet, cells.row)
    return RefusalError("no-people", file=file.label)


def locate_cells(sheet: Sheet, unread: UnreadCells) -> NotUnderstoodCells:
    """Return unread cells with their address in the sheet."""
    cells = unread.cells(sheet.first_column)
    return NotUnderstoodCells(sheet.file, sheet.name, unread.row, cells, unread.reason)


def with_tables(roster: Roster, tables: list[RosterTable]) -> Roster:
    """Return the roster with the people of more tables behind its own."""
    first = len(roster.tables)
    frames = [
        table_frame(number, table) for number, table in enumerate(tables, first) if table.rows
    ]
    if not frames:
        return roster
    frame = pl.concat([roster.frame.drop("id"), *frames]).with_row_index("id")
    return replace(roster, tables=[*roster.tables, *tables], frame=frame)
