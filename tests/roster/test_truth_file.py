"""Files with known faults: each fault is reported, and nothing else."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from roster.builders import validate
from support.paths import DATA, EXAMPLES
from support.people import person

from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.roster.tables.column_names import fields

Place = tuple[str, int]
HEADERS = {  # how tests/data/messy.truth.csv calls a column: its header
    "honor": "Honor",
    "nama": "Nama Lengkap",
    "nik": "NIK",
    "lahir": "Tanggal Lahir",
    "lp": "L/P",
    "selesai": "Tgl Selesai",
    "jabatan": "Jabatan",
}


def truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(validation: ValidatedRoster, level: str) -> set[Place]:
    return {
        (finding.sheet, finding.row) for finding in validation.findings if finding.level == level
    }


def rows_by_id(validation: ValidatedRoster) -> dict[int, Place]:
    return {
        number: (sheet, row)
        for number, sheet, row in validation.frame.select("id", "sheet", "row").iter_rows()
    }


@pytest.fixture(scope="module")
def messy_600() -> ValidatedRoster:
    return validate(DATA / "messy.xlsx")


@pytest.fixture(scope="module")
def messy_61() -> ValidatedRoster:
    return validate(EXAMPLES / "messy-2024.xlsx")


def test_truth_file__600_people__exactly_the_faulty_have_findings(
    messy_600: ValidatedRoster,
) -> None:
    known = truth(DATA / "messy.truth.csv")
    for level in ("error", "warning", "info"):
        expected = {("DATA ADHOC", int(row["sheet_row"])) for row in known if row["level"] == level}
        assert places(messy_600, level) == expected
    assert {rows_by_id(messy_600)[number] for number in messy_600.held_back} == {
        ("DATA ADHOC", int(row["sheet_row"])) for row in known if row["level"] == "error"
    }


def test_truth_file__600_people__each_fault_is_in_its_column(messy_600: ValidatedRoster) -> None:
    places = {(finding.row, finding.column) for finding in messy_600.findings}
    assert places == {
        (int(row["sheet_row"]), HEADERS[row["column"]])
        for row in truth(DATA / "messy.truth.csv")
        if row["level"] != "none"
    }


def test_truth_file__600_people__are_all_counted(messy_600: ValidatedRoster) -> None:
    assert messy_600.frame["row"].to_list() == list(range(2, 608))
    assert messy_600.enrolled.height + len(messy_600.held_back) == 606


def test_truth_file__61_people__exactly_the_faulty_have_findings(messy_61: ValidatedRoster) -> None:
    known = truth(EXAMPLES / "messy-2024.truth.csv")
    level_of = {"excluded": "info"}
    places = {
        (finding.sheet, finding.row, finding.column, finding.level) for finding in messy_61.findings
    }
    assert places == {
        (row["sheet"], int(row["row"]), row["column"], level_of.get(row["level"], row["level"]))
        for row in known
        if row["level"] != "none"
    }


@pytest.mark.parametrize("level", ["error", "excluded"])
def test_truth_file__61_people__exactly_the_expected_are_not_enrolled(
    messy_61: ValidatedRoster, level: str
) -> None:
    numbers = messy_61.held_back if level == "error" else messy_61.excluded
    known = truth(EXAMPLES / "messy-2024.truth.csv")
    expected = {(row["sheet"], int(row["row"])) for row in known if row["level"] == level}
    assert {rows_by_id(messy_61)[number] for number in numbers} == expected


def test_truth_file__61_people__are_all_counted(messy_61: ValidatedRoster) -> None:
    counted = messy_61.enrolled.height + len(messy_61.held_back) + len(messy_61.excluded)
    assert counted == messy_61.frame.height == 61


def test_truth_file__kecamatan_only_in_a_title__is_used(
    messy_61: ValidatedRoster,
) -> None:
    sheet = messy_61.frame.filter(messy_61.frame["sheet"] == "KPPS")
    assert set(sheet.select("kecamatan", "kecamatan_source").rows()) == {("Plered", "title")}


def test_truth_file__14456_clean_people__have_no_finding(clean_example: ValidatedRoster) -> None:
    assert clean_example.frame["row"].to_list() == list(range(2, 14_458))
    assert clean_example.findings == []
    assert clean_example.enrolled.height == 14_456


def test_builders__clean_person__has_the_headers_of_the_example(
    clean_example: ValidatedRoster,
) -> None:
    header = clean_example.roster.tables[0].header
    assert list(person()) == [header.labels[name] for name in fields() if name in header.labels]


@pytest.fixture(scope="module")
def ponorogo() -> ValidatedRoster:
    return validate(DATA / "ponorogo-2020.xlsx")


class ByHand(NamedTuple):
    """A person as another library sees him: the desa of his own cell, and the last one above."""

    sheet: str
    row: int
    nik: str
    own_desa: str | None
    last_desa: str | None


@pytest.fixture(scope="module")
def by_hand() -> list[ByHand]:
    rows = []
    for sheet in openpyxl.load_workbook(DATA / "ponorogo-2020.xlsx").worksheets:
        last = None
        for at, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if isinstance(cells[2], str) and len(cells[2]) == 16:
                last = cells[6] or last
                rows.append(ByHand(sheet.title, at, cells[2], cells[6], last))
    return rows


def test_truth_file__21_sheets__lose_nobody_and_have_no_errors(
    ponorogo: ValidatedRoster, by_hand: list[ByHand]
) -> None:
    expected = [person[:3] for person in by_hand]
    assert ponorogo.frame.select("sheet", "row", "nik").rows() == expected
    assert len(expected) == 1_700
    assert len({sheet for sheet, _, _ in expected}) == 21
    assert ponorogo.held_back == frozenset()


def test_truth_file__21_sheets__take_the_kecamatan_from_titles(ponorogo: ValidatedRoster) -> None:
    frame = ponorogo.frame
    assert frame["kecamatan"].to_list() == frame["sheet"].to_list()
    assert set(frame["kecamatan_source"]) == {"title"}


def test_truth_file__desa_on_the_first_row_only__is_filled_down(
    ponorogo: ValidatedRoster, by_hand: list[ByHand]
) -> None:
    expected = [
        (person.last_desa, ("cell" if person.own_desa else "above") if person.last_desa else None)
        for person in by_hand
    ]
    assert ponorogo.frame.select("desa", "desa_source").rows() == expected
    assert {source for _, source in expected} == {"cell", "above", None}


def test_truth_file__21_sheets__have_birth_dates_and_terms(ponorogo: ValidatedRoster) -> None:
    first = ponorogo.frame.row(0, named=True)
    assert (first["birth_place"], first["birth_date"]) == ("Magetan", date(1978, 2, 25))
    assert (first["start"], first["end"]) == (date(2020, 2, 1), date(2020, 12, 31))
    assert ponorogo.frame.select("birth_date", "start", "end", "wage_sen").null_count().row(0) == (
        (0,) * 4
    )


def test_truth_file__21_sheets__only_ages_have_warnings(ponorogo: ValidatedRoster) -> None:
    assert {finding.code for finding in ponorogo.findings} == {"age-outside"}
