"""**Periode SIPP** of the bill: who is on SIPP's list when, which file is due by when, what SIPP shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support.people import short_person
from support.updates import pps
from support.workbooks import enrolled, grid, sheets, table, texts

from pemilu_cover.enrolment.reporting_periods import SippPeriods, sipp_periods
from pemilu_cover.law.rate_book import RateBook

SHEET = "Periode SIPP"
NPP = "24109999"
AGREEMENT = f'employer = {{ name = "KPU", npp = "{NPP}", location = "3214" }}\n'
CHARGE = pl.Struct({"month": pl.Date(), "jkk_sen": pl.Int64(), "jkm_sen": pl.Int64()})


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bill of three members of KPPS, one of PPS, by contract months."""
    people = [*map(short_person, (1, 2, 3)), pps(4)]
    out = enrolled(tmp_path_factory.mktemp("periods"), *people, agreement=AGREEMENT)
    return out / "invoice.xlsx"


def test_groups__each_role__has_months_files_and_what_sipp_bills(bill: Path) -> None:
    rows = table(grid(bill, SHEET), "Jabatan", "Orang")[:2]
    assert [[*row.values()] for row in rows] == [
        [
            "Anggota PPS",
            1,
            "Mei 2024",
            "Desember 2024",
            datetime(2024, 6, 4).date(),
            "Januari 2025",
            datetime(2025, 2, 6).date(),
            7_020,
        ],
        [
            "Anggota KPPS",
            3,
            "November 2024",
            "November 2024",
            datetime(2024, 11, 18).date(),
            "Desember 2024",
            datetime(2024, 12, 17).date(),
            13_770,
        ],
    ]
    said = " ".join(texts(grid(bill, SHEET)))
    assert f"template_tk_{NPP}.xlsx" in said
    assert f"template_tk_na_{NPP}.xlsx" in said


def test_periods__each_month__has_the_seven_numbers(bill: Path) -> None:
    rows = {
        row["Periode (BLTH)"]: [*row.values()][1:]
        for row in table(grid(bill, SHEET), "Periode (BLTH)")
        if row["Tenaga kerja aktif"] != ""
    }
    assert rows["Mei 2024"] == [1, 1, 0, 0, 7_020, 0, 7_020]
    assert rows["Oktober 2024"] == [1, 0, 0, 0, 7_020, 0, 7_020]
    assert rows["November 2024"] == [4, 3, 0, 0, 20_790, 0, 20_790]
    assert rows["Desember 2024"] == [1, 0, 3, 0, 7_020, 0, 7_020]
    assert rows["Januari 2025"] == [0, 0, 1, 0, 0, 0, 0]
    assert sum(row[4] for row in rows.values()) == 3 * 4_590 + 8 * 7_020


def test_sheet__bpu_members_alone__have_none(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), agreement='segment = "bpu"\n')
    assert SHEET not in sheets(out / "invoice.xlsx")


def periods_of(*contracts: tuple[str, str, list[tuple[str, int]]]) -> SippPeriods:
    """Return the periods of contracts: NIK, segment, and month and amount of each charge."""
    rows = [
        {
            "id": number,
            "nik": nik,
            "status": "enrolled",
            "segment": segment,
            "role_name": "Anggota PPS",
            "start": datetime(2024, 11, 1).date(),
            "end": datetime(2024, 12, 31).date(),
            "charges": [
                {"month": datetime.strptime(month, "%Y-%m").date(), "jkk_sen": sen, "jkm_sen": 0}
                for month, sen in charges
            ],
        }
        for number, (nik, segment, charges) in enumerate(contracts)
    ]
    people = pl.DataFrame(rows, schema_overrides={"charges": pl.List(CHARGE)})
    return sipp_periods(people, RateBook.load())


def numbers(periods: SippPeriods) -> list[tuple[int, ...]]:
    return [tuple(period[1:6]) for period in periods.periods]


def test_periods__two_contracts_of_one_nik__are_one_person() -> None:
    found = periods_of(
        ("1", "pu", [("2024-11", 10), ("2024-12", 10)]), ("1", "pu", [("2024-12", 5)])
    )
    assert numbers(found) == [(1, 1, 0, 0, 10), (1, 0, 0, 1, 15), (0, 0, 1, 0, 0)]


def test_periods__gap_between_contracts__is_an_exit_and_an_entry() -> None:
    found = periods_of(("1", "pu", [("2024-10", 10)]), ("1", "pu", [("2024-12", 10)]))
    assert numbers(found) == [
        (1, 1, 0, 0, 10),
        (0, 0, 1, 0, 0),
        (1, 1, 0, 0, 10),
        (0, 0, 1, 0, 0),
    ]


def test_periods__bpu_members__are_not_on_the_list() -> None:
    found = periods_of(("1", "bpu", [("2024-11", 10)]))
    assert (list(found.groups), list(found.periods)) == ([], [])
