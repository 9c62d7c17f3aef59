"""What JSON says of an update: ``update --json``, and the manifest that links a result to the earlier one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import polars as pl
from typing_extensions import TypedDict

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.elections import election_shares
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.advice import all_advice
from pemilu_cover.reconciliation.changes.events import Advice, Question
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reports.json.batches import BatchFileJson, RegencyJson, by_regency_json
from pemilu_cover.reports.json.people_counts import PeopleCountsJson, people_counts_json
from pemilu_cover.reports.json.totals import (
    OriginJson,
    SumsJson,
    manifest_bytes,
    origin_json,
    sums_json,
)
from pemilu_cover.roster.findings import Finding, FindingJson
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import FileRecord, InputFile, Money, Month, Sha256
from pemilu_cover.values.text import sanitise_for_terminal


class ChangeCountsJson(TypedDict):
    """The period and how many people changed in which way."""

    period: Month
    stayed: int
    joined: int
    left: int
    died: int
    never_served: int
    unlisted: int
    replaced: int
    changed: int
    asked: int


class QuestionJson(TypedDict):
    """What the office has to answer."""

    code: str
    nik: str
    file: str
    sheet: str
    row: int | None
    message: str


class AdviceJson(TypedDict):
    """What the office should know or do."""

    code: str
    message: str


class UpdateJson(ChangeCountsJson):
    """The document of ``update``; findings of rosters that were read in batches are counted."""

    schema: Literal["pemilu-cover/update/1"]
    premium: Money
    difference: Money
    questions: list[QuestionJson]
    advice: list[AdviceJson]
    files: list[str]
    findings: list[FindingJson] | None
    findings_by_code: dict[str, int] | None


class ContinuesJson(TypedDict):
    """The earlier result: its path from this one, and the SHA-256 of its manifest."""

    folder: str
    manifest_sha256: Sha256


class UpdateManifestJson(OriginJson, SumsJson):
    """``manifest.json`` of ``update``."""

    schema: Literal["pemilu-cover/update-manifest/1"]
    inputs: list[InputFile | BatchFileJson]
    continues: ContinuesJson
    changes: ChangeCountsJson
    counts: PeopleCountsJson
    by_regency: list[RegencyJson] | None
    outputs: dict[str, FileRecord]


def report(
    update: RosterUpdate,
    findings: Sequence[Finding],
    files: Sequence[Path],
    codes: Mapping[str, int] | None,
    language: Language,
) -> UpdateJson:
    """Return what ``update --json`` prints: numbers of people, and money as decimal text.

    ``codes`` counts the findings of newer rosters that were read in batches, which have tables.
    """
    return {
        "schema": "pemilu-cover/update/1",
        **counts_json(update),
        "premium": rupiah.to_decimal_string(update.premium_sen),
        "difference": rupiah.to_decimal_string(update.difference_sen),
        "questions": [question_json(question, language) for question in update.questions],
        "advice": [advice_json(advice, language) for advice in all_advice(update)],
        "files": [sanitise_for_terminal(str(path)) for path in files],
        "findings": [finding.as_json(language) for finding in findings] if codes is None else None,
        "findings_by_code": None if codes is None else dict(codes),
    }


def counts_json(update: RosterUpdate) -> ChangeCountsJson:
    """Return the period and how many people changed in which way."""
    return {
        "period": f"{update.period:%Y-%m}",
        "stayed": update.stayed,
        "joined": update.count(kinds.JOINED),
        "left": update.count(kinds.LEFT),
        "died": update.count(kinds.DIED),
        "never_served": update.count(kinds.NEVER_SERVED),
        "unlisted": update.count(kinds.UNLISTED),
        "replaced": len(update.successors),
        "changed": update.count(*kinds.FIELD_CHANGES),
        "asked": update.asked,
    }


def question_json(question: Question, language: Language) -> QuestionJson:
    """Return a question with its place."""
    return {
        "code": question.code,
        "nik": question.nik,
        "file": sanitise_for_terminal(question.place.file),
        "sheet": sanitise_for_terminal(question.place.sheet),
        "row": question.place.row,
        "message": localize(f"update.ask-{question.code}", detail=question.detail).in_language(
            language
        ),
    }


def advice_json(advice: Advice, language: Language) -> AdviceJson:
    """Return advice as code and message."""
    message = localize(f"update.advice-{advice.code}", **advice.details).in_language(language)
    return {"code": advice.code, "message": sanitise_for_terminal(message)}


def write_manifest(
    update: RosterUpdate,
    inputs: Sequence[InputFile | BatchFileJson],
    outputs: dict[str, FileRecord],
    folder: Path,
    sums: Aggregates | None = None,
) -> bytes:
    """Return the manifest of the next result, which continues the earlier one.

    ``folder`` is that of the next result; the earlier one is named relative to it. ``sums`` are those of a
    result in batches.
    """
    totals = update.totals
    if sums:
        shares, counts = sums.whole.elections(totals.terms.book), sums.whole.counts()
    else:
        shares = election_shares(update.people, totals.terms.book)
        counts = _people_counts(update.people)
    manifest: UpdateManifestJson = {
        "schema": "pemilu-cover/update-manifest/1",
        **origin_json(totals, shares),
        "inputs": list(inputs),
        "continues": {
            "folder": Path(os.path.relpath(update.record.folder, folder)).as_posix(),
            "manifest_sha256": update.record.sha256,
        },
        "changes": counts_json(update),
        "counts": people_counts_json(counts),
        **sums_json(totals),
        "by_regency": by_regency_json(sums) if sums else None,
        "outputs": outputs,
    }
    return manifest_bytes(manifest)


def _people_counts(people: pl.DataFrame) -> dict[str, int]:
    status = Counter(people["status"])
    enrolled = people.filter(pl.col("status") == ENROLLED)
    incomplete = enrolled.filter(pl.col("missing").list.len() > 0).height
    return {
        "enrolled": enrolled.height,
        "ready": enrolled.height - incomplete,
        "incomplete": incomplete,
        "returning": int(enrolled["kpj"].count()),
        "held_back": status[HELD_BACK],
        "excluded": status[EXCLUDED],
    }
