"""Files in, one frame out: a row per person, each field as it was typed, each with its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.cell_encoding import cell_content, encode_cells, is_number
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet, column_letter
from pemilu_cover.roster.tables import cell_parts, header_qualifiers, own_sheets
from pemilu_cover.roster.tables.column_names import ColumnNames, fields
from pemilu_cover.roster.tables.headerless import no_header
from pemilu_cover.roster.tables.person_signs import niks_in
from pemilu_cover.roster.tables.repeated_sheets import REPEATED, skip_copies
from pemilu_cover.roster.tables.roster_table import RosterTable, SheetContent
from pemilu_cover.roster.tables.sheet_tables import read_sheet
from pemilu_cover.roster.tables.titles import LocationContext
from pemilu_cover.roster.tables.unread_rows import UnreadCells
from pemilu_cover.values.text import sanitise_for_terminal

# Columns of the frame: `row` is Excel's row number, `table` the index into `Roster.tables`,
# `raw_<field>` the encoded cell, `context_<place>` what titles and headings say, `has_<field>` whether
# the table has a column for it, and `struck` whether a corrections file has struck the row out.
RAW = "raw_"
CONTEXT = "context_"
HAS = "has_"
# Whether the header of the column about civil servants names others, too.
OFFERS_CHOICE = "asn_offers_choice"
_DAYS = frozenset("birth_date birth_place_date start end".split())
_DAYS_TO_1904 = 1462
# Why a row of a piece is nobody's, where it may be somebody's after all.
NOT_UNDERSTOOD = "not-understood"
# Why a sheet is passed over that is a worksheet, and no copy of another one.
NO_HEADER = "no-header"
_CONTEXT_FIELDS = ("kecamatan", "desa", "tps", "regency", "body")


class SkippedRow(NamedTuple):
    """A row that is no person, and why."""

    file: str
    sheet: str
    row: int
    reason: str


class PassedOverSheet(NamedTuple):
    """A sheet from which nobody was read, or not all: how many rows it concerns, and why.

    ``reason`` is "no-header", "repeated" where its people are those of another sheet, or what a sheet is that
    is no worksheet, as `Sheet.unread` has it.
    """

    file: str
    sheet: str
    rows: int
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return the sheet for JSON, without the NIK that it or its file may be called by."""
        names = {
            "file": sanitise_for_terminal(self.file),
            "sheet": sanitise_for_terminal(self.sheet),
        }
        return {**names, "rows": self.rows, "reason": sanitise_for_terminal(self.reason)}


class NotUnderstoodCells(NamedTuple):
    """Cells that may be somebody's and were not read: where they stand, and why they were not."""

    file: str
    sheet: str
    row: int
    cells: str
    because: str

    def as_json(self) -> dict[str, Any]:
        """Return the place for JSON, without the NIK that its file or sheet may be called by."""
        return {
            "file": sanitise_for_terminal(self.file),
            "sheet": sanitise_for_terminal(self.sheet),
            "row": self.row,
            "cells": self.cells,
            "reason": self.because,
        }


class CellLocation(NamedTuple):
    """Where a cell stands that counts in the place of the roster's own."""

    file: str
    sheet: str
    row: int
    cell: str | None


@dataclass(frozen=True)
class Roster:
    """All people of all files, and what was read to find them.

    ``origins`` tells, by person and field, which cells count that stand elsewhere. ``unchanged`` has the
    cells as the files had them, where some count otherwise now.
    """

    files: list[RosterFile]
    tables: list[RosterTable]
    frame: pl.DataFrame
    origins: Mapping[tuple[int, str], CellLocation] = field(default_factory=dict)
    unchanged: pl.DataFrame | None = field(default=None, repr=False)
    not_understood: Sequence[NotUnderstoodCells] = ()

    @property
    def as_read(self) -> pl.DataFrame:
        """The people with their cells as the files had them, whatever counts now."""
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
        """The sheets that were not read, or not as people, but for those that we have written."""
        read = {(table.sheet.file, table.sheet.name) for table in self.tables}
        repeated = Counter((row.file, row.sheet) for row in self.skipped if row.reason == REPEATED)
        sheets = [sheet for file in self.files for sheet in file.sheets]
        found = []
        for sheet in sheets:
            place = (sheet.file, sheet.name)
            filled = 0 if own_sheets.is_generated_sheet(sheet) else sum(map(any, sheet.rows))
            if sheet.unread:
                found.append(PassedOverSheet(*place, 0, sheet.unread))
            elif place in repeated:
                found.append(PassedOverSheet(*place, repeated[place], REPEATED))
            elif filled and place not in read:
                found.append(PassedOverSheet(*place, filled, NO_HEADER))
        return found

    def account_of(self, sheet: Sheet) -> dict[str, int]:
        """Count the rows of a sheet that hold something by what became of them; they add up to the sheet."""
        place = (sheet.file, sheet.name)
        tables = [t for t in self.tables if (t.sheet.file, t.sheet.name) == place]
        kinds = dict.fromkeys(
            (sheet.first_row + at for at, row in enumerate(sheet.rows) if any(map(str.strip, row))),
            "title" if tables else "no_header",
        )
        known: dict[int, str] = {}
        for table in tables:
            first = sheet.first_row + table.header.first
            known |= dict.fromkeys(range(first, first + table.header.height), "header")
        known |= {row: kind for table in tables for row, kind in table.skipped}
        known |= {
            c.row: "not_understood" for c in self.not_understood if (c.file, c.sheet) == place
        }
        known |= {row: "people" for table in tables for row, _ in table.rows}
        return dict(sorted(Counter((kinds | known).values()).items()))

    def column(self, table: int, name: str) -> str:
        """Return what the table calls a field; our own title where it has no such column."""
        found = self.tables[table]
        return found.header.labels.get(found.source(name)) or fields()[name].title

    def cell(self, table: int, row: int, name: str) -> str | None:
        """Return the Excel address of a field's cell, or None where the table has no such column."""
        found = self.tables[table]
        column = found.header.columns.get(found.source(name))
        if column is None:
            return None
        return f"{column_letter(found.sheet.first_column + column)}{row}"


