"""Questions for a price: what is assumed, what is refused, and what an agreement makes of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law.conftest import Agreed
from support.examples import examples

from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.estimates.inputs import InputError
from pemilu_cover.estimates.quote import Quote, QuoteRequest, quote
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.office import Payer
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import FUNDS, Fund
from pemilu_cover.reports.json.quote import as_json


def query(book: RateBook, agreement: Agreement | None = None, **question: Any) -> Quote:
    return quote(QuoteRequest(**question), agreement or Agreement(), book)


# ---- answers -------------------------------------------------------------------------------------


def test_the_price_of_all_is_that_of_one_times_the_people(book: RateBook) -> None:
    answer = query(book, role="KPPS", days=30, people=8_772)
    assert answer.premium.total_sen == 4_590_00
    assert answer.total_sen == 8_772 * 4_590_00


def test_without_dates_the_role_serves_its_term(book: RateBook) -> None:
    answer = query(book, role="PPK", position="ketua", election="pilkada-2024")
    assert answer.premium.months.total == 9
    assert answer.premium.contract.wage_sen == 2_500_000_00


def test_without_an_election_it_is_the_one_in_whose_term_the_dates_lie(book: RateBook) -> None:
    answer = query(book, role="KPPS", start="2024-01-25", end="2024-02-25")
    assert answer.election.id == "pemilu-2024"
    assert "election pemilu-2024 (by the dates)" in [text.en for text in answer.assumptions]


@pytest.mark.parametrize("question", [{"days": 30}, {"start": "2022-01-01", "days": 30}])
def test_without_an_election_and_its_dates_it_is_the_newest(
    book: RateBook, question: dict[str, Any]
) -> None:
    answer = query(book, role="KPPS", **question)
    assert answer.election.id == "pilkada-2024"
    assert "election pilkada-2024 (the newest)" in [text.en for text in answer.assumptions]


def test_quote__everything_typed__has_no_assumptions(book: RateBook) -> None:
    answer = query(
        book,
        role="KPPS_ANGGOTA",
        wage="850000",
        start="2024-11-07",
        end="2024-12-08",
        election="pilkada-2024",
    )
    assert answer.assumptions == ()


def test_the_honorarium_of_the_election_is_the_wage(book: RateBook) -> None:
    wages = {
        name: query(book, role="PTPS", days=30, election=name).premium.contract.wage_sen
        for name, election in book.elections.items()
        if not election.regional
    }
    assert wages == {
        "pilkada-2024": 800_000_00,
        "pemilu-2024": 1_000_000_00,
        "pilkada-2020": 650_000_00,
    }


def test_quote__other_prorations__are_priced(book: RateBook) -> None:
    answer = query(book, role="KPPS", start="2024-11-07", end="2024-12-08")
    assert {name: other.months.total for name, other in answer.other_prorations.items()} == {
        "calendar-month": 2,
        "daily": Fraction(16, 15),
    }


def test_fixed_months_have_no_other_rules(book: RateBook) -> None:
    assert query(book, role="KPPS", months=2).other_prorations == {}


def test_the_answer_in_json_is_text_for_money_and_names_the_law(book: RateBook) -> None:
    report = as_json(query(book, role="KPPS", days=32, proration="daily", people=2), "en")
    assert {key: report[key] for key in ("role", "wage", "months", "people")} == {
        "role": "KPPS_ANGGOTA",
        "wage": "850000.00",
        "months": "16/15",
        "people": 2,
    }
    assert (report["jkk"], report["jkm"]) == ("2176.00", "2720.00")
    assert (report["per_person"], report["total"]) == ("4896.00", "9792.00")
    assert [(rate["programme"], rate["rate"], rate["law"]) for rate in report["rates"]] == [
        ("JKK", "0.0024", "PP 44/2015"),
        ("JKM", "0.003", "PP 44/2015"),
    ]


# ---- what an agreement fixes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fixed", "months", "total_sen"),
    [
        ("months = 3", 3, 3 * 4_590_00),
        ("wage = 1_000_000", 1, 5_400_00),
        ("start = 2024-10-07", 2, 2 * 4_590_00),
        ("end = 2025-01-31", 3, 3 * 4_590_00),
        ('proration = "calendar-month"', 2, 2 * 4_590_00),
    ],
)
def test_what_is_fixed_for_a_role_is_what_is_quoted(
    book: RateBook, agreed: Agreed, fixed: str, months: int, total_sen: int
) -> None:
    agreement = agreed(f'election = "pilkada-2024"\n[roles.KPPS_ANGGOTA]\n{fixed}')
    answer = query(book, agreement, role="KPPS")
    assert (answer.premium.months.total, answer.total_sen) == (months, total_sen)


# A length in days or months is a question about something else than what was agreed.
@pytest.mark.parametrize(
    ("fixed", "question", "expected"),
    [
        ("months = 3", {"months": 2}, (2, 850_000_00)),
        ("months = 3", {"days": 30}, (1, 850_000_00)),
        ("wage = 1_000_000", {"days": 30, "wage": "900000"}, (1, 900_000_00)),
        ("end = 2025-01-31", {"days": 30}, (1, 850_000_00)),
        ('proration = "daily"', {"days": 45, "proration": "contract-month"}, (2, 850_000_00)),
    ],
)
def test_what_is_typed_goes_before_what_is_fixed(
    book: RateBook, agreed: Agreed, fixed: str, question: dict[str, Any], expected: tuple[int, int]
) -> None:
    agreement = agreed(f'election = "pilkada-2024"\n[roles.KPPS_ANGGOTA]\n{fixed}')
    premium = query(book, agreement, role="KPPS", **question).premium
    assert (premium.months.total, premium.contract.wage_sen) == expected


TERM = {"start": "2024-11-07", "end": "2024-12-08"}


@pytest.mark.parametrize(
    ("fixed", "question", "expected", "says"),
    [
        ("months = 3", TERM, (3, 850_000_00), "3 months (the agreement, not --end)"),
        ("start = 2024-10-07", TERM, (2, 850_000_00), "the agreement, not --start"),
        ("end = 2025-01-31", TERM, (3, 850_000_00), "the agreement, not --end"),
        (
            "wage = 1_000_000",
            {**TERM, "wage": "900000"},
            (1, 1_000_000_00),
            "the agreement, not --wage",
        ),
        ("wage = 1_000_000", {"wage": "900000"}, (1, 1_000_000_00), "the agreement, not --wage"),
        ("months = 3", {"days": 30}, (1, 850_000_00), "the agreement fixes 3 months"),
        ("months = 3", {"months": 2}, (2, 850_000_00), "the agreement fixes 3 months"),
    ],
)
def test_quote__of_what_the_agreement_fixes__says_what_counts(
    book: RateBook,
    agreed: Agreed,
    *,
    fixed: str,
    question: dict[str, Any],
    expected: tuple[int, int],
    says: str,
) -> None:
    agreement = agreed(f'election = "pilkada-2024"\n[roles.KPPS_ANGGOTA]\n{fixed}')
    answer = query(book, agreement, role="KPPS", **question)
    premium = answer.premium
    assert (premium.months.total, premium.contract.wage_sen) == expected
    assert any(says in text.en for text in answer.assumptions)


DAYS = st.dates(date(2024, 2, 1), date(2024, 12, 31))
FIXED = st.fixed_dictionaries(
    {},
    optional={
        "months": st.integers(1, 12),
        "wage": st.integers(700_000, 2_000_000),
        "start": st.dates(date(2024, 1, 1), date(2024, 1, 31)),
        "end": st.dates(date(2025, 1, 1), date(2025, 3, 31)),
        "proration": st.sampled_from(["contract-month", "calendar-month", "daily"]),
        "segment": st.sampled_from(["pu", "bpu"]),
        "base": st.sampled_from(
            [
                {"kind": "honor"},
                {"kind": "flat", "amount": 1_000_000},
                {"kind": "per-head", "amount": 20_000},
            ]
        ),
    },
)
TOP = st.fixed_dictionaries(
    {"election": st.just("pilkada-2024")},
    optional={
        "proration": st.sampled_from(["contract-month", "calendar-month", "daily"]),
        "base": st.sampled_from([{"kind": "floor", "amount": 1_000_000}, {"kind": "honor"}]),
        "segment": st.sampled_from(["pu", "bpu"]),
    },
)


@examples(60)
@given(TOP, FIXED, st.lists(DAYS, min_size=2, max_size=2), st.integers(700_000, 2_000_000))
def test_quote__of_any_contract_and_agreement__is_what_enrol_bills(
    book: RateBook, top: dict[str, Any], fixed: dict[str, Any], days: list[date], wage: int
) -> None:
    agreement = Agreement.model_validate({**top, "roles": {"KPPS_ANGGOTA": fixed}})
    start, end = sorted(days)
    billed = PriceList(agreement, book).of("KPPS_ANGGOTA", wage * 100, start, end)
    question = {"start": start.isoformat(), "end": end.isoformat(), "wage": str(wage)}
    quoted = query(book, agreement, role="KPPS", **question).premium
    assert isinstance(billed, Premium)
    assert (quoted.total_sen, quoted.charges) == (billed.total_sen, billed.charges)


# The fixed day lies behind the other end of the term: no day is left to price.
@pytest.mark.parametrize(
    ("fixed", "question"),
    [("end = 2024-12-08", {"start": "2025-03-01"}), ("start = 2024-12-09", {})],
)
def test_a_term_that_is_turned_round_is_refused(
    book: RateBook, agreed: Agreed, fixed: str, question: dict[str, Any]
) -> None:
    agreement = agreed(f'election = "pilkada-2024"\n[roles.KPPS_ANGGOTA]\n{fixed}')
    with pytest.raises(InputError) as refused:
        query(book, agreement, role="KPPS", **question)
    assert refused.value.option == "--days"


def test_quote__election_of_the_agreement__is_used_unless_typed(
    book: RateBook, agreed: Agreed
) -> None:
    agreement = agreed('election = "pemilu-2024"')
    assert query(book, agreement, role="KPPS").election.id == "pemilu-2024"
    other = query(book, agreement, role="KPPS", election="pilkada-2020")
    assert other.election.id == "pilkada-2020"


# ---- questions that have no answer ---------------------------------------------------------------

NO_ANSWER: dict[str, tuple[dict[str, Any], str, str]] = {
    "an unknown role": ({"role": "Tukang Parkir"}, "--role", "choose from"),
    "an ambiguous role": ({"role": "Ketua"}, "--role", "can mean"),
    "a misprint": ({"role": "Angota KPPS"}, "--role", "did you mean KPPS"),
    "a position that the role lacks": (
        {"role": "KPPS", "position": "bendahara"},
        "--position",
        "ketua, anggota",
    ),
    "a wage in words": ({"wage": "sembilan ratus ribu"}, "--wage", "digits"),
    "a wage in millions": ({"wage": "1.1"}, "--wage", "digits"),
    "a negative wage": ({"wage": "-850.000"}, "--wage", "more than zero"),
    "a wage of nothing": ({"wage": "0"}, "--wage", "more than zero"),
    "days and months": ({"days": 30, "months": 1}, "--months", "one of"),
    "an end and days": (
        {"start": "2024-11-07", "end": "2024-12-08", "days": 30},
        "--end",
        "one of",
    ),
    "an end without a start": ({"end": "2024-12-08"}, "--end", "needs --start"),
    "an end before the start": ({"start": "2024-12-08", "end": "2024-11-07"}, "--end", "before"),
    "a start that is no date": ({"start": "11/31/2024"}, "--start", "not a valid date"),
    "an unknown rule": ({"days": 30, "proration": "weekly"}, "--proration", "contract-month"),
    "more than five years": ({"months": 61}, "--months", "60"),
    "more than five years of days": ({"days": 1_900}, "--days", "60"),
    "days beyond the calendar": ({"days": 10_000_000}, "--days", "60"),
    "an office that the election gives no term": ({"role": "KPU_KAB"}, "--start", "no first day"),
    "an office that the election gives no last day": (
        {"role": "PKD", "election": "pemilu-2024"},
        "--days",
        "give the length",
    ),
    "an office that the election gives no pay": (
        {"role": "KPU_KAB_NONASN", "days": 30},
        "--wage",
        "give the wage",
    ),
}


@pytest.mark.parametrize(("question", "option", "reason"), NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_a_question_without_an_answer_names_the_option_and_what_would_be_right(
    book: RateBook, question: dict[str, Any], option: str, reason: str
) -> None:
    with pytest.raises(InputError) as refused:
        query(book, **{"role": "KPPS", **question})
    assert option in refused.value.option
    assert reason in str(refused.value)


def test_an_unknown_election_is_refused_with_those_that_are_known(book: RateBook) -> None:
    with pytest.raises(RefusalError, match="pilkada-2024, pemilu-2024, pilkada-2020"):
        query(book, role="KPPS", election="pilkada-2029")


def test_a_contract_before_the_law_is_not_priced(book: RateBook) -> None:
    with pytest.raises(NoRateInForceError):
        query(book, role="KPPS", start="2015-06-30", days=30)


# The longest office, a commissioner's, and a shorter one that is more than 60 times 28 days.
@pytest.mark.parametrize(("end", "months"), [("2028-03-01", 57), ("2028-06-23", 60)])
def test_an_office_of_up_to_five_years_is_priced(book: RateBook, end: str, months: int) -> None:
    answer = query(book, role="KPU_KAB", position="ketua", start="2023-06-24", end=end)
    assert answer.premium.months.total == months


@pytest.mark.parametrize("question", [{"months": 2}, {"days": 60, "proration": "daily"}])
def test_a_contract_past_the_calendar_is_refused(book: RateBook, question: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        query(book, role="KPPS", start="9999-12-01", **question)


@pytest.mark.parametrize("role", ["KPU KAB", "kpu_kab", "Komisioner KPU"])
def test_the_positions_of_a_role_are_named_however_it_was_typed(book: RateBook, role: str) -> None:
    with pytest.raises(InputError, match="choose from ketua, anggota, sekretariat, nonasn"):
        query(book, role=role, position="bendahara", days=30)


@pytest.mark.parametrize("fund", [None, *FUNDS])
@pytest.mark.parametrize("honorer", [False, True])
@pytest.mark.parametrize(
    "start", ["2020-09-01", "2026-03-31", "2026-04-01", "2026-12-31", "2027-01-01"]
)
def test_quote__fund_typed_or_in_the_agreement__takes_the_same_relief(
    book: RateBook, start: str, honorer: bool, fund: Fund | None
) -> None:
    contract = {"role": "KPPS", "wage": "1000000", "start": start, "months": 1}
    payer = Payer(fund=fund) if fund else None
    agreed = Agreement(segment="bpu", honorer=honorer, payer=payer)
    typed = query(book, **contract, segment="bpu", honorer=honorer, paid_by=fund).premium
    premium = query(book, agreed, **contract).premium
    assert (typed.relief_status, typed.charges) == (premium.relief_status, premium.charges)
    halved = "2026-04" <= start <= "2026-12-31" and fund in ("self", "other") and not honorer
    assert typed.total_sen == (8_400_00 if halved else 16_800_00)
