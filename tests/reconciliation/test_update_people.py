"""``update``: one person under two NIKs, in two roles or contracts, and people whom SIPP does not have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from support.people import Cell, Row, nik, short_person
from support.run import Run, invoke
from support.sipp_downloads import NPP, people_of, with_numbers, write_upah
from support.workbooks import enrolled, grid, roster

pytestmark = pytest.mark.slow

RULE = 'proration = "{}"\n'
AGREEMENT = f'employer = {{ name = "KPU", npp = "{NPP}", location = "3214" }}\n'
BPU = '[roles.LINMAS_TPS]\nsegment = "bpu"\n'
MAY, JUNE, JULY = (date(2024, month, 1) for month in (5, 6, 7))
HEADER = ["NIK", "Nama", "Kejadian", "Tanggal", "Nomor SK", "NIK baru", "Jabatan"]
PPK = {"Jabatan": "Anggota PPK", "Honor": 2_200_000, "Desa": None}
KPPS_MONTH, PPS_MONTH, PPK_MONTH = 459_000, 702_000, 1_188_000  # JKK and JKM in sen


def pps(number: int, **changes: Cell) -> Row:
    """Invent a PPS member, from May to January, with a birth date of their own."""
    born = date(1990, 7, number)
    cells = {"NIK": nik(number, born=born), "Tanggal_Lahir": born, "Jabatan": "Anggota PPS"}
    term = {
        "Honor": 1_300_000,
        "TPS": None,
        "Mulai": date(2024, 5, 26),
        "Selesai": date(2025, 1, 27),
    }
    return short_person(number, **{**cells, **term, **changes})


class Office:
    """A chain of results, and SIPP's list of the people of the last one."""

    def __init__(
        self,
        folder: Path,
        people: Sequence[Row],
        agreement: str = "",
        *,
        rule: str = "calendar-month",
        status: int = 0,
    ) -> None:
        self.folder = folder
        agreement = RULE.format(rule) + AGREEMENT + agreement
        self.out = enrolled(folder, *people, agreement=agreement, status=status)
        self.listed = with_numbers(people_of(self.register()))

    def update(self, month: date, *people: Row, changes: Sequence[Sequence[object]] = ()) -> Run:
        """Continue the result in a month, with SIPP's wage file of it."""
        earlier, self.out = self.out, self.folder / f"{month:%Y-%m}"
        arguments: list[object] = ["--period", f"{month:%Y-%m}", "--out", self.out]
        if people:
            arguments.insert(0, roster(self.folder / "newer.xlsx", *people))
        if changes:
            arguments += ["--changes", write_changes(self.folder / "changes.xlsx", changes)]
        name = self.folder / f"template_upah_{NPP}.xlsx"
        arguments += ["--members", write_upah(name, self.listed, period=month)]
        return invoke("update", earlier, *arguments, "--json")

    def register(self) -> pl.DataFrame:
        return pl.read_parquet(self.out / "people.parquet")

    def rows(self, person: Row) -> list[dict[str, Any]]:
        return self.register().filter(pl.col("nik") == person["NIK"]).to_dicts()

    def months(self, person: Row) -> dict[date, int]:
        """Return what is billed for a person, in sen by month, of all contracts."""
        charges = [charge for row in self.rows(person) for charge in row["charges"] or ()]
        months = sorted({charge["month"] for charge in charges})
        return {
            month: sum(
                charge["jkk_sen"] + charge["jkm_sen"]
                for charge in charges
                if charge["month"] == month
            )
            for month in months
        }

    def file(self, name: str, sheet: str, column: str) -> list[object]:
        """Return a column of a file of the last result."""
        found = grid(self.out / name, sheet)
        header = next(number for number, row in enumerate(found) if column in row)
        cells = (row[found[header].index(column)] for row in found[header + 1 :])
        return [cell for cell in cells if cell]


