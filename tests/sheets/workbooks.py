"""What the tests of this room share: small rosters, and workbooks read as Excel holds them."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from conftest import Run
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from pemilu_cover.cli import app

HERE = Path(__file__).parent

Cell = str | int | float | date | None
Person = dict[str, Cell]
Grid = list[list[Any]]

TEMPLATE = "template_tk_NPP.xlsx"
DATA_SHEET = "data_tk_baru"


# ---- Rosters ------------------------------------------------------------------------------------


def person(number: int, **changes: Cell) -> Person:
    """Invent a person without a fault; a change names a column, ``_`` standing for a space."""
    anybody: Person = {
        "No": number,
        "NIK": f"321401150790{9000 + number:04d}",
        "Nama": f"Orang {LETTERS[number]}",
        "Tempat Lahir": "Purwakarta",
        "Tanggal Lahir": date(1990, 7, 15),
        "L/P": "L",
        "Alamat": "Kp. Krajan RT 001 RW 002",
        "Kecamatan": "Purwakarta",
        "Desa": "Ciseureuh",
        "TPS": "001",
        "Jabatan": "Anggota KPPS",
        "Honor": 850_000,
        "Mulai": date(2024, 11, 7),
        "Selesai": date(2024, 12, 8),
        "Nama Ibu": f"Ibu {LETTERS[number]}",
        "Status Kawin": "Y",
        "Gol Darah": "O",
        "Kode Pos": "41111",
    }
    return anybody | {name.replace("_", " "): value for name, value in changes.items()}


LETTERS = "Nol Alfa Bravo Carli Delta Eko Foxtrot Golf Hotel India Juliet Kilo Lima Mike".split()


def roster(path: Path, *people: Person, sheet: str = "DATA") -> Path:
    """Write people as a roster, every text as text, whatever it looks like."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sheet
    columns = list(dict.fromkeys(name for one in people for name in one))
    page.append(columns)
    for row, one in enumerate(people, start=2):
        for column, name in enumerate(columns, start=1):
            cell = page.cell(row, column, one.get(name))
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def roster_rows(path: Path, *, header: int = 1) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Read a roster with openpyxl alone: the sheet, Excel's row number, the cells by header."""
    book = openpyxl.load_workbook(path, read_only=True)
    for page in book.worksheets:
        titles: tuple[Any, ...] = ()
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            if number == header:
                titles = row
            elif number > header:
                yield page.title, number, dict(zip(titles, row, strict=True))
    book.close()


def as_typed(value: Any) -> str:  # noqa: ANN401  whatever openpyxl finds in a cell
    """Give a roster's cell as the clerk sees it."""
    if value is None:
        return ""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


# ---- Running ------------------------------------------------------------------------------------


def invoke(*arguments: object) -> Run:
    """Run the program within this process, where a test can make the disk fail."""
    done = CliRunner().invoke(app, [*map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


def enrolled(folder: Path, *people: Person, agreement: str = "", status: int = 0) -> Path:
    """Enrol invented people, by an agreement if one is given; give the output folder."""
    out = folder / "out"
    options: list[object] = []
    if agreement:
        pks = folder / "pks.toml"
        pks.write_text(agreement, encoding="utf-8")
        options = ["--agreement", pks]
    done = invoke("enrol", roster(folder / "roster.xlsx", *people), "--out", out, *options)
    assert done.status == status, done.out + done.err
    return out


# ---- Workbooks ----------------------------------------------------------------------------------


def grid(path: Path, sheet: str) -> Grid:
    """Read a sheet with calamine from A1 on: of a formula the value that it carries."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def sheets(path: Path) -> list[str]:
    """Give the names of a workbook's sheets in their order."""
    return CalamineWorkbook.from_path(path).sheet_names


def table(rows: Grid, *titles: str) -> list[dict[str, Any]]:
    """Give the rows below the header that begins with these titles, up to the first empty one."""
    at = next(n for n, row in enumerate(rows) if tuple(row[: len(titles)]) == titles)
    found = []
    for row in rows[at + 1 :]:
        if not any(cell != "" for cell in row):
            break
        found.append(dict(zip(rows[at], row, strict=True)))
    return found


def texts(rows: Grid) -> list[str]:
    """Give every text of a sheet."""
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def sen(amount: float | str) -> int:
    """Give an amount in rupiah as a whole number of sen; one that is finer is a fault."""
    exact = Decimal(str(amount)) * 100
    assert exact == int(exact), f"{amount} is finer than a sen"
    return int(exact)


def color(cell: Any) -> str | None:  # noqa: ANN401  openpyxl has no types
    """Give the colour of a cell's background, or None where it has none."""
    fill = cell.fill
    return fill.fgColor.rgb[-6:].upper() if fill.patternType == "solid" else None


def xml_of(path: Path) -> dict[str, str]:
    """Give the parts of a workbook as they stand in the file."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def content(folder: Path) -> dict[str, str]:
    """Give everything in a folder by its relative name: what it is, or the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): _what(path) for path in sorted(folder.rglob("*"))
    }


def _what(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
