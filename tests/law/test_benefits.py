"""What JKK and JKM pay: the cases of `tests/cases/benefits`, the files behind them, and faulty ones."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law.conftest import Edited
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pemilu_cover.estimates.benefits import BenefitsRequest, BenefitsResult, benefits_from_files
from pemilu_cover.estimates.inputs import InputError
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.benefit_cover import (
    PayableBenefit,
    benefits_on,
    death_cover,
    death_grant_of_several_employers,
    death_grant_without_heirs,
    disability_cover,
    lump_sum,
)
from pemilu_cover.law.benefit_payments import DisabilityTableShare, MonthlyWageShare
from pemilu_cover.law.benefits import BenefitLaw
from pemilu_cover.law.dated_values import NoRateInForceError, in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError

FOLDER = Path(__file__).parents[1] / "cases" / "benefits"
Text = Annotated[str, Field(min_length=1)]
Rupiah = Decimal | int

FIRST_DAY = date(2015, 7, 1)  # PP 44/2015
NEW_DAY = date(2019, 12, 2)  # PP 82/2019, promulgated
REPORTED = date(2025, 3, 9)  # the first press report found on Permenaker 1/2025


# ---- the cases -----------------------------------------------------------------------------------


class Strict(BaseModel):
    """A table that takes no key that the program would not be asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Expected(Strict):
    """What a case brings, in rupiah: sums (jkm, jkk, disability), single benefits, and yes or no."""

    base: Rupiah | None = None
    jkm: Rupiah | None = None
    jkm_lump_sum: Rupiah | None = None
    jkm_periodic: Rupiah | None = None
    jkm_funeral: Rupiah | None = None
    jkm_scholarship: Rupiah | None = None
    jkk: Rupiah | None = None
    jkk_death: Rupiah | None = None
    jkk_periodic: Rupiah | None = None
    jkk_funeral: Rupiah | None = None
    jkk_scholarship: Rupiah | None = None
    disability: Rupiah | None = None
    disability_grant: Rupiah | None = None
    each_percent: Rupiah | None = None
    stmb_month_1: Rupiah | None = None
    stmb_month_6: Rupiah | None = None
    stmb_month_7: Rupiah | None = None
    stmb_month_12: Rupiah | None = None
    stmb_month_13: Rupiah | None = None
    stmb_month_60: Rupiah | None = None
    land: Rupiah | None = None
    sea: Rupiah | None = None
    air: Rupiah | None = None
    home_care: Rupiah | None = None
    santunan_death: Rupiah | None = None
    santunan_funeral: Rupiah | None = None
    jkk_lapses_after_years: int | None = None
    jkm_lump_sum_paid: bool | None = None
    jkm_scholarship_paid: bool | None = None
    jkk_scholarship_paid: bool | None = None
    disability_known: bool | None = None
    partial_known: bool | None = None
    santunan_known: bool | None = None


class Case(Strict):
    """One wage on one day."""

    name: Text
    source: Text
    quality: Literal["reported", "computed"]
    wage: Rupiah
    on: date
    segment: Literal["pu", "bpu"] | None = None
    months: int | None = None
    expect: Expected


def load(text: str) -> list[Case]:
    """Read the cases of a file; raise `ValidationError` for a key that is unknown or lacks."""
    tables = tomllib.loads(text, parse_float=Decimal)
    assert set(tables) == {"benefit"}, "a file of cases holds [[benefit]] tables and nothing else"
    return [Case.model_validate(table) for table in tables["benefit"]]


FILES = {
    file.stem: load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))
}
CASES = {f"{stem}: {case.name}": case for stem, cases in FILES.items() for case in cases}


def matches(case: Case, book: RateBook) -> BenefitsResult:
    """Ask the program for a case."""
    question = BenefitsRequest(
        wage=str(case.wage), on=case.on, segment=case.segment, months=case.months
    )
    return benefits_from_files(question, book.folder)


def line(lines: tuple[PayableBenefit, ...], name: str) -> PayableBenefit:
    """Return the line of a benefit; at a death, where it has more than one."""
    return next(line for line in lines if line.benefit.id == name)


