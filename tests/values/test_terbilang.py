"""Terbilang: what is said is what was counted, read back by a reader that knows only the grammar."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.examples import examples

from pemilu_cover.values.terbilang import LARGEST, in_rupiah, terbilang

DIGITS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100}
FACTORS = {"puluh": 10, "ratus": 100}
SCALES = {
    "ribu": 10**3,
    "juta": 10**6,
    "miliar": 10**9,
    "triliun": 10**12,
    "kuadriliun": 10**15,
}
VOCABULARY = {*DIGITS, *WHOLE, *FACTORS, *SCALES, "nol", "belas", "seribu"}

# Numbers with the groups in which the words are irregular, beside any number at all.
groups = st.one_of(
    st.sampled_from([0, 1, 2, 10, 11, 12, 19, 20, 100, 101, 111]), st.integers(0, 999)
)
irregular = st.lists(groups, min_size=6, max_size=6).map(
    lambda six: sum(group * 1000**power for power, group in enumerate(six))
)
numbers = st.one_of(irregular, st.integers(0, 10**18 - 1))


def number_of(words: str) -> int:
    """Read Indonesian number words, word by word from the left."""
    message = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in WHOLE:
            group += WHOLE[word]
        elif word in FACTORS:
            group, digit = group + digit * FACTORS[word], 0
        elif word == "belas":
            group, digit = group + digit + 10, 0
        elif word == "seribu":
            message += 1000
        elif word in SCALES:
            message, group, digit = message + (group + digit) * SCALES[word], 0, 0
        elif word != "nol":
            raise ValueError(word)
    return message + group + digit


# KBBI and the usage of receipts; 1.001.000 is the example of the module.
SAID = {
    0: "nol",
    1: "satu",
    10: "sepuluh",
    11: "sebelas",
    12: "dua belas",
    19: "sembilan belas",
    20: "dua puluh",
    21: "dua puluh satu",
    100: "seratus",
    101: "seratus satu",
    110: "seratus sepuluh",
    111: "seratus sebelas",
    200: "dua ratus",
    999: "sembilan ratus sembilan puluh sembilan",
    1_000: "seribu",
    1_001: "seribu satu",
    1_100: "seribu seratus",
    2_011: "dua ribu sebelas",
    4_590: "empat ribu lima ratus sembilan puluh",
    11_000: "sebelas ribu",
    21_000: "dua puluh satu ribu",
    100_000: "seratus ribu",
    101_000: "seratus satu ribu",
    111_000: "seratus sebelas ribu",
    1_000_000: "satu juta",
    1_001_000: "satu juta seribu",
    1_000_001: "satu juta satu",
    1_000_000_000: "satu miliar",
    1_001_001_001: "satu miliar satu juta seribu satu",
    1_000_000_000_000: "satu triliun",
    1_000_000_000_000_000: "satu kuadriliun",
}


@pytest.mark.parametrize(("number", "words"), SAID.items())
def test_terbilang__examples__return_the_words(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_reader__known_words__returns_the_number() -> None:
    assert {words: number_of(words) for words in SAID.values()} == {
        words: number for number, words in SAID.items()
    }


@given(numbers)
@example(10**18 - 1)
@examples(300)
def test_the_words_read_back_to_the_number(number: int) -> None:
    assert number_of(terbilang(number)) == number


def test_all_numbers_to_ten_thousand_read_back() -> None:
    assert [n for n in range(10_001) if number_of(terbilang(n)) != n] == []


@given(numbers)
@examples(300)
def test_every_word_is_a_number_word_and_single_spaces_part_them(number: int) -> None:
    assert set(terbilang(number).split(" ")) <= VOCABULARY


@given(numbers)
@examples(300)
def test_terbilang__hundred_and_thousand__have_se(number: int) -> None:
    words = terbilang(number)
    assert not re.search(r"\bsatu (?:puluh|belas|ratus)\b", words)
    # "dua puluh satu ribu" and "seratus satu ribu" are right: there the group is not one.
    assert not re.search(r"(?<!puluh )(?<!ratus )\bsatu ribu\b", words)


@given(numbers.filter(bool))
def test_terbilang__nol__is_only_zero(number: int) -> None:
    assert "nol" not in terbilang(number).split()


def test_the_largest_number_has_eighteen_digits() -> None:
    assert LARGEST == 10**18 - 1


@pytest.mark.parametrize("number", [-1, 10**18])
def test_terbilang__out_of_range__raises(number: int) -> None:
    with pytest.raises(ValueError, match=r"^outside what terbilang can say$"):
        terbilang(number)


IN_RUPIAH = {
    0: "nol rupiah",
    4_590_00: "empat ribu lima ratus sembilan puluh rupiah",
    30_775_20: "tiga puluh ribu tujuh ratus tujuh puluh lima rupiah dua puluh sen",
    1: "nol rupiah satu sen",
    1_000_00: "seribu rupiah",
}


@pytest.mark.parametrize(("sen", "words"), IN_RUPIAH.items())
def test_in_rupiah__with_and_without_sen__returns_the_words(sen: int, words: str) -> None:
    assert in_rupiah(sen) == words


@given(st.integers(0, 10**17))
def test_an_amount_in_words_reads_back_to_the_sen(sen: int) -> None:
    rupiah, _, rest = in_rupiah(sen).partition(" rupiah")
    assert number_of(rupiah) * 100 + number_of(rest.removesuffix(" sen")) == sen
