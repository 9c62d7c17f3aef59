"""What goes back to the kecamatan: every row with a fault as it was typed, every cell that lacks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.parameters import first
from support.paths import DATA, EXAMPLES
from support.people import Row, short_person
from support.run import Run
from support.workbooks import (
    AMBER,
    GREY,
    RED,
    YELLOW,
    RosterRow,
    Truth,
    as_typed,
    color,
    enrolled,
    roster_rows,
    sheets,
    truth,
    xml_of,
)

from pemilu_cover.i18n.messages import messages
from pemilu_cover.reports.xlsx.corrections.print_setup import row_heights
from pemilu_cover.xlsx.page import LINE_HEIGHT, count_lines

MESSY = EXAMPLES / "messy-2024.xlsx"
REASON = "Yang harus dibetulkan"
IDENTITY = ["Nama Lengkap", "NIK", "Jabatan", "Kecamatan", "Desa/Kelurahan", "TPS"]
KEYS = ["Berkas", "Lembar", "Baris", "Kode"]
ADDRESS = ("Lembar", "Baris")  # "Dari lembar", "Dari baris" where nothing is to come back
Place = tuple[str, int]  # a sheet and Excel's row number

# How the sheets of corrections head what the two sheets of the messy roster head in their own way.
TITLES = {
    "NIK": "NIK",
    "Nama Lengkap": "Nama Lengkap",
    "Jabatan": "Jabatan",
    "Tanggal Lahir": "Tanggal Lahir",
    "TGL LAHIR": "Tanggal Lahir",
    "JK": "L/P",
    "Honor": "Honor",
    "HONORARIUM": "Honor",
    "SELESAI": "Tgl Selesai",
    "Status Pegawai": "Status Pegawai",
}
# The row of the header of each sheet of the messy roster.
HEADERS = {"DATA ADHOC": 1, "KPPS": 4}


MENDED = truth("error", "warning")


HEADERS_OF_ROWS = {"Berkas", "Dari berkas"}


class SheetRow(dict[str, Any]):
    """A row of a sheet: openpyxl's cells by title."""

    @property
    def place(self) -> Place:
        lembar, baris = (self.get(title) or self[f"Dari {title.lower()}"] for title in ADDRESS)
        return lembar.value, int(baris.value)

    def colored(self) -> dict[str, str]:
        return {title: shade for title, cell in self.items() if (shade := color(cell))}


def rows_of(page: Worksheet) -> list[SheetRow]:
    """Return the rows of a sheet below its header."""
    lines = list(page.iter_rows())
    top = next(n for n, line in enumerate(lines) if HEADERS_OF_ROWS & {c.value for c in line})
    titles = [str(cell.value) for cell in lines[top]]
    return [SheetRow(zip(titles, line, strict=True)) for line in lines[top + 1 :]]


def corrections(out: Path, sheet: str) -> list[SheetRow]:
    page = openpyxl.load_workbook(out / "corrections.xlsx")[sheet]
    assert isinstance(page, Worksheet)
    return rows_of(page)


@pytest.fixture(scope="module")
def perbaikan(messy: tuple[Run, Path]) -> dict[Place, SheetRow]:
    return {row.place: row for row in corrections(messy[1], "Perbaikan")}


@pytest.fixture(scope="module")
def typed() -> dict[Place, dict[str, str]]:
    """The messy roster as openpyxl alone reads it."""
    return {
        (sheet, number): {title: as_typed(value) for title, value in cells.items()}
        for name, header in HEADERS.items()
        for sheet, number, cells in roster_rows(MESSY, header=header)
        if sheet == name
    }


# ---- Perbaikan ----------------------------------------------------------------------------------


def test_the_messy_roster_s_sheets_are_these(messy: tuple[Run, Path]) -> None:
    assert sheets(messy[1] / "corrections.xlsx") == [
        "Petunjuk",
        "Perbaikan",
        "Semula",
        "Orang baru",
        "Pilihan",
        "Dikecualikan",
        "Semula lainnya",
    ]


def test_perbaikan_has_exactly_the_rows_with_a_fault(messy: tuple[Run, Path]) -> None:
    matches = [row.place for row in corrections(messy[1], "Perbaikan")]
    assert matches == [(one.sheet, one.row) for one in MENDED]
    assert len(matches) == 19


