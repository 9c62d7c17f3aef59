"""``manifest.json``: the origin and the content of a result, for auditors and scripts.

They are reproducible: the same input gives the same bytes, without times, folders or host names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from pemilu_cover.enrolment.corrections_archive import names_by_content
from pemilu_cover.reference.sipp_layout import FIXED
from pemilu_cover.reports.json.corrections import (
    AppliedFileJson,
    SupersededJson,
    files_json,
    superseded_json,
)
from pemilu_cover.reports.json.enrolment import (
    LevelCountsJson,
    counts_json,
    findings_about,
)
from pemilu_cover.reports.json.people_counts import EnrolCountsJson
from pemilu_cover.reports.json.roster_files import RosterFileJson, roster_file_json
from pemilu_cover.reports.json.totals import (
    LocationJson,
    OriginJson,
    SumsJson,
    manifest_bytes,
    origin_json,
    sums_json,
)
from pemilu_cover.roster.fields.normalise import count_normalised
from pemilu_cover.roster.findings import About
from pemilu_cover.roster.people import NotUnderstoodCellsJson, PassedOverSheetJson
from pemilu_cover.storage.result_folder import file_records
from pemilu_cover.values.json_types import FileRecord
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster
    from pemilu_cover.roster.corrections.changes import CellChange


class SkippedRowJson(TypedDict):
    """A row that is no person, with the reason."""

    file: str
    sheet: str
    row: int
    reason: str


class ReadingJson(TypedDict):
    """What was read, and from where places came."""

    rows: int
    put_right: dict[str, int]
    kecamatan_from: dict[str, int]
    desa_from: dict[str, int]
    not_people: list[SkippedRowJson]
    not_understood: list[NotUnderstoodCellsJson]
    passed_over: list[PassedOverSheetJson]


class ChangedCellJson(TypedDict):
    """A cell that counts otherwise than the roster has it."""

    file: str
    sheet: str
    row: int
    field: str
    because: str


class ChangesJson(TypedDict):
    """What counts otherwise than the rosters have it."""

    by_corrections: list[AppliedFileJson]
    replaced: list[SupersededJson]
    by_fix: dict[str, int]
    cells: list[ChangedCellJson]


class FilledColumnJson(TypedDict):
    """A column of SIPP that was filled."""

    cells: int
    because: str


class DefaultsJson(TypedDict):
    """What was filled in."""

    fixed: dict[str, str]
    filled: dict[str, FilledColumnJson]
    not_from_cells: dict[str, dict[str, int]]
    location: LocationJson


class ManifestCountsJson(EnrolCountsJson):
    """What becomes of the people, and the findings by code and subject."""

    findings: dict[str, int]
    findings_about: dict[About, LevelCountsJson]


class ManifestJson(OriginJson, SumsJson):
    """``manifest.json`` of ``enrol``."""

    schema: Literal["pemilu-cover/manifest/1"]
    inputs: list[RosterFileJson]
    read: ReadingJson
    changed: ChangesJson
    defaults: DefaultsJson
    counts: ManifestCountsJson
    outputs: dict[str, FileRecord]


def write(enrolment: Enrolment, contents: Mapping[str, bytes]) -> bytes:
    """Return the manifest of an enrolment and its files."""
    validation, totals = enrolment.validation, enrolment.totals
    inputs = [roster_file_json(validation, file) for file in validation.roster.files]
    manifest: ManifestJson = {
        "schema": "pemilu-cover/manifest/1",
        **origin_json(totals, validation.elections),
        "inputs": inputs,
        "read": _reading_json(validation),
        "changed": _changes_json(validation, names_by_content(contents)),
        "defaults": _defaults(enrolment),
        "counts": {
            **counts_json(enrolment),
            "findings": _by_code(validation),
            "findings_about": findings_about(validation),
        },
        **sums_json(totals),
        "outputs": file_records(contents),
    }
    return manifest_bytes(manifest)


def _reading_json(validation: ValidatedRoster) -> ReadingJson:
    frame = validation.frame
    return {
        "rows": frame.height,
        "put_right": count_normalised(frame),
        "kecamatan_from": dict(
            frame["kecamatan_source"].drop_nulls().value_counts(sort=True).iter_rows()
        ),
        "desa_from": dict(frame["desa_source"].drop_nulls().value_counts(sort=True).iter_rows()),
        "not_people": [
            {
                "file": sanitise_for_terminal(row.file),
                "sheet": sanitise_for_terminal(row.sheet),
                "row": row.row,
                "reason": row.reason,
            }
            for row in validation.roster.skipped
        ],
        "not_understood": [cells.as_json() for cells in validation.roster.not_understood],
        "passed_over": [sheet.as_json() for sheet in validation.roster.passed_over],
    }


# What JSON calls the fixes: scripts read these names.
_FIX_NAMES = {"birth-swapped": "swaps", "nik-letters": "letters", "sex-missing": "sex"}


def _changes_json(validation: ValidatedRoster, kept_as: Mapping[str, str]) -> ChangesJson:
    """Return what counts otherwise than the rosters have it: where, never what, as it may be a name."""
    frame = validation.frame.select("file", "sheet", "row")

    def places(changes: Iterable[CellChange]) -> list[ChangedCellJson]:
        return [
            {
                "file": sanitise_for_terminal(place["file"]),
                "sheet": sanitise_for_terminal(place["sheet"]),
                "row": place["row"],
                "field": change.field,
                "because": _FIX_NAMES.get(change.because, change.because),
            }
            for change in sorted(changes, key=lambda change: (change.id, change.field))
            for place in [frame.row(change.id, named=True)]
        ]

    return {
        "by_corrections": files_json(validation.applied_corrections, kept_as),
        "replaced": superseded_json(validation.applied_corrections),
        "by_fix": dict(
            sorted(Counter(_FIX_NAMES[change.because] for change in validation.auto_fixes).items())
        ),
        "cells": places([*validation.applied_corrections.changes.values(), *validation.auto_fixes]),
    }


def _defaults(enrolment: Enrolment) -> DefaultsJson:
    completed, frame = enrolment.completed, enrolment.people
    value_sources = {
        field: {
            source: count
            for source, count in frame[f"{field}_source"].value_counts(sort=True).iter_rows()
            if source != "cell"
        }
        for field in ("wage", "start", "end")
    }
    location = completed.location
    return {
        "fixed": FIXED,
        "filled": {
            name: {"cells": count, "because": completed.because[name].en}
            for name, count in completed.filled.items()
        },
        "not_from_cells": {field: counts for field, counts in value_sources.items() if counts},
        "location": {
            "code": location.code if location else None,
            "because": completed.location_because.en,
        },
    }


def _by_code(validation: ValidatedRoster) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in validation.findings).items()))
