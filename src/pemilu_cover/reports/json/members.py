"""``members --json``: numbers of people, and each finding with a masked NIK and without names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pemilu_cover.reconciliation.differences import WAGE
from pemilu_cover.reconciliation.members import MembersRun
from pemilu_cover.reports.sipp_differences import shown_value
from pemilu_cover.values import rupiah
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal


def report(run: MembersRun) -> dict[str, Any]:
    """Return what ``members --json`` prints."""
    outcome = run.outcome
    return {
        "matched": outcome.matched.height,
        "without_number": outcome.without_number.height,
        "unknown": outcome.unknown.height,
        "differing": outcome.people_differing,
        "absent": outcome.absent.height,
        "not_billed": outcome.not_billed,
        "outside_sipp": outcome.outside_sipp,
        "npp": run.npp or None,
        "files": [
            {
                "file": sanitise_for_terminal(download.label),
                "kind": download.kind,
                "period": f"{download.period:%Y-%m}" if download.period else None,
                "people": download.rows.height,
            }
            for download in run.downloads
        ],
        "written": sanitise_for_terminal(str(run.path)) if run.path else None,
        "findings": [*_absent(run), *_unknown(run), *_differing(run), *_unreadable(run)],
    }


def _unreadable(run: MembersRun) -> Iterator[dict[str, Any]]:
    for cell in run.outcome.unreadable:
        place = {**cell._asdict(), "file": sanitise_for_terminal(cell.file)}
        yield {**place, "sheet": sanitise_for_terminal(cell.sheet)}


def _absent(run: MembersRun) -> Iterator[dict[str, Any]]:
    for person in run.outcome.absent.select("nik", "file", "sheet", "row").iter_rows(named=True):
        yield {
            "code": "absent",
            "nik": mask(person["nik"]),
            "roster": sanitise_for_terminal(person["file"]),
            "roster_sheet": sanitise_for_terminal(person["sheet"]),
            "roster_row": person["row"],
        }


def _unknown(run: MembersRun) -> Iterator[dict[str, Any]]:
    for person in run.outcome.unknown.iter_rows(named=True):
        yield {
            "code": "unknown",
            "nik": mask(person["nik"]),
            "reason": person["reason"],
            "excluded_because": person["excluded_because"],
            **_places(person),
        }


def _differing(run: MembersRun) -> Iterator[dict[str, Any]]:
    for difference in run.outcome.differing.iter_rows(named=True):
        yield {
            "code": difference["field"],
            "nik": mask(difference["nik"]),
            "ours": _value(difference["field"], difference["ours"]),
            "sipp": _value(difference["field"], difference["sipp"]),
            **_places(difference),
        }


def _value(field: str, value: str | None) -> str | None:
    if field == WAGE and value is not None:
        return rupiah.to_decimal_string(int(value))
    return shown_value(field, value)


def _places(row: dict[str, Any]) -> dict[str, Any]:
    """Return where SIPP's file and the roster have a person; names of files may hold a NIK."""
    names = {"file": "source", "sheet": "sheet", "roster": "our_file", "roster_sheet": "our_sheet"}
    places = {key: row[name] and sanitise_for_terminal(row[name]) for key, name in names.items()}
    return {**places, "row": row["row"], "roster_row": row["our_row"]}