def ids(one: Truth) -> str:
    return f"{one.sheet}-{one.row}-{one.fault}"


@pytest.mark.parametrize("one", MENDED, ids=ids)
def test_the_marked_cell_is_the_faulty_one_and_holds_what_was_typed(
    one: Truth, perbaikan: dict[Place, SheetRow], typed: dict[Place, dict[str, str]]
) -> None:
    place = one.sheet, one.row
    row, title = perbaikan[place], TITLES[one.column]
    assert row.colored() == {title: RED if one.level == "error" else AMBER}
    was = typed[place][one.column]
    # Of a NIK that Excel holds as a number the last digit is not known.
    shown = f"{was[:-1]}?" if one.fault == "nik_number_lost_digit" else was
    assert (row[title].value or "") == shown


@pytest.mark.parametrize("one", MENDED, ids=ids)
def test_lengkapi__row__has_person_and_enrolment_status(
    one: Truth, perbaikan: dict[Place, SheetRow], typed: dict[Place, dict[str, str]]
) -> None:
    row, was = perbaikan[one.sheet, one.row], typed[one.sheet, one.row]
    assert row["Berkas"].value == MESSY.name
    assert row["NIK"].value[:15] == was["NIK"][:15]
    assert (row["Nama Lengkap"].value or "") == was.get("Nama Lengkap", was.get("NAMA LENGKAP"))
    assert row["Tingkat"].value == ("belum terdaftar" if one.level == "error" else "peringatan")


def test_perbaikan__reason__says_what_is_wrong_and_what_to_do(
    messy: tuple[Run, Path], perbaikan: dict[Place, SheetRow]
) -> None:
    findings = [each for each in messy[0].json["findings"] if each["level"] != "info"]
    assert {(each["sheet"], each["row"]) for each in findings} == perbaikan.keys()
    for finding in findings:
        reason = perbaikan[finding["sheet"], finding["row"]][REASON].value
        assert finding["message"] in reason
        assert messages()[finding["code"]].fix.id in reason
        assert reason.startswith("Periksa. ") == (finding["level"] == "warning")


REASONS = {
    "nik_15_digits": "15 digit, seharusnya 16",
    "nik_letter_o": "huruf",
    "nik_number_lost_digit": "disimpan sebagai angka",
    "name_missing": "Nama kosong",
    "birth_missing": "Tanggal lahir kosong",
    "honor_negative": "nol atau negatif",
    "end_before_start": "sebelum tanggal mulai",
    "nik_two_people": "dipakai orang lain",
    "nik_duplicate": "sudah tercantum",
}


@pytest.mark.parametrize("fault", REASONS)
def test_perbaikan__reason__is_in_indonesian(fault: str, perbaikan: dict[Place, SheetRow]) -> None:
    places = [(one.sheet, one.row) for one in MENDED if one.fault == fault]
    assert places
    for place in places:
        assert REASONS[fault] in perbaikan[place][REASON].value


SUGGESTIONS = {
    "birth_day_month_swapped": "07-03-1988",
    "sex_wrong": "P",
}


@pytest.mark.parametrize("fault", SUGGESTIONS)
def test_what_may_be_meant_is_suggested(fault: str, perbaikan: dict[Place, SheetRow]) -> None:
    (place,) = [(one.sheet, one.row) for one in MENDED if one.fault == fault]
    assert perbaikan[place]["Saran"].value == SUGGESTIONS[fault]
    assert perbaikan[place][REASON].value.endswith(f"Saran: {SUGGESTIONS[fault]}.")


def test_two_faults_of_a_row_are_both_marked_and_numbered(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1, NIK="123", Honor="banyak"), short_person(2), status=1)
    (row,) = corrections(out, "Perbaikan")
    assert row.colored() == {"NIK": RED, "Honor": RED}
    first, second = row[REASON].value.split("\n")
    assert first.startswith("1. NIK")
    assert second.startswith("2. Honor")


def test_perbaikan__error_and_warning__has_the_level_error(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1, NIK="123", Honor=1_100_000), short_person(2), status=1)
    (row,) = corrections(out, "Perbaikan")
    assert row.colored() == {"NIK": RED, "Honor": AMBER}
    assert row["Tingkat"].value == "belum terdaftar"


