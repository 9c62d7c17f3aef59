"""The cases of `tests/cases`: prices that were reported or worked out, asked of the program one by one."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pemilu_cover.estimates.quote import QuoteRequest, quote
from pemilu_cover.law.agreement import Agreement, ContributionBase, read_agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.premium import contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook

FOLDER = Path(__file__).parents[1] / "cases"
# There is no [[case]] in these: other tests read benefits, due days and head counts, cases name agreements.
ELSEWHERE = {"agreements", "benefits", "due", "head-counts.toml"}
Text = Annotated[str, Field(min_length=1)]
Quality = Literal["reported", "computed", "approximate"]


class Strict(BaseModel):
    """A table that takes no key that the program would not be asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Expected(Strict):
    """What a case costs, in rupiah: `jkk` and `jkm` for one person, `total` for all; or its refusal."""

    refused: Literal["JKK", "JKM"] | None = None
    months: int | str | None = None
    jkk: Decimal | int | None = None
    jkm: Decimal | int | None = None
    total: Decimal | int | None = None
    uncovered_days: int = 0

    @model_validator(mode="after")
    def _a_price_or_a_refusal(self) -> Self:
        message = self.model_fields_set
        if "refused" in message and message != {"refused"}:
            raise ValueError("what is refused has no price: `refused` stands alone")
        if "refused" not in message and not {"months", "total"} <= message:
            raise ValueError("a price needs `months` and `total`")
        return self


class AgreedBase(Strict):
    """What an agreement makes of the wage, in rupiah a month."""

    kind: Literal["flat", "floor", "minimum-wage", "per-head"]
    amount: Decimal | int


class Case(Strict):
    """A case as it is in its file; README.md next to the files describes the keys."""

    name: Text
    source: Text
    quality: Quality
    role: Text
    expected: Expected
    position: str | None = None
    wage: Decimal | int | None = None
    start: date | None = None
    end: date | None = None
    days: int | None = None
    months: int | None = None
    election: str | None = None
    proration: str | None = None
    people: int = Field(default=1, ge=1)
    segment: Literal["pu", "bpu"] | None = None
    paid_by: Literal["apbn", "apbd", "self", "other"] | None = None
    honorer: bool = False
    base: AgreedBase | None = None
    participant_since: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _who_pays_is_asked_of_bpu(self) -> Self:
        if (self.paid_by == "self" or self.honorer) and self.segment != "bpu":
            raise ValueError("who pays for themselves, or is honorary staff, is of the segment bpu")
        return self

    @property
    def question(self) -> QuoteRequest:
        """The case as a clerk would type it."""
        return QuoteRequest(
            role=self.role,
            position=self.position,
            wage=None if self.wage is None else str(self.wage),
            people=self.people,
            start=None if self.start is None else self.start.isoformat(),
            end=None if self.end is None else self.end.isoformat(),
            days=self.days,
            months=self.months,
            election=self.election,
            proration=self.proration,
            segment=self.segment,
            paid_by=self.paid_by,
            honorer=self.honorer,
        )

    @property
    def agreement(self) -> Agreement:
        """What an agreement would say of the case."""
        base = self.base.model_dump() if self.base else {}
        return Agreement(base=ContributionBase(**base), participant_since=self.participant_since)


class Line(Strict):
    """The people of one role on a bill; `wage` in rupiah a month."""

    role: Text
    people: int = Field(ge=1)
    wage: Decimal | int
    start: date
    end: date


class Billed(Strict):
    """What a bill comes to: everybody on it, and the sum in rupiah."""

    people: int
    total: Decimal | int


class Bill(Strict):
    """A bill of many roles under one agreement, as it is in its file."""

    name: Text
    source: Text
    quality: Quality
    agreement: Text
    lines: list[Line] = Field(min_length=1)
    expected: Billed
    note: str = ""


class Tables(Strict):
    """A file of cases: [[case]] and [[bill]] tables and nothing else."""

    case: list[Case] = []
    bill: list[Bill] = []


def load(text: str) -> Tables:
    """Read the tables of a file; raise `ValidationError` for a key that is unknown or lacks."""
    return Tables.model_validate(tomllib.loads(text, parse_float=Decimal))


