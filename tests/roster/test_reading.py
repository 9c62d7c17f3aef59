"""Reading: the same people are read from sheets of any shape, each with their own cells."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from roster.builders import (
    Grid,
    codes_of,
    column_of,
    csv_text,
    grid,
    only,
    put,
    refusal,
    roster,
    rows_of,
    sheet_of,
    validate,
    workbook,
)
from support.people import BORN, END, START, Cell, Row, nik, people, person

from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.reading.reader import read_files

THREE = people(3)
HEAD, *BODY = grid(THREE)
NUMBERING = list(range(1, len(HEAD) + 1))
FIELDS = ("nik", "name", "birth_date", "sex", "role", "wage_sen", "start", "end", "phone", "kpj")
READ = [
    (row["NIK"], row["Nama Lengkap"], BORN, "L", "KPPS_ANGGOTA", 85_000_000, START, END, phone, None)
    for row in THREE
    for phone in (row["No. HP"],)
]  # fmt: skip


def cells(**at: Cell) -> list[Cell]:
    """Return a row that is empty but for the cells in the columns that are named: A, B, C, ..."""
    row: list[Cell] = [None] * len(HEAD)
    for letter, cell in at.items():
        row["ABCDEFGHIJKLMNOPQRST".index(letter)] = cell
    return row


# ---- one sheet ------------------------------------------------------------------------------------

IN_ENGLISH = {
    "No": "Number",
    "NIK": "National ID",
    "Nama Lengkap": "Full name",
    "Tempat Lahir": "Place of birth",
    "Tanggal Lahir": "Date of birth",
    "L/P": "Sex",
    "Alamat": "Address",
    "Kecamatan": "District",
    "Desa/Kelurahan": "Village",
    "TPS": "Polling station",
    "Jabatan": "Position",
    "Honor": "Salary",
    "Tgl Mulai": "Start date",
    "Tgl Selesai": "End date",
    "No. HP": "Mobile",
    "Nama Ibu Kandung": "Mother's name",
    "Status Kawin": "Marital status",
    "Gol. Darah": "Blood group",
    "Kode Pos": "Postal code",
    "Email": "E-mail",
}
AS_TYPED = {
    "NIK": "NIK (16 digit)",
    "Nama Lengkap": "NAMA\nLENGKAP (sesuai KTP)",
    "Tanggal Lahir": "Tgl. Lahir (dd-mm-yyyy)",
    "L/P": "JENIS KELAMIN (L/P)",
    "Desa/Kelurahan": "Desa / Kel.",
    "Honor": "HONOR (Rp)",
    "No. HP": "No. HP/WA",
}
GROUPED = {"Tgl Mulai": ("Masa Kerja", "Mulai"), "Tgl Selesai": (None, "Selesai")}
UPPER = [GROUPED.get(str(name), (name, None))[0] for name in HEAD]
LOWER = [GROUPED.get(str(name), (name, None))[1] for name in HEAD]
BACKWARDS = grid(THREE, *(str(name) for name in reversed(HEAD)))

SHAPES: dict[str, Grid] = {
    "plain": [HEAD, *BODY],
    "from C3": put([HEAD, *BODY], down=2, right=2),
    "titles above": [["DAFTAR ANGGOTA KPPS"], ["PEMILIHAN SERENTAK 2024"], [], HEAD, *BODY],
    "a merged title over the middle": [cells(D="DAFTAR PETUGAS TAHUN 2024"), [], HEAD, *BODY],
    "a header of two merged rows": [UPPER, LOWER, *BODY],
    "two merged rows and a numbering": [UPPER, LOWER, NUMBERING, *BODY],
    "two merged rows repeated": [UPPER, LOWER, *BODY[:1], UPPER, LOWER, *BODY[1:]],
    "a numbering row": [HEAD, NUMBERING, *BODY],
    "a numbering row in brackets": [HEAD, [f"({number})" for number in NUMBERING], *BODY],
    "a numbering row from 0": [HEAD, [number - 1 for number in NUMBERING], *BODY],
    "the header repeated": [HEAD, *BODY[:2], HEAD, *BODY[2:]],
    "the header repeated with its numbering": [HEAD, NUMBERING, *BODY[:1], HEAD, NUMBERING, *BODY[1:]],
    "blank rows between": [HEAD, [], BODY[0], [], [], *BODY[1:], []],
    "rows of spaces between": [HEAD, BODY[0], cells(A=" ", C="  "), *BODY[1:]],
    "a total at the end": [HEAD, *BODY, cells(C="JUMLAH", L=2_550_000)],
    "totals between": [HEAD, BODY[0], cells(C="SUB TOTAL", L=1), *BODY[1:], cells(A="TOTAL HONOR", L=1)],
    "a total in a merged cell": [HEAD, *BODY, cells(A="Jumlah seluruhnya", L=2_550_000)],
    "a signature": [
        HEAD,
        *BODY,
        [],
        cells(L="Purwakarta, 1 November 2024"),
        cells(L="Ketua PPK Kecamatan Plered"),
        [],
        cells(L="(.........................)"),
        cells(L="NIP. 197001011990031001"),
    ],
    "signatures in several columns": [
        HEAD,
        *BODY,
        cells(C="JUMLAH", L=2_550_000),
        [],
        cells(B="Mengetahui,", L="Purwakarta, 1 November 2024"),
        cells(B="Ketua KPU", G="Sekretaris", L="Ketua PPK"),
        [],
        cells(B="( ........... )", G="( ........... )", L="( ........... )"),
        cells(B="Asep Mulyadi", G="Dra. Imas Irawan", L="H. Joko Kusnadi"),
    ],
    "a signature right below": [HEAD, *BODY, cells(C="JUMLAH"), cells(C="Ketua PPK,"), cells(C="Joko")],
    "columns in any order": BACKWARDS,
    "English headers": [[IN_ENGLISH[str(name)] for name in HEAD], *BODY],
    "headers in capitals": [[str(name).upper() for name in HEAD], *BODY],
    "headers as people type them": [[AS_TYPED.get(str(name), name) for name in HEAD], *BODY],
    "unknown columns between": [
        [*HEAD[:3], "Ukuran Baju", *HEAD[3:], "Nama Bank"],
        *([*row[:3], "XL", *row[3:], "BRI"] for row in BODY),
    ],
    "headings between": [HEAD, ["KECAMATAN PLERED"], *BODY[:2], ["DESA SINDANGSARI"], *BODY[2:]],
    "no column of numbers": grid(THREE, *(str(name) for name in HEAD[1:])),
    "empty rows of a form below": [HEAD, *BODY, *([number] for number in range(4, 9))],
    "empty rows of a form with their place": [HEAD, *BODY, cells(A=4, H="Plered", I="Sindangsari", J="002")],
}  # fmt: skip


Validator = Callable[[str], ValidatedRoster]


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Return what is read out of a shape."""

    @cache
    def of(shape: str) -> ValidatedRoster:
        return validate(sheet_of(tmp_path_factory.mktemp("shape"), SHAPES[shape]))

    return of


