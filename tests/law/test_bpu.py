"""BPU: the table of Lampiran II as data, and what a table must be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pemilu_cover.law.agreement import Agreement, ContributionBase
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.premium import Contract, Premium, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES, Programme

BOOK = RateBook.load()
[TABLE] = BOOK.bpu.jkk
MONTH = ContractPeriod(date(2024, 11, 7), date(2024, 12, 7))


def priced(wage: int, **agreed: Any) -> Premium:
    """Price one month of a KPPS member as BPU; the wage is in rupiah."""
    return price(
        Contract("KPPS_ANGGOTA", wage * 100, MONTH), Agreement(segment="bpu", **agreed), BOOK
    )


# PP 44/2015 Lampiran II, as transcribed: 33 bands, the JKK a hundredth of the base.
def test_the_table_has_33_bands_whose_jkk_is_a_hundredth_of_the_base() -> None:
    assert len(TABLE.bands) == 33
    assert all(band.base == 100 * band.jkk for band in TABLE.bands)
    assert [band.jkk for band in TABLE.bands] == sorted({band.jkk for band in TABLE.bands})
    assert (TABLE.bands[0].jkk, TABLE.bands[-1].jkk) == (10_000_00, 207_000_00)


@given(st.integers(0, 30_000_000))
def test_more_income_never_costs_less_and_every_income_has_a_band(income: int) -> None:
    here, above = (TABLE.tariff_for(sen * 100) for sen in (income, income + 1))
    assert here.amount <= above.amount
    assert 10_000_00 <= here.amount <= 207_000_00


@pytest.mark.parametrize("number", range(33))
def test_a_band_holds_from_its_first_amount_until_the_next_begins(number: int) -> None:
    band = TABLE.bands[number]
    if band.first is not None:
        assert TABLE.tariff_for(band.first).amount == band.jkk
        assert TABLE.tariff_for(band.first - 1).amount == TABLE.bands[number - 1].jkk
    if band.last is not None:
        assert (
            TABLE.tariff_for(band.last).amount == TABLE.tariff_for(band.last + 1).amount == band.jkk
        )


def test_the_base_is_the_bands_and_not_the_income() -> None:
    premium = priced(850_000)
    assert (premium.base_sen, premium.programme_sen("JKK"), premium.programme_sen("JKM")) == (
        1_000_000_00,
        10_000_00,
        6_800_00,
    )
    assert priced(1_250_000).base_sen == 1_200_000_00


def test_a_minimum_wage_chooses_the_band() -> None:
    premium = priced(850_000, base=ContributionBase(kind="minimum-wage", amount=2_190_000))
    assert (premium.base_sen, premium.total_sen) == (2_200_000_00, 28_800_00)


def test_a_price_a_head_is_parted_as_the_amounts_are() -> None:
    premium = priced(850_000, base=ContributionBase(kind="per-head", amount=16_800))
    assert (premium.programme_sen("JKK"), premium.programme_sen("JKM")) == (10_000_00, 6_800_00)


def test_there_is_no_amount_before_the_law() -> None:
    early = Contract(
        "KPPS_ANGGOTA", 85_000_000, ContractPeriod(date(2015, 6, 30), date(2015, 7, 30))
    )
    with pytest.raises(NoRateInForceError) as gap:
        price(early, Agreement(segment="bpu"), BOOK)
    assert (gap.value.programme, gap.value.day) == ("JKK", date(2015, 6, 30))


def table(*bands: dict[str, int]) -> IncomeBandTable:
    """Read a table of some bands, amounts in rupiah."""
    return IncomeBandTable.model_validate(
        {
            "from": date(2015, 7, 1),
            "law": "PP",
            "article": "1",
            "confidence": "inferred",
            "bands": bands,
        }
    )


LOW = {"income_to": 1_099_000, "base": 1_000_000, "jkk": 10_000}
HIGH = {"income_from": 1_100_000, "base": 1_200_000, "jkk": 12_000}
UNSOUND = {
    "no band": ((), "bands"),
    "an overlap": ((LOW, {**HIGH, "income_from": 1_099_000}), "before the one below"),
    "a band without an end below another": (({"base": 1_000_000, "jkk": 10_000}, HIGH), "before"),
    "a band without a beginning above another": ((LOW, LOW), "before the one below"),
    "a lowest band that begins": (({**HIGH, "income_to": 2_000_000},), "lowest band"),
    "a highest band that ends": ((LOW, {**HIGH, "income_to": 1_299_000}), "highest"),
    "an unknown key": (({**LOW, "jkm": 6_800}, HIGH), "jkm"),
}


def test_a_sound_table_is_read() -> None:
    assert [band.jkk for band in table(LOW, HIGH).bands] == [10_000_00, 12_000_00]


@pytest.mark.parametrize(("bands", "reason"), UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_table_is_not_read(bands: tuple[dict[str, int], ...], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        table(*bands)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tariff__day_before_the_law__names_the_programme(
    programme: Programme,
) -> None:
    with pytest.raises(NoRateInForceError) as gap:
        BOOK.tariff("bpu", programme, date(2000, 1, 1), 100_000_000)
    assert gap.value.programme == programme
