"""Phone numbers: mobile numbers however they are typed, in SIPP's form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import phone

# Shapes that phonenumbers 9.0.43 reads too, two numbers in a cell, and a 0 that was lost in Excel (120 of
# 600 rows of a real workbook).
AS_TYPED = [
    "081234567890",
    "81234567890",
    "+6281234567890",
    "+62 812-3456-7890",
    "6281234567890",
    "006281234567890",
    "+62 (0)812 3456 7890",
    "'081234567890",
    "0812.3456.7890",
    "0812 3456 7890",
    "0812-3456-7890 / 0856-1111-2222",
    "081234567890/085611112222",
    "081234567890; 085611112222",
    "081234567890, 085611112222",
    "081234567890 dan 085611112222",
    "081234567890 & 085611112222",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_mobile_number_is_read_however_it_is_typed(typed: str) -> None:
    assert phone.parse(typed) == "081234567890"


REFUSED = {
    "nothing": "",
    "a dash": "-",
    "words": "tidak ada",
    "a landline": "0264-200123",
    "8 digits": "08123456",
    "15 digits": "081234567890123",
    "another country": "+60 12 345 6789",
    "letters in it": "0812-EMPAT-7890",
    "a NIK": "3214016505020017",
}


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^not a mobile number$"):
        phone.parse(typed)


def test_digits_of_another_script_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^not a mobile number$"):
        phone.parse("0812345678٩")


@given(st.from_regex(r"08[0-9]{7,12}", fullmatch=True))
def test_parse__lengths_of_sipp__with_and_without_prefix(number: str) -> None:
    typed = (number, number[1:], f"+62{number[1:]}", f"62{number[1:]}")
    assert {phone.parse(text) for text in typed} == {number}