@pytest.mark.parametrize("shape", SHAPES)
def test_shape__each__has_the_same_three_people(shape: str, shaped: Validator) -> None:
    assert rows_of(shaped(shape), *FIELDS) == READ
    assert shaped(shape).findings == []


@pytest.mark.parametrize("shape", SHAPES)
def test_row_numbers__each_shape__are_those_of_excel(shape: str, shaped: Validator) -> None:
    niks = {row["NIK"] for row in THREE}
    expected = [at for at, row in enumerate(SHAPES[shape], start=1) if niks & set(row)]
    assert column_of(shaped(shape), "row") == expected


@pytest.mark.parametrize("shape", SHAPES)
def test_skipped_rows__each_shape__are_listed_or_blank(shape: str, shaped: Validator) -> None:
    """Each row below the header is reported: one that is neither a person nor blank has a reason."""
    (table,) = shaped(shape).roster.tables
    below = range(table.header.first + table.header.height + 1, len(SHAPES[shape]) + 1)
    filled = {at for at in below if any(str(cell or "").strip() for cell in SHAPES[shape][at - 1])}
    skipped_rows = {skipped.row for skipped in shaped(shape).roster.skipped}
    assert skipped_rows | set(column_of(shaped(shape), "row")) == filled


def test_skipped_rows__each_kind__have_its_reason(tmp_path: Path) -> None:
    shape = [
        HEAD,
        NUMBERING,
        ["DESA SINDANGSARI"],
        *BODY,
        cells(C="JUMLAH"),
        HEAD,
        [],
        cells(L="ttd"),
    ]
    skipped = validate(sheet_of(tmp_path, shape)).roster.skipped
    assert [(row, reason) for _, _, row, reason in skipped] == [
        (2, "numbering"),
        (3, "heading"),
        (7, "total"),
        (8, "header"),
        (10, "foot"),
    ]  # fmt: skip


def test_tables__different_columns_below_each_other__are_both_read(tmp_path: Path) -> None:
    second = grid([person(4), person(5)], "Nama Lengkap", "Jabatan", "NIK", "Tanggal Lahir", "L/P")
    shape = [["DAFTAR KPPS"], HEAD, *BODY, [], ["DAFTAR PENGGANTI"], *second]
    validation = validate(sheet_of(tmp_path, shape))
    assert rows_of(validation, "row", "nik", "birth_date") == [
        (at, nik(number), BORN) for at, number in [(3, 1), (4, 2), (5, 3), (9, 4), (10, 5)]
    ]
    assert column_of(validation, "name")[3:] == [
        row["Nama Lengkap"] for row in (person(4), person(5))
    ]


