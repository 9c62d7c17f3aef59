"""What ``enrol --each --json`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.enrolment.offices import (
    OfficeResult,
    OfficeSums,
    sum_offices,
    worst_status,
)
from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.json.amounts import PremiumJson, premium_json
from pemilu_cover.reports.json.errors import ErrorJson, refusal_json
from pemilu_cover.reports.json.people_counts import PeopleCountsJson, people_counts_json
from pemilu_cover.values.text import sanitise_for_terminal


class OfficeSumsJson(PeopleCountsJson):
    """What becomes of people, and what they cost."""

    premium: PremiumJson


class OfficeJson(TypedDict):
    """An office: its files and its exit status; ``result`` or ``error`` is null.

    ``out`` is null where nothing was written.
    """

    name: str
    roster: str
    agreement: str | None
    out: str | None
    exit: int
    result: OfficeSumsJson | None
    findings_by_code: dict[str, int]
    files: list[str]
    error: ErrorJson | None


class OfficesJson(TypedDict):
    """The document of ``enrol --each``; ``by_exit`` counts offices by their exit status."""

    schema: Literal["pemilu-cover/enrol-each/1"]
    exit: int
    by_exit: dict[str, int]
    total: OfficeSumsJson
    offices: list[OfficeJson]


def report(results: Sequence[OfficeResult], language: Language) -> OfficesJson:
    """Return what ``enrol --each --json`` prints."""
    by_exit = Counter(str(int(result.exit_status)) for result in results)
    return {
        "schema": "pemilu-cover/enrol-each/1",
        "exit": worst_status(results),
        "by_exit": dict(sorted(by_exit.items())),
        "total": _sums_json(sum_offices(results)),
        "offices": [_office_json(result, language) for result in results],
    }


def _office_json(result: OfficeResult, language: Language) -> OfficeJson:
    office = result.office
    agreement = None if office.agreement is None else sanitise_for_terminal(str(office.agreement))
    return {
        "name": sanitise_for_terminal(office.name),
        "roster": sanitise_for_terminal(str(office.roster)),
        "agreement": agreement,
        "out": sanitise_for_terminal(str(office.out)) if result.files else None,
        "exit": result.exit_status,
        "result": None if result.sums is None else _sums_json(result.sums),
        "findings_by_code": dict(result.findings),
        "files": [sanitise_for_terminal(str(path)) for path in result.files],
        "error": None if result.refusal is None else refusal_json(result.refusal, language),
    }


def _sums_json(sums: OfficeSums) -> OfficeSumsJson:
    return {
        **people_counts_json(sums._asdict()),
        "premium": premium_json(sums.jkk_sen, sums.jkm_sen),
    }
