"""Two authors, one law: the program and the oracle agree on every contract that chance makes up.

``python -m pytest -n0 -m slow tests/law/test_oracle.py --contracts 1000000`` compares a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from law import oracle
from law.oracle import Case
from support.options import option

from pemilu_cover.law.agreement import Agreement, ContributionBase, RoleTerms
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.due_dates import due_date, due_rule, late_payment, penalty_rule
from pemilu_cover.law.office import Payer
from pemilu_cover.law.premium import Contract, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import SEGMENTS

pytestmark = pytest.mark.slow

CONTRACTS = option("contracts")
SEED = 27_11_2024
ROLE = "KPPS_ANGGOTA"
Outcome = tuple[int, int] | str


# --- the oracle against what was published --------------------------------------------------------

TERM_2024 = {"start": date(2024, 11, 7), "end": date(2024, 12, 8)}
YEAR_2020 = {"start": date(2020, 1, 1), "months": 12}


def rupiah(**case: Any) -> tuple[Fraction | int, Fraction | int]:
    """Return the oracle's JKK and JKM in rupiah, for money in rupiah."""
    wage, amount = 100 * case.pop("wage", 1_000_000), 100 * case.pop("amount", 0)
    jkk, jkm = oracle.premium(Case(wage=wage, amount=amount, **case))
    return Fraction(jkk, 100), Fraction(jkm, 100)


@pytest.mark.parametrize(
    ("wage", "jkk", "jkm"),
    [
        (500_000, 1_200, 1_500),
        (550_000, 1_320, 1_650),
        (650_000, 1_560, 1_950),
        (850_000, 2_040, 2_550),
        (900_000, 2_160, 2_700),
        (1_000_000, 2_400, 3_000),
        (1_100_000, 2_640, 3_300),
        (1_150_000, 2_760, 3_450),
        (1_500_000, 3_600, 4_500),
        (1_900_000, 4_560, 5_700),
        (2_200_000, 5_280, 6_600),
        (2_500_000, 6_000, 7_500),
    ],
)
def test_the_oracle_knows_a_month_of_the_honorariums_of_2019_to_2024(
    wage: int, jkk: int, jkm: int
) -> None:
    assert rupiah(wage=wage, **TERM_2024) == (jkk, jkm)


def test_the_oracle_knows_what_was_reported_of_sulawesi_selatan_in_2024() -> None:
    """0.54 %: Rp13,500 of 2,500,000 and Rp8,100 of 1,500,000 (Antara)."""
    assert [sum(rupiah(wage=wage, **TERM_2024)) for wage in (2_500_000, 1_500_000)] == [13500, 8100]


def test_the_oracle_knows_the_bill_of_kota_cilegon_in_2024() -> None:
    """Reported: 8,771 KPPS, 2,506 Linmas, 258 PPS, 80 PPK and 16 of the KPU for Rp71,211,600.

    Inferred: KPPS and Linmas for one month on a million, the others for three; each of the KPU costs
    Rp16,800 a month, the lowest of BPU. That is one way to part the sum, not the only one.
    """
    start = date(2024, 1, 25)
    wage_earners = [(8_771 + 2_506, 1_000_000, 1), (258, 1_500_000, 3), (80, 2_500_000, 3)]
    bill = sum(n * sum(rupiah(start=start, months=m, wage=w)) for n, w, m in wage_earners)
    bill += 16 * sum(rupiah(start=start, months=3, segment="bpu"))
    assert bill == 71_211_600


@pytest.mark.parametrize(
    ("income", "whole"),
    [
        (1, 16_800),
        (1_000_000, 16_800),
        (1_099_500, 16_800),
        (1_100_000, 18_800),
        (1_299_000, 18_800),
        (2_699_000, 32_800),
        (2_700_000, 36_300),
        (7_700_000, 86_300),
        (8_199_000, 86_300),
        (8_200_000, 93_800),
        (20_199_000, 203_800),
        (20_200_000, 213_800),
        (90_000_000, 213_800),
    ],
)
def test_the_oracle_knows_the_bands_of_lampiran_ii(income: int, whole: int) -> None:
    assert sum(rupiah(segment="bpu", wage=income, **TERM_2024)) == whole


