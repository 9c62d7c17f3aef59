"""The number of a TPS: valid numbers, several numbers, and invalid ones with a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.roster.fields.tps import names_several_tps, tps_number

LIST = ["001, 002", "TPS 01 & 02", "1/2", "1-3", "1 s.d. 3", "01 dan 02", "01,02"]
NONE = [
    *(
        "-1",
        "- 1",
        "\u22121",
        "1.5",
        "1,5",
        "TPS 1.5",
        "0",
        "000",
        "TPS 0",
        "0A",
        "50%",
        "1?",
        "~1",
    ),
    *("TRUE", "FALSE", "1e3", "2024", "3214011205909001", "01-02-2024", "\u00bd", "2.000"),
    *("TPS Khusus", "TPS: Citeko", "Citeko", "SDN 2", "TPS SDN 2", "RT 05", "RT 02/05", "Dusun 3"),
]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("1A", "001A"), ("TPS 1 a", "001A"), ("01-B", "001B"), ("12 B", "012B")),
        *(("001.0", "001"), ("1,0", "001"), ("001.", "001"), ("5", "005"), ("901", "901")),
        *(("TPS IV", "004"), ("TPS-1", "001"), ("(3)", "003"), ("No. 3", "003")),
        *(("RT 2 TPS. 3", "003"), ("TPS 003/RT 02/RW 01", "003"), ("001 - SDN 2", "001")),
        *(("TPS 12 (SDN 1 Citeko)", "012"), ("Citeko 3", "003"), ("3 (tiga)", "003")),
    ],
)
def test_tps_number__one_tps__is_read(text: str, number: str) -> None:
    assert tps_number(text) == number
    assert not names_several_tps(text)


@pytest.mark.parametrize("text", LIST)
def test_names_several_tps__two_tps__is_true(text: str) -> None:
    assert names_several_tps(text)
    assert tps_number(text) == text


@pytest.mark.parametrize("text", NONE)
def test_tps_number__no_integer_from_1_on__is_unchanged(text: str) -> None:
    assert tps_number(text) == text
    assert not names_several_tps(text)


@given(
    number=st.integers(1, 999),
    letter=st.sampled_from(["", "A", "b"]),
    form=st.sampled_from(["{}", "{:03}", "TPS {}", "TPS. {:02}", "No. {}", "Desa Citeko TPS {}"]),
)
def test_tps_number__integer_from_1_to_999__has_three_digits(
    number: int, letter: str, form: str
) -> None:
    assert tps_number(f"{form.format(number)}{letter}") == f"{number:03}{letter.upper()}"


@given(number=st.integers(-999, 0), part=st.integers(1, 99))
def test_tps_number__negative_zero_or_fraction__is_unchanged(number: int, part: int) -> None:
    for text in (str(number), f"{-number}.{part:02}"):
        assert tps_number(text) == text


@pytest.mark.parametrize("words", ["Jalan yang sangat panjang ", "TPS ", "1.1 "])
def test_tps_number__as_long_as_a_cell__is_no_number(words: str) -> None:
    text = words * (30_000 // len(words))
    assert tps_number(text) == text