def brought(report: BenefitsResult) -> dict[str, object]:
    """Return everything that a case can expect, in sen."""
    ids = {line.benefit.id for line in report.lines}
    amounts: dict[str, object] = {
        "base": report.current.base_sen,
        "jkm": report.current.cover.jkm_sen,
        "jkk": report.current.cover.jkk_sen,
        "disability": report.current.disability_sen,
        "disability_known": report.current.disability_sen is not None,
        "partial_known": "jkk-anatomical" in ids,
        "santunan_known": bool(report.santunan),
    }
    for one in report.lines:
        key = SHORT.get(one.benefit.id, one.benefit.id.replace("-", "_"))
        amounts[key] = one.amount_sen
        amounts[f"{key}_paid"] = one.payable
        if isinstance(one.benefit.pays, MonthlyWageShare):
            for step in one.benefit.pays.steps:
                for month in range(step.first, (step.last or 60) + 1):
                    amounts[f"stmb_month_{month}"] = step.due(one.base_sen)
        if isinstance(one.benefit.pays, DisabilityTableShare):
            amounts["each_percent"] = one.benefit.pays.each_percent(one.base_sen)
    for entry in report.santunan:
        amounts[f"santunan_{entry.name.en}"] = entry.amount
    for lapse in in_force(report.law.lapses, report.day):
        amounts[f"{lapse.programme.lower()}_lapses_after_years"] = lapse.years
    return amounts


SHORT = {
    "jkk-total-disability": "disability_grant",
    "jkk-transport-land": "land",
    "jkk-transport-sea": "sea",
    "jkk-transport-air": "air",
    "jkk-home-care": "home_care",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_brings_what_it_should(case: Case, book: RateBook) -> None:
    expected = case.expect.model_dump(exclude_none=True)
    assert expected
    actual = brought(matches(case, book))
    counted = {"jkk_lapses_after_years"}
    in_sen = {
        key: value if isinstance(value, bool) or key in counted else int(value * 100)
        for key, value in expected.items()
    }
    assert {key: actual.get(key) for key in in_sen} == in_sen


def test_there_are_cases_and_no_two_have_one_name() -> None:
    names = [case.name for case in CASES.values()]
    assert len(names) == len(set(names)) >= 60
    assert Counter(case.quality for case in CASES.values())["reported"] >= 10


def test_there_are_cases_before_on_and_after_every_change() -> None:
    days = {case.on for case in CASES.values()}
    for change in (NEW_DAY, REPORTED, date(2023, 2, 1)):
        assert change in days
        assert change - timedelta(days=1) in days
    assert FIRST_DAY in days


SOUND = """
[[benefit]]
name = "one"
source = "worked out"
quality = "computed"
wage = 1_000_000
on = 2024-11-27
expect = { jkm = 42_000_000 }
"""


def test_a_sound_case_is_read() -> None:
    [case] = load(SOUND)
    assert (case.wage, case.expect.jkm) == (1_000_000, 42_000_000)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "worked out"\n', ""),
        ("jkm =", "jht ="),
        ("on =", 'role = "KPPS"\non ='),
        ("1_000_000", '"a million"'),
        ('"computed"', '"guessed"'),
    ],
)
def test_an_unsound_case_is_refused(old: str, new: str) -> None:
    assert old in SOUND
    with pytest.raises(ValidationError):
        load(SOUND.replace(old, new))


# ---- the sums that others show -------------------------------------------------------------------


def test_the_cover_at_death_is_both_sums(book: RateBook) -> None:
    cover = death_cover(book.benefits, 850_000_00, date(2024, 11, 27))
    assert cover is not None
    assert (cover.jkm_sen, cover.jkk_sen) == (42_000_000_00, 62_800_000_00)


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), date(1999, 1, 1)])
def test_before_the_law_there_is_no_cover_and_no_line(book: RateBook, day: date) -> None:
    assert benefits_on(book.benefits, day, 1_000_000_00) == []
    assert death_cover(book.benefits, 1_000_000_00, day) is None
    assert disability_cover(book.benefits, 1_000_000_00, day) is None


