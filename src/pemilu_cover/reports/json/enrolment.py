"""What ``enrol --json`` and ``check --json`` print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args

from typing_extensions import TypedDict

from pemilu_cover.enrolment.exclusions import exclusions
from pemilu_cover.enrolment.kecamatan_counts import count_by_kecamatan
from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.json.corrections import CorrectionsJson, corrections_json
from pemilu_cover.reports.json.elections import ShareJson, shares_json
from pemilu_cover.reports.json.people_counts import EnrolCountsJson, enrol_counts_json
from pemilu_cover.reports.json.totals import RemarksJson, SumsJson, remarks_json, sums_json
from pemilu_cover.roster.findings import About, FindingJson
from pemilu_cover.roster.people import NotUnderstoodCellsJson, PassedOverSheetJson
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster


class ExclusionJson(TypedDict):
    """A reason for which people are excluded, with the first places."""

    reason: str
    text: str
    people: int
    first_places: list[str]


class LevelCountsJson(TypedDict):
    """The findings of each level."""

    error: int
    warning: int
    info: int


class RosterJson(TypedDict):
    """What was read: files, sheets with people, people."""

    files: list[str]
    sheets: int
    rows: int
    not_understood: int
    passed_over: list[PassedOverSheetJson]


class KecamatanJson(TypedDict):
    """What becomes of the people of a kecamatan; null where none is known."""

    kecamatan: str | None
    people: int
    enrolled: int
    ready: int
    incomplete: int
    held_back: int
    excluded: int


class ValidatedJson(EnrolCountsJson):
    """What ``check`` and ``enrol`` say of the people."""

    roster: RosterJson
    not_understood: list[NotUnderstoodCellsJson]
    complete: CorrectionsJson
    by_kecamatan: list[KecamatanJson]
    exclusions: list[ExclusionJson]
    findings_about: dict[About, LevelCountsJson]
    findings: list[FindingJson]


class CheckJson(ValidatedJson):
    """The document of ``check``."""

    schema: Literal["pemilu-cover/check/1"]
    election: str
    elections: list[ShareJson]


class EnrolJson(ValidatedJson, SumsJson, RemarksJson):
    """The document of ``enrol``."""

    schema: Literal["pemilu-cover/enrol/1"]
    files: list[str]


def report(enrolment: Enrolment, language: Language) -> EnrolJson:
    """Return what ``enrol --json`` prints."""
    validation, totals = enrolment.validation, enrolment.totals
    return {
        "schema": "pemilu-cover/enrol/1",
        **_validated_json(enrolment, language),
        **sums_json(totals),
        **remarks_json(totals, validation.elections, language),
        "files": [sanitise_for_terminal(str(path)) for path in enrolment.files],
    }


def check_report(enrolment: Enrolment, language: Language) -> CheckJson:
    """Return what ``check --json`` prints."""
    validation = enrolment.validation
    return {
        "schema": "pemilu-cover/check/1",
        **_validated_json(enrolment, language),
        "election": validation.terms.election.id,
        "elections": shares_json(validation.elections),
    }


def _validated_json(enrolment: Enrolment, language: Language) -> ValidatedJson:
    validation = enrolment.validation
    return {
        "roster": roster_json(validation),
        "not_understood": [cells.as_json() for cells in validation.roster.not_understood],
        **counts_json(enrolment),
        "complete": corrections_json(validation.applied_corrections),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "exclusions": _exclusions_json(validation, language),
        "findings_about": findings_about(validation),
        "findings": [finding.as_json(language) for finding in validation.findings],
    }


def roster_json(validation: ValidatedRoster) -> RosterJson:
    """Return what was read: files, sheets with people, people."""
    tables = [table for table in validation.roster.tables if table.rows]
    return {
        "files": [sanitise_for_terminal(file.label) for file in validation.roster.files],
        "sheets": len({(table.sheet.file, table.sheet.name) for table in tables}),
        "rows": validation.frame.height,
        "not_understood": len(validation.roster.not_understood),
        "passed_over": [sheet.as_json() for sheet in validation.roster.passed_over],
    }


def by_kecamatan_json(enrolment: Enrolment) -> list[KecamatanJson]:
    """Return what becomes of the people of each kecamatan, null where none is known; most held back first."""
    return [
        {
            "kecamatan": counts.kecamatan,
            "people": counts.people,
            "enrolled": counts.enrolled,
            "ready": counts.ready,
            "incomplete": counts.incomplete,
            "held_back": counts.held_back,
            "excluded": counts.excluded,
        }
        for counts in count_by_kecamatan(enrolment)
    ]


def counts_json(enrolment: Enrolment) -> EnrolCountsJson:
    """Return what becomes of the people."""
    return enrol_counts_json(enrolment.counts(), enrolment.totals.excluded)


def findings_about(validation: ValidatedRoster) -> dict[About, LevelCountsJson]:
    """Count findings by what they are about and by level: only those about a person count people."""
    counts_by_about: dict[About, Counter[str]] = {about: Counter() for about in get_args(About)}
    for finding in validation.findings:
        counts_by_about[finding.about][finding.level] += 1
    return {
        about: {"error": counts["error"], "warning": counts["warning"], "info": counts["info"]}
        for about, counts in counts_by_about.items()
    }


def _exclusions_json(validation: ValidatedRoster, language: Language) -> list[ExclusionJson]:
    """Return the exclusions as ``--json`` carries them."""
    return [
        {
            "reason": group.reason,
            "text": group.text.in_language(language),
            "people": group.people,
            "first_places": list(group.places),
        }
        for group in exclusions(validation)
    ]
