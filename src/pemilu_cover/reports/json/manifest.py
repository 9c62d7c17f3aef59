"""``manifest.json`` and ``--json``: the origin and the content of a result, for auditors and scripts.

They are reproducible: the same input gives the same bytes, without times, folders or host names.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pemilu_cover.enrolment.corrections_archive import names_by_content
from pemilu_cover.enrolment.elections import shares_json
from pemilu_cover.enrolment.exclusions import exclusions_json
from pemilu_cover.enrolment.kecamatan_counts import count_by_kecamatan
from pemilu_cover.enrolment.unread_parts import unused_columns
from pemilu_cover.i18n.messages import Level
from pemilu_cover.i18n.text import Language
from pemilu_cover.reference.sipp_layout import FIXED
from pemilu_cover.reports.json.corrections import corrections_json, files_json, superseded_json
from pemilu_cover.reports.json.totals import manifest_bytes, origin_json, remarks_json, sums_json
from pemilu_cover.roster.fields.normalise import count_normalised
from pemilu_cover.roster.findings import About
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster
    from pemilu_cover.roster.corrections.changes import CellChange


def write(enrolment: Enrolment, contents: Mapping[str, bytes]) -> bytes:
    """Return the manifest of an enrolment and its files."""
    validation, totals = enrolment.validation, enrolment.totals
    inputs = [_input(validation, number) for number in range(len(validation.roster.files))]
    return manifest_bytes(
        {
            **origin_json(totals, validation.elections, inputs),
            "read": _reading_json(validation),
            "changed": _changes_json(validation, names_by_content(contents)),
            "defaults": _defaults(enrolment),
            "counts": {
                **_counts(enrolment),
                "findings": _by_code(validation),
                "findings_about": findings_about(validation),
            },
            **sums_json(totals),
            "outputs": {
                name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for name, content in contents.items()
            },
        }
    )


def report(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Return what ``enrol --json`` prints."""
    validation, totals = enrolment.validation, enrolment.totals
    return {
        "roster": roster_json(validation),
        "not_understood": [cells.as_json() for cells in validation.roster.not_understood],
        **_counts(enrolment),
        "complete": corrections_json(validation.applied_corrections),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "exclusions": exclusions_json(validation, language),
        **sums_json(totals),
        **remarks_json(totals, validation.elections, language),
        "findings_about": findings_about(validation),
        "findings": [finding.as_json(language) for finding in validation.findings],
        "files": [sanitise_for_terminal(str(path)) for path in enrolment.files],
    }


