"""Names: degrees are parted from them, nothing else is, and formulas are seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import names

# Degrees as staff lists write them: measured in a Bawaslu workbook of 600 rows, 8 behind a comma inside
# the name, 65 names with a period.
DEGREES = {
    "Endang Susanti, S.Pd.": ("Endang Susanti", "S.Pd."),
    "Endang Susanti,S.Pd": ("Endang Susanti", "S.Pd"),
    "Endang Susanti, SE": ("Endang Susanti", "SE"),
    "Endang Susanti, S. Sos": ("Endang Susanti", "S. Sos"),
    "Endang Susanti, A.Md.Keb": ("Endang Susanti", "A.Md.Keb"),
    "Endang Susanti, Amd": ("Endang Susanti", "Amd"),
    "Endang Susanti, S. Pd": ("Endang Susanti", "S. Pd"),
    "Endang Susanti, M. Kes": ("Endang Susanti", "M. Kes"),
    "Endang Susanti, Lc.": ("Endang Susanti", "Lc."),
    "Endang Susanti, Ph.D.": ("Endang Susanti", "Ph.D."),
    "Endang Susanti, S.H., M.H.": ("Endang Susanti", "S.H., M.H."),
    "Endang Susanti, S.Pd.I, M.Pd": ("Endang Susanti", "S.Pd.I, M.Pd"),
    "Drs. Ujang Sutisna": ("Ujang Sutisna", "Drs."),
    "Dra. Hj. Siti Aminah": ("Hj. Siti Aminah", "Dra."),
    "DR. H. Ahmad": ("H. Ahmad", "DR."),
    "dr. Budi Santoso": ("Budi Santoso", "dr."),
    "Ir. Budi Santoso, M.T.": ("Budi Santoso", "Ir., M.T."),
    "Prof. Dr. Budi Santoso": ("Budi Santoso", "Prof. Dr."),
    "Drs. Ujang Sutisna, M.Si": ("Ujang Sutisna", "Drs., M.Si"),
    "Drs. Sutisna, Ujang": ("Sutisna, Ujang", "Drs."),
    "H. Dra. Siti Aminah": ("H. Siti Aminah", "Dra."),
    "Endang Susanti, Gr.": ("Endang Susanti", "Gr."),
    "Endang Susanti, SE MM": ("Endang Susanti", "SE MM"),
    "Endang Susanti, S.Pd.M.Pd": ("Endang Susanti", "S.Pd.M.Pd"),
    "Endang Susanti, S. Pd. M. Pd.": ("Endang Susanti", "S. Pd. M. Pd."),
    "Endang Susanti, , S.Pd": ("Endang Susanti", "S.Pd"),
    "Endang Susanti, CPM, S.Pd": ("Endang Susanti", "CPM, S.Pd"),
    "Endang S.Pd": ("Endang", "S.Pd"),
    "Endang Susanti. S.Pd": ("Endang Susanti", "S.Pd"),
    "Endang R., S.Pd": ("Endang R.", "S.Pd"),
    "S.Pd, M.Pd": ("S.Pd", "M.Pd"),  # no name: the first degree stays where it is
    "MAX S.Pd": ("MAX", "S.Pd"),
    "Endang Susanti S. Pd": ("Endang Susanti", "S.Pd"),
    "Endang Susanti S.Pd M.Pd": ("Endang Susanti", "S.Pd, M.Pd"),
    "Drs. Ujang Sutisna M.Si, Gr.": ("Ujang Sutisna", "Drs., M.Si, Gr."),
}


@pytest.mark.parametrize(("name", "parts"), DEGREES.items())
def test_a_degree_goes_to_its_own_column(name: str, parts: tuple[str, str]) -> None:
    assert names.split_degree(name) == parts


UNTOUCHED = [
    "Umi",  # one word: valid (Permendagri 73/2022 binds only new documents)
    "H. Ahmad",  # as on the identity card
    "Hj. Siti Aminah",
    "Ahmad, H.",  # a title behind a comma that is no degree
    "Ahmad, Siti Aminah",  # two people, or one with a comma too many: not for us to say
    "Ahmad bin Abdullah",
    "M. Yusuf",
    "Moh. Ridwan",
    "A. Rahman",
    "I Made Sudana",
    "Siti Nur'aini",
    "Irwan",  # begins as "Ir."
    "Drajat",  # begins as "Dr."
    "Dr.",  # a title and no name
    "S.Pd",  # a degree and no name
    "Ahmad, CPM",  # like a degree, but in no list
    "Ahmad, , CPM",
    "Ahmad, S.Pd, Dadang",
    "Ahmad, Siti S.Pd",
    "Ahmad,",
    "",
]


@pytest.mark.parametrize("name", UNTOUCHED)
def test_a_name_without_a_degree_stays_as_it_is(name: str) -> None:
    assert names.split_degree(name) == (name, "")


# Half a name in the degree column is somebody else to SIPP.
@pytest.mark.parametrize("name", ["Sutisna, Dadang", "Sudana, Made", "Ahmad, Asep"])
def test_a_name_behind_a_comma_is_not_a_degree(name: str) -> None:
    assert names.split_degree(name) == (name, "")


# BUG: an initial and a name of up to six letters pass for a degree with points ("M. Kes").
@pytest.mark.parametrize("name", ["Ahmad, M. Yusuf", "Siti, A. Rahman"])
def test_an_initial_behind_a_comma_is_not_a_degree(name: str) -> None:
    assert names.split_degree(name) == (name, "")


@pytest.mark.parametrize(
    "name",
    [
        "Budi SE",
        "Ir Budi",
        "dr Siti Aminah",
        "S.Pd Budi Santoso",
        "Budi, S.Xyz",
        "Budi, Siti, CPM",
        "Budi, X.Y.",
        "Budi S.Xyz Santoso",
    ],
)
def test_may_hold_degree__form_of_a_degree__returns_true(name: str) -> None:
    assert names.may_hold_degree(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ir",
        "SE",
        "SE Budi",
        "Budi Dr",
        "Ahmad, H.",
        "Ahmad, MUH.",
        "Ahmad, ST",
        "Siti M.H. Aminah",
    ],
)
def test_may_hold_degree__name_or_initial__returns_false(name: str) -> None:
    assert not names.may_hold_degree(name)


# A title before a name needs no point: "DRA SITI".
words = st.text(alphabet="ABDEGHIKLMNRSTUabdeghiklmnrstu", min_size=2, max_size=10).filter(
    lambda word: word.upper() not in {"DRA", "DRG", "DRH", "DRS"}
)


@given(st.lists(words, min_size=1, max_size=4).map(" ".join))
def test_a_name_of_plain_words_is_never_parted(name: str) -> None:
    assert names.split_degree(name) == (name, "")


@given(
    st.lists(words, min_size=1, max_size=4).map(" ".join), st.sampled_from(["S.Pd.", "SH", "M.Si"])
)
def test_what_is_parted_is_all_there_was(name: str, degree: str) -> None:
    assert names.split_degree(f"{name}, {degree}") == (name, degree)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_seen_by_its_first_character(text: str) -> None:
    assert names.is_formula(text)


@pytest.mark.parametrize("text", ["Budi", "Budi = Ani", "", "H. Ahmad", "(Alm) Budi"])
def test_a_name_is_no_formula(text: str) -> None:
    assert not names.is_formula(text)


@pytest.mark.parametrize(
    "name", ["Budi 2", "Budi*", "Budi@rt", "Budi_", "Budi#", "Bud!", "<b>Budi", "Ani (Rini)"]
)
def test_signs_and_digits_in_a_name_are_questioned(name: str) -> None:
    assert names.has_odd_characters(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ma'ruf",
        "Nur’aini",
        "Nur`aini",
        "Siti-Aminah",
        "H. Ahmad, S.Pd.",
        "André",
        "Ani/Ina",
    ],
)
def test_has_odd_characters__names_of_identity_cards__returns_false(name: str) -> None:
    assert not names.has_odd_characters(name)
