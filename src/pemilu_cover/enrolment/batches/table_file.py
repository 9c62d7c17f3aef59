"""The headers of the tables of whole files as a file: a run that resumes does not read them again.

The file lies in a folder that others may be able to change, so it can only hold tables: no other class is
loaded. The column names are those of the run.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pemilu_cover.enrolment.batches.files import write_bytes
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.tables.column_draft import Neighbours, Note, Order
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.header import Header
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.titles import LocationContext

_CLASSES = {
    (each.__module__, each.__qualname__): each
    for each in (
        RosterTable, Sheet, Header, Note, Order, Neighbours, LocationContext, LocalizedText
    )
}  # fmt: skip
_COLUMN_NAMES = "names"


def without_rows(table: RosterTable) -> RosterTable:
    """Return a table with the rows of its header only."""
    first, height = table.header.first, table.header.height
    rows = table.sheet.rows[first : first + height]
    sheet = replace(
        table.sheet,
        rows=rows,
        first_row=table.sheet.first_row + first,
        merged=(),
        hidden_rows=frozenset(),
    )
    header = replace(table.header, first=0)
    return RosterTable(sheet, header, titles=table.titles)


def tables_path(people: Path) -> Path:
    """Return the file of the tables of a batch, next to that of its people."""
    return people.with_suffix(".tables")


def write_tables(tables: Sequence[RosterTable], path: Path) -> None:
    """Write tables `without_rows`."""
    content = BytesIO()
    _Pickler(content, protocol=5).dump(list(tables))
    write_bytes(content.getvalue(), path)


def read_tables(path: Path, words: ColumnNames) -> list[RosterTable]:
    """Return the tables that `write_tables` wrote, with the column names of the run."""
    with path.open("rb") as file:
        tables: list[RosterTable] = _Unpickler(file, words).load()
    return tables


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: object) -> str | None:
        return _COLUMN_NAMES if isinstance(value, ColumnNames) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, words: ColumnNames) -> None:
        super().__init__(file)
        self._words = words

    def persistent_load(self, _: str) -> ColumnNames:
        return self._words

    def find_class(self, module: str, name: str) -> type:
        try:
            return _CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None
