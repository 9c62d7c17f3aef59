"""Findings: a fault, its place, and a suggestion. A finding is a value, never an exception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from pemilu_cover.i18n.messages import Level, messages
from pemilu_cover.i18n.text import Language, active_language, localize
from pemilu_cover.roster.people import CellLocation, Roster
from pemilu_cover.roster.reading.sheet import column_letter
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values import nik
from pemilu_cover.values.text import sanitise_for_terminal


class Violation(NamedTuple):
    """A rule that a row breaks: its code, the field, the values of its sentence, a suggestion.

    The values are hashable, so that equal sentences are formatted once.
    ``column`` is the index of a column, where the fault is the column's and is reported at its header.
    """

    code: str
    field: str
    detail: Mapping[str, object]
    suggestion: str | None = None
    column: int | None = None


# Errors of a whole column: nobody of its table is enrolled with an uncertain column.
OF_COLUMN = frozenset({"column-unclear", "column-contradicts", "dates-mixed"})
# Findings about a column or a table, and not about one person. Each is reported once, at the header or at the
# table's first person.
ABOUT_COLUMN = OF_COLUMN | {
    *("column-missing", "column-guess", "column-duty", "column-twice", "column-split"),
    *("column-unsplit", "wage-other", "dates-month-first", "dates-swapped", "csv-encoding"),
    "remark-unread",
}
# Cells of the roster that may be somebody's and were not read.
_ABOUT_CELLS = frozenset({"not-understood", "hidden-by-merge"})
# The subject of a finding.
About = Literal["person", "column", "cells", "corrections"]
PERSON: About = "person"
COLUMN: About = "column"
CELLS: About = "cells"
CORRECTIONS: About = "corrections"


class FindingJson(TypedDict):
    """A finding with its place; a NIK in it is masked."""

    level: Level
    code: str
    about: About
    file: str
    sheet: str
    row: int
    column: str
    cell: str | None
    message: str
    suggestion: str | None


# So many texts of findings are remembered: most faults are one of a few.
_MOST_TEXTS = 10_000

# The number of a finding that is about no person of the roster.
NOBODY = -1


class Finding(NamedTuple):
    """A fault with its place. ``id`` is the person's number in the frame, or `NOBODY`."""

    id: int
    level: Level
    code: str
    field: str
    file: str
    sheet: str
    row: int
    column: str
    cell: str | None
    detail: Mapping[str, object] = {}  # never changed
    suggestion: str | None = None

    @property
    def about(self) -> About:
        """The subject of the finding: a person, a column of a table, unread cells, or corrections."""
        if self.id == NOBODY:
            return CELLS if self.code in _ABOUT_CELLS else CORRECTIONS
        return COLUMN if self.code in ABOUT_COLUMN else PERSON

    def message(self, language: Language | None = None) -> str:
        """Return the sentence, by default in the active language; it names the cell, never its content."""
        return _sentence(self.code, language or active_language(), tuple(self.detail.items()))

    @property
    def safe_suggestion(self) -> str | None:
        """The suggestion for display: a NIK is masked."""
        if self.suggestion and self.field == "nik" and self.suggestion.isdigit():
            return nik.mask(self.suggestion)
        return sanitise_once(self.suggestion) if self.suggestion else None

    def as_json(self, language: Language = "id") -> FindingJson:
        """Return the finding for ``--json``."""
        return {
            "level": self.level,
            "code": self.code,
            "about": self.about,
            "file": sanitise_once(self.file),
            "sheet": sanitise_once(self.sheet),
            "row": self.row,
            "column": sanitise_once(self.column),
            "cell": self.cell,
            "message": sanitise_once(self.message(language)),
            "suggestion": self.safe_suggestion,
        }


sanitise_once = lru_cache(maxsize=_MOST_TEXTS)(sanitise_for_terminal)


@lru_cache(maxsize=_MOST_TEXTS)
def _sentence(code: str, language: Language, detail: tuple[tuple[str, object], ...]) -> str:
    return messages()[code].says.format(language, dict(detail))


_WHERE = {
    "beside": localize("findings.beside-table"),
    "column": localize("findings.unknown-header"),
    "above": localize("findings.above-header"),
    "foot": localize("findings.below-list"),
    "no-header": localize("findings.sheet-without-header"),
}
_IN_ROW = localize("findings.not-a-person")


def not_understood(roster: Roster) -> Iterator[Finding]:
    """Yield a finding for cells that may be somebody's and were not read; they belong to no person yet."""
    for unread in roster.not_understood:
        code = "hidden-by-merge" if unread.reason == "merged" else "not-understood"
        yield Finding(
            NOBODY,
            messages()[code].level,
            code,
            "name",
            unread.file,
            unread.sheet,
            unread.row,
            "Sel",
            unread.cells.partition(":")[0],
            {"cells": unread.cells, "where": _WHERE.get(unread.reason, _IN_ROW)},
        )


def level_of(code: str, *, strict: bool) -> Level:
    """Return the level of a finding: with ``strict`` a warning is an error."""
    level = messages()[code].level
    return "error" if strict and level == "warning" else level


def locate(
    roster: Roster, faults: Iterable[tuple[int, Violation]], *, strict: bool = False
) -> list[Finding]:
    """Return faults as findings, with level and place, ordered by file, sheet and row."""
    ordered = sorted(faults, key=itemgetter(0))
    people = roster.frame.select("table", "row")[[number for number, _ in ordered]]
    level = cache(lambda code: level_of(code, strict=strict))
    column_of = cache(roster.column)
    findings = []
    for (number, fault), (table, row) in zip(ordered, people.iter_rows(), strict=True):
        column, letter = column_of(table, fault.field)
        sheet = roster.tables[table].sheet
        at = CellLocation(sheet.file, sheet.name, row, letter and f"{letter}{row}")
        at = roster.origins.get((number, fault.field), at)
        if fault.column is not None:
            at, column = _header_of(roster.tables[table], fault.column)
        findings.append(
            Finding(
                number,
                level(fault.code),
                fault.code,
                fault.field,
                at.file,
                at.sheet,
                at.row,
                column,
                at.cell,
                fault.detail,
                fault.suggestion,
            )
        )
    return findings


def _header_of(table: RosterTable, column: int) -> tuple[CellLocation, str]:
    """Return the header cell of a column, and its text."""
    sheet, header = table.sheet, table.header
    rows = range(header.first + header.height - 1, header.first, -1)
    row = sheet.first_row + next((row for row in rows if sheet.rows[row][column]), header.first)
    letter = column_letter(sheet.first_column + column)
    return CellLocation(sheet.file, sheet.name, row, f"{letter}{row}"), header.called(column)
