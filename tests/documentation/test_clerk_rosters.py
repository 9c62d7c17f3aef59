"""Three rosters taken from the first check to the bill by the commands of docs/panduan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from cli.test_corrections_roundtrip import fill
from support.clerk_rosters import Officer, write_bawaslu, write_kpps, write_ppk
from support.pdf import pdf_pages
from support.run import Run, invoke

pytestmark = pytest.mark.slow


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Run:
    return invoke(*words, "--lang", "id")


def answer(file: Path, sheet: str, answers: Mapping[str, Mapping[str, str | int]]) -> None:
    """Type answers into the lines of a corrections file, by the row of the roster."""
    fill(file, sheet, lambda line: line.update(answers.get(str(line["Baris"]), {})))


def not_enrolled(done: Run) -> int:
    """Return how many people wait for a correction."""
    found = re.search(r"BELUM terdaftar, harus dibetulkan +(\d+)", done.out)
    assert found
    return int(found[1])


def assert_bill_printed(done: Run, office: str, people: int) -> None:
    """Everybody is enrolled and complete, and the bill of the folder hasil says for how many."""
    assert (done.status, not_enrolled(done)) == (0, 0)
    assert "perlu dilengkapi" not in done.out
    bill = pdf_pages(Path("hasil", "tagihan.pdf"))[0]
    assert office.upper() in bill
    assert f"JUMLAH {people} " in bill


def test_guide__kpps_with_merged_titles__is_billed_after_two_rounds(here: Path) -> None:
    write_kpps(here / "KPPS Kec Bansari.xlsx")
    assert not_enrolled(run("check", "KPPS Kec Bansari.xlsx")) == 4
    office = "KPU Kabupaten Temanggung"
    run("init", "--office", office, "--npp", "12345678", "--regency", "Temanggung")
    enrol = ("enrol", "KPPS Kec Bansari.xlsx", "--out", "hasil")
    split = (*enrol, "--split-corrections-by", "kecamatan")
    assert not_enrolled(run(*split)) == 4
    sent = here / "hasil" / "corrections" / "kec-bansari.xlsx"
    whole = Officer(3, "332316").nik
    answers = {
        "10": {"NIK": int(whole)},
        "13": {"NIK": "3323 1609 0881 9006"},
        "20": {"Tanggal Lahir": "14/3/1983"},
        "32": {"Jabatan": "anggota kpps"},
    }
    answer(sent, "Perbaikan", answers)
    answer(sent, "Lengkapi", {"23": {"Nama Ibu Kandung": "Kasmi"}, "25": {"Gol. Darah": "-"}})
    merge = (*split, "--corrections", "hasil/corrections", "--force")
    assert not_enrolled(run(*merge)) == 1
    answer(sent, "Perbaikan", {"10": {"NIK": whole}})
    answer(sent, "Lengkapi", {"25": {"Gol. Darah": "AB"}})
    assert not_enrolled(run(*merge)) == 0
    assert_bill_printed(run(*enrol, "--pdf", "--force"), office, 35)


def test_guide__headers_of_an_own_wording__are_named_and_billed(here: Path) -> None:
    write_ppk(here / "data adhoc.xlsx")
    first = run("check", "data adhoc.xlsx")
    assert not_enrolled(first) == 20
    assert '--column "Ditugaskan sebagai=Jabatan"' in first.out
    office = "KPU Kota Singkawang"
    run("init", "--office", office, "--npp", "87654321", "--regency", "Kota Singkawang")
    with Path("pks.toml").open("a", encoding="utf-8") as agreement:
        agreement.write(
            '\n[columns]\n"Lahir tanggal" = "Tanggal Lahir"\n"Ditugaskan sebagai" = "Jabatan"\n'
        )
    second = run("check", "data adhoc.xlsx")
    assert "Alamat, Tempat Lahir, Status Kawin" in second.out
    with Path("pks.toml").open("a", encoding="utf-8") as agreement:
        agreement.write(
            '"Lahir di" = "Tempat Lahir"\n"Tempat tinggal" = "Alamat"\n'
            '"Sudah kawin?" = "Status Kawin"\n"Terhitung mulai" = "Tgl Mulai"\n'
        )
    marked = "data adhoc-ditandai.xlsx"
    assert not_enrolled(run("check", "data adhoc.xlsx", "--annotate", marked)) == 3
    book = openpyxl.load_workbook(marked)
    book["PPK"]["C5"] = Officer(2, "617202").nik
    book["PPS"]["E6"] = "19/02/1982"
    book["PPS"]["O8"] = "Rp1.300.000,-"
    book["Sekretariat"]["B4"] = "Bambang"
    book.save(marked)
    assert not_enrolled(run("check", marked)) == 0
    assert_bill_printed(run("enrol", marked, "--out", "hasil", "--pdf"), office, 20)


def test_guide__csv_of_excel__is_billed_by_way_of_corrections(here: Path) -> None:
    write_bawaslu(here / "bonto-bahari.csv")
    first = run("check", "bonto-bahari.csv")
    assert not_enrolled(first) == 2
    assert "jangan dengan Excel" in first.out
    office = "Bawaslu Kabupaten Bulukumba"
    run("init", "--office", office, "--npp", "11223344", "--regency", "Bulukumba")
    with Path("pks.toml").open("a", encoding="utf-8") as agreement:
        agreement.write('\n[columns]\n"STATUS" = "Status Kawin"\n')
    enrol = ("enrol", "bonto-bahari.csv", "--out", "hasil")
    split = (*enrol, "--split-corrections-by", "kecamatan")
    assert not_enrolled(run(*split)) == 2
    sent = here / "hasil" / "corrections" / "kec-bonto-bahari.xlsx"
    niks = {str(n + 3): {"NIK": Officer(n, "730203").nik} for n in (4, 9)}
    answer(sent, "Perbaikan", niks)
    merge = (*split, "--corrections", "hasil/corrections", "--force")
    assert not_enrolled(run(*merge)) == 0
    assert_bill_printed(run(*enrol, "--pdf", "--force"), office, 20)
