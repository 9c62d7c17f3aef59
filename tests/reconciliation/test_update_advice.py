"""``update``: advice to the office that is no question, and the days by which it reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from support.people import Row, short_person
from support.run import Run, invoke
from support.sipp_downloads import people_of, write_upah
from support.workbooks import enrolled, roster

pytestmark = pytest.mark.slow

CALENDAR = 'proration = "calendar-month"\n'


def staff(number: int, **changes: Any) -> Row:
    """Return a PPS member from September to January."""
    term = {"Mulai": date(2024, 9, 1), "Selesai": date(2025, 1, 27)}
    return short_person(
        number, **({"Jabatan": "Anggota PPS", "Honor": 1_300_000, "TPS": ""} | term | changes)
    )


@pytest.fixture
def people() -> list[Row]:
    return [staff(number) for number in (1, 2, 3)]


@pytest.fixture
def result(tmp_path: Path, people: list[Row]) -> Path:
    return enrolled(tmp_path, *people, agreement=CALENDAR)


def change_list(folder: Path, *rows: Sequence[object]) -> Path:
    """Write a list of changes: NIK, event, day, document."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["NIK", "Kejadian", "Tanggal", "Nomor SK"])
    for row in rows:
        sheet.append(list(row))
    book.save(folder / "changes.xlsx")
    return folder / "changes.xlsx"


def update(result: Path, *rosters: Row, changes: Path | None = None, **options: object) -> Run:
    """Update a result in December 2024; the files are in ``next``."""
    folder = result.parent
    newer = [roster(folder / "newer.xlsx", *rosters)] if rosters else []
    given = {"period": "2024-12", "out": folder / "next", "changes": changes, **options}
    arguments = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    return invoke("update", result, *newer, *arguments, "--force", "--json")


def advice(done: Run) -> list[str]:
    assert done.status == 0, done.out + done.err
    return [one["code"] for one in done.json["advice"]]


def shown(done_folder: Path, result: Path, *options: object, lang: str = "id") -> str:
    """Return what the terminal shows for the same update."""
    done = invoke("update", result, "--out", done_folder, "--force", "--lang", lang, *options)
    return done.out


