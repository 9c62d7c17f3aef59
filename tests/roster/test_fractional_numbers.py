"""Numbers that a program wrote as fractions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import codes_of, csv_text, grid, validate
from support.people import nik, person

from pemilu_cover.roster.fields.fractions import are_uncertain, without_fraction

ENDS = st.sampled_from([".0", ",0", ".00", ",00"])


@given(number=st.integers(0, 10**15 - 1), end=ENDS)
def test_without_fraction__up_to_15_digits__gives_the_number(number: int, end: str) -> None:
    cells = pl.Series([f"{number}{end}"])
    assert without_fraction(cells).to_list() == [str(number)]
    assert not are_uncertain(cells).any()


@given(number=st.integers(10**15, 10**16 - 1), end=ENDS)
def test_without_fraction__16_digits__gives_only_what_a_fraction_holds(
    number: int, end: str
) -> None:
    cells = pl.Series([f"{number}{end}"])
    is_certain = number < 2**53 and number % 10 != 0
    assert without_fraction(cells).to_list() == [str(number) if is_certain else f"{number}{end}"]
    assert are_uncertain(cells).to_list() == [not is_certain]


@pytest.mark.parametrize("cell", ["850.000", "1.5", "0812.3456.0", "-1.0", "RT 1.0", "1.000", ""])
def test_without_fraction__another_number__is_left_as_it_is(cell: str) -> None:
    assert without_fraction(pl.Series([cell, None])).to_list() == [cell, None]


ROWS = [
    person(1, NIK=f"{nik(1)}.0", TPS="1.0", **{"Kode Pos": "41162.0", "Honor": "850000.0"}),
    person(2, NIK=f"{nik(2)},00", Honor="850.000"),
    person(3, NIK=f"{nik(3)[:-1]}0.0"),
    person(4, NIK="9171011205909004.0"),
]


def test_roster__digits_as_fractions__are_read_where_they_are_certain(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(csv_text(grid(ROWS), ";"), encoding="utf-8")
    validation = validate(path)
    first, second = validation.frame.select("nik", "tps", "postal_code", "wage_sen").rows()[:2]
    assert first == (nik(1), "001", "41162", 85_000_000)
    assert second == (nik(2), "001", "41162", 85_000_000)
    assert codes_of(validation) == [(4, "nik-number"), (5, "nik-number")]
