"""NIK: what is read, what is refused and why, whose it is, and what a screen may show of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pemilu_cover.values import nik

POLLING_DAY = date(2024, 11, 27)
PURWAKARTA = "321401"


def made(born: date, sex: str, serial: int = 1, region: str = PURWAKARTA) -> str:
    """Build a NIK the way the civil registry does (PP 37/2007 art. 37)."""
    day = born.day + (40 if sex == "P" else 0)
    return f"{region}{day:02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody completes so many years; 29 February waits for 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


# ---- reading -------------------------------------------------------------------------------------

AS_TYPED = {
    "plain": "3214016505020017",
    "with an apostrophe before it, as Excel keeps text": "'3214016505020017",
    "in groups of four": "3214 0165 0502 0017",
    "with dashes": "3214-0165-0502-0017",
    "with dots": "32.14.01.650502.0017",
    "with a typographic quote": "’3214016505020017",
    "with an en dash": "321401–6505020017",
    "with no-break spaces": "3214\u00a001\u00a0650502\u00a00017",
    "with spaces around": "  3214016505020017  ",
    "with a zero-width space from WhatsApp": "3214016505020017\u200b",
    "in full-width digits": "３２１４０１６５０５０２００１７",
    "on two lines": "32140165\n05020017",
}


@pytest.mark.parametrize("typed", AS_TYPED.values(), ids=AS_TYPED.keys())
def test_a_nik_is_read_however_it_is_typed(typed: str) -> None:
    assert nik.parse(typed).digits == "3214016505020017"


def test_a_woman_is_known_by_the_day_plus_40() -> None:
    read = nik.parse("3214016505020017")
    assert (read.sex, read.birth_date(POLLING_DAY)) == ("P", date(2002, 5, 25))


def test_a_man_has_the_plain_day() -> None:
    read = nik.parse("3214012505020017")
    assert (read.sex, read.birth_date(POLLING_DAY)) == ("L", date(2002, 5, 25))


def test_sex__day_31_and_41__differ() -> None:
    assert nik.parse("3214013112850001").sex == "L"
    assert nik.parse("3214014112850001").sex == "P"
    assert nik.parse("3214014112850001").birth_date(POLLING_DAY) == date(1985, 12, 1)


def test_the_region_is_that_of_the_first_registration() -> None:
    assert nik.parse("3214016505020017").region == "321401"


# Provinces that python-stdnum 2.2 refuses, measured.
@pytest.mark.parametrize("province", ["65", "92", "93", "95", "96"])
def test_the_young_provinces_are_not_refused(province: str) -> None:
    assert nik.parse(f"{province}01012505020017").region == f"{province}0101"


def test_an_unknown_region_is_not_a_fault_of_the_number() -> None:
    assert nik.parse("9999992505020017").region == "999999"


# ---- refusing ------------------------------------------------------------------------------------

REFUSED = {
    "one digit too few": ("321401650502001", "nik-length"),
    "one digit too many": ("32140165050200171", "nik-length"),
    "a float from a CSV file": ("3214016505020017.0", "nik-length"),
    "a letter O for a zero": ("32140165O5020017", "nik-letters"),
    "scientific notation": ("3.21402E+15", "nik-letters"),
    "a word": ("belum ada", "nik-letters"),
    "a label before it": ("NIK 3214016505020017", "nik-letters"),
    "nothing": ("", "nik-letters"),
    "only separators": (" - ", "nik-letters"),
    "serial 0000": ("3214016505020000", "nik-serial"),
    "day 0": ("3214010005020017", "nik-date"),
    "day 32": ("3214013205020017", "nik-date"),
    "a woman's day 0": ("3214014005020017", "nik-date"),
    "a woman's day 32": ("3214017205020017", "nik-date"),
    "month 13": ("3214012513020017", "nik-date"),
    "month 0": ("3214012500020017", "nik-date"),
    "31 April": ("3214013104020017", "nik-date"),
    "29 February of a common year in both centuries": ("3214012902010017", "nik-date"),
}


@pytest.mark.parametrize(("typed", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_nik_that_cannot_exist_is_refused_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse(typed)
    assert refused.value.code == str(refused.value) == code


def test_parse__wrong_length__error_has_the_digits() -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse("3214 0165 0502 001")
    assert refused.value.detail == {"digits": 15}


def test_parse__impossible_date__error_has_the_six_digits() -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse("3214013113850001")
    assert refused.value.detail == {"part": "311385"}


SUGGESTED = {
    "O for 0": ("32140165O5020O17", "3214016505020017"),
    "small l for 1": ("32l4016505020017", "3214016505020017"),
    "I for 1, S for 5, B for 8": ("32I40I6S0S8B0017", "3214016505880017"),
    "too short even so": ("32140165O50200", None),
    "no date even so": ("32140199O5020017", None),
    "a letter that is like no digit": ("32140165X5020017", None),
}


@pytest.mark.parametrize(("typed", "suggestion"), SUGGESTED.values(), ids=SUGGESTED.keys())
def test_parse__letters_for_digits__has_a_suggestion_only(
    typed: str, suggestion: str | None
) -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse(typed)
    assert refused.value.detail["suggestion"] == suggestion


def test_what_is_suggested_is_itself_a_nik() -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse("321401650502OOOO")
    assert refused.value.detail["suggestion"] is None


# Arabic and Ethiopic: `str.isdigit` takes both, `int` takes only the first, SIPP takes neither.
@pytest.mark.parametrize("foreign", ["٣٢١٤٠١٦٥٠٥٠٢٠٠١٧", "32140165050200፩7", "32140፩6505020017"])
def test_parse__digits_of_another_script__raises(foreign: str) -> None:
    with pytest.raises(nik.NikError) as refused:
        nik.parse(foreign)
    assert refused.value.code == "nik-letters"


def digits_or_code(typed: str) -> str:
    try:
        return nik.parse(typed).digits
    except nik.NikError as refused:
        return refused.code


nearly = st.text("0123456789", min_size=14, max_size=17)


@given(st.one_of(nearly, st.text("01234567 -.'OIl", max_size=20), st.text(max_size=20)))
def test_whatever_is_typed_is_a_nik_or_has_a_code(typed: str) -> None:
    answer = digits_or_code(typed)
    assert re.fullmatch(r"[0-9]{16}|nik-(?:letters|length|serial|date)", answer)


# ---- whose birth date ----------------------------------------------------------------------------

people = st.tuples(
    st.dates(date(1925, 1, 1), date(2010, 12, 31)), st.sampled_from("LP"), st.integers(1, 9999)
)


@given(people, st.data())
def test_a_nik_gives_back_the_birth_date_and_the_sex_it_was_made_of(
    person: tuple[date, str, int], data: st.DataObject
) -> None:
    born, sex, serial = person
    working_life = (birthday(born, 17), birthday(born, 100) - timedelta(days=1))
    on = data.draw(st.dates(*working_life), label="reference day")
    read = nik.parse(made(born, sex, serial))
    assert (read.birth_date(on), read.sex) == (born, sex)


def test_somebody_born_in_2005_is_not_119_years_old() -> None:
    assert nik.parse("3214010505050001").birth_date(POLLING_DAY) == date(2005, 5, 5)


def test_the_oldest_of_1925_is_not_read_as_unborn() -> None:
    assert nik.parse("3214010101250001").birth_date(date(2024, 11, 7)) == date(1925, 1, 1)


def test_the_century_turns_on_the_seventeenth_birthday() -> None:
    read = nik.parse("3214012711070001")
    assert read.birth_date(date(2024, 11, 27)) == date(2007, 11, 27)
    assert nik.age(read.birth_date(date(2024, 11, 27)), date(2024, 11, 27)) == 17


def test_a_child_is_likelier_than_somebody_of_110() -> None:
    assert nik.parse("3214010101140001").birth_date(POLLING_DAY) == date(2014, 1, 1)


def test_birth_date__reference_day_is_birthday__counts_as_born() -> None:
    assert nik.parse("3214010101240001").birth_date(date(2024, 1, 1)) == date(2024, 1, 1)
    assert nik.parse("3214010201240001").birth_date(date(2024, 1, 1)) == date(1924, 1, 2)


def test_birth_date__before_both_dates__returns_the_earlier() -> None:
    assert nik.parse("3214010101600001").birth_date(date(1950, 1, 1)) == date(1960, 1, 1)


def test_29_february_of_year_00_exists_only_in_2000() -> None:
    read = nik.parse("3214012902000001")
    assert read.birth_date(POLLING_DAY) == date(2000, 2, 29)
    assert read.birth_date(date(2010, 1, 1)) == date(2000, 2, 29)


def test_29_february_of_year_04_exists_in_both_centuries() -> None:
    read = nik.parse("3214016902040001")
    assert read.birth_date(POLLING_DAY) == date(2004, 2, 29)
    assert read.birth_date(date(1960, 1, 1)) == date(1904, 2, 29)


AGES = {
    "the day before the birthday": (date(2000, 11, 8), date(2024, 11, 7), 23),
    "the birthday": (date(2000, 11, 7), date(2024, 11, 7), 24),
    "born on 29 February, on 28 February": (date(2004, 2, 29), date(2025, 2, 28), 20),
    "born on 29 February, on 1 March": (date(2004, 2, 29), date(2025, 3, 1), 21),
}


@pytest.mark.parametrize(("born", "on", "years"), AGES.values(), ids=AGES.keys())
def test_an_age_is_counted_in_full_years(born: date, on: date, years: int) -> None:
    assert nik.age(born, on) == years


# ---- masking -------------------------------------------------------------------------------------


@given(people)
def test_a_mask_shows_no_digit_of_the_birth_date(person: tuple[date, str, int]) -> None:
    born, sex, serial = person
    complete = made(born, sex, serial)
    shown = nik.mask(complete)
    assert len(shown) == nik.LENGTH
    assert shown[6:12] == "******"
    assert (shown[:4], shown[12:]) == (complete[:4], complete[12:])


@given(people, people)
def test_mask__same_region_and_serial__is_equal(
    one: tuple[date, str, int], other: tuple[date, str, int]
) -> None:
    assume(one[:2] != other[:2])
    assert nik.mask(made(*one[:2], serial=7)) == nik.mask(made(*other[:2], serial=7))


@pytest.mark.parametrize("length", [*range(16), 17, 18])
def test_a_number_of_another_length_shows_its_regency_at_most(length: int) -> None:
    complete = "321401650502001712"[:length]
    shown = nik.mask(complete)
    assert len(shown) == length
    assert length <= 8 or shown[:4] == complete[:4]
    assert set(shown[4:]) <= {"*"}
    assert length > 8 or set(shown) <= {"*"}
