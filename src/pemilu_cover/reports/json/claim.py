"""``claim --json``: a case, or the cases of a folder; NIKs are masked, and there are no names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.claims.case_list import CaseList, ListedCase
from pemilu_cover.claims.claim import WrittenClaim
from pemilu_cover.claims.clocks import RunningClock
from pemilu_cover.claims.cover import CoverState
from pemilu_cover.claims.event import EventKind
from pemilu_cover.law.claim_law import Step
from pemilu_cover.reports.json.amounts import amount_json
from pemilu_cover.reports.json.totals import manifest_bytes
from pemilu_cover.storage.result_folder import file_records
from pemilu_cover.values.json_types import (
    Day,
    FileRecord,
    MaskedNik,
    Minute,
    Money,
)
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal


class ClockJson(TypedDict):
    """A deadline of a case: who has the duty, by which article, and how much time is left."""

    id: str
    duty: Literal["office", "bpjs"]
    article: str
    due: Minute | None
    done: Minute | None
    minutes_left: int | None
    overdue: bool
    if_unsure: bool


class ClaimCoverJson(TypedDict):
    """Whether the person was covered, and why."""

    state: CoverState
    reason: str | None


class ClaimBenefitsJson(TypedDict):
    """What is paid; null where it is not known."""

    base: Money | None
    months: int | None
    jkm_death: Money | None
    jkk_death: Money | None
    jkm_without_heirs: Money | None


class ClaimJson(TypedDict):
    """The document of ``claim`` for a new case."""

    schema: Literal["pemilu-cover/claim/1"]
    folder: str
    nik: MaskedNik
    role: str | None
    kind: EventKind
    at: Minute
    zone: str | None
    now: Minute
    cover: ClaimCoverJson
    membership_number: bool
    clocks: list[ClockJson]
    lapses_on: Day | None
    benefits: ClaimBenefitsJson
    files: list[str]


class CaseStateJson(TypedDict):
    """A case on disk with its steps and deadlines."""

    folder: str
    nik: MaskedNik
    kind: EventKind
    zone: str | None
    now: Minute
    cover: CoverState
    open: bool
    overdue: bool
    steps: dict[Step, Minute]
    clocks: list[ClockJson]


class CaseJson(CaseStateJson):
    """The document of ``claim --case``."""

    schema: Literal["pemilu-cover/case/1"]


class CasesJson(TypedDict):
    """The document of ``claim --list``."""

    schema: Literal["pemilu-cover/cases/1"]
    open: int
    overdue: int
    cases: list[CaseStateJson]
    unreadable: list[str]


class CaseManifestJson(TypedDict):
    """``manifest.json`` of a case folder, by which it may be replaced while nobody has changed a file."""

    schema: Literal["pemilu-cover/case-manifest/1"]
    outputs: dict[str, FileRecord]


def write_manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of a case folder."""
    manifest: CaseManifestJson = {
        "schema": "pemilu-cover/case-manifest/1",
        "outputs": file_records(dict(sorted(files.items()))),
    }
    return manifest_bytes(manifest)


def report(written: WrittenClaim) -> ClaimJson:
    """Return what ``claim --json`` prints of a new case."""
    claim = written.claim
    event, cover, benefits = claim.event, claim.cover, claim.benefits
    return {
        "schema": "pemilu-cover/claim/1",
        "folder": sanitise_for_terminal(str(written.folder)),
        "nik": mask(claim.person.nik),
        "role": claim.person.role,
        "kind": event.kind,
        "at": _time(event.at),
        "zone": event.zone.name or None,
        "now": _time(claim.now),
        "cover": {"state": cover.state, "reason": cover.reason},
        "membership_number": bool(claim.person.kpj),
        "clocks": _clocks(claim.clocks, claim.now),
        "lapses_on": f"{claim.lapses_on[0]:%Y-%m-%d}" if claim.lapses_on else None,
        "benefits": {
            "base": amount_json(benefits.base_sen),
            "months": benefits.months,
            "jkm_death": amount_json(benefits.cover.jkm_sen if benefits.cover else None),
            "jkk_death": amount_json(benefits.cover.jkk_sen if benefits.cover else None),
            "jkm_without_heirs": amount_json(
                benefits.without_heirs[0] if benefits.without_heirs else None
            ),
        },
        "files": [path.name for path in written.files],
    }


def list_report(listed: CaseList) -> CasesJson:
    """Return what ``claim --list --json`` prints."""
    return {
        "schema": "pemilu-cover/cases/1",
        "open": len(listed.open),
        "overdue": listed.overdue,
        "cases": [_case(case) for case in listed.cases],
        "unreadable": [sanitise_for_terminal(str(path)) for path in listed.unreadable],
    }


def case_report(listed: ListedCase) -> CaseJson:
    """Return what ``claim --case --json`` prints."""
    return {"schema": "pemilu-cover/case/1", **_case(listed)}


def _case(listed: ListedCase) -> CaseStateJson:
    case = listed.case
    return {
        "folder": sanitise_for_terminal(str(listed.folder)),
        "nik": case.nik,
        "kind": case.kind,
        "zone": case.zone.name or None,
        "now": _time(listed.now),
        "cover": case.covered,
        "open": case.is_open,
        "overdue": listed.is_overdue,
        "steps": {name: _time(at) for name, at in case.steps.items()},
        "clocks": _clocks(listed.clocks, listed.now),
    }


def _clocks(clocks: Iterable[RunningClock], now: datetime) -> list[ClockJson]:
    return [
        {
            "id": running.clock.id,
            "duty": running.clock.duty,
            "article": running.clock.reference,
            "due": _time(running.due) if running.due else None,
            "done": _time(running.done_at) if running.done_at else None,
            "minutes_left": None if left is None else int(left.total_seconds()) // 60,
            "overdue": running.is_overdue(now),
            "if_unsure": running.is_advice,
        }
        for running in clocks
        for left in [running.time_left(now)]
    ]


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"
