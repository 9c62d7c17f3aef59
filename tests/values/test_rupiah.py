"""Rupiah: amounts as people type them, as the program writes them, and their rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import rupiah
from pemilu_cover.values.terbilang import terbilang

# Ways of writing seen in rosters and budgets, and their plain variants. Amounts on the right are in
# rupiah.
AS_TYPED = [
    ("850000", "850000"),
    ("850.000", "850000"),
    ("850,000", "850000"),
    ("850 000", "850000"),
    ("Rp 850.000,-", "850000"),
    ("Rp. 850.000,-", "850000"),
    ("Rp.850.000", "850000"),
    ("rp850.000", "850000"),
    ("RP : 850.000", "850000"),
    ("IDR 850,000", "850000"),
    ("850.000,--", "850000"),
    ("850.000.-", "850000"),
    ("850.000 ,-", "850000"),
    ("  850.000  ", "850000"),
    ("850.000 rupiah", "850000"),
    ("Rp 850.000,-/bulan", "850000"),
    ("850.000 per bulan", "850000"),
    ("850.000/OB", "850000"),
    ("850.000,-/orang/bulan", "850000"),
    ("850 rb", "850000"),
    ("850rb", "850000"),
    ("850 ribu", "850000"),
    ("0,85 jt", "850000"),
    ("1.100.000,00", "1100000"),
    ("1,100,000.00", "1100000"),
    ("1 100 000,00", "1100000"),
    ("1'100'000", "1100000"),
    ("1100000.00", "1100000"),
    ("1.1jt", "1100000"),
    ("1,1 juta", "1100000"),
    ("1 JUTA", "1000000"),
    ("2,25 juta", "2250000"),
    ("12.823.000", "12823000"),
    ("1.250.000,50", "1250000.5"),
    ("1,250,000.5", "1250000.5"),
    ("1.000", "1000"),
    ("1.000.000.000.000", "1000000000000"),
]


def read(typed: str) -> int | None:
    """Read an amount; None where it is refused."""
    try:
        return rupiah.parse(typed)
    except ValueError:
        return None


@pytest.mark.parametrize(("typed", "amount"), AS_TYPED)
def test_an_amount_is_read_however_it_is_typed(typed: str, amount: str) -> None:
    assert rupiah.parse(typed) == Decimal(amount) * 100


def test_three_decimals_before_a_unit_are_decimals() -> None:
    assert rupiah.parse("1,250 juta") == 1_250_000_00


# BUG: since a mark before a unit parts decimals, these are read as Rp1.100 and Rp12.823: nobody writes
# a thousandth of a thousand rupiah. (Refusing them would do as well.)
@pytest.mark.parametrize(
    ("typed", "sen"), [("1.100 rb", 1_100_000_00), ("12.823 ribu", 12_823_000_00)]
)
def test_thousands_of_thousands_are_not_read_as_rupiah(typed: str, sen: int) -> None:
    assert read(typed) in (None, sen)


# BUG: before a unit no more than four digits are read; a commissioner has Rp12.823 thousand.
@pytest.mark.parametrize(
    ("typed", "sen"), [("12823 rb", 12_823_000_00), ("20215rb", 20_215_000_00)]
)
def test_five_digits_of_thousands_are_read(typed: str, sen: int) -> None:
    assert read(typed) == sen


REFUSED = {
    "nothing": "",
    "spaces": "   ",
    "the currency alone": "Rp",
    "millions without their unit": "1.1",
    "millions without their unit, comma": "1,1",
    "thousands without their unit": "850",
    "an hour": "31,00",
    "thousands in groups of two": "1.10.000",
    "one mark for thousands and decimals": "1.100.000.00",
    "two decimal marks": "1.100,000,00",
    "two units": "1jt100rb",
    "an unknown unit": "850m",
    "scientific notation": "8.5E5",
    "not a number": "nan",
    "an endless number": "inf",
    "a formula": "=850*1000",
    "a sum": "850000+50000",
    "finer than a sen": "850000.125",
    "more than there is": "1.000.000.000.001",
    "a hexadecimal": "0x850000",
    "underscores": "850_000",
}


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_certain_amount_is_refused(typed: str) -> None:
    with pytest.raises(
        ValueError, match=r"^(not an amount|thousands or millions\?|the words say another amount)$"
    ):
        rupiah.parse(typed)


# The first means Rp1.100.000, not Rp1.100; the second may mean 850 million.
@pytest.mark.parametrize("typed", ["1.100,000", "850000.000"])
def test_three_decimals_without_a_unit_are_refused(typed: str) -> None:
    with pytest.raises(
        ValueError, match=r"^(not an amount|thousands or millions\?|the words say another amount)$"
    ):
        rupiah.parse(typed)


# A negative amount and zero are amounts: who asked for a wage says that it cannot be one.
@pytest.mark.parametrize(
    ("typed", "sen"), [("-850.000", -850_000_00), ("Rp -850.000,-", -850_000_00), ("0", 0)]
)
def test_a_negative_amount_and_zero_are_read_as_what_they_are(typed: str, sen: int) -> None:
    assert rupiah.parse(typed) == sen


amounts = st.integers(rupiah.SMALLEST_WAGE_SEN, 10**14)


@given(amounts)
def test_an_amount_that_is_shown_reads_back(sen: int) -> None:
    assert rupiah.parse(rupiah.format_rupiah(sen)) == sen


@given(amounts)
def test_a_negative_amount_that_is_shown_reads_back(sen: int) -> None:
    assert rupiah.parse(rupiah.format_rupiah(-sen)) == -sen


@given(amounts)
def test_an_amount_as_json_carries_it_reads_back(sen: int) -> None:
    assert rupiah.parse(rupiah.to_decimal_string(sen)) == sen


@given(st.integers(-(10**16), 10**16))
def test_an_amount_as_json_carries_it_is_exact(sen: int) -> None:
    assert Decimal(rupiah.to_decimal_string(sen)) * 100 == sen


@given(st.integers(1, 9_999), st.sampled_from([" rb", "rb", " ribu", "RIBU"]))
def test_thousands_with_their_unit_are_that_many_thousands(thousands: int, unit: str) -> None:
    assert rupiah.parse(f"{thousands}{unit}") == thousands * 1_000_00


@given(st.integers(1, 9_999), st.sampled_from([" jt", "jt", " juta", "JUTA"]))
def test_millions_with_their_unit_are_that_many_millions(millions: int, unit: str) -> None:
    assert rupiah.parse(f"{millions}{unit}") == millions * 1_000_000_00


@given(st.integers(10**12 + 1, 10**21 - 1))
def test_more_than_a_thousand_billion_is_a_fault_of_typing(amount: int) -> None:
    with pytest.raises(ValueError, match=r"^thousands or millions\?$"):
        rupiah.parse(str(amount))


@given(st.integers(10**21, 10**30))
def test_what_no_budget_holds_is_no_amount(amount: int) -> None:
    with pytest.raises(ValueError, match=r"^not an amount$"):
        rupiah.parse(str(amount))


SHOWN = [
    (0, "Rp0", "0.00"),
    (1, "Rp0,01", "0.01"),
    (100, "Rp1", "1.00"),
    (4_590_00, "Rp4.590", "4590.00"),
    (30_775_20, "Rp30.775,20", "30775.20"),
    (78_062_400_05, "Rp78.062.400,05", "78062400.05"),
    (-4_590_00, "-Rp4.590", "-4590.00"),
]


@pytest.mark.parametrize(("sen", "shown", "text"), SHOWN)
def test_an_amount_is_written_for_people_and_for_programs(sen: int, shown: str, text: str) -> None:
    assert (rupiah.format_rupiah(sen), rupiah.to_decimal_string(sen)) == (shown, text)


@given(st.decimals(min_value=0, max_value=10**15, places=6, allow_nan=False, allow_infinity=False))
def test_rounding_is_that_of_decimal_round_half_up(amount: Decimal) -> None:
    expected = int(amount.to_integral_value(ROUND_HALF_UP))
    assert rupiah.round_half_up(Fraction(amount)) == expected


@given(st.integers(0, 10**18))
def test_a_half_goes_up_whether_the_sen_before_it_is_even_or_odd(sen: int) -> None:
    assert rupiah.round_half_up(sen + Fraction(1, 2)) == sen + 1


@given(st.integers(0, 10**18), st.fractions(0, 1).filter(lambda part: part < Fraction(1, 2)))
def test_less_than_a_half_goes_down(sen: int, part: Fraction) -> None:
    assert rupiah.round_half_up(sen + part) == sen


# Binary dust of spreadsheets: 850000 * 1.1 is 935000.0000000001.
@pytest.mark.parametrize(
    ("value", "sen"),
    [
        ("935000.0000000001", 935_000_00),
        ("934999.9999999999", 935_000_00),
        ("30775.20", 30_775_20),
        ("0", 0),
    ],
)
def test_the_dust_of_a_spreadsheet_is_blown_away(value: str, sen: int) -> None:
    assert rupiah.to_sen(Decimal(value)) == sen


@pytest.mark.parametrize("value", ["850000.0001", "849999.9999"])
def test_dust_is_a_hundredth_of_a_sen_at_most(value: str) -> None:
    assert rupiah.to_sen(Decimal(value)) == 850_000_00


@pytest.mark.parametrize("value", ["850000.125", "850000.00011", "849999.99989"])
def test_a_number_finer_than_a_sen_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^finer than a sen$"):
        rupiah.to_sen(Decimal(value))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_amount(value: str) -> None:
    with pytest.raises(ValueError, match=r"^not an amount$"):
        rupiah.to_sen(Decimal(value))


@pytest.mark.parametrize("value", ["999.99", "0.01", "1.1", "1000000000000.01"])
def test_a_number_that_means_thousands_or_too_much_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^thousands or millions\?$"):
        rupiah.to_sen(Decimal(value))


@pytest.mark.parametrize(
    "typed",
    [
        *("Rp 850.000,=", "Rp 850.000.", "@ Rp 850.000", "@850.000", "850k", "850K", "850.000 IDR"),
        *(
            "Rp 850.000/org",
            "850.000/org/bln",
            "850.000 per orang per bulan",
            "850.000,-/OB",
            "850 rb",
        ),
        *(
            "850.000 (delapan ratus lima puluh ribu)",
            "850000 (Delapan ratus lima puluh ribu rupiah)",
        ),
        *("Rp850.000,00 (terbilang: delapan ratus lima puluh ribu rupiah)", "850.000 (per bulan)"),
        "850.000 (-)",
        *(
            "850,00 ribu",
            "0,85 juta",
            "850.000 ;-",
            "850.000.-",
            "850.000 sebulan",
            "Rp850.000 x 1 bulan",
            "Rp. 850.000,00",
        ),
    ],
)
def test_parse__common_way_of_writing__returns_the_amount(typed: str) -> None:
    assert rupiah.parse(typed) == 850_000_00


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "850.000 (sembilan ratus ribu)",
            "850.000 (delapan ratus lima puluh juta)",
            "850.000 (net)",
        ),
        *(
            "1.250 ribu",
            "850.000/2 bulan",
            "850.000 x 2",
            "850.000 (2 bulan)",
            "85.00.000",
            "850.00",
        ),
    ],
)
def test_parse__amount_that_is_not_certain__raises(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rupiah.parse(typed)


@given(st.integers(min_value=1_000, max_value=10**9))
def test_parse__amount_with_its_words__returns_the_amount(amount: int) -> None:
    typed = f"Rp {rupiah.format_count(amount)},- ({terbilang(amount)} rupiah)"
    assert rupiah.parse(typed) == amount * 100
    with pytest.raises(ValueError, match=r"^the words say another amount$"):
        rupiah.parse(f"{rupiah.format_count(amount)} ({terbilang(amount + 1)})")


def test_parse__zero_in_words__returns_zero() -> None:
    assert rupiah.parse("0 (nol rupiah)") == 0


@pytest.mark.parametrize(
    "typed",
    [
        "850.000,50 (delapan ratus lima puluh ribu rupiah)",
        "-850.000 (delapan ratus lima puluh ribu rupiah)",
        "850.000 ()",
    ],
)
def test_parse__words_of_another_amount__are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^the words say another amount$"):
        rupiah.parse(typed)
