"""Whether two rows with one NIK are of one person: the cases of `evidence_cases.toml`, and laws."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.roster.checks.identity_evidence import COLUMNS, Verdict, evidence, verdict

CASES = tomllib.loads(Path(__file__).with_name("evidence_cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["description"]) for case in CASES])
def test_verdict__two_rows_with_one_nik__is_as_expected(case: dict[str, Any]) -> None:
    both = case.get("both", {})
    first, second = both | case["one"], both | case["other"]
    assert verdict(first, second) is Verdict(case["verdict"])
    assert verdict(second, first) is Verdict(case["verdict"])


NAMES = ("Budi", "Budi Arifin", "Arifin Budi", "M. Rizki", "Muhammad Rizki", "Siti Aminah", "", "-")
ROWS = st.fixed_dictionaries(
    {
        "name": st.sampled_from((None, *NAMES)),
        "birth_date": st.sampled_from(
            (None, date(1990, 5, 12), date(1990, 12, 5), date(1985, 1, 30))
        ),
        "birth_place": st.sampled_from((None, "Purwakarta", "Kab. Purwakarta", "PWK", "Garut")),
        "mother": st.sampled_from((None, "Siti", "Siti Aminah", "Dewi Lestari")),
        "sex": st.sampled_from((None, "L", "P")),
        "phone": st.sampled_from((None, "083512345678", "083587654321")),
        "address": st.sampled_from((None, "Kp. Krajan", "Jl. Melati 1")),
    }
)


@given(ROWS, ROWS)
def test_verdict__rows_in_either_order__is_the_same(first: Any, second: Any) -> None:
    assert verdict(first, second) is verdict(second, first)
    assert evidence(first, second) == evidence(second, first)


@given(ROWS)
def test_verdict__a_row_with_itself__is_one_person(row: Any) -> None:
    assert verdict(row, row) is Verdict.ONE
    assert not evidence(row, row).contradicts


@given(ROWS, ROWS, st.sampled_from(["birth_place", "mother", "sex", "phone", "address"]))
def test_verdict__a_cell_less__never_makes_it_surer_that_they_are_two(
    first: Any, second: Any, column: str
) -> None:
    """What is missing is silent; it cannot turn one person, or a question, into two people."""
    known = verdict(first, second)
    if verdict(first | {column: None}, second) is Verdict.TWO:
        assert known is Verdict.TWO


def test_columns__all__are_those_of_the_evidence() -> None:
    assert set(COLUMNS) == {
        "name",
        "birth_date",
        "birth_place",
        "mother",
        "sex",
        "phone",
        "address",
    }
