"""The account of a sheet: each cell that may be somebody's is a person's, or is listed as not understood."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from roster.builders import Grid, column_of, refusal, sheet_of, validate, workbook
from support.people import Cell, nik
from support.run import invoke

from pemilu_cover.roster.batch_people import Batch, collect_batch
from pemilu_cover.roster.people import NOT_UNDERSTOOD
from pemilu_cover.roster.reading.cell_encoding import encode_cells, number_cell
from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.person_signs import is_name_like, niks_in
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE
from pemilu_cover.roster.tables.sheet_tables import read_sheet

FILES = Path(__file__).parent / "shapes" / "files"
BORN = date(1990, 5, 12)
HEAD: list[Cell] = ["No", "NIK", "Nama", "Tanggal Lahir", "Jabatan", "Honor"]
ONE: list[Cell] = [1, nik(1), "Asep Arifin", BORN, "Anggota KPPS", 850_000]
TWO: list[Cell] = [2, nik(2), "Imas Budiman", BORN, "Anggota KPPS", 850_000]
LIST: Grid = [HEAD, ONE, TWO]
SECOND_PERSON: list[Cell] = [nik(3), "Dadan Effendi", BORN]


def not_understood(tmp_path: Path, cells: Grid) -> list[str]:
    """Return the addresses that are not understood."""
    return [unread.cells for unread in validate(sheet_of(tmp_path, cells)).roster.not_understood]


UNREAD: dict[str, tuple[Grid, list[str]]] = {
    "NIK right of the table": ([HEAD, [*ONE, "", *SECOND_PERSON], TWO], ["H2:J2"]),
    "NIK beside, without a gap": ([HEAD, [*ONE, nik(3), "Dadan Effendi"], TWO], ["G2:H2"]),
    "on the header row": ([[*HEAD, "", *SECOND_PERSON], ONE, TWO], ["H1:J1"]),
    "left of the table": (
        [["", "", "", *HEAD], [nik(3), "Dadan Effendi", "", *ONE], ["", "", "", *TWO]],
        ["A2:B2"],
    ),
    "numbered name beside": ([HEAD, [*ONE, "", 3, "Dadan Effendi"], TWO], ["H2:I2"]),
    "name and office beside": ([HEAD, [*ONE, "", "Dadan Effendi", "Linmas"], TWO], ["H2:I2"]),
    "above the header": ([[nik(3), "Dadan Effendi"], [], *LIST], ["A1:B1"]),
    "numbered name above the header": ([[1, "Dadan Effendi"], [], *LIST], ["A1:B1"]),
    "NIK below the signatures": (
        [
            *LIST,
            [],
            ["", "", "Mengetahui,"],
            ["", "", "Ketua PPS"],
            ["", "", nik(3), "Dadan Effendi"],
        ],
        ["C7:D7"],
    ),
    "birth date and name in other columns": (
        [*LIST, [], [BORN, "", "", "Dadan Effendi"]],
        ["A5:D5"],
    ),
    "a name alone below a blank row": ([*LIST, [], ["", "", "Dadan Effendi"]], ["C5"]),
    "NIK in a row of a total": ([*LIST, ["", "JUMLAH", "", "", nik(3)]], ["B4:E4"]),
    "NIK in a note": ([*LIST, [], [f"Cadangan: Dadan Effendi {nik(3)}"]], ["A5"]),
    "NIKs of others under an unknown header": (
        [[*HEAD, "Pengganti"], [*ONE, nik(3)], [*TWO, ""]],
        ["G2"],
    ),
}


@pytest.mark.parametrize("case", UNREAD)
def test_account__somebody_outside_every_table__is_listed_with_the_address(
    case: str, tmp_path: Path
) -> None:
    cells, expected = UNREAD[case]
    assert not_understood(tmp_path, cells) == expected


NOBODY: dict[str, Grid] = {
    "letterhead": [
        ["KOMISI PEMILIHAN UMUM KABUPATEN PURWAKARTA"],
        ["Jl. Veteran No. 60 Purwakarta 41114", "", "Telp. (0264) 200123"],
        ["Nomor", ":", "123/PP.04-SD/3214/2024"],
        ["Lampiran", ":", 1, "berkas"],
        ["Tanggal", ":", date(2024, 11, 7)],
        *LIST,
    ],
    "legend": [*LIST, [], ["Keterangan:"], ["L", "=", "Laki-laki"], ["P", "=", "Perempuan"]],
    "signatures with NIP": [
        *LIST,
        [],
        ["", "", "Mengetahui,", "", "Purwakarta, 20 November 2024"],
        ["", "", "Sekretaris KPU", "", "Ketua PPS,"],
        [],
        ["", "", "Drs. Wawan Setiawan, M.Si.", "", "UJANG SUTISNA"],
        ["", "", "NIP. 19701119 199803 1 003"],
    ],
    "witnesses who sign": [*LIST, [], ["Saksi:"], [1, "", "", "(..............)"]],
    "recap beside": [
        [*HEAD, "", "", ""],
        [*ONE, "", "Plered", 12],
        [*TWO, "", "Sukatani", 0.5714285714285714],
    ],
    "account and family card": [
        [*HEAD, "No. KK", "No. Rekening"],
        [*ONE, "3214011205909077", "321401120590123"],
        [*TWO, "3214011205909078", "321401120590124"],
    ],
    "copy of the own NIK": [HEAD, [*ONE, nik(1), "ASEP ARIFIN"], [*TWO, nik(2), ""]],
    "average below": [*LIST, ["", "Rata-rata", "", "", "", 27419.35483870968]],
    "sum of the NIKs": [*LIST, ["", 6428022411818004, "JUMLAH"]],
    "phone of a contact": [*LIST, [], ["Kontak", ":", "Wawan", "083500000012"]],
    "terbilang": [
        *LIST,
        ["", "JUMLAH", "", "", "", 1_700_000],
        ["", "", "Terbilang: satu juta"],
    ],
}


@pytest.mark.parametrize("case", NOBODY)
def test_unread_cells__texts_around_a_list__are_not_reported(case: str, tmp_path: Path) -> None:
    validation = validate(sheet_of(tmp_path, NOBODY[case]))
    assert validation.roster.not_understood == []
    assert column_of(validation, "nik") == [nik(1), nik(2)]


READ: dict[str, tuple[Grid, list[int]]] = {
    "small table above a full one": (
        [["Nama", "NIK"], ["Dadan Effendi", nik(3)], ["Hendi Kusnadi", "menyusul"], [], *LIST],
        [2, 3, 6, 7],
    ),
    "table to the right that starts higher": (
        [
            ["", "", "", "", "", "", "", "Nama", "NIK", "Jabatan"],
            [*HEAD, "", "Dadan Effendi", nik(3), "Linmas"],
            [*ONE, "", "Hendi Kusnadi", nik(4), "Linmas"],
            TWO,
        ],
        [3, 4, 2, 3],
    ),
    "table below and to the right": (
        [
            *LIST,
            [],
            ["", "", "", "", "", "", "", "NIK", "Nama", "Jabatan"],
            ["", "", "", "", "", "", "", nik(3), "Dadan Effendi", "Linmas"],
        ],
        [2, 3, 6],
    ),
    "other headers beside, behind a gap": (
        [
            [*HEAD, "", "TPS", "Nama Lengkap", "No. KTP"],
            [*ONE, "", "001", "Dadan Effendi", nik(3)],
            TWO,
        ],
        [2, 3, 2],
    ),
    "three tables at three heights": (
        [
            ["NIK", "Nama", "Jabatan"],
            [nik(1), "Asep Arifin", "Linmas", "", "NIK", "Nama", "Jabatan"],
            ["", "", "", "", nik(2), "Imas Budiman", "Linmas", "", "NIK", "Nama", "Jabatan"],
            ["", "", "", "", "", "", "", "", nik(3), "Dadan Effendi", "Linmas"],
        ],
        [2, 3, 4],
    ),
    "gap column within a table": (
        [
            ["No", "NIK", "Nama", "", "Tanggal Lahir", "Jabatan"],
            [1, nik(1), "Asep Arifin", "", BORN, "Linmas"],
        ],
        [2],
    ),
    "additions below the signatures": (
        [
            *LIST,
            [],
            ["", "", "Mengetahui,"],
            ["", "", "Ketua PPS"],
            [],
            [3, "", "Dadan Effendi", BORN],
        ],
        [2, 3, 8],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_tables__several_on_a_sheet__everybody_is_read(case: str, tmp_path: Path) -> None:
    cells, rows = READ[case]
    validation = validate(sheet_of(tmp_path, cells))
    assert column_of(validation, "row") == rows
    assert validation.roster.not_understood == []


def test_small_table__above_a_full_one__people_are_not_read() -> None:
    validation = validate(FILES / "small_table_above.xlsx")
    assert column_of(validation, "row") == [3, 4, 7, 8, 9]
    assert validation.held_back == {0, 1}


def test_letterhead__address_in_another_regency__the_name_of_the_office_counts() -> None:
    validation = validate(FILES / "letterhead_address_city.xlsx")
    assert set(column_of(validation, "regency")) == {"3506"}


@pytest.mark.parametrize(
    ("cell", "is_nik"),
    [
        ("3214011205909001", True),
        ("3214 0112 0590 9001", True),
        (number_cell("3214011205909001"), True),
        ("NIK: 3214011205909001", True),
        (number_cell("0.5714285714285714"), False),
        ("0.3214011205909001", False),
        (number_cell("31399.649999999998"), False),
        ("NIP 19701119 199803 1 003", False),
        ("No. KK 3214011205909001", False),
        ("Rek. BRI 3214011205909001", False),
        ("9914011205909001", False),
        ("3214013913909001", False),
        ("6281234567890", False),
    ],
)
def test_niks_in__numbers_of_all_kinds__only_possible_niks(cell: str, is_nik: bool) -> None:
    assert bool(niks_in(cell)) is is_nik


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budi Santoso", True),
        ("Hari Purnomo, S.Pd.", True),
        ("UMI", True),
        ("Kecamatan Plered", False),
        ("Purwakarta", False),
        ("Laki-laki", False),
        ("Catatan :", False),
        ("Ketua PPS", False),
    ],
)
def test_is_name_like__names_and_captions__are_distinguished(text: str, expected: bool) -> None:
    assert is_name_like(text) is expected


SHEETS: dict[str, tuple[Grid, list[str]]] = {
    "recap": ([["Kecamatan", "Persen"], ["Plered", 0.5714285714285714]], []),
    "desa and counts": ([["No", "Desa", "TPS"], [1, "Citeko", 12], [2, "Gandasoli", 14]], []),
    "family cards": ([["No. KK", "Alamat"], ["3214011205909077", "Kp. Krajan"]], []),
    "bank accounts": ([["Nama Bank", "No. Rekening"], ["BRI", "3214011205909077"]], []),
    "people without a header": (
        [[1, "Dadan Effendi", "L"], [2, "Gita Irawan", "P"]],
        ["A1:C1", "A2:C2"],
    ),
    "names and birth dates": ([["Dadan Effendi", BORN]], ["A1:B1"]),
    "a NIK within a sentence": (
        [["Catatan"], ["", f"Dadan diganti Gita, NIK {nik(3)}, mulai Mei"]],
        ["B2"],
    ),
    "a NIK behind its word": ([["NIK: " + nik(3)]], ["A1"]),
    "an example in a legend": ([["NIK ditulis 16 angka"], ["Contoh: " + nik(3)]], []),
    "an example beside its word": ([["Contoh NIK", nik(3)]], []),
    "an example within a sentence": ([[f"NIK 16 angka (misalnya {nik(3)})"]], []),
}


@pytest.mark.parametrize("case", SHEETS)
def test_sheet_without_header__beside_a_list__is_listed_and_its_people_are_not_lost(
    case: str, tmp_path: Path
) -> None:
    cells, expected = SHEETS[case]
    roster = validate(workbook(tmp_path / "roster.xlsx", {"Data": LIST, "Lain": cells})).roster
    assert [unread.cells for unread in roster.not_understood] == expected
    assert [(sheet.sheet, sheet.rows) for sheet in roster.passed_over] == [("Lain", len(cells))]


def test_sheet_without_header__holds_niks__is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "roster.xlsx", {"Data": LIST, "Lain": [["x", nik(3)]]})
    error = refusal(path)
    assert error is not None
    assert error.code == "no-header"


def test_sheet_without_header__calls_a_person_an_example__is_refused(tmp_path: Path) -> None:
    cells = [["Contoh", nik(3), "Gita Irawan"]]
    error = refusal(workbook(tmp_path / "roster.xlsx", {"Data": LIST, "Lain": cells}))
    assert error is not None
    assert error.code == "no-header"


def test_file__has_a_nik_within_a_sentence_alone__is_refused_for_its_header(tmp_path: Path) -> None:
    error = refusal(sheet_of(tmp_path, [[f"Tolong daftarkan Gita, NIK {nik(3)}"]]))
    assert error is not None
    assert (error.code, error.detail["row"]) == ("no-header", 1)


def test_legend__gives_an_example_below_the_list__is_nobody(tmp_path: Path) -> None:
    example = ["", "Contoh: " + nik(3)]
    validation = validate(sheet_of(tmp_path, [*LIST, [], example]))
    assert nik(3) not in column_of(validation, "nik")
    assert not validation.roster.not_understood


def test_two_tables__without_an_empty_column__advice_is_to_insert_one(tmp_path: Path) -> None:
    head: list[Cell] = ["NIK", "Nama", "Jabatan", "Nama", "NIK", "Tgl Lahir"]
    people: Grid = [[nik(3), "Gita Irawan", "Ketua KPPS", "Imas Budiman", nik(4), BORN]]
    path = sheet_of(tmp_path, [head, *people])
    for language, advice in (
        ("id", "sisipkan satu kolom kosong"),
        ("en", "insert an empty column"),
    ):
        shown = invoke("check", path, "--lang", language)
        assert shown.status == 3
        assert advice in " ".join(shown.err.split())


def test_header__two_columns_of_niks_of_different_people__is_refused(tmp_path: Path) -> None:
    cells: Grid = [[*HEAD, "No. KTP"], [*ONE, nik(3)], [*TWO, nik(4)]]
    error = refusal(sheet_of(tmp_path, cells))
    assert error is not None
    assert error.code == "two-headers"


def merged_sheet(tmp_path: Path, cells: Sequence[Sequence[Cell]], area: str) -> Path:
    """Write a sheet whose merged area keeps what it hides, as several libraries do."""
    path = sheet_of(tmp_path, [list(row) for row in cells])
    book = openpyxl.load_workbook(path)
    book.active.merged_cells.add(area)
    book.save(path)
    return path


def test_merge__hides_a_nik__is_reported_and_not_read(tmp_path: Path) -> None:
    validation = validate(merged_sheet(tmp_path, LIST, "B2:B3"))
    codes = {finding.code: finding.cell for finding in validation.findings if finding.id < 0}
    assert codes == {"hidden-by-merge": "B3"}
    assert column_of(validation, "nik") == [nik(1), None]


def test_merge__hides_the_same_value__is_no_alarm(tmp_path: Path) -> None:
    cells = [[*HEAD, "Kecamatan"], [*ONE, "Plered"], [*TWO, "Plered"]]
    validation = validate(merged_sheet(tmp_path, cells, "G2:G3"))
    assert [finding for finding in validation.findings if finding.id < 0] == []
    assert column_of(validation, "kecamatan") == ["Plered", "Plered"]


def test_not_understood__at_the_desk__is_an_error_on_screen_in_json_and_in_the_result(
    tmp_path: Path,
) -> None:
    path = sheet_of(tmp_path, UNREAD["NIK right of the table"][0])
    done = invoke("enrol", str(path), "--out", str(tmp_path / "out"))
    assert done.status == 1
    assert "not-understood" in done.out + done.err
    assert nik(3) not in done.out + done.err
    book = openpyxl.load_workbook(tmp_path / "out" / "corrections.xlsx")
    cells = {str(cell.value) for row in book["Belum dibaca"].iter_rows() for cell in row}
    assert "H2:J2" in cells


def test_complete__the_list_of_cells_not_read_comes_back__is_no_unused_sheet(
    tmp_path: Path,
) -> None:
    path = sheet_of(tmp_path, UNREAD["NIK right of the table"][0])
    invoke("enrol", str(path), "--out", str(tmp_path / "out"))
    back = tmp_path / "out" / "corrections.xlsx"
    done = invoke("check", str(path), "--corrections", str(back), "--json")
    assert "Belum dibaca" in openpyxl.load_workbook(back).sheetnames
    assert done.status == 1  # the cells are still not read
    codes = {finding["code"] for finding in json.loads(done.out)["findings"]}
    assert "not-understood" in codes
    assert not {code for code in codes if code.startswith("complete-sheet")}
    assert "complete-sheet" not in done.out


def test_account__every_row_with_content__is_counted_once(tmp_path: Path) -> None:
    cells = [
        ["DAFTAR KPPS"],
        *LIST,
        [],
        ["", "JUMLAH", "", "", "", 1_700_000],
        ["", "", "", "", "x", nik(3)],
    ]
    roster = validate(sheet_of(tmp_path, cells)).roster
    (sheet,) = roster.files[0].sheets
    assert roster.count_rows(sheet) == {
        "header": 1,
        "not_understood": 1,
        "people": 2,
        "title": 1,
        "total": 1,
    }


def test_batch__person_beside_the_columns__is_not_understood_as_without_batches() -> None:
    cells: Grid = [[*HEAD, "", ""], [*ONE, "", nik(3)], [*TWO, "", ""], [3, "", "Gita Irawan"]]
    rows = [encode_cells([*row, *[""] * (8 - len(row))]) for row in cells]
    (table,), unread = read_sheet(Sheet("roster.csv", "roster", rows), ColumnNames())
    frame = pl.DataFrame(rows, schema=[str(at) for at in range(8)], orient="row")
    collected = collect_batch(table, Batch(1, frame, ends=True), NOTHING_ABOVE)
    assert collected.frame["row"].to_list() == [2, 3, 4]
    assert [row for row, why in collected.skipped if why == NOT_UNDERSTOOD] == [2]
    assert [cells.row for cells in unread] == [2]


def test_not_understood__in_json__has_one_shape_at_the_desk_and_for_millions(
    tmp_path: Path,
) -> None:
    path = tmp_path / "roster.csv"
    people = [[1, nik(1), "Siti Lestari", "", ""], [2, nik(2), "Budi Irawan", "", nik(3)]]
    rows: Grid = [["No", "NIK", "Nama", "", ""], *people]
    path.write_text("\n".join(",".join(map(str, row)) for row in rows))
    out = ["--out", str(tmp_path / "out"), "--json"]
    desk = json.loads(invoke("enrol", str(path), *out).out)
    millions = json.loads(invoke("enrol", str(path), *out, "--output-format", "csv", "--force").out)
    cells = {"file": "roster.csv", "sheet": "roster", "row": 3, "cells": "E3", "reason": "beside"}
    for result in (desk, millions):
        assert result["not_understood"] == [cells]
        assert result["roster"]["not_understood"] == 1
