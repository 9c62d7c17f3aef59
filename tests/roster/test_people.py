"""Rows and people: whatever stands between them, everybody is found once, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import (
    Cell,
    Grid,
    Row,
    codes_of,
    judge,
    only,
    people,
    person,
    roster,
    workbook,
)
from support.examples import examples

from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.tables.column_names import ColumnNames

HEADERS = [*person()]

# What may be missing from a person's row without his being less of a person.
COMPLETION_SHEET: dict[str, Row] = {
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
    row = person(number, **COMPLETION_SHEET[lacking])
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
    """Draw what stands below a list: a gap, then one or two columns of signatures."""
    columns = draw(st.lists(st.sampled_from(HEADERS[1:]), min_size=1, max_size=2, unique=True))
    rows: Grid = [[]]
    for text in SIGNED:
        row = [only(column, text, HEADERS) for column in columns]
        rows += [[next(filter(None, cells), None) for cells in zip(*row, strict=True)], []]
    return rows


class Listed(NamedTuple):
    """A sheet and the rows, as Excel counts them, in which somebody stands."""

    cells: Grid
    somebody: list[int]


@st.composite
def lists(draw: st.DrawFn) -> Listed:
    """Draw a sheet: titles, a header, people and what stands between them, perhaps a foot."""
    cells: Grid = [[] for _ in range(draw(st.integers(0, 3)))]
    cells += [[title] for title in draw(st.lists(st.sampled_from(TITLES), max_size=2))]
    cells.append(list(HEADERS))
    somebody = []
    between = st.sampled_from(sorted(NOBODY)).map(lambda kind: (kind, ""))
    one = st.sampled_from(sorted(COMPLETION_SHEET)).map(lambda lacking: ("somebody", lacking))
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
def test_everybody_is_found_once_in_his_row_and_nobody_else_is(
    sheets: list[Listed], tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = [f"Lembar {number}" for number in range(len(sheets))]
    path = tmp_path_factory.mktemp("lists") / "roster.xlsx"
    workbook(path, {name: sheet.cells for name, sheet in zip(names, sheets, strict=True)})
    found = collect_people(read_files([path]), ColumnNames()).frame.select("sheet", "row").rows()
    assert found == [
        (name, row) for name, sheet in zip(names, sheets, strict=True) for row in sheet.somebody
    ]


@given(sheet=lists())
@examples(25)
def test_everybody_is_enrolled_held_back_or_excluded(
    sheet: Listed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = workbook(tmp_path_factory.mktemp("lists") / "roster.xlsx", {"KPPS": sheet.cells})
    judged = judge(path)
    parted = [*judged.enrolled["id"], *judged.held_back, *judged.excluded]
    assert sorted(parted) == list(range(len(sheet.somebody)))
    assert {finding.row for finding in judged.findings} <= set(sheet.somebody)


def in_the_middle(row: list[Cell]) -> Grid:
    return [HEADERS, row_of(1, "nothing"), row, row_of(3, "nothing")]


def at_the_end(row: list[Cell]) -> Grid:
    return [HEADERS, row_of(1, "nothing"), row_of(3, "nothing"), row]


def alone(row: list[Cell]) -> Grid:
    return [HEADERS, row]


@pytest.mark.parametrize("lacking", COMPLETION_SHEET)
@pytest.mark.parametrize("where", [in_the_middle, at_the_end, alone])
def test_whoever_lacks_something_is_somebody_wherever_he_stands(
    lacking: str, where: Callable[[list[Cell]], Grid], tmp_path: Path
) -> None:
    row = row_of(2, lacking)
    cells = where(row)
    path = workbook(tmp_path / "roster.xlsx", {"KPPS": cells})
    found = collect_people(read_files([path]), ColumnNames()).frame["row"].to_list()
    assert found == list(range(2, len(cells) + 1))


@pytest.mark.parametrize(
    "given_cells",
    [
        {"Nama Lengkap": "Budi Arifin"},
        {"NIK": "menyusul"},
        {"No": "9", "Jabatan": "Anggota KPPS"},
        {"No. HP": "083512345678"},
        {"Nama Ibu Kandung": "Siti Aminah"},
    ],
)
def test_one_cell_about_somebody_between_others_is_somebody(
    given_cells: Row, tmp_path: Path
) -> None:
    cells = [given_cells.get(header) for header in HEADERS]
    judged = judge(workbook(tmp_path / "roster.xlsx", {"KPPS": in_the_middle(cells)}))
    assert judged.frame["row"].to_list() == [2, 3, 4]
    assert judged.held_back == {1}


def test_a_list_that_still_lacks_all_its_niks_is_a_list_of_people(tmp_path: Path) -> None:
    rows = [{"NIK": "", "Nama": row["Nama Lengkap"], "Jabatan": "KPPS"} for row in people(4)]
    judged = judge(roster(tmp_path, rows))
    assert judged.frame["row"].to_list() == [2, 3, 4, 5]
    assert {code for _, code in codes_of(judged)} >= {"nik-missing"}


def test_a_total_with_a_running_number_and_a_nik_is_somebody(tmp_path: Path) -> None:
    rows = [person(1), person(2, **{"Nama Lengkap": "Jumlah Sumarni"}), person(3)]
    assert judge(roster(tmp_path, rows)).frame.height == 3