def test_every_cell_is_text_so_that_excel_changes_nothing(perbaikan: dict[Place, SheetRow]) -> None:
    kinds = {
        (cell.data_type, cell.number_format)
        for row in perbaikan.values()
        for title, cell in row.items()
        if cell.value is not None and title not in ("Tingkat", REASON, "Saran")
    }
    assert kinds == {("s", "@")}


# ---- Dikecualikan -------------------------------------------------------------------------------


def test_dikecualikan_lists_the_civil_servant_and_why(
    messy: tuple[Run, Path], typed: dict[Place, dict[str, str]]
) -> None:
    (one,) = truth("excluded")
    (row,) = corrections(messy[1], "Dikecualikan")
    assert row.place == (one.sheet, one.row)
    assert row["NIK"].value == typed[row.place]["NIK"]
    assert row["Nama Lengkap"].value == typed[row.place]["Nama Lengkap"]
    assert list(row.colored()) == ["Status Pegawai"]
    assert row["Status Pegawai"].value == "PNS"
    assert "Taspen" in row["Alasan"].value


def test_perbaikan__civil_servant__is_not_listed(
    perbaikan: dict[Place, SheetRow],
) -> None:
    assert not perbaikan.keys() & {(one.sheet, one.row) for one in truth("excluded")}


# ---- Lengkapi -----------------------------------------------------------------------------------

PONOROGO = DATA / "ponorogo-2020.xlsx"
# What SIPP demands of a person and the roster of Ponorogo has no column for.
MISSING_TITLES = ["Status Kawin", "Gol. Darah", "Kode Pos"]


@pytest.fixture(scope="module")
def lengkapi_page(ponorogo: tuple[Run, Path]) -> Worksheet:
    page = openpyxl.load_workbook(ponorogo[1] / "corrections.xlsx")["Lengkapi"]
    assert isinstance(page, Worksheet)
    return page


@pytest.fixture(scope="module")
def lengkapi(lengkapi_page: Worksheet) -> list[SheetRow]:
    return rows_of(lengkapi_page)


@pytest.fixture(scope="module")
def ponorogo_rows() -> list[RosterRow]:
    """The people of Ponorogo's 21 sheets: their headers are on row 4, their NIK in column C."""
    rows = roster_rows(PONOROGO, header=4)
    return [row for row in rows if len(str(row[2]["NIK"])) == 16]


def test_corrections__warning_and_missing_cell__is_on_both_sheets(
    ponorogo: tuple[Run, Path], lengkapi: list[SheetRow]
) -> None:
    run, out = ponorogo
    warned = {row.place for row in corrections(out, "Perbaikan")}
    assert warned == {(finding["sheet"], finding["row"]) for finding in run.json["findings"]}
    assert {finding["level"] for finding in run.json["findings"]} == {"warning"}
    assert warned <= {row.place for row in lengkapi}


def test_a_roster_without_a_fault_has_only_cells_to_fill(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2, Kode_Pos=None))
    assert sheets(out / "corrections.xlsx") == [
        "Petunjuk",
        "Lengkapi",
        "Orang baru",
        "Pilihan",
        "Semula lainnya",
    ]


def test_lengkapi__missing_cells__has_everybody_with_the_address_of_the_row(
    lengkapi: list[SheetRow], ponorogo_rows: list[RosterRow]
) -> None:
    shown = [
        (*row.place, *(row[title].value for title in ("Berkas", "NIK", "Nama Lengkap")))
        for row in lengkapi
    ]
    expected = [
        (sheet, number, PONOROGO.name, cells["NIK"], cells["NAMA"])
        for sheet, number, cells in ponorogo_rows
    ]
    assert len(expected) == 1_700
    assert sorted(shown) == sorted(expected)


def test_the_columns_to_fill_are_those_that_sipp_demands_and_the_roster_lacks(
    lengkapi: list[SheetRow],
) -> None:
    assert list(lengkapi[0]) == [*IDENTITY, *MISSING_TITLES, *KEYS]


def test_every_cell_to_fill_is_empty_yellow_and_text(lengkapi: list[SheetRow]) -> None:
    matches = Counter(
        (row[title].value, color(row[title]), row[title].number_format)
        for row in lengkapi
        for title in MISSING_TITLES
    )
    assert matches == {(None, YELLOW, "@"): 1_700 * len(MISSING_TITLES)}


