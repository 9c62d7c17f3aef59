"""Rows that are excluded: the reason is said everywhere, and a struck duplicate is no civil servant."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support.paths import DATA
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import grid, roster

ROSTER, FILLED = DATA / "struck_duplicate.xlsx", DATA / "struck_duplicate_filled.xlsx"


def struck(folder: Path, row: int) -> Path:
    """Return the filled corrections in which the row of the first or the second entry is struck out."""
    book = openpyxl.load_workbook(FILLED)
    for name in ("Perbaikan", "Semula"):
        page = book[name]
        titles = next(
            row for row in page.iter_rows() if row[0].value == "Berkas" and row[2].value == "Baris"
        )
        cells = {cell.value: page.cell(cell.row + 1, cell.column) for cell in titles}
        cells["Baris"].value, cells["No"].value = str(row), str(row - 1)
    path = folder / "filled.xlsx"
    book.save(path)
    return path


def bill(out: Path) -> str:
    rows = grid(out / "invoice.xlsx", "Tagihan")
    return "\n".join(str(cell) for row in rows for cell in row if cell)


@pytest.mark.parametrize("row", [2, 5])
def test_struck_duplicate__either_of_the_two_rows__leaves_three_people(
    row: int, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = invoke("enrol", ROSTER, "--corrections", struck(tmp_path, row), "--out", out, "--json")
    assert (done.json["enrolled"], done.json["held_back"], done.json["excluded"]) == (3, 0, 1)
    assert done.json["excluded_by"] == {"civil_servants": 0, "duplicates": 1, "struck_out": 0}
    assert done.status == 0


def test_struck_duplicate__on_the_bill_and_the_screen__is_no_civil_servant(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done: Run = invoke("enrol", ROSTER, "--corrections", FILLED, "--out", out)
    assert "ASN" not in done.out
    assert "baris ganda yang dihapus" in done.out
    assert "ASN dikecualikan" not in bill(out)
    assert "1 baris ganda dihapus oleh kantor; orangnya ditagih sekali" in bill(out)
    counts = json.loads((out / "manifest.json").read_bytes())["counts"]
    assert counts["excluded_by"] == {"civil_servants": 0, "duplicates": 1, "struck_out": 0}


def test_exclusions__civil_servants__have_their_own_reason(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2, Status_Pegawai="PNS"))
    done = invoke("enrol", source, "--out", tmp_path / "out")
    assert "menyatakan ASN, TNI, atau Polri" in done.out
    assert "1 ASN dikecualikan (dijamin Taspen) dan tidak ditagih." in bill(tmp_path / "out")
    report = invoke("check", source, "--json").json
    assert report["excluded_by"] == {"civil_servants": 1, "duplicates": 0, "struck_out": 0}