def files() -> list[Path]:
    """Return the files that hold cases, in folders, too."""
    matches = (file.relative_to(FOLDER) for file in FOLDER.rglob("*.toml"))
    return sorted(file for file in matches if file.parts[0] not in ELSEWHERE)


FILES = {file: load((FOLDER / file).read_text(encoding="utf-8")) for file in files()}
CASES = {
    f"{file.with_suffix('').as_posix()}: {case.name}": case
    for file, tables in FILES.items()
    for case in tables.case
}
BILLS = {
    f"{file.with_suffix('').as_posix()}: {bill.name}": bill
    for file, tables in FILES.items()
    for bill in tables.bill
}


def priced(items: dict[str, Case]) -> list[Case]:
    """Return the cases that have a price."""
    return [case for case in items.values() if case.expected.refused is None]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_costs_what_it_should(case: Case, book: RateBook) -> None:
    expected = case.expected
    if expected.refused:
        with pytest.raises(NoRateInForceError) as gap:
            quote(case.question, case.agreement, book)
        assert gap.value.programme == expected.refused
        return
    assert expected.months is not None
    assert expected.total is not None
    answer = quote(case.question, case.agreement, book)
    premium = answer.premium
    assert premium.months.total == Fraction(expected.months)
    assert premium.months.uncovered_days == expected.uncovered_days
    if expected.jkk is not None:
        assert premium.programme_sen("JKK") == expected.jkk * 100
    if expected.jkm is not None:
        assert premium.programme_sen("JKM") == expected.jkm * 100
    assert answer.total_sen == expected.total * 100


@pytest.mark.parametrize("bill", BILLS.values(), ids=BILLS.keys())
def test_a_bill_adds_up(bill: Bill, book: RateBook) -> None:
    agreement = read_agreement(FOLDER / bill.agreement, book)
    total = 0
    for line in bill.lines:
        period = ContractPeriod(line.start, line.end)
        contract = contract_for(agreement, line.role, int(line.wage * 100), period)
        total += price(contract, agreement, book).total_sen * line.people
    assert sum(line.people for line in bill.lines) == bill.expected.people
    assert total == bill.expected.total * 100


# ---- the cases themselves -------------------------------------------------------------------------


def test_there_are_cases_and_no_two_have_one_name() -> None:
    tables = [*CASES.values(), *BILLS.values()]
    assert len(CASES) >= 900
    assert len(BILLS) >= 1
    assert len({table.name for table in tables}) == len(tables)


def test_cases_as_data__all_kinds__are_more_than_a_thousand() -> None:
    others = sum(
        len(tomllib.loads(file.read_text(encoding="utf-8"))[kind])
        for folder, kind in (("benefits", "benefit"), ("due", "due"))
        for file in (FOLDER / folder).glob("*.toml")
    )
    assert len(CASES) + len(BILLS) + others >= 1_400


def test_no_file_is_empty() -> None:
    assert [str(file) for file, tables in FILES.items() if not (tables.case or tables.bill)] == []


def test_the_parts_of_a_case_make_its_total() -> None:
    parts = [
        (case.name, (case.expected.jkk + case.expected.jkm) * case.people, case.expected.total)
        for case in priced(CASES)
        if case.expected.jkk is not None and case.expected.jkm is not None
    ]
    assert len(parts) >= 400
    assert [(name, made, total) for name, made, total in parts if made != total] == []


def test_every_role_with_a_term_is_priced_by_every_rule(book: RateBook) -> None:
    expected_value = {
        (election.id, code, rule)
        for election in book.elections.values()
        for code, role in election.roles.items()
        if book.roles.roles[code].asn != "always"
        if role.honorarium and role.term and role.term.start and role.term.end
        for rule in book.proration.rules
    }
    there = {(case.election, case.role, case.proration) for case in CASES.values()}
    assert sorted(expected_value - there) == []