def test_without_one_programme_there_is_no_cover(edited: Edited) -> None:
    law = edited(
        "benefits.toml", 'id = "jkm-lump-sum"\nprogramme = "JKM"', 'id = "x"\nprogramme = "JKM"'
    ).benefits
    lone = law.model_copy(
        update={"benefits": tuple(b for b in law.benefits if b.programme == "JKK")}
    )
    assert death_cover(law, 1_000_000_00, NEW_DAY) is not None
    assert death_cover(lone, 1_000_000_00, NEW_DAY) is None


DAYS = st.dates(min_value=FIRST_DAY, max_value=date(2040, 12, 31))
WAGES = st.integers(min_value=1_000_00, max_value=10**12)


@given(day=DAYS, wage=WAGES, more=st.integers(min_value=0, max_value=10**10))
def test_a_higher_wage_never_brings_less(day: date, wage: int, more: int) -> None:
    law = LAW
    low, high = death_cover(law, wage, day), death_cover(law, wage + more, day)
    assert low is not None
    assert high is not None
    assert low.jkm_sen == high.jkm_sen
    assert low.jkk_sen <= high.jkk_sen
    # 60 % x 80 is 48 wages to the sen, or the minimum.
    added = {14_800_000_00 - 7_000_000_00, 22_000_000_00}
    assert low.jkk_sen - 48 * wage in added or low.jkk_sen == 42_000_000_00


@given(day=DAYS, wage=WAGES, months=st.integers(min_value=0, max_value=72))
def test_more_months_never_bring_less(day: date, wage: int, months: int) -> None:
    for segment in ("pu", "bpu"):
        now = benefits_on(LAW, day, wage, segment, months)  # type: ignore[arg-type]
        later = benefits_on(LAW, day, wage, segment, months + 1)  # type: ignore[arg-type]
        assert [one.payable <= two.payable for one, two in zip(now, later, strict=True)] == (
            [True] * len(now)
        )
        assert lump_sum(now, "JKM", "death") <= lump_sum(later, "JKM", "death")


LAW: BenefitLaw = RateBook.load().benefits


# ---- the file ------------------------------------------------------------------------------------


def test_benefits__pp_82_2019__has_a_predecessor_or_an_omission() -> None:
    before = {b.id for b in in_force(LAW.benefits, NEW_DAY - timedelta(days=1))}
    since = {b.id for b in in_force(LAW.benefits, NEW_DAY)}
    assert before <= since
    assert since - before == {
        "jkk-total-disability",
        "jkk-anatomical",
        "jkk-functional",
        "jkk-home-care",  # new in PP 82/2019 (art. 25(2)a no. 13)
    }
    report = " ".join(gap.text.id for gap in in_force(LAW.unread, NEW_DAY - timedelta(days=1)))
    assert "Lampiran III PP 44/2015 belum dibaca" in report
    assert "cacat total dan cacat sebagian" in report


def test_every_event_has_a_benefit_since_2019() -> None:
    events = {one.event for one in benefits_on(LAW, NEW_DAY, 1_000_000_00)}
    assert events == {
        "death",
        "total-disability",
        "partial-disability",
        "temporary-inability",
        "accident",
    }


def test_benefits__amounts__cite_article_or_annex() -> None:
    for benefit in LAW.benefits:
        if benefit.programme == "JKM" and benefit.group == "cash":
            assert benefit.confidence == "regulation text"
        if benefit.programme == "JKK" and "Lampiran III" in benefit.article:
            assert benefit.confidence != "regulation text"


def test_benefits__inferred_values__have_a_note() -> None:
    [old] = [b for b in in_force(LAW.benefits, date(2019, 1, 1)) if b.id == "jkk-unable-to-work"]
    assert old.confidence == "inferred"
    assert "memory" in old.note
    assert old.condition is not None


