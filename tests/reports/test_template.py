"""The empty form: what Excel checks in it, that it enrols once filled, and that nobody is lost in it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet
from support.people import Cell
from support.run import HANG, invoke
from support.workbooks import content, grid, sheets

from pemilu_cover.commands.template import build_form
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reports.xlsx.roster_form import layout
from pemilu_cover.reports.xlsx.roster_form.input_checks import desa_list
from pemilu_cover.roster.reading.cell_encoding import number_cell
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.roster.tables.column_names import fields

pytestmark = pytest.mark.slow

HEADER = layout.HEADER + 1  # as Excel counts
EXAMPLE, FIRST, LAST = HEADER + 1, HEADER + 2, HEADER + layout.ROWS
BOOK = RateBook.load()
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of the newest election for Kabupaten Purwakarta."""
    return written(tmp_path_factory.mktemp("form") / "isian.xlsx", "--regency", "32.14")


def written(path: Path, *options: object) -> Path:
    done = invoke("template", "--out", path, *options)
    assert done.status == 0, done.err
    return path


@cache
def page(path: Path) -> Worksheet:
    """Return the sheet to be filled, to be looked at only."""
    matches = openpyxl.load_workbook(path)["Isian"]
    assert isinstance(matches, Worksheet)
    return matches


def somebody(number: int, **changes: Cell) -> dict[str, Cell]:
    """Invent a person without a fault; each cell by its field."""
    anybody: dict[str, Cell] = {
        "nik": f"321401150790{9000 + number:04d}",
        "name": f"Budi {'abcdefghijklmnop'[number]}",
        "birth_place": "Purwakarta",
        "birth_date": date(1990, 7, 15),
        "sex": "L",
        "mother": "Siti",
        "marital": "Y",
        "blood": "O",
        "address": "Kp. Krajan RT 001 RW 002",
        "postal_code": "41111",
        "phone": "081234567890",
        "kecamatan": "Purwakarta",
        "desa": "Ciseureuh",
        "tps": "001",
        "role": "Anggota KPPS",
        "wage": 850_000,
        "start": date(2024, 11, 7),
        "end": date(2024, 12, 8),
    }
    return anybody | changes


def filled(blank: Path, path: Path, *people: dict[str, Cell], first: int = FIRST) -> Path:
    """Write people into the form, cell by cell, from a row on."""
    book = openpyxl.load_workbook(blank)
    columns = list(layout.columns())
    for row, person in enumerate(people, start=first):
        for name, value in person.items():
            book["Isian"].cell(row, columns.index(name) + 1).value = value  # type: ignore[union-attr]
    book.save(path)
    return path


def letter(name: str) -> str:
    return openpyxl.utils.get_column_letter(list(layout.columns()).index(name) + 1)


# ---- Its content ---------------------------------------------------------------------------------


def test_the_form_has_its_three_sheets(blank: Path) -> None:
    assert sheets(blank) == ["Isian", "Petunjuk", "Daftar"]
    book = openpyxl.load_workbook(blank)
    assert [page.sheet_state for page in book.worksheets] == ["visible", "visible", "hidden"]


def test_headers_are_those_of_the_reader(blank: Path) -> None:
    titles = [fields()[name].title.id for name in layout.columns()]
    assert grid(blank, "Isian")[HEADER - 1] == titles
    assert set(layout.columns()) <= set(fields())


def test_cells_that_hold_digits_are_text_and_days_are_dates(blank: Path) -> None:
    filling = page(blank)
    for row in (EXAMPLE, FIRST, LAST):
        for name in ("nik", "phone", "kpj", "postal_code", "tps"):
            assert filling[f"{letter(name)}{row}"].number_format == "@"
        for name in ("birth_date", "start", "end"):
            assert filling[f"{letter(name)}{row}"].number_format == "dd-mm-yyyy"


def test_the_form_is_made_for_a_screen_and_for_a4(blank: Path) -> None:
    filling = page(blank)
    assert filling.freeze_panes == f"D{EXAMPLE}"
    assert (filling.page_setup.orientation, filling.page_setup.paperSize) == ("landscape", 9)
    assert "UU 27/2022" in str(filling["A3"].value)


def test_form__example__is_grey_and_marked(blank: Path) -> None:
    filling = page(blank)
    assert [filling.cell(EXAMPLE, column).value for column in (1, 2, 3)] == [
        own_sheets.MARK.id,
        own_sheets.NIK,
        own_sheets.NAME.id,
    ]
    font = filling.cell(EXAMPLE, 2).font
    assert (font.i, font.color.rgb) == (True, "FF7F7F7F")


