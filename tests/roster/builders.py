"""Rosters for tests: a clean person, and files with any fault.

Nobody here exists: NIKs carry serials from 9000 up and phone numbers begin with 0835, as in examples/.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from support.people import Cell

from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.enrolment.validation import ValidatedRoster, validate_files
from pemilu_cover.i18n.messages import RefusalError

Grid = list[list[Cell]]

SHEET = "DATA ADHOC"


def grid(rows: Sequence[Mapping[str, Cell]], *columns: str) -> Grid:
    """Return a header and rows as cells: the columns that are named, else all that any row has."""
    headers = columns or tuple(dict.fromkeys(header for row in rows for header in row))
    return [list(headers), *([row.get(header) for header in headers] for row in rows)]


def put(cells: Grid, *, down: int = 0, right: int = 0) -> Grid:
    """Move cells down and to the right."""
    return [[] for _ in range(down)] + [[None] * right + row for row in cells]


def only(header: str, value: Cell, columns: Sequence[Cell]) -> list[Cell]:
    """Return a row that is empty but for one column."""
    return [value if column == header else None for column in columns]


def workbook(
    path: Path, sheets: Mapping[str, Grid], *, hidden: Iterable[str] = (), **options: object
) -> Path:
    """Write sheets whose cells keep their types: text, number, date or truth value."""
    with xlsxwriter.Workbook(path, options) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(cells):
                for column, cell in enumerate(row):
                    _write(sheet, at, column, cell, as_date)
        for name in hidden:
            book.get_worksheet_by_name(name).hide()
    return path


def _write(sheet: Any, row: int, column: int, cell: Cell, as_date: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, as_date)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def roster(
    folder: Path,
    rows: Sequence[Mapping[str, Cell]],
    *,
    name: str = "roster.xlsx",
    sheet: str = SHEET,
    down: int = 0,
    right: int = 0,
) -> Path:
    """Write people under one header on the only sheet of a workbook."""
    return workbook(folder / name, {sheet: put(grid(rows), down=down, right=right)})


def sheet_of(folder: Path, cells: Grid, *, sheet: str = SHEET) -> Path:
    """Write cells as they are on the only sheet of a workbook."""
    return workbook(folder / "roster.xlsx", {sheet: cells})


def csv_text(cells: Grid, delimiter: str = ",") -> str:
    """Return cells as CSV, dates as clerks type them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(
        [f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in row] for row in cells
    )
    return text.getvalue()


def validate(*paths: Path, **options: Any) -> ValidatedRoster:
    """Read and validate rosters."""
    return validate_files(paths, EnrolOptions(**options))


def refusal(*paths: Path, **options: Any) -> RefusalError | None:
    """Return the refusal with which reading ends, or None where it does not."""
    try:
        validate_files(paths, EnrolOptions(**options))
    except RefusalError as error:
        return error
    return None


def rows_of(validation: ValidatedRoster, *fields: str) -> list[tuple[Any, ...]]:
    """Return the named fields of all people, in the order of the files."""
    return validation.frame.select(fields).rows()


def column_of(validation: ValidatedRoster, field: str) -> list[Any]:
    """Return one field of all people, in the order of the files."""
    return validation.frame[field].to_list()


def codes_of(validation: ValidatedRoster) -> list[tuple[int, str]]:
    """Return the findings as pairs of Excel row and code."""
    return sorted((finding.row, finding.code) for finding in validation.findings)
