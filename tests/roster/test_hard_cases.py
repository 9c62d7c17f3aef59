"""Hard cases: where somebody can be lost, invented or taken for another without a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import (
    PPK,
    Cell,
    Grid,
    codes_of,
    column_of,
    csv_text,
    grid,
    judge,
    nik,
    only,
    people,
    person,
    refusal,
    roster,
    rows_of,
    sheet_of,
    workbook,
)

THREE = people(3)
HEAD, *BODY = grid(THREE)
NAME, NIK, ROLE = "Nama Lengkap", "NIK", "Jabatan"


def at(**cells: Cell) -> list[Cell]:
    """Return a row that is empty but for the cells in the columns that are named: A, B, C, ..."""
    row: list[Cell] = [None] * len(HEAD)
    for letter, cell in cells.items():
        row["ABCDEFGHIJKLMNOPQRST".index(letter)] = cell
    return row


def found_or_refused(path: Path, *niks: str) -> bool:
    """Return whether these people are found, reported as not understood, or the file is refused."""
    if refusal(path) is not None:
        return True
    judged = judge(path)
    return set(niks) <= set(column_of(judged, "nik")) or bool(judged.roster.not_understood)


def names(path: Path) -> list[str | None]:
    return column_of(judge(path), "name")


# ---- somebody is lost -----------------------------------------------------------------------------


def test_people_above_the_first_known_header_are_not_lost(tmp_path: Path) -> None:
    above: Grid = [["Petugas Baru", "Nomor Kartu"], ["Budi", nik(4)], ["Ani", nik(5)], []]
    assert found_or_refused(sheet_of(tmp_path, [*above, HEAD, *BODY]), nik(4), nik(5))


def test_a_sheet_of_names_and_offices_alone_is_not_passed_over(tmp_path: Path) -> None:
    sheets = {"KPPS": grid(THREE), "Pengganti": grid([person(4), person(5)], NAME, ROLE)}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert refusal(path) or len(names(path)) == 5


def test_a_sheet_of_niks_that_lack_a_digit_is_not_passed_over(tmp_path: Path) -> None:
    sheets = {"KPPS": grid(THREE), "Pengganti": [["Budi", nik(4)[:15]], ["Ani", nik(5)[:15]]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert refusal(path) or len(names(path)) == 5


def test_replacements_below_the_list_in_other_columns_are_not_lost(tmp_path: Path) -> None:
    shape = [*grid(THREE, "No", NIK, NAME, ROLE), [], ["PENGGANTI"], ["Ani", None, nik(4), "KPPS"]]
    assert found_or_refused(sheet_of(tmp_path, shape), nik(4))


@pytest.mark.parametrize("gap", [[], at(C="JUMLAH")])
def test_a_late_name_without_nik_and_number_is_not_lost(gap: list[Cell], tmp_path: Path) -> None:
    shape = [HEAD, *BODY, gap, at(C="Ani Lestari", K="Anggota KPPS")]
    assert "Ani Lestari" in names(sheet_of(tmp_path, shape))


def test_a_late_row_that_lacks_only_its_name_is_not_lost(tmp_path: Path) -> None:
    late = [{**person(4, **{NAME: None, NIK: "32140112"}), "No": None}[str(key)] for key in HEAD]
    assert len(names(sheet_of(tmp_path, [HEAD, *BODY, [], late]))) == 4


def test_a_row_whose_cells_repeat_the_names_of_their_columns_is_no_header(tmp_path: Path) -> None:
    waiting = person(
        2, **{NIK: "NIK menyusul", "Tanggal Lahir": "tgl lahir menyusul", "Status Kawin": "KAWIN"}
    )
    judged = judge(roster(tmp_path, [person(1), waiting, person(3)]))
    assert column_of(judged, "row") == [2, 3, 4]
    assert column_of(judged, "name")[2] == person(3)[NAME]


def test_somebody_called_jumlah_is_no_total(tmp_path: Path) -> None:
    rows = [person(1), person(2, **{NAME: "Jumlah Suryani", NIK: None}), person(3)]
    assert column_of(judge(roster(tmp_path, rows)), "row") == [2, 3, 4]


def test_stray_quotation_marks_swallow_nobody(tmp_path: Path) -> None:
    lines = csv_text(grid(people(4))).splitlines()
    lines[1] = lines[1].replace(str(person(1)[NAME]), '"' + str(person(1)[NAME]))
    lines[3] = lines[3].replace(str(person(3)[NAME]), str(person(3)[NAME]) + '"')
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert found_or_refused(path, nik(2), nik(3))


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1e"])
def test_a_character_that_is_no_line_end_parts_no_row(character: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    rows = [person(1, **{NAME: f"Budi{character}Arifin"}), person(2)]
    path.write_text(csv_text(grid(rows)), encoding="utf-8", newline="")
    assert column_of(judge(path), "role") == ["KPPS_ANGGOTA"] * 2


def test_a_column_headed_nip_or_nik_holds_niks(tmp_path: Path) -> None:
    shape = [["No", "NIP/NIK", *HEAD[2:]], *BODY]
    assert column_of(judge(sheet_of(tmp_path, shape)), "nik") == [nik(1), nik(2), nik(3)]


def test_a_row_with_nothing_but_a_nik_in_a_strange_column_is_not_lost(tmp_path: Path) -> None:
    header, *rows = grid([{**row, "Catatan Lain": ""} for row in THREE])
    shape = [header, rows[0], only("Catatan Lain", nik(4), header), *rows[1:]]
    assert found_or_refused(sheet_of(tmp_path, shape), nik(4))


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
def test_who_signs_a_list_does_not_stand_on_it(foot: str, tmp_path: Path) -> None:
    assert len(names(sheet_of(tmp_path, [HEAD, *BODY, *SIGNED[foot]]))) == 3


def test_who_signs_the_first_of_two_blocks_does_not_stand_on_it(tmp_path: Path) -> None:
    foot = [[], at(L="Plered, 1 November 2024"), at(L="Ketua PPK,"), at(L="Joko Kusnadi"), []]
    second = grid([person(4), person(5)])
    shape = [["KECAMATAN PLERED"], HEAD, *BODY, *foot, ["KECAMATAN SUKATANI"], *second, *foot]
    assert len(names(sheet_of(tmp_path, shape))) == 5


@pytest.mark.parametrize("letter", ["A", "I", "1", 1])
def test_a_heading_with_its_letter_is_nobody_and_names_its_place(
    letter: Cell, tmp_path: Path
) -> None:
    header, *rows = grid(people(2, Kecamatan="", **{"Desa/Kelurahan": ""}))
    judged = judge(sheet_of(tmp_path, [header, at(A=letter, C="KECAMATAN PLERED"), *rows]))
    assert rows_of(judged, "row", "kecamatan") == [(3, "Plered"), (4, "Plered")]


def test_sex_in_two_columns_that_are_ticked_is_read(tmp_path: Path) -> None:
    header, *rows = grid(THREE)
    place = header.index("L/P")
    upper = [*header[:place], "Jenis Kelamin", None, *header[place + 1 :]]
    lower = [*only("L/P", "L", header)[: place + 1], "P"]
    ticked = [[*row[:place], "V", None, *row[place + 1 :]] for row in rows]
    judged = judge(sheet_of(tmp_path, [upper, lower, *ticked]))
    assert column_of(judged, "sex") == ["L", "L", "L"]


# ---- the run ends with a traceback ----------------------------------------------------------------


def test_a_date_in_the_column_of_the_period_is_no_crash(tmp_path: Path) -> None:
    row = {**person(1), "Masa Kerja": date(2024, 11, 7)}
    del row["Tgl Mulai"], row["Tgl Selesai"]
    assert len(names(roster(tmp_path, [row]))) == 1


def test_start_and_end_under_one_merged_header_are_both_read(tmp_path: Path) -> None:
    rows = [person(1, **PPK)]
    cells = grid(rows)
    cells[0][12:14] = ["Masa Kerja", None]
    judged = judge(sheet_of(tmp_path, cells))
    assert rows_of(judged, "start", "end") == [(PPK["Tgl Mulai"], PPK["Tgl Selesai"])]


def test_a_date_in_the_column_of_place_and_date_is_the_date(tmp_path: Path) -> None:
    row = {**person(1), "Tempat, Tgl Lahir": date(1990, 5, 12)}
    del row["Tempat Lahir"], row["Tanggal Lahir"]
    assert column_of(judge(roster(tmp_path, [row])), "birth_date") == [date(1990, 5, 12)]


@pytest.mark.parametrize("mark", ["\x02", "\x02abc"])
def test_a_control_character_at_the_start_of_a_cell_is_a_finding(mark: str, tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, Alamat=f"{mark}Kp. Krajan")]))
    assert (2, "cell-control") in codes_of(judged)


def test_a_control_character_that_marks_numbers_is_a_finding(tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, Alamat="\x01Kp. Krajan")]))
    assert (2, "cell-control") in codes_of(judged)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfNIK,Nama\xff", b"\xff\xfeN\0I\0K"])
def test_a_csv_that_breaks_its_own_encoding_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(content)
    assert refusal(tmp_path / "roster.csv")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("a" * 300 + ".xlsx"))


def test_a_numbering_row_of_circled_digits_is_no_crash(tmp_path: Path) -> None:
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
def test_a_nik_has_the_digits_0_to_9_only(digits: str, tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, NIK=digits)]))
    assert codes_of(judged) == [(2, "nik-letters")]


def test_a_degree_without_a_name_is_no_name(tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, **{NAME: ", S.Pd."})]))
    assert codes_of(judged) == [(2, "name-missing")]


@pytest.mark.parametrize("role", ["(Ketua)", "(belum ada)"])
def test_an_office_in_brackets_makes_nobody_a_member(role: str, tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, Jabatan=role)], sheet="KPPS"))
    assert column_of(judged, "role") != ["KPPS_ANGGOTA"]


def test_a_letterhead_makes_no_chair_of_a_ppk(tmp_path: Path) -> None:
    titles: Grid = [["PANITIA PEMILIHAN KECAMATAN (PPK)"], ["KECAMATAN PLERED"]]
    cells = grid([person(1, Jabatan="Ketua", Honor=900_000)])
    judged = judge(sheet_of(tmp_path, [*titles, *cells], sheet="Sheet1"))
    assert codes_of(judged) == [(4, "role-ambiguous")]


@pytest.mark.parametrize("status", ["Istri PNS", "Suami ASN", "Anak TNI"])
def test_who_is_married_to_a_civil_servant_is_none(status: str, tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, **{"Status Pegawai": status})]))
    assert judged.excluded == []


def test_a_child_is_not_insured_without_a_word(tmp_path: Path) -> None:
    born = date(2020, 5, 12)
    row = person(
        1, Jabatan="Linmas", Honor=650_000, NIK=nik(1, born=born), **{"Tanggal Lahir": born}
    )
    assert judge(roster(tmp_path, [row])).findings != []


# ---- a place or a column is misread ---------------------------------------------------------------


def test_a_heading_behind_a_space_names_its_place(tmp_path: Path) -> None:
    header, *rows = grid(people(2, Kecamatan=""))
    shape = [["KECAMATAN PLERED"], header, rows[0], [" ", "KECAMATAN SUKATANI"], rows[1]]
    assert column_of(judge(sheet_of(tmp_path, shape)), "kecamatan") == ["Plered", "Sukatani"]


def test_a_heading_right_below_the_header_is_no_part_of_it(tmp_path: Path) -> None:
    header, *rows = grid(THREE, *(str(key) for key in HEAD if key != "Desa/Kelurahan"))
    judged = judge(sheet_of(tmp_path, [header, ["DESA/KELURAHAN CISEUREUH"], *rows]))
    assert column_of(judged, "desa") == ["Ciseureuh"] * 3


@pytest.mark.parametrize(
    "title",
    [
        "DAFTAR KPPS DESA/KELURAHAN SE-KECAMATAN PLERED",
        "DAFTAR PANWASLU KELURAHAN/DESA (PKD)",
        "DAFTAR PPS DESA DAN KELURAHAN KABUPATEN PURWAKARTA",
        "KPPS TINGKAT DESA DI KECAMATAN PLERED",
    ],
)
def test_a_title_about_all_desa_names_none(title: str, tmp_path: Path) -> None:
    cells = grid(people(2, **{"Desa/Kelurahan": ""}))
    assert column_of(judge(sheet_of(tmp_path, [[title], *cells])), "desa") == [None, None]


def test_a_missing_desa_among_pkd_stays_missing(tmp_path: Path) -> None:
    rows = people(5, Jabatan="PKD", Honor=1_100_000)
    for row, desa in zip(
        rows, ["Gandasoli", "Rawasari", None, "Citeko", "Linggarsari"], strict=True
    ):
        row["Desa/Kelurahan"] = desa
    assert column_of(judge(roster(tmp_path, rows)), "desa")[2] is None


def test_a_group_over_nik_and_name_does_not_hide_the_other_columns(tmp_path: Path) -> None:
    upper = ["Identitas" if key == NIK else None if key == NAME else key for key in HEAD]
    lower = [key if key in (NIK, NAME, "Tanggal Lahir") else None for key in HEAD]
    upper[HEAD.index("Tanggal Lahir")] = None
    upper[HEAD.index("Tempat Lahir")], lower[HEAD.index("Tempat Lahir")] = None, "Tempat Lahir"
    judged = judge(sheet_of(tmp_path, [upper, lower, *BODY]))
    assert column_of(judged, "role") == ["KPPS_ANGGOTA"] * 3


def test_a_period_of_iso_dates_is_parted(tmp_path: Path) -> None:
    row = {**person(1), "Masa Kerja": "2024-11-07 - 2024-12-08"}
    del row["Tgl Mulai"], row["Tgl Selesai"]
    judged = judge(roster(tmp_path, [row]))
    assert rows_of(judged, "start", "end") == [(date(2024, 11, 7), date(2024, 12, 8))]


def test_a_bare_serial_in_a_workbook_of_1904_is_right(tmp_path: Path) -> None:
    cells = grid([person(1, **{"Tanggal Lahir": 33_005 - 1_462})])
    path = workbook(tmp_path / "mac.xlsx", {"KPPS": cells}, date_1904=True)
    assert column_of(judge(path), "birth_date") == [date(1990, 5, 12)]


def test_an_address_with_many_commas_does_not_part_a_csv(tmp_path: Path) -> None:
    rows = people(2, Alamat="Kp. A, RT 1, RW 2, Dusun B, Desa C, Kec. D, Kab. E")
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid(rows, "No", NIK, NAME, ROLE, "Alamat"), ";"), encoding="utf-8")
    assert refusal(path) is None


def test_a_control_character_is_the_only_finding_of_its_row(tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, Alamat="Kp. \x1b[31mKrajan")]))
    assert codes_of(judged) == [(2, "cell-control")]
