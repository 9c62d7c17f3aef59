"""The sheets of corrections.xlsx for clerks: their columns, what can be typed into, and the print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from support.parameters import first
from support.people import Row, short_person
from support.workbooks import YELLOW, color, enrolled

from pemilu_cover.reports.xlsx.corrections.people_table import TableColumn, write_people
from pemilu_cover.xlsx.workbook import WorkbookBuilder

REASON = "Yang harus dibetulkan"
IDENTITY = ["Nama Lengkap", "NIK", "Jabatan", "Desa/Kelurahan", "TPS"]
MARKS = ["Hapus", "Diganti oleh"]
KEYS = ["Berkas", "Lembar", "Baris", "Kode"]
SMALLEST_PERCENT = 80  # of 10 points 8 remain


def sheet(folder: Path, name: str, *people: Row) -> Worksheet:
    """Return a sheet of the corrections of a roster."""
    status = int(name == "Perbaikan")
    out = enrolled(folder, *people, short_person(99), status=status)
    page = openpyxl.load_workbook(out / "corrections.xlsx")[name]
    assert isinstance(page, Worksheet)
    return page


def header_row(page: Worksheet) -> int:
    rows = page.iter_rows(values_only=True)
    return next(at for at, row in enumerate(rows, start=1) if "Nama Lengkap" in row)


def is_hidden(page: Worksheet, column: int) -> bool:
    """Return whether a column is hidden; openpyxl gives the first of several equal columns alone."""
    return any(
        dimension.hidden and dimension.min <= column <= dimension.max
        for dimension in page.column_dimensions.values()
    )


def titles(page: Worksheet, *, hidden: bool = False) -> list[str]:
    """Return the titles of the columns that are shown, or hidden."""
    cells = page[header_row(page)]
    return [str(c.value) for c in cells if c.value and is_hidden(page, c.column) == hidden]


def people_rows(page: Worksheet) -> list[dict[str, Any]]:
    """Return the cells of each person by title."""
    top = header_row(page)
    heads = [cell.value for cell in page[top]]
    return [dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=top + 1)]


# ---- columns ------------------------------------------------------------------------------------


def test_perbaikan__fault_in_one_column__shows_person_reason_and_what_to_fill(
    tmp_path: Path,
) -> None:
    page = sheet(tmp_path, "Perbaikan", short_person(1, Honor="banyak"))
    assert titles(page) == [*IDENTITY, REASON, "Honor", *MARKS]
    assert titles(page, hidden=True) == ["Kecamatan", *KEYS, "Tingkat", "Saran"]


def test_perbaikan__end_before_start__shows_both_dates(tmp_path: Path) -> None:
    page = sheet(tmp_path, "Perbaikan", short_person(1, Selesai=date(2023, 12, 8)))
    assert titles(page) == [*IDENTITY, REASON, "Tgl Mulai", "Tgl Selesai", *MARKS]
    (row,) = people_rows(page)
    assert (row["Tgl Mulai"].value, color(row["Tgl Mulai"])) == ("07-11-2024", None)


def test_perbaikan__reason__stands_beside_the_person_in_a_wrapped_cell(tmp_path: Path) -> None:
    page = sheet(tmp_path, "Perbaikan", short_person(1, NIK="123", Honor="banyak"))
    (row,) = people_rows(page)
    assert row[REASON].alignment.wrap_text
    assert row[REASON].value.split("\n") == [
        "1. NIK 3 digit, seharusnya 16. Cocokkan dengan KTP dan lengkapi.",
        "2. Honor tidak terbaca sebagai jumlah rupiah. Tulis dengan angka, misalnya 850000 atau"
        " Rp 850.000,-.",
    ]
    assert not any(cell.comment for cell in row.values())


def test_lengkapi__address__is_hidden_at_the_end(tmp_path: Path) -> None:
    page = sheet(tmp_path, "Lengkapi", short_person(1, Kode_Pos=None))
    assert titles(page) == [*IDENTITY, "Kode Pos"]
    assert titles(page, hidden=True) == ["Kecamatan", *KEYS]


def test_corrections__one_kecamatan__is_in_the_title_alone(tmp_path: Path) -> None:
    page = sheet(tmp_path, "Perbaikan", short_person(1, NIK="123", Gol_Darah=None))
    assert page["A1"].value == "DAFTAR PERBAIKAN: KECAMATAN PURWAKARTA"
    assert page.parent is not None
    assert page.parent["Lengkapi"]["A1"].value.endswith(": KECAMATAN PURWAKARTA")


@pytest.mark.parametrize("second", first(1, ["Purwakrta", "Sukatani", None]))
def test_perbaikan__other_unknown_or_faulty_kecamatan__is_shown(
    second: str | None, tmp_path: Path
) -> None:
    people = [short_person(1, NIK="1"), short_person(2, NIK="2", Kecamatan=second)]
    page = sheet(tmp_path, "Perbaikan", *people)
    assert page["A1"].value == "DAFTAR PERBAIKAN"
    assert "Kecamatan" in titles(page)


# ---- protection ---------------------------------------------------------------------------------


def test_perbaikan__protected__leaves_the_cells_to_correct_open(tmp_path: Path) -> None:
    page = sheet(tmp_path, "Perbaikan", short_person(1, NIK="123"))
    assert page.protection.sheet
    assert page.protection.password is None
    (row,) = people_rows(page)
    open_cells = [title for title, cell in row.items() if not cell.protection.locked]
    assert open_cells == [*IDENTITY, *MARKS]
    beside = get_column_letter(len(row) + 1)
    assert not page.column_dimensions[beside].protection.locked


def test_lengkapi__protected__leaves_yellow_cells_open(tmp_path: Path) -> None:
    lacks_mother, lacks_blood = short_person(1, Nama_Ibu=None), short_person(2, Gol_Darah="-")
    page = sheet(tmp_path, "Lengkapi", lacks_mother, lacks_blood)
    assert page.protection.sheet
    for row in people_rows(page):
        for cell in row.values():
            assert cell.protection.locked == (color(cell) != YELLOW)


@pytest.mark.parametrize("name", ["Petunjuk", "Orang baru", "Dikecualikan"])
def test_corrections__other_sheets__are_protected(name: str, tmp_path: Path) -> None:
    asn = short_person(2, Status_Pegawai="PNS")
    page = sheet(tmp_path, "Perbaikan", short_person(1, NIK="123"), asn)
    assert page.parent is not None
    other = page.parent[name]
    assert other.protection.sheet
    assert [cell.coordinate for cell in other[7] if not cell.protection.locked] == [
        *([f"{get_column_letter(at)}7" for at in range(1, 24)] if name == "Orang baru" else [])
    ]


# ---- print --------------------------------------------------------------------------------------

FIVE = ("Plered", "Bungursari", "Sukatani", "KEC. PLERED", "Bungursari", "Maniis", None)


@pytest.mark.parametrize(
    ("name", "fault"), [("Perbaikan", {"NIK": "123"}), ("Lengkapi", {"Kode_Pos": None})]
)
def test_corrections__several_kecamatan__each_begins_a_page(
    name: str, fault: dict[str, None], tmp_path: Path
) -> None:
    people = [short_person(n, Kecamatan=k, **fault) for n, k in enumerate(FIVE, start=1)]
    page = sheet(tmp_path, name, *people)
    shown = [row["Kecamatan"].value or None for row in people_rows(page)]
    assert shown == ["Bungursari"] * 2 + ["Maniis", "Plered", "KEC. PLERED", "Sukatani", None]
    top = header_row(page)
    assert [brk.id for brk in page.row_breaks.brk] == [top + at for at in (2, 3, 5, 6)]
    assert page.print_title_rows == f"${top}:${top}"


def test_write_people__more_kecamatan_than_excel_takes_breaks__writes_1023(tmp_path: Path) -> None:
    cells = pl.Series(["x"] * 3_000)
    columns = [TableColumn("Nama Lengkap", 20, cells), TableColumn("NIK", 18, cells)]
    book = WorkbookBuilder("many")
    pages = [str(number // 2) for number in range(3_000)]
    write_people(book.sheet("DATA"), ("Daftar", "Isi"), columns, pages, first_page=1)
    (tmp_path / "many.xlsx").write_bytes(book.content())
    breaks = openpyxl.load_workbook(tmp_path / "many.xlsx")["DATA"].row_breaks.brk
    assert [brk.id for brk in breaks] == list(range(6, 6 + 2 * 1_023, 2))


def test_perbaikan__few_columns__prints_on_one_landscape_page(tmp_path: Path) -> None:
    late = {"Selesai": date(2023, 12, 8)}
    people = [short_person(1, **late), short_person(2, **late, Kecamatan="Bungursari")]
    page = sheet(tmp_path, "Perbaikan", *people)
    assert page.page_setup.orientation == "landscape"
    assert SMALLEST_PERCENT <= page.page_setup.scale <= 100
    assert not page.sheet_properties.pageSetUpPr.fitToPage
    assert not page.col_breaks.brk


def test_perbaikan__many_columns__prints_the_person_on_a_second_page_too(tmp_path: Path) -> None:
    """Smaller print would be the other way."""
    faults = {"Honor": "banyak", "JK": "Q", "Tanggal_Lahir": "x", "Mulai": "x", "Selesai": "x"}
    wide = short_person(1, NIK="1", **faults, Gol_Darah="C", Kode_Pos="4", Status_Kawin="?")
    page = sheet(tmp_path, "Perbaikan", wide)
    assert page.page_setup.scale == SMALLEST_PERCENT
    assert [brk.id for brk in page.col_breaks.brk] == [titles(page).index(REASON) + 1]
    assert page.print_title_cols == "$A:$B"
