"""``claim``: whose case it is, whether they were covered, what is refused, and what stays private."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from claims.conftest import (
    AT,
    COVERED,
    EXCLUDED,
    HELD_BACK,
    INCOMPLETE,
    NOW,
    TWO_ROLES,
    UNNUMBERED,
    claim,
    text,
)
from support.parameters import first
from support.people import nik, person
from support.run import Run, invoke
from support.workbooks import content, enrolled

pytestmark = pytest.mark.usefixtures("without_word")

DAY_AFTER = "2024-12-09 08:00"


# ---- Cover --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_papers")
@pytest.mark.parametrize(
    ("number", "at", "expected"),
    [
        (COVERED, AT, "covered: covered"),
        (UNNUMBERED, AT, "unconfirmed: no-number"),
        (INCOMPLETE, AT, "unconfirmed: waiting-for-cell"),
        (HELD_BACK, AT, "uncovered: not-enrolled"),
        (EXCLUDED, AT, "uncovered: insured-elsewhere"),
        (COVERED, "2024-11-06 23:59", "uncovered: not-begun"),
        (COVERED, "2024-11-07 00:00", "covered: covered"),
        (COVERED, "2024-12-07 23:59", "covered: covered"),
        (COVERED, "2024-12-08 00:00", "uncovered: tail"),
        (COVERED, DAY_AFTER, "uncovered: ended"),
    ],
)
def test_cover__person_and_day__is_as_the_register_has_it(
    result: Path, number: int, at: str, expected: str, tmp_path: Path
) -> None:
    state, reason = expected.split(": ")
    out = tmp_path / "case"
    done = claim(result, number, "--death", "--at", at, "--json", out=out, now="2025-01-05 10:00")
    assert done.json["cover"] == {"state": state, "reason": reason}
    assert done.status == (state == "uncovered")
    assert json.loads((out / "case.json").read_text("utf-8"))["cover"] == state


def test_cover__none__is_the_first_line_with_the_reason_and_the_law(
    result: Path, tmp_path: Path
) -> None:
    done = claim(result, HELD_BACK, "--accident", out=tmp_path / "case")
    first, law, *_ = done.out.splitlines()
    assert first.strip().startswith("BELUM TERLINDUNGI pada hari itu. Belum didaftarkan")
    assert "Tanggal selesai sebelum tanggal mulai." in first
    assert "pemberi kerja sendiri wajib membayar" in law
    assert "PP 44/2015, pasal 27 ayat (1)" in law
    steps = text(tmp_path / "case", "langkah")
    assert steps.index("BELUM TERLINDUNGI") < steps.index("Lapor (Formulir 3 KK 1)")
    assert "tidak termasuk masa tugas" in text(tmp_path / "case", "surat-keterangan")


@pytest.mark.parametrize(
    ("number", "at", "why"),
    [(EXCLUDED, AT, "Taspen atau Asabri"), (COVERED, DAY_AFTER, "Masa tugas sudah berakhir")],
)
def test_cover__none_and_nothing_owed__has_no_duty_of_the_employer(
    result: Path, number: int, at: str, why: str, tmp_path: Path
) -> None:
    out = tmp_path / "case"
    done = claim(result, number, "--death", "--at", at, out=out, now="2025-01-05 10:00")
    assert why in done.out
    assert why in text(out, "langkah")
    for page in (done.out, text(out, "langkah"), text(out, "manfaat")):
        assert "wajib membayar seluruh manfaat" not in page
        assert "menjadi tanggungan pemberi kerja" not in page


@pytest.mark.usefixtures("without_papers")
def test_cover__missing_cell__has_the_title_of_its_column(result: Path, tmp_path: Path) -> None:
    done = claim(result, INCOMPLETE, "--death", out=tmp_path / "case")
    assert "(Nama Ibu Kandung)" in done.out


@pytest.mark.usefixtures("without_papers")
def test_cover__number_of_a_bpu_member__is_not_sought_in_files_of_sipp(tmp_path: Path) -> None:
    out = enrolled(tmp_path, person(1), agreement='segment = "bpu"\n')
    done = claim(out, 1, "--death", out=tmp_path / "case")
    assert "peserta BPU tidak ada dalam berkas SIPP" in done.out
    assert "pemilu-cover members" not in done.out


@pytest.mark.usefixtures("without_papers")
def test_cover__event_before_the_month_of_the_agreement__is_not_retroactive(tmp_path: Path) -> None:
    out = enrolled(tmp_path, person(1), agreement="date = 2024-12-03\n")
    days = {"2024-11-30 23:59": "before-agreement", "2024-12-01 00:00": "no-number"}
    for number, (at, reason) in enumerate(days.items()):
        folder = tmp_path / str(number)
        done = claim(out, 1, "--death", "--at", at, "--json", out=folder, now="2025-01-05 10:00")
        assert done.json["cover"]["reason"] == reason


# ---- Clocks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "due"),
    first(
        2,
        [
            ("2024-11-29 23:59", "2024-12-01T23:59"),  # over a weekend
            ("27 November 2024 pukul 22.10 WIB", "2024-11-29T22:10"),
            (AT, "2024-11-29T22:10"),
            ("27-11-2024 22:10", "2024-11-29T22:10"),
            ("2024-11-27T22:10", "2024-11-29T22:10"),
        ],
    ),
)
def test_first_report__any_way_to_write_the_time__is_due_after_48_plain_hours(
    result: Path, at: str, due: str, tmp_path: Path
) -> None:
    out, now = tmp_path / "case", "2024-12-02 00:00"
    done = claim(result, COVERED, "--accident", "--at", at, "--json", out=out, now=now)
    clock = done.json["clocks"][0]
    assert (clock["id"], clock["due"], clock["overdue"]) == ("kk1", due, True)
    assert "sudah lewat" in text(out, "langkah")


def test_first_report__other_zone__is_named(tmp_path: Path) -> None:
    agreement = 'employer = { name = "KPU Kota Denpasar", location = "5171" }\n'
    people = person(1, Kecamatan="Denpasar Utara", NIK=nik(1, region="517104"))
    out = enrolled(tmp_path, people, agreement=agreement)
    options = ("--nik", people["NIK"], "--accident", "--at", AT, "--now", NOW)
    done = invoke("claim", out, *options, "--out", tmp_path / "case", "--json")
    assert done.json["zone"] == "WITA"
    assert "22.10 WITA" in text(tmp_path / "case", "langkah")
    wrong = invoke(
        "claim", out, "--nik", people["NIK"], "--death", "--at", f"{AT} WIB", "--out", "x"
    )
    assert (wrong.status, "--at" in wrong.err, "WITA" in wrong.err) == (2, True, True)


# ---- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "option", "says"),
    [
        (("--nik", nik(77)), "--nik", "3214********9077"),
        (("--nik", "32140112059090"), "--nik", "14 digit"),
        (("--nik", "32140112059090"), "--nik", "--name NAMA)"),
        (("--nik", f"{nik(1)[:15]}O"), "--nik", "huruf"),
        (("--at", "2024-11-27"), "--at", "jam"),
        (("--at", "2024-11-27 25:10"), "--at", "25:10"),
        (("--at", "2024-11-31 22:10"), "--at", "2024-11-31"),
        (("--at", "kemarin malam"), "--at", "kemarin malam"),
        (("--at", "2024-11-28 10:01"), "--at", "belum terjadi"),
        (("--at", "2014-11-27 22:10"), "--at", "di luar masa tugas"),
        (("--at", "9999-12-31 22:10"), "--at", "9999-12-31"),
        (("--place", "TPS\x1b[31m 001"), "--place", "karakter kendali"),
        (("--treated-at", "RS " * 100), "--treated-at", "paling panjang 200"),
        (("--role", "PPK"), "--role", "KPPS_KETUA"),
        (("--now", "sekarang"), "--now", "sekarang"),
    ],
)
def test_claim__wrong_option__is_named_and_nothing_is_written(
    result: Path, options: tuple[str, str], option: str, says: str, tmp_path: Path
) -> None:
    given = {"--nik": nik(COVERED), "--at": AT, "--now": NOW} | dict([options])
    arguments = [word for pair in given.items() for word in pair]
    done = invoke("claim", result, *arguments, "--accident", "--out", tmp_path / "case")
    assert done.status == 2
    assert done.err.startswith(f"pemilu-cover: {option}: "), done.err
    assert says in done.err
    assert nik(COVERED) not in done.err
    assert not (tmp_path / "case").exists()


def test_claim__place_of_several_lines__is_one_line_of_text(result: Path, tmp_path: Path) -> None:
    place = "TPS 001\n  <b>Sindangsari</b> \u202e& #x"
    claim(result, COVERED, "--accident", "--place", place, out=tmp_path / "case")
    shown = "bertempat di TPS 001 <b>Sindangsari</b> & #x sedang"
    assert shown in text(tmp_path / "case", "kronologis")


@pytest.mark.parametrize("left_out", ["HASIL", "--nik", "--at", "--out", "--accident"])
def test_claim__missing_option__is_named(result: Path, left_out: str, tmp_path: Path) -> None:
    given = {"HASIL": [result], "--nik": ["--nik", nik(1)], "--at": ["--at", AT]}
    given |= {"--out": ["--out", tmp_path / "case"], "--accident": ["--accident"]}
    done = invoke(
        "claim", *(word for name, words in given.items() if name != left_out for word in words)
    )
    assert (done.status, done.out) == (2, "")
    assert left_out in done.err


@pytest.mark.usefixtures("without_papers")
def test_claim__two_roles_on_the_day__asks_for_one(result: Path, tmp_path: Path) -> None:
    out = tmp_path / "case"
    asked = claim(result, TWO_ROLES, "--death", out=out)
    assert asked.status == 2
    assert asked.err.startswith("pemilu-cover: --role: ")
    assert "KPPS_ANGGOTA, PPS_ANGGOTA" in asked.err
    assert "3214********9006" in asked.err
    done = claim(result, TWO_ROLES, "--death", "--role", "pps_anggota", "--json", out=out)
    assert (done.status, done.json["role"]) == (0, "PPS_ANGGOTA")
    assert done.json["benefits"]["months"] == 6
    # Before November there is one role.
    before = ("--death", "--at", "2024-09-01 08:00", "--json", "--force")
    assert claim(result, TWO_ROLES, *before, out=out).json["role"] == "PPS_ANGGOTA"


@pytest.mark.usefixtures("without_papers")
def test_claim__contract_of_the_day_is_held_back__is_chosen_before_an_earlier_one(
    tmp_path: Path,
) -> None:
    pantarlih = {
        "Jabatan": "Pantarlih",
        "Honor": 1_000_000,
        "Tgl Mulai": date(2024, 6, 24),
        "Tgl Selesai": date(2024, 7, 25),
    }
    out = enrolled(tmp_path, person(1, **pantarlih), person(1, Honor="segini"), status=1)
    done = claim(out, 1, "--death", "--json", out=tmp_path / "case")
    assert done.json["cover"] == {"state": "uncovered", "reason": "not-enrolled"}
    assert done.json["role"] == "KPPS_ANGGOTA"


def test_claim__folder_within_the_result__is_refused(result: Path) -> None:
    done = claim(result, COVERED, "--death", out=result / "kasus")
    assert (done.status, "--out" in done.err) == (2, True)


def test_claim__no_result__is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = claim(tmp_path / "empty", COVERED, "--death", out=tmp_path / "case")
    assert (done.status, done.out) == (3, "")


def test_claim__folder_of_an_earlier_case__is_replaced_unless_somebody_changed_it(
    result: Path, tmp_path: Path
) -> None:
    out = tmp_path / "case"
    assert claim(result, COVERED, "--accident", out=out).status == 0
    first = content(out)
    assert claim(result, COVERED, "--accident", out=out).status == 4
    assert claim(result, COVERED, "--accident", "--force", out=out).status == 0
    assert content(out) == first
    (out / "06-kronologis.docx").write_bytes(b"filled in")
    assert claim(result, COVERED, "--accident", "--force", out=out).status == 4
    assert (out / "06-kronologis.docx").read_bytes() == b"filled in"


# ---- What stays private -------------------------------------------------------------------------


@pytest.mark.usefixtures("without_papers")
def test_claim__any_output__has_no_identity(result: Path, tmp_path: Path) -> None:
    runs: list[Run] = [
        claim(result, number, "--death", *more, out=tmp_path / f"{number}{len(more)}")
        for number in (COVERED, HELD_BACK)
        for more in ((), ("--json",), ("--lang", "en", "--json", "--place", f"rumah {nik(1)}"))
    ]
    runs.append(invoke("claim", "--list", tmp_path, "--now", NOW))
    for done in runs:
        for value in (nik(COVERED), nik(HELD_BACK), "Budi", "Arifin", "Siti Aminah", "08350000"):
            assert value not in done.out + done.err
    names = " ".join(path.name for path in tmp_path.rglob("*"))
    assert nik(COVERED) not in names


@pytest.mark.usefixtures("without_papers")
def test_claim__result__knows_nothing_of_it(result: Path, tmp_path: Path) -> None:
    before = content(result)
    claim(result, COVERED, "--accident", out=tmp_path / "case")
    assert content(result) == before
    kept = (tmp_path / "case" / "case.json").read_text("utf-8")
    assert nik(COVERED) not in kept
    assert "Budi" not in kept


# ---- The chain ----------------------------------------------------------------------------------


def test_claim__person_who_died__stays_billed_and_is_in_no_exit_file(tmp_path: Path) -> None:
    office = 'employer = { name = "KPU", npp = "24109999", location = "3214" }\n'
    first = enrolled(tmp_path, person(1), person(2), agreement=office)
    at = ("--death", "--at", "2024-11-20 05:30")
    assert claim(first, 1, *at, out=tmp_path / "case").status == 0
    changes = tmp_path / "changes.csv"
    changes.write_text(
        f"NIK,Nama,Kejadian,Tanggal,Nomor SK\n{nik(1)},,Meninggal dunia,20-11-2024,AK 1\n", "utf-8"
    )
    following = tmp_path / "next"
    options = ("--changes", changes, "--period", "2024-12", "--out", following)
    done = invoke("update", first, *options)
    assert done.status == 0, done.out + done.err
    assert [path.name for path in following.iterdir() if "_na_" in path.name] == []
    register = pl.read_parquet(following / "people.parquet").filter(pl.col("nik") == nik(1))
    assert register["exit_cause"].to_list() == ["death"]
    assert register["end"].to_list() == [date(2024, 11, 20)]
    assert register["total_sen"].item() == 459_000
    again = claim(following, 1, *at, "--json", out=tmp_path / "again")
    assert again.json["cover"] == {"state": "unconfirmed", "reason": "no-number"}
    assert "November 2024; dibayar" in text(tmp_path / "again", "surat-keterangan")
    later = ("--death", "--at", "2024-11-21 05:30", "--json")
    assert claim(following, 1, *later, out=tmp_path / "later").json["cover"]["reason"] == "died"


@pytest.mark.usefixtures("without_papers")
def test_claim__result_in_batches__finds_the_person(tmp_path: Path) -> None:
    people = [person(1), person(2)]
    file = tmp_path / "roster.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, people[0].keys())
        table.writeheader()
        table.writerows(people)
    out = tmp_path / "out"
    invoke("enrol", file, "--out", out, "--output-format", "parquet")
    assert not (out / "people.parquet").exists()
    done = claim(out, 2, "--accident", "--json", out=tmp_path / "case")
    assert (done.status, done.json["role"]) == (0, "KPPS_ANGGOTA")