def test_the_oracle_knows_the_half_of_2026() -> None:
    """PP 50/2025: 16,800 becomes 8,400, whoever pays but APBN and APBD, and not for honorary staff."""
    april = {"segment": "bpu", "start": date(2026, 4, 1), "months": 1}
    for fund in ("self", "other"):
        assert rupiah(paid_by=fund, **april) == (5_000, 3_400)
        assert rupiah(paid_by=fund, honorer=True, **april) == (10_000, 6_800)
    for fund in ("", "apbn", "apbd"):
        assert rupiah(paid_by=fund, **april) == (10_000, 6_800)


def test_the_oracle_knows_the_relief_of_2020() -> None:
    """PP 49/2020: of twelve months seven are in full and five cost 1 %; newcomers pay two first."""
    assert rupiah(**YEAR_2020, since=date(2020, 1, 1)) == (Fraction("16920"), Fraction("21150"))
    assert rupiah(**YEAR_2020, since=None) == (28_800, 36_000)
    assert rupiah(**YEAR_2020, since=date(2020, 9, 30)) == (
        10 * 2_400 + 2 * 24,
        10 * 3_000 + 2 * 30,
    )
    kpps = {"start": date(2020, 11, 24), "end": date(2020, 12, 16)}
    assert rupiah(**kpps, since=date(2020, 11, 24)) == (2_400, 3_000)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 11, 7), date(2024, 12, 8), 1),
        (date(2024, 11, 7), date(2024, 12, 7), 1),
        (date(2024, 1, 25), date(2024, 2, 25), 1),
        (date(2024, 2, 1), date(2024, 4, 30), 3),
        (date(2024, 5, 16), date(2025, 1, 27), 9),
        (date(2024, 5, 26), date(2025, 1, 27), 8),
        (date(2023, 1, 31), date(2023, 3, 3), 1),
        (date(2023, 1, 31), date(2023, 3, 4), 2),
        (date(2024, 11, 7), date(2024, 11, 7), 1),
    ],
)
def test_the_oracle_knows_the_terms_that_agreements_charged(
    start: date, end: date, months: int
) -> None:
    assert oracle.contract_months(Case(start=start, end=end, wage=1)) == months


def test_the_oracle_rounds_as_a_real_formulir_2a() -> None:
    """A wage of 2,773,184 at 3.7 % is billed at 102,607.81."""
    assert oracle.half_up(Fraction(2_773_184_00 * 37, 1000)) == 102_607_81
    assert [oracle.half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]


def test_the_oracle_has_nothing_from_the_program() -> None:
    assert "pemilu_cover" not in Path(oracle.__file__).read_text(encoding="utf-8")


# --- the program against the oracle ---------------------------------------------------------------


class Agreed(NamedTuple):
    """What many contracts share: an agreement and the same for the oracle."""

    agreement: Agreement
    shared: dict[str, Any]


class Difference(NamedTuple):
    """A contract on which the two disagree."""

    case: Case
    program: Outcome
    oracle: Outcome

    def __str__(self) -> str:
        """Tell the contract in words, and both answers in sen."""
        words = oracle.in_words(self.case)
        return f"program {self.program}, oracle {self.oracle} (JKK, JKM in sen):\n  {words}"