def sheet_rows(folder: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the numbered rows of a sheet of perubahan.xlsx by title."""
    values = [*openpyxl.load_workbook(folder / "perubahan.xlsx")[sheet].values]
    return [dict(zip(values[3], row, strict=True)) for row in values[4:] if isinstance(row[0], int)]


def test_update__exit_or_death_without_a_document__advises_to_add_it(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    rows = [
        [people[0]["NIK"], "mundur", "19-11-2024", ""],
        [people[1]["NIK"], "meninggal", "20-11-2024", ""],
        [people[2]["NIK"], "diberhentikan", "20-11-2024", "SK 3"],
    ]
    done = update(result, changes=change_list(tmp_path, *rows))
    assert advice(done) == ["no-document"]
    assert done.json["advice"][0]["message"].startswith("2 orang")
    assert done.json["asked"] == 0
    documents = {row["NIK"]: row["Dokumen"] for row in sheet_rows(tmp_path / "next", "Keluar")}
    assert documents == {
        people[0]["NIK"]: "Belum ada: isi nomor SK",
        people[1]["NIK"]: "Belum ada: isi surat kematian",
        people[2]["NIK"]: "SK 3",
    }
    screen = shown(
        tmp_path / "next", result, "--changes", tmp_path / "changes.xlsx", "--period", "2024-12"
    )
    assert "2 orang keluar atau meninggal tanpa nomor dokumen" in screen


def test_update__document_is_given_later__is_added_to_the_known_exit(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    leaver = [people[0]["NIK"], "mundur", "19-11-2024"]
    update(result, changes=change_list(tmp_path, [*leaver, ""]), out=tmp_path / "second")
    done = update(tmp_path / "second", changes=change_list(tmp_path, [*leaver, "SK 7"]))
    assert (advice(done), done.json["left"]) == ([], 0)
    register = pl.read_parquet(tmp_path / "next" / "people.parquet")
    assert register["exit_document"].to_list() == ["SK 7", None, None]


def test_update__contract_ends__needs_no_document(result: Path, tmp_path: Path) -> None:
    arguments = ["--end-of-term", "--period", "2025-02", "--out", tmp_path / "next"]
    done = invoke("update", result, *arguments, "--json")
    assert advice(done) == []


@pytest.mark.parametrize(
    "case", ["incomplete", "gap", "newcomer", "before-agreement", "unnumbered", "covered"]
)
def test_update__death_on_a_day_without_cover__is_warned_of(case: str, tmp_path: Path) -> None:
    person, terms, day, newer = staff(1), CALENDAR, "20-11-2024", []
    if case == "incomplete":
        person = staff(1, Nama_Ibu="")
    elif case == "gap":  # contract-month bills November alone
        person, terms, day = short_person(1), "", "05-12-2024"
    elif case == "before-agreement":
        terms = CALENDAR + "date = 2024-12-01\n"
    elif case == "newcomer":
        newer = [person, staff(9, Mulai=date(2024, 11, 1))]
    others = [staff(7)] if case in ("unnumbered", "covered") else []
    first = enrolled(tmp_path, person, *others, agreement=terms)
    if others:
        listed = people_of(pl.read_parquet(first / "people.parquet"))
        listed = listed[1:] if case == "unnumbered" else listed
        done = invoke("members", first, write_upah(tmp_path / "upah.xlsx", listed))
        assert done.status in (0, 1), done.err
    dead = newer[-1] if newer else person
    changes = change_list(tmp_path, [dead["NIK"], "meninggal", day, "AK 1"])
    done = update(first, *newer, changes=changes)
    expected = [] if case == "covered" else ["death-uncovered"]
    assert [code for code in advice(done) if code != "term-over"] == expected
    (row,) = sheet_rows(tmp_path / "next", "Keluar")
    assert row["Yang harus dilakukan"].startswith("HARI TANPA PERLINDUNGAN") == bool(expected)
    if expected:
        for lang, words in (("id", "belum terlindungi"), ("en", "without cover")):
            rosters = [tmp_path / "newer.xlsx"] if newer else []
            options = [*rosters, "--changes", changes, "--period", "2024-12"]
            assert words in shown(tmp_path / "next", first, *options, lang=lang)


def test_update__exit_whose_month_is_billed__names_the_period_of_its_file(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    upah = write_upah(
        tmp_path / "upah.xlsx",
        people_of(pl.read_parquet(result / "people.parquet")),
        period=date(2024, 12, 1),
    )
    changes = change_list(tmp_path, [people[0]["NIK"], "mundur", "03-12-2024", "SK 1"])
    done = update(result, changes=changes, members=upah)
    assert advice(done) == ["later-exits"]
    assert "template_tk_na periode Januari 2025" in done.json["advice"][0]["message"]
    assert not [*(tmp_path / "next").glob("template_tk_na*")]


def test_update__deadlines__are_the_same_on_screen_and_in_the_sheets(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    changes = change_list(
        tmp_path,
        [people[0]["NIK"], "mundur", "12-11-2024", "SK 1"],
        [people[1]["NIK"], "tidak pernah bertugas", "", "SK 2"],
    )
    newer = [people[2] | {"Honor": 1_500_000, "Alamat": "Kp. Baru RT 001 RW 001"}]
    newer.append(staff(8, Mulai=date(2024, 12, 2)))
    done = update(result, *newer, changes=changes)
    assert advice(done) == ["wage-ceiling"]
    folder = tmp_path / "next"
    days = [
        (row["Lapor paling lambat"], "TERLAMBAT" in row["Yang harus dilakukan"])
        for sheet in ("Masuk", "Keluar", "Upah", "Data")
        for row in sheet_rows(folder, sheet)
    ]
    late = [day for day, is_late in days if is_late]
    coming = sorted(day for day, _ in days if day >= datetime(2024, 12, 1))
    assert (len(days), late, coming[0]) == (5, [datetime(2024, 11, 21)], datetime(2024, 12, 10))
    options = [tmp_path / "newer.xlsx", "--changes", changes, "--period", "2024-12"]
    screen = shown(folder, result, *options, lang="en")
    assert "OVERDUE: 1 change, due on 2024-11-21" in screen
    assert f"2024-12-10 ({coming.count(coming[0])} changes)" in screen


def test_update__sipp_lists_others_than_are_billed__says_by_how_many_it_differs(
    people: list[Row], tmp_path: Path
) -> None:
    people = [*people, staff(4), staff(5, Nama_Ibu="")]
    first = enrolled(tmp_path, *people, agreement=CALENDAR)
    register = pl.read_parquet(first / "people.parquet").filter(pl.col("status") == "ready")
    upah = write_upah(tmp_path / "upah.xlsx", people_of(register), period=date(2024, 12, 1))
    changes = change_list(
        tmp_path,
        [people[0]["NIK"], "mundur", "30-09-2024", "SK 1"],
        [people[1]["NIK"], "meninggal", "20-11-2024", "AK 1"],
        [people[2]["NIK"], "tidak pernah bertugas", "", "SK 2"],
    )
    late = staff(8, Mulai=date(2024, 11, 20))
    done = update(first, people[3], people[4], late, changes=changes, members=upah)
    assert done.status == 0, done.out
    summary = openpyxl.load_workbook(tmp_path / "next" / "perubahan.xlsx")["Ringkasan"]
    text = "\n".join(str(row[0]) for row in summary.values)
    for words in (
        "1 orang yang meninggal sebelum periode ini",
        "1 orang yang tidak pernah bertugas",
        "1 penambahan dan 1 pengurangan masuk periode ini",
        "1 orang yang datanya belum lengkap",
    ):
        assert words in text


def test_update__held_back_before_and_no_roster_now__names_no_file_that_is_not_there(
    tmp_path: Path,
) -> None:
    first = enrolled(tmp_path, staff(1), staff(2, Tanggal_Lahir=None), status=1)
    screen = shown(tmp_path / "next", first, "--period", "2024-12")
    assert "masih belum terdaftar" in screen
    assert "corrections.xlsx" not in screen


def test_update__only_data_changed__has_its_own_steps(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    changed = people[0] | {"Alamat": "Kp. Baru RT 001 RW 001", "Honor": 1_200_000}
    done = update(result, changed, *people[1:])
    assert advice(done) == []
    summary = openpyxl.load_workbook(tmp_path / "next" / "perubahan.xlsx")["Ringkasan"]
    steps = [row[0] for row in summary.values if str(row[0])[:2] in ("1.", "2.", "3.")]
    assert [step.split()[:2] for step in steps] == [
        ["1.", "Unduh"],
        ["2.", "Unduh"],
        ["3.", "Hitung"],
    ]


@pytest.mark.parametrize(
    ("header", "wrong", "columns"), [("Honor", "Honr", "Honor"), ("Mulai", "Mulia", "Tgl Mulai")]
)
def test_advice__header_is_mistyped__names_the_column_that_is_not_read(
    header: str, wrong: str, columns: str, result: Path, people: list[Row]
) -> None:
    newer = [
        {wrong if name == header else name: cell for name, cell in one.items()} for one in people
    ]
    arguments = ["--period", "2024-11", "--out", result.parent / "next"]
    done = invoke("update", result, roster(result.parent / "newer.xlsx", *newer), *arguments)
    assert f"Kolom {columns} tidak terbaca di daftar baru" in " ".join(done.out.split())
