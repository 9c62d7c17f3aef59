"""The upload file: SIPP's layout to the cell, everybody who is ready in it once, nobody else."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from support.examples import examples
from support.parameters import first
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import (
    DATA_SHEET,
    HERE,
    TEMPLATE,
    billed_people,
    color,
    enrol_people,
    enrolled,
    grid,
    sen,
    sheets,
    table,
    truth,
)

from pemilu_cover.reference.sipp_locations import sipp_location
from pemilu_cover.reports.xlsx import sipp

LAYOUT = json.loads((HERE / "data" / "sipp_layout.json").read_text(encoding="utf-8"))
COLUMNS: list[dict[str, Any]] = LAYOUT["columns"]
HEADERS = [column["header"] for column in COLUMNS]
REQUIRED = [column["header"] for column in COLUMNS if column["fill"]]
MOST_ROWS = 10_000

# What SIPP takes in a cell, by the instructions of its own template.
SHAPES = {
    "NO_PEGAWAI": r"\d{6}",
    "HP": r"(?:08|628)\d{7,12}",
    "TANGGAL_LAHIR": r"\d\d-\d\d-\d{4}",
    "JENIS_IDENTITAS": "KTP",
    "NOMOR_IDENTITAS": r"\d{16}",
    "MASA_LAKU_IDENTITAS": r"\d\d-\d\d-\d{4}",
    "JENIS_KELAMIN": "[LP]",
    "SURAT_MENYURAT_KE": "[SE]",
    "STATUS_KAWIN": "[YT]",
    "GOLONGAN_DARAH": "A|B|AB|O",
    "KODE_NEGARA": "ID",
    "UPAH": r"[1-9]\d*",
    "KODE_POS": r"\d{5}",
    "LOKASI_PEKERJAAN": r"\d{4}",
    "STATUS_PEGAWAI": "Y",
    "TGL_AWAL_BEKERJA": r"\d\d-\d\d-\d{4}",
    "TGL_AKHIR_KONTRAK": r"\d\d-\d\d-\d{4}",
}
DATES = [header for header, shape in SHAPES.items() if shape.startswith(r"\d\d-")]
LEFT_EMPTY = [
    *("TELEPON_AREA_RUMAH", "TELEPON_RUMAH", "TELEPON_AREA_KANTOR", "TELEPON_KANTOR"),
    *("TELEPON_EXT_KANTOR", "TANGGAL_KEPESERTAAN"),
]

# The office's agreement lets the cover of these begin on the day on which it was signed.
SIGNED = date(2024, 11, 20)
BEGIN_WHEN_SIGNED = {"Ketua PPK", "Anggota PPK", "Ketua PPS", "Anggota PPS"}


def columns_of(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LOCATIONS = [(row["name"], row["code"]) for row in columns_of("sipp_locations.csv")]
PAPUA = [(row["sipp"], row["today"], row["name"]) for row in columns_of("papua_codes.csv")]


@pytest.fixture(scope="module")
def files(purwakarta: tuple[Run, Path]) -> list[Path]:
    """The upload files of the large example, in the order of their folders."""
    return sorted(purwakarta[1].rglob("template_tk_*.xlsx"))


@pytest.fixture(scope="module")
def book(files: list[Path]) -> Workbook:
    """The last of them, with 4,456 people, as openpyxl reads it."""
    return openpyxl.load_workbook(files[-1])


@pytest.fixture(scope="module")
def parts(files: list[Path]) -> list[list[dict[str, Any]]]:
    """The people of each file by header, as calamine reads them."""
    return [table(grid(file, DATA_SHEET), HEADERS[0]) for file in files]


@pytest.fixture(scope="module")
def people(parts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The people of all files."""
    return [row for part in parts for row in part]


def upload(folder: Path) -> list[dict[str, Any]]:
    """Return the people of an output folder's one upload file."""
    return table(grid(folder / TEMPLATE, DATA_SHEET), HEADERS[0])


