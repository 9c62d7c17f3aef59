"""Real cases: head counts of offices by the election files, and every reported case with its test."""

from __future__ import annotations

import csv
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

import pytest
from law.test_cases import BILLS, CASES, FOLDER
from pydantic import BaseModel, ConfigDict, Field

from pemilu_cover.law.rate_book import RateBook

Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A table that takes no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Line(Strict):
    """People of some roles in so many units, or others of whom the election says nothing."""

    people: int
    roles: list[str] = []
    units: int = 0
    variants: dict[str, int] = {}
    other: str = ""


class HeadCount(Strict):
    """How many people an office had, as its file says."""

    name: Text
    source: Text
    quality: Literal["reported", "implied", "approximate"]
    election: Text
    total: int
    lines: list[Line] = Field(min_length=1)


def head_counts() -> list[HeadCount]:
    """Read the head counts."""
    text = (FOLDER / "head-counts.toml").read_text(encoding="utf-8")
    return [HeadCount.model_validate(table) for table in tomllib.loads(text)["head_count"]]


HEAD_COUNTS = head_counts()
with (FOLDER / "real-cases.csv").open(encoding="utf-8", newline="") as file:
    REPORTS = list(csv.DictReader(file))
NAMES = {
    *(case.name for case in CASES.values()),
    *(bill.name for bill in BILLS.values()),
    *(count.name for count in HEAD_COUNTS),
    *(
        benefit["name"]
        for benefits in sorted(Path(FOLDER / "benefits").glob("*.toml"))
        for benefit in tomllib.loads(benefits.read_text(encoding="utf-8"))["benefit"]
    ),
}


@pytest.mark.parametrize("count", HEAD_COUNTS, ids=[count.name for count in HEAD_COUNTS])
def test_head_count__units_times_roles__is_the_reported_number(
    count: HeadCount, book: RateBook
) -> None:
    election = book.elections[count.election]
    for line in count.lines:
        per_unit = {code: election.role(code).per_unit for code in line.roles}
        numbers: dict[str, int] = {}
        for code, size in per_unit.items():
            assert size is not None, code
            numbers[code] = line.variants.get(code, size.max)
            known = {size.min, size.max, *(variant.number for variant in size.variants)}
            assert numbers[code] in known, code
        assert bool(line.roles) != bool(line.other)
        assert line.other or sum(numbers.values()) * line.units == line.people
    assert sum(line.people for line in count.lines) == count.total


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_reported_case__each_row__is_a_test_or_says_why_not(number: int) -> None:
    report = REPORTS[number]
    patterns = [pattern for pattern in report["cases"].split(";") if pattern]
    assert bool(patterns) != bool(report["not_tested_because"])
    missing = [p for p in patterns if not any(fnmatchcase(name, p) for name in NAMES)]
    assert missing == []


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_reported_case__with_people_and_units_of_money__states_source_and_quality(
    number: int,
) -> None:
    report = REPORTS[number]
    assert report["source"]
    assert report["quality"]


def test_reported_cases__all__are_mostly_tested() -> None:
    untested = [report for report in REPORTS if not report["cases"]]
    assert len(REPORTS) == 41
    assert len(untested) == 4
