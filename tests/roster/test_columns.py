"""Columns: field, order of days, and contradictions, decided from all their cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from batches.builders import enrol, table
from hypothesis import assume, given
from hypothesis import strategies as st
from roster.builders import SHEET, codes_of, column_of, csv_text, grid, roster, validate, workbook
from support.people import Row, nik, person
from support.run import invoke

from pemilu_cover.roster.cells.dates import birth_date
from pemilu_cover.roster.cells.splitting import split, split_duty
from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.fields.date_order import with_orders
from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames

PEOPLE = 12
BIRTHS = [date(1980 + number, number % 9 + 1, 10 + number % 3) for number in range(PEOPLE)]
# What each of so many people is, in turn.
SEXES = ["L", "P"] * (PEOPLE // 2)


def everybody(**cells: Sequence[object]) -> list[Row]:
    """Return so many people of both sexes, each born on another day, with a column of cells for each name."""
    people = []
    for number, (born, sex) in enumerate(zip(BIRTHS, SEXES, strict=True)):
        usual: dict[str, Any] = {"Tanggal Lahir": born, "L/P": sex}
        usual["NIK"] = nik(number + 1, born=born, sex=sex)
        changed: dict[str, Any] = {name: column[number] for name, column in cells.items()}
        # Of one unit no more than it may have: the findings here are of columns.
        people.append(person(number + 1, **usual | {"TPS": f"{number + 1:03}"} | changed))
    return people


def named(name: str, cells: Sequence[object]) -> list[Row]:
    return everybody(**{name: cells})


def turned(born: date) -> date:
    return date(born.year, born.day, born.month)


def codes_in(path: Path, **options: Any) -> list[tuple[int, str]]:
    units = {"unit-too-few", "unit-without", "unit-too-many"}
    return [pair for pair in codes_of(validate(path, **options)) if pair[1] not in units]


def test_sex_column__sorted_alone__is_one_error_and_nobody_is_enrolled(tmp_path: Path) -> None:
    path = roster(tmp_path, named("L/P", sorted(SEXES)))
    validation = validate(path)
    (finding,) = [f for f in validation.findings if f.code == "column-contradicts"]
    assert (finding.level, finding.row, finding.cell, finding.column) == ("error", 1, "F1", "L/P")
    assert finding.detail["found"] == PEOPLE // 2
    assert not any(f.code == "sex-nik" for f in validation.findings)
    assert validation.enrolled.height == 0
    assert len(validation.held_back) == PEOPLE


def test_sex_column__two_faults__are_reported_row_by_row(tmp_path: Path) -> None:
    path = roster(tmp_path, named("L/P", ["P", "L", *SEXES[2:]]))
    assert codes_in(path) == [(2, "sex-nik"), (3, "sex-nik")]
    assert validate(path).enrolled.height == PEOPLE


def test_sex_column__two_faults_in_a_table_of_three__are_reported_row_by_row(
    tmp_path: Path,
) -> None:
    path = roster(tmp_path, named("L/P", ["P", "L", *SEXES[2:]])[:3])
    assert codes_in(path) == [(2, "sex-nik"), (3, "sex-nik")]


def test_sex_column__small_sheets_of_one_form__are_counted_together(tmp_path: Path) -> None:
    people = named("L/P", ["L"] * PEOPLE)
    sheets = {f"TPS {at}": grid(people[at : at + 4]) for at in range(0, PEOPLE, 4)}
    assert codes_in(workbook(tmp_path / "roster.xlsx", sheets)) == [(1, "column-contradicts")] * 3


def test_birth_dates__of_other_people__are_one_error(tmp_path: Path) -> None:
    path = roster(tmp_path, named("Tanggal Lahir", BIRTHS[::-1]))
    assert codes_in(path) == [(1, "column-contradicts")]
    assert validate(path).enrolled.height == 0


def test_name_column__with_dates_in_it__is_one_error(tmp_path: Path) -> None:
    path = roster(tmp_path, named("Nama Lengkap", BIRTHS))
    assert (1, "column-contradicts") in codes_in(path)
    assert validate(path).enrolled.height == 0


def test_name_column__with_a_date_in_a_third_of_it__is_an_error_on_each_row(tmp_path: Path) -> None:
    names = [f"Asep Budi {at}" for at in "ABCDEFGHIJKL"[:PEOPLE]]
    names[: PEOPLE // 3] = BIRTHS[: PEOPLE // 3]
    codes = {code for _, code in codes_in(roster(tmp_path, named("Nama Lengkap", names)))}
    assert "name-unreadable" in codes
    assert "column-contradicts" not in codes


def test_office_column__without_any_office__is_one_error(tmp_path: Path) -> None:
    path = roster(tmp_path, named("Jabatan", [f"Blok {number}" for number in range(PEOPLE)]))
    assert codes_in(path) == [(1, "column-contradicts")]


def test_birth_dates__half_of_them_swapped__are_reported_once(tmp_path: Path) -> None:
    half = [born if at % 2 else turned(born) for at, born in enumerate(BIRTHS)]
    path = roster(tmp_path, named("Tanggal Lahir", half))
    assert codes_in(path) == [(1, "dates-mixed")]
    assert validate(path).enrolled.height == 0


def test_birth_dates__half_of_them_swapped_and_fixed__enrol_everybody(tmp_path: Path) -> None:
    half = [born if at % 2 else turned(born) for at, born in enumerate(BIRTHS)]
    validation = validate(roster(tmp_path, named("Tanggal Lahir", half)), fixes=["birth-swapped"])
    assert column_of(validation, "birth_date") == BIRTHS
    assert validation.enrolled.height == PEOPLE


def test_birth_dates__all_swapped_by_excel__are_read_as_they_were_meant(tmp_path: Path) -> None:
    path = roster(tmp_path, named("Tanggal Lahir", list(map(turned, BIRTHS))))
    assert column_of(validate(path), "birth_date") == BIRTHS
    assert codes_in(path) == [(1, "dates-swapped")]


def test_birth_dates__one_of_them_swapped__is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = roster(tmp_path, named("Tanggal Lahir", [turned(BIRTHS[0]), *BIRTHS[1:]]))
    assert codes_in(path) == [(2, "birth-swapped")]


def test_birth_dates__month_first_with_one_fault__are_read_with_a_finding_for_the_fault(
    tmp_path: Path,
) -> None:
    texts = [f"{born:%-m/%-d/%Y}" for born in BIRTHS * 2]
    people = named("Tanggal Lahir", texts[:PEOPLE])
    more = named("Tanggal Lahir", [f"{BIRTHS[0]:%-d/%-m/%Y}", *texts[1:PEOPLE]])
    for at, one in enumerate(more):
        number = PEOPLE + at + 1
        one |= {"NIK": nik(number, born=BIRTHS[at], sex=SEXES[at]), "TPS": f"{number:03}"}
        one |= {"Nama Lengkap": person(number)["Nama Lengkap"]}
    path = roster(tmp_path, [*people, *more])
    assert codes_in(path) == [(1, "dates-month-first"), (PEOPLE + 2, "birth-swapped")]


@given(
    births=st.lists(st.dates(date(1960, 1, 1), date(2006, 12, 31)), min_size=8, max_size=20),
    month_first=st.booleans(),
    separator=st.sampled_from("/-."),
)
def test_birth_dates__written_in_one_order__are_those_of_the_niks(
    births: list[date], month_first: bool, separator: str
) -> None:
    """Two dates that show the order are enough; without one, both orders are the same."""
    assume(sum(born.day != born.month for born in births) != 1)
    order = separator.join(("%m", "%d", "%Y") if month_first else ("%d", "%m", "%Y"))
    people = [
        [person(number)["Nama Lengkap"], nik(number, born=born), born.strftime(order)]
        for number, born in enumerate(births, start=1)
    ]
    rows = [["Nama", "NIK", "Tanggal Lahir"], *people]
    sheet = Sheet("roster.csv", "roster", [[str(cell) for cell in row] for row in rows])
    read = with_orders(collect_people([RosterFile("roster.csv", "", [sheet])], ColumnNames()), None)
    assert list(map(birth_date, read.frame[RAW + "birth_date"])) == births


# The prefixes avoid "Desa", "TPS", "Null" and other words with a meaning in a cell.
WORDS = st.builds(
    str.__add__,
    st.sampled_from(("Cib", "Muk", "Wir")),
    st.text("abcdefghijklmnoprstuwy", max_size=6),
)


@given(
    name=st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    separator=st.sampled_from((" / ", "/", " - ", "\n", " | ", " (")),
    nik_first=st.booleans(),
)
def test_split__name_and_nik_in_one_cell__gives_both(
    name: str, separator: str, nik_first: bool
) -> None:
    number = nik(1)
    cell = separator.join((number, name) if nik_first else (name, number))
    for names in (("nik", "name"), ("name", "nik")):
        assert split(cell, names) == {"nik": number, "name": name}


@given(desa=st.lists(WORDS, min_size=1, max_size=2).map(" ".join), tps=st.integers(1, 99))
def test_split_duty__desa_and_tps_in_any_order__gives_both(desa: str, tps: int) -> None:
    for cell in (f"{desa} / TPS {tps:02}", f"TPS {tps} Desa {desa}", f"Desa {desa}, TPS {tps}"):
        parts = split_duty(cell)
        assert (parts["desa"], int(parts["tps"])) == (desa, tps)


def test_great_roster__with_a_sorted_column__keeps_its_table_out_as_at_the_desk(
    tmp_path: Path,
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid(named("L/P", sorted(SEXES)))))
    done = enrol(path, tmp_path / "out", form="csv")
    assert (done.json["enrolled"], done.json["held_back"]) == (0, PEOPLE)
    assert done.json["findings_by_code"]["column-contradicts"] == 1
    assert (1, "column-contradicts") in [tuple(pair[:2]) for pair in _rows_and_codes(tmp_path)]
    assert set(table(tmp_path / "out", "held_back")["KODE"]) == {"column-contradicts"}
    assert validate(path).enrolled.height == 0


def test_great_roster__with_the_month_first__is_read_as_at_the_desk(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    rows = named("Tanggal Lahir", [f"{born:%m/%d/%Y}" for born in BIRTHS])
    path.write_text(csv_text(grid(rows)))
    done = enrol(path, tmp_path / "out", form="csv")
    assert done.json["enrolled"] == PEOPLE
    assert [code for _, code in _rows_and_codes(tmp_path)].count("dates-month-first") == 1
    days = table(tmp_path / "out", "enrolled")["TANGGAL_LAHIR"].to_list()
    assert days == [f"{born:%d-%m-%Y}" for born in BIRTHS]


def _rows_and_codes(folder: Path) -> list[tuple[int, str]]:
    findings = table(folder / "out", "findings")
    return [(int(row), code) for row, code in findings.select("BARIS", "code").iter_rows()]


@pytest.mark.parametrize(
    ("header", "called"),
    [("Nama Lengkap", "Yang Dilantik"), ("Status Kawin", "Status"), ("Jabatan", "Amanah")],
)
def test_unknown_column__that_plainly_holds_a_field__is_suggested(
    header: str, called: str, tmp_path: Path
) -> None:
    titles, *rows = grid(everybody())
    titles[titles.index(header)] = called
    path = workbook(tmp_path / "roster.xlsx", {"KPPS": [titles, *rows]})
    (guess,) = [f for f in validate(path).findings if f.code == "column-guess"]
    assert guess.suggestion == f'--column "{called}={header}"'


def test_unknown_column__of_net_pay__is_not_suggested_as_the_wage(tmp_path: Path) -> None:
    titles, *rows = grid(everybody())
    titles[titles.index("Honor")] = "Uang Diterima"
    path = workbook(tmp_path / "roster.xlsx", {"KPPS": [titles, *rows]})
    assert {finding.code for finding in validate(path).findings} == {"column-missing", "wage-other"}


FILES = Path(__file__).parent / "shapes" / "files"


def test_form_with_the_month_first__gives_everybody_the_birth_date_of_the_nik() -> None:
    validation = validate(FILES / "suka.csv")
    born = validation.frame.select(pl.col("birth_date").dt.strftime("%d%m%y").alias("born"), "nik")
    for day, digits in born.iter_rows():
        of_nik = int(digits[6:8]) % 40
        assert day == f"{of_nik:02}{digits[8:12]}"
    birth_findings = [finding for finding in validation.findings if finding.field == "birth_date"]
    assert [(f.row, f.code) for f in birth_findings] == [(1, "dates-month-first")]
    assert validation.enrolled.height == validation.frame.height


def test_lists_of_desa_with_addresses_in_parts__keep_the_desa_of_their_titles() -> None:
    validation = validate(FILES / "plered.xlsx")
    assert validation.frame["desa"].n_unique() == len(validation.roster.tables)
    assert validation.frame["kecamatan"].unique().to_list() == ["Plered"]
    assert validation.frame["address"].str.contains(r"^Kp\. \w+ RT \d+ RW \d+$").all()
    assert not any(finding.code.startswith("unit-") for finding in validation.findings)


def test_annotated_roster__with_a_contradicted_column__has_its_header_marked(
    tmp_path: Path,
) -> None:
    path = roster(tmp_path, named("L/P", sorted(SEXES)))
    done = invoke("check", path, "--annotate", tmp_path / "marked.xlsx")
    assert done.status == 1
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")[SHEET]
    assert sheet["F1"].comment is not None
    assert sheet["F2"].comment is None
