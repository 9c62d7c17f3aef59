"""What the benefits of a day say of themselves: how an amount comes about, whether it is a ceiling, a sum."""

from __future__ import annotations

from datetime import date

import pytest

from pemilu_cover.explain.benefit_amounts import (
    explain_amount,
    explain_share,
    format_step_months,
)
from pemilu_cover.law.benefit_cover import PayableBenefit, benefits_on, lump_sum
from pemilu_cover.law.benefit_payments import MonthlyStep, Scholarship, WageMultiple
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.rate_book import RateBook

DAY = date(2024, 11, 27)
KPPS_SEN = 850_000_00


@pytest.fixture(scope="module")
def lines(book: RateBook) -> dict[str, PayableBenefit]:
    return {line.benefit.id: line for line in benefits_on(book.benefits, DAY, KPPS_SEN)}


SCHOOL = (
    "menurut jenjang, paling banyak 2 anak, Rp87.000.000 seorang",
    "by level of school, at most 2 children, Rp87.000.000 each",
)
OF_THE_TABLE = (
    "tiap persen tabel cacat: 1 % × 80 × upah",
    "each percent of the table: 1 % × 80 × wage",
)
SPENT = ("penggantian biaya nyata", "what was really spent")
HOW = {
    "jkm-lump-sum": ("jumlah tetap", "a fixed amount"),
    "jkm-scholarship": SCHOOL,
    "jkk-death": (
        "60 % × 80 × upah, sedikitnya Rp20.000.000",
        "60 % × 80 × wage, at least Rp20.000.000",
    ),
    "jkk-total-disability": ("70 % × 80 × upah", "70 % × 80 × wage"),
    "jkk-scholarship": SCHOOL,
    "jkk-anatomical": OF_THE_TABLE,
    "jkk-functional": OF_THE_TABLE,
    "jkk-unable-to-work": (
        "bulan 1–12: 100 % upah; bulan 13 dst.: 50 % upah",
        "months 1–12: 100 % of the wage; month 13 on: 50 % of the wage",
    ),
    "jkk-transport-sea": SPENT,
    "jkk-home-care": SPENT,
}


@pytest.mark.parametrize(("benefit", "said"), HOW.items())
def test_explain_amount__every_benefit__has_a_formula(
    lines: dict[str, PayableBenefit], benefit: str, said: tuple[str, str]
) -> None:
    how = explain_amount(lines[benefit].benefit.pays)
    assert (how.id, how.en) == said


def test_explain_amount__in_kind__has_the_words_of_the_law(
    lines: dict[str, PayableBenefit],
) -> None:
    assert (
        explain_amount(lines["jkk-medical"].benefit.pays).en == "as medically needed, ward class I"
    )
    assert lines["jkk-medical"].amount_sen is None


def test_at_most__ceilings_and_sums__differ(lines: dict[str, PayableBenefit]) -> None:
    assert {name for name, line in lines.items() if line.at_most} == {
        "jkm-scholarship",
        "jkk-scholarship",
        "jkk-home-care",
        "jkk-transport-land",
        "jkk-transport-sea",
        "jkk-transport-air",
    }


def test_only_cash_that_is_payable_counts_in_a_sum(lines: dict[str, PayableBenefit]) -> None:
    assert {name for name, line in lines.items() if line.counts and line.event == "death"} == {
        "jkm-lump-sum",
        "jkm-periodic",
        "jkm-funeral",
        "jkk-death",
        "jkk-funeral",
    }
    assert not lines["jkm-scholarship"].payable  # three years of contributions


def test_what_depends_on_a_table_adds_nothing_to_a_sum(book: RateBook) -> None:
    lines = benefits_on(book.benefits, DAY, KPPS_SEN)
    assert any(line.counts and line.event == "partial-disability" for line in lines)
    assert lump_sum(lines, "JKK", "partial-disability") == 0


# ---- amounts at their edges ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_sen", "amount"),
    [
        (1_000_000_00, 48_000_000_00),
        (416_666_67, 20_000_000_16),
        (416_666_66, 20_000_000_00),  # 19.999.999,68: the minimum
        (1, 20_000_000_00),
    ],
)
def test_the_grant_at_death_is_48_wages_or_its_minimum(base_sen: int, amount: int) -> None:
    grant = WageMultiple.model_validate(
        {"kind": "wage-share", "percent_of_wage": 60, "months": 80, "minimum": 20_000_000}
    )
    assert grant.due(base_sen) == amount


def test_a_share_of_the_wage_without_a_minimum_is_that_share() -> None:
    grant = WageMultiple.model_validate({"kind": "wage-share", "percent_of_wage": 70, "months": 80})
    assert (grant.due(1_000_000_00), grant.due(0)) == (56_000_000_00, 0)


@pytest.mark.parametrize(
    ("last", "said"), [(6, ("bulan 1–6", "months 1–6")), (None, ("bulan 1 dst.", "month 1 on"))]
)
def test_a_step_names_its_months(last: int | None, said: tuple[str, str]) -> None:
    step = MonthlyStep.model_validate({"first": 1, "last": last, "percent_of_wage": 75})
    months = format_step_months(step)
    assert (months.id, months.en) == said


def test_percentages_are_written_as_indonesians_write_them() -> None:
    half = MonthlyStep.model_validate({"first": 1, "percent_of_wage": "37.50"})
    share = explain_share(half, "pu")
    assert (share.id, share.en) == ("37,5 % upah", "37,5 % of the wage")
    assert half.due(1_000_000_00) == 375_000_00


def test_a_scholarship_is_what_its_levels_make(book: RateBook) -> None:
    [pays] = [
        benefit.pays
        for benefit in in_force(book.benefits.benefits, DAY)
        if benefit.id == "jkm-scholarship"
    ]
    assert isinstance(pays, Scholarship)
    assert pays.children * pays.per_child == pays.most == pays.due(0) == 174_000_000_00


# ---- what has to be paid first -------------------------------------------------------------------


def test_a_line_names_the_months_that_it_needs_and_the_law_that_asks_for_them(
    book: RateBook,
) -> None:
    law, day = book.benefits, date(2025, 12, 1)
    of_bpu = {line.benefit.id: line for line in benefits_on(law, day, KPPS_SEN, "bpu")}
    scholarship, at_once, funeral = (
        of_bpu[name] for name in ("jkm-scholarship", "jkm-lump-sum", "jkm-funeral")
    )
    assert (scholarship.months_needed, scholarship.source) == (36, scholarship.benefit)
    assert (at_once.months_needed, at_once.source) == (3, law.waiting[0])
    assert (funeral.months_needed, funeral.source) == (0, funeral.benefit)
