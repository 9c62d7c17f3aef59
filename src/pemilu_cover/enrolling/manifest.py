"""``manifest.json`` and ``--json``: how a result came about, and what it is, for auditors and scripts.

The same input gives the same bytes: no time, no folder, no machine stands in them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pemilu_cover import __version__
from pemilu_cover.enrolling.billing import (
    cautions_of,
    reliefs_in_words,
    reliefs_used,
    role_totals,
    tariffs_used,
    uncovered,
)
from pemilu_cover.enrolling.tally import by_kecamatan
from pemilu_cover.law.premium import proration_of
from pemilu_cover.messages import Language
from pemilu_cover.reasons import cover
from pemilu_cover.reasons.lawview import tariff_json
from pemilu_cover.roster.normalise import put_right
from pemilu_cover.sheets import sipp
from pemilu_cover.sheets.invoice import MonthTotal
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import for_screen

if TYPE_CHECKING:
    from pemilu_cover.enrol import Enrolment
    from pemilu_cover.enrolling.judging import Judged
    from pemilu_cover.law.files import Citation
    from pemilu_cover.roster.changes import Change


def write(enrolment: Enrolment, contents: Mapping[str, bytes]) -> bytes:
    """Write the manifest of an enrolment and its files; give its bytes."""
    judged = enrolment.judged
    manifest = {
        "program": {"name": "pemilu-cover", "version": __version__},
        "inputs": [_input(judged, number) for number in range(len(judged.roster.files))],
        "election": {
            "id": judged.terms.election.id,
            "name": judged.terms.election.name,
            "because": judged.terms.election_because.en,
        },
        "agreement": _agreement(judged),
        "law": _law(enrolment),
        "read": _read(judged),
        "changed": _changed(judged),
        "defaults": _defaults(enrolment),
        "counts": {**_counts(enrolment), "findings": _by_code(judged)},
        "premium": premium_json(enrolment),
        "by_role": by_role_json(enrolment),
        "schedule": schedule_json(enrolment),
        "uncovered": [
            {"role": role, "from": day.isoformat(), "days": days, "people": people}
            for role, day, days, people in uncovered(enrolment)
        ],
        "outputs": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in contents.items()
        },
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def report(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Give what ``enrol --json`` prints."""
    return {
        "roster": roster_json(enrolment.judged),
        **_counts(enrolment),
        "premium": premium_json(enrolment),
        "by_role": by_role_json(enrolment),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "schedule": schedule_json(enrolment),
        "cover": cover_in_words(enrolment, language),
        "cautions": [text.say(language) for text in cautions_of(enrolment)],
        "election": enrolment.judged.terms.election.id,
        "findings": [finding.as_json(language) for finding in enrolment.judged.findings],
        "files": [for_screen(str(path)) for path in enrolment.files],
    }