def test_every_border_of_the_law_is_priced_on_both_sides(book: RateBook) -> None:
    dated = [
        *book.jkk.rates,
        *book.jkm.rates,
        *book.bpu.jkk,
        *book.bpu.jkm,
        *book.relief.reliefs,
        *book.relief.elsewhere,
        *book.contribution.legal_basis,
        *(entry for entries in book.proration.rules.values() for entry in entries),
    ]
    borders = {day for entry in dated for day in (entry.valid_from, entry.valid_to) if day}
    expected_value = {day + timedelta(days=n) for day in borders for n in (-1, 0, 1)}
    starts = {case.start for case in CASES.values()}
    assert sorted(expected_value - starts) == []


# KPU Kota Cilegon, 30 January 2024: reported total of 11,631 people (tribunnews; selatsunda).
def test_cilegon_adds_up_to_the_reported_total() -> None:
    cilegon = FILES[Path("cilegon-2024.toml")]
    assert sum(case.people for case in cilegon.case) == 11_631
    assert sum(case.expected.total or 0 for case in cilegon.case) == 71_211_600
    assert {(bill.expected.people, bill.expected.total) for bill in cilegon.bill} == {
        (11_631, 71_211_600)
    }


# ---- the reader of the cases ----------------------------------------------------------------------

SOUND = """
[[case]]
name = "KPPS"
source = "worked out"
quality = "computed"
role = "KPPS"
days = 30
segment = "bpu"
paid_by = "self"
expected = { months = 1, total = 16_800 }

[[bill]]
name = "a whole bill"
source = "worked out"
quality = "computed"
agreement = "agreements/cilegon-2024.toml"
lines = [{ role = "PTPS", people = 2, wage = 800_000, start = 2024-11-04, end = 2024-12-04 }]
expected = { people = 2, total = 8_640 }
"""


def test_a_sound_file_is_read() -> None:
    tables = load(SOUND)
    [case], [bill] = tables.case, tables.bill
    assert (case.question.role, case.question.days, case.expected.total) == ("KPPS", 30, 16_800)
    assert (bill.lines[0].people, bill.expected.total) == (2, 8_640)


def test_a_refusal_is_read() -> None:
    [case] = load(SOUND.replace("{ months = 1, total = 16_800 }", '{ refused = "JKM" }')).case
    assert case.expected.refused == "JKM"


UNSOUND = {
    "no source": ('source = "worked out"\n', "", "case.0.source"),
    "an empty source": ('"worked out"', '""', "case.0.source"),
    "no quality": ('quality = "computed"\n', "", "case.0.quality"),
    "an unknown quality": ('"computed"', '"certain"', "case.0.quality"),
    "an unknown key": ("days = 30", "day = 30", "case.0.day"),
    "an unknown expectation": ("months = 1", "months = 1, fee = 0", "case.0.expected.fee"),
    "no total": (", total = 16_800", "", "case.0.expected"),
    "no months": ("months = 1, ", "", "case.0.expected"),
    "a price beside a refusal": ("months = 1", 'refused = "JKK", months = 1', "case.0.expected"),
    "an unknown programme": (
        "months = 1, total = 16_800",
        'refused = "JHT"',
        "case.0.expected.refused",
    ),
    "a number as text": ("days = 30", 'days = "30"', "case.0.days"),
    "an unknown segment": ('"bpu"', '"jakon"', "case.0.segment"),
    "wage earners who pay for themselves": ('"bpu"', '"pu"', "case.0"),
    "an unknown table": ("[[bill]]", "[[invoice]]", "invoice"),
    "a bill with an unknown key": ('name = "a whole bill"', 'title = "a bill"', "bill.0.title"),
    "a bill without an agreement": (
        'agreement = "agreements/cilegon-2024.toml"\n',
        "",
        "bill.0.agreement",
    ),
    "a line with an unknown key": ("people = 2, wage", "heads = 2, wage", "bill.0.lines.0.heads"),
    "a line without people": ("people = 2, wage", "wage", "bill.0.lines.0.people"),
    "a bill of unknown expectation": (
        "people = 2, total",
        "months = 1, total",
        "bill.0.expected.months",
    ),
}


@pytest.mark.parametrize(("old", "new", "key"), UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_file_is_not_read(old: str, new: str, key: str) -> None:
    assert old in SOUND
    with pytest.raises(ValidationError) as refused:
        load(SOUND.replace(old, new, 1))
    assert key in {".".join(map(str, error["loc"])) for error in refused.value.errors()}