def test_tables__blocks_with_titles_and_headers__have_their_own_places(tmp_path: Path) -> None:
    def block(kecamatan: str, *numbers: int) -> Grid:
        rows = [person(number, Kecamatan="") for number in numbers]
        return [[f"KECAMATAN {kecamatan}"], *grid(rows), cells(C="JUMLAH"), []]

    shape = [*block("PLERED", 1, 2), *block("SUKATANI", 3), *block("DARANGDAN", 4, 5)]
    validation = validate(sheet_of(tmp_path, shape))
    assert rows_of(validation, "row", "kecamatan") == [
        (3, "Plered"),
        (4, "Plered"),
        (9, "Sukatani"),
        (14, "Darangdan"),
        (15, "Darangdan"),
    ]


def test_columns__several_for_one_field__the_best_name_wins(tmp_path: Path) -> None:
    rows = [{**person(1), "Nama": "si Budi", "No. KTP": "-"}]
    validation = validate(roster(tmp_path, rows))
    assert rows_of(validation, "name", "nik") == [(rows[0]["Nama Lengkap"], nik(1))]


# ---- two fields in one column ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Purwakarta, 12-05-1990", "Purwakarta"),
        ("Purwakarta/12 Mei 1990", "Purwakarta"),
        ("KAB. BANDUNG BARAT,12/05/1990", "KAB. BANDUNG BARAT"),
        ("Purwakarta,\n12-05-1990", "Purwakarta"),
        ("Purwakarta 1990-05-12", "Purwakarta"),
        ("12-05-1990", None),
    ],
)
def test_birth_place_date__one_column__is_split(
    typed: str, place: str | None, tmp_path: Path
) -> None:
    row = {**person(1), "TEMPAT, TGL LAHIR": typed}
    del row["Tempat Lahir"], row["Tanggal Lahir"]
    validation = validate(roster(tmp_path, [row]))
    assert rows_of(validation, "birth_place", "birth_date") == [(place, BORN)]
    assert validation.findings == []


@pytest.mark.parametrize(
    "typed",
    [
        "7-11-2024 s/d 08-12-2024",
        "07/11/2024 s.d. 08/12/2024",
        "7 November 2024 sampai dengan 8 Desember 2024",
        "07-11-2024 – 08-12-2024",
        "7 Nov 2024 - 8 Des 2024",
        "7-11-2024 hingga 8-12-2024",
    ],
)
def test_period__one_column__is_split(typed: str, tmp_path: Path) -> None:
    row = {**person(1), "MASA KERJA": typed}
    del row["Tgl Mulai"], row["Tgl Selesai"]
    validation = validate(roster(tmp_path, [row]))
    assert rows_of(validation, "start", "end") == [(START, END)]
    assert validation.findings == []


def test_finding__column_of_two_fields__names_that_column(tmp_path: Path) -> None:
    row = {**person(1), "TTL": "Purwakarta, Mei 1990", "Masa Tugas": "November"}
    for header in ("Tempat Lahir", "Tanggal Lahir", "Tgl Mulai", "Tgl Selesai"):
        del row[header]
    findings = {(f.code, f.column, f.cell) for f in validate(roster(tmp_path, [row])).findings}
    assert ("birth-unreadable", "TTL", "Q2") in findings
    assert ("end-unreadable", "Masa Tugas", "R2") in findings


# ---- where people serve ---------------------------------------------------------------------------


def placed(number: int, desa: Cell = "", kecamatan: Cell = "", **changes: Cell) -> Row:
    return person(number, **{"Desa/Kelurahan": desa, "Kecamatan": kecamatan}, **changes)


def test_places__first_row_of_a_block__fill_the_block(tmp_path: Path) -> None:
    rows = [
        *(placed(1, "Gandasoli", "Plered"), placed(2), placed(3)),
        *(placed(4, "Rawasari"), placed(5), placed(6)),
        *(placed(7, "Cilalawi", "Sukatani"), placed(8), placed(9)),
    ]
    assert rows_of(validate(roster(tmp_path, rows)), "kecamatan", "desa", "desa_source") == [
        *(("Plered", "Gandasoli", source) for source in ("cell", "above", "above")),
        *(("Plered", "Rawasari", source) for source in ("cell", "above", "above")),
        *(("Sukatani", "Cilalawi", source) for source in ("cell", "above", "above")),
    ]


