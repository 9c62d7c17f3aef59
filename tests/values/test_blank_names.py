"""Non-answers: what people write where a name is asked for and they have none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import nonanswers
from pemilu_cover.values.text import clean

NON_ANSWERS = [
    *(
        "tidak tahu",
        "Tdk tahu",
        "TIDAK DIKETAHUI",
        "gak tau",
        "lupa",
        "Belum diisi",
        "belum ada",
    ),
    *("sudah meninggal", "Meninggal dunia", "Alm.", "(almh)", "sudah wafat", "wafat"),
    *("sda", "s.d.a.", "idem", "sama dengan di atas", "x", "XXX", "zz", "...", "-", "?", "a"),
    *("12345", "081234567890", "12-05-1990", "12 Mei 1990", "12/5/1990", "menyusul", "kosong"),
    *("nan", "NaN", "null", "nihil", "none", "N/A", "lihat KK", "nama ibu", "Ibu Kandung"),
]


@pytest.mark.parametrize("text", NON_ANSWERS)
def test_is_non_answer__no_name__returns_true(text: str) -> None:
    assert nonanswers.is_non_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Siti",
            "Umi",
            "Ibu Siti",
            "Alm. Siti Aminah",
            "Siti Aminah (almh)",
            "Nan",
            "Na",
            "Nihil",
        ),
        *("NIHIL", "Null", "Aa", "Ii", "Uu", "Oo", "O", "Ina", "Lupa Sari", "Sudah Sutisna"),
        *("Idem Sutisna", "Mei", "Desember", "Juni", "Samah"),
    ],
)
def test_is_non_answer__name__returns_false(text: str) -> None:
    assert not nonanswers.is_non_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        *NON_ANSWERS,
        *(
            "seperti di atas",
            "sebagaimana di atas",
            "rahasia",
            "entah",
            "almarhumah",
            "dikosongkan",
        ),
        *(
            "tanpa nama",
            "kurang jelas",
            "udah meninggal",
            "unknown",
            "no name",
            "contoh",
            "test",
            "mamah",
        ),
        *("bunda", "cek KK", "nyusul", "enggak tahu", "blum tau", "aaaaaaa", "xxxxxxx", "zzzzzzz"),
    ],
)
def test_may_be_non_answer__non_answer__matches(text: str) -> None:
    assert nonanswers.is_non_answer(text)
    assert pl.Series([text]).str.contains(nonanswers.MAY_BE_NON_ANSWER).item()


@given(st.text(max_size=12))
def test_may_be_non_answer__any_non_answer__matches(text: str) -> None:
    shown = clean(text)
    if shown and nonanswers.is_non_answer(shown):
        assert pl.Series([shown]).str.contains(nonanswers.MAY_BE_NON_ANSWER).item()


@given(st.integers(min_value=0), st.sampled_from(["", ".", " ", "-", "/"]))
def test_is_non_answer__digits_and_signs__returns_true(number: int, sign: str) -> None:
    assert nonanswers.is_non_answer(f"{number}{sign}")


@given(
    st.text(alphabet="BDGJKLMNRSTU", min_size=4, max_size=9).filter(lambda text: len({*text}) > 2)
)
def test_is_non_answer__name_and_phrase__returns_false(name: str) -> None:
    assert not nonanswers.is_non_answer(f"Lupa {name}")
    assert not nonanswers.is_non_answer(f"{name} Alm.")