@pytest.mark.parametrize("election", BOOK.elections)
def test_every_role_that_is_offered_is_read_back(election: str) -> None:
    made = build_form(BOOK.elections[election], "", BOOK)
    matches = [BOOK.roles.find(office.name) for office in made.roles]
    billed = [
        code
        for code, role in BOOK.roles.roles.items()
        if code in BOOK.elections[election].roles and role.asn != "always"
    ]
    assert matches == billed


def test_form__instructions__have_all_columns_and_ceilings(blank: Path) -> None:
    rows = grid(blank, "Petunjuk")
    firsts = {row[0]: row for row in rows}
    assert {fields()[name].title.id for name in layout.columns()} <= set(firsts)
    assert firsts["Anggota KPPS"][1].startswith("Rp850.000")
    assert "S-647/MK.02/2022" in firsts["Anggota KPPS"][2]
    assert firsts["Anggota KPPS"][3] == "7 November 2024 – 8 Desember 2024"
    assert firsts["Pegawai Non-ASN Sekretariat KPU Kabupaten/Kota"][1] == "menurut SK"


def test_what_excel_shows_fits_its_limits() -> None:
    texts = catalogue("form")
    for name in layout.columns():
        entry = name.replace("_", "-")
        assert max(map(len, texts[f"says-{entry}"].values())) <= 255, name
        assert max(map(len, texts.get(f"error-{entry}", {"id": ""}).values())) <= 225, name


