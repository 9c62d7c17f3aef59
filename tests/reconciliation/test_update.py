"""``update``: what changed between a result and newer rosters or a list of changes, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from support.people import Row, short_person
from support.run import Run, invoke
from support.sipp_downloads import NPP, people_of, write_koreksi, write_upah
from support.workbooks import roster

pytestmark = pytest.mark.slow

KPPS_MONTH = Decimal(4590)  # 0.54 % of Rp850,000
SEATS = 7
HEADER = ["No", "NIK", "Nama", "Kejadian", "Tanggal", "Nomor SK", "NIK baru"]


@pytest.fixture
def people() -> list[Row]:
    """Return the seven KPPS members of one TPS."""
    return [short_person(number) for number in range(1, SEATS + 1)]


@pytest.fixture
def result(tmp_path: Path, people: list[Row]) -> Path:
    """Return the first result of these people."""
    return enrol(tmp_path, people)


def enrol(folder: Path, people: Sequence[Row], agreement: str = "") -> Path:
    """Enrol people and return the result."""
    options: list[object] = []
    if agreement:
        (folder / "pks.toml").write_text(agreement, encoding="utf-8")
        options = ["--agreement", folder / "pks.toml"]
    out = folder / "first"
    done = invoke("enrol", roster(folder / "roster.xlsx", *people), "--out", out, *options)
    assert done.status == 0, done.out + done.err
    return out


def update(result: Path, *people: Row, changes: Path | None = None, **options: object) -> Run:
    """Update a result in the period December 2024; ``out`` defaults to the folder ``next``."""
    folder = result.parent
    rosters = [roster(folder / "newer.xlsx", *people)] if people else []
    given = {"period": "2024-12", "out": folder / "next", "changes": changes, **options}
    arguments = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    return invoke("update", result, *rosters, *arguments, "--force", "--json")


def change_list(folder: Path, *rows: Sequence[object], newcomers: Sequence[Row] = ()) -> Path:
    """Write a list of changes: departures, and a sheet of newcomers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Keluar"
    sheet.append(HEADER)
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    if newcomers:
        page = book.create_sheet("Masuk")
        page.append(list(newcomers[0]))
        for one in newcomers:
            page.append(list(one.values()))
    path = folder / "changes.xlsx"
    book.save(path)
    return path


def register(folder: Path) -> pl.DataFrame:
    """Return the register of a result."""
    return pl.read_parquet(folder / "people.parquet")


def by_nik(folder: Path, one: Row) -> dict[str, Any]:
    """Return the row of a person."""
    return register(folder).filter(pl.col("nik") == one["NIK"]).row(0, named=True)


def test_update__same_roster__changes_nothing(result: Path, people: list[Row]) -> None:
    done = update(result, *people)
    assert done.status == 0
    assert done.json | {"files": [], "findings": [], "advice": []} == {
        "schema": "pemilu-cover/update/1",
        "period": "2024-12",
        "stayed": SEATS,
        "joined": 0,
        "left": 0,
        "died": 0,
        "never_served": 0,
        "unlisted": 0,
        "replaced": 0,
        "changed": 0,
        "asked": 0,
        "premium": str(SEATS * KPPS_MONTH) + ".00",
        "difference": "0.00",
        "questions": [],
        "advice": [],
        "files": [],
        "findings": [],
        "findings_by_code": None,
    }
    before, after = register(result), register(result.parent / "next")
    places = ("file", "findings")
    assert after.drop(places).equals(before.drop(places))


def test_update__person_is_no_longer_listed__asks_and_keeps_the_cover(
    result: Path, people: list[Row]
) -> None:
    done = update(result, *people[1:])
    assert done.status == 1
    assert (done.json["asked"], done.json["left"], done.json["stayed"]) == (1, 0, SEATS)
    assert [question["code"] for question in done.json["questions"]] == ["vanished"]
    kept = by_nik(result.parent / "next", people[0])
    assert (kept["status"], kept["left_on"], kept["total_sen"]) == ("ready", None, 459_000)


