"""The premium, against an oracle that knows only the law's text, and at the edges of dated law."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law.conftest import Edited
from support.examples import examples

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.premium import Contract, Premium, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook

RULES = ("contract-month", "calendar-month", "daily")
BOOK = RateBook.load()


def priced(
    wage_sen: int, period: ContractPeriod, rule: str | None = None, book: RateBook = BOOK
) -> Premium:
    return price(Contract("KPPS_ANGGOTA", wage_sen, period), Agreement(proration=rule), book)


# ---- the oracle: whole amounts in fractions, months by stepping through the calendar ---------------

JKK, JKM = Fraction(24, 10_000), Fraction(30, 10_000)  # PP 44/2015 art. 16(1)a and 18(1)


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def anniversary(start: date, months: int) -> date:
    """Return the same day so many months later; the last day of a shorter month."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def contract_months(start: date, end: date) -> Fraction:
    """Return the fewest months whose last day, and three days of grace, reach the end."""
    months = 1
    while anniversary(start, months) + timedelta(3) < end:
        months += 1
    return Fraction(months)


def calendar_months(start: date, end: date) -> Fraction:
    every_day = (date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1))
    return Fraction(len({(day.year, day.month) for day in every_day}))


def thirtieths(start: date, end: date) -> Fraction:
    return Fraction(end.toordinal() - start.toordinal() + 1, 30)


def owed(wage_sen: int, start: date, end: date, rule: str) -> tuple[Fraction, int, int]:
    """Return months, JKK and JKM in sen: a contribution is rounded, then times the months."""
    if rule == "daily":
        months = thirtieths(start, end)
        return months, half_up(wage_sen * JKK * months), half_up(wage_sen * JKM * months)
    months = (contract_months if rule == "contract-month" else calendar_months)(start, end)
    return months, half_up(wage_sen * JKK) * int(months), half_up(wage_sen * JKM) * int(months)


starts = st.one_of(
    st.dates(date(2015, 7, 1), date(2035, 12, 31)),
    st.dates(date(2015, 7, 1), date(2035, 12, 31)).map(
        lambda day: day.replace(day=1) - timedelta(1)
    ),
).filter(lambda day: day >= date(2015, 7, 1))
lengths = st.one_of(st.integers(0, 100), st.integers(0, 700))
honoraria = st.sampled_from([65, 80, 85, 90, 100, 110, 120, 130, 150, 220, 250]).map(
    lambda ten_thousands: ten_thousands * 10_000 * 100
)
# Every odd multiple of 625 sen has a JKK of half a sen, every odd multiple of 500 sen a JKM.
halves = st.builds(
    lambda unit, odd: unit * (2 * odd + 1), st.sampled_from([500, 625]), st.integers(100, 10**7)
)
wages = st.one_of(honoraria, halves, st.integers(100_000, 10**11))


@given(wages, starts, lengths)
@examples(2_000)
def test_the_premium_by_each_rule_is_that_of_the_oracle(
    wage_sen: int, start: date, length: int
) -> None:
    end = start + timedelta(length)
    for rule in RULES:
        premium = priced(wage_sen, ContractPeriod(start, end), rule)
        matches = (premium.months.total, premium.programme_sen("JKK"), premium.programme_sen("JKM"))
        assert matches == owed(wage_sen, start, end, rule), rule
        assert premium.total_sen == matches[1] + matches[2]


def test_the_oracle_knows_the_terms_of_2024() -> None:
    assert owed(850_000_00, date(2024, 11, 7), date(2024, 12, 8), "contract-month") == (
        1,
        2_040_00,
        2_550_00,
    )
    assert contract_months(date(2024, 5, 16), date(2025, 1, 27)) == 9
    assert contract_months(date(2024, 5, 26), date(2025, 1, 27)) == 8


# ---- amounts -------------------------------------------------------------------------------------

ONE_MONTH = ContractPeriod(date(2024, 11, 7), date(2024, 12, 7))


def test_the_honorarium_of_a_commissioner_has_sen() -> None:
    premium = priced(12_823_000_00, ONE_MONTH)
    assert (premium.programme_sen("JKK"), premium.programme_sen("JKM")) == (30_775_20, 38_469_00)


# Wages whose contribution ends in half a sen, so that half-even and cutting off give another one.
@pytest.mark.parametrize(
    ("wage_sen", "jkk"), [(850_018_75, 2_040_05), (850_006_25, 2_040_02), (850_006_24, 2_040_01)]
)
def test_half_a_sen_of_jkk_goes_up(wage_sen: int, jkk: int) -> None:
    assert priced(wage_sen, ONE_MONTH).programme_sen("JKK") == jkk


@pytest.mark.parametrize(
    ("wage_sen", "jkm"), [(850_015_00, 2_550_05), (850_005_00, 2_550_02), (850_004_99, 2_550_01)]
)
def test_half_a_sen_of_jkm_goes_up(wage_sen: int, jkm: int) -> None:
    assert priced(wage_sen, ONE_MONTH).programme_sen("JKM") == jkm


# One contribution (a person, a programme, a month) is rounded, then times the months; 3 x 204,004.5 sen.
def test_months_are_rounded_one_by_one_and_days_once() -> None:
    start = date(2024, 11, 1)
    each = priced(850_018_75, ContractPeriod(start, days=90), "contract-month")
    once = priced(850_018_75, ContractPeriod(start, days=90), "daily")
    assert (each.months.total, once.months.total) == (3, 3)
    assert (each.programme_sen("JKK"), once.programme_sen("JKK")) == (3 * 204_005, 612_014)


