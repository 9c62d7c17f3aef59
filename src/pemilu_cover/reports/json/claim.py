"""``claim --json``: a case, or the cases of a folder; NIKs are masked, and there are no names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pemilu_cover.claims.case_list import CaseList, ListedCase
from pemilu_cover.claims.claim import WrittenClaim
from pemilu_cover.claims.clocks import RunningClock
from pemilu_cover.values import rupiah
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal


def report(written: WrittenClaim) -> dict[str, Any]:
    """Return what ``claim --json`` prints of a new case."""
    claim = written.claim
    event, cover, benefits = claim.event, claim.cover, claim.benefits
    return {
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
            "base": _amount(benefits.base_sen),
            "months": benefits.months,
            "jkm_death": _amount(benefits.cover.jkm_sen if benefits.cover else None),
            "jkk_death": _amount(benefits.cover.jkk_sen if benefits.cover else None),
            "jkm_without_heirs": _amount(
                benefits.without_heirs[0] if benefits.without_heirs else None
            ),
        },
        "files": [path.name for path in written.files],
    }


def list_report(listed: CaseList) -> dict[str, Any]:
    """Return what ``claim --list --json`` prints."""
    return {
        "open": len(listed.open),
        "overdue": listed.overdue,
        "cases": [case_report(case) for case in listed.cases],
        "unreadable": [sanitise_for_terminal(str(path)) for path in listed.unreadable],
    }


def case_report(listed: ListedCase) -> dict[str, Any]:
    """Return a case on disk with its steps and clocks."""
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


def _clocks(clocks: Iterable[RunningClock], now: datetime) -> list[dict[str, Any]]:
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


def _amount(sen: int | None) -> str | None:
    return None if sen is None else rupiah.to_decimal_string(sen)
