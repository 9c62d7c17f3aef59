"""Quotes of many contracts as CSV or JSON lines, a line of output for each line of input."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, Literal, NamedTuple, NotRequired, TextIO

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
# Columns with text of the input.
_COPIED = ("id", "error")


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
    values = _Values(language)
    write = _csv_writer(target) if form == "csv" else _json_writer(target)
    faults = 0
    for line in lines:
        faults += isinstance(line, LineFault)
        write(values.of_line(line))
    return faults


def _csv_writer(target: TextIO) -> Callable[[dict[str, Any]], object]:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)

    def write(values: dict[str, Any]) -> None:
        for name in _COPIED:
            if name in values:
                values[name] = escape_formula(values[name])
        writer.writerow(map(values.get, COLUMNS, repeat("")))

    return write


def _json_writer(target: TextIO) -> Callable[[dict[str, Any]], object]:
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(values: dict[str, Any]) -> None:
        if "error" in values:
            names = ("field", "code")
            error = {name: values.pop(name) for name in names}
            values["error"] = {**error, "message": values["error"]}
        target.write(f"{encode({'schema': 'pemilu-cover/quote-line/1', **values})}\n")

    return write


class _Values:
    """The values of lines by column; those that equal contracts share are made once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._contracts: dict[int, _ContractValues] = {}

    def of_line(self, line: QuotedLine | LineFault) -> dict[str, Any]:
        values: dict[str, Any] = {"line": line.line}
        if line.id:
            values["id"] = line.id
        if isinstance(line, LineFault):
            error = mask_niks(sanitise_for_terminal(line.reason.in_language(self._language)))
            return values | {"field": line.field, "code": line.code, "error": error}
        contract = self._contracts.get(id(line.priced))
        if contract is None or contract.priced is not line.priced:
            if len(self._contracts) >= MOST_REMEMBERED:
                self._contracts.clear()
            contract = self._contracts[id(line.priced)] = _contract_values(line.priced)
        values |= contract.values
        values["people"] = line.people
        values["total"] = to_decimal_string(contract.per_person_sen * line.people)
        return values


class _ContractValues(NamedTuple):
    priced: PricedRequest
    per_person_sen: int
    values: dict[str, Any]


def _contract_values(priced: PricedRequest) -> _ContractValues:
    premium = priced.premium
    contract, per_person_sen = premium.contract, premium.total_sen
    values = {
        "role": contract.role,
        "segment": premium.segment,
        "wage": to_decimal_string(contract.wage_sen),
        "start": contract.period.start.isoformat(),
        "end": contract.period.last.isoformat(),
        "months": months_json(premium.months.total),
        "jkk": to_decimal_string(premium.programme_sen("JKK")),
        "jkm": to_decimal_string(premium.programme_sen("JKM")),
        "per_person": to_decimal_string(per_person_sen),
        "election": priced.resolved.election.id,
        "proration": premium.rule_name,
        "uncovered_days": premium.months.uncovered_days,
    }
    return _ContractValues(priced, per_person_sen, values)
