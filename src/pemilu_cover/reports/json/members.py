"""``members --json``: numbers of people, and each finding with a masked NIK and without names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from typing_extensions import TypedDict

from pemilu_cover.reconciliation.differences import WAGE
from pemilu_cover.reconciliation.members import MembersRun
from pemilu_cover.reconciliation.sipp_downloads import Kind
from pemilu_cover.reports.json.texts import text_json
from pemilu_cover.reports.sipp_differences import shown_value
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import MaskedNik, Month
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal


class SippFileJson(TypedDict):
    """A file of SIPP."""

    file: str
    kind: Kind
    period: Month | None
    people: int


class UnreadableCellJson(TypedDict):
    """A cell that holds no value of its column."""

    code: str
    file: str
    sheet: str
    row: int
    column: str


class AbsentJson(TypedDict):
    """A billed person who is on none of SIPP's lists."""

    code: Literal["absent"]
    nik: MaskedNik
    roster: str
    roster_sheet: str
    roster_row: int


class PlacesJson(TypedDict):
    """Where SIPP's file and the roster have a person."""

    file: str | None
    sheet: str | None
    row: int | None
    roster: str | None
    roster_sheet: str | None
    roster_row: int | None


class UnknownJson(PlacesJson):
    """A person on SIPP's list who is not enrolled."""

    code: Literal["unknown"]
    nik: MaskedNik
    reason: str
    excluded_because: str | None


class DifferenceJson(PlacesJson):
    """A field that differs; the code is its name."""

    code: str
    nik: MaskedNik
    ours: str | None
    sipp: str | None


class MembersJson(TypedDict):
    """The document of ``members``."""

    schema: Literal["pemilu-cover/members/1"]
    matched: int
    without_number: int
    unknown: int
    differing: int
    absent: int
    not_billed: int
    outside_sipp: int
    npp: str | None
    files: list[SippFileJson]
    written: str | None
    findings: list[AbsentJson | UnknownJson | DifferenceJson | UnreadableCellJson]


def report(run: MembersRun) -> MembersJson:
    """Return what ``members --json`` prints."""
    outcome = run.outcome
    return {
        "schema": "pemilu-cover/members/1",
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


def _unreadable(run: MembersRun) -> Iterator[UnreadableCellJson]:
    for cell in run.outcome.unreadable:
        yield {
            "code": cell.code,
            "file": sanitise_for_terminal(cell.file),
            "sheet": sanitise_for_terminal(cell.sheet),
            "row": cell.row,
            "column": cell.column,
        }


def _absent(run: MembersRun) -> Iterator[AbsentJson]:
    for person in run.outcome.absent.select("nik", "file", "sheet", "row").iter_rows(named=True):
        yield {
            "code": "absent",
            "nik": mask(person["nik"]),
            "roster": sanitise_for_terminal(person["file"]),
            "roster_sheet": sanitise_for_terminal(person["sheet"]),
            "roster_row": person["row"],
        }


def _unknown(run: MembersRun) -> Iterator[UnknownJson]:
    for person in run.outcome.unknown.iter_rows(named=True):
        yield {
            "code": "unknown",
            "nik": mask(person["nik"]),
            "reason": person["reason"],
            "excluded_because": person["excluded_because"],
            **_places(person),
        }


def _differing(run: MembersRun) -> Iterator[DifferenceJson]:
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


def _places(row: dict[str, Any]) -> PlacesJson:
    return {
        "file": text_json(row["source"]),
        "sheet": text_json(row["sheet"]),
        "row": row["row"],
        "roster": text_json(row["our_file"]),
        "roster_sheet": text_json(row["our_sheet"]),
        "roster_row": row["our_row"],
    }
