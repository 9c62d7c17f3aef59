"""The files that SIPP lets an office download, read back: who is on its list, and under which number.

A file is recognised by the header of a sheet, never by its name; instruction sheets are passed over. Files
are read by the guarded processes that read rosters, so hostile ones are refused in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation import sipp_cells
from pemilu_cover.reconciliation.sipp_cells import CellError
from pemilu_cover.reference.sipp_files import (
    KOREKSI_COLUMNS,
    KOREKSI_FILE,
    UPAH_COLUMNS,
    FileColumn,
)
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
from pemilu_cover.values.text import clean, normal_form

Kind = Literal["upah", "koreksi"]

_LAYOUTS: dict[Kind, tuple[FileColumn, ...]] = {"upah": UPAH_COLUMNS, "koreksi": KOREKSI_COLUMNS}
_TITLES = {
    kind: {normal_form(column.header): column for column in layout}
    for kind, layout in _LAYOUTS.items()
}
# One of the first rows, with at least half of the headers, is the header of a file of that kind.
_ROWS_SEARCHED, _SHARE = 100, 2
_NPP_IN_NAME = re.compile(KOREKSI_FILE.removesuffix("{npp}.xlsx") + r"([A-Z0-9]{8})(?![A-Z0-9])")

DOWNLOAD_SCHEMA = pl.Schema(
    {
        "row": pl.Int64(),
        **dict.fromkeys(("nik", "kpj", "kode_tk", "name"), pl.String()),
        "is_masked": pl.Boolean(),
        "birth_date": pl.Date(),
        "wage_sen": pl.Int64(),
        "rapel_sen": pl.Int64(),
        **dict.fromkeys(
            "address phone location email bank bank_code account account_name".split(), pl.String()
        ),
    }
)


class UnreadableCell(NamedTuple):
    """A cell that holds no value of its column; ``code`` is the code of its page in `messages`."""

    code: str
    file: str
    sheet: str
    row: int
    column: str


class SippDownload(NamedTuple):
    """One sheet of people that SIPP wrote; ``rows`` has the columns of `DOWNLOAD_SCHEMA`.

    ``period`` is the first day of the BLTH, None for a koreksi file, which has none. The NPP of a koreksi
    file comes from its name, and is ``""`` where the name has none. ``sha256`` is that of the file.
    ``columns`` has the number of each field's column, as a spreadsheet counts it from 1.
    """

    kind: Kind
    label: str
    sheet: str
    npp: str
    period: date | None
    rows: pl.DataFrame
    unreadable: tuple[UnreadableCell, ...]
    sha256: str
    columns: dict[str, int]


def read_sipp_download(paths: Sequence[Path]) -> list[SippDownload]:
    """Read files that SIPP wrote, in the order of their paths. Raise `RefusalError`."""
    return [download for file in read_files(paths) for download in _downloads(file)]


def _downloads(file: RosterFile) -> list[SippDownload]:
    found = find_downloads(file)
    if not found:
        raise RefusalError("sipp-not-a-download", file=file.label)
    return found


def find_downloads(file: RosterFile) -> list[SippDownload]:
    """Return the sheets of a file that SIPP wrote. Raise `RefusalError` where one cannot be used."""
    return [_download(file, sheet, *header) for sheet in file.sheets if (header := _header(sheet))]


class _Header(NamedTuple):
    """The kind of a sheet, the index of the row below its header, and the index of each field's column."""

    kind: Kind
    first: int
    columns: dict[str, int]


def _header(sheet: Sheet) -> _Header | None:
    """Return the header of a sheet, or None where it has none that SIPP writes. Raise `RefusalError`."""
    for index, row in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        titles = [normal_form(cell) for cell in row]
        for kind, known in _TITLES.items():
            if len(known.keys() & set(titles)) * _SHARE >= len(known):
                return _Header(kind, index + 1, _columns(sheet, titles, known))
    return None


def _columns(sheet: Sheet, titles: Sequence[str], known: dict[str, FileColumn]) -> dict[str, int]:
    """Return the column of each field; every column that is read must be there once."""
    needed = {title: column for title, column in known.items() if column.field}
    missing = [column.header for title, column in needed.items() if title not in titles]
    if missing:
        raise RefusalError(
            "sipp-column-missing", file=sheet.file, sheet=sheet.name, columns=", ".join(missing)
        )
    twice = [column.header for title, column in needed.items() if titles.count(title) > 1]
    if twice:
        raise RefusalError(
            "sipp-column-twice", file=sheet.file, sheet=sheet.name, columns=", ".join(twice)
        )
    return {column.field: titles.index(title) for title, column in needed.items()}


def _download(
    file: RosterFile, sheet: Sheet, kind: Kind, first: int, columns: dict[str, int]
) -> SippDownload:
    headers = {column.field: column.header for column in _LAYOUTS[kind]}
    reader = _CellReader(sheet, columns, headers)
    people = [
        reader.person(number, row)
        for number, row in enumerate(sheet.rows[first:], sheet.first_row + first)
        if any(map(clean, row))
    ]
    if not people:
        raise RefusalError("sipp-nobody", file=file.label, sheet=sheet.name)
    named = _NPP_IN_NAME.search(Path(file.label).name)
    npp, period = named[1] if named else "", None
    if kind == "upah":
        npp = _shared_value(people, "npp", "sipp-two-npp", sheet)
        month = _shared_value(people, "period", "sipp-two-periods", sheet)
        period = date.fromisoformat(f"{month}-01")
    rows = pl.DataFrame(
        [{name: person.get(name) for name in DOWNLOAD_SCHEMA} for person in people],
        schema=DOWNLOAD_SCHEMA,
    )
    return SippDownload(
        kind,
        file.label,
        sheet.name,
        npp,
        period,
        rows,
        tuple(reader.unreadable),
        file.sha256,
        {field: sheet.first_column + column for field, column in columns.items()},
    )


def _shared_value(people: Iterable[dict[str, object]], field: str, code: str, sheet: Sheet) -> str:
    """Return the value that all rows share. Raise `RefusalError` where there are two, or none."""
    found = {person[field] for person in people if person[field] is not None}
    values = sorted(f"{value:%Y-%m}" if isinstance(value, date) else str(value) for value in found)
    if not values:
        header = {"npp": "NPP", "period": "BLTH"}[field]
        raise RefusalError("sipp-column-empty", file=sheet.file, sheet=sheet.name, column=header)
    if len(values) > 1:
        raise RefusalError(
            code, file=sheet.file, sheet=sheet.name, first=values[0], second=values[1]
        )
    return values[0]


class _CellReader:
    """Reads the rows of one sheet, and collects the cells that hold no value of their column."""

    def __init__(self, sheet: Sheet, columns: dict[str, int], headers: dict[str, str]) -> None:
        self.unreadable: list[UnreadableCell] = []
        self._sheet, self._columns, self._headers = sheet, columns, headers

    def person(self, number: int, row: Sequence[str]) -> dict[str, object]:
        """Return the fields of a row; one that cannot be read is None."""
        person: dict[str, object] = {"row": number}
        for field, column in self._columns.items():
            cell = row[column] if column < len(row) else ""
            person[field] = self._value(field, cell, number)
        name = person["name"]
        person["is_masked"] = sipp_cells.is_masked(str(name)) if name else None
        return person

    def _value(self, field: str, cell: str, number: int) -> object:
        try:
            return sipp_cells.read(field, cell)
        except CellError as error:
            self.unreadable.append(
                UnreadableCell(
                    error.code, self._sheet.file, self._sheet.name, number, self._headers[field]
                )
            )
            return None