def test_update__resignation_with_a_successor__ends_one_and_begins_the_other(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    leaver, successor = people[0], short_person(8, Mulai=date(2024, 11, 20))
    left = [leaver["NIK"], leaver["Nama"], "Mengundurkan diri", "19-11-2024", "SK 12/2024"]
    done = update(result, *people[1:], successor, changes=change_list(tmp_path, left))
    assert done.status == 0, done.out
    counts = {name: done.json[name] for name in ("stayed", "joined", "left", "replaced", "asked")}
    assert counts == {"stayed": SEATS - 1, "joined": 1, "left": 1, "replaced": 1, "asked": 0}
    assert Decimal(done.json["difference"]) == KPPS_MONTH  # the month of the seat is paid twice
    gone, new = (by_nik(tmp_path / "next", one) for one in (leaver, successor))
    assert (gone["end"], gone["left_on"]) == (date(2024, 11, 19), date(2024, 11, 19))
    assert (gone["exit_cause"], gone["exit_document"]) == ("A1", "SK 12/2024")
    assert (gone["total_sen"], gone["months"]) == (459_000, "1")
    assert new["predecessor"] == leaver["NIK"]


@pytest.mark.parametrize(
    ("event", "kind", "cause"),
    [
        ("diberhentikan", "left", "A2"),
        ("A1", "left", "A1"),
        ("pindah unit kerja", "left", "A7"),
        ("Meninggal dunia", "died", "death"),
        ("A6", "died", "death"),
    ],
)
def test_update__event_with_a_day__is_an_exit_or_a_death(
    event: str, kind: str, cause: str, result: Path, people: list[Row]
) -> None:
    tmp_path = result.parent
    row = [people[2]["NIK"], "", event, date(2024, 11, 25)]
    done = update(result, changes=change_list(tmp_path, row))
    assert done.status == 0, done.out
    assert {name: done.json[name] for name in ("left", "died")} == {"left": 0, "died": 0} | {
        kind: 1
    }
    person_row = by_nik(tmp_path / "next", people[2])
    assert (person_row["exit_cause"], person_row["left_on"]) == (cause, date(2024, 11, 25))
    assert person_row["total_sen"] == 459_000


def test_update__person_who_never_served__is_not_billed(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    row = [people[2]["NIK"], "", "Tidak pernah bertugas", ""]
    done = update(result, changes=change_list(tmp_path, row))
    assert (done.status, done.json["never_served"]) == (0, 1)
    assert Decimal(done.json["difference"]) == -KPPS_MONTH
    gone = by_nik(tmp_path / "next", people[2])
    assert (gone["status"], gone["excluded_because"]) == ("excluded", "never_served")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", "Budi", "mundur", "19-11-2024"], "change-without-number"),
        (["{nik}", "", "cuti", "19-11-2024"], "change-unknown-event"),
        (["{nik}", "", "", "19-11-2024"], "change-without-event"),
        (["{nik}", "", "mundur", ""], "change-without-day"),
        (["{nik}", "", "mundur", "kemarin"], "change-without-day"),
        (["{nik}", "", "mundur", "01-11-2024"], "change-before-start"),
        (["{nik}", "", "mundur", "09-12-2024"], "change-after-end"),
        (["3214011507909999", "", "mundur", "19-11-2024"], "change-unknown-person"),
        (["{nik}", "", "koreksi NIK", "", "", "123"], "change-new-nik"),
    ],
)
def test_update__row_of_the_list_of_changes_is_unclear__asks_and_changes_nobody(
    row: list[str], code: str, result: Path, people: list[Row], tmp_path: Path
) -> None:
    filled = [cell.format(nik=people[0]["NIK"]) for cell in row]
    done = update(result, changes=change_list(tmp_path, filled))
    assert (done.status, done.json["asked"], done.json["left"]) == (1, 1, 0)
    question = done.json["questions"][0]
    assert (question["code"], question["file"], question["sheet"], question["row"]) == (
        code,
        "changes.xlsx",
        "Keluar",
        2,
    )
    assert str(people[0]["NIK"]) not in done.out
    assert Decimal(done.json["difference"]) == 0


def test_update__two_rows_contradict__asks_which_is_right(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    rows = [[people[0]["NIK"], "", "mundur", f"{day}-11-2024"] for day in (18, 19)]
    done = update(result, changes=change_list(tmp_path, *rows))
    assert [question["code"] for question in done.json["questions"]] == ["change-contradicts"]


@pytest.mark.parametrize("digits", ["9010", "9100"])
def test_update__nik_differs_by_a_typing_mistake__asks_and_enrols_nobody_twice(
    digits: str, result: Path, people: list[Row], tmp_path: Path
) -> None:
    wrong = dict(people[0]) | {"NIK": f"{str(people[0]['NIK'])[:12]}{digits}"}
    done = update(result, wrong, *people[1:])
    assert (done.status, done.json["joined"], done.json["asked"]) == (1, 0, 1)
    assert done.json["questions"][0]["code"] == "nik-differs"
    assert Decimal(done.json["difference"]) == 0
    row = [people[0]["NIK"], "", "Koreksi NIK", "", "KTP", wrong["NIK"]]
    done = update(result, wrong, *people[1:], changes=change_list(tmp_path, row))
    assert (done.status, done.json["changed"], done.json["joined"]) == (0, 1, 0)
    assert wrong["NIK"] in register(tmp_path / "next")["nik"]


def test_update__row_has_an_error_now__keeps_the_earlier_data_and_asks(
    result: Path, people: list[Row]
) -> None:
    wrong = people[0] | {"Honor": "segini"}
    done = update(result, wrong, *people[1:])
    assert done.status == 1
    assert [question["code"] for question in done.json["questions"]] == ["row-with-errors"]
    assert by_nik(result.parent / "next", people[0])["wage_sen"] == 85_000_000


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"Alamat": "Kp. Baru RT 009 RW 001"}, 0),
        ({"Nama Ibu": "Ibu Lain"}, 0),
        ({"TPS": "002"}, 0),
        ({"Selesai": date(2024, 12, 20)}, 4590),
    ],
)
def test_update__a_field_differs__counts_one_changed_person(
    change: Row, difference: int, result: Path, people: list[Row]
) -> None:
    done = update(result, people[0] | change, *people[1:])
    assert (done.json["changed"], done.json["asked"]) == (1, 0)
    assert Decimal(done.json["difference"]) == difference