KINDS = ("honor", "honor", "flat", "floor", "minimum-wage", "per-head")
RULES = ("contract-month", "contract-month", "calendar-month", "daily")
HONORS = (500_000, 650_000, 850_000, 1_000_000, 1_100_000, 1_500_000, 2_200_000, 2_500_000)
# The days around which the law or the calendar changes.
HOT = [
    date(2015, 7, 1),
    date(2016, 2, 29),
    date(2020, 2, 29),
    date(2020, 7, 1),
    date(2020, 8, 1),
    date(2020, 9, 1),
    date(2020, 10, 1),
    date(2020, 12, 9),
    date(2021, 1, 1),
    date(2021, 2, 1),
    date(2024, 2, 29),
    date(2026, 1, 1),
    date(2026, 4, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
]
NEAR = (-31, -30, -29, -28, -3, -2, -1, 0, 0, 0, 1, 2, 3, 27, 28, 29, 30, 31)


def some_wage(chance: Random) -> int:
    """Return a wage in sen: an honorarium, an edge of a band, a half sen to be rounded, or any."""
    match chance.randrange(6):
        case 0:
            return 100 * chance.choice(HONORS)
        case 1 | 2:
            lower = chance.choice(oracle.LAMPIRAN_II)[0] or 1_000_000
            return 100 * lower + chance.choice((-1_000_00, -500_00, -1, -1, 0, 0, 0, 0, 1, 99))
        case 3:
            # Odd multiples of these have half a sen in JKK or JKM, in full, at 1 % or by days.
            return chance.choice((500, 625, 50_000, 62_500, 15_000)) * chance.randrange(1, 2_000, 2)
        case 4:
            return chance.randrange(1, 25_000_000_00)
        case _:
            return 100 * chance.randrange(300_000, 6_000_000)


def some_amount(chance: Random, kind: str) -> int:
    """Return the amount of a base in sen; of a premium per head often a usual one."""
    if kind == "per-head" and chance.random() < 0.7:
        whole = chance.choice(
            (5_400, 10_000, 16_800, 18_800, 8_400, chance.randrange(1_000, 300_000))
        )
        return 100 * whole + chance.choice((0, 0, 0, 1, 50))
    # An agreement refuses less than a thousand rupiah: somebody meant thousands.
    return max(some_wage(chance), 1_000_00)


def month_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_first = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = next_first - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def some_day(chance: Random) -> date:
    """Return a first day: near a change, at the end of a month, or any."""
    match chance.randrange(5):
        case 0 | 1:
            return chance.choice(HOT) + timedelta(days=chance.choice(NEAR))
        case 2:
            first = date(chance.randrange(2015, 2028), chance.randrange(1, 13), 1)
            return first - timedelta(days=chance.choice((-1, 0, 1, 1, 2, 3)))
        case 3:
            return date(2015, 6, 1) + timedelta(days=chance.randrange(4_400))
        case _:
            return month_later(chance.choice(HOT), -chance.randrange(1, 13))


def some_length(chance: Random, start: date) -> dict[str, Any]:
    """Return a last day, days, or fixed months; tails of 2 to 4 days more often than others."""
    tail = chance.choice((-2, -1, 0, 1, 2, 2, 3, 3, 4, 4, 5))
    months = chance.choice((0, 1, 1, 1, 2, 3, 6, 8, 11, 12, 13))
    match chance.randrange(8):
        case 0 | 1 | 2:
            return {"end": max(start, month_later(start, months) + timedelta(days=tail))}
        case 3 | 4:
            return {"end": start + timedelta(days=chance.randrange(120))}
        case 5:
            hot = chance.choice(HOT) + timedelta(days=chance.choice(NEAR))
            far = start + timedelta(days=chance.randrange(800))
            return {"end": hot if start <= hot <= far else far}
        case 6:
            days = 30 * months + tail if chance.random() < 0.7 else chance.randrange(1, 400)
            return {"days": max(1, days)}
        case _:
            # What an agreement fixes holds, whatever last day a roster has.
            roster = chance.choice((None, start + timedelta(days=chance.randrange(120))))
            return {"months": max(1, months), "end": roster}


def some_agreement(chance: Random) -> Agreed:
    """Return an agreement; its values are for all, or for the role with other values for all."""
    segment, kind, rule = (chance.choice(those) for those in (("pu", "bpu"), KINDS, RULES))
    paid_by = chance.choice(("", "apbn", "apbd", "self", "self", "other", "other"))
    honorer = chance.random() < 0.2
    shared: dict[str, Any] = {
        "segment": segment,
        "paid_by": paid_by if segment == "bpu" else "",
        "honorer": honorer and segment == "bpu",
        "rule": rule,
        "kind": kind,
        "amount": 0 if kind == "honor" else some_amount(chance, kind),
        "since": chance.choice((None, some_day(chance), some_day(chance))),
    }
    amount = Decimal(shared["amount"]) / 100 if shared["amount"] else None
    terms: dict[str, Any] = {
        "base": ContributionBase(kind=kind, amount=amount),
        "proration": rule,
        "segment": segment,
    }
    if chance.random() < 0.2:
        other = {"proration": chance.choice(RULES), "segment": chance.choice(("pu", "bpu"))}
        terms = {"roles": {ROLE: RoleTerms(**terms)}, **other}
    has_bpu = "bpu" in (segment, terms["segment"])
    fund = paid_by if has_bpu or paid_by != "self" else ""
    agreement = Agreement(
        payer=Payer(fund=fund) if fund else None,
        honorer=honorer and has_bpu,
        participant_since=shared["since"],
        **terms,
    )
    return Agreed(agreement, shared)


def contracts(chance: Random, count: int) -> Iterator[tuple[Case, Agreement]]:
    """Make up contracts, ten under each agreement."""
    for number in range(count):
        if number % 10 == 0:
            agreed = some_agreement(chance)
        start = some_day(chance)
        length = some_length(chance, start)
        yield Case(start, some_wage(chance), **length, **agreed.shared), agreed.agreement


def of_the_program(case: Case, agreement: Agreement, book: RateBook) -> Outcome:
    """Return the program's JKK and JKM, or that there is no law."""
    period = ContractPeriod(case.start, case.end, case.days, case.months)
    try:
        premium = price(Contract(ROLE, case.wage, period), agreement, book)
    except NoRateInForceError:
        return "no law"
    return premium.programme_sen("JKK"), premium.programme_sen("JKM")


def of_the_oracle(case: Case) -> Outcome:
    """Return the oracle's JKK and JKM, or that there is no law."""
    try:
        return oracle.premium(case)
    except oracle.NoLawError:
        return "no law"


def differences(book: RateBook, count: int, seed: int = SEED) -> Iterator[Difference]:
    """Compare so many contracts, and give those on which program and oracle disagree."""
    for case, agreement in contracts(Random(seed), count):  # noqa: S311
        program, second = of_the_program(case, agreement, book), of_the_oracle(case)
        if program != second:
            yield Difference(case, program, second)


def test_program_and_oracle_agree_on_every_contract(book: RateBook) -> None:
    matches = []
    for difference in differences(book, CONTRACTS):
        matches.append(difference)
        if len(matches) == 5:
            break
    assert not matches, "\n\n".join(map(str, matches))


WRONG = {
    "FIRST_MONTH": (2015, 8),
    "PU_JKK": Fraction(25, 10_000),
    "PU_JKM": Fraction(20, 10_000),
    "PER_HEAD_JKK": Fraction(4, 10),
    "PER_HEAD_JKM": Fraction(6, 10),
    "BPU_JKM": 6_900,
    "COVID_FROM": (2020, 9),
    "COVID_TO": (2020, 12),
    "COVID_PAID": Fraction(2, 100),
    "COVID_NEWCOMER": date(2020, 7, 1),
    "COVID_NEWCOMER_FULL": 3,
    "HALF_FROM": (2026, 3),
    "HALF_TO": (2026, 11),
    "HALF_PAID": Fraction(1, 3),
    "TAIL_DAYS": 2,
    "MONTH_DAYS": 31,
    "half_up": lambda sen: -int(-sen + Fraction(1, 2)) if sen % 1 == Fraction(1, 2) else round(sen),
}


@pytest.fixture(scope="module")
def answers(book: RateBook) -> list[tuple[Case, Outcome]]:
    """What the program says of four thousand contracts, to be held against a wrong oracle."""
    cases = contracts(Random(SEED), 4_000)  # noqa: S311
    return [(case, of_the_program(case, agreement, book)) for case, agreement in cases]


@pytest.mark.parametrize("name", WRONG)
def test_one_wrong_number_is_noticed(
    name: str, answers: list[tuple[Case, Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, name, WRONG[name])
    assert any(of_the_oracle(case) != program for case, program in answers)


@pytest.mark.parametrize(
    ("band", "later", "more"),
    [(n, 1, 0) for n in range(1, len(oracle.LAMPIRAN_II))]
    + [(n, 0, 1) for n in range(len(oracle.LAMPIRAN_II))],
)
def test_one_wrong_band_is_noticed(
    band: int,
    later: int,
    more: int,
    answers: list[tuple[Case, Outcome]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bands = list(oracle.LAMPIRAN_II)
    lower, jkk = bands[band]
    near = [
        (case, program)
        for case, program in answers
        if case.segment == "bpu" and oracle.band_jkk(oracle.income(case)) == jkk
    ]
    bands[band] = (lower + later, jkk + more)
    monkeypatch.setattr(oracle, "LAMPIRAN_II", bands)
    assert any(of_the_oracle(case) != program for case, program in near)


def test_chance_makes_up_what_is_hard() -> None:
    """Every rule, base and segment, gaps, tails on both sides, reliefs of both kinds."""
    visited: Counter[str] = Counter()
    for case, _ in contracts(Random(SEED), 2_000):  # noqa: S311
        outcome = of_the_oracle(case)
        visited.update(
            [case.segment, case.kind, case.rule, "gap" if outcome == "no law" else "priced"]
        )
        if outcome != "no law":
            visited.update(
                f"owed {oracle.paid_part(case, month)}" for month, _ in oracle.billed(case)
            )
    expected = {"pu", "bpu", *KINDS, *RULES, "gap", "priced", "owed 1/100", "owed 1/2", "owed 1"}
    assert {what for what, times in visited.items() if times >= 20} == expected


def test_oracle__disagreement__is_described() -> None:
    case = Case(
        date(2020, 7, 30), 85_000_000, end=date(2020, 9, 9), rule="daily", since=date(2020, 1, 1)
    )
    assert str(Difference(case, (1, 2), (3, 4))).splitlines() == [
        "program (1, 2), oracle (3, 4) (JKK, JKM in sen):",
        "  PU, wage Rp850,000.00, base honor",
        "  from 2020-07-30 to 2020-09-09, by daily, participant since 2020-01-01",
        "  a month in full: JKK Rp2,040.00, JKM Rp2,550.00",
        "  2020-07: 1/15 of a month, 1 of it is owed",
        "  2020-08: 31/30 of a month, 1/100 of it is owed",
        "  2020-09: 3/10 of a month, 1/100 of it is owed",
    ]


# --- due days and penalties -----------------------------------------------------------------------

MONTHS = [date(year, month, 1) for year in range(2015, 2032) for month in range(1, 13)]


def differing_rules(book: RateBook) -> list[tuple[date, str]]:
    """Return the months and segments of which the two name another day or penalty."""
    differing = []
    for month in MONTHS:
        pair = month.year, month.month
        for segment in SEGMENTS:
            program: object
            try:
                rule = due_rule(month, segment, book)
                late = penalty_rule(month, segment, book)
                program = rule.day, rule.months_after, late.fraction if late else 0
            except NoRateInForceError:
                program = "no law"
            second: object
            try:
                due_month, day = oracle.due_day(pair, segment)
                first = date(*due_month, 1)
                one_month_late = oracle.penalty(100_00, pair, segment, first, first + timedelta(1))
                second = day, int(due_month != pair), Fraction(one_month_late, 100_00)
            except oracle.NoLawError:
                second = "no law"
            if program != second:
                differing.append((month, segment))
    return differing


def test_due_day_and_penalty__every_month__are_those_of_the_oracle(book: RateBook) -> None:
    assert differing_rules(book) == []


def test_penalty__random_payments__is_that_of_the_oracle(book: RateBook) -> None:
    chance = Random(SEED)  # noqa: S311
    for _ in range(CONTRACTS // 10):
        month, segment = chance.choice(MONTHS[6:]), chance.choice(SEGMENTS)
        sen = chance.randrange(1, 10_000_000_00)
        due = due_date(month, segment, book)
        paid = due + timedelta(days=chance.choice((-1, 0, 1, *NEAR, chance.randrange(800))))
        late = late_payment(sen, month, segment, paid, book)
        second = oracle.penalty(sen, (month.year, month.month), segment, due, paid)
        assert (late.amount_sen if late else 0) == second, (sen, month, segment, paid)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PU_DUE", 14),
        ("COVID_DUE", 15),
        ("BPU_DUE", 16),
        ("PU_PENALTY", Fraction(1, 100)),
        ("COVID_PENALTY", Fraction(2, 100)),
        ("COVID_FROM", (2020, 9)),
        ("COVID_TO", (2020, 12)),
        ("FIRST_MONTH", (2015, 8)),
    ],
)
def test_due_day_and_penalty__one_wrong_number__is_noticed(
    name: str, wrong: Any, book: RateBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, name, wrong)
    assert differing_rules(book)
