"""Quotes of many contracts as CSV or JSON lines, a line of output for each line of input."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, Literal, NotRequired, TextIO

from typing_extensions import TypedDict

from pemilu_cover.estimates.contract_lines import (
    MOST_REMEMBERED,
    LineFault,
    LineFormat,
    QuotedLine,
)
from pemilu_cover.estimates.quote import PricedRequest
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.reports.findings_export import escape_formula
from pemilu_cover.reports.json.months import months_json
from pemilu_cover.values.json_types import Day, Money, Months
from pemilu_cover.values.rupiah import to_decimal_string
from pemilu_cover.values.text import mask_niks, sanitise_for_terminal

COLUMNS = (
    *("line", "id", "role", "segment", "wage", "start", "end", "months", "people", "jkk", "jkm"),
    *("per_person", "total", "election", "proration", "uncovered_days", "field", "code", "error"),
)


class QuotedLineJson(TypedDict):
    """A line of ``quote --from`` with its premium; ``id`` is there where the line has one."""

    schema: Literal["pemilu-cover/quote-line/1"]
    line: int
    id: NotRequired[str]
    role: str
    segment: Segment
    wage: Money
    start: Day
    end: Day
    months: Months
    jkk: Money
    jkm: Money
    per_person: Money
    election: str
    proration: str
    uncovered_days: int
    people: int
    total: Money


class LineErrorJson(TypedDict):
    """Why a line has no premium; ``field`` is empty for the line itself."""

    field: str
    code: str
    message: str


class FaultyLineJson(TypedDict):
    """A line of ``quote --from`` without a premium."""

    schema: Literal["pemilu-cover/quote-line/1"]
    line: int
    id: NotRequired[str]
    error: LineErrorJson


def print_lines(
    lines: Iterable[QuotedLine | LineFault], form: LineFormat, language: Language, target: TextIO
) -> int:
    """Print a line for each contract; return the number of those without an answer."""
    writer = (_CsvWriter if form == "csv" else _JsonWriter)(target)
    remembered: dict[int, tuple[PricedRequest, _Cells, int]] = {}
    faults = 0
    for line in lines:
        if isinstance(line, LineFault):
            faults += 1
            writer.write_fault(
                line, mask_niks(sanitise_for_terminal(line.reason.in_language(language)))
            )
            continue
        priced = line.priced
        entry = remembered.get(id(priced))
        if entry is None or entry[0] is not priced:  # lines of equal contracts share their cells
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            per_person_sen = priced.premium.total_sen
            entry = priced, _contract_cells(priced, per_person_sen), per_person_sen
            remembered[id(priced)] = entry
        _, cells, per_person_sen = entry
        writer.write(line, cells, to_decimal_string(per_person_sen * line.people))
    return faults


# The cells that equal contracts share, in the order of JSON.
_SHARED = (
    *("role", "segment", "wage", "start", "end", "months", "jkk", "jkm", "per_person"),
    *("election", "proration", "uncovered_days"),
)
_Cells = tuple[object, ...]


def _contract_cells(priced: PricedRequest, per_person_sen: int) -> _Cells:
    premium = priced.premium
    role, wage_sen, period = premium.contract
    return (
        role,
        premium.segment,
        to_decimal_string(wage_sen),
        period.start.isoformat(),
        period.last.isoformat(),
        months_json(premium.months.total),
        to_decimal_string(premium.programme_sen("JKK")),
        to_decimal_string(premium.programme_sen("JKM")),
        to_decimal_string(per_person_sen),
        priced.resolved.election.id,
        premium.rule_name,
        premium.months.uncovered_days,
    )


class _CsvWriter:
    _NO_FAULT = ("", "", "")
    _NO_PREMIUM = ("",) * (len(COLUMNS) - 5)

    def __init__(self, target: TextIO) -> None:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        self._write_row = writer.writerow

    def write(self, line: QuotedLine, cells: _Cells, total: str) -> None:
        start = line.line, escape_formula(line.id), *cells[:6], line.people
        self._write_row((*start, *cells[6:9], total, *cells[9:], *self._NO_FAULT))

    def write_fault(self, line: LineFault, message: str) -> None:
        start = line.line, escape_formula(line.id), *self._NO_PREMIUM
        self._write_row((*start, line.field, line.code, escape_formula(message)))


class _JsonWriter:
    def __init__(self, target: TextIO) -> None:
        self._target = target
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, line: QuotedLine, cells: _Cells, total: str) -> None:
        premium = dict(zip(_SHARED, cells, strict=True))
        self._write(line, {**premium, "people": line.people, "total": total})

    def write_fault(self, line: LineFault, message: str) -> None:
        self._write(line, {"error": {"field": line.field, "code": line.code, "message": message}})

    def _write(self, line: QuotedLine | LineFault, answer: dict[str, Any]) -> None:
        start = {"schema": "pemilu-cover/quote-line/1", "line": line.line}
        names = {"id": line.id} if line.id else {}
        self._target.write(f"{self._encode({**start, **names, **answer})}\n")