@pytest.mark.parametrize(
    "spelling",
    [{"Nama": "SA SA"}, {"TPS": 1}, {"Desa": "CISEUREUH"}, {"Alamat": ""}, {"Kode Pos": ""}],
)
def test_update__another_spelling_or_an_empty_cell__is_no_change(
    spelling: Row, result: Path, people: list[Row]
) -> None:
    done = update(result, people[0] | spelling, *people[1:])
    assert (done.json["changed"], done.json["asked"]) == (0, 0)


def test_update__wage_rises__bills_the_new_wage_from_the_period_on(tmp_path: Path) -> None:
    people = [
        short_person(number, Jabatan="Anggota PPS", Honor=1_300_000, TPS="", Mulai=date(2024, 9, 1),
               Selesai=date(2025, 1, 27))
        for number in (1, 2)
    ]  # fmt: skip
    first = enrol(tmp_path, people)
    chair = people[0] | {"Jabatan": "Ketua PPS", "Honor": 1_500_000}
    done = update(first, chair, people[1])
    row = by_nik(tmp_path / "next", people[0])
    months = {charge["month"]: charge["jkk_sen"] for charge in row["charges"]}
    assert months[date(2024, 11, 1)] == 312_000
    assert months[date(2024, 12, 1)] == 360_000
    assert row["total_sen"] == sum(c["jkk_sen"] + c["jkm_sen"] for c in row["charges"])
    later = sum(month >= date(2024, 12, 1) for month in months)
    assert Decimal(done.json["difference"]) == later * (8100 - 7020)