# ---- Layout -------------------------------------------------------------------------------------


def test_the_data_of_this_test_is_the_template_of_thirty_columns() -> None:
    assert len(COLUMNS) == len(set(HEADERS)) == 30
    assert len(REQUIRED) == 19


def test_sipp__three_sheets__are_in_order_and_the_first_is_active(
    files: list[Path], book: Workbook
) -> None:
    assert [sheets(file) for file in files] == [LAYOUT["sheets_in_order"]] * 2
    assert book.active is not None
    assert book.active.title == LAYOUT["active"]
    assert {page.sheet_state for page in book.worksheets} == {"visible"}


@pytest.mark.parametrize("column", COLUMNS, ids=HEADERS)
def test_a_header_is_that_of_the_template(column: dict[str, Any], book: Workbook) -> None:
    cell = book[DATA_SHEET].cell(LAYOUT["header_row"], HEADERS.index(column["header"]) + 1)
    assert cell.value == column["header"]
    assert cell.number_format == column["number_format"]
    assert color(cell) == column["fill"]


def test_every_part_has_the_thirty_headers_and_no_other(files: list[Path]) -> None:
    for file in files:
        assert grid(file, DATA_SHEET)[LAYOUT["header_row"] - 1] == HEADERS


def test_the_columns_are_as_wide_as_the_template_s(book: Workbook) -> None:
    excel_s_own, padding = 9.140625, 0.7109375
    expected = [
        excel_s_own if column["width"] is None else column["width"] + padding for column in COLUMNS
    ]
    matches: list[float] = []
    for group in book[DATA_SHEET].column_dimensions.values():
        matches += [group.width] * (group.max - group.min + 1)
    assert matches == expected


def test_nothing_is_added_that_the_template_has_not(book: Workbook) -> None:
    assert list(book.defined_names) == LAYOUT["defined_names"]
    for page in book.worksheets:
        assert len(page.data_validations.dataValidation) == LAYOUT["data_validations"]
        assert page.protection.sheet is LAYOUT["sheet_protection"]
        assert not page.merged_cells.ranges
        assert page.auto_filter.ref is None


def test_the_places_of_work_are_sipp_s_514(files: list[Path]) -> None:
    assert len(LOCATIONS) == 514
    for file in files:
        header, *rows = grid(file, "Lokasi Pekerjaan")
        assert header == ["NAMA", "KODE_LOKASI"]
        assert [tuple(row) for row in rows] == LOCATIONS


# ---- Cells --------------------------------------------------------------------------------------


def test_every_cell_is_text(people: list[dict[str, Any]]) -> None:
    assert {type(value) for row in people for value in row.values()} == {str}


def test_every_cell_is_text_in_a_cell_made_for_text(book: Workbook) -> None:
    kinds = Counter(
        (cell.data_type, cell.number_format)
        for row in book[DATA_SHEET].iter_rows(min_row=LAYOUT["first_data_row"])
        for cell in row
        if cell.value is not None
    )
    assert set(kinds) == {("s", "@")}
    assert kinds["s", "@"] >= 4_000 * len(REQUIRED)


def test_two_readers_find_the_same_in_every_cell(files: list[Path], book: Workbook) -> None:
    by_openpyxl = [
        ["" if value is None else value for value in row]
        for row in book[DATA_SHEET].iter_rows(values_only=True)
    ]
    assert by_openpyxl == grid(files[-1], DATA_SHEET)


def test_no_cell_is_padded(people: list[dict[str, Any]]) -> None:
    padded = [value for row in people for value in row.values() if value != value.strip()]
    assert not padded


@pytest.mark.parametrize("header", REQUIRED)
def test_a_cell_that_sipp_demands_is_filled_in_every_row(
    header: str, people: list[dict[str, Any]]
) -> None:
    assert sum(bool(row[header]) for row in people) == 14_456