def test_places__new_kecamatan__gets_no_desa_from_above(tmp_path: Path) -> None:
    rows = [placed(1, "Gandasoli", "Plered"), placed(2), placed(3, "", "Sukatani"), placed(4)]
    assert rows_of(validate(roster(tmp_path, rows)), "kecamatan", "desa") == [
        *[("Plered", "Gandasoli")] * 2,
        *[("Sukatani", None)] * 2,
    ]


def test_places__role_of_a_kecamatan__gets_no_desa_from_above(tmp_path: Path) -> None:
    ppk = {"Jabatan": "Anggota PPK", "Honor": 2_200_000}
    rows = [placed(1, "Gandasoli", "Plered"), placed(2), placed(3, **ppk), placed(4)]
    assert column_of(validate(roster(tmp_path, rows)), "desa") == ["Gandasoli"] * 2 + [
        None,
        "Gandasoli",
    ]


@pytest.mark.parametrize("missing", [{3}, {2, 3}, {1, 3, 5}])
def test_places__missing_desa_among_filled_rows__is_not_filled(
    missing: set[int], tmp_path: Path
) -> None:
    rows = people(8, Kecamatan="Plered")
    for at in missing:
        rows[at]["Desa/Kelurahan"] = None
    places = rows_of(validate(roster(tmp_path, rows)), "desa", "desa_source")
    assert {at for at, place in enumerate(places) if place == (None, None)} == missing


def test_places__missing_desa_among_different_ones__is_not_filled(tmp_path: Path) -> None:
    names = [
        "Gandasoli",
        "Rawasari",
        "Citeko",
        None,
        "Linggarsari",
        "Pamoyanan",
        "Cibogo",
        "Palinggihan",
    ]
    rows = [placed(number, desa, "Plered") for number, desa in enumerate(names, start=1)]
    assert column_of(validate(roster(tmp_path, rows)), "desa") == names


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("Plered", "DAFTAR KPPS"),
        ("KEC. PLERED", "DAFTAR KPPS"),
        ("Sheet1", "DAFTAR KPPS KECAMATAN PLERED"),
        ("Sheet1", "KEC. PLERED KABUPATEN PURWAKARTA"),
        ("KPPS", "Kecamatan : Plered"),
    ],
)
def test_places__kecamatan_in_title_or_sheet_name__applies_to_all(
    sheet: str, title: str, tmp_path: Path
) -> None:
    rows = [placed(number, "Gandasoli") for number in (1, 2)]
    validation = validate(sheet_of(tmp_path, [[title], [], *grid(rows)], sheet=sheet))
    assert rows_of(validation, "kecamatan", "kecamatan_source") == [("Plered", "title")] * 2


def test_places__kecamatan_in_the_cell__overrides_the_title(tmp_path: Path) -> None:
    rows = [placed(1, "Cilalawi", "Sukatani"), placed(2, "Gandasoli", "Sukatani")]
    validation = validate(sheet_of(tmp_path, [["KECAMATAN PLERED"], *grid(rows)]))
    assert rows_of(validation, "kecamatan", "kecamatan_source") == [("Sukatani", "cell")] * 2


def test_headings__between_rows__name_the_places_below(tmp_path: Path) -> None:
    header, *rows = grid([placed(number) for number in range(1, 5)])
    shape = [
        header,
        *(["KECAMATAN PLERED"], ["DESA GANDASOLI"], rows[0], ["DESA RAWASARI"], rows[1], rows[2]),
        *(["KECAMATAN SUKATANI"], rows[3]),
    ]
    assert rows_of(validate(sheet_of(tmp_path, shape)), "row", "kecamatan", "desa") == [
        (4, "Plered", "Gandasoli"),
        (6, "Plered", "Rawasari"),
        (7, "Plered", "Rawasari"),
        (9, "Sukatani", None),
    ]


def test_titles__unknown_kecamatan__names_none(tmp_path: Path) -> None:
    validation = validate(sheet_of(tmp_path, [["KECAMATAN ANGKASA RAYA"], *grid([placed(1, "X")])]))
    assert column_of(validation, "kecamatan") == [None]


# ---- the offices of people ------------------------------------------------------------------------

CHAIR = {"Jabatan": "Ketua", "Honor": 900_000}


@pytest.mark.parametrize("header", ["Badan", "BADAN ADHOC", "Lembaga", "Tingkatan"])
def test_role__body_and_position_in_two_columns__are_combined(header: str, tmp_path: Path) -> None:
    rows = [
        person(1, **CHAIR, **{header: "KPPS"}),
        person(2, Jabatan="Anggota", **{header: "KPPS"}),
        person(3, Jabatan="Anggota PPS", Honor=1_300_000, **{header: "PPS"}),
    ]
    roles = column_of(validate(roster(tmp_path, rows)), "role")
    assert roles == ["KPPS_KETUA", "KPPS_ANGGOTA", "PPS_ANGGOTA"]


