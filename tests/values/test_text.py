"""Text out of cells: what is cleaned away, what counts as empty, what must not reach a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import text

CLEANED = {
    "spaces around": ("  Wahyu Sutisna ", "Wahyu Sutisna"),
    "spaces inside": ("Wahyu   Sutisna", "Wahyu Sutisna"),
    "no-break spaces": ("Wahyu\u00a0Sutisna", "Wahyu Sutisna"),
    "a line break": ("Wahyu\nSutisna", "Wahyu Sutisna"),
    "a tab": ("Wahyu\tSutisna", "Wahyu Sutisna"),
    "a zero-width space": ("Wahyu\u200b Sutisna", "Wahyu Sutisna"),
    "a byte order mark": ("\ufeffWahyu", "Wahyu"),
    "a soft hyphen": ("Wah\u00adyu", "Wahyu"),
    "a text turned round": ("\u202eayhaW", "ayhaW"),
    "full-width digits": ("３２１４", "3214"),
    "full-width letters": ("ＫＰＰＳ", "KPPS"),
    "an accent of its own": ("Andre\u0301", "André"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("typed", "shown"), CLEANED.values(), ids=CLEANED.keys())
def test_a_text_is_cleaned_to_what_a_person_sees(typed: str, shown: str) -> None:
    assert text.clean(typed) == shown


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once


@given(st.text())
def test_a_cleaned_text_has_no_spaces_around_nor_two_together(typed: str) -> None:
    cleaned = text.clean(typed)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned


NOTHING = [
    "",
    "-",
    "--",
    "...",
    "?",
    "N/A",
    "n/a",
    "NIHIL",
    "Kosong",
    "tidak ada",
    "Belum ada",
    "nan",
]
ERRORS = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!"]


@pytest.mark.parametrize("shown", NOTHING + ERRORS)
def test_a_cell_without_a_value_is_empty(shown: str) -> None:
    assert text.is_blank_value(shown)


@pytest.mark.parametrize("shown", ["0", "Ani", "Nan Sutisna", "Ada", "#1", "A", "Nihila"])
def test_a_cell_with_a_value_is_not_empty(shown: str) -> None:
    assert not text.is_blank_value(shown)


WORD_FORMS = {
    "No. HP / WA": "NO HP WA",
    "Gol.Darah": "GOL DARAH",
    "L/P": "L P",
    "Angg.  KPPS-4": "ANGG KPPS 4",
    "ＮＩＫ": "NIK",
    "": "",
    "***": "",
}


@pytest.mark.parametrize(("typed", "form"), WORD_FORMS.items())
def test_headers_are_compared_by_their_words(typed: str, form: str) -> None:
    assert text.normal_form(typed) == form


@given(st.text())
def test_a_word_form_is_its_own_word_form(typed: str) -> None:
    form = text.normal_form(typed)
    assert text.normal_form(form) == form
    assert set(form) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")


@pytest.mark.parametrize(
    "typed", ["Budi\x1b[31m", "Budi\x00", "Budi\x07", "Budi\x7f", "Budi\x9b31m"]
)
def test_a_control_character_is_seen(typed: str) -> None:
    assert text.has_control(typed)


@pytest.mark.parametrize("typed", ["Budi", "two\nlines", "a\ttab", "", "André"])
def test_what_a_cell_may_hold_is_no_control_character(typed: str) -> None:
    assert not text.has_control(typed)


@given(st.text())
def test_nothing_that_moves_a_terminal_reaches_the_screen(typed: str) -> None:
    shown = text.sanitise_for_terminal(typed)
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    assert not set(shown) & set("\u200b\u200e\u200f\u202d\u202e\u2066\u2069\ufeff")


@given(st.text(alphabet=st.characters(categories=["L", "P", "Zs"]), max_size=30))
def test_sanitise_for_terminal__plain_text__is_unchanged(typed: str) -> None:
    assert text.sanitise_for_terminal(typed) == typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3214016505020017.xlsx", "3214********0017.xlsx"),
        ("NIK 3214016505020017 dan 3502012505880001", "NIK 3214********0017 dan 3502********0001"),
        ("Kec. 321401", "Kec. 321401"),
        ("081234567890", "081234567890"),
        ("32140165\u200b05020017", "3214********0017"),
        ("KPPS\u200b.xlsx", "KPPS.xlsx"),
        ("3.214.012.303.870.417", "3214********0417"),
        ("1200 3 850000 45000 1", "1200 3 850000 45000 1"),  # five numbers of a table
    ],
)
def test_sanitise_for_terminal__nik__is_masked(typed: str, shown: str) -> None:
    assert text.sanitise_for_terminal(typed) == shown


MASKED = {
    "full width": ("３２１４０１６５０５０２００１７", "3214********0017"),
    "Arabic digits": ("NIK ٣٢١٤٠١٦٥٠٥٠٢٠٠١٧", "NIK 3214********0017"),
    "after a row's number": ("1. 3214016505020017", "1. 3214********0017"),
    "groups of four": ("3214_0165_0502_0017", "3214********0017"),
    "groups with two separators": ("57171_57163-57165", "5717*******7165"),
    "letters for digits": ("32l4O165O5O20017.xlsx", "32l4********0017.xlsx"),
    "a digit too few": ("321401650502001", "3214*******2001"),
    "two digits too few": ("32140165050201", "3214******0201"),
    "a digit too many": ("32140165050200171", "3214*********0171"),
    "two digits too many": ("321401650502001712", "3214**********1712"),
    "far too many digits": ("32140165050200171234", "3214************1234"),
    "beside a day": ("3214016505020017 07-11-2024 1", "3214********0017 07-11-2024 1"),
}
NOT_MASKED = {
    "two days": "20241107_20241127",
    "a day and a time": "20241127-093045",
    "a time": "20241127093045",
    "codes of a system": "57171_57163_57165",
    "13 digits": "3214016505020",
    "five letters for digits": "32l4O165O5O200l7",
    "an amount with a group of four digits": "1.214.012.3038.041",
    "an amount with four digits at its end": "1.214.012.303.4123",
}


@pytest.mark.parametrize(("typed", "shown"), MASKED.values(), ids=MASKED.keys())
def test_mask_niks__number_that_may_be_a_nik__hides_its_middle(typed: str, shown: str) -> None:
    assert text.mask_niks(typed) == shown


@pytest.mark.parametrize("typed", NOT_MASKED.values(), ids=NOT_MASKED.keys())
def test_mask_niks__other_number__is_unchanged(typed: str) -> None:
    assert text.mask_niks(typed) == typed