@pytest.mark.parametrize("header", LEFT_EMPTY)
def test_a_cell_that_is_not_ours_to_fill_stays_empty(
    header: str, people: list[dict[str, Any]]
) -> None:
    assert {row[header] for row in people} == {""}


@pytest.mark.parametrize("header", SHAPES)
def test_sipp__cells__have_the_format_of_sipp(header: str, people: list[dict[str, Any]]) -> None:
    wrong = [row[header] for row in people if not re.fullmatch(SHAPES[header], row[header])]
    assert not wrong


@pytest.mark.parametrize("header", DATES)
def test_a_date_is_a_day_of_the_calendar(header: str, people: list[dict[str, Any]]) -> None:
    days = [datetime.strptime(row[header], "%d-%m-%Y").date() for row in people]
    assert len(days) == 14_456
    assert date(1900, 1, 1) < min(days) <= max(days) <= date(2090, 1, 1)


def test_the_place_of_work_is_the_regency_and_a_code_of_the_sheet(
    people: list[dict[str, Any]],
) -> None:
    assert {row["LOKASI_PEKERJAAN"] for row in people} == {"3214"}
    assert ("PURWAKARTA", "3214") in LOCATIONS


# ---- Who ----------------------------------------------------------------------------------------


def test_the_parts_hold_everybody_once_as_the_roster_has_him(
    people: list[dict[str, Any]], purwakarta_roster: dict[str, dict[str, Any]]
) -> None:
    expected = []
    for cells in purwakarta_roster.values():
        start = SIGNED if cells["Jabatan"] in BEGIN_WHEN_SIGNED else cells["Tgl Mulai"]
        expected.append(
            (
                cells["NIK"],
                cells["Nama Lengkap"],
                f"{cells['Tanggal Lahir']:%d-%m-%Y}",
                str(cells["Honor"]),
                f"{start:%d-%m-%Y}",
                f"{cells['Tgl Selesai']:%d-%m-%Y}",
                cells["Nama Ibu Kandung"],
                cells["L/P"],
                cells["Tempat Lahir"],
                cells["Alamat"],
                cells["No. HP"],
                cells["Status Kawin"],
                cells["Gol. Darah"],
                cells["Kode Pos"],
            )
        )
    shown = (
        "NOMOR_IDENTITAS NAMA_LENGKAP TANGGAL_LAHIR UPAH TGL_AWAL_BEKERJA TGL_AKHIR_KONTRAK "
        "NAMA_IBU_KANDUNG JENIS_KELAMIN TEMPAT_LAHIR ALAMAT HP STATUS_KAWIN GOLONGAN_DARAH KODE_POS"
    ).split()
    matches = [tuple(row[header] for header in shown) for row in people]
    assert len(expected) == 14_456
    assert sorted(matches) == sorted(expected)


def test_sipp__employee_number__is_the_line_of_the_bill(
    people: list[dict[str, Any]], purwakarta: tuple[Run, Path]
) -> None:
    lines = billed_people(purwakarta[1] / "invoice.xlsx")
    by_number = {int(line["No"]): line["NIK"] for line in lines}
    assert len(by_number) == 14_456
    assert {int(row["NO_PEGAWAI"]): row["NOMOR_IDENTITAS"] for row in people} == by_number


def test_a_part_holds_at_most_ten_thousand(parts: list[list[dict[str, Any]]]) -> None:
    assert sum(map(len, parts)) == 14_456
    assert len(parts) == 2
    assert max(map(len, parts)) <= MOST_ROWS


def test_sipp__kecamatan__is_in_one_part(
    parts: list[list[dict[str, Any]]], purwakarta_roster: dict[str, dict[str, Any]]
) -> None:
    matches = defaultdict(set)
    for number, part in enumerate(parts):
        for row in part:
            matches[purwakarta_roster[row["NOMOR_IDENTITAS"]]["Kecamatan"]].add(number)
    assert len(matches) == 17 + 1  # and those who serve the whole regency
    assert all(len(numbers) == 1 for numbers in matches.values())


