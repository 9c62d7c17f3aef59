"""What the tests of this room share: small rosters, and workbooks read as Excel holds them."""

from __future__ import annotations

import atexit
import csv
import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from support.paths import EXAMPLES, REPOSITORY
from support.people import Row
from support.run import Run, invoke

HERE = REPOSITORY / "tests" / "reports"

Grid = list[list[Any]]
RosterRow = tuple[str, int, dict[str, Any]]  # sheet, Excel's row number, cells by header

TEMPLATE = "template_tk_NPP.xlsx"
DATA_SHEET = "data_tk_baru"


# ---- Rosters ------------------------------------------------------------------------------------


def roster(path: Path, *people: Row, sheet: str = "DATA") -> Path:
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


def roster_rows(path: Path, *, header: int = 1) -> Iterator[RosterRow]:
    """Read a roster with openpyxl alone."""
    book = openpyxl.load_workbook(path, read_only=True)
    for page in book.worksheets:
        titles: tuple[Any, ...] = ()
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            if number == header:
                titles = row
            elif number > header:
                yield page.title, number, dict(zip(titles, row, strict=True))
    book.close()


def as_typed(value: Any) -> str:
    """Return a cell as the clerk sees it: a date as dd-mm-yyyy, a whole number in plain digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


# ---- The messy example --------------------------------------------------------------------------

RED, AMBER, BLUE, YELLOW, GREY = "F8CBAD", "FFE699", "DDEBF7", "FFFF00", "F2F2F2"


class Truth(NamedTuple):
    """What is wrong in a row of the messy roster, as its maker says."""

    sheet: str
    row: int
    fault: str
    column: str
    level: str


def truth(*levels: str) -> list[Truth]:
    """Return the faults of the messy roster that are to be judged so."""
    with (EXAMPLES / "messy-2024.truth.csv").open(encoding="utf-8") as file:
        rows = [
            Truth(row["sheet"], int(row["row"]), row["fault"], row["column"], row["level"])
            for row in csv.DictReader(file)
        ]
    return [row for row in rows if row.level in levels]


# ---- Running ------------------------------------------------------------------------------------


_results: dict[str, tuple[Path, Run]] = {}
_folders = ExitStack()
atexit.register(_folders.close)


def enrolled(folder: Path, *people: Row, agreement: str = "", status: int = 0) -> Path:
    """Enrol invented people, by an agreement if one is given; give the output folder.

    The same people are enrolled once in a process: each test gets a copy, which it may change.
    A test that changes the program before calls ``enrol_people``.
    """
    key = repr((people, agreement))
    if key not in _results:
        made = Path(_folders.enter_context(TemporaryDirectory()))
        _results[key] = made, enrol_people(made, *people, agreement=agreement)
    made, done = _results[key]
    assert done.status == status, done.out + done.err
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder / "out"


def enrol_people(folder: Path, *people: Row, agreement: str = "") -> Run:
    """Write a roster and an agreement, and enrol into ``out`` next to them."""
    options: list[object] = []
    if agreement:
        pks = folder / "pks.toml"
        pks.write_text(agreement, encoding="utf-8")
        options = ["--agreement", pks]
    source = roster(folder / "roster.xlsx", *people)
    return invoke("enrol", source, "--out", folder / "out", *options)


# ---- Workbooks ----------------------------------------------------------------------------------


def grid(path: Path, sheet: str) -> Grid:
    """Read a sheet with calamine from A1 on: of a formula the value that it carries."""
    return _grid(path, sheet, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _grid(path: Path, sheet: str, _: int) -> Grid:
    return _book(path, _).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@lru_cache(maxsize=4)
def _book(path: Path, _: int) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(path)


def sheets(path: Path) -> list[str]:
    """Return the names of a workbook's sheets in their order."""
    return CalamineWorkbook.from_path(path).sheet_names


def table(rows: Grid, *titles: str) -> list[dict[str, Any]]:
    """Return the rows below the header that has these titles, up to the first empty one."""
    at = next(n for n, row in enumerate(rows) if set(titles) <= set(row))
    matches = []
    for row in rows[at + 1 :]:
        if not any(cell != "" for cell in row):
            break
        matches.append(dict(zip(rows[at], row, strict=True)))
    return matches


def billed_people(invoice: Path) -> list[dict[str, Any]]:
    """Return the people of a bill, without the sums at the foot of each page."""
    rows = table(grid(invoice, "Rincian"), "No", "Nama")
    return [row for row in rows if isinstance(row["No"], float)]


def texts(rows: Grid) -> list[str]:
    """Return every text of a sheet."""
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def sen(amount: float | str) -> int:
    """Return an amount in rupiah as a whole number of sen; one that is finer is a fault."""
    exact = Decimal(str(amount)) * 100
    assert exact == int(exact), f"{amount} is finer than a sen"
    return int(exact)


def color(cell: Any) -> str | None:
    """Return the colour of a cell's background, or None where it has none."""
    fill = cell.fill
    return fill.fgColor.rgb[-6:].upper() if fill.patternType == "solid" else None


def xml_of(path: Path) -> dict[str, str]:
    """Return the parts of a workbook as they are in the file."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def content(folder: Path) -> dict[str, str]:
    """Return everything in a folder by its relative name: what it is, or the hash of its bytes."""
    return {path.relative_to(folder).as_posix(): _what(path) for path in sorted(folder.rglob("*"))}


def _what(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
