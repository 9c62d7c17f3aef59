"""Rows and people: with any other rows between them, each person is read once, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import Grid, codes_of, only, roster, validate, workbook
from support.examples import examples
from support.people import Cell, Row, people, person

from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.tables.column_names import ColumnNames

HEADERS = [*person()]

# What may be missing from a person's row without his being less of a person.
INCOMPLETE_ROWS: dict[str, Row] = {
    "nothing": {},
    "number": {"No": None},
    "NIK": {"NIK": None},
    "NIK, number": {"NIK": "", "No": ""},
    "name": {"Nama Lengkap": None},
    "name, number": {"Nama Lengkap": " ", "No": None},
    "half of the NIK": {"NIK": "32140112"},
    "NIK as text": {"NIK": 3214011205909000},
    "NIK that is shown": {"NIK": "#VALUE!"},
    "office and pay": {"Jabatan": "", "Honor": None},
    "all but name and number": dict.fromkeys(HEADERS[1:2] + HEADERS[3:]),
    "all but NIK": dict.fromkeys(HEADERS[:1] + HEADERS[2:]),
    "name, but a number": {"No": "7.", "Nama Lengkap": "TOTO JUMLAH"},
    "place": dict.fromkeys(["Kecamatan", "Desa/Kelurahan", "TPS"]),
}


def row_of(number: int, lacking: str) -> list[Cell]:
    row = person(number, **INCOMPLETE_ROWS[lacking])
    return [row[header] for header in HEADERS]


NUMBERING = st.sampled_from([1, 0]).map(lambda first: [first + at for at in range(len(HEADERS))])
TITLES = ("DAFTAR KPPS KECAMATAN PLERED", "KABUPATEN PURWAKARTA", "PEMILIHAN TAHUN 2024")
HEADINGS = ("KECAMATAN PLERED", "DESA SINDANGSARI", "Kel. Nagri Tengah")
TOTALS = ("JUMLAH", "Jumlah :", "TOTAL", "Sub Total", "JUMLAH ANGGOTA KPPS", "Rekapitulasi")
NOBODY: dict[str, st.SearchStrategy[list[Cell]]] = {
    "blank": st.just([]),
    "spaces": st.just([" ", None, "  "]),
    "title": st.sampled_from(TITLES).map(lambda text: [text]),
    "heading": st.sampled_from(HEADINGS).map(lambda text: [text]),
    "total": st.sampled_from(TOTALS).map(lambda text: only("Nama Lengkap", text, HEADERS)),
    "total with a sum": st.sampled_from(TOTALS).map(
        lambda text: [*only("Nama Lengkap", text, HEADERS)[:11], 850_000]
    ),
    "header": st.just(HEADERS),
    "numbering": NUMBERING,
    "empty row of a form": st.integers(1, 99).map(lambda number: [number]),
}
SIGNED = ("Purwakarta, 1 November 2024", "Ketua PPK,", "( ................. )", "Drs. Joko Kusnadi")


@st.composite
def signatures(draw: st.DrawFn) -> Grid:
    """Draw the foot of a list: a gap, then one or two columns of signatures."""
    columns = draw(st.lists(st.sampled_from(HEADERS[1:]), min_size=1, max_size=2, unique=True))
    rows: Grid = [[]]
    for text in SIGNED:
        row = [only(column, text, HEADERS) for column in columns]
        rows += [[next(filter(None, cells), None) for cells in zip(*row, strict=True)], []]
    return rows


class Listed(NamedTuple):
    """A sheet and the Excel rows of its people."""

    cells: Grid
    somebody: list[int]


@st.composite
def lists(draw: st.DrawFn) -> Listed:
    """Draw a sheet: titles, a header, people and other rows between them, perhaps a foot."""
    cells: Grid = [[] for _ in range(draw(st.integers(0, 3)))]
    cells += [[title] for title in draw(st.lists(st.sampled_from(TITLES), max_size=2))]
    cells.append(list(HEADERS))
    somebody = []
    between = st.sampled_from(sorted(NOBODY)).map(lambda kind: (kind, ""))
    one = st.sampled_from(sorted(INCOMPLETE_ROWS)).map(lambda lacking: ("somebody", lacking))
    body = draw(st.lists(one | between, min_size=1, max_size=12))
    for number, (kind, lacking) in enumerate([*body, ("somebody", "nothing")], start=1):
        cells.append(row_of(number, lacking) if lacking else draw(NOBODY[kind]))
        if kind == "somebody":
            somebody.append(len(cells))
    cells += draw(st.just([]) | signatures())
    right = draw(st.integers(0, 3))
    return Listed([[None] * right + row for row in cells], somebody)


@given(sheets=st.lists(lists(), min_size=1, max_size=3))
@examples(60)
def test_people__random_sheet__are_exactly_those_written(
    sheets: list[Listed], tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = [f"Lembar {number}" for number in range(len(sheets))]
    path = tmp_path_factory.mktemp("lists") / "roster.xlsx"
    workbook(path, {name: sheet.cells for name, sheet in zip(names, sheets, strict=True)})
    people = collect_people(read_files([path]), ColumnNames()).frame.select("sheet", "row").rows()
    assert people == [
        (name, row) for name, sheet in zip(names, sheets, strict=True) for row in sheet.somebody
    ]


@given(sheet=lists())
@examples(25)
def test_people__random_sheet__are_enrolled_held_back_or_excluded(
    sheet: Listed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = workbook(tmp_path_factory.mktemp("lists") / "roster.xlsx", {"KPPS": sheet.cells})
    validation = validate(path)
    numbers = [*validation.enrolled["id"], *validation.held_back, *validation.excluded]
    assert sorted(numbers) == list(range(len(sheet.somebody)))
    assert {finding.row for finding in validation.findings} <= set(sheet.somebody)


def in_the_middle(row: list[Cell]) -> Grid:
    return [HEADERS, row_of(1, "nothing"), row, row_of(3, "nothing")]


def at_the_end(row: list[Cell]) -> Grid:
    return [HEADERS, row_of(1, "nothing"), row_of(3, "nothing"), row]


def alone(row: list[Cell]) -> Grid:
    return [HEADERS, row]


@pytest.mark.parametrize("lacking", INCOMPLETE_ROWS)
@pytest.mark.parametrize("where", [in_the_middle, at_the_end, alone])
def test_people__missing_cells_in_any_row__are_people(
    lacking: str, where: Callable[[list[Cell]], Grid], tmp_path: Path
) -> None:
    row = row_of(2, lacking)
    cells = where(row)
    path = workbook(tmp_path / "roster.xlsx", {"KPPS": cells})
    numbers = collect_people(read_files([path]), ColumnNames()).frame["row"].to_list()
    assert numbers == list(range(2, len(cells) + 1))


@pytest.mark.parametrize(
    "cells_of_person",
    [
        {"Nama Lengkap": "Budi Arifin"},
        {"NIK": "menyusul"},
        {"No": "9", "Jabatan": "Anggota KPPS"},
        {"No. HP": "083512345678"},
        {"Nama Ibu Kandung": "Siti Aminah"},
    ],
)
def test_people__single_cell_between_people__is_a_person(
    cells_of_person: Row, tmp_path: Path
) -> None:
    cells = [cells_of_person.get(header) for header in HEADERS]
    validation = validate(workbook(tmp_path / "roster.xlsx", {"KPPS": in_the_middle(cells)}))
    assert validation.frame["row"].to_list() == [2, 3, 4]
    assert validation.held_back == {1}


def test_people__list_without_any_nik__are_people(tmp_path: Path) -> None:
    rows = [{"NIK": "", "Nama": row["Nama Lengkap"], "Jabatan": "KPPS"} for row in people(4)]
    validation = validate(roster(tmp_path, rows))
    assert validation.frame["row"].to_list() == [2, 3, 4, 5]
    assert {code for _, code in codes_of(validation)} >= {"nik-missing"}


def test_people__total_word_with_number_and_nik__is_a_person(tmp_path: Path) -> None:
    rows = [person(1), person(2, **{"Nama Lengkap": "Jumlah Sumarni"}), person(3)]
    assert validate(roster(tmp_path, rows)).frame.height == 3
