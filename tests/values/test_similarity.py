"""Likeness: one person spelt twice is near 100, two people are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values.similarity import name_similarity

# The share of letters in common is 2 × common / all letters, spaces counted.
LIKE = {
    "the same": ("Siti Aminah", "Siti Aminah", 100),
    "in capitals, with a point": ("SITI AMINAH", "Siti Aminah.", 100),
    "the words the other way round": ("Aminah Siti", "Siti Aminah", 100),
    "another first letter, which sorts elsewhere": ("Asep Sunarya", "Usep Sunarya", 92),
    "a letter less at the start": ("Yayan Ruhian", "Ayan Ruhian", 96),
    "a letter mistyped, the words the other way round": ("Aminah Siti", "Sity Aminah", 91),
    "nothing in common": ("Budi", "Ngoc", 0),
}


@pytest.mark.parametrize(("one", "other", "percent"), LIKE.values(), ids=LIKE.keys())
def test_the_likeness_of_two_names(one: str, other: str, percent: int) -> None:
    assert name_similarity(one, other) == name_similarity(other, one) == percent


@given(st.text(), st.text())
def test_a_likeness_is_a_percentage(one: str, other: str) -> None:
    assert 0 <= name_similarity(one, other) <= 100