def test_the_file_has_the_name_that_sipp_wants(
    files: list[Path], purwakarta: tuple[Run, Path]
) -> None:
    names = [file.relative_to(purwakarta[1]).as_posix() for file in files]
    assert names == [f"part-{n:02d}/template_tk_00000000.xlsx" for n in (1, 2)]


def test_without_an_npp_the_name_shows_where_it_belongs(messy: tuple[Run, Path]) -> None:
    assert [file.name for file in messy[1].rglob("template*")] == ["template_tk_NPP.xlsx"]


def test_who_lacks_a_cell_is_not_in_the_file(tmp_path: Path) -> None:
    lacking = {"Nama Ibu", "Gol Darah", "Status Kawin", "Kode Pos", "Alamat", "Tempat Lahir", "L/P"}
    bad = [short_person(n, **{name: None}) for n, name in enumerate(sorted(lacking), start=1)]
    complete = [short_person(n) for n in (8, 9)]
    out = enrolled(tmp_path, *bad, *complete)
    assert [row["NOMOR_IDENTITAS"] for row in upload(out)] == [one["NIK"] for one in complete]


def test_where_everybody_lacks_a_cell_there_is_no_file(ponorogo: tuple[Run, Path]) -> None:
    run, out = ponorogo
    assert (run.json["enrolled"], run.json["ready"]) == (1_700, 0)
    assert not list(out.rglob("template*"))


def test_sipp__returning_member__is_only_on_the_other_list(tmp_path: Path) -> None:
    member = short_person(2, No_KPJ="99000000123")
    out = enrolled(tmp_path, short_person(1), member, short_person(3))
    returning = table(grid(out / "peserta_lanjutan.xlsx", "Lanjutan"), "KPJ", "NIK")
    assert [(row["KPJ"], row["NIK"], row["UPAH"]) for row in returning] == [
        ("99000000123", member["NIK"], "850000")
    ]
    assert [row["NOMOR_IDENTITAS"] for row in upload(out)] == [
        short_person(n)["NIK"] for n in (1, 3)
    ]
    billed = billed_people(out / "invoice.xlsx")
    assert len(billed) == 3


def test_who_is_held_back_or_excluded_is_in_no_file(messy: tuple[Run, Path]) -> None:
    run, out = messy
    away = {(one.sheet, one.row) for one in truth("error", "excluded", "info")}
    lines = billed_people(out / "invoice.xlsx")
    places = {int(line["No"]): (line["Lembar"], int(line["Baris"])) for line in lines}
    uploaded = {places[int(row["NO_PEGAWAI"])] for row in upload(out)}
    assert len(uploaded) == run.json["roster"]["rows"] - len(away)
    assert not uploaded & away


# ---- Wages, parts, places -----------------------------------------------------------------------

# SIPP takes whole rupiah; the premium is that of the exact wage.
WAGES = [
    (850_000, "850000", "2040.00", "2550.00"),
    (850_000.49, "850000", "2040.00", "2550.00"),
    (850_000.50, "850001", "2040.00", "2550.00"),
    ("Rp 850.018,75", "850019", "2040.05", "2550.06"),
    ("1.250.000,00", "1250000", "3000.00", "3750.00"),
]


@pytest.mark.parametrize(("wage", "upah", "jkk", "jkm"), first(2, WAGES))
def test_sipp__wage_with_sen__is_rounded_and_the_premium_exact(
    wage: str | float, upah: str, jkk: str, jkm: str, tmp_path: Path
) -> None:
    out = enrolled(tmp_path, short_person(1, Honor=wage))
    assert [row["UPAH"] for row in upload(out)] == [upah]
    line, _ = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")
    assert (sen(line["JKK"]), sen(line["JKM"])) == (sen(jkk), sen(jkm))


