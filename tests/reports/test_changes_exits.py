"""``template_tk_na``: the layout of SIPP, who is in it, and who never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import polars as pl
import pytest
from support.sipp_downloads import NPP
from support.updates import (
    DISMISSED,
    LATE,
    RESIGNED,
    WAGE,
    ChangedResult,
    changed_result,
    nik,
)
from support.workbooks import color

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.office import Employer
from pemilu_cover.reconciliation.changes.roster_update import superseded_exits
from pemilu_cover.reports.xlsx.changes import exits_file
from pemilu_cover.reports.xlsx.changes.exits_file import write_exits

CAUSES = ["A10", "A1", "A2", "A3", "A4", "A5", "A8", "A6", "A7", "A9"]
HEADERS = ["KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "SEBAB_NA", "TGL_KEJADIAN", "KETERANGAN"]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> ChangedResult:
    return changed_result(tmp_path_factory.mktemp("exits"))


def agreement(exit_date: str = "last-day") -> Agreement:
    return Agreement(employer=Employer(npp=NPP), exit_date=exit_date)  # type: ignore[arg-type]


def book_of(files: dict[str, bytes], name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(files[name]))


def rows_of(book: openpyxl.Workbook) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book["data_tk_na"].iter_rows()]


def test_exits_file__layout__is_that_of_sipp(changed: ChangedResult) -> None:
    files = write_exits(changed.update.exits_to_upload, agreement())
    assert list(files) == [f"template_tk_na_{NPP}.xlsx"]
    book = book_of(files, f"template_tk_na_{NPP}.xlsx")
    assert book.sheetnames == ["Petunjuk Pengisian", "data_tk_na", "SEBAB NA"]
    heads = [*book["data_tk_na"][1]]
    assert [cell.value for cell in heads] == HEADERS
    assert [color(cell) for cell in heads] == ["FFFF00"] * 5 + [None]
    assert [row[0].value for row in book["SEBAB NA"].iter_rows()] == ["KODE_NA", *CAUSES]
    cells = [cell for row in book["data_tk_na"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_exits_file__people__are_those_with_a_number_who_left_before_the_period(
    changed: ChangedResult,
) -> None:
    numbers = {one.nik: one.kpj for one in changed.listed}
    files = write_exits(changed.update.exits_to_upload, agreement())
    rows = rows_of(book_of(files, f"template_tk_na_{NPP}.xlsx"))[1:]
    assert rows == [
        [numbers[nik(RESIGNED)], "Sa Sa", "15-07-1990", "A1", "19-11-2024", "SK PAW 12/2024"],
        [numbers[nik(LATE)], "Sasa Sasa", "15-07-1990", "A1", "10-09-2024", "SK 2/2024"],
    ]
    assert numbers[nik(DISMISSED)] not in {row[0] for row in rows}, "December is billed"


def test_exits_file__day_after__is_the_first_day_without_the_office(
    changed: ChangedResult,
) -> None:
    files = write_exits(changed.update.exits_to_upload, agreement("day-after"))
    rows = rows_of(book_of(files, f"template_tk_na_{NPP}.xlsx"))[1:]
    assert [row[4] for row in rows] == ["20-11-2024", "11-09-2024"]


def test_exits_file__nobody__writes_none(changed: ChangedResult) -> None:
    assert write_exits(changed.update.people.clear(), agreement()) == {}


def test_exits_file__more_rows_than_sipp_takes__are_parts(
    changed: ChangedResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exits_file, "MAX_ROWS", 2)
    one = changed.update.exits_to_upload.head(1)
    people = pl.concat(
        one.with_columns(pl.lit(f"2400000000{number}").alias("kpj"), id=pl.lit(number, pl.UInt32))
        for number in range(5)
    )
    files = write_exits(people, agreement())
    names = [f"part-0{number}/template_tk_na_{NPP}.xlsx" for number in (1, 2, 3)]
    assert list(files) == names
    kpj = [row[0] for name in names for row in rows_of(book_of(files, name))[1:]]
    assert kpj == [f"2400000000{number}" for number in range(5)]


def test_exits_file__two_contracts_of_one_number__are_one_row(changed: ChangedResult) -> None:
    one = changed.update.exits_to_upload.head(1)
    earlier = one.with_columns(left_on=pl.lit(date(2024, 6, 1)), id=pl.lit(99, pl.UInt32))
    files = write_exits(pl.concat([one, earlier]), agreement())
    rows = rows_of(book_of(files, f"template_tk_na_{NPP}.xlsx"))[1:]
    assert [row[4] for row in rows] == ["19-11-2024"]


def test_exits_file__unknown_npp__says_so_in_its_name(changed: ChangedResult) -> None:
    unknown = agreement().model_copy(update={"employer": Employer()})
    assert list(write_exits(changed.update.exits_to_upload, unknown)) == ["template_tk_na_NPP.xlsx"]


def test_exits_file__two_runs__give_the_same_bytes(changed: ChangedResult) -> None:
    people = changed.update.exits_to_upload
    assert write_exits(people, agreement()) == write_exits(people, agreement())


def test_exits_file__second_update_of_the_period__repeats_nobody(changed: ChangedResult) -> None:
    update = changed.update
    again = replace(
        update,
        earlier=update.people.drop("earlier"),
        people=update.people.with_columns(pl.col("id").alias("earlier")),
    )
    assert update.exits_to_upload.height == 2
    assert again.exits_to_upload.height == 0


def test_exits__person_serves_on_in_another_role__stays_on_the_list(
    changed: ChangedResult,
) -> None:
    people = changed.update.people
    left = people.filter(pl.col("nik") == nik(RESIGNED))
    serves_on = people.filter(pl.col("nik") == nik(WAGE)).with_columns(nik=pl.lit(nik(RESIGNED)))
    assert superseded_exits(people).height == 0
    found = superseded_exits(pl.concat([left, serves_on]))
    assert found.rows() == [(left["id"].item(), "Anggota PPS")]
