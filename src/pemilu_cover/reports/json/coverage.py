"""``coverage --json``: numbers by reason, place, role and day; people with masked NIKs and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from pemilu_cover.reconciliation.coverage.places import DESA, KECAMATAN, TPS
from pemilu_cover.reconciliation.coverage.report import CoverageReport
from pemilu_cover.reports.people_labels import mask_name
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

_COUNTED = {"kecamatan": KECAMATAN, "desa": DESA, "tps": TPS, "role": ("role",)}


def report(coverage: CoverageReport, *, lists_uncovered: bool) -> dict[str, Any]:
    """Return what ``coverage --json`` prints: with a filter its people, or everybody without cover."""
    on_day = coverage.on_day
    on_duty, uncovered = on_day.on_duty.height, on_day.uncovered.height
    people = on_day.people if coverage.chosen.is_narrow else None
    if lists_uncovered:
        people = on_day.uncovered
    return {
        "on": on_day.day.isoformat(),
        "voting_days": [day.isoformat() for day in coverage.voting_days],
        "on_duty": on_duty,
        "covered": on_duty - uncovered,
        "uncovered": uncovered,
        "reasons": on_day.reasons,
        "not_enrolled_because": on_day.error_counts,
        "off_duty": on_day.off_duty,
        "by": {
            name: [
                row | _sanitised(row, columns) for row in on_day.by(*columns).iter_rows(named=True)
            ]
            for name, columns in _COUNTED.items()
        },
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
        **({"people": list(_people(people))} if people is not None else {}),
    }


def _sanitised(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """Return texts of the roster, which may have a NIK anywhere."""
    return {name: row[name] and sanitise_for_terminal(row[name]) for name in columns}


def _people(people: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for person in people.iter_rows(named=True):
        days = (person[key] for key in ("duty_from", "duty_until", "cover_from", "cover_until"))
        first, last, cover_first, cover_last = (day and day.isoformat() for day in days)
        yield {
            "nik": person["nik"] and mask(person["nik"]),
            "name": person["name"] and mask_name(person["name"]),
            "number": person["number"],
            "role": person["role"],
            **_sanitised(person, TPS),
            "on_duty": person["is_on_duty"],
            "covered": person["is_covered"],
            "reason": person["reason"],
            "duty": {"from": first, "to": last},
            "cover": {"from": cover_first, "to": cover_last} if cover_first else None,
            **_sanitised(person, ("file", "sheet")),
            "row": person["row"],
        }