@pytest.mark.parametrize(
    ("sheet", "role"), [("KPPS", "KPPS_KETUA"), ("DATA PPS 2024", "PPS_KETUA")]
)
def test_role__ketua_without_a_body__takes_that_of_the_sheet(
    sheet: str, role: str, tmp_path: Path
) -> None:
    assert column_of(validate(roster(tmp_path, [person(1, **CHAIR)], sheet=sheet)), "role") == [
        role
    ]


def test_role__ketua_without_a_body__takes_that_of_the_title(tmp_path: Path) -> None:
    shape = [["DAFTAR NAMA PPS KABUPATEN PURWAKARTA"], *grid([person(1, **CHAIR)])]
    assert column_of(validate(sheet_of(tmp_path, shape)), "role") == ["PPS_KETUA"]


def test_role__ketua_with_two_bodies_in_the_title__is_a_finding(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **CHAIR)], sheet="PPS dan KPPS"))
    assert codes_of(validation) == [(2, "role-ambiguous")]


def test_role__complete__ignores_the_body_of_the_sheet(tmp_path: Path) -> None:
    rows = [person(1, Jabatan="Anggota PPS", Honor=1_300_000), person(2, Jabatan="Linmas")]
    roles = column_of(validate(roster(tmp_path, rows, sheet="KPPS")), "role")
    assert roles == ["PPS_ANGGOTA", "LINMAS_TPS"]


# ---- several sheets and files ---------------------------------------------------------------------


def test_sheets__hidden_one__is_read(tmp_path: Path) -> None:
    sheets = {name: grid([person(at)]) for at, name in enumerate(("Plered", "Sukatani"), start=1)}
    sheets["Catatan"] = [["hanya catatan"]]
    path = workbook(tmp_path / "two.xlsx", sheets, hidden=["Sukatani"])
    validation = validate(path)
    assert rows_of(validation, "sheet", "nik") == [("Plered", nik(1)), ("Sukatani", nik(2))]
    assert [table.sheet.visible for table in validation.roster.tables] == [True, False]


def test_sheets__empty_one__is_ignored(tmp_path: Path) -> None:
    path = workbook(tmp_path / "two.xlsx", {"Kosong": [], "Isi": grid(THREE), "Form": [HEAD]})
    assert rows_of(validate(path), *FIELDS) == READ


def test_files__several__are_one_roster(tmp_path: Path) -> None:
    first = roster(tmp_path, people(2), name="plered.xlsx")
    second = tmp_path / "sukatani.csv"
    second.write_text(csv_text(grid([person(3), person(4, NIK="")])), encoding="utf-8")
    validation = validate(first, second)
    assert rows_of(validation, "file", "sheet", "row") == [
        ("plered.xlsx", "DATA ADHOC", 2),
        ("plered.xlsx", "DATA ADHOC", 3),
        ("sukatani.csv", "sukatani", 2),
        ("sukatani.csv", "sukatani", 3),
    ]
    assert [(f.file, f.row, f.code) for f in validation.findings] == [
        ("sukatani.csv", 3, "nik-missing")
    ]


def test_files__equal_names__have_distinct_labels(tmp_path: Path) -> None:
    paths = []
    for number, folder in enumerate(("plered", "sukatani"), start=1):
        (tmp_path / folder).mkdir()
        paths.append(roster(tmp_path / folder, [person(number)]))
    assert column_of(validate(*paths), "file") == ["plered/roster.xlsx", "sukatani/roster.xlsx"]


def test_files__one_unreadable__refuses_the_run(tmp_path: Path) -> None:
    error = refusal(roster(tmp_path, THREE), tmp_path / "sukatani.xlsx")
    assert error
    assert error.code == "file-missing"
    assert "sukatani.xlsx" in str(error)


# ---- cells as Excel keeps them --------------------------------------------------------------------


def test_nik__number_cell__is_a_finding(tmp_path: Path) -> None:
    """Excel keeps 15 digits: what is shown as 16 digits is another person."""
    rows = [person(1, NIK=int(nik(1)[:15] + "0")), person(2, NIK=float(int(nik(2)[:12] + "0000")))]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(2, "nik-number"), (3, "nik-number")]


def test_dates__1904_workbook__are_converted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "mac.xlsx", {"KPPS": grid(THREE)}, date_1904=True)
    assert rows_of(validate(path), *FIELDS) == READ


def test_error_cell__any_field__is_a_finding_without_a_default(tmp_path: Path) -> None:
    wrong = person(
        1, NIK="#REF!", Honor="#VALUE!", **{"Tanggal Lahir": "#N/A", "Tgl Mulai": "#NAME?"}
    )
    validation = validate(roster(tmp_path, [wrong, person(2)]))
    assert codes_of(validation) == [(2, "formula-error")] * 4
    assert (
        column_of(validation, "wage_sen")[0] == 85_000_000
    )  # the honorarium, which nobody is billed
    assert validation.held_back == {0}


