"""Cover day by day: ``coverage`` against a reckoning that walks through the days and shares no code with it.

The people, their dates, faults, numbers and exits, and the agreement are random. A world has about 30 people
on about 260 days.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest
from support.people import Row
from support.run import invoke
from support.sipp_downloads import NPP, people_of, write_upah
from support.updates import nik, pps, write_changes
from support.workbooks import enrolled

from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.coverage.calendar import count_days
from pemilu_cover.reconciliation.coverage.cover_spells import cover_spells
from pemilu_cover.reconciliation.coverage.day import coverage_on_day
from pemilu_cover.reconciliation.members_file import read_members

FIRST, LAST = date(2024, 5, 26), date(2025, 1, 27)  # the PPS of Pilkada 2024
DAY = timedelta(days=1)
PEOPLE = 30
FORGIVEN_TAIL_DAYS = 3
QUICK = range(1)
ALL = range(1, 16)


@dataclass
class Person:
    """What is true of an invented person."""

    number: int
    start: date
    end: date
    has_number: bool = True
    fault: str = ""
    exit_cause: str = ""
    last: date = LAST

    @property
    def row(self) -> Row:
        """The person's row in the roster."""
        faults: dict[str, Row] = {
            "held back": {"Tanggal Lahir": None},
            "incomplete": {"Nama Ibu": None},
        }
        return pps(self.number, Mulai=self.start, Selesai=self.end) | faults.get(self.fault, {})


@dataclass
class Office:
    """What an agreement says."""

    proration: str
    signed: date | None
    months: int | None
    exit_month: str

    @property
    def toml(self) -> str:
        """The agreement as a file."""
        lines = [f'proration = "{self.proration}"', f'exit_month = "{self.exit_month}"']
        lines += [f"date = {self.signed}"] if self.signed else []
        lines += [f'employer = {{ npp = "{NPP}", location = "3214" }}']
        lines += ["[roles.PPS_ANGGOTA]", f"months = {self.months}"] if self.months else []
        return "\n".join(lines)


# ---- the reckoning -------------------------------------------------------------------------------


def later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def paid_until(one: Person, office: Office) -> date:
    """Return the last day that the billed months reach, by walking from month to month."""
    leaves = one.exit_cause == "mundur"
    if one.exit_cause == "meninggal":  # the month of a death, billed afterwards, covers no day
        return paid_until(replace(one, exit_cause="", last=one.end), office)
    if office.months and not leaves:
        return later(one.start, office.months)
    if office.proration != "contract-month":
        return calendar_end(one, office, leaves=leaves)
    months = 1
    while later(one.start, months) < one.last - DAY * FORGIVEN_TAIL_DAYS:
        months += 1
    labels = [later(one.start, number).replace(day=1) for number in range(months)]
    until = later(one.start, months)
    if (
        leaves
        and office.exit_month == "not-billed"
        and months > 1
        and labels[-1] == one.last.replace(day=1)
    ):
        months -= 1
        until = min(later(one.start, months), one.last.replace(day=1) - DAY)
    if leaves and office.months:
        until = min(until, later(one.start, office.months))
    return until


def calendar_end(one: Person, office: Office, *, leaves: bool) -> date:
    """Return the last day of the calendar months that are billed."""
    months = (one.last.year - one.start.year) * 12 + one.last.month - one.start.month + 1
    if leaves and office.exit_month == "not-billed" and months > 1:
        months -= 1
    if leaves and office.months:
        months = min(months, office.months)
    return later(one.start.replace(day=1), months) - DAY


def expected(people: list[Person], office: Office, day: date) -> tuple[int, int]:
    """Return how many people are on duty and covered on a day."""
    counts: Counter[str] = Counter()
    for one in people:
        if one.exit_cause == "tidak pernah bertugas" or not one.start <= day <= one.last:
            continue
        counts["duty"] += 1
        if one.fault == "held back" or not one.has_number:
            continue
        if office.signed and day < office.signed.replace(day=1):
            continue
        counts["covered"] += day <= paid_until(one, office)
    return counts["duty"], counts["covered"]


# ---- random worlds -------------------------------------------------------------------------------


def invent_office(random: Random) -> Office:
    """Invent an agreement."""
    return Office(
        random.choice(["contract-month", "contract-month", "calendar-month", "daily"]),
        random.choice([None, FIRST + DAY * random.randrange(200)]),
        random.choice([None, None, None, 2, 6]),
        random.choice(["billed", "not-billed"]),
    )


def invent_people(random: Random) -> list[Person]:
    """Invent people, some with a fault, without a number, or with an exit."""
    exits = ["", "", "mundur", "mundur", "tidak pernah bertugas", "meninggal"]
    people = []
    for number in range(1, PEOPLE + 1):
        start = FIRST + DAY * random.choice([0, 0, random.randrange(150)])
        end = random.choice([LAST, start + DAY * random.randrange(20, (LAST - start).days + 1)])
        one = Person(number, start, end, random.random() < 0.8, last=end)
        one.fault = random.choice(["", "", "", "held back", "incomplete"])
        if one.fault != "held back":
            one.exit_cause = random.choice(exits)
        if one.exit_cause in {"mundur", "meninggal"}:
            one.last = start + DAY * random.randrange(1, (end - start).days)
        people.append(one)
    return people


def carry_out(folder: Path, people: list[Person], office: Office) -> Path:
    """Enrol the people, read SIPP's numbers, and report the exits; give the last result."""
    status = int(any(one.fault == "held back" for one in people))
    result = enrolled(folder, *(one.row for one in people), agreement=office.toml, status=status)
    numbered = {nik(one.number) for one in people if one.has_number}
    on_list = [
        one for one in people_of(pl.read_parquet(result / "people.parquet")) if one.nik in numbered
    ]
    invoke("members", result, write_upah(folder / "upah.xlsx", on_list))
    exits = [
        (
            one.number,
            one.exit_cause,
            None if one.exit_cause.startswith("tidak") else one.last,
            "SK 1",
        )
        for one in people
        if one.exit_cause
    ]
    changes = write_changes(folder / "changes.xlsx", exits)
    done = invoke(
        "update", result, "--period", "2025-01", "--changes", changes, "--out", folder / "later"
    )
    assert done.status in {0, 1}, done.err
    return folder / "later"


@pytest.mark.parametrize(
    "seed",
    [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in ALL)],
)
def test_coverage__random_people_and_agreements__agrees_day_by_day(
    seed: int, tmp_path: Path
) -> None:
    random = Random(seed)  # noqa: S311
    office = invent_office(random)
    people = invent_people(random)
    result = carry_out(tmp_path, people, office)
    book = RateBook.load()
    record = read_result(result, book)
    spells = cover_spells(record.register(), read_members(result), record.agreement, book)
    counted = {day: (on_duty, covered) for day, on_duty, covered in count_days(spells)}
    days = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]
    assert {day: counted.get(day, (0, 0)) for day in days} == {
        day: expected(people, office, day) for day in days
    }
    for day in random.sample(days, 25):
        on_day = coverage_on_day(spells, day)
        covered = on_day.on_duty.height - on_day.uncovered.height
        assert (on_day.on_duty.height, covered) == expected(people, office, day)
        assert sum(on_day.reasons.values()) == on_day.uncovered.height


def test_worlds__all_seeds__have_100000_person_days() -> None:
    days = (LAST - FIRST).days + 1
    assert len([*QUICK, *ALL]) * PEOPLE * days >= 100_000
