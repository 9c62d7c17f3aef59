"""Sheets that list the people of another sheet once more, without NIK, as a list of receipt does."""

from __future__ import annotations

from pathlib import Path

import pytest
from roster.builders import Grid, codes_of, column_of, validate, workbook
from support.people import Cell, nik
from support.run import invoke

HEAD: list[Cell] = ["No", "NIK", "Nama", "Jabatan", "TPS"]
LIST: Grid = [
    HEAD,
    [1, nik(1), "Asep Arifin, S.Pd.", "Ketua KPPS", "001"],
    [2, nik(2), "Imas Budiman", "Anggota KPPS", "001"],
    [3, nik(3), "Dadan Effendi", "Anggota KPPS", "002"],
]
RECEIPT: list[Cell] = ["No", "Nama", "Jabatan", "Jumlah", "Tanda Tangan"]
FIRST: list[Cell] = [1, "ASEP ARIFIN", "Ketua", 900_000, "1 ....."]
SECOND: list[Cell] = [2, "Imas Budiman", "Anggota KPPS", 850_000, "2 ....."]
STRANGER: list[Cell] = [3, "Gita Irawan", "Anggota KPPS", 850_000, "3 ....."]
NAMES = ["Asep Arifin", "Imas Budiman", "Dadan Effendi"]

COPIES: dict[str, tuple[Grid, list[str]]] = {
    "the same people": ([RECEIPT, FIRST, SECOND], []),
    "titles and signatures around them": (
        [["TANDA TERIMA HONORARIUM"], [], RECEIPT, FIRST, SECOND, [], ["", "Mengetahui,"]],
        [],
    ),
    "somebody more": ([RECEIPT, FIRST, SECOND, STRANGER], ["Gita Irawan"]),
    "the same name twice": ([RECEIPT, FIRST, SECOND, SECOND], ["Imas Budiman"]),
    "a namesake in another office": (
        [RECEIPT, FIRST, SECOND, [3, "Dadan Effendi", "Linmas", 650_000, ""]],
        ["Dadan Effendi"],
    ),
    "a namesake in another TPS": (
        [
            ["Nama", "TPS", "Jabatan"],
            ["Asep Arifin", 1, "Ketua"],
            ["Dadan Effendi", "TPS 007", "Anggota"],
        ],
        ["Dadan Effendi"],
    ),
    "mostly others": (
        [RECEIPT, FIRST, STRANGER, [4, "Eko Wijaya", "Linmas", 650_000, ""]],
        ["Asep Arifin", "Gita Irawan", "Eko Wijaya"],
    ),
}


@pytest.mark.parametrize("case", COPIES)
@pytest.mark.parametrize("order", [1, -1])
def test_sheet_without_niks__lists_people_of_another_sheet__they_are_nobody_else(
    case: str, order: int, tmp_path: Path
) -> None:
    cells, more = COPIES[case]
    sheets = dict([("Data", LIST), ("Tanda terima", cells)][::order])
    validation = validate(workbook(tmp_path / "roster.xlsx", sheets))
    names = [name.title() for name in column_of(validation, "name")]
    assert names == ([*NAMES, *more] if order == 1 else [*more, *NAMES])
    assert [code for _, code in codes_of(validation)].count("nik-missing") == len(more)


def test_sheet_without_niks__people_of_another_sheet__is_reported(tmp_path: Path) -> None:
    sheets: dict[str, Grid] = {"Data": LIST, "Tanda terima": [RECEIPT, FIRST, SECOND]}
    path = workbook(tmp_path / "roster.xlsx", sheets)
    summary = invoke("check", path, "--json").json["roster"]
    place = {"file": "roster.xlsx", "sheet": "Tanda terima"}
    assert summary["passed_over"] == [{**place, "rows": 2, "reason": "repeated"}]
    assert (summary["rows"], summary["sheets"]) == (3, 1)
    assert "lembar lain, tidak dihitung lagi (baris): Tanda terima (2)" in " ".join(
        invoke("check", path).out.split()
    )


def test_sheet_without_niks__repeats_people__account_has_each_row(tmp_path: Path) -> None:
    sheets: dict[str, Grid] = {"Data": LIST, "Tanda terima": [RECEIPT, FIRST, SECOND, STRANGER]}
    roster = validate(workbook(tmp_path / "roster.xlsx", sheets)).roster
    account = roster.count_rows(roster.files[0].sheets[1])
    assert account == {"header": 1, "people": 1, "repeated": 2}


def test_sheets__have_no_niks_at_all__all_are_people(tmp_path: Path) -> None:
    sheets: dict[str, Grid] = {"A": [RECEIPT, FIRST, SECOND], "B": [RECEIPT, FIRST, SECOND]}
    validation = validate(workbook(tmp_path / "roster.xlsx", sheets))
    assert validation.frame.height == 4
    assert not validation.roster.passed_over