@pytest.mark.parametrize("nothing", ["", " ", "-", "--", "n/a", "Nihil", ".", "\u00a0"])
def test_blank_words__any_field__are_empty_cells(nothing: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, NIK=nothing, Email=nothing, Honor=nothing)]))
    assert codes_of(validation) == [(2, "nik-missing"), (2, "wage-default")]


# ---- CSV and Parquet ------------------------------------------------------------------------------

ENCODINGS = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "Windows 1252": lambda text: text.encode("cp1252"),
    "UTF-16 little-endian": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16 big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv__any_delimiter_and_encoding__is_read(
    delimiter: str, encoding: str, tmp_path: Path
) -> None:
    text = csv_text(grid([*THREE, person(4, **{"Nama Lengkap": "José Müller"})]), delimiter)
    path = tmp_path / "roster.csv"
    path.write_bytes(ENCODINGS[encoding](text))
    validation = validate(path)
    assert rows_of(validation, *FIELDS)[:3] == READ
    assert column_of(validation, "name")[3] == "José Müller"
    assert column_of(validation, "row") == [2, 3, 4, 5]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv__any_line_end__is_read(newline: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_text([HEAD, *BODY]).replace("\r\n", newline).encode())
    assert rows_of(validate(path), *FIELDS) == READ


def test_csv__sep_line__counts_as_a_row(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("sep=;\n" + csv_text([HEAD, *BODY], ";"), encoding="utf-8", newline="")
    validation = validate(path)
    assert rows_of(validation, *FIELDS) == READ
    assert column_of(validation, "row") == [3, 4, 5]


def test_csv__commas_in_titles_and_addresses__keep_the_delimiter(tmp_path: Path) -> None:
    rows = people(3, Alamat="Kp. Krajan, RT 1, RW 2, Plered, Purwakarta")
    title = ["Daftar KPPS, Kec. Plered, Kab. Purwakarta, 2024"]
    path = tmp_path / "roster.csv"
    path.write_text(csv_text([title, *grid(rows)], ";"), encoding="utf-8", newline="")
    assert rows_of(validate(path), *FIELDS) == READ


def test_csv__line_break_in_quotes__splits_no_row(tmp_path: Path) -> None:
    rows = people(3, Alamat='Kp. "Krajan"\nRT 1; RW 2\r\nPlered')
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid(rows)), encoding="utf-8", newline="")
    validation = validate(path)
    assert rows_of(validation, *FIELDS) == READ
    assert column_of(validation, "row") == [2, 3, 4]
    assert column_of(validation, "address") == ['Kp. "Krajan" RT 1; RW 2 Plered'] * 3


def test_csv__rows_shorter_than_the_header__are_read(tmp_path: Path) -> None:
    lines = [line.rstrip(",") for line in csv_text([HEAD, *BODY]).splitlines()]
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert rows_of(validate(path), *FIELDS) == READ


def test_csv__guessed_code_page__is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_text(grid([person(1, Alamat="Gg. Café"), person(2)])).encode("cp1252"))
    validation = validate(path)
    assert codes_of(validation) == [(2, "csv-encoding")]
    assert validation.held_back == set()


@pytest.mark.parametrize(
    ("letters", "codes"),
    [(32_767, []), (32_768, [(2, "cell-too-long")]), (5_000_000, [(2, "cell-too-long")])],
)
def test_csv__text_longer_than_excel_allows__is_a_finding(
    letters: int, codes: list[tuple[int, str]], tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid([person(1, Alamat="é" * letters), person(2)])), encoding="utf-8")
    assert codes_of(validate(path)) == codes


@pytest.mark.parametrize(
    "wage", [1e308, -1e308, 1e30, 1e17, 9.3e15, -5, 0, 0.001, 850_000.005, True]
)
def test_number__not_finite__is_a_finding_at_its_cell(wage: Cell, tmp_path: Path) -> None:
    wrong = {"Honor": wage, "Tanggal Lahir": wage, "Tgl Mulai": wage, "Tgl Selesai": wage}
    validation = validate(roster(tmp_path, [person(1, **wrong), person(2)]))
    findings = {(finding.code.partition("-")[0], finding.row) for finding in validation.findings}
    assert {("wage", 2), ("birth", 2)} <= findings
    assert validation.held_back == {0}