def test_benefits__rule_of_three_months__is_unverified() -> None:
    [waiting] = LAW.waiting
    assert (waiting.valid_from, waiting.months) == (REPORTED, 3)
    assert waiting.confidence == "secondary source"
    assert "The day is inferred" in waiting.note
    assert "belum dicocokkan" in waiting.text.id
    assert "not verified" in waiting.text.en


@pytest.mark.parametrize("segment", ["pu", "bpu"])
def test_benefits__each_rule__is_in_force_once_a_day(segment: Any) -> None:
    for day in (FIRST_DAY, NEW_DAY - timedelta(days=1), NEW_DAY, REPORTED):
        topics = Counter(r.topic for r in in_force(LAW.rules, day) if segment in r.segments)
        assert set(topics.values()) == {1}
        assert {"either-or", "active", "heirs", "no-heir", "report", "payment", "arrears"} <= set(
            topics
        )


def test_both_bodies_pay_the_same_santunan_but_for_a_disability() -> None:
    def of(body: str) -> list[tuple[str, int]]:
        return [(s.name.id, s.amount) for s in LAW.santunan if body in s.bodies]

    assert set(of("KPU")) ^ set(of("BAWASLU")) == {
        ("cacat permanen", 30_800_000_00),
        ("cacat permanen", 16_500_000_00),
    }
    assert dict(of("KPU")) == {
        "meninggal dunia": 36_000_000_00,
        "biaya pemakaman": 10_000_000_00,
        "cacat permanen": 30_800_000_00,
        "luka atau sakit berat": 16_500_000_00,
        "luka atau sakit sedang": 8_250_000_00,
    }


# Herwyn of Bawaslu, February 2024 (jpnn, genpi, Antara): 16.5 million; other press has KPU's 30.8.
def test_bawaslu_disability__sources_contradict__has_both_amounts() -> None:
    [entry] = [
        one
        for one in LAW.santunan
        if one.name.en == "permanent disability" and "BAWASLU" in one.bodies
    ]
    assert (entry.amount, entry.confidence) == (16_500_000_00, "secondary source")
    assert entry.disputed is not None
    assert (entry.disputed.amount, entry.disputed.confidence) == (30_800_000_00, "inferred")


# Kapuas Hulu, January 2024: BPJS itself reported Rp84 million, two times 42; since 2025 one funeral.
@pytest.mark.parametrize(
    ("day", "employers", "jkm", "alone"),
    [
        (date(2015, 7, 1), 2, 48, 3),
        (date(2019, 12, 1), 2, 48, 3),
        (date(2019, 12, 2), 2, 84, 10),
        (date(2024, 1, 15), 2, 84, 10),
        (date(2024, 1, 15), 1, 42, 10),
        (REPORTED - timedelta(days=1), 2, 84, 10),
        (REPORTED, 2, 74, 10),
        (REPORTED + timedelta(days=1), 3, 106, 10),
    ],
)
def test_jkm__several_employers_or_no_heirs__pays_by_the_entry_of_the_day(
    day: date, employers: int, jkm: int, alone: int
) -> None:
    lines = benefits_on(LAW, day, 1_000_000_00)
    several = death_grant_of_several_employers(LAW, lines, day, employers)
    assert several is not None
    assert several[0] == jkm * 1_000_000_00
    left = death_grant_without_heirs(LAW, lines, day)
    assert left is not None
    assert left[0] == alone * 1_000_000_00


def test_death_grant__unknown_amounts__adds_nothing_for_them() -> None:
    lines = [replace(line, amount_sen=None) for line in benefits_on(LAW, REPORTED, 1_000_000_00)]
    several = death_grant_of_several_employers(LAW, lines, REPORTED, 2)
    assert several is not None
    assert several[0] == 0


def test_jkm__day_before_the_law__has_no_entry_for_employers_or_heirs() -> None:
    day = FIRST_DAY - timedelta(days=1)
    assert death_grant_of_several_employers(LAW, [], day, 2) is None
    assert death_grant_without_heirs(LAW, [], day) is None