def kecamatan(*sizes: int) -> pl.DataFrame:
    """Return people by kecamatan, each with a number."""
    names = [f"K{number}" for number, size in enumerate(sizes) for _ in range(size)]
    return pl.DataFrame({"kecamatan": names, "id": range(len(names))})


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([1], [1]),
        ([10_000], [10_000]),
        ([10_001], [10_000, 1]),
        ([25_000], [10_000, 10_000, 5_000]),
        ([6_000, 4_000], [10_000]),
        ([6_000, 4_001], [6_000, 4_001]),
        ([6_000, 5_000, 4_000], [6_000, 9_000]),
    ],
)
def test_people_are_parted_between_kecamatan(sizes: list[int], expected: list[int]) -> None:
    assert [part.height for part in sipp.split_parts(kecamatan(*sizes))] == expected


@given(st.lists(st.integers(1, 12_000), max_size=8))
@examples(60)
def test_parts_lose_nobody_and_part_only_a_kecamatan_that_fits_no_file(sizes: list[int]) -> None:
    matches = sipp.split_parts(kecamatan(*sizes))
    assert all(0 < part.height <= MOST_ROWS for part in matches)
    assert [number for part in matches for number in part["id"]] == list(range(sum(sizes)))
    for number, size in enumerate(sizes):
        holders = [part for part in matches if f"K{number}" in part["kecamatan"]]
        assert len(holders) == 1 or size > MOST_ROWS


def test_a_kecamatan_that_fits_no_file_goes_into_several_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sipp, "MOST_ROWS", 3)
    crowd = [short_person(n) for n in range(1, 8)]
    enrol_people(tmp_path, *crowd, short_person(8, Kecamatan="Plered"))
    out = tmp_path / "out"
    matches = [
        [row["NOMOR_IDENTITAS"][-2:] for row in upload(out / f"part-{n:02d}")] for n in (1, 2, 3)
    ]
    assert matches == [["01", "02", "03"], ["04", "05", "06"], ["07", "08"]]
    assert sheets(out / "part-03" / TEMPLATE) == LAYOUT["sheets_in_order"]
    assert not (out / "part-04").exists()


@pytest.mark.parametrize(("code", "today", "name"), PAPUA, ids=[name for *_, name in PAPUA])
def test_location__papua__has_old_and_new_codes(code: str, today: str, name: str) -> None:
    for query in (code, today):
        place = sipp_location(query)
        assert place is not None
        assert (place.code, place.name) == (code, name)


def test_location__outside_papua__has_one_code() -> None:
    moved = {code for code, *_ in PAPUA}
    assert len(moved) == 26
    for name, code in LOCATIONS:
        place = sipp_location(code)
        assert place is not None
        assert (place.code, place.name) == (code, name)
        assert (place.kemendagri != code) == (code in moved)


@pytest.mark.parametrize("code", ["", "9999", "32", "321401"])
def test_what_is_no_regency_has_no_place_of_work(code: str) -> None:
    assert sipp_location(code) is None


def test_an_office_in_a_new_province_of_papua_gets_sipp_s_old_code(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), agreement='[employer]\nlocation = "9301"\n')
    assert [row["LOKASI_PEKERJAAN"] for row in upload(out)] == ["9101"]


def test_the_same_people_in_another_order_are_still_all_uploaded(tmp_path: Path) -> None:
    crowd = [short_person(n, Kecamatan=("Plered", "Bojong")[n % 2]) for n in range(1, 8)]
    forth, back = tmp_path / "forth", tmp_path / "back"
    for folder, order in ((forth, crowd), (back, crowd[::-1])):
        folder.mkdir()
        enrolled(folder, *order)
    matches = [{row["NOMOR_IDENTITAS"] for row in upload(where / "out")} for where in (forth, back)]
    assert matches == [{one["NIK"] for one in crowd}] * 2


def test_strict_uploads_the_same_file_when_all_is_well(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2))
    strict = tmp_path / "strict"
    assert (
        invoke("enrol", tmp_path / "roster.xlsx", "--out", strict, "--strict").status,
        (strict / TEMPLATE).read_bytes(),
    ) == (0, (out / TEMPLATE).read_bytes())