@pytest.mark.parametrize(
    "wage",
    [
        "NaN1",
        "Infinity",
        "-inf",
        "1e308",
        "9" * 400,
        "0x10",
        "1_000_000",
        "--850000",
        "850.000,005",
    ],
)
def test_number__text_like_a_float__is_unreadable(wage: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    wrong = {"Honor": wage, "Tanggal Lahir": wage}
    path.write_text(csv_text(grid([person(1, **wrong), person(2)])), encoding="utf-8")
    assert codes_of(validate(path)) == [(2, "birth-unreadable"), (2, "wage-unreadable")]


def test_dates__number_as_text__is_no_serial(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid([person(1, **{"Tanggal Lahir": "33005"})])), encoding="utf-8")
    assert codes_of(validate(path)) == [(2, "birth-unreadable")]


def test_parquet__typed_columns__keep_their_types(tmp_path: Path) -> None:
    frame = pl.DataFrame({header: [row[header] for row in THREE] for header in THREE[0]})
    frame = frame.with_columns(pl.col("Honor").cast(pl.Decimal(12, 2)))
    frame.write_parquet(tmp_path / "roster.parquet")
    validation = validate(tmp_path / "roster.parquet")
    assert rows_of(validation, *FIELDS) == READ
    assert column_of(validation, "row") == [2, 3, 4]


def test_file_type__wrong_extension__is_detected_from_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "roster.csv", {"KPPS": grid(THREE)})
    assert rows_of(validate(path), *FIELDS) == READ


def test_sha256__each_file__is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert read_files([path])[0].sha256 == known


# ---- refusals -------------------------------------------------------------------------------------

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good() -> bytes:
    """Return the bytes of a workbook that can be read."""
    target = BytesIO()
    workbook(target, {"KPPS": grid(THREE)})  # type: ignore[arg-type]
    return target.getvalue()


def opened(name: str, content: bytes) -> Callable[[Path], Path]:
    """Return a function that writes a file and returns its path."""

    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def zipped(**members: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def folder_of(folder: Path) -> Path:
    (folder / "roster.xlsx").mkdir()
    return folder / "roster.xlsx"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "roster.csv")
    return folder / "roster.csv"


def endless_link(folder: Path) -> Path:
    (folder / "roster.xlsx").symlink_to(folder / "roster.xlsx")
    return folder / "roster.xlsx"


def gridded(name: str, *sheets: Grid) -> Callable[[Path], Path]:
    named = {f"S{at}": cells for at, cells in enumerate(sheets)}
    return lambda folder: workbook(folder / name, named)


def cut(content: bytes, keep: float) -> bytes:
    return content[: int(len(content) * keep)]