def test_no_other_cell_asks_to_be_filled(lengkapi: list[SheetRow]) -> None:
    assert {title for row in lengkapi for title in row.colored()} == set(MISSING_TITLES)


def test_lengkapi__people__are_grouped_by_kecamatan(
    lengkapi: list[SheetRow],
) -> None:
    kecamatan = [row["Kecamatan"].value for row in lengkapi]
    assert len(set(kecamatan)) == 21
    assert kecamatan == sorted(kecamatan)
    for name in set(kecamatan):
        numbers = [row.place[1] for row in lengkapi if row["Kecamatan"].value == name]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("title", "choices"), [("Status Kawin", '"Y,T"'), ("Gol. Darah", '"A,B,AB,O"')]
)
def test_a_cell_with_few_answers_has_a_drop_down_on_every_row(
    title: str, choices: str, lengkapi: list[SheetRow], lengkapi_page: Worksheet
) -> None:
    (rule,) = [
        rule
        for rule in lengkapi_page.data_validations.dataValidation
        if lengkapi[0][title].coordinate in rule.sqref
    ]
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", choices, True)
    assert all(row[title].coordinate in rule.sqref for row in lengkapi)


def test_a_cell_with_any_answer_has_no_drop_down(
    lengkapi: list[SheetRow], lengkapi_page: Worksheet
) -> None:
    rules = lengkapi_page.data_validations.dataValidation
    assert len(rules) == 2
    assert not any(lengkapi[0]["Kode Pos"].coordinate in rule.sqref for rule in rules)


# Each cell that SIPP demands and a roster may leave empty without a finding.
DEMANDED = {
    "Tempat Lahir": "Tempat Lahir",
    "L/P": "L/P",
    "Alamat": "Alamat",
    "Nama Ibu": "Nama Ibu Kandung",
    "Status Kawin": "Status Kawin",
    "Gol Darah": "Gol. Darah",
    "Kode Pos": "Kode Pos",
}


@pytest.mark.parametrize("column", first(2, DEMANDED))
def test_lengkapi__one_empty_cell__is_the_only_one_to_fill(column: str, tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2, **{column: None}))
    (row,) = corrections(out, "Lengkapi")
    assert row["NIK"].value == short_person(2)["NIK"]
    assert row.colored() == {DEMANDED[column]: YELLOW}
    assert row[DEMANDED[column]].value is None


def test_lengkapi__each_person__has_only_their_missing_cells(tmp_path: Path) -> None:
    lacks_mother, lacks_blood = short_person(1, Nama_Ibu=None), short_person(2, Gol_Darah="-")
    out = enrolled(tmp_path, lacks_mother, lacks_blood, short_person(3))
    matches = [row.colored() for row in corrections(out, "Lengkapi")]
    mother, blood = "Nama Ibu Kandung", "Gol. Darah"
    assert matches == [{mother: YELLOW, blood: GREY}, {mother: GREY, blood: YELLOW}]


def test_lengkapi__default_of_the_agreement__is_not_requested(tmp_path: Path) -> None:
    lacking = short_person(1, Kode_Pos=None, Gol_Darah=None)
    defaults = '[defaults]\npostal_code = "41111"\n'
    (row,) = corrections(enrolled(tmp_path, lacking, agreement=defaults), "Lengkapi")
    assert list(row.colored()) == ["Gol. Darah"]


# ---- When there is nothing to mend --------------------------------------------------------------


def test_corrections__nothing_to_correct__are_not_written(purwakarta: tuple[Run, Path]) -> None:
    assert not (purwakarta[1] / "corrections.xlsx").exists()


def test_corrections__returning_member__is_not_listed(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2, No_KPJ="99000000123"))
    assert (out / "peserta_lanjutan.xlsx").exists()
    assert not (out / "corrections.xlsx").exists()


# ---- Mothers' names are secrets -----------------------------------------------------------------


def family(number: int, **changes: object) -> Row:
    """Invent somebody whose mother's name nobody else has."""
    return short_person(number, Nama_Ibu=f"Rahasia{number}Xyz", **changes)  # type: ignore[arg-type]


FAMILIES = [
    family(1),
    family(2, NIK="123"),
    family(3, Gol_Darah=None),
    family(4, Status_Pegawai="PNS"),
    family(5, No_KPJ="99000000123"),
    family(6, Honor=1_100_000),
    short_person(7, Nama_Ibu=None),
]


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return enrolled(tmp_path_factory.mktemp("families"), *FAMILIES, status=1)