# PP 49/2023 art. 25A, 25B, 43A, 44A, in force 6 October 2023.
@pytest.mark.parametrize("segment", ["pu", "bpu"])
def test_rules__pp_49_2023__hold_from_its_day(segment: str) -> None:
    def topics(day: date) -> set[str]:
        return {rule.topic for rule in in_force(LAW.rules, day) if segment in rule.segments}

    new = topics(date(2023, 10, 6)) - topics(date(2023, 10, 5))
    assert new == {"suspected", "who-reports"}


# ---- faulty files --------------------------------------------------------------------------------

FAULTS = {
    "an unknown key": ("[[rounding]]", 'colour = "red"\n[[rounding]]', "not a known key"),
    "an unknown kind of payment": ('kind = "ceiling"', 'kind = "gift"', "gift"),
    "an amount below anything that is paid": ("rupiah = 16_200_000", "rupiah = 16", "no wage"),
    "an amount that is no number": (
        "rupiah = 16_200_000",
        'rupiah = "16.200.000"',
        "an amount in rupiah",
    ),
    "a percentage over 100": ("percent_of_wage = 60", "percent_of_wage = 160", "too large"),
    "no citation": ('article = "pasal 34 ayat (1) huruf a"\n', "", "is missing"),
    "an unknown event": ('events = ["death"]', 'events = ["lottery"]', "temporary-inability"),
    "words in one language only": (
        'name = { id = "santunan sekaligus", en = "lump sum" }',
        'name = { id = "santunan sekaligus" }',
        "is missing",
    ),
    "two amounts on one day": ("to = 2019-12-01", "to = 2019-12-02", "two entries of jkm-lump-sum"),
    "an entry without an end before another": ("to = 2019-12-01\n", "", "two entries of"),
    "months with a gap": ("first = 7, last = 12", "first = 8, last = 12", "from month 8"),
    "months that begin late": ("first = 1, last = 6", "first = 2, last = 6", "begin with 1"),
    "months that end": (
        "first = 13, percent_of_wage = 50",
        "first = 13, last = 24, percent_of_wage = 50",
        "no 'last'",
    ),
    "a scholarship that does not add up": ("most = 174_000_000", "most = 175_000_000", "levels"),
    "a rule for a benefit that is not there": (
        'benefits = ["jkm-lump-sum", "jkm-periodic"]',
        'benefits = ["jkm-lumpsum"]',
        "unknown benefit jkm-lumpsum",
    ),
    "an end before its start": ("to = 2019-12-01", "to = 2014-12-01", "lies before"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_file_is_refused(edited: Edited, fault: tuple[str, str, str]) -> None:
    old, new, reason = fault
    book = edited("benefits.toml", old, new)
    with pytest.raises(RateFileError, match=r"benefits\.toml") as refused:
        _ = book.benefits
    assert reason in str(refused.value)


# ---- questions -----------------------------------------------------------------------------------


def test_a_role_brings_its_honorarium_its_body_and_the_voting_day(book: RateBook) -> None:
    report = benefits_from_files(BenefitsRequest(role="KPPS"), book.folder)
    assert (report.role, report.body, report.day) == ("KPPS_ANGGOTA", "KPU", date(2024, 11, 27))
    assert report.current.wage_sen == 850_000_00
    assumed = " ".join(text.en for text in report.assumptions)
    for message in (
        "anggota",
        "pilkada-2024",
        "Rp850.000",
        "voting day 27-11-2024",
        "less than a month",
    ):
        assert message in assumed


def test_the_day_chooses_the_election(book: RateBook) -> None:
    report = benefits_from_files(BenefitsRequest(role="KPPS", on=date(2024, 2, 14)), book.folder)
    assert report.election is not None
    assert (report.election.id, report.current.wage_sen) == ("pemilu-2024", 1_100_000_00)
    assert report.serving_election is report.election


def test_an_election_that_only_lends_its_honorarium_is_not_the_one_served_in(
    book: RateBook,
) -> None:
    report = benefits_from_files(BenefitsRequest(role="PTPS", on=date(2019, 4, 17)), book.folder)
    assert report.election is not None
    assert report.serving_election is None


def test_benefits__wage_alone__uses_today(book: RateBook) -> None:
    before = date.today()
    report = benefits_from_files(BenefitsRequest(wage="1jt"), book.folder)
    assert before <= report.day <= date.today()  # midnight may pass in between
    assert report.body is None
    assert {b for entry in report.santunan for b in entry.bodies} == {"KPU", "BAWASLU"}


def test_benefits__wage_and_election__uses_the_voting_day(book: RateBook) -> None:
    report = benefits_from_files(
        BenefitsRequest(wage="1000000", election="pilkada-2020"), book.folder
    )
    assert report.day == date(2020, 12, 9)


@pytest.mark.parametrize(
    ("question", "option"),
    [
        (BenefitsRequest(), "--role"),
        (BenefitsRequest(position="ketua"), "--position"),
        (BenefitsRequest(role="Tukang Parkir"), "--role"),
        (BenefitsRequest(role="KPPS", position="bendahara"), "--position"),
        (BenefitsRequest(wage="sejuta"), "--wage"),
        (BenefitsRequest(wage="0"), "--wage"),
        (BenefitsRequest(role="KPU_KAB", position="nonasn"), "--wage"),
        (BenefitsRequest(wage="1000000", segment="pns"), "--segment"),
    ],
)
def test_a_question_without_an_answer_names_its_option(
    book: RateBook, question: BenefitsRequest, option: str
) -> None:
    with pytest.raises(InputError) as refused:
        benefits_from_files(question, book.folder)
    assert refused.value.option == option


def test_an_unknown_election_is_refused(book: RateBook) -> None:
    with pytest.raises(RefusalError):
        benefits_from_files(BenefitsRequest(wage="1000000", election="pilkada-1999"), book.folder)


def test_a_day_before_the_law_is_a_gap(book: RateBook) -> None:
    with pytest.raises(NoRateInForceError):
        benefits_from_files(
            BenefitsRequest(wage="1000000", on=FIRST_DAY - timedelta(days=1)), book.folder
        )


def test_a_day_with_a_rate_but_no_benefit_is_a_gap(edited: Edited) -> None:
    book = edited("jkm.toml", "from = 2015-07-01", "from = 2014-07-01")
    jkk = book.folder / "jkk.toml"
    text = jkk.read_text(encoding="utf-8")
    jkk.write_text(text.replace("from = 2015-07-01", "from = 2014-07-01"), encoding="utf-8")
    with pytest.raises(NoRateInForceError) as gap:
        benefits_from_files(BenefitsRequest(wage="1000000", on=date(2015, 1, 1)), book.folder)
    assert gap.value.programme == "JKK / JKM"


@pytest.mark.parametrize(
    ("wage", "next_bases"),
    [
        ("1000", [1_500, 2_000, 3_000]),
        ("300000", [500_000, 750_000, 1_000_000]),
        ("850000", [1_000_000, 1_500_000, 2_000_000]),
        ("1000000", [1_500_000, 2_000_000, 3_000_000]),
        ("2500000", [3_000_000, 5_000_000, 7_500_000]),
        ("12823000", [15_000_000, 20_000_000, 30_000_000]),
    ],
)
def test_higher_bases_are_round_and_higher(
    book: RateBook, wage: str, next_bases: list[int]
) -> None:
    report = benefits_from_files(BenefitsRequest(wage=wage, on=date(2024, 11, 27)), book.folder)
    assert [base.wage_sen for base in report.higher] == [rupiah * 100 for rupiah in next_bases]
    covers = [base.cover.jkk_sen for base in (report.current, *report.higher)]
    assert covers == sorted(covers)


def test_a_base_names_the_premium_of_a_month(book: RateBook) -> None:
    report = benefits_from_files(
        BenefitsRequest(wage="1000000", on=date(2024, 11, 27)), book.folder
    )
    assert report.current.premium_sen == 5_400_00
    bpu = benefits_from_files(
        BenefitsRequest(wage="850000", on=date(2024, 11, 27), segment="bpu"), book.folder
    )
    assert bpu.current.premium_sen == 16_800_00
    assert bpu.band