def check_report(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Give what ``check --json`` prints."""
    judged = enrolment.judged
    return {
        "roster": roster_json(judged),
        **_counts(enrolment),
        "by_kecamatan": by_kecamatan_json(enrolment),
        "election": judged.terms.election.id,
        "findings": [finding.as_json(language) for finding in judged.findings],
    }


def roster_json(judged: Judged) -> dict[str, Any]:
    """Give what was read: files, sheets with people, people."""
    tables = [table for table in judged.roster.tables if table.rows]
    return {
        "files": [for_screen(file.label) for file in judged.roster.files],
        "sheets": len({(table.sheet.file, table.sheet.name) for table in tables}),
        "rows": judged.frame.height,
    }


def premium_json(enrolment: Enrolment) -> dict[str, str]:
    """Give the premium by programme, in rupiah as decimal text."""
    priced = enrolment.priced
    return {
        "jkk": rupiah.as_text(priced.total_sen("jkk_sen")),
        "jkm": rupiah.as_text(priced.total_sen("jkm_sen")),
        "total": rupiah.as_text(priced.total_sen()),
    }


def by_role_json(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Give people, months and amounts by role."""
    return [
        {
            "role": total.code,
            "people": total.people,
            "person_months": number(total.person_months),
            "jkk": rupiah.as_text(total.jkk_sen),
            "jkm": rupiah.as_text(total.jkm_sen),
            "total": rupiah.as_text(total.jkk_sen + total.jkm_sen),
        }
        for total in role_totals(enrolment.people)
    ]


def schedule_json(enrolment: Enrolment) -> dict[str, Any]:
    """Give what is due when, and the penalties of paying on the day that was asked about (else null)."""
    months = enrolment.months
    paid_on = enrolment.paid_on
    return {
        "paid_on": paid_on.isoformat() if paid_on else None,
        "penalty": rupiah.as_text(sum(month.penalty_sen for month in months)) if paid_on else None,
        "months": [
            {
                "month": f"{total.month:%Y-%m}",
                "segment": total.segment,
                "people": total.people,
                "total": rupiah.as_text(total.total_sen),
                "due": total.due.isoformat(),
                **(_late_json(total) if paid_on else {}),
            }
            for total in months
        ],
    }


def cover_in_words(enrolment: Enrolment, language: Language) -> str | None:
    """Say what the premium buys, or None where no benefit is in force."""
    said = cover.in_words(enrolment.priced.premiums, enrolment.judged.terms.book)
    return said.say(language) if said else None


def _late_json(total: MonthTotal) -> dict[str, Any]:
    return {"months_late": total.months_late, "penalty": rupiah.as_text(total.penalty_sen)}


def by_kecamatan_json(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Give what becomes of the people of each kecamatan, null where none is known; most held back first."""
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
        for tally in by_kecamatan(enrolment)
    ]


def number(value: float) -> int | float:
    """Give a number of months as an integer where it is one."""
    return int(value) if value == int(value) else round(value, 6)


def _counts(enrolment: Enrolment) -> dict[str, int]:
    return {
        "enrolled": enrolment.people.height,
        "ready": enrolment.ready.height,
        "incomplete": enrolment.incomplete.height,
        "returning": int(enrolment.people["kpj"].count()),
        "held_back": len(enrolment.judged.held_back),
        "excluded": len(enrolment.judged.excluded),
    }


def _input(judged: Judged, index: int) -> dict[str, Any]:
    file = judged.roster.files[index]
    return {
        "file": for_screen(file.label),
        "sha256": file.sha256,
        "sheets": [
            {
                "sheet": for_screen(sheet.name),
                "visible": sheet.visible,
                "hidden_rows": len(sheet.hidden_rows),
                "tables": [
                    {
                        "header_row": sheet.first_row + table.header.first,
                        "columns": {
                            field: for_screen(label) for field, label in table.header.labels.items()
                        },
                        "unmapped": [for_screen(label) for label in table.header.unmapped.values()],
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


def _agreement(judged: Judged) -> dict[str, Any] | None:
    agreement = judged.terms.agreement
    if not agreement.model_fields_set:
        return None
    return agreement.model_dump(mode="json", exclude_unset=True)


def _law(enrolment: Enrolment) -> dict[str, Any]:
    terms = enrolment.judged.terms
    book = terms.book
    rules = {
        proration_of(terms.agreement, role, book) for role in enrolment.people["role"].unique()
    }
    return {
        "checked_on": book.checked_on.isoformat(),
        "rates": [tariff_json(*used) for used in tariffs_used(enrolment)],
        "reliefs": [_cited(relief) for relief in reliefs_used(enrolment)],
        "reliefs_in_words": reliefs_in_words(enrolment),
        "cautions": [text.en for text in cautions_of(enrolment)],
        "cover": cover_in_words(enrolment, "en"),
        "risk_class": _cited(book.jkk.election_bodies),
        "proration": {name: _cited(book.proration.rules[name]) for name in sorted(rules)},
        "rounding": _cited(book.contribution.rounding),
        "base": _cited(book.contribution.base),
        "due": _cited(book.contribution.due),
        "penalty": _cited(book.contribution.penalty),
        **({"bpu_due": _cited(book.bpu.due)} if "bpu" in enrolment.people["segment"] else {}),
    }


def _cited(value: Citation | None) -> dict[str, Any] | None:
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True) if value else None


def _read(judged: Judged) -> dict[str, Any]:
    frame = judged.frame
    return {
        "rows": frame.height,
        "put_right": put_right(frame),
        "kecamatan_from": dict(
            frame["kecamatan_from"].drop_nulls().value_counts(sort=True).iter_rows()
        ),
        "desa_from": dict(frame["desa_from"].drop_nulls().value_counts(sort=True).iter_rows()),
        "not_people": [_masked(row._asdict()) for row in judged.roster.skipped],
    }


def _changed(judged: Judged) -> dict[str, Any]:
    """Give what counts otherwise than the rosters have it: where, never what, as it may be a name."""
    frame = judged.frame.select("file", "sheet", "row")

    def places(changes: Iterable[Change]) -> list[dict[str, Any]]:
        return [
            {
                **_masked(frame.row(change.id, named=True)),
                "field": change.field,
                "because": change.because,
            }
            for change in sorted(changes, key=lambda change: (change.id, change.field))
        ]

    return {
        "by_corrections": [
            {
                "file": for_screen(taken.file),
                "sha256": taken.sha256,
                "filled": dict(sorted((+taken.filled).items())),
                "corrected": taken.corrected,
                "struck_out": taken.struck,
                "fits_nobody": taken.lost,
            }
            for taken in judged.returned.files
        ],
        "by_fix": dict(sorted(Counter(change.because for change in judged.fixed).items())),
        "cells": places([*judged.returned.changes.values(), *judged.fixed]),
    }


def _masked(place: Mapping[str, Any]) -> dict[str, Any]:
    """Give a place of a roster without the NIK that its file or sheet may be called by."""
    return {**place, "file": for_screen(place["file"]), "sheet": for_screen(place["sheet"])}


def _defaults(enrolment: Enrolment) -> dict[str, Any]:
    completed, frame = enrolment.completed, enrolment.people
    settled = {
        field: {
            source: count
            for source, count in frame[f"{field}_from"].value_counts(sort=True).iter_rows()
            if source != "cell"
        }
        for field in ("wage", "start", "end")
    }
    location = completed.location
    return {
        "fixed": sipp.FIXED,
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


def _by_code(judged: Judged) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in judged.findings).items()))