def mothers_in(file: Path) -> set[str]:
    """Return the mothers' names that are anywhere in a file, whatever part of it."""
    parts = xml_of(file).values() if file.suffix == ".xlsx" else [file.read_text(encoding="utf-8")]
    named = {str(one["Nama Ibu"]) for one in FAMILIES if one["Nama Ibu"]}
    return {name for name in named if any(name in part for part in parts)}


def test_every_kind_of_output_is_there_to_be_searched(families: Path) -> None:
    assert sheets(families / "corrections.xlsx") == [
        "Petunjuk",
        "Perbaikan",
        "Semula",
        "Lengkapi",
        "Orang baru",
        "Pilihan",
        "Dikecualikan",
        "Semula lainnya",
    ]


@pytest.mark.parametrize(
    "name", ["corrections.xlsx", "invoice.xlsx", "manifest.json", "peserta_lanjutan.xlsx"]
)
def test_corrections__mother__is_not_shown(name: str, families: Path) -> None:
    assert mothers_in(families / name) == set()


def test_result__mothers_of_ready_people__are_only_in_sipp(families: Path) -> None:
    assert mothers_in(families / "template_tk_NPP.xlsx") == {"Rahasia1Xyz", "Rahasia6Xyz"}


def test_a_mother_s_name_is_not_shown_even_where_it_is_at_fault(tmp_path: Path) -> None:
    spoilt = short_person(1, Nama_Ibu="Ibu\x7fTerlihat")
    out = enrolled(tmp_path, spoilt, family(2, NIK="123"), short_person(3), status=1)
    first, second = corrections(out, "Perbaikan")
    assert [row["Nama Ibu Kandung"].value or "" for row in (first, second)] == ["", ""]
    assert [color(row["Nama Ibu Kandung"]) for row in (first, second)] == [RED, None]


def test_a_spoilt_cell_is_the_only_one_of_its_row_that_is_blamed(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1, Alamat="Kp.\x7fKrajan"), short_person(2), status=1)
    (row,) = corrections(out, "Perbaikan")
    assert row.colored() == {"Alamat": RED}


def test_dates_are_shown_as_they_were_typed(tmp_path: Path) -> None:
    late = short_person(1, Selesai=date(2023, 12, 8))
    vague = short_person(2, Selesai="8 Des")
    out = enrolled(tmp_path, late, vague, short_person(3), status=1)
    matches = [row["Tgl Selesai"].value for row in corrections(out, "Perbaikan")]
    assert matches == ["08-12-2023", "8 Des"]


# ---- Heights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (("Nama kosong.", ""), 1),
        (("a" * 120, ""), 3),
        (("Nama kosong.", "b" * 70), 4),
        (("satu\ndua", ""), 2),
        (("MUHAMMAD FATHURROHMAN " * 3, ""), 2),
    ],
)
def test_row_heights__long_text_in_either_column__make_the_row_as_high_as_it(
    texts: tuple[str, str], lines: int
) -> None:
    columns = [pl.Series([text], dtype=pl.String) for text in texts]
    assert row_heights(zip(columns, (50, 20), strict=True)).to_list() == [12.75 * lines + 2.25]


def test_row_heights__more_than_a_row_can_show__is_no_higher_than_excel_lets_it_be() -> None:
    assert row_heights([(pl.Series(["a" * 4_000]), 50)]).to_list()[0] < 409.5


@pytest.mark.parametrize("width", [12, 20, 30, 44, 60])
def test_row_heights__reasons_and_names__show_all_lines_as_arial_sets_them(width: int) -> None:
    texts = [
        *(f"{entry.says.id} {entry.fix.id}" for entry in messages().values()),
        *("MUHAMMAD FATHURROHMAN WICAKSANA", "Siti Nur Aminah binti Abdullah", "08-12-2024"),
    ]
    heights = row_heights([(pl.Series(texts), width)])
    needed = [count_lines(text, width) * LINE_HEIGHT for text in texts]
    assert not [
        text
        for text, height, least in zip(texts, heights, needed, strict=True)
        if height < min(least, 400)
    ]
    assert heights.sum() < 1.5 * sum(needed)