def collect_people(files: list[RosterFile], words: ColumnNames) -> Roster:
    """Find everybody in the files; raise `RefusalError` where a file holds nobody."""
    tables: list[RosterTable] = []
    unread: list[NotUnderstoodCells] = []
    for file in files:
        contents = skip_copies([read_sheet(sheet, words) for sheet in file.sheets])
        if not any(table.rows for content in contents for table in content.tables):
            raise _nobody(file, contents)
        for sheet, content in zip(file.sheets, contents, strict=True):
            tables += content.tables
            unread += [locate_cells(sheet, cells) for cells in content.unread]
    frames = [_frame(number, table) for number, table in enumerate(tables) if table.rows]
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
    """Return cells that were not read with the address at which their sheet shows them."""
    cells = unread.cells(sheet.first_column)
    return NotUnderstoodCells(sheet.file, sheet.name, unread.row, cells, unread.because)


def with_tables(roster: Roster, tables: list[RosterTable]) -> Roster:
    """Return the roster with the people of more tables behind its own."""
    first = len(roster.tables)
    frames = [_frame(number, table) for number, table in enumerate(tables, first) if table.rows]
    if not frames:
        return roster
    frame = pl.concat([roster.frame.drop("id"), *frames]).with_row_index("id")
    return replace(roster, tables=[*roster.tables, *tables], frame=frame)


def _frame(number: int, table: RosterTable) -> pl.DataFrame:
    columns = [
        pl.Series(cells, dtype=pl.String)
        for cells in zip(*(cells for _, cells in table.rows), strict=True)
    ]
    numbers = pl.Series([row for row, _ in table.rows], dtype=pl.Int64)
    return people_columns(number, table, columns, numbers, table.places)


def people_columns(
    number: int,
    table: RosterTable,
    columns: list[pl.Series],
    rows: pl.Series,
    places: Sequence[LocationContext],
) -> pl.DataFrame:
    """Return people as a frame: the cells of a table's columns, the rows' numbers, what is said of each."""
    height = len(rows)
    typed = dict(_typed(table, columns, height))
    typed |= dict(_at_home(table, columns, typed, places))

    def all_alike(value: object, dtype: type[pl.DataType]) -> pl.Series:
        return pl.Series([value], dtype=dtype).new_from_index(0, height)

    only = places[0] if places and all(place is places[0] for place in places) else None

    def said(name: str) -> pl.Series:
        if only is not None:
            return all_alike(getattr(only, name), pl.String)
        return pl.Series([getattr(place, name) for place in places], dtype=pl.String)

    return pl.DataFrame(
        {
            "file": all_alike(table.sheet.file, pl.String),
            "sheet": all_alike(table.sheet.name, pl.String),
            "table": all_alike(number, pl.Int32),
            "row": rows.cast(pl.Int64),
            "struck": all_alike(False, pl.Boolean),
            **{
                HAS + name: all_alike(not table.lacks(name), pl.Boolean)
                for name in ("wage", "start", "end", "sex_male", "sex_female")
            },
            OFFERS_CHOICE: all_alike(
                header_qualifiers.offers_choice(table.header.labels.get("asn", "")), pl.Boolean
            ),
            **typed,
            **{CONTEXT + name: said(name) for name in _CONTEXT_FIELDS},
            # An empty cell in a column of offices is asked about, whatever stands above.
            CONTEXT + "role": said("role") if table.lacks("role") else all_alike("", pl.String),
        }
    )


def _typed(
    table: RosterTable, columns: list[pl.Series], height: int
) -> Iterator[tuple[str, pl.Series]]:
    header = table.header
    nothing = pl.Series([""], dtype=pl.String).new_from_index(0, height)
    for name in fields():
        column = header.columns.get(name)
        cells = nothing if column is None else columns[column]
        if column in header.splits:
            cells = cell_parts.part(cells, name, header.splits[column])
        if name in header.more:
            more = [(joint, columns[at]) for joint, at in header.more[name]]
            cells = cell_parts.joined(cells, more)
        if name in _DAYS and table.sheet.since_1904:
            cells = pl.Series(map(_counted_from_1900, cells), dtype=pl.String)
        yield RAW + name, cells


def _at_home(
    table: RosterTable,
    columns: list[pl.Series],
    typed: Mapping[str, pl.Series],
    places: Sequence[LocationContext],
) -> Iterator[tuple[str, pl.Series]]:
    """Return the places where people live for those of duty that neither a column nor a title names.

    Who serves in a PPK, PPS or KPPS has to live where he serves (UU 7/2017 art. 72).
    """
    for name, column in table.header.homes.items():
        if table.lacks(name):
            titled = pl.Series([bool(getattr(place, name)) for place in places])
            yield RAW + name, typed[RAW + name].zip_with(titled, columns[column])


def _counted_from_1900(cell: str) -> str:
    """Count a day that is a bare number from 1900, as all others are; real dates are right already."""
    if not is_number(cell):
        return cell
    # A time of day stays behind the point: rounded, an evening would be the next day.
    return encode_cells([float(cell_content(cell)) + _DAYS_TO_1904])[0]