def write_changes(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def codes(done: Run) -> list[str]:
    return [question["code"] for question in done.json["questions"]]


def correction(person: Row, right: Cell) -> list[object]:
    return [person["NIK"], person["Nama"], "koreksi NIK", None, "KTP", right]


@pytest.fixture
def people() -> list[Row]:
    return [pps(number) for number in (1, 2, 3)]


@pytest.fixture
def office(tmp_path: Path, people: list[Row]) -> Office:
    return Office(tmp_path, people)


# ---- NIKs ---------------------------------------------------------------------------------------


def test_update__niks_of_two_people_are_corrected_to_each_other__both_keep_their_numbers(
    office: Office, people: list[Row]
) -> None:
    one, two, three = people
    right = [{**one, "NIK": two["NIK"]}, {**two, "NIK": one["NIK"]}]
    changes = [correction(one, two["NIK"]), correction(two, one["NIK"])]
    done = office.update(JUNE, *right, three, changes=changes)
    assert (done.status, done.json["changed"]) == (0, 2), done.out
    july = office.update(JULY, {**right[0], "Honor": 1_350_000}, right[1], three)
    assert july.status == 0
    numbers = dict(office.register().select("name", "kpj").iter_rows())
    assert [numbers[person["Nama"]] for person in (one, two)] == [
        person.kpj for person in office.listed[:2]
    ]
    wages = office.file(f"template_upah_{NPP}.xlsx", "data_upah", "UPAH")
    assert wages == [1_350_000, 1_300_000, 1_300_000]  # the branch has not corrected anything yet


@pytest.mark.parametrize("taken", ["three", "twice"])
def test_update__new_nik_stays_with_somebody_else__asks(
    taken: str, office: Office, people: list[Row]
) -> None:
    one, two, three = people
    second = {"three": three["NIK"], "twice": two["NIK"]}[taken]
    changes = [correction(one, two["NIK"]), correction(two, second)]
    done = office.update(JUNE, changes=changes)
    assert set(codes(done)) == {"change-nik-taken"}
    assert office.rows(one)[0]["name"] == one["Nama"]


def test_update__newer_roster_has_two_niks_swapped__asks_and_keeps_both(
    office: Office, people: list[Row]
) -> None:
    one, two, three = people
    done = office.update(JUNE, {**one, "NIK": two["NIK"]}, {**two, "NIK": one["NIK"]}, three)
    assert (codes(done), done.json["changed"]) == (["other-person"] * 2, 0)
    assert [office.rows(person)[0]["name"] for person in (one, two)] == [one["Nama"], two["Nama"]]
    assert not (office.out / "surat-koreksi-identitas.pdf").exists()


def test_update__identity_is_confirmed_in_the_list_of_changes__is_corrected(
    office: Office, people: list[Row]
) -> None:
    renamed = {**people[0], "Nama": "Rahmat Hidayat", "Tanggal Lahir": date(1990, 7, 2)}
    changes = [correction(people[0], people[0]["NIK"])]
    done = office.update(JUNE, renamed, *people[1:], changes=changes)
    assert codes(done) == []
    assert office.rows(people[0])[0]["name"] == "Rahmat Hidayat"


def test_update__nik_that_could_not_be_read_is_corrected__enrols_the_person(
    tmp_path: Path, people: list[Row]
) -> None:
    short = {**people[2], "NIK": str(people[2]["NIK"])[:-1]}
    office = Office(tmp_path, [*people[:2], short], status=1)
    done = office.update(JUNE, *people)
    assert (done.status, done.json["joined"], codes(done)) == (0, 1, [])
    assert len(office.months(people[2])) == 9


def test_update__held_back_person_is_no_longer_listed__asks(
    tmp_path: Path, people: list[Row]
) -> None:
    spoilt = {**people[2], "Honor": "segini"}
    office = Office(tmp_path, [*people[:2], spoilt], status=1)
    done = office.update(JUNE, *people[:2])
    assert (codes(done), done.json["unlisted"]) == (["uncovered"], 1)


# ---- Roles and contracts ------------------------------------------------------------------------


def test_update__first_day_in_a_new_role__keeps_the_months_before(
    office: Office, people: list[Row]
) -> None:
    chair = {**people[0], **PPK, "Mulai": date(2024, 6, 12)}
    for month in (JUNE, JULY):  # the roster keeps this first day
        done = office.update(month, chair, *people[1:])
        assert done.status == 0, done.out
    months = office.months(chair)
    assert [months[month] for month in (MAY, JUNE, JULY)] == [PPS_MONTH, PPK_MONTH, PPK_MONTH]


def test_update__contract_after_the_end_of_the_first__is_another_one(tmp_path: Path) -> None:
    first, stays = short_person(1), pps(2)
    office = Office(tmp_path, [first, stays])
    again = {**first, "Mulai": date(2025, 1, 10), "Selesai": date(2025, 1, 27)}
    done = office.update(date(2025, 1, 1), again, stays)
    assert (done.json["joined"], codes(done)) == (1, [])
    assert list(office.months(first).values()) == [KPPS_MONTH] * 3


@pytest.fixture
def moved(office: Office, people: list[Row]) -> Office:
    """Somebody leaves a role on 9 June, and serves in another one from 10 June on."""
    again = {**people[0], **PPK, "Mulai": date(2024, 6, 10)}
    left = [people[0]["NIK"], "", "pindah", date(2024, 6, 9), "SK 1", None, "Anggota PPS"]
    done = office.update(JUNE, again, *people[1:], changes=[left])
    assert (done.json["joined"], done.json["left"], codes(done)) == (1, 1, [])
    return office


def test_update__exit_from_a_role_and_another_one__is_no_exit_and_no_return(
    moved: Office, people: list[Row]
) -> None:
    for name in (f"template_tk_na_{NPP}.xlsx", "peserta_lanjutan.xlsx"):
        assert not (moved.out / name).exists()
    assert moved.months(people[0])[JUNE] == PPS_MONTH + PPK_MONTH
    (to_do,) = moved.file("perubahan.xlsx", "Masuk", "Yang harus dilakukan")
    assert str(to_do).startswith("Sudah ada di daftar SIPP")


def test_update__two_roles_in_a_month__give_sipp_the_sum_and_then_the_one_that_stays(
    moved: Office, people: list[Row]
) -> None:
    name = f"template_upah_{NPP}.xlsx"
    assert moved.file(name, "data_upah", "UPAH")[0] == 3_500_000
    again = {**people[0], **PPK, "Mulai": date(2024, 6, 10)}
    moved.update(JULY, again, *people[1:])
    assert moved.file(name, "data_upah", "UPAH")[0] == 2_200_000


def test_update__list_of_changes_has_another_role__asks_and_ends_nothing(
    office: Office, people: list[Row]
) -> None:
    chair = {**people[0], **PPK}
    office.update(JUNE, chair, *people[1:])
    left = [chair["NIK"], "", "pindah", date(2024, 6, 9), "SK 1", None, "Anggota PPS"]
    done = office.update(JULY, chair, *people[1:], changes=[left])
    assert (codes(done), done.json["left"]) == (["change-other-role"], 0)


@pytest.mark.parametrize("before", ["Petugas Ketertiban TPS", "Anggota KPPS"])
def test_update__member_changes_between_bpu_and_wage_earner__asks_and_keeps_the_cover(
    before: str, tmp_path: Path
) -> None:
    honorarium = {"Petugas Ketertiban TPS": 650_000, "Anggota KPPS": 850_000}
    after = next(role for role in honorarium if role != before)
    member = short_person(1, Jabatan=before, Honor=honorarium[before])
    office = Office(tmp_path, [member, pps(2)], BPU)
    changed = {**member, "Jabatan": after, "Honor": honorarium[after]}
    december = date(2024, 12, 1)
    done = office.update(december, changed, pps(2))
    assert (codes(done), done.json["changed"]) == (["other-segment"], 0)
    left = [member["NIK"], "", "pindah", date(2024, 12, 1), "SK 1", None, before]
    changed["Mulai"] = date(2024, 12, 2)
    done = invoke(
        *("update", office.folder / "out", roster(tmp_path / "newer.xlsx", changed, pps(2))),
        *("--changes", write_changes(tmp_path / "changes.xlsx", [left])),
        *("--period", "2024-12", "--out", office.out, "--force", "--json"),
    )
    assert (done.status, done.json["joined"], done.json["left"]) == (0, 1, 1), done.out
    lists = {
        "Anggota KPPS": f"template_tk_{NPP}.xlsx",
        "Petugas Ketertiban TPS": "peserta_bpu.xlsx",
    }
    assert (office.out / lists[after]).exists()


# ---- People who return, die or were never on SIPP's list ------------------------------------------


def left_on(person: Row, day: date, event: str = "mundur") -> list[object]:
    return [person["NIK"], "", event, day, "SK 1"]


def test_update__who_left_comes_back_after_a_row_with_errors__is_listed_as_returning(
    office: Office, people: list[Row]
) -> None:
    one, *others = people
    office.update(JUNE, *others, changes=[left_on(one, date(2024, 5, 30))])
    assert office.file(f"template_tk_na_{NPP}.xlsx", "data_tk_na", "SEBAB_NA") == ["A1"]
    office.listed = office.listed[1:]
    again = {**one, "Mulai": date(2024, 7, 3)}
    office.update(JULY, {**again, "Honor": "segini"}, *others)
    office.update(date(2024, 8, 1), again, *others)
    assert office.file("peserta_lanjutan.xlsx", "Lanjutan", "NIK") == [one["NIK"]]


def test_update__exit_is_due_after_a_late_return__is_not_listed_as_returning(
    tmp_path: Path,
) -> None:
    one, other = pps(1, Mulai=date(2024, 5, 16)), pps(2)
    office = Office(tmp_path, [one, other], rule="contract-month")
    december, january = date(2024, 12, 1), date(2025, 1, 1)
    office.update(december, other, changes=[left_on(one, date(2024, 12, 24))])
    office.update(january, {**one, "Mulai": date(2024, 12, 28)}, other)
    assert office.file(f"template_tk_na_{NPP}.xlsx", "data_tk_na", "SEBAB_NA") == ["A1"]
    assert not (office.out / "peserta_lanjutan.xlsx").exists()


def test_update__returned_and_died__ends_only_the_contract_of_the_death(
    office: Office, people: list[Row]
) -> None:
    one, *others = people
    again = {**one, "Mulai": date(2024, 6, 20)}
    office.update(JUNE, again, *others, changes=[left_on(one, date(2024, 6, 10))])
    died = left_on(one, date(2024, 7, 5), "meninggal")
    done = office.update(JULY, *others, changes=[died])
    assert (done.status, done.json["died"]) == (0, 1), done.out
    assert [row["left_on"] for row in office.rows(one)] == [date(2024, 6, 10), date(2024, 7, 5)]
    assert not (office.out / f"template_upah_{NPP}.xlsx").exists()


def test_update__death_after_an_exit__asks_and_bills_nothing_more(
    office: Office, people: list[Row]
) -> None:
    one, *others = people
    office.update(JUNE, *others, changes=[left_on(one, date(2024, 6, 10))])
    before = office.months(one)
    done = office.update(JULY, *others, changes=[left_on(one, date(2024, 7, 5), "meninggal")])
    assert (codes(done), office.months(one)) == (["change-already-left"], before)


def test_update__number_is_not_on_sipps_list__is_in_no_exit_file(
    office: Office, people: list[Row]
) -> None:
    office.update(MAY, *people)
    office.listed = office.listed[1:]
    office.update(JUNE, *people[2:], changes=[left_on(p, date(2024, 5, 30)) for p in people[:2]])
    name = f"template_tk_na_{NPP}.xlsx"
    assert office.file(name, "data_tk_na", "KPJ") == [office.listed[0].kpj]
    to_do = office.file("perubahan.xlsx", "Keluar", "Yang harus dilakukan")
    assert any("Tidak ada di daftar SIPP" in str(text) for text in to_do)


def test_update__newcomer_lacks_a_cell__is_named_until_it_is_filled(
    office: Office, people: list[Row]
) -> None:
    newcomer = pps(9, Mulai=date(2024, 6, 3), Alamat="")
    for month in (JUNE, JULY):
        office.update(month, *people, newcomer)
        to_do = office.file("perubahan.xlsx", "Masuk", "Yang harus dilakukan")
        assert ["Belum dapat diunggah" in str(text) for text in to_do] == [True]
    office.update(date(2024, 8, 1), *people, {**newcomer, "Alamat": "Kp. Baru RT 001 RW 002"})
    assert office.file(f"template_tk_{NPP}.xlsx", "data_tk_baru", "NOMOR_IDENTITAS") == [
        newcomer["NIK"]
    ]


def test_update__bpu_member_gets_another_nik_or_comes_too_late__is_sent_to_the_branch(
    tmp_path: Path,
) -> None:
    role: Row = {"Jabatan": "Petugas Ketertiban TPS", "Honor": 650_000}
    guard, late, stays = short_person(1, **role), short_person(2, **role), pps(3)
    office = Office(tmp_path, [guard, stays], BPU)
    right = "3214011507909777"
    month = date(2025, 1, 1)
    office.update(month, {**guard, "NIK": right}, late, stays, changes=[correction(guard, right)])
    column = "Yang harus dilakukan"
    assert office.file("perubahan.xlsx", "Data", column) == [
        "Peserta BPU: sampaikan ke layanan BPU kantor cabang"
    ]
    assert "Surat ke kantor cabang" in str(office.file("perubahan.xlsx", "Masuk", column)[0])
    assert not (office.out / "peserta_bpu.xlsx").exists()