@pytest.mark.parametrize(
    ("days", "november", "december"),
    [
        ({}, 20_400 * 24 // 30, 24_000 * 8 // 30),
        ({"Selesai": date(2024, 12, 15)}, 20_400 * 24 // 30, 24_000 * 15 // 30),
        ({"Mulai": date(2024, 11, 16)}, 20_400 * 15 // 30, 24_000 * 8 // 30),
    ],
)
def test_update__daily_wage_and_days_change_at_once__bills_posted_days_by_the_wage_before(
    days: Row, november: int, december: int, tmp_path: Path
) -> None:
    member = short_person(1, Honor=850_000)
    first = enrol(tmp_path, [member], 'proration = "daily"\n')
    done = update(first, member | {"Honor": 1_000_000} | days)
    assert done.status == 0, done.out
    row = by_nik(tmp_path / "next", member)
    charges = {charge["month"].month: charge["jkk_sen"] / 10 for charge in row["charges"]}
    assert charges == pytest.approx({11: november, 12: december}, rel=0.05)
    before = by_nik(first, member)
    if not days:
        assert row["charges"][0] == before["charges"][0]


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({"No HP": "083500009999"}, {"No. HP"}),
        ({"Email": "baru@kpu.invalid", "No HP": "083500009999"}, {"No. HP", "Email"}),
        ({"NPWP": "012345678901000"}, set()),
    ],
)
def test_update__empty_contact_is_known_now__is_a_change_for_the_correction_file(
    cells: Row, fields: set[str], tmp_path: Path
) -> None:
    people = [short_person(number) | {"No HP": "", "Email": ""} for number in (1, 2)]
    first = enrol(tmp_path, people)
    koreksi = write_koreksi(
        tmp_path / f"template_koreksi_tk_{NPP}.xlsx", people_of(register(first))
    )
    done = update(first, people[0] | cells, people[1], members=koreksi)
    assert (done.status, done.json["changed"]) == (0, bool(fields)), done.out
    if fields:
        page = openpyxl.load_workbook(tmp_path / "next" / "perubahan.xlsx")["Data"]
        rows = [*page.iter_rows(min_row=5, values_only=True)]
        assert {(row[5], row[6]) for row in rows} == {(field, None) for field in fields}
        filled = openpyxl.load_workbook(tmp_path / "next" / koreksi.name)["update_data_tk"]
        cells_written = [cell for row in filled.values for cell in row]
        assert all(value in cells_written for value in cells.values())
    again = update(tmp_path / "next", people[0] | cells, people[1], out=tmp_path / "third")
    assert again.json["changed"] == 0


def test_update__row_with_an_error__says_how_its_corrections_come_back(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    newcomer = short_person(8, Mulai=date(2024, 11, 20), Honor="segini")
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    done = update(result, *people[1:], newcomer, changes=change_list(tmp_path, left))
    assert (done.status, done.json["joined"]) == (1, 0)
    book = openpyxl.load_workbook(tmp_path / "next" / "corrections.xlsx")
    steps = " ".join(str(row[1]) for row in book["Petunjuk"].values)
    assert "hasil sebelumnya, daftar petugas, --changes, --period 2024-12" in steps
    assert "--corrections <berkas ini> --force" in steps
    assert "enrol" not in steps
    page = book["Perbaikan"]
    titles = next(row for row in page.iter_rows() if any(c.value == "Berkas" for c in row))
    column = next(cell.column for cell in titles if cell.value == "Honor")
    page.cell(titles[0].row + 1, column).value = 850_000
    book.save(tmp_path / "filled.xlsx")
    changes = tmp_path / "changes.xlsx"
    again = update(
        result, *people[1:], newcomer, changes=changes, corrections=tmp_path / "filled.xlsx"
    )
    assert (again.status, again.json["joined"]) == (0, 1), again.out


def test_update__list_of_changes_alone__enrols_its_newcomers(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    newcomer = short_person(8, Mulai=date(2024, 11, 20))
    changes = change_list(tmp_path, left, newcomers=[newcomer])
    done = update(result, changes=changes)
    assert (done.status, done.json["joined"], done.json["left"]) == (0, 1, 1)
    assert (done.json["replaced"], done.json["asked"]) == (1, 0)
    names = {Path(name).name for name in done.json["files"]}
    assert {"template_tk_NPP.xlsx", "people.parquet", "invoice.xlsx", "manifest.json"} <= names


def test_update__twice__continues_the_first_and_asks_nothing_new(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    update(result, *people[1:], changes=change_list(tmp_path, left), out=tmp_path / "second")
    done = update(tmp_path / "second", *people[1:], out=tmp_path / "third")
    assert (done.status, done.json["left"], done.json["asked"]) == (0, 0, 0)
    assert Decimal(done.json["difference"]) == 0
    again = update(tmp_path / "second", *people, out=tmp_path / "fourth")
    assert (again.json["joined"], Decimal(again.json["difference"])) == (0, 0)


def test_update__end_of_term__takes_off_everybody_whose_contract_ends(result: Path) -> None:
    done = invoke(
        "update", result, "--end-of-term", "--period", "2024-12", "--out", result.parent / "next",
        "--json",
    )  # fmt: skip
    assert (done.status, done.json["left"], done.json["stayed"]) == (0, SEATS, 0)
    assert set(register(result.parent / "next")["exit_cause"]) == {"A3"}
    assert Decimal(done.json["difference"]) == 0


def test_update__exit_month_is_not_billed__drops_the_calendar_month_of_the_exit(
    tmp_path: Path,
) -> None:
    staff = short_person(1, Jabatan="Anggota PPS", Honor=1_300_000, TPS="", Mulai=date(2024, 5, 26),
                   Selesai=date(2025, 1, 27))  # fmt: skip
    row = [staff["NIK"], "", "mundur", "14-09-2024", "SK 1"]
    for exit_month, months in (("billed", "5"), ("not-billed", "4")):
        terms = f'proration = "calendar-month"\nexit_month = "{exit_month}"\n'
        folder = tmp_path / exit_month
        folder.mkdir()
        first = enrol(folder, [staff], terms)
        done = update(first, changes=change_list(folder, row))
        assert done.status == 0, done.out
        assert by_nik(folder / "next", staff)["months"] == months


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--period", "2024-13", "--end-of-term"], 2),
        (["--period", "Desember", "--end-of-term"], 2),
    ],
)
def test_update__misused_option__says_which(
    arguments: list[str], status: int, result: Path, tmp_path: Path
) -> None:
    done = invoke("update", result, "--out", tmp_path / "next", *arguments)
    assert done.status == status
    assert "--period" in done.err


def test_update__folder_is_no_result__is_refused(tmp_path: Path) -> None:
    done = invoke(
        "update", tmp_path, "--end-of-term", "--period", "2024-12", "--out", tmp_path / "next"
    )
    assert done.status > 1
    assert str(tmp_path) in done.err


@pytest.mark.parametrize(("start", "asked"), [("", 1), ("19-11-2024", 1), ("20-11-2024", 0)])
def test_update__successor_begins_before_the_predecessor_has_left__asks(
    start: str, asked: int, result: Path, people: list[Row]
) -> None:
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    newcomer = short_person(8, Mulai=start)
    done = update(result, *people[1:], newcomer, changes=change_list(result.parent, left))
    assert (done.json["asked"], done.json["joined"]) == (asked, 1)
    codes = {question["code"] for question in done.json["questions"]}
    assert codes == ({"successor-overlap"} if asked else set())


def test_update__form_for_changes__is_read_back(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    done = invoke("template", "--changes", "--regency", "3214", "--out", form)
    assert (done.status, "--changes" in done.out) == (0, True)
    empty = update(result, changes=form)
    assert (empty.status, "form.xlsx" in empty.err) == (3, True)
    as_roster = invoke("update", result, form, "--period", "2024-12", "--out", tmp_path / "next")
    assert (as_roster.status, "--changes form.xlsx" in as_roster.err) == (3, True)
    book = openpyxl.load_workbook(form)
    sheet = book["Keluar"]
    events = str(sheet.data_validations.dataValidation[0].formula1).strip('"').split(",")
    assert len(events) == 7
    for row, (one, event) in enumerate(zip(people, events[:-1], strict=False), start=6):
        cells = {"B": one["NIK"], "E": event, "F": date(2024, 12, 8), "G": "SK 1"}
        for column, value in cells.items():
            sheet[f"{column}{row}"] = value
    book.save(form)
    done = update(result, changes=form)
    counts = {name: done.json[name] for name in ("left", "died", "never_served", "asked")}
    assert counts == {"left": 4, "died": 1, "never_served": 1, "asked": 0}


def test_template__sheet_of_departures__has_an_example_that_is_nobody_and_checks(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    invoke("template", "--changes", "--regency", "3214", "--out", form)
    book = openpyxl.load_workbook(form)
    sheet = book["Keluar"]
    example = [cell.value for cell in sheet[6]][:7]
    assert example[:5] == [
        "CONTOH", "3214010107900000", "Nama Seperti di KTP", "Anggota KPPS", "Mengundurkan diri",
    ]  # fmt: skip
    assert [type(cell) for cell in example[5:]] == [datetime, str]
    checks = {
        str(check.sqref).split(":")[0]: (check.type, check.errorStyle)
        for check in sheet.data_validations.dataValidation
    }
    assert checks == {
        "E6": ("list", "warning"),
        "B6": ("custom", None),
        "H6": ("custom", None),
        "D6": ("list", "warning"),
        "F6": ("date", "warning"),
    }
    formats = [[sheet.cell(row, column).number_format for column in (2, 6, 8)] for row in (7, 505)]
    assert formats == [["@", "dd-mm-yyyy", "@"]] * 2
    for column, value in {
        "B": people[0]["NIK"],
        "E": "Meninggal dunia",
        "F": date(2024, 11, 20),
    }.items():
        sheet[f"{column}7"] = value
    book.save(form)
    done = update(result, changes=form)
    assert (done.status, done.json["died"], done.json["left"], done.json["asked"]) == (0, 1, 0, 0)


@pytest.mark.parametrize("cells", [{}, {"P": "Anggota KPPS", "E": "kemarin"}])
def test_update__row_of_an_enrolled_person_is_half_filled__asks_once(
    cells: dict[str, str], result: Path, people: list[Row], tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    invoke("template", "--changes", "--regency", "3214", "--out", form)
    book = openpyxl.load_workbook(form)
    for column, value in {"B": people[0]["NIK"], "C": people[0]["Nama"], **cells}.items():
        book["Isian"][f"{column}7"] = value
    book.save(form)
    done = update(result, changes=form)
    assert [question["code"] for question in done.json["questions"]] == ["row-with-errors"]


def test_update__newcomer_is_enrolled_already__asks(result: Path, people: list[Row]) -> None:
    changes = change_list(result.parent, newcomers=[people[0]])
    done = update(result, changes=changes)
    assert [question["code"] for question in done.json["questions"]] == ["already-enrolled"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, ""),
        ({"Nama": "SA SA", "Desa": "CISEUREUH", "Alamat": "", "TPS": 1}, ""),
        ({"Honor": 900_000}, "Honor"),
        ({"Jabatan": "Ketua KPPS", "TPS": "002"}, "Jabatan, TPS"),
    ],
)
def test_update__newcomer_is_in_roster_and_list__is_one_person(
    change: Row, fields: str, result: Path, people: list[Row], tmp_path: Path
) -> None:
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    newcomer, second = (short_person(number, Mulai=date(2024, 11, 20)) for number in (11, 12))
    newcomer |= {"Nama": "Sa Sa"}
    changes = change_list(tmp_path, left, newcomers=[newcomer | change, second])
    done = update(result, *people[1:], newcomer, changes=changes)
    assert (done.json["joined"], done.json["left"]) == (2, 1), done.out
    assert "error" not in {finding["level"] for finding in done.json["findings"]}
    assert [question["code"] for question in done.json["questions"]] == (
        ["newcomer-differs"] if fields else []
    )
    assert done.status == bool(fields)
    if fields:
        question = done.json["questions"][0]
        assert f"{fields}. " in question["message"]
        assert (question["file"], question["sheet"], question["row"]) == (
            "changes.xlsx",
            "Masuk",
            2,
        )
    row = by_nik(tmp_path / "next", newcomer)
    assert (row["wage_sen"], row["tps"], row["file"]) == (85_000_000, "001", "newer.xlsx")


def test_update__person_has_two_contracts__asks_which_one_ends(tmp_path: Path) -> None:
    member = short_person(1)
    guard = member | {"Jabatan": "Pengawas TPS", "Honor": 1_000_000}
    first = enrol(tmp_path, [member, guard])
    row = [member["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    done = update(first, changes=change_list(tmp_path, row))
    codes = [question["code"] for question in done.json["questions"]]
    assert codes == ["change-two-contracts"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--changes", "{other}", "--period", "2024-12"], "other.csv"),
        (["--end-of-term", "--period", "2023-12"], "2023-12"),
        (["--end-of-term", "--period", "2027-12"], "2027-12"),
        (["--end-of-term", "--period", "2024-12", "--out", "{result}"], "first"),
    ],
)
def test_update__input_cannot_be_used__is_refused_and_writes_nothing(
    arguments: list[str], message: str, result: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Tanggal,Rapat\n19-11-2024,Pleno\n", encoding="utf-8")
    given = [part.format(other=other, result=result) for part in arguments]
    done = invoke("update", result, "--out", tmp_path / "next", *given, "--force")
    assert done.status in (3, 4)
    assert message in done.err
    assert not (tmp_path / "next").exists()
    assert invoke("verify", result).status == 0


def test_update__after_a_wage_change__keeps_the_posted_months(tmp_path: Path) -> None:
    member = short_person(
        1, Jabatan="Anggota PPS", Honor=1_300_000, TPS="", Mulai=date(2024, 9, 1),
        Selesai=date(2025, 1, 27),
    )  # fmt: skip
    first = enrol(tmp_path, [member])
    chair = member | {"Jabatan": "Ketua PPS", "Honor": 1_500_000}
    second, third = tmp_path / "second", tmp_path / "third"
    update(first, chair, out=second)
    done = update(second, chair, period="2025-01", out=third)
    assert (done.json["changed"], Decimal(done.json["difference"])) == (0, 0)
    charges = [by_nik(folder, member)["charges"] for folder in (second, third)]
    assert charges[0] == charges[1]
    explained = invoke("explain", "--of", third, "--row", "1")
    assert "berubah mulai Desember 2024" in explained.out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Masih bertugas", "Meninggal", "dan 1 orang lagi", "Langkah berikut", "klaim"]),
        ("en", ["Still serving", "Died", "and 1 more", "Next steps", "claim"]),
    ],
)
def test_update__on_the_terminal__says_who_changed_what_is_asked_and_what_to_do(
    language: str, words: list[str], tmp_path: Path
) -> None:
    people = [short_person(number) for number in range(1, 10)]
    first = enrol(tmp_path, people)
    died = [people[0]["NIK"], "", "meninggal", "19-11-2024", "SK 1"]
    left = [people[1]["NIK"], "", "mundur", "19-11-2024", "SK 2"]
    newer = roster(tmp_path / "newer.xlsx", people[2], short_person(20))
    changes = change_list(tmp_path, died, left)
    arguments = ["--period", "2024-12", "--out", tmp_path / "next", "--changes", changes]
    done = invoke("update", first, newer, *arguments, "--lang", language)
    assert done.status == 1
    for word in words:
        assert word in done.out
    # Five of the six who are no longer listed, and the successor who begins too early.
    assert done.out.count("  ? ") == 5 + 1
    assert not any(str(one["NIK"]) in done.out or str(one["Nama"]) in done.out for one in people)
    quiet = invoke("update", first, newer, *arguments, "--force", "--quiet")
    assert (quiet.status, quiet.out) == (1, "")


@pytest.mark.parametrize("damage", ["manifest", "register", "agreement"])
def test_update__earlier_result_is_damaged__is_refused(damage: str, result: Path) -> None:
    if damage == "register":
        (result / "people.parquet").write_bytes(b"PAR1")
    else:
        text = (
            "{"
            if damage == "manifest"
            else '{"agreement": {"months": "x"}, "outputs": {}, "law": {}}'
        )
        (result / "manifest.json").write_text(text, encoding="utf-8")
    done = invoke(
        "update", result, "--end-of-term", "--period", "2024-12", "--out", result.parent / "next"
    )
    assert done.status == 3
    assert str(result) in done.err


def test_update__npp_is_known_from_sipp_files_alone__names_the_exit_file_by_it(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    upah = write_upah(tmp_path / "upah.xlsx", people_of(register(result)), period=date(2024, 12, 1))
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    done = update(result, changes=change_list(tmp_path, left), members=upah)
    assert (tmp_path / "next" / f"template_tk_na_{NPP}.xlsx").is_file(), done.out


def end_terms(result: Path, *people: Row, period: str = "2024-12") -> Run:
    """Update a result at the end of the term, with newer rosters."""
    newer = roster(result.parent / "newer.xlsx", *people)
    out = result.parent / "next"
    return invoke(
        "update", result, newer, "--end-of-term", "--period", period, "--out", out, "--force", "--json"
    )  # fmt: skip


def test_update__end_of_term_with_a_mistyped_nik__asks_and_enrols_nobody_twice(
    result: Path, people: list[Row]
) -> None:
    wrong = people[0] | {"NIK": f"{str(people[0]['NIK'])[:12]}9010"}
    done = end_terms(result, wrong, *people[1:])
    assert (done.json["joined"], done.json["left"]) == (0, SEATS)
    assert [question["code"] for question in done.json["questions"]] == ["nik-differs"]


def test_update__end_of_term__asks_about_nobody_whose_term_is_over(
    result: Path, people: list[Row]
) -> None:
    done = end_terms(result, people[0])
    assert (done.status, done.json["left"], done.json["asked"]) == (0, SEATS, 0)


def test_update__end_of_term_with_a_longer_contract__keeps_the_person(
    result: Path, people: list[Row]
) -> None:
    longer = people[0] | {"Selesai": date(2025, 1, 6)}
    done = end_terms(result, longer, *people[1:])
    assert (done.json["left"], done.json["stayed"]) == (SEATS - 1, 1)


def test_update__newcomer_whose_term_is_over__is_billed_and_not_uploaded(
    result: Path, people: list[Row]
) -> None:
    late = short_person(8)
    done = end_terms(result, *people, late, period="2025-01")
    assert (done.json["joined"], done.json["left"]) == (1, SEATS)
    assert Decimal(done.json["difference"]) == KPPS_MONTH
    assert "template_tk_NPP.xlsx" not in {Path(name).name for name in done.json["files"]}


def test_update__successor_who_is_listed_a_month_later__takes_over_the_seat(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    second = tmp_path / "second"
    update(result, *people[1:], changes=change_list(tmp_path, left), period="2024-11", out=second)
    successor = short_person(8, Mulai=date(2024, 11, 20))
    done = update(second, *people[1:], successor)
    assert (done.status, done.json["joined"], done.json["replaced"]) == (0, 1, 1)
    assert by_nik(tmp_path / "next", successor)["predecessor"] == people[0]["NIK"]
    again = update(tmp_path / "next", *people[1:], successor, out=tmp_path / "fourth")
    assert again.json["replaced"] == 0


def exit_file(folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of the exit file of a result, none without one."""
    files = sorted(folder.rglob("template_tk_na_*.xlsx"))
    return [
        row[:4]
        for file in files
        for row in list(openpyxl.load_workbook(file)["data_tk_na"].values)[1:]
    ]


def with_numbers(result: Path, month: date = date(2024, 12, 1)) -> Path:
    """Write SIPP's wage file of a month for the people of a result."""
    return write_upah(result.parent / "upah.xlsx", people_of(register(result)), period=month)


def test_update__death_becomes_known_after_an_exit__is_no_exit(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    nik = people[0]["NIK"]
    left = change_list(tmp_path, [nik, "", "mundur", "19-11-2024", "SK 1"])
    update(result, changes=left, out=tmp_path / "second")
    died = change_list(tmp_path, [nik, "", "meninggal", "19-11-2024", "AK 1"])
    done = update(tmp_path / "second", changes=died, members=with_numbers(result))
    assert (done.status, done.json["died"], done.json["left"]) == (0, 1, 0)
    assert exit_file(tmp_path / "next") == []


def test_update__exit_that_a_file_has_reported__is_asked_about_when_it_changes(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    nik = people[0]["NIK"]
    left = change_list(tmp_path, [nik, "", "mundur", "19-11-2024", "SK 1"])
    update(result, changes=left, members=with_numbers(result), out=tmp_path / "second")
    assert [row[3] for row in exit_file(tmp_path / "second")] == ["A1"]
    died = change_list(tmp_path, [nik, "", "meninggal", "19-11-2024", "AK 1"])
    done = update(tmp_path / "second", changes=died)
    assert [question["code"] for question in done.json["questions"]] == ["change-already-left"]
    assert exit_file(tmp_path / "next") == []


def test_update__same_list_again__changes_nothing_more(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    changes = change_list(
        tmp_path,
        [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"],
        [people[1]["NIK"], "", "tidak pernah bertugas", ""],
        [people[2]["NIK"], "", "koreksi NIK", "", "KTP", "3214011507909777"],
    )
    first = update(result, changes=changes, out=tmp_path / "second")
    assert (first.status, first.json["changed"]) == (0, 1)
    again = update(tmp_path / "second", changes=changes)
    assert (again.status, again.json["asked"]) == (0, 0), again.out
    counts = [again.json[name] for name in ("left", "never_served", "changed", "joined")]
    assert counts == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["{first}", "Orang Yang Lain", "mundur", "19-11-2024", "SK 1"], "change-other-name"),
        (
            ["3214011507909999", "", "koreksi NIK", "", "", "3214011507909888"],
            "change-unknown-person",
        ),
        (["{first}", "", "koreksi NIK", "", "", "{second}"], "change-nik-taken"),
        (["{first}", "", "3214011507909001", "19-11-2024"], "change-unknown-event"),
    ],
)
def test_update__row_names_the_wrong_person__asks_and_changes_nobody(
    row: list[str], code: str, result: Path, people: list[Row], tmp_path: Path
) -> None:
    names = {"first": people[0]["NIK"], "second": people[1]["NIK"]}
    filled = [cell.format(**names) for cell in row]
    done = update(result, changes=change_list(tmp_path, filled))
    assert [question["code"] for question in done.json["questions"]] == [code]
    assert (done.json["left"], done.json["changed"]) == (0, 0)
    assert not any(str(nik) in done.out for nik in names.values())


def test_update__death_of_somebody_with_two_roles__ends_both(tmp_path: Path) -> None:
    member = short_person(1)
    guard = member | {"Jabatan": "Pengawas TPS", "Honor": 1_000_000}
    first = enrol(tmp_path, [member, guard])
    died = change_list(tmp_path, [member["NIK"], "", "meninggal", "19-11-2024", "AK 1"])
    done = update(first, changes=died)
    assert (done.status, done.json["stayed"]) == (0, 0)
    assert register(tmp_path / "next")["exit_cause"].to_list() == ["death", "death"]
    arguments = ["--end-of-term", "--period", "2024-12", "--out", tmp_path / "third", "--json"]
    assert invoke("update", tmp_path / "next", *arguments).json["left"] == 0


@pytest.mark.parametrize(
    ("days", "joined", "codes"),
    [
        ({}, 0, ["listed-after-exit"]),
        ({"Mulai": date(2024, 11, 25)}, 1, []),
    ],
)
def test_update__who_left_is_in_a_list_of_newcomers__comes_back_or_is_asked_about(
    days: Row, joined: int, codes: list[str], result: Path, people: list[Row]
) -> None:
    tmp_path = result.parent
    left = [people[0]["NIK"], "", "mundur", "19-11-2024", "SK 1"]
    update(result, changes=change_list(tmp_path, left), out=tmp_path / "second")
    changes = change_list(tmp_path, newcomers=[people[0] | days])
    done = update(tmp_path / "second", changes=changes)
    assert (done.json["joined"], [q["code"] for q in done.json["questions"]]) == (joined, codes)


def test_update__agreement_fixes_the_months__bills_a_leaver_no_more_than_them(
    tmp_path: Path,
) -> None:
    terms = 'proration = "calendar-month"\n[roles.KPPS_ANGGOTA]\nmonths = 1\n'
    first = enrol(tmp_path, [short_person(1), short_person(2)], terms)
    left = [short_person(1)["NIK"], "", "mundur", "02-12-2024", "SK 1"]
    done = update(first, changes=change_list(tmp_path, left))
    assert (done.status, Decimal(done.json["difference"])) == (0, 0)


def test_update__two_rosters_without_wages__keep_the_known_ones(tmp_path: Path) -> None:
    member = short_person(1, Honor=700_000, Mulai=date(2024, 11, 20))
    first = enrol(tmp_path, [member, short_person(2)])
    bare = [{**one, "Honor": "", "Mulai": ""} for one in (member, short_person(2))]
    update(first, *bare, out=tmp_path / "second")
    done = update(tmp_path / "second", *bare)
    assert (done.json["changed"], Decimal(done.json["difference"])) == (0, 0)
    assert by_nik(tmp_path / "next", member)["wage_sen"] == 70_000_000


@pytest.mark.parametrize("where", ["grandparent", "within", "above"])
def test_update__folder_would_break_the_chain__is_refused(
    where: str, result: Path, people: list[Row], tmp_path: Path
) -> None:
    update(result, *people, out=tmp_path / "second")
    out = {"grandparent": result, "within": tmp_path / "second" / "b", "above": tmp_path}[where]
    done = update(tmp_path / "second", *people, out=out)
    assert done.status == 4
    assert invoke("verify", tmp_path / "second").status == 0


def test_update__period_before_that_of_the_earlier_result__is_refused(
    result: Path, people: list[Row], tmp_path: Path
) -> None:
    update(result, *people, out=tmp_path / "second")
    done = update(tmp_path / "second", *people, period="2024-11")
    assert (done.status, "2024-12" in done.err) == (3, True)


def test_update__agreement_changes__bills_it_from_the_period_on(tmp_path: Path) -> None:
    staff = short_person(1, Jabatan="Anggota PPS", Honor=1_300_000, TPS="", Mulai=date(2024, 9, 1),
                         Selesai=date(2025, 1, 27))  # fmt: skip
    first = enrol(tmp_path, [staff])
    (tmp_path / "new.toml").write_text('[base]\nkind = "floor"\namount = 2_000_000\n', "utf-8")
    done = update(first, staff, agreement=tmp_path / "new.toml")
    row = by_nik(tmp_path / "next", staff)
    assert [charge["jkk_sen"] for charge in row["charges"]] == [312_000] * 3 + [480_000] * 2
    assert row["wage_since"] == date(2024, 12, 1)
    assert Decimal(done.json["difference"]) == 2 * (10_800 - 7_020)


def test_update__nothing_but_the_next_period__writes_the_exits_that_are_due_then(
    people: list[Row], tmp_path: Path
) -> None:
    first = enrol(tmp_path, people, 'proration = "calendar-month"\n')
    left = [people[0]["NIK"], "", "mundur", "03-12-2024", "SK 1"]
    november = date(2024, 11, 1)
    done = update(
        first,
        changes=change_list(tmp_path, left),
        members=with_numbers(first, november),
        period="2024-11",
        out=tmp_path / "second",
    )
    assert (done.json["left"], exit_file(tmp_path / "second")) == (1, [])
    done = update(tmp_path / "second", period="2025-01")
    assert (done.status, done.json["left"]) == (0, 0)
    assert [row[3] for row in exit_file(tmp_path / "next")] == ["A1"]


def test_update__newcomer_leaves_in_the_same_period__is_enrolled_billed_and_leaves(
    result: Path, tmp_path: Path
) -> None:
    newcomer = short_person(8, Mulai=date(2024, 11, 20))
    left = [newcomer["NIK"], "", "mundur", "05-12-2024", "SK 1"]
    done = update(result, changes=change_list(tmp_path, left, newcomers=[newcomer]))
    assert (done.status, done.json["joined"], done.json["left"]) == (0, 1, 1), done.out
    row = by_nik(tmp_path / "next", newcomer)
    assert (row["left_on"], row["total_sen"]) == (date(2024, 12, 5), 459_000)
