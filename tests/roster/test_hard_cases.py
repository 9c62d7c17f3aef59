"""Hard cases: a person may be lost, invented or mistaken for another without a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import (
    Grid,
    codes_of,
    column_of,
    csv_text,
    grid,
    only,
    refusal,
    roster,
    rows_of,
    sheet_of,
    validate,
    workbook,
)
from support.people import PPK, Cell, nik, people, person

THREE = people(3)
HEAD, *BODY = grid(THREE)
NAME, NIK, ROLE = "Nama Lengkap", "NIK", "Jabatan"


def at(**cells: Cell) -> list[Cell]:
    """Return a row that is empty but for the cells in the columns that are named: A, B, C, ..."""
    row: list[Cell] = [None] * len(HEAD)
    for letter, cell in cells.items():
        row["ABCDEFGHIJKLMNOPQRST".index(letter)] = cell
    return row


def is_reported(path: Path, *niks: str) -> bool:
    """Return whether these people are read, reported as not understood, or the file is refused."""
    if refusal(path) is not None:
        return True
    validation = validate(path)
    return set(niks) <= set(column_of(validation, "nik")) or bool(validation.roster.not_understood)


def names(path: Path) -> list[str | None]:
    return column_of(validate(path), "name")


# ---- somebody is lost -----------------------------------------------------------------------------


def test_unread__people_above_the_first_header__are_reported(tmp_path: Path) -> None:
    above: Grid = [["Petugas Baru", "Nomor Kartu"], ["Budi", nik(4)], ["Ani", nik(5)], []]
    assert is_reported(sheet_of(tmp_path, [*above, HEAD, *BODY]), nik(4), nik(5))


def test_headerless__names_and_offices_only__are_reported(tmp_path: Path) -> None:
    sheets = {"KPPS": grid(THREE), "Pengganti": grid([person(4), person(5)], NAME, ROLE)}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert refusal(path) or len(names(path)) == 5


def test_headerless__niks_with_a_missing_digit__are_reported(tmp_path: Path) -> None:
    sheets = {"KPPS": grid(THREE), "Pengganti": [["Budi", nik(4)[:15]], ["Ani", nik(5)[:15]]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert refusal(path) or len(names(path)) == 5


def test_unread__replacements_below_in_other_columns__are_reported(tmp_path: Path) -> None:
    shape = [*grid(THREE, "No", NIK, NAME, ROLE), [], ["PENGGANTI"], ["Ani", None, nik(4), "KPPS"]]
    assert is_reported(sheet_of(tmp_path, shape), nik(4))


@pytest.mark.parametrize("gap", [[], at(C="JUMLAH")])
def test_rows__late_name_without_nik_and_number__is_a_person(
    gap: list[Cell], tmp_path: Path
) -> None:
    shape = [HEAD, *BODY, gap, at(C="Ani Lestari", K="Anggota KPPS")]
    assert "Ani Lestari" in names(sheet_of(tmp_path, shape))


def test_rows__late_row_without_a_name__is_a_person(tmp_path: Path) -> None:
    late = [{**person(4, **{NAME: None, NIK: "32140112"}), "No": None}[str(key)] for key in HEAD]
    assert len(names(sheet_of(tmp_path, [HEAD, *BODY, [], late]))) == 4


def test_rows__cells_equal_to_header_words__are_a_person(tmp_path: Path) -> None:
    waiting = person(
        2, **{NIK: "NIK menyusul", "Tanggal Lahir": "tgl lahir menyusul", "Status Kawin": "KAWIN"}
    )
    validation = validate(roster(tmp_path, [person(1), waiting, person(3)]))
    assert column_of(validation, "row") == [2, 3, 4]
    assert column_of(validation, "name")[2] == person(3)[NAME]


def test_rows__person_named_jumlah__is_no_total(tmp_path: Path) -> None:
    rows = [person(1), person(2, **{NAME: "Jumlah Suryani", NIK: None}), person(3)]
    assert column_of(validate(roster(tmp_path, rows)), "row") == [2, 3, 4]


def test_csv__stray_quotation_marks__lose_nobody(tmp_path: Path) -> None:
    lines = csv_text(grid(people(4))).splitlines()
    lines[1] = lines[1].replace(str(person(1)[NAME]), '"' + str(person(1)[NAME]))
    lines[3] = lines[3].replace(str(person(3)[NAME]), str(person(3)[NAME]) + '"')
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert is_reported(path, nik(2), nik(3))


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1e"])
def test_csv__unicode_separator_in_a_cell__splits_no_row(character: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    rows = [person(1, **{NAME: f"Budi{character}Arifin"}), person(2)]
    path.write_text(csv_text(grid(rows)), encoding="utf-8", newline="")
    assert column_of(validate(path), "role") == ["KPPS_ANGGOTA"] * 2


def test_headers__nip_or_nik__is_the_nik(tmp_path: Path) -> None:
    shape = [["No", "NIP/NIK", *HEAD[2:]], *BODY]
    assert column_of(validate(sheet_of(tmp_path, shape)), "nik") == [nik(1), nik(2), nik(3)]


def test_unread__only_a_nik_in_an_unknown_column__is_reported(tmp_path: Path) -> None:
    header, *rows = grid([{**row, "Catatan Lain": ""} for row in THREE])
    shape = [header, rows[0], only("Catatan Lain", nik(4), header), *rows[1:]]
    assert is_reported(sheet_of(tmp_path, shape), nik(4))


# ---- somebody is invented -------------------------------------------------------------------------

SIGNED: dict[str, Grid] = {
    "a NIP in the column of NIKs": [
        [],
        at(B="Mengetahui,"),
        at(B="Ketua PPK Plered"),
        at(B="Drs. Joko Kusnadi"),
        at(B="NIP. 19700101 199003 1 001"),
    ],
    "three columns, one of them of names": [
        [],
        at(C="Ketua", G="Sekretaris", L="Ketua PPK"),
        at(C="Asep Mulyadi", G="Imas Irawan", L="Joko Kusnadi"),
    ],
}


@pytest.mark.parametrize("foot", SIGNED)
def test_signatures__below_a_list__are_no_people(foot: str, tmp_path: Path) -> None:
    assert len(names(sheet_of(tmp_path, [HEAD, *BODY, *SIGNED[foot]]))) == 3


def test_signatures__below_the_first_of_two_blocks__are_no_people(tmp_path: Path) -> None:
    foot = [[], at(L="Plered, 1 November 2024"), at(L="Ketua PPK,"), at(L="Joko Kusnadi"), []]
    second = grid([person(4), person(5)])
    shape = [["KECAMATAN PLERED"], HEAD, *BODY, *foot, ["KECAMATAN SUKATANI"], *second, *foot]
    assert len(names(sheet_of(tmp_path, shape))) == 5


@pytest.mark.parametrize("letter", ["A", "I", "1", 1])
def test_heading__with_an_ordinal__names_its_place(letter: Cell, tmp_path: Path) -> None:
    header, *rows = grid(people(2, Kecamatan="", **{"Desa/Kelurahan": ""}))
    validation = validate(sheet_of(tmp_path, [header, at(A=letter, C="KECAMATAN PLERED"), *rows]))
    assert rows_of(validation, "row", "kecamatan") == [(3, "Plered"), (4, "Plered")]


def test_sex__two_ticked_columns__is_read(tmp_path: Path) -> None:
    header, *rows = grid(THREE)
    place = header.index("L/P")
    upper = [*header[:place], "Jenis Kelamin", None, *header[place + 1 :]]
    lower = [*only("L/P", "L", header)[: place + 1], "P"]
    ticked = [[*row[:place], "V", None, *row[place + 1 :]] for row in rows]
    validation = validate(sheet_of(tmp_path, [upper, lower, *ticked]))
    assert column_of(validation, "sex") == ["L", "L", "L"]


# ---- the run ends with a traceback ----------------------------------------------------------------


def test_period__date_cell__keeps_the_person(tmp_path: Path) -> None:
    row = {**person(1), "Masa Kerja": date(2024, 11, 7)}
    del row["Tgl Mulai"], row["Tgl Selesai"]
    assert len(names(roster(tmp_path, [row]))) == 1


def test_period__two_columns_below_a_merged_header__are_start_and_end(tmp_path: Path) -> None:
    rows = [person(1, **PPK)]
    cells = grid(rows)
    cells[0][12:14] = ["Masa Kerja", None]
    validation = validate(sheet_of(tmp_path, cells))
    assert rows_of(validation, "start", "end") == [(PPK["Tgl Mulai"], PPK["Tgl Selesai"])]


def test_birth_place_date__date_cell__is_the_birth_date(tmp_path: Path) -> None:
    row = {**person(1), "Tempat, Tgl Lahir": date(1990, 5, 12)}
    del row["Tempat Lahir"], row["Tanggal Lahir"]
    assert column_of(validate(roster(tmp_path, [row])), "birth_date") == [date(1990, 5, 12)]


@pytest.mark.parametrize("mark", ["\x02", "\x02abc"])
def test_control_character__start_of_a_cell__is_a_finding(mark: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Alamat=f"{mark}Kp. Krajan")]))
    assert (2, "cell-control") in codes_of(validation)


def test_control_character__mark_of_an_encoded_number__is_a_finding(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Alamat="\x01Kp. Krajan")]))
    assert (2, "cell-control") in codes_of(validation)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfNIK,Nama\xff", b"\xff\xfeN\0I\0K"])
def test_csv__invalid_bytes_for_its_encoding__is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(content)
    assert refusal(tmp_path / "roster.csv")


def test_path__name_longer_than_the_system_allows__is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("a" * 300 + ".xlsx"))


def test_numbering__circled_digits__raises_no_exception(tmp_path: Path) -> None:
    circled = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"]
    assert len(names(sheet_of(tmp_path, [HEAD, [*circled], *BODY]))) == 3


# ---- somebody becomes another ---------------------------------------------------------------------


ARABIC, ETHIOPIC = nik(1)[:12] + "٠٠٠١", nik(1)[:6] + "፩፩" + nik(1)[8:]


@pytest.mark.parametrize(
    "digits",
    [
        ETHIOPIC,
        ARABIC,
    ],
)
def test_nik__other_decimal_digits__is_a_finding(digits: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, NIK=digits)]))
    assert codes_of(validation) == [(2, "nik-letters")]


def test_name__degree_only__is_missing(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **{NAME: ", S.Pd."})]))
    assert codes_of(validation) == [(2, "name-missing")]


@pytest.mark.parametrize(
    ("role", "code"), [("(Ketua)", "role-ambiguous"), ("(belum ada)", "role-unknown")]
)
def test_role__office_in_brackets__is_no_member(role: str, code: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Jabatan=role)], sheet="KPPS"))
    assert (column_of(validation, "role"), codes_of(validation)) == ([None], [(2, code)])


def test_titles__letterhead_of_a_ppk__names_no_body(tmp_path: Path) -> None:
    titles: Grid = [["PANITIA PEMILIHAN KECAMATAN (PPK)"], ["KECAMATAN PLERED"]]
    cells = grid([person(1, Jabatan="Ketua", Honor=900_000)])
    validation = validate(sheet_of(tmp_path, [*titles, *cells], sheet="Sheet1"))
    assert codes_of(validation) == [(4, "role-ambiguous")]


@pytest.mark.parametrize("status", ["Istri PNS", "Suami ASN", "Anak TNI"])
def test_civil_servant__spouse_of_one__is_none(status: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **{"Status Pegawai": status})]))
    assert validation.excluded == []


def test_age__child__has_a_finding(tmp_path: Path) -> None:
    born = date(2020, 5, 12)
    row = person(
        1, Jabatan="Linmas", Honor=650_000, NIK=nik(1, born=born), **{"Tanggal Lahir": born}
    )
    assert codes_of(validate(roster(tmp_path, [row]))) == [(2, "birth-implausible")]


# ---- a place or a column is misread ---------------------------------------------------------------


def test_heading__leading_space__names_its_place(tmp_path: Path) -> None:
    header, *rows = grid(people(2, Kecamatan=""))
    shape = [["KECAMATAN PLERED"], header, rows[0], [" ", "KECAMATAN SUKATANI"], rows[1]]
    assert column_of(validate(sheet_of(tmp_path, shape)), "kecamatan") == ["Plered", "Sukatani"]


def test_heading__right_below_the_header__is_no_header_row(tmp_path: Path) -> None:
    header, *rows = grid(THREE, *(str(key) for key in HEAD if key != "Desa/Kelurahan"))
    validation = validate(sheet_of(tmp_path, [header, ["DESA/KELURAHAN CISEUREUH"], *rows]))
    assert column_of(validation, "desa") == ["Ciseureuh"] * 3


@pytest.mark.parametrize(
    "title",
    [
        "DAFTAR KPPS DESA/KELURAHAN SE-KECAMATAN PLERED",
        "DAFTAR PANWASLU KELURAHAN/DESA (PKD)",
        "DAFTAR PPS DESA DAN KELURAHAN KABUPATEN PURWAKARTA",
        "KPPS TINGKAT DESA DI KECAMATAN PLERED",
    ],
)
def test_titles__all_desa__name_none(title: str, tmp_path: Path) -> None:
    cells = grid(people(2, **{"Desa/Kelurahan": ""}))
    assert column_of(validate(sheet_of(tmp_path, [[title], *cells])), "desa") == [None, None]


def test_desa__missing_among_pkd__is_not_filled_down(tmp_path: Path) -> None:
    rows = people(5, Jabatan="PKD", Honor=1_100_000)
    desa = ["Gandasoli", "Rawasari", None, "Citeko", "Linggarsari"]
    for row, name in zip(rows, desa, strict=True):
        row["Desa/Kelurahan"] = name
    assert column_of(validate(roster(tmp_path, rows)), "desa") == desa


def test_headers__group_over_nik_and_name__other_columns_are_read(tmp_path: Path) -> None:
    upper = ["Identitas" if key == NIK else None if key == NAME else key for key in HEAD]
    lower = [key if key in (NIK, NAME, "Tanggal Lahir") else None for key in HEAD]
    upper[HEAD.index("Tanggal Lahir")] = None
    upper[HEAD.index("Tempat Lahir")], lower[HEAD.index("Tempat Lahir")] = None, "Tempat Lahir"
    validation = validate(sheet_of(tmp_path, [upper, lower, *BODY]))
    assert column_of(validation, "role") == ["KPPS_ANGGOTA"] * 3


def test_period__iso_dates__are_start_and_end(tmp_path: Path) -> None:
    row = {**person(1), "Masa Kerja": "2024-11-07 - 2024-12-08"}
    del row["Tgl Mulai"], row["Tgl Selesai"]
    validation = validate(roster(tmp_path, [row]))
    assert rows_of(validation, "start", "end") == [(date(2024, 11, 7), date(2024, 12, 8))]


def test_dates__serial_in_a_1904_workbook__is_converted(tmp_path: Path) -> None:
    cells = grid([person(1, **{"Tanggal Lahir": 33_005 - 1_462})])
    path = workbook(tmp_path / "mac.xlsx", {"KPPS": cells}, date_1904=True)
    assert column_of(validate(path), "birth_date") == [date(1990, 5, 12)]


def test_csv__addresses_with_commas__keep_the_delimiter(tmp_path: Path) -> None:
    rows = people(2, Alamat="Kp. A, RT 1, RW 2, Dusun B, Desa C, Kec. D, Kab. E")
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid(rows, "No", NIK, NAME, ROLE, "Alamat"), ";"), encoding="utf-8")
    assert refusal(path) is None


def test_control_character__clean_row__is_the_only_finding(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Alamat="Kp. \x1b[31mKrajan")]))
    assert codes_of(validation) == [(2, "cell-control")]
