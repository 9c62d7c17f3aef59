"""The files of rosters in the manifest: how each sheet was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from pemilu_cover.enrolment.unread_parts import unused_columns
from pemilu_cover.reports.json.texts import text_json
from pemilu_cover.values.json_types import Sha256
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.validation import ValidatedRoster
    from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
    from pemilu_cover.roster.tables.roster_table import RosterTable


class TableJson(TypedDict):
    """How the table of a sheet was read."""

    header_row: int
    columns: dict[str, str]
    unmapped: list[str]
    people: int
    not_people: dict[str, int]


class SheetJson(TypedDict):
    """A sheet: its tables, and its rows by kind."""

    sheet: str
    visible: bool
    unread: str | None
    hidden_rows: int
    account: dict[str, int]
    tables: list[TableJson]


class RosterFileJson(TypedDict):
    """A file that was read, with its sheets."""

    file: str
    sha256: Sha256
    sheets: list[SheetJson]


def roster_file_json(validation: ValidatedRoster, file: RosterFile) -> RosterFileJson:
    """Return how a file was read."""
    return {
        "file": sanitise_for_terminal(file.label),
        "sha256": file.sha256,
        "sheets": [_sheet_json(validation, sheet) for sheet in file.sheets],
    }


def _sheet_json(validation: ValidatedRoster, sheet: Sheet) -> SheetJson:
    return {
        "sheet": sanitise_for_terminal(sheet.name),
        "visible": sheet.visible,
        "unread": text_json(sheet.unread or None),
        "hidden_rows": len(sheet.hidden_rows),
        "account": validation.roster.count_rows(sheet),
        "tables": [
            table_json(
                table,
                unused_columns(table, validation.applied_corrections),
                len(table.rows),
                dict(Counter(reason for _, reason in table.skipped)),
            )
            for table in validation.roster.tables
            if table.sheet is sheet
        ],
    }


def table_json(
    table: RosterTable, unmapped: Iterable[str], people: int, not_people: dict[str, int]
) -> TableJson:
    """Return how a table was read."""
    header = table.header
    return {
        "header_row": table.sheet.first_row + header.first,
        "columns": {field: sanitise_for_terminal(label) for field, label in header.labels.items()},
        "unmapped": [sanitise_for_terminal(label) for label in unmapped],
        "people": people,
        "not_people": not_people,
    }
