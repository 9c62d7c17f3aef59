"""SIPP's files are recognised by their headers, read cell by cell, and refused where they are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.paths import EXAMPLES
from support.sipp_downloads import MASKS, NPP, PERIOD, SippPerson, write_koreksi, write_upah

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.sipp_downloads import SippDownload, read_sipp_download

ANI = SippPerson(
    "3214014507909001", "ANI LESTARI", date(1990, 7, 5), "24012345671", "210000000000001"
)
BUDI = SippPerson("3214011507909002", "BUDI", date(1990, 7, 15), "", "210000000000002")

Edit = Callable[[openpyxl.Workbook], None]


def read_one(path: Path) -> SippDownload:
    (download,) = read_sipp_download([path])
    return download


def edited(path: Path, edit: Edit, sheet: str = "data_upah") -> Path:
    """Change the data sheet of a file, as Excel would."""
    book = openpyxl.load_workbook(path)
    edit(book[sheet])
    book.save(path)
    return path


def refusal(path: Path) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        read_sipp_download([path])
    assert "{" not in caught.value.in_language("id")
    return caught.value


# ---- What is read -------------------------------------------------------------------------------


def test_upah__as_downloaded__has_period_npp_and_people(tmp_path: Path) -> None:
    read = read_one(write_upah(tmp_path / "any name.xlsx", [ANI, BUDI]))
    assert (read.kind, read.sheet, read.npp, read.period) == ("upah", "data_upah", NPP, PERIOD)
    assert read.unreadable == ()
    columns = (
        "row",
        "nik",
        "kpj",
        "kode_tk",
        "name",
        "is_masked",
        "birth_date",
        "wage_sen",
        "rapel_sen",
    )
    assert read.rows.select(columns).rows() == [
        (2, ANI.nik, ANI.kpj, ANI.kode_tk, ANI.shown_name, True, ANI.birth_date, 85_000_000, 0),
        (3, BUDI.nik, None, BUDI.kode_tk, "BUDI", False, BUDI.birth_date, 85_000_000, 0),
    ]


def test_koreksi__as_downloaded__has_contact_data_and_no_period(tmp_path: Path) -> None:
    one = replace(ANI, phone="083512345678", bank="BANK INVENTED", bank_code="990", account="1")
    read = read_one(write_koreksi(tmp_path / f"template_koreksi_tk_{NPP} (1).xlsx", [one]))
    assert (read.kind, read.npp, read.period) == ("koreksi", NPP, None)
    columns = (
        "nik",
        "kpj",
        "phone",
        "location",
        "email",
        "bank",
        "bank_code",
        "account",
        "wage_sen",
    )
    assert read.rows.select(columns).rows() == [
        (ANI.nik, ANI.kpj, "083512345678", "3214", None, "BANK INVENTED", "990", "1", None)
    ]
    assert read_one(write_koreksi(tmp_path / "other.xlsx", [one])).npp == ""


def test_csv__exported_from_it__reads_the_same(tmp_path: Path) -> None:
    source = write_upah(tmp_path / "upah.xlsx", [ANI, BUDI])
    sheet = openpyxl.load_workbook(source)["data_upah"]
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in sheet.values]
    exported = tmp_path / "upah.csv"
    exported.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_one(exported).rows.equals(read_one(source).rows)


def test_header__below_other_rows__is_found(tmp_path: Path) -> None:
    path = write_upah(tmp_path / "upah.xlsx", [ANI])
    read = read_one(edited(path, lambda sheet: sheet.insert_rows(1, 3)))
    assert read.rows["row"].to_list() == [5]


def test_cells__typed_otherwise__are_read(tmp_path: Path) -> None:
    def retype(sheet: openpyxl.Workbook) -> None:
        sheet["A2"] = f"'{ANI.nik[:6]} {ANI.nik[6:]}"
        sheet["C2"] = int(ANI.kpj)
        sheet["F2"] = ANI.birth_date
        sheet["G2"] = "850000.00"
        sheet["I2"] = PERIOD
        sheet["J2"] = int(NPP)

    read = read_one(edited(write_upah(tmp_path / "upah.xlsx", [ANI]), retype))
    assert read.unreadable == ()
    assert read.rows.select("nik", "kpj", "birth_date", "wage_sen").row(0) == (
        ANI.nik,
        ANI.kpj,
        ANI.birth_date,
        85_000_000,
    )
    assert (read.period, read.npp) == (PERIOD, NPP)


def test_nik__as_exact_number__is_read_and_as_rounded_one_is_not(tmp_path: Path) -> None:
    path = write_upah(tmp_path / "upah.xlsx", [ANI, BUDI])

    def as_numbers(sheet: openpyxl.Workbook) -> None:
        sheet["A2"], sheet["A3"] = int(ANI.nik), int(f"{BUDI.nik[:-1]}0")

    read = read_one(edited(path, as_numbers))
    assert read.rows["nik"].to_list() == [ANI.nik, None]
    assert [(cell.code, cell.row) for cell in read.unreadable] == [("nik-number", 3)]


UNREADABLE = {
    "A2": ("3214", "nik-length", "NIK"),
    "C2": ("123", "sipp-cell", "KPJ"),
    "D2": ("2100*", "sipp-cell", "KODE_TK"),
    "F2": ("31-02-1990", "sipp-cell", "TGL_LAHIR"),
    "G2": ("banyak", "sipp-cell", "UPAH"),
    "H2": ("#REF!", "sipp-cell", "RAPEL"),
    "I2": ("15-11-2024", "sipp-cell", "BLTH"),
}


@pytest.mark.parametrize("cell", UNREADABLE)
def test_cell__without_a_value_of_its_column__is_reported_with_its_place(
    cell: str, tmp_path: Path
) -> None:
    text, code, column = UNREADABLE[cell]
    path = write_upah(tmp_path / "upah.xlsx", [ANI, BUDI])
    read = read_one(edited(path, lambda sheet: sheet.__setitem__(cell, text)))
    assert read.unreadable == ((code, "upah.xlsx", "data_upah", 2, column),)
    assert read.rows.height == 2


def test_names__masked_in_any_way__are_known_as_masked(tmp_path: Path) -> None:
    people = [replace(ANI, mask=mask) for mask in MASKS]
    read = read_one(write_upah(tmp_path / "upah.xlsx", people))
    assert read.rows["is_masked"].to_list() == [mask != "none" for mask in MASKS]


# ---- What is refused ----------------------------------------------------------------------------


def test_file__of_another_kind__is_no_download(tmp_path: Path) -> None:
    assert refusal(EXAMPLES / "messy-2024.xlsx").code == "sipp-not-a-download"
    (tmp_path / "x.csv").write_text("NIK,KPJ\n1,2\n", encoding="utf-8")
    assert refusal(tmp_path / "x.csv").code == "sipp-not-a-download"


def test_file__empty_or_damaged__is_refused_like_a_roster(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    codes = [refusal(tmp_path / name).code for name in ("empty.xlsx", "broken.xlsx")]
    assert codes == ["file-empty", "file-damaged"]


def test_header__without_a_column__names_it(tmp_path: Path) -> None:
    path = write_upah(tmp_path / "upah.xlsx", [ANI])
    error = refusal(edited(path, lambda sheet: sheet.__setitem__("C1", "NOMOR")))
    assert (error.code, error.detail["columns"]) == ("sipp-column-missing", "KPJ")


def test_header__with_a_column_twice__names_it(tmp_path: Path) -> None:
    path = write_upah(tmp_path / "upah.xlsx", [ANI])
    error = refusal(edited(path, lambda sheet: sheet.__setitem__("K1", "KPJ")))
    assert (error.code, error.detail["columns"]) == ("sipp-column-twice", "KPJ")


def test_upah__without_people__is_refused(tmp_path: Path) -> None:
    assert refusal(write_upah(tmp_path / "upah.xlsx", [])).code == "sipp-nobody"


@pytest.mark.parametrize(
    ("cell", "text", "code", "second"),
    [
        ("I3", "01-12-2024", "sipp-two-periods", "2024-12"),
        ("J3", "24108888", "sipp-two-npp", NPP),
    ],
)
def test_upah__with_rows_of_another_file__is_refused(
    cell: str, text: str, code: str, second: str, tmp_path: Path
) -> None:
    path = write_upah(tmp_path / "upah.xlsx", [ANI, BUDI])
    error = refusal(edited(path, lambda sheet: sheet.__setitem__(cell, text)))
    assert (error.code, error.detail["second"]) == (code, second)


def test_upah__without_any_npp__is_refused(tmp_path: Path) -> None:
    error = refusal(write_upah(tmp_path / "upah.xlsx", [ANI], npp=""))
    assert (error.code, error.detail["column"]) == ("sipp-column-empty", "NPP")
