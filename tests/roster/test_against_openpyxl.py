"""The workbook reader compared with openpyxl: equal cells at equal addresses."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples
from support.parameters import first
from support.paths import DATA, EXAMPLES

from pemilu_cover.roster.reading.cell_encoding import (
    NO_RESULT,
    encode_cells,
    error_cell,
    number_cell,
)
from pemilu_cover.roster.reading.file_type import read_sheets
from pemilu_cover.roster.reading.sheet import Sheet

GOOD = [*sorted(EXAMPLES.glob("*.xlsx")), *sorted(DATA.glob("*.xlsx"))]
BIG = 1_000_000  # bytes: openpyxl reads them in seconds each

# Texts that Excel can store: no control characters, no halves of pairs, and no "_x0041_" of its own.
TEXTS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFFFD, exclude_categories=("Cs", "Cc")),
    max_size=30,
).filter(lambda text: "_x" not in text and text.strip())
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)
DAYS = st.datetimes(datetime.datetime(1904, 1, 2), datetime.datetime(9999, 12, 31))
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**17), 10**17),
    FLOATS,
    st.booleans(),
    DAYS.map(lambda at: at.date()),
)
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8)
Cells = dict[tuple[int, int], str]


def ours(sheet: Sheet) -> Cells:
    """Return the non-empty cells of a sheet, by Excel's row and column."""
    return {
        (sheet.first_row + down, sheet.first_column + right): cell
        for down, row in enumerate(sheet.rows)
        for right, cell in enumerate(row)
        if cell
    }


def theirs(page: Any) -> Cells:
    """Return the same as openpyxl reads them."""
    return {
        (cell.row, cell.column): encode_cells([cell.value])[0]
        for row in page.iter_rows()
        for cell in row
        if cell.value not in (None, "") and cell.data_type != "e"
    }


def compare(content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    read = {sheet.name: ours(sheet) for sheet in read_sheets(content)}
    assert list(read) == [page.title for page in book.worksheets]
    for page in book.worksheets:
        assert read[page.title] == theirs(page)


@pytest.mark.parametrize(
    "path", first(4, [path for path in GOOD if path.stat().st_size < BIG]), ids=lambda p: p.name
)
def test_reader__every_roster_of_the_repository__agrees_with_openpyxl(path: Path) -> None:
    compare(path.read_bytes())


@given(cells=GRIDS, down=st.integers(0, 5), right=st.integers(0, 60), since_1904=st.booleans())
@examples(150)
def test_reader__workbook_of_xlsxwriter__agrees_with_openpyxl(
    cells: list[list[Any]], down: int, right: int, *, since_1904: bool
) -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(
        target, {"date_1904": since_1904, "strings_to_formulas": False}
    ) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("DATA")
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(down + at, right + column, cell)
                elif isinstance(cell, datetime.date):
                    page.write_datetime(
                        down + at,
                        right + column,
                        datetime.datetime(cell.year, cell.month, cell.day),
                        day,
                    )
                elif cell is not None:
                    page.write(down + at, right + column, cell)
    compare(target.getvalue())


@given(cells=GRIDS)
@examples(100)
def test_reader__workbook_of_openpyxl__agrees_with_openpyxl(cells: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append([f"'{cell}" if str(cell).startswith("=") else cell for cell in row])
    target = BytesIO()
    book.save(target)
    compare(target.getvalue())


def test_reader__formula_with_a_result__returns_the_result() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("DATA")
        for row, result in enumerate([1_100_000, 0.5, "KPPS", True]):
            page.write_formula(row, 0, "=X1", value=result)
        page.write_formula(4, 0, "=1/0", value="#DIV/0!")
    (sheet,) = read_sheets(target.getvalue())
    assert [row[0] for row in sheet.rows] == [
        number_cell("1100000"),
        number_cell("0.5"),
        "KPPS",
        "TRUE",
        error_cell("#DIV/0!"),
    ]


@pytest.mark.parametrize("at", ["A1", "D2", "B9", "H9"])
def test_reader__formula_without_a_result__is_an_error_cell(at: str) -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "NIK"
    book.active["D4"] = "Budi"
    book.active[at] = "=1+1"
    target = BytesIO()
    book.save(target)
    (sheet,) = read_sheets(target.getvalue())
    cell = book.active[at]
    expected = {(3, 3): "NIK", (4, 4): "Budi", (cell.row, cell.column): error_cell(NO_RESULT)}
    assert ours(sheet) == expected