def check_report(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Return what ``check --json`` prints."""
    validation = enrolment.validation
    return {
        "roster": roster_json(validation),
        "not_understood": [cells.as_json() for cells in validation.roster.not_understood],
        **_counts(enrolment),
        "complete": corrections_json(validation.applied_corrections),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "exclusions": exclusions_json(validation, language),
        "election": validation.terms.election.id,
        "elections": shares_json(validation.elections),
        "findings_about": findings_about(validation),
        "findings": [finding.as_json(language) for finding in validation.findings],
    }


def roster_json(validation: ValidatedRoster) -> dict[str, Any]:
    """Return what was read: files, sheets with people, people."""
    tables = [table for table in validation.roster.tables if table.rows]
    return {
        "files": [sanitise_for_terminal(file.label) for file in validation.roster.files],
        "sheets": len({(table.sheet.file, table.sheet.name) for table in tables}),
        "rows": validation.frame.height,
        "not_understood": len(validation.roster.not_understood),
        "passed_over": [sheet.as_json() for sheet in validation.roster.passed_over],
    }


def by_kecamatan_json(enrolment: Enrolment) -> list[dict[str, Any]]:
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


def _counts(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "enrolled": enrolment.people.height,
        "ready": enrolment.ready.height,
        "incomplete": enrolment.incomplete.height,
        "returning": int(enrolment.people["kpj"].count()),
        "held_back": len(enrolment.validation.held_back),
        "excluded": len(enrolment.validation.excluded),
        "excluded_by": enrolment.totals.excluded._asdict(),
    }


def _input(validation: ValidatedRoster, index: int) -> dict[str, Any]:
    file = validation.roster.files[index]
    return {
        "file": sanitise_for_terminal(file.label),
        "sha256": file.sha256,
        "sheets": [
            {
                "sheet": sanitise_for_terminal(sheet.name),
                "visible": sheet.visible,
                **({"unread": sanitise_for_terminal(sheet.unread)} if sheet.unread else {}),
                "hidden_rows": len(sheet.hidden_rows),
                "account": validation.roster.count_rows(sheet),
                "tables": [
                    {
                        "header_row": sheet.first_row + table.header.first,
                        "columns": {
                            field: sanitise_for_terminal(label)
                            for field, label in table.header.labels.items()
                        },
                        "unmapped": [
                            sanitise_for_terminal(label)
                            for label in unused_columns(table, validation.applied_corrections)
                        ],
                        "people": len(table.rows),
                        "not_people": dict(Counter(reason for _, reason in table.skipped)),
                    }
                    for table in validation.roster.tables
                    if table.sheet is sheet
                ],
            }
            for sheet in file.sheets
        ],
    }


def _reading_json(validation: ValidatedRoster) -> dict[str, Any]:
    frame = validation.frame
    return {
        "rows": frame.height,
        "put_right": count_normalised(frame),
        "kecamatan_from": dict(
            frame["kecamatan_source"].drop_nulls().value_counts(sort=True).iter_rows()
        ),
        "desa_from": dict(frame["desa_source"].drop_nulls().value_counts(sort=True).iter_rows()),
        "not_people": [_mask_place(row._asdict()) for row in validation.roster.skipped],
        "not_understood": [cells.as_json() for cells in validation.roster.not_understood],
        "passed_over": [sheet.as_json() for sheet in validation.roster.passed_over],
    }


# What JSON calls the fixes: scripts read these names.
_FIX_NAMES = {"birth-swapped": "swaps", "nik-letters": "letters", "sex-missing": "sex"}


def _changes_json(validation: ValidatedRoster, kept_as: Mapping[str, str]) -> dict[str, Any]:
    """Return what counts otherwise than the rosters have it: where, never what, as it may be a name."""
    frame = validation.frame.select("file", "sheet", "row")

    def places(changes: Iterable[CellChange]) -> list[dict[str, Any]]:
        return [
            {
                **_mask_place(frame.row(change.id, named=True)),
                "field": change.field,
                "because": _FIX_NAMES.get(change.because, change.because),
            }
            for change in sorted(changes, key=lambda change: (change.id, change.field))
        ]

    return {
        "by_corrections": files_json(validation.applied_corrections, kept_as),
        "replaced": superseded_json(validation.applied_corrections),
        "by_fix": dict(
            sorted(Counter(_FIX_NAMES[change.because] for change in validation.auto_fixes).items())
        ),
        "cells": places([*validation.applied_corrections.changes.values(), *validation.auto_fixes]),
    }


def _mask_place(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place of a roster without the NIK that its file or sheet may be called by."""
    return {
        **place,
        "file": sanitise_for_terminal(place["file"]),
        "sheet": sanitise_for_terminal(place["sheet"]),
    }


def _defaults(enrolment: Enrolment) -> dict[str, Any]:
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


def findings_about(validation: ValidatedRoster) -> dict[str, dict[str, int]]:
    """Count findings by what they are about and by level: only those about a person count people."""
    counts_by_about: dict[str, Counter[str]] = {about: Counter() for about in get_args(About)}
    for finding in validation.findings:
        counts_by_about[finding.about][finding.level] += 1
    return {
        about: {level: counts[level] for level in get_args(Level)[:3]}
        for about, counts in counts_by_about.items()
    }


def _by_code(validation: ValidatedRoster) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in validation.findings).items()))
