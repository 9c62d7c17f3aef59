"""``manifest.json`` and ``--json``: how a result came about, and what it is, for auditors and scripts.

The same input gives the same bytes: no time, no folder, no machine stands in them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pemilu_cover.enrolment.elections import shares_json
from pemilu_cover.enrolment.exclusions import exclusions_json
from pemilu_cover.enrolment.kecamatan_counts import count_by_kecamatan
from pemilu_cover.enrolment.kept_corrections import names_by_content
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
    judged, totals = enrolment.validation, enrolment.totals
    inputs = [_input(judged, number) for number in range(len(judged.roster.files))]
    return manifest_bytes(
        {
            **origin_json(totals, judged.elections, inputs),
            "read": _read(judged),
            "changed": _changed(judged, names_by_content(contents)),
            "defaults": _defaults(enrolment),
            "counts": {
                **_counts(enrolment),
                "findings": _by_code(judged),
                "findings_about": findings_about(judged),
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
    judged, totals = enrolment.validation, enrolment.totals
    return {
        "roster": roster_json(judged),
        "not_understood": [cells.as_json() for cells in judged.roster.not_understood],
        **_counts(enrolment),
        "complete": corrections_json(judged.returned),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "exclusions": exclusions_json(judged, language),
        **sums_json(totals),
        **remarks_json(totals, judged.elections, language),
        "findings_about": findings_about(judged),
        "findings": [finding.as_json(language) for finding in judged.findings],
        "files": [sanitise_for_terminal(str(path)) for path in enrolment.files],
    }


def check_report(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Return what ``check --json`` prints."""
    judged = enrolment.validation
    return {
        "roster": roster_json(judged),
        "not_understood": [cells.as_json() for cells in judged.roster.not_understood],
        **_counts(enrolment),
        "complete": corrections_json(judged.returned),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "exclusions": exclusions_json(judged, language),
        "election": judged.terms.election.id,
        "elections": shares_json(judged.elections),
        "findings_about": findings_about(judged),
        "findings": [finding.as_json(language) for finding in judged.findings],
    }


def roster_json(judged: ValidatedRoster) -> dict[str, Any]:
    """Return what was read: files, sheets with people, people."""
    tables = [table for table in judged.roster.tables if table.rows]
    return {
        "files": [sanitise_for_terminal(file.label) for file in judged.roster.files],
        "sheets": len({(table.sheet.file, table.sheet.name) for table in tables}),
        "rows": judged.frame.height,
        "not_understood": len(judged.roster.not_understood),
        "passed_over": [sheet.as_json() for sheet in judged.roster.passed_over],
    }


def by_kecamatan_json(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Return what becomes of the people of each kecamatan, null where none is known; most held back first."""
    return [
        {
            "kecamatan": tally.kecamatan,
            "people": tally.people,
            "enrolled": tally.enrolled,
            "ready": tally.ready,
            "incomplete": tally.incomplete,
            "held_back": tally.held_back,
            "excluded": tally.excluded,
        }
        for tally in count_by_kecamatan(enrolment)
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


def _input(judged: ValidatedRoster, index: int) -> dict[str, Any]:
    file = judged.roster.files[index]
    return {
        "file": sanitise_for_terminal(file.label),
        "sha256": file.sha256,
        "sheets": [
            {
                "sheet": sanitise_for_terminal(sheet.name),
                "visible": sheet.visible,
                **({"unread": sanitise_for_terminal(sheet.unread)} if sheet.unread else {}),
                "hidden_rows": len(sheet.hidden_rows),
                "account": judged.roster.account_of(sheet),
                "tables": [
                    {
                        "header_row": sheet.first_row + table.header.first,
                        "columns": {
                            field: sanitise_for_terminal(label)
                            for field, label in table.header.labels.items()
                        },
                        "unmapped": [
                            sanitise_for_terminal(label)
                            for label in unused_columns(table, judged.returned)
                        ],
                        "people": len(table.rows),
                        "not_people": dict(Counter(reason for _, reason in table.skipped)),
                    }
                    for table in judged.roster.tables
                    if table.sheet is sheet
                ],
            }
            for sheet in file.sheets
        ],
    }


def _read(judged: ValidatedRoster) -> dict[str, Any]:
    frame = judged.frame
    return {
        "rows": frame.height,
        "put_right": count_normalised(frame),
        "kecamatan_from": dict(
            frame["kecamatan_source"].drop_nulls().value_counts(sort=True).iter_rows()
        ),
        "desa_from": dict(frame["desa_source"].drop_nulls().value_counts(sort=True).iter_rows()),
        "not_people": [_masked(row._asdict()) for row in judged.roster.skipped],
        "not_understood": [cells.as_json() for cells in judged.roster.not_understood],
        "passed_over": [sheet.as_json() for sheet in judged.roster.passed_over],
    }


# What JSON calls the fixes: scripts read these names.
_FIX_NAMES = {"birth-swapped": "swaps", "nik-letters": "letters", "sex-missing": "sex"}


def _changed(judged: ValidatedRoster, kept_as: Mapping[str, str]) -> dict[str, Any]:
    """Return what counts otherwise than the rosters have it: where, never what, as it may be a name."""
    frame = judged.frame.select("file", "sheet", "row")

    def places(changes: Iterable[CellChange]) -> list[dict[str, Any]]:
        return [
            {
                **_masked(frame.row(change.id, named=True)),
                "field": change.field,
                "because": _FIX_NAMES.get(change.because, change.because),
            }
            for change in sorted(changes, key=lambda change: (change.id, change.field))
        ]

    return {
        "by_corrections": files_json(judged.returned, kept_as),
        "replaced": superseded_json(judged.returned),
        "by_fix": dict(
            sorted(Counter(_FIX_NAMES[change.because] for change in judged.fixed).items())
        ),
        "cells": places([*judged.returned.changes.values(), *judged.fixed]),
    }


def _masked(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place of a roster without the NIK that its file or sheet may be called by."""
    return {
        **place,
        "file": sanitise_for_terminal(place["file"]),
        "sheet": sanitise_for_terminal(place["sheet"]),
    }


def _defaults(enrolment: Enrolment) -> dict[str, Any]:
    completed, frame = enrolment.completed, enrolment.people
    settled = {
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
        "not_from_cells": {field: counts for field, counts in settled.items() if counts},
        "location": {
            "code": location.code if location else None,
            "because": completed.location_because.en,
        },
    }


def findings_about(judged: ValidatedRoster) -> dict[str, dict[str, int]]:
    """Count findings by what they are about and by level: only those about a person count people."""
    found: dict[str, Counter[str]] = {about: Counter() for about in get_args(About)}
    for finding in judged.findings:
        found[finding.about][finding.level] += 1
    return {
        about: {level: counts[level] for level in get_args(Level)[:3]}
        for about, counts in found.items()
    }


def _by_code(judged: ValidatedRoster) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in judged.findings).items()))