@given(wages, st.integers(1, 60), starts)
def test_so_many_months_cost_so_many_times_one(wage_sen: int, months: int, start: date) -> None:
    one = priced(wage_sen, ContractPeriod(start, months=1))
    many = priced(wage_sen, ContractPeriod(start, months=months))
    assert [many.programme_sen("JKK"), many.programme_sen("JKM")] == [
        one.programme_sen("JKK") * months,
        one.programme_sen("JKM") * months,
    ]


@pytest.mark.parametrize("rule", RULES)
@given(wage_sen=wages, start=starts, length=lengths)
@examples(100)
def test_every_charge_is_its_base_its_share_and_its_rate_to_the_sen(
    rule: str, wage_sen: int, start: date, length: int
) -> None:
    premium = priced(wage_sen, ContractPeriod(start, start + timedelta(length)), rule)
    assert {(c.programme, c.month) for c in premium.charges} == {
        (programme, billed.month)
        for programme in ("JKK", "JKM")
        for billed in premium.months.billed
    }
    for charge in premium.charges:
        exact = charge.share * charge.tariff.contribution(wage_sen)
        assert (charge.base_sen, charge.exact) == (wage_sen, exact)
        assert abs(charge.amount_sen - exact) <= 1


def test_the_rule_that_was_used_is_named() -> None:
    assert priced(850_000_00, ONE_MONTH).rule_name == "contract-month"
    assert priced(850_000_00, ONE_MONTH, "daily").rule_name == "daily"


def test_the_entries_of_the_law_that_were_used_are_listed_once() -> None:
    premium = priced(2_500_000_00, ContractPeriod(date(2024, 5, 16), date(2025, 1, 27)))
    assert [tariff.reference for _, tariff in premium.tariffs] == [
        "PP 44/2015, pasal 16 ayat (1) huruf a",
        "PP 44/2015, pasal 18 ayat (1)",
    ]


# ---- dated law -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_a_contract_from_the_first_day_of_the_law_is_priced(rule: str) -> None:
    period = ContractPeriod(date(2015, 7, 1), date(2015, 7, 30))
    assert priced(1_000_000_00, period, rule).total_sen == 5_400_00


@pytest.mark.parametrize("rule", RULES)
def test_a_contract_from_the_day_before_is_not(rule: str) -> None:
    with pytest.raises(NoRateInForceError) as gap:
        priced(1_000_000_00, ContractPeriod(date(2015, 6, 30), date(2015, 7, 29)), rule)
    assert gap.value.day == date(2015, 6, 30)


OPEN = "percent = 0.30\nfrom = 2015-07-01\n"
NEW_RATE = """percent = 0.30
from = 2015-07-01
to = {last}
law = "PP 44/2015"
article = "pasal 18 ayat (1)"
confidence = "regulation text"

[[rates]]
percent = 0.20
from = {first}
"""


def test_a_contract_across_a_change_pays_each_month_by_its_own_rate(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN, NEW_RATE.format(last="2030-12-31", first="2031-01-01"))
    premium = priced(1_000_000_00, ContractPeriod(date(2030, 11, 10), date(2031, 2, 10)), book=book)
    assert [c.amount_sen for c in premium.charges if c.programme == "JKM"] == [
        3_000_00,
        3_000_00,
        2_000_00,
    ]
    assert premium.programme_sen("JKK") == 3 * 2_400_00
    assert premium.tariffs == (
        ("JKK", book.jkk.rates[0]),
        *(("JKM", rate) for rate in book.jkm.rates),
    )


def test_days_across_a_change_pay_each_month_by_its_own_rate(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN, NEW_RATE.format(last="2030-12-31", first="2031-01-01"))
    premium = priced(
        3_000_000_00, ContractPeriod(date(2030, 12, 17), date(2031, 1, 15)), "daily", book
    )
    assert premium.programme_sen("JKM") == 4_500_00 + 3_000_00


# A month is priced by the rate of its first billed day.
@pytest.mark.parametrize(
    ("start", "amounts"),
    [("2031-01-14", [3_000_00, 2_000_00]), ("2031-01-15", [2_000_00, 2_000_00])],
)
def test_a_change_within_a_month_holds_for_who_begins_after_it(
    edited: Edited, start: str, amounts: list[int]
) -> None:
    book = edited("jkm.toml", OPEN, NEW_RATE.format(last="2031-01-14", first="2031-01-15"))
    premium = priced(1_000_000_00, ContractPeriod(date.fromisoformat(start), months=2), book=book)
    assert [c.amount_sen for c in premium.charges if c.programme == "JKM"] == amounts


def test_a_contract_into_a_gap_of_the_law_is_not_priced(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN, OPEN + "to = 2030-12-31\n")
    with pytest.raises(NoRateInForceError) as gap:
        priced(1_000_000_00, ContractPeriod(date(2030, 11, 10), date(2031, 2, 10)), book=book)
    assert (gap.value.programme, gap.value.day) == ("JKM", date(2031, 1, 1))


def test_a_contract_that_ends_with_the_law_is_priced(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN, OPEN + "to = 2030-12-31\n")
    premium = priced(1_000_000_00, ContractPeriod(date(2030, 12, 1), date(2030, 12, 31)), book=book)
    assert premium.total_sen == 5_400_00
