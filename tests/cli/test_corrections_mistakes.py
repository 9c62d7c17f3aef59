"""What clerks do by mistake in corrections.xlsx: it is read, or refused with the true reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.test_corrections_edits import findings_with
from cli.test_corrections_roundtrip import codes, enrol, one, sipp
from openpyxl.worksheet.worksheet import Worksheet
from support.locked import lock_folder
from support.people import nik, person
from support.run import Run

from pemilu_cover.roster.corrections.reader import list_corrections_files

pytestmark = pytest.mark.slow

BORN = [date(1980 + number, 1 + number, 3 * number + 1) for number in range(6)]
WHOLE = [nik(number, born=born) for number, born in enumerate(BORN, start=1)]
KEYS = ("Berkas", "Lembar", "Baris", "Kode")


class Correcting:
    """The sheet Perbaikan of a copy of the corrections, with its cells by row and title."""

    def __init__(self, file: Path) -> None:
        self.file, self.book = file, openpyxl.load_workbook(file)
        page = self.book["Perbaikan"]
        assert isinstance(page, Worksheet)
        self.page = page
        head = next(row for row in page.iter_rows() if any(c.value == "Kode" for c in row))
        self.columns = {str(cell.value): cell.column for cell in head}
        self.first = head[0].row + 1

    def put(self, title: str, values: Sequence[Any]) -> None:
        """Type values into a column, from the first person on."""
        for row, value in enumerate(values, start=self.first):
            self.page.cell(row, self.columns[title]).value = value

    def reverse(self, columns: Sequence[int]) -> None:
        """Sort the rows the other way round, with these columns alone."""
        rows = range(self.first, self.page.max_row + 1)
        values = [[self.page.cell(row, at).value for at in columns] for row in rows]
        for row, cells in zip(rows, reversed(values), strict=True):
            for at, value in zip(columns, cells, strict=True):
                self.page.cell(row, at).value = value

    @property
    def visible(self) -> list[int]:
        """The columns that are not hidden."""
        return [at for at in self.columns.values() if at < self.columns["Berkas"]]


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster of six people whose NIKs lack digits, and its corrections."""
    folder = tmp_path_factory.mktemp("posted")
    rows = [
        person(number, NIK=whole[: 15 - number % 2], **{"Tanggal Lahir": born})
        for number, (whole, born) in enumerate(zip(WHOLE, BORN, strict=True), start=1)
    ]
    enrol(folder / "o", one(folder, *rows))
    return folder


@pytest.fixture
def send_back(posted: Path, tmp_path: Path) -> Callable[[Callable[[Correcting], None]], Run]:
    """Return a function that edits a copy of the corrections as a clerk does, and enrols with it."""

    def edit_and_enrol(edit: Callable[[Correcting], None]) -> Run:
        file = Path(shutil.copy(posted / "o" / "corrections.xlsx", tmp_path / "back.xlsx"))
        sheet = Correcting(file)
        edit(sheet)
        sheet.book.save(file)
        return enrol(tmp_path / "o", posted / "roster.xlsx", "--corrections", file)

    return edit_and_enrol


def niks(done: Run, tmp_path: Path) -> set[str]:
    return {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "o")} if done.json["ready"] else set()


SendBack = Callable[[Callable[[Correcting], None]], Run]


def test_corrections__answers_slipped_by_a_row__are_held_with_the_reason(
    send_back: SendBack, tmp_path: Path
) -> None:
    done = send_back(lambda sheet: sheet.put("NIK", [*WHOLE[1:], WHOLE[0]]))
    held = findings_with(done, "complete-nik-row")
    assert [each["row"] for each in held] == [5, 6, 7, 8, 9]
    assert "orang di baris dekatnya" in held[0]["message"]
    assert not niks(done, tmp_path) & set(WHOLE[1:])


def test_corrections__one_answer_in_the_row_above__is_held_and_the_others_are_read(
    send_back: SendBack, tmp_path: Path
) -> None:
    done = send_back(lambda sheet: sheet.put("NIK", [WHOLE[1], WHOLE[1][:15], *WHOLE[2:]]))
    assert [each["row"] for each in findings_with(done, "complete-nik-row")] == [5]
    assert niks(done, tmp_path) == set(WHOLE[2:])


