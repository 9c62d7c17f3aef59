"""Amounts in English words: each named number, every group, and what lies outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values.english_numbers import LARGEST, number_in_english, rupiah_in_english

NAMED = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
) | dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
GROUPS = {
    name: 1000**power
    for power, name in enumerate("thousand million billion trillion quadrillion".split(), start=1)
}


def value(words: str) -> int:
    """Read a number in words by the grammar of English alone."""
    total = group = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in GROUPS:
            total, group = total + group * GROUPS[word], 0
        else:
            group += NAMED[word]
    return total + group


@given(st.one_of(st.integers(1, 2_000), st.integers(1, LARGEST)))
def test_number_in_english__any_number__is_read_back(number: int) -> None:
    assert value(number_in_english(number)) == number


@pytest.mark.parametrize(
    ("sen", "words"),
    [
        (0, "zero rupiah"),
        (459_000, "four thousand five hundred ninety rupiah"),
        (101, "one rupiah and one sen"),
    ],
)
def test_rupiah_in_english__amount__is_in_words(sen: int, words: str) -> None:
    assert rupiah_in_english(sen) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_number_in_english__outside_the_named_numbers__raises(number: int) -> None:
    with pytest.raises(ValueError, match="outside the named numbers"):
        number_in_english(number)
