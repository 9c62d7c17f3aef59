"""Every file with personal data says so where it is opened; the others hold none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from privacy.canaries import ADDRESS, BORN, MOTHER, NIK, PHONE, as_xlsx, canary_person, leaks
from support.people import short_person
from support.run import invoke
from support.workbooks import TEMPLATE, grid, texts

LAW = "BERISI DATA PRIBADI (UU 27/2022): "
BPU = '[roles.PPS_KETUA]\nsegment = "bpu"\n'


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result with every file that can be: good, faulty, incomplete, returning, BPU, excluded people."""
    folder = tmp_path_factory.mktemp("notices")
    crowd = [
        canary_person(1),
        canary_person(2, Jabatan="Tukang"),
        canary_person(3, Nama_Ibu=None, Kecamatan="Plered"),
        canary_person(4, No_KPJ="99000000123"),
        canary_person(5, Jabatan="Ketua PPS", Mulai=None, Selesai=None, Honor=1_500_000),
        canary_person(6, Jabatan="Sekretaris PPS (PNS)"),
    ]
    pks = folder / "pks.toml"
    pks.write_text(BPU, encoding="utf-8")
    roster = as_xlsx(folder / "roster.xlsx", crowd)
    query = (
        "--agreement",
        pks,
        "--election",
        "pilkada-2024",
        "--split-corrections-by",
        "kecamatan",
    )
    assert invoke("enrol", roster, "--out", folder / "out", *query).status == 1
    assert invoke("check", roster, "--annotate", folder / "out" / "marked.xlsx").status == 1
    return folder / "out"


def workbooks(result: Path) -> list[str]:
    return sorted(path.relative_to(result).as_posix() for path in result.rglob("*.xlsx"))


def first_page(path: Path) -> list[str]:
    """Return the first lines of the sheet that is open when the file is opened."""
    book = openpyxl.load_workbook(path)
    page = book.active
    assert page is book.worksheets[0]
    return [
        str(cell) for row in page.iter_rows(max_row=5, values_only=True) for cell in row if cell
    ]


def test_the_result_has_every_kind_of_file(result: Path) -> None:
    assert workbooks(result) == [
        "corrections/kec-plered.xlsx",
        "corrections/kec-purwakarta.xlsx",
        "invoice.xlsx",
        "marked.xlsx",
        "peserta_bpu.xlsx",
        "peserta_lanjutan.xlsx",
        TEMPLATE,
    ]


def test_notice__every_workbook__is_on_the_first_sheet(result: Path) -> None:
    for name in workbooks(result):
        (message,) = [text for text in first_page(result / name) if "DATA PRIBADI" in text]
        assert message.startswith(LAW), name
        assert "Hanya untuk" in message
        assert "hapus" in message


def test_notice__bill__is_above_the_facts(result: Path) -> None:
    page = openpyxl.load_workbook(result / "invoice.xlsx")["Tagihan"]
    assert str(page["A3"].value).startswith(LAW)
    assert page["A3"].font.size <= 9  # it prints as 8
    assert page["A5"].value == "Nomor"


def test_notice__annotated_roster_without_findings__is_in_the_properties(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", [short_person(1)])
    assert invoke("check", roster, "--annotate", tmp_path / "marked.xlsx").status == 0
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert str(marked.properties.description).startswith(LAW)


def test_a_description_of_the_clerk_s_own_stays(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", [short_person(1, NIK="1"), short_person(2)])
    book = openpyxl.load_workbook(roster)
    book.properties.description = "punya kami"
    book.save(roster)
    assert invoke("check", roster, "--annotate", tmp_path / "marked.xlsx").status == 1
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert marked.properties.description == "punya kami"


def test_notice__empty_form__is_present(tmp_path: Path) -> None:
    assert invoke("template", "--out", tmp_path / "isian.xlsx").status == 0
    assert any(text.startswith(LAW) for text in first_page(tmp_path / "isian.xlsx"))


# ---- The places of notices ----------------------------------------------------------------------


def everything(path: Path) -> str:
    """Return every text of a workbook, hidden sheets and comments too."""
    book = openpyxl.load_workbook(path)
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    shown = [str(cell.value) for cell in cells if cell.value is not None]
    return "\n".join(shown + [cell.comment.text for cell in cells if cell.comment])


WITH_MOTHERS = {TEMPLATE, "peserta_bpu.xlsx", "marked.xlsx"}


def test_mother__any_workbook__is_only_where_needed(result: Path) -> None:
    matches = {name for name in workbooks(result) if MOTHER in everything(result / name)}
    assert matches == WITH_MOTHERS


def test_a_bill_has_no_more_than_it_needs(result: Path) -> None:
    report = everything(result / "invoice.xlsx")
    assert f"{NIK[:12]}0001" in report
    for text in (MOTHER, PHONE, ADDRESS, f"{BORN:%d-%m-%Y}", str(BORN)):
        assert text not in report
    tagihan = "\n".join(texts(grid(result / "invoice.xlsx", "Tagihan")))
    assert leaks(tagihan) == []


def test_the_manifest_holds_nobody(result: Path) -> None:
    report = (result / "manifest.json").read_text(encoding="utf-8")
    assert leaks(report) == []
    names = {str(short_person(number)["Nama"]) for number in range(1, 7)}
    assert not [value for value in values(json.loads(report)) if value in names]


def values(data: Any) -> list[str]:
    """Return every value of a manifest as text."""
    if isinstance(data, dict):
        return [text for part in data.values() for text in values(part)]
    if isinstance(data, list):
        return [text for part in data for text in values(part)]
    return [str(data)]
