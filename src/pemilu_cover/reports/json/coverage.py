"""``coverage --json``: numbers by reason, place, role and day; people with masked NIKs and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, cast

import polars as pl
from typing_extensions import TypedDict

from pemilu_cover.reconciliation.coverage.places import DESA, KECAMATAN, TPS
from pemilu_cover.reconciliation.coverage.report import CoverageReport
from pemilu_cover.reports.json.texts import text_json
from pemilu_cover.reports.people_labels import mask_name
from pemilu_cover.values.json_types import DatesInForce, Day, MaskedNik, Period
from pemilu_cover.values.nik import mask


class CoverageCountJson(TypedDict):
    """The numbers of a place or a role."""

    regency: NotRequired[str | None]
    kecamatan: NotRequired[str | None]
    desa: NotRequired[str | None]
    tps: NotRequired[str | None]
    role: NotRequired[str | None]
    on_duty: int
    covered: int
    uncovered: int


class CoverageCountsJson(TypedDict):
    """The numbers by place and by role."""

    kecamatan: list[CoverageCountJson]
    desa: list[CoverageCountJson]
    tps: list[CoverageCountJson]
    role: list[CoverageCountJson]


class CoverageDaysJson(Period):
    """Days with the same numbers."""

    on_duty: int
    covered: int
    voting_day: bool


class CoveredPersonJson(TypedDict):
    """A person on the day, with masked NIK and name."""

    nik: MaskedNik | None
    name: str | None
    number: str | None
    role: str | None
    regency: str | None
    kecamatan: str | None
    desa: str | None
    tps: str | None
    on_duty: bool
    covered: bool
    reason: str | None
    duty: DatesInForce
    cover: DatesInForce | None
    file: str | None
    sheet: str | None
    row: int | None


class CoverageJson(TypedDict):
    """The document of ``coverage``; ``people`` are those of a filter, or everybody without cover."""

    schema: Literal["pemilu-cover/coverage/1"]
    on: Day
    voting_days: list[Day]
    on_duty: int
    covered: int
    uncovered: int
    reasons: dict[str, int]
    not_enrolled_because: dict[str, int]
    off_duty: dict[str, int]
    by: CoverageCountsJson
    calendar: list[CoverageDaysJson]
    people: list[CoveredPersonJson] | None


_COUNTED = {"kecamatan": KECAMATAN, "desa": DESA, "tps": TPS, "role": ("role",)}


def report(coverage: CoverageReport, *, lists_uncovered: bool) -> CoverageJson:
    """Return what ``coverage --json`` prints: with a filter its people, or everybody without cover."""
    on_day = coverage.on_day
    on_duty, uncovered = on_day.on_duty.height, on_day.uncovered.height
    people = on_day.people if coverage.chosen.is_narrow else None
    if lists_uncovered:
        people = on_day.uncovered
    return {
        "schema": "pemilu-cover/coverage/1",
        "on": on_day.day.isoformat(),
        "voting_days": [day.isoformat() for day in coverage.voting_days],
        "on_duty": on_duty,
        "covered": on_duty - uncovered,
        "uncovered": uncovered,
        "reasons": on_day.reasons,
        "not_enrolled_because": on_day.error_counts,
        "off_duty": on_day.off_duty,
        "by": cast(
            CoverageCountsJson,
            {
                name: [
                    row | _sanitised(row, columns)
                    for row in on_day.by(*columns).iter_rows(named=True)
                ]
                for name, columns in _COUNTED.items()
            },
        ),
        "calendar": [
            {
                "from": days.first.isoformat(),
                "to": days.last.isoformat(),
                "on_duty": days.on_duty,
                "covered": days.covered,
                "voting_day": days.is_voting_day,
            }
            for days in coverage.calendar
        ],
        "people": None if people is None else list(_people(people)),
    }


def _sanitised(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """Return texts of the roster, which may have a NIK anywhere."""
    return {name: text_json(row[name]) for name in columns}


def _people(people: pl.DataFrame) -> Iterator[CoveredPersonJson]:
    for person in people.iter_rows(named=True):
        days = (person[key] for key in ("duty_from", "duty_until", "cover_from", "cover_until"))
        first, last, cover_first, cover_last = (day and day.isoformat() for day in days)
        yield {
            "nik": person["nik"] and mask(person["nik"]),
            "name": person["name"] and mask_name(person["name"]),
            "number": person["number"],
            "role": person["role"],
            "regency": text_json(person["regency"]),
            "kecamatan": text_json(person["kecamatan"]),
            "desa": text_json(person["desa"]),
            "tps": text_json(person["tps"]),
            "on_duty": person["is_on_duty"],
            "covered": person["is_covered"],
            "reason": person["reason"],
            "duty": {"from": first, "to": last},
            "cover": {"from": cover_first, "to": cover_last} if cover_first else None,
            "file": text_json(person["file"]),
            "sheet": text_json(person["sheet"]),
            "row": person["row"],
        }