def test_corrections__nik_corrected_although_the_birth_date_is_wrong__is_read(
    send_back: SendBack,
) -> None:
    done = send_back(lambda sheet: sheet.put("NIK", [nik(1, born=date(1971, 8, 30)), *WHOLE[1:]]))
    assert codes(done)["corrected"] == 6
    assert codes(done)["birth-nik"] == 1


def test_corrections__visible_columns_sorted__are_held_without_notes_about_our_reasons(
    send_back: SendBack,
) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", WHOLE)
        sheet.reverse(sheet.visible)

    done = send_back(edit)
    assert codes(done)["complete-sorted"] == 6
    assert not codes(done)["note-unread"]


@pytest.fixture(scope="module")
def without_nik(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster whose third person has no NIK, and its corrections with birth dates."""
    folder = tmp_path_factory.mktemp("without-nik")
    rows = [
        person(number, **{"Tanggal Lahir": born, "NIK": whole[:15]})
        for number, (whole, born) in enumerate(zip(WHOLE, BORN, strict=True), start=1)
    ]
    rows[2]["NIK"], rows[5]["Tanggal Lahir"] = None, "31-02-1990"
    enrol(folder / "o", one(folder, *rows))
    return folder


def typed_over(name: str, born: date, *, is_dated: bool = True) -> dict[str, Any]:
    """Return the cells of a name, a NIK and its birth date, which may have no cell."""
    cells = {"Nama Lengkap": name, "NIK": nik(50, born=born), "Tanggal Lahir": born}
    return cells if is_dated else {title: cells[title] for title in ("Nama Lengkap", "NIK")}


@pytest.mark.parametrize(
    ("typed", "is_held"),
    [
        (typed_over("Hadi Arifin", date(1991, 5, 6)), True),
        (typed_over("Hadi Arifin", date(1991, 5, 6), is_dated=False), True),
        (typed_over("Dadan Arifin", date(1991, 5, 6)), False),
        (typed_over("Dadang Arifin", BORN[2], is_dated=False), False),
        (typed_over("Dadang Arifin", date(1982, 7, 3)), False),
        (typed_over("Dadang Arifin", date(1983, 3, 7)), False),
    ],
)
def test_corrections__name_nik_and_birth_date_typed_over__are_another_person(
    typed: dict[str, Any], is_held: bool, without_nik: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(without_nik / "o" / "corrections.xlsx", tmp_path / "back.xlsx"))
    sheet = Correcting(file)
    sheet.reverse([*sheet.columns.values()])
    row = next(
        row
        for row in range(sheet.first, sheet.page.max_row + 1)
        if sheet.page.cell(row, sheet.columns["Nama Lengkap"]).value == "Dadan Arifin"
    )
    for title, value in typed.items():
        sheet.page.cell(row, sheet.columns[title]).value = value
    sheet.book.save(file)
    done = enrol(tmp_path / "o", without_nik / "roster.xlsx", "--corrections", file)
    assert codes(done)["complete-another"] == is_held
    assert (typed["NIK"] in niks(done, tmp_path)) != is_held


def test_corrections__whole_rows_sorted__are_read(send_back: SendBack, tmp_path: Path) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", WHOLE)
        sheet.reverse([*sheet.columns.values()])

    done = send_back(edit)
    assert (done.status, niks(done, tmp_path)) == (0, set(WHOLE))


@pytest.mark.parametrize("keys", [KEYS, ("Kode",)], ids=["all", "one"])
def test_corrections__hidden_columns_deleted__are_refused_by_name(
    keys: Sequence[str], send_back: SendBack
) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", WHOLE)
        sheet.page.delete_cols(sheet.columns[keys[0]], len(keys))

    done = send_back(edit)
    assert (done.status, f"kolom {', '.join(keys)} atau baris judulnya" in done.err) == (3, True)


def test_corrections__row_deleted__leaves_that_person_as_they_are(
    send_back: SendBack, tmp_path: Path
) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", WHOLE)
        sheet.page.delete_rows(sheet.first + 1)

    done = send_back(edit)
    assert (niks(done, tmp_path), done.json["held_back"]) == ({WHOLE[0], *WHOLE[2:]}, 1)


def test_corrections__columns_shown_again_and_moved__are_read(
    send_back: SendBack, tmp_path: Path
) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", WHOLE)
        sheet.page.move_range(f"A1:Z{sheet.page.max_row}", cols=3)
        for column in sheet.page.column_dimensions.values():
            column.hidden = False

    done = send_back(edit)
    assert (done.status, niks(done, tmp_path)) == (0, set(WHOLE))


def test_corrections__niks_pasted_as_numbers__are_read_as_uncertain(send_back: SendBack) -> None:
    def edit(sheet: Correcting) -> None:
        sheet.put("NIK", [int(whole) for whole in WHOLE])
        for row in range(sheet.first, sheet.page.max_row + 1):
            sheet.page.cell(row, sheet.columns["NIK"]).number_format = "General"

    assert codes(send_back(edit))["nik-number"] == 6


def test_corrections__visible_cells_in_a_new_workbook__are_refused(
    posted: Path, tmp_path: Path
) -> None:
    sheet = Correcting(Path(shutil.copy(posted / "o" / "corrections.xlsx", tmp_path / "c.xlsx")))
    sheet.put("NIK", WHOLE)
    book = openpyxl.Workbook()
    for row in sheet.page.iter_rows(min_row=sheet.first - 1):
        book.active.append([cell.value for cell in row if cell.column in sheet.visible])
    book.save(tmp_path / "baru.xlsx")
    done = enrol(tmp_path / "o", posted / "roster.xlsx", "--corrections", tmp_path / "baru.xlsx")
    assert done.status == 3
    assert "kolom Berkas, Lembar, Baris, Kode tidak ditemukan" in done.err


def test_corrections__folder_with_one_that_cannot_be_read__is_refused(
    posted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "back" / "kec. Plered"
    locked.mkdir(parents=True)
    shutil.copy(posted / "o" / "corrections.xlsx", locked.parent / "c.xlsx")
    lock_folder(locked, monkeypatch)
    done = enrol(tmp_path / "o", posted / "roster.xlsx", "--corrections", locked.parent)
    assert done.status == 3
    assert f"{locked}: tidak dapat dibuka" in done.err


def test_corrections__folder_with_a_link_to_another__are_read_or_refused(
    posted: Path, tmp_path: Path
) -> None:
    back, drive = tmp_path / "back", tmp_path / "drive"
    back.mkdir()
    drive.mkdir()
    shutil.copy(posted / "o" / "corrections.xlsx", drive / "c.xlsx")
    (back / "kec").symlink_to(drive, target_is_directory=True)
    assert list_corrections_files([back]) == [back / "kec" / "c.xlsx"]
    (drive / "again").symlink_to(back, target_is_directory=True)
    done = enrol(tmp_path / "o", posted / "roster.xlsx", "--corrections", back)
    assert done.status == 3
    assert "tautan ini kembali ke folder yang memuatnya" in done.err


DAYS: list[Any] = ["8 Desember 2024", "8/12/2024", "08.12.2024", " 08-12-2024 ", "2024-12-08"]


def test_corrections__dates_typed_in_other_ways__are_read(tmp_path: Path) -> None:
    late = {"Tgl Selesai": date(2023, 12, 8)}
    path = one(tmp_path, *(person(number, **late) for number in range(1, 7)))
    enrol(tmp_path / "a", path)
    sheet = Correcting(tmp_path / "a" / "corrections.xlsx")
    sheet.put("Tgl Selesai", [*DAYS, datetime(2024, 12, 8)])
    sheet.page.cell(sheet.first + 5, sheet.columns["Tgl Selesai"]).number_format = "d-mmm-yy"
    sheet.book.save(sheet.file)
    done = enrol(tmp_path / "b", path, "--corrections", sheet.file)
    assert (done.status, done.json["ready"]) == (0, 6)