REFUSED: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "not there": ("file-missing", lambda folder: folder / "roster.xlsx"),
    "a folder": ("file-directory", folder_of),
    "a pipe": ("file-special", pipe),
    "a link to itself": ("file-unreadable", endless_link),
    "empty": ("file-empty", opened("roster.xlsx", b"")),
    "an empty CSV": ("file-empty", opened("roster.csv", b"")),
    "Excel's lock": ("file-lock", opened("~$roster.xlsx", b"\x06Admin")),
    "old Excel": ("file-other-kind", opened("roster.xls", OLE + bytes(600))),
    "old Excel called .xlsx": ("file-other-kind", opened("roster.xlsx", OLE + bytes(600))),
    "a password": (
        "file-password",
        opened("roster.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(9)),
    ),
    "PDF": ("file-no-table", opened("roster.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    "PDF called .csv": ("file-no-table", opened("roster.csv", b"%PDF-1.7\n")),
    "a photo": ("file-no-table", opened("roster.jpg", b"\xff\xd8\xff\xe0" + bytes(90))),
    "a screenshot called .xlsx": ("file-no-table", opened("roster.xlsx", b"\x89PNG\r\n\x1a\n")),
    "HTML called .xls": ("file-other-kind", opened("roster.xls", b"\r\n <html><table><tr><td>NIK")),
    "XML of Excel 2003": ("file-other-kind", opened("roster.xml", b'<?xml version="1.0"?>')),
    "LibreOffice": (
        "file-other-kind",
        opened("roster.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    ),
    "binary Excel": ("file-other-kind", opened("roster.xlsb", zipped(xl__workbook_bin="x"))),
    "Word": ("file-no-table", opened("roster.xlsx", zipped(word__document_xml="<w/>"))),
    "an archive": ("file-other-kind", opened("roster.zip", zipped(roster_csv="NIK"))),
    "half a workbook": ("file-damaged", opened("roster.xlsx", cut(good(), 0.5))),
    "nearly a workbook": ("file-damaged", opened("roster.xlsx", cut(good(), 0.98))),
    "a damaged workbook": (
        "file-damaged",
        opened("roster.xlsx", good()[:200] + bytes(1500) + good()[1700:]),
    ),
    "a damaged archive": ("file-damaged", opened("roster.xlsx", ZIP + b"\xff" * 90)),
    "a damaged Parquet": ("file-damaged", opened("roster.parquet", b"PAR1" + bytes(90) + b"PAR1")),
    "zeros called .xlsx": ("file-damaged", opened("roster.xlsx", bytes(512))),
    "zeros called .csv": ("file-damaged", opened("roster.csv", bytes(512))),
    "an open quotation mark": (
        "csv-broken",
        opened("roster.csv", csv_text([HEAD, *BODY]).replace("Kp.", '"Kp.', 1).encode()),
    ),
    "NIKs without a header": ("no-header", gridded("roster.xlsx", BODY)),
    "NIKs without a header on one sheet": ("no-header", gridded("roster.xlsx", [HEAD, *BODY], BODY)),
    "NIKs as numbers without a header": ("no-header", gridded("roster.xlsx", [["Budi", int(nik(1))]])),
    "a header of strange names": ("no-header", gridded(
        "roster.xlsx", [["Nomor Kartu", "Petugas"], *grid(THREE, "NIK", "Nama Lengkap")[1:]])
    ),
    "nobody": ("no-people", gridded("roster.xlsx", [HEAD])),
    "nobody but a total": ("no-people", gridded("roster.xlsx", [HEAD, cells(C="JUMLAH", L=0)])),
    "an empty workbook": ("no-people", gridded("roster.xlsx", [])),
    "a CSV of spaces": ("no-people", opened("roster.csv", b" \r\n \r\n")),
    "two columns of NIKs": ("two-headers", gridded("roster.xlsx", grid([{**person(1), "nik.": ""}]))),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refusal__each_case__has_its_code(case: str, tmp_path: Path) -> None:
    code, write = REFUSED[case]
    error = refusal(write(tmp_path))
    assert error
    assert error.code == code


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("language", ["id", "en"])
def test_refusal__each_case__names_the_file_in_full_sentences(
    case: str, language: str, tmp_path: Path
) -> None:
    path = REFUSED[case][1](tmp_path)
    error = refusal(path)
    assert error
    sentence = error.in_language("id" if language == "id" else "en")
    assert path.name in sentence.split(": ")[0]
    assert "{" not in sentence
    assert "None" not in sentence


def test_refusal_cases__all_codes__are_covered() -> None:
    of_rosters = {
        code
        for code, page in messages().items()
        if page.level == "refusal" and page.exit == 3 and code.startswith(("file-", "csv-", "no-", "two-"))
    }  # fmt: skip
    hostile = {"file-odd", "file-swells", "file-too-large"}  # these are in tests/hostile_files
    elsewhere = {"file-twice", "file-not-utf8"}  # the latter is of the contracts of `quote`
    assert {code for code, _ in REFUSED.values()} == of_rosters - hostile - elsewhere


def test_files__same_path_twice__is_refused(tmp_path: Path) -> None:
    path = roster(tmp_path, THREE)
    error = refusal(path, tmp_path / "." / path.name)
    assert error
    assert error.code == "file-twice"


def test_headers__two_columns_of_one_name__are_refused_by_letter(tmp_path: Path) -> None:
    error = refusal(roster(tmp_path, [{**person(1), "nik.": ""}], right=2))
    assert error
    assert (error.detail["first"], error.detail["second"]) == ("D", "W")
    assert "NIK" in error.in_language("en")


def test_headerless__nik_in_a_row__is_refused_with_that_row(tmp_path: Path) -> None:
    shape = [["catatan"], [], *BODY]
    error = refusal(workbook(tmp_path / "a.xlsx", {"KPPS": grid(THREE), "Tambahan": shape}))
    assert error
    assert (error.detail["sheet"], error.detail["row"]) == ("Tambahan", 3)


def test_reading__any_file__does_not_change_it(tmp_path: Path) -> None:
    path = roster(tmp_path, THREE)
    before = (path.read_bytes(), sorted(tmp_path.iterdir()))
    validate(path)
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_dates__with_a_time_of_day__are_days(tmp_path: Path) -> None:
    start = pl.lit(datetime(2024, 11, 7, 8)).alias("Tgl Mulai")
    frame = pl.DataFrame([person(1)]).with_columns(start)
    frame.write_parquet(tmp_path / "a.parquet")
    assert column_of(validate(tmp_path / "a.parquet"), "start") == [date(2024, 11, 7)]


def test_finding__column__has_the_header_of_the_sheet(tmp_path: Path) -> None:
    shape = [[AS_TYPED.get(str(name), name) for name in HEAD], only("NIK", "12", HEAD), *BODY]
    (finding, *_) = [
        f for f in validate(sheet_of(tmp_path, shape)).findings if f.code == "nik-length"
    ]
    assert (finding.column, finding.cell) == ("NIK (16 digit)", "B2")
