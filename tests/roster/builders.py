"""Rosters made for a test: a clean person, and files with whatever is wrong in them.

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

from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.enrolment.validation import ValidatedRoster, validate_files
from pemilu_cover.i18n.messages import RefusalError

Cell = str | int | float | bool | date | None
Row = dict[str, Cell]
Grid = list[list[Cell]]

SHEET = "DATA ADHOC"
FIRST = ("Asep", "Budi", "Cucu", "Dadan", "Eko", "Fajar", "Gita", "Hendi", "Imas", "Joko")
LAST = ("Arifin", "Budiman", "Effendi", "Gunawan", "Irawan", "Kusnadi", "Mulyadi", "Rosidin")

BORN = date(1990, 5, 12)
START, END = date(2024, 11, 7), date(2024, 12, 8)  # the KPPS of Pilkada 2024
KPPS, LINMAS = (
    {"Jabatan": "Anggota KPPS", "Honor": 850_000},
    {"Jabatan": "Linmas", "Honor": 650_000},
)
CHAIR = {"Jabatan": "Ketua KPPS", "Honor": 900_000}
KPU = {"Jabatan": "Anggota KPU", "Honor": 11_573_000}  # an office without a known term
NON_ASN = {"Jabatan": "Pegawai Non ASN KPU", "Honor": 2_800_000}  # and one without a known pay
PPK = {
    "Jabatan": "Ketua PPK",
    "Honor": 2_500_000,
    "Tgl Mulai": date(2024, 5, 16),
    "Tgl Selesai": date(2025, 1, 27),
}


def nik(number: int = 1, *, born: date = BORN, sex: str = "L", region: str = "321401") -> str:
    """Return a NIK that agrees with a birth date and a sex."""
    day = born.day + (40 if sex == "P" else 0)
    return f"{region}{day:02}{born:%m%y}{9000 + number}"


def person(number: int = 1, /, **changes: Cell) -> Row:
    """Return a clean person under the headers of examples/purwakarta-2024.xlsx, with some cells changed.

    Another number is another person: no two share a NIK or a name that is alike.
    """
    clean: Row = {
        "No": number,
        "NIK": nik(number),
        "Nama Lengkap": f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}",
        "Tempat Lahir": "Purwakarta",
        "Tanggal Lahir": BORN,
        "L/P": "L",
        "Alamat": "Kp. Krajan RT 001 RW 002",
        "Kecamatan": "Plered",
        "Desa/Kelurahan": "Sindangsari",
        "TPS": "001",
        **KPPS,
        "Tgl Mulai": START,
        "Tgl Selesai": END,
        "No. HP": f"0835{number:08}",
        "Nama Ibu Kandung": "Siti Aminah",
        "Status Kawin": "Y",
        "Gol. Darah": "O",
        "Kode Pos": "41162",
        "Email": "",
    }
    return clean | changes


def people(count: int, **changes: Cell) -> list[Row]:
    """Return so many clean people, numbered from 1, with the same cells changed in all."""
    return [person(number, **changes) for number in range(1, count + 1)]


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
    """Return what was read of everybody: the fields that are named, in the order of the files."""
    return validation.frame.select(fields).rows()


def column_of(validation: ValidatedRoster, field: str) -> list[Any]:
    """Return one field of everybody, in the order of the files."""
    return validation.frame[field].to_list()


def codes_of(validation: ValidatedRoster) -> list[tuple[int, str]]:
    """Return the findings as pairs of Excel row and code."""
    return sorted((finding.row, finding.code) for finding in validation.findings)
