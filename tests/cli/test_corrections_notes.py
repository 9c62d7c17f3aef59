"""Edits in read-only sheets of corrections, notes beside the rows, and the places of statements."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.test_corrections_edits import edit, findings_with
from cli.test_corrections_roundtrip import enrol, fill, one, table
from roster.builders import roster
from support.people import nik, people, person
from support.run import invoke

from pemilu_cover.roster.corrections.read_only_edits import read_only_edits, rows_sent
from pemilu_cover.roster.reading.sheet import Sheet


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster with a faulty person and two civil servants, and its result."""
    folder = tmp_path_factory.mktemp("posted")
    enrol(
        folder / "sent",
        one(
            folder,
            person(1),
            person(2, NIK="123"),
            person(3, Keterangan="PNS"),
            person(4, Jabatan="Sekretaris PPS (PNS)"),
        ),
    )
    return folder


@pytest.fixture
def sent(posted: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the roster and its corrections."""
    shutil.copytree(posted, tmp_path, dirs_exist_ok=True)
    return tmp_path / "roster.xlsx", tmp_path / "sent" / "corrections.xlsx"


def rows(file: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows below the header of a read-only sheet."""
    cells = list(openpyxl.load_workbook(file)[sheet].values)
    top = next(at for at, row in enumerate(cells) if "Dari berkas" in row)
    titles = [str(title) for title in cells[top]]
    return [dict(zip(titles, row, strict=True)) for row in cells[top + 1 :]]


# ---- edits in read-only sheets -------------------------------------------------------------------------


def test_enrol__edit_in_dikecualikan__is_reported_with_the_right_place(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent

    def change(book: openpyxl.Workbook) -> None:
        page = book["Dikecualikan"]
        at = next(cell for row in page.iter_rows() for cell in row if cell.value == "PNS")
        at.value = "honorer"

    fill(edit(file, change), "Perbaikan", lambda row: row.update(NIK=nik(2)))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    (report,) = findings_with(done, "complete-read-only")
    assert (report["sheet"], report["about"], report["level"]) == (
        "Dikecualikan",
        "corrections",
        "warning",
    )
    assert "kolom 'Keterangan'" in report["message"]
    assert "roster.xlsx › DATA ADHOC › 4" in report["message"]
    assert (done.status, done.json["excluded"]) == (0, 2)
    assert done.json["complete"]["unused"] == 1


def test_enrol__edits_in_diubah_and_petunjuk__are_reported(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    out = tmp_path / "o"
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    enrol(out, path, "--corrections", file)

    def change(book: openpyxl.Workbook) -> None:
        page = book["Diubah"]
        at = next(cell for row in page.iter_rows() for cell in row if cell.value == nik(2))
        at.value = nik(7)
        book["Petunjuk"]["D4"] = "Bu Imas sudah pindah"

    again = edit(out / "corrections.xlsx", change, tmp_path / "isi2.xlsx")
    done = enrol(out, path, "--corrections", again, "--force")
    report = {(each["sheet"], each["cell"]) for each in findings_with(done, "complete-read-only")}
    assert {sheet for sheet, _ in report} == {"Diubah", "Petunjuk"}
    assert ("Petunjuk", "D4") in report


def test_enrol__read_only_sheets_sorted_and_a_column_deleted__has_no_finding(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent

    def change(book: openpyxl.Workbook) -> None:
        page = book["Dikecualikan"]
        last, before = page.max_row, page.max_row - 1
        for column in range(1, page.max_column + 1):
            one, other = page.cell(last, column), page.cell(before, column)
            one.value, other.value = other.value, one.value
        page.delete_cols(7)
        page.title = "Tidak ikut"

    fill(edit(file, change), "Perbaikan", lambda row: row.update(NIK=nik(2)))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert done.status == 0
    assert not findings_with(done, "complete-read-only")


def cells(name: str, *rows: list[str]) -> Sheet:
    return Sheet("isi.xlsx", name, visible=True, first_row=1, first_column=1, rows=list(rows))


HEAD = ["Dari berkas", "Dari lembar", "Dari baris", "NIK", "Alasan"]


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        ([HEAD, ["a", "b", "2", "77", "why"], ["a", "b", "3", "12", "why"]], []),
        ([HEAD, ["a", "b", "2", "78", "why"], ["a", "b", "3", "12", "why"]], [("D2", 1)]),
        ([HEAD, ["a", "b", "2", "", "why"], ["a", "b", "3", "12", "why"]], [("D2", 1)]),
        ([HEAD, ["a", "b", "2", "77", "why"]], []),
        (
            [HEAD, *(["a", "b", str(n), "7", "why"] for n in (2, 3)), ["baru", "Gita"]],
            [("D2", 1), ("D3", 1), ("A4", 1)],
        ),
        ([[*HEAD, "Catatan"], ["a", "b", "2", "77", "why", "pindah"]], [("F1", 1), ("F2", 1)]),
    ],
    ids=["same", "changed", "emptied", "deleted", "changed and added", "a column added"],
)
def test_read_only_edits__changed_rows__yields_each_changed_cell(
    returned: list[list[str]], expected: list[tuple[str, int]]
) -> None:
    was = [HEAD, ["a", "b", "2", "77", "why"], ["a", "b", "3", "12", "why"]]
    sent = rows_sent(cells("Semula lainnya", *(["Dikecualikan", *row] for row in was)))
    edits = list(read_only_edits(cells("Dikecualikan", *returned), sent))
    places = [(each.origin.cell, each.detail["cells"]) for each in edits]
    assert sorted(places, key=str) == sorted(expected, key=str)


def test_read_only_edits__many_cells_of_a_column_changed__is_reported_once() -> None:
    was = [HEAD, *(["a", "b", str(n), str(n), "why"] for n in range(9))]
    sent = rows_sent(cells("Semula lainnya", *(["Dikecualikan", *row] for row in was)))
    now = [HEAD, *(["a", "b", str(n), str(n), "salah"] for n in range(9))]
    (report,) = read_only_edits(cells("Dikecualikan", *now), sent)
    assert (report.detail["column"], report.detail["cells"]) == ("Alasan", 9)


# ---- findings of a column ----------------------------------------------------------------------------


def test_enrol__finding_of_a_column__is_in_kolom_roster_and_nobodys_fault(tmp_path: Path) -> None:
    crowd = [{"Nomor Kartu": one.pop("NIK"), **one} for one in people(3)]
    done = enrol(tmp_path / "o", roster(tmp_path, crowd))
    (guess,) = findings_with(done, "column-guess")
    assert (guess["about"], guess["row"]) == ("column", 1)
    assert done.json["findings_about"]["column"]["warning"] >= 1
    (note,) = rows(tmp_path / "o" / "corrections.xlsx", "Kolom roster")
    assert (note["Kolom"], note["Orang di tabel"]) == ("Nomor Kartu", "3")
    assert '--column "Nomor Kartu=NIK"' in note["Yang harus dilakukan"]
    mending = openpyxl.load_workbook(tmp_path / "o" / "corrections.xlsx")["Perbaikan"]
    assert "tampak seperti" not in str(list(mending.values))


def test_enrol__column_error__names_all_whom_it_holds_in_kolom_roster(tmp_path: Path) -> None:
    crowd = [person(n, **{"L/P": "P"}) for n in range(1, 7)]
    done = enrol(tmp_path / "o", roster(tmp_path, crowd))
    assert (done.status, done.json["held_back"]) == (1, 6)
    (note,) = rows(tmp_path / "o" / "corrections.xlsx", "Kolom roster")
    assert (note["Orang di tabel"], note["Tingkat"]) == ("6", "belum terdaftar")


def test_enrol__only_a_column_is_missing__counts_no_person_with_a_warning(tmp_path: Path) -> None:
    crowd = [{k: v for k, v in one.items() if k != "Honor"} for one in people(3)]
    path = roster(tmp_path, crowd)
    out = invoke("enrol", path, "--out", tmp_path / "o").out
    assert "dengan peringatan" not in out
    assert "Kolom daftar petugas (jumlah kolom, bukan orang):" in out
    (note,) = rows(tmp_path / "o" / "corrections.xlsx", "Kolom roster")
    assert (
        'Kolom Honor tidak ditemukan di tabel ini (judul yang dikenal antara lain "Honor",'
        in (note["Sebab"])
    )


def test_check__strict_and_a_warning_of_a_column__holds_back_the_table(tmp_path: Path) -> None:
    crowd = [{"Nomor Kontak": one.pop("No. HP"), **one} for one in people(3)]
    done = invoke("check", roster(tmp_path, crowd), "--strict", "--json")
    warned = [each for each in done.json["findings"] if each["about"] == "column"]
    assert [(each["code"], each["level"]) for each in warned] == [("column-guess", "error")]
    assert done.json["held_back"] == 3


# ---- who said it ---------------------------------------------------------------------------------------


def test_enrol__excluded_by_roster_and_by_corrections__has_the_place_to_fix(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(Hapus="Y"))
    enrol(tmp_path / "o", path, "--corrections", file)
    report = {
        row["Dari baris"]: row["Yang harus dilakukan"]
        for row in rows(tmp_path / "o" / "corrections.xlsx", "Dikecualikan")
    }
    assert (
        "kosongkan kolom Hapus di berkas perbaikan corrections.xlsx, lembar Perbaikan"
        in report["3"]
    )
    assert (
        "betulkan kolom Keterangan di daftar petugas roster.xlsx, lembar DATA ADHOC, sel"
        in report["4"]
    )
    assert "betulkan kolom Jabatan di daftar petugas roster.xlsx" in report["5"]


def test_enrol__errors_of_corrections__are_counted_separately(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(Kode="00000000", Baris="99", NIK=nik(2)))
    done = invoke("enrol", path, "--corrections", file, "--out", tmp_path / "o")
    people_part, corrections_part = done.out.split("Berkas perbaikan (jumlah baris")
    assert "[complete-lost]" in corrections_part
    assert "[complete-lost]" not in people_part
    counts = enrol(tmp_path / "o2", path, "--corrections", file).json["findings_about"]
    assert counts["corrections"]["error"] == 1
    assert counts["person"]["error"] == 1


def test_enrol__fault_in_a_mothers_cell__names_its_column(tmp_path: Path) -> None:
    path = one(tmp_path, person(1, **{"Nama Ibu Kandung": "12345"}), person(2))
    enrol(tmp_path / "o", path)
    (row,) = table(tmp_path / "o" / "corrections.xlsx", "Perbaikan")
    assert row["Yang harus dibetulkan"].startswith("Periksa. Nama Ibu Kandung: ")


def test_enrol__exclusion_with_a_very_long_reason__writes_no_row_that_excel_repairs(
    tmp_path: Path,
) -> None:
    long = [{**one, "Nomor Kartu " + "x" * 900: one["NIK"]} for one in people(3)]
    crowd = [{k: v for k, v in one.items() if k != "NIK"} for one in long]
    enrol(tmp_path / "o", roster(tmp_path, crowd))
    page = openpyxl.load_workbook(tmp_path / "o" / "corrections.xlsx")["Kolom roster"]
    heights = [dimension.height or 0 for dimension in page.row_dimensions.values()]
    assert 0 < max(heights) <= 409
