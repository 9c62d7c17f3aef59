"""**Periode SIPP** of the bills of a batch run is that of a run with workbooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from batches.builders import as_csv, crowd, enrol, enrol_workbooks, in_batches_of
from support.people import Row
from support.workbooks import grid

SHEET = "Periode SIPP"
PPS: Row = {
    "Jabatan": "Anggota PPS",
    "Honor": 1_300_000,
    "TPS": None,
    "Mulai": date(2024, 5, 26),
    "Selesai": date(2024, 8, 31),
}


@pytest.fixture(scope="module")
def people() -> list[Row]:
    """Return members of KPPS, and some of PPS, two of whom serve in a KPPS later."""
    return [*crowd(1, 4), *crowd(5, 6, **PPS), *crowd(3, 4, **PPS)]


@pytest.mark.parametrize("rows", [3, 100])
def test_sheet__of_batches__is_that_of_a_workbook_run(
    tmp_path: Path, people: list[Row], rows: int
) -> None:
    roster = as_csv(tmp_path / "roster.csv", people)
    assert enrol_workbooks(roster, tmp_path / "workbooks").status in (0, 1)
    with in_batches_of(rows):
        assert enrol(roster, tmp_path / "batches").status in (0, 1)
    expected = grid(tmp_path / "workbooks" / "invoice.xlsx", SHEET)
    active = [row[:4] for row in expected if row[0] in ("November 2024", "Desember 2024")]
    assert active == [["November 2024", 4, 4, 0], ["Desember 2024", 0, 0, 4]]
    for bill in ("invoice.xlsx", "provinces/32/invoice.xlsx", "regencies/3214/invoice.xlsx"):
        assert grid(tmp_path / "batches" / bill, SHEET) == expected


def test_sheet__of_a_regency__has_its_people_alone(tmp_path: Path, people: list[Row]) -> None:
    bogor = [row | {"Kabupaten/Kota": "Kabupaten Bogor"} for row in crowd(11, 12)]
    enrol(as_csv(tmp_path / "roster.csv", [*people, *bogor]), tmp_path / "out")
    active = {
        bill: next(
            row[1] for row in grid(tmp_path / "out" / bill, SHEET) if row[0] == "November 2024"
        )
        for bill in ("invoice.xlsx", "regencies/3201/invoice.xlsx", "regencies/3214/invoice.xlsx")
    }
    assert [*active.values()] == [6, 2, 4]