def catalogue(area: str) -> dict[str, dict[str, str]]:
    """Return the texts of an area by entry."""
    source = resources.files("pemilu_cover.i18n").joinpath("texts", f"{area}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["Kabupaten Purwakarta", "purwakarta"])
def test_the_same_form_has_the_same_bytes(name: str, blank: Path, tmp_path: Path) -> None:
    again = written(tmp_path / "again.xlsx", "--regency", name)
    assert again.read_bytes() == blank.read_bytes()


@pytest.mark.parametrize("regency", ["1101", "3171", "3404", "9171", "9604"])
def test_every_part_of_the_country_has_its_form(regency: str, tmp_path: Path) -> None:
    path = written(tmp_path / "isian.xlsx", "--regency", regency, "--election", "pemilu-2024")
    assert len(grid(path, "Daftar")) > 10


# ---- Checks ----------------------------------------------------------------------------------------


def checks(path: Path) -> dict[str, Any]:
    """Return the check of each field, by the cell in which it begins."""
    rules = page(path).data_validations.dataValidation
    by_cell = {str(rule.sqref).split(":")[0]: rule for rule in rules if rule.type != "none"}
    cells = {name: f"{letter(name)}{EXAMPLE}" for name in layout.columns()}
    return {name: by_cell[cell] for name, cell in cells.items() if cell in by_cell}


STOPPED = "nik birth_date sex marital blood postal_code role wage end employment kpj".split()
ASKED = "name phone kecamatan desa start".split()


def test_form__checks__stop_errors_and_warn_of_the_rest(blank: Path) -> None:
    matches = checks(blank)
    styles = {name: rule.errorStyle or "stop" for name, rule in matches.items()}
    assert styles == {**dict.fromkeys(STOPPED, "stop"), **dict.fromkeys(ASKED, "warning")}
    assert all(
        rule.error and rule.errorTitle and rule.showErrorMessage for rule in matches.values()
    )
    assert all(str(rule.sqref).endswith(str(LAST)) for rule in matches.values())


def test_lists_are_those_of_the_roster(blank: Path) -> None:
    matches = checks(blank)
    lists = {name: rule.formula1 for name, rule in matches.items() if rule.type == "list"}
    assert lists.pop("sex") == '"L,P"'
    assert lists.pop("marital") == '"Y,T"'
    assert lists.pop("blood") == '"A,B,AB,O"'
    assert lists.pop("employment") == '"Non-ASN,PNS,PPPK,TNI,Polri"'
    assert lists == {
        "kecamatan": "daftar_kecamatan",
        "desa": desa_list(),
        "role": "daftar_jabatan",
    }


def test_form__desa__are_grouped_by_kecamatan(blank: Path) -> None:
    rows = grid(blank, "Daftar")[2:]
    kecamatan = [row[7] for row in rows if row[7]]
    assert (len(kecamatan), len(set(kecamatan))) == (192, 17)
    assert kecamatan == sorted(kecamatan)
    assert [row[5] for row in rows if row[5]] == sorted(set(kecamatan))


def test_without_a_regency_places_are_typed_freely(tmp_path: Path) -> None:
    matches = checks(written(tmp_path / "isian.xlsx"))
    assert "kecamatan" not in matches
    assert "desa" not in matches


# ---- Filled, and enrolled --------------------------------------------------------------------------

Enrol = Callable[..., Any]


@pytest.fixture
def enrol(blank: Path, tmp_path: Path) -> Enrol:
    """Enrol people who were written into the form; give the run."""

    def run(*people: dict[str, Cell], first: int = FIRST) -> Any:
        roster = filled(blank, tmp_path / "isi.xlsx", *people, first=first)
        return invoke("enrol", roster, "--out", tmp_path / "out", "--json")

    return run


def test_a_filled_form_enrols_everybody(enrol: Enrol) -> None:
    people = [
        somebody(1),
        somebody(2, role="Ketua KPPS", wage=900_000, no=2),
        somebody(3, role="Anggota PPK", wage=2_200_000, desa=None, tps=None)
        | {"start": date(2024, 5, 16), "end": date(2025, 1, 27)},
        somebody(4, role="Panwaslu Kelurahan/Desa (PKD)", wage=1_100_000, tps=None)
        | {"start": date(2024, 6, 2), "end": date(2025, 1, 27), "employment": "Non-ASN"},
    ]
    done = enrol(*people)
    assert (done.status, done.json["ready"], done.json["findings"]) == (0, 4, [])


def test_a_civil_servant_of_the_form_is_excluded(enrol: Enrol) -> None:
    done = enrol(somebody(1), somebody(2, employment="PNS"))
    assert (done.json["ready"], done.json["excluded"]) == (1, 1)


def test_form__filled__summary_has_the_example_and_no_unread_sheet(
    blank: Path, tmp_path: Path
) -> None:
    roster = filled(blank, tmp_path / "isi.xlsx", somebody(1))
    report = invoke("enrol", roster, "--out", tmp_path / "out").out
    assert "1 contoh pengisian" in report
    assert "TIDAK dibaca" not in report
    assert "Kabupaten" not in report.split("lokasi pekerjaan")[0]
    assert "lokasi pekerjaan 3214 PURWAKARTA (dari judul daftar petugas)" in report


def test_form__empty__is_refused(blank: Path, tmp_path: Path) -> None:
    done = invoke("enrol", blank, "--out", tmp_path / "out", "--lang", "en")
    assert done.status == 3
    assert "there is nobody in it" in done.err


# ---- The example swallows nobody -------------------------------------------------------------------


def test_a_person_over_the_example_is_enrolled_though_the_mark_was_left(enrol: Enrol) -> None:
    done = enrol(somebody(1), somebody(2), first=EXAMPLE)
    assert (done.status, done.json["ready"]) == (0, 2)


@pytest.mark.parametrize("kept", ["nik", "name"])
def test_half_an_example_is_judged(enrol: Enrol, kept: str) -> None:
    person = somebody(1)
    del person[kept]
    done = enrol(person, first=EXAMPLE)
    assert done.json["roster"]["rows"] == 1


@pytest.mark.parametrize(
    "cells",
    [
        ("1", own_sheets.NIK, own_sheets.NAME.id),
        ("CONTOH 2", own_sheets.NIK, own_sheets.NAME.id),
        (own_sheets.MARK.id, "3214010107900001", own_sheets.NAME.id),
        (own_sheets.MARK.id, own_sheets.NIK, "Budi"),
        (own_sheets.MARK.id, "", own_sheets.NAME.id),
    ],
)
def test_only_the_untouched_example_is_one(cells: tuple[str, str, str]) -> None:
    columns = {"no": 0, "nik": 1, "name": 2}
    assert not own_sheets.is_example_row(columns, list(cells))
    assert own_sheets.is_example_row(
        columns, [own_sheets.MARK.id, own_sheets.NIK, own_sheets.NAME.id]
    )
    assert own_sheets.is_example_row(
        columns, ["contoh ", number_cell(own_sheets.NIK), own_sheets.NAME.id.upper()]
    )


def test_a_table_without_numbers_has_no_example() -> None:
    assert not own_sheets.is_example_row(
        {"nik": 0, "name": 1}, [own_sheets.NIK, own_sheets.NAME.id]
    )


# ---- The command -----------------------------------------------------------------------------------


def test_an_earlier_form_stays_unless_forced(blank: Path, tmp_path: Path) -> None:
    path = tmp_path / "isian.xlsx"
    path.write_text("somebody's work")
    refused = invoke("template", "--out", path)
    assert (refused.status, path.read_text()) == (4, "somebody's work")
    written(path, "--regency", "3214", "--force")
    assert path.read_bytes() == blank.read_bytes()


MISUSES = {
    ("--regency", "purwakrta"): "Kabupaten Purwakarta (3214)",
    ("--regency", "9999"): "'9999'",
    ("--election", "pilkada-1999"): "pilkada-2024",
}


@pytest.mark.parametrize(("option", "says"), MISUSES.items())
def test_template__misuse__has_a_suggestion(
    option: tuple[str, str], says: str, tmp_path: Path
) -> None:
    done = invoke("template", "--out", tmp_path / "isian.xlsx", *option)
    assert done.status == 2
    assert says in " ".join(done.err.split())
    assert content(tmp_path) == {}


def test_the_form_is_a_workbook(tmp_path: Path) -> None:
    done = invoke("template", "--out", tmp_path / "isian.csv", "--lang", "en")
    assert (done.status, "must end in .xlsx" in done.err) == (2, True)


# ---- LibreOffice -----------------------------------------------------------------------------------

# A row, what is wrong in it, and the fields whose check says so.
BAD = {
    "a digit is missing": ({"nik": "321401150790900"}, {"nik"}),
    "a letter": ({"nik": "32140115O7909001"}, {"nik"}),
    "a point": ({"nik": "3214.11507909001"}, {"nik"}),
    "a number": ({"nik": 3214011507909001}, {"nik"}),
    "once more": ({"nik": "3214011507909001"}, {"name"}),
    "the end first": ({"end": date(2024, 11, 1)}, {"end"}),
    "no day": ({"end": "besok"}, {"end"}),
    "four digits": ({"postal_code": "4111"}, {"postal_code"}),
    "a short KPJ": ({"kpj": "123"}, {"kpj"}),
    "a telephone": ({"phone": "0264-200"}, {"phone"}),
}
CHECKED = ("nik", "name", "end", "postal_code", "phone", "kpj")


def soffice(folder: Path, kind: str, path: Path) -> Path:
    """Convert a workbook as LibreOffice would save it."""
    out = folder / kind
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", out, path]
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=HANG)
    return out / path.with_suffix(f".{kind}").name


