"""Many contracts from a CSV or JSON lines file, priced one by one; a faulty line does not stop the others."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple

from pemilu_cover.estimates.inputs import QUOTED, InputError, parse_count
from pemilu_cover.estimates.quote import PricedRequest, QuoteRequest, RequestPricer
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.refusals import gap_refusal

LineFormat = Literal["csv", "jsonl"]
# A column that is copied to the output, so that a caller finds its contracts again.
ID = "id"
FIELDS = QuoteRequest._fields
_NUMBERS = ("people", "days", "months")
_DELIMITERS = ";\t,"
# Answers that are kept for equal contracts: a list has some hundred, and more would not fit the cache of a
# processor.
MOST_REMEMBERED = 1000
_YES, _NO = {"true", "1", "ya", "yes"}, {"false", "0", "tidak", "no"}


class ContractLine(NamedTuple):
    """A line of the input: its number, its id, and its cells that are not empty, by field."""

    line: int
    id: str
    cells: Mapping[str, str]

    @property
    def has_cells(self) -> bool:
        """Whether any cell of the line is filled."""
        return bool(self.id or self.cells)


class LineFault(NamedTuple):
    """A line without an answer: the field that is wrong (``""`` for the line itself), and why."""

    line: int
    id: str
    field: str
    reason: LocalizedText
    code: str = "value-unreadable"


class QuotedLine(NamedTuple):
    """A line with its answer."""

    line: int
    id: str
    people: int
    priced: PricedRequest


def read_lines(lines: Iterable[str], form: LineFormat) -> Iterator[ContractLine | LineFault]:
    """Yield the contracts of a file. Raise `InputError` for a CSV whose header cannot be used."""
    return _csv_lines(lines) if form == "csv" else _json_lines(lines)


def quote_lines(
    lines: Iterable[ContractLine | LineFault],
    defaults: QuoteRequest,
    agreement: Agreement,
    book: RateBook,
) -> Iterator[QuotedLine | LineFault]:
    """Price contracts; ``defaults`` are used where a line has no cell.

    Equal contracts are priced once, whatever their numbers of people.
    """
    answers: dict[QuoteRequest, PricedRequest | LineFault] = {}
    pricer = RequestPricer(agreement, book)
    one_person = {**defaults._asdict(), "people": 1}
    for line in lines:
        if isinstance(line, LineFault):
            yield line
            continue
        try:
            values = _parse_cells(line.cells)
        except InputError as error:
            yield LineFault(line.line, line.id, error.option, error.reason, error.code)
            continue
        people = values.pop("people", defaults.people)
        request = QuoteRequest(**{**one_person, **values})
        answer = answers.get(request)
        if answer is None:
            if len(answers) >= MOST_REMEMBERED:
                answers.clear()
            answer = answers[request] = _answer(request, pricer)
        if isinstance(answer, LineFault):
            yield answer._replace(line=line.line, id=line.id)
        else:
            yield QuotedLine(line.line, line.id, people, answer)


def _answer(request: QuoteRequest, pricer: RequestPricer) -> PricedRequest | LineFault:
    if not request.role:
        return LineFault(0, "", "role", localize("inputs.empty"), "value-missing")
    try:
        return pricer.price(request)
    except InputError as error:
        return LineFault(0, "", _field(error.option), error.reason, error.code)
    except NoRateInForceError as gap:
        refusal = gap_refusal(gap)
        return LineFault(0, "", "", _text(refusal), refusal.code)
    except RefusalError as refusal:
        return LineFault(0, "", "election", _text(refusal), refusal.code)


def _text(refusal: RefusalError) -> LocalizedText:
    return LocalizedText(refusal.in_language("id"), refusal.in_language("en"))


def _field(option: str) -> str:
    """Return the field of an option, or those of several: ``paid_by`` for ``--paid-by``."""
    return ", ".join(name.removeprefix("--").replace("-", "_") for name in option.split(", "))


def _csv_lines(lines: Iterable[str]) -> Iterator[ContractLine | LineFault]:
    """Yield the contracts of a CSV. No cell has a line break: a line is a contract or a fault."""
    names: list[str] | None = None
    delimiter = ","
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if names is None:
                delimiter = max(_DELIMITERS, key=line.count)
                names = _names(_row(line, delimiter))
                continue
            row = _row(line, delimiter)
        except csv.Error as error:
            reason = localize("inputs.not-csv")
            if names is None:
                raise InputError("--from", reason, "value-unreadable") from error
            yield LineFault(number, "", "", reason)
            continue
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            yield LineFault(number, "", "", localize("inputs.more-cells", most=len(names)))
        elif (contract := _contract(number, zip(names, row, strict=False))).has_cells:
            yield contract


def _row(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line. Raise `csv.Error` where a quotation mark is not closed."""
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, strict=True))


def _names(titles: Sequence[str]) -> list[str]:
    """Return the fields of a header. Raise `InputError` for an unknown one, or one that is there twice."""
    names = [title.strip().lower().replace("-", "_") for title in titles]
    while names and not names[-1]:  # Excel writes empty columns
        names.pop()
    for name in names:
        _check_name(name)
    if repeated := next((name for name in names if names.count(name) > 1), ""):
        raise InputError(repeated, localize("inputs.twice", name=repeated))
    return names


def _json_lines(lines: Iterable[str]) -> Iterator[ContractLine | LineFault]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(
                line, parse_int=str, parse_float=str, object_pairs_hook=_without_repeats
            )
        except InputError as error:
            yield LineFault(number, "", error.option, error.reason, error.code)
            continue
        except (ValueError, RecursionError):
            yield LineFault(number, "", "", localize("inputs.not-json"))
            continue
        if not isinstance(value, dict):
            yield LineFault(number, "", "", localize("inputs.no-object"))
            continue
        try:
            yield _contract(
                number, [(name, _json_text(name, cell)) for name, cell in value.items()]
            )
        except InputError as error:
            yield LineFault(number, str(value.get(ID, "")), error.option, error.reason, error.code)


def _without_repeats(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON. Raise `InputError` for a key that is there twice."""
    values: dict[str, object] = {}
    for name, value in pairs:
        if name in values:
            raise InputError(name, localize("inputs.twice", name=name))
        values[name] = value
    return values


def _json_text(name: str, value: object) -> str:
    """Return a value of a JSON object as it would be typed."""
    _check_name(name)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, str):
        return value or ""
    raise InputError(name, localize("inputs.no-scalar"), "value-unreadable")


def _check_name(name: str) -> None:
    """Raise `InputError` for a name that is no field."""
    if name in (ID, *FIELDS):
        return
    close = get_close_matches(name, FIELDS, n=1)
    known = ", ".join((ID, *FIELDS))
    key = "inputs.unknown-field-similar" if close else "inputs.unknown-field"
    reason = localize(key, name=name[:QUOTED], similar="".join(close), known=known)
    raise InputError(name, reason, "name-unknown")


def _contract(number: int, cells: Iterable[tuple[str, str]]) -> ContractLine:
    filled = {name: text for name, cell in cells if (text := cell.strip())}
    return ContractLine(number, filled.pop(ID, ""), filled)


def _parse_cells(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a request. Raise `InputError` with the field."""
    values: dict[str, Any] = dict(cells)
    for name in filter(cells.__contains__, _NUMBERS):
        values[name] = parse_count(cells[name], name, least=1)
    if "honorer" in cells:
        word = cells["honorer"].lower()
        if word not in _YES | _NO:
            reason = localize("inputs.not-yes-or-no", value=word)
            raise InputError("honorer", reason, "value-unreadable")
        values["honorer"] = word in _YES
    return values
