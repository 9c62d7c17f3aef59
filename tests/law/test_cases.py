"""The cases of `tests/cases`: prices that were reported or worked out, asked of the program one by one."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pemilu_cover.law.agreement import Agreement, Base
from pemilu_cover.law.book import RateBook
from pemilu_cover.quote import Question, quote

FOLDER = Path(__file__).parents[1] / "cases"
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A table that takes no key that the program would not be asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Expected(Strict):
    """What a case costs, in rupiah: `jkk` and `jkm` for one person, `total` for all."""

    months: int | str
    jkk: Decimal | int | None = None
    jkm: Decimal | int | None = None
    total: Decimal | int
    uncovered_days: int = 0


class AgreedBase(Strict):
    """What an agreement makes of the wage, in rupiah a month."""

    kind: Literal["flat", "floor", "minimum-wage", "per-head"]
    amount: Decimal | int


class Case(Strict):
    """A case as it stands in its file; README.md beside the files tells what each key means."""

    name: Text
    source: Text
    quality: Literal["reported", "computed"]
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
    people: int = 1
    base: AgreedBase | None = None
    participant_since: date | None = None
    note: str = ""

    @property
    def question(self) -> Question:
        """The case as a clerk would type it."""
        return Question(
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
        )


def load(text: str) -> list[Case]:
    """Read the cases of a file; raise `ValidationError` for a key that is unknown or lacks."""
    tables = tomllib.loads(text, parse_float=Decimal)
    assert set(tables) == {"case"}, "a file of cases holds [[case]] tables and nothing else"
    return [Case.model_validate(table) for table in tables["case"]]


FILES = sorted(FOLDER.glob("*.toml"))
NAMED = [
    (f"{file.stem}: {case.name}", case)
    for file in FILES
    for case in load(file.read_text(encoding="utf-8"))
]
CASES = [case for _, case in NAMED]


@pytest.mark.parametrize("case", CASES, ids=[name for name, _ in NAMED])
def test_a_case_costs_what_it_should(case: Case, book: RateBook) -> None:
    base = case.base.model_dump() if case.base else {}
    agreed = Agreement(base=Base(**base), participant_since=case.participant_since)
    answer = quote(case.question, agreed, book)
    premium, expected = answer.premium, case.expected
    assert premium.months.total == Fraction(expected.months)
    assert premium.months.uncovered_days == expected.uncovered_days
    if expected.jkk is not None:
        assert premium.of("JKK") == expected.jkk * 100
    if expected.jkm is not None:
        assert premium.of("JKM") == expected.jkm * 100
    assert answer.total_sen == expected.total * 100


def test_there_are_cases_and_no_two_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(FILES) >= 7
    assert len(names) == len(set(names)) >= 60


def test_the_parts_of_a_case_make_its_total() -> None:
    parts = [
        ((case.expected.jkk + case.expected.jkm) * case.people, case.expected.total)
        for case in CASES
        if case.expected.jkk is not None and case.expected.jkm is not None
    ]
    assert len(parts) >= 60
    assert [(made, total) for made, total in parts if made != total] == []


# KPU Kota Cilegon, 30 January 2024: reported total of 11,631 people (tribunnews; selatsunda).
def test_cilegon_adds_up_to_the_reported_total() -> None:
    cilegon = load((FOLDER / "cilegon-2024.toml").read_text(encoding="utf-8"))
    commissioners_and_staff = 16 * 3 * 16_800  # of another segment, not priced here
    parts = sum(case.expected.total for case in cilegon)
    assert sum(case.people for case in cilegon) + 16 == 11_631
    assert parts + commissioners_and_staff == 71_211_600


# ---- the reader of the cases ----------------------------------------------------------------------

SOUND = """
[[case]]
name = "KPPS"
source = "worked out"
quality = "computed"
role = "KPPS"
days = 30
expected = { months = 1, total = 4_590 }
"""


def test_a_sound_case_is_read() -> None:
    [case] = load(SOUND)
    assert (case.question.role, case.question.days, case.expected.total) == ("KPPS", 30, 4_590)


UNSOUND = {
    "no source": ('source = "worked out"\n', "", "source"),
    "an empty source": ('"worked out"', '""', "source"),
    "no quality": ('quality = "computed"\n', "", "quality"),
    "an unknown quality": ('"computed"', '"certain"', "quality"),
    "an unknown key": ("days = 30", "day = 30", "day"),
    "an unknown expectation": ("months = 1", "months = 1, fee = 0", "expected.fee"),
    "no total": (", total = 4_590", "", "expected.total"),
    "a number as text": ("days = 30", 'days = "30"', "days"),
}


@pytest.mark.parametrize(("old", "new", "key"), UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_case_is_not_read(old: str, new: str, key: str) -> None:
    assert old in SOUND
    with pytest.raises(ValidationError) as refused:
        load(SOUND.replace(old, new))
    assert key in {".".join(map(str, error["loc"])) for error in refused.value.errors()}