def with_formulas(path: Path, rules: dict[str, Any], rows: range) -> Path:
    """Write each custom check, and the length and first of the desa list, beside the rows."""
    book = openpyxl.load_workbook(path)
    filling = book["Isian"]
    formulas = [rules[name].formula1 for name in CHECKED]
    formulas += [f"ROWS({desa_list()})", f"INDEX({desa_list()},1)"]
    for row in rows:
        for column, formula in enumerate(formulas, start=len(layout.columns()) + 2):
            moved = Translator(f"={formula}", f"A{EXAMPLE}").translate_formula(f"A{row}")
            filling.cell(row, column).value = moved  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.fixture(scope="module")
def opened(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    """The rows of a good person and the bad ones, as LibreOffice computes their checks."""
    if not SOFFICE:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    bad = [somebody(number) | change for number, (change, _) in enumerate(BAD.values(), start=2)]
    people = [somebody(1, kpj="12345678901"), *bad]
    path = filled(blank, folder / "isi.xlsx", *[row | {"no": ""} for row in people])
    with_formulas(path, checks(blank), range(FIRST, FIRST + len(people)))
    saved = soffice(folder, "xlsx", path)
    assert set(checks(saved)) == set(checks(blank))
    pdf = soffice(folder, "pdf", path).read_bytes()
    assert pdf.startswith(b"%PDF")
    return grid(saved, "Isian")[FIRST - 1 :]


def verdicts(row: list[Any]) -> dict[str, Any]:
    at = len(layout.columns()) + 1
    return dict(zip(CHECKED, row[at:], strict=False))


def test_in_libreoffice_the_drop_down_list_holds_the_desa(opened: list[list[Any]]) -> None:
    at = len(layout.columns()) + 1 + len(CHECKED)
    assert [row[at : at + 2] for row in opened[: len(BAD)]] == [[10, "Cipaisan"]] * len(BAD)


def test_in_libreoffice_the_cells_are_what_they_were(opened: list[list[Any]]) -> None:
    columns = list(layout.columns())
    row = dict(zip(columns, opened[0], strict=False))
    assert (row["nik"], row["tps"], row["postal_code"]) == ("3214011507909001", "001", "41111")
    assert row["birth_date"] == date(1990, 7, 15)


@pytest.mark.parametrize("fault", BAD)
def test_in_libreoffice_a_bad_cell_is_refused(fault: str, opened: list[list[Any]]) -> None:
    row = opened[1 + list(BAD).index(fault)]
    passed = {name for name, verdict in verdicts(row).items() if verdict is True}
    empty = {name for name in ("kpj",) if name not in BAD[fault][0]}
    assert set(CHECKED) - passed - empty == BAD[fault][1]
