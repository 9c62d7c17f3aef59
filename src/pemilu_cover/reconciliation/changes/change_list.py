"""A list of changes: departures with day, cause and document, corrected NIKs, and a roster of newcomers.

Sheets with a column for the event are lists of departures. All other sheets are rosters of newcomers, which
the pipeline of rosters reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

import tomli

from pemilu_cover.reconciliation.changes.events import Place, Question
from pemilu_cover.roster.cells.dates import contract_date
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.reading.sheet import RosterFile, Row, Sheet
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.values import nik
from pemilu_cover.values.text import clean, is_blank_value, mask_niks, normal_form

# A row may be shorter than the header.
_PADDING = [""] * 50
# The header is in one of the first rows of its sheet.
_HEADER_ROWS = 30


class Departure(NamedTuple):
    """A person who leaves: ``cause`` is SIPP's code, ``death`` or ``never_served``.

    ``day`` is the last day of service; ``nik`` or ``kpj`` identifies the person.
    """

    nik: str
    kpj: str
    name: str
    role: str
    cause: str
    day: date | None
    document: str
    place: Place


class NikCorrection(NamedTuple):
    """The NIK of the earlier result, or the membership number, and the right NIK."""

    nik: str
    kpj: str
    name: str
    new_nik: str
    document: str
    place: Place


@dataclass(frozen=True)
class ChangeList:
    """The content of a list of changes; ``newcomers`` is None where no sheet is left for a roster.

    ``has_departures`` says whether any sheet is a list of departures, be it empty.
    """

    departures: Sequence[Departure] = ()
    corrections: Sequence[NikCorrection] = ()
    questions: Sequence[Question] = ()
    newcomers: RosterFile | None = None
    has_departures: bool = False


def is_change_list(file: RosterFile) -> bool:
    """Return whether a sheet of a file is a list of departures."""
    return any(map(is_change_sheet, file.sheets))


def is_change_sheet(sheet: Sheet) -> bool:
    """Return whether a sheet is a list of departures."""
    return _find_header(sheet) is not None


def read_change_list(file: RosterFile) -> ChangeList:
    """Read a list of changes."""
    departures: list[Departure] = []
    corrections: list[NikCorrection] = []
    questions: list[Question] = []
    rosters: list[Sheet] = []
    for sheet in file.sheets:
        header = _find_header(sheet)
        if header is None:
            rosters.append(sheet)
            continue
        for change in _read_rows(sheet, *header):
            if isinstance(change, Question):
                questions.append(change)
            elif isinstance(change, NikCorrection):
                corrections.append(change)
            else:
                departures.append(change)
    filled = any(any(map(str.strip, row)) for sheet in rosters for row in sheet.rows)
    newcomers = replace(file, sheets=rosters) if filled else None
    has_departures = len(rosters) < len(file.sheets)
    return ChangeList(departures, corrections, questions, newcomers, has_departures)


def _find_header(sheet: Sheet) -> tuple[int, Mapping[str, int]] | None:
    """Return the row of the header and the column of each field, or None in a sheet of another kind."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            if name := _words()["columns"].get(normal_form(display_cell(cell))):
                columns.setdefault(name, column)
        if "event" in columns and ("nik" in columns or "kpj" in columns):
            return number, columns
    return None


def _read_rows(
    sheet: Sheet, header: int, columns: Mapping[str, int]
) -> Iterator[Departure | NikCorrection | Question]:
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        texts = {name: _text(row, column) for name, column in columns.items()}
        identity = texts.get("nik", "") or texts.get("kpj", "")
        if not any(texts.get(name) for name in ("nik", "kpj", "name", "event", "day")):
            continue
        if own_sheets.is_example_row(dict(columns), [*row, *_PADDING]):
            continue
        place = Place(sheet.file, sheet.name, sheet.first_row + number)
        who = (nik.mask(nik.compact(identity)), texts.get("name", ""))
        cause = _words()["events"].get(normal_form(texts.get("event", "")))
        if not identity:
            yield Question("change-without-number", *who, place)
        elif not texts.get("event"):
            yield Question("change-without-event", *who, place)
        elif cause is None:
            yield Question(
                "change-unknown-event", *who, place, detail=mask_niks(texts.get("event", ""))
            )
        elif cause == "identity":
            new_nik = nik.compact(texts.get("new_nik", ""))
            if _is_nik(new_nik):
                yield NikCorrection(
                    nik.compact(texts.get("nik", "")),
                    nik.compact(texts.get("kpj", "")),
                    texts.get("name", ""),
                    new_nik,
                    texts.get("document", ""),
                    place,
                )
            else:
                yield Question("change-new-nik", *who, place)
        else:
            day = contract_date(row[columns["day"]]) if "day" in columns else None
            yield Departure(
                nik.compact(texts.get("nik", "")),
                nik.compact(texts.get("kpj", "")),
                texts.get("name", ""),
                texts.get("role", ""),
                cause,
                day,
                texts.get("document", "") or texts.get("remark", ""),
                place,
            )


def _text(row: Row, column: int) -> str:
    text = clean(display_cell(row[column])) if column < len(row) else ""
    # The name of the form's example may be left when somebody types over its other cells.
    return "" if is_blank_value(text) or own_sheets.NAME.matches(text) else text


def _is_nik(text: str) -> bool:
    try:
        nik.parse(text)
    except nik.NikError:
        return False
    return True


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the meaning of each header and of each word for an event."""
    source = resources.files(__package__).joinpath("change_list.toml").read_text(encoding="utf-8")
    return {
        kind: {word: name for name, words in table.items() for word in words}
        for kind, table in tomli.loads(source).items()
    }
