"""People whom corrections files add: the rows of the sheet **Orang baru**, and whom they replace.

They are people of the roster like all others, with the address of their row in the corrections file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pemilu_cover.roster.corrections.correction_rows import REPLACES, ReturnedFile, display_text
from pemilu_cover.roster.corrections.row_matching import PersonIndex
from pemilu_cover.roster.people import CellLocation, Roster, with_tables
from pemilu_cover.roster.reading.sheet import column_letter
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.sheet_tables import find_tables
from pemilu_cover.values import nik
from pemilu_cover.values.text import normal_form

Identity = tuple[str, str, str]


@dataclass(frozen=True)
class Newcomer:
    """A person who was added: their number, the place of their row, and whom they replace."""

    number: int
    file: ReturnedFile
    origin: CellLocation
    replaces: str
    replaces_at: CellLocation


@dataclass(frozen=True)
class Newcomers:
    """All people who were added, and the rows that a newer file repeats."""

    people: list[Newcomer] = field(default_factory=list)
    again: list[tuple[ReturnedFile, CellLocation]] = field(default_factory=list)


def with_newcomers(
    roster: Roster, files: Sequence[ReturnedFile], words: ColumnNames
) -> tuple[Roster, Newcomers]:
    """Return the roster with the people whom corrections files add, and these people.

    Of a person in files of several rounds the newest row is used.
    """
    tables: list[tuple[ReturnedFile, RosterTable]] = []
    again: list[tuple[ReturnedFile, CellLocation]] = []
    rounds: dict[Identity, int] = {}
    for file in reversed(files):
        for table in _tables(file, words):
            indices = []
            for at, (number, _) in enumerate(table.rows):
                earlier_rounds = [rounds[key] for key in _identities(table, at) if key in rounds]
                if any(round_ > file.round for round_ in earlier_rounds):
                    again.append(
                        (file, CellLocation(file.label, table.sheet.name, number, f"A{number}"))
                    )
                else:
                    indices.append(at)
                rounds |= dict.fromkeys(
                    _identities(table, at), max(earlier_rounds, default=file.round)
                )
            tables.insert(0, (file, _only(table, indices)))
    first = roster.frame.height
    people = list(_people(tables, first))
    return with_tables(roster, [table for _, table in tables]), Newcomers(people, again)


def _tables(file: ReturnedFile, words: ColumnNames) -> Iterator[RosterTable]:
    """Yield the tables of new people of a file, the last first."""
    tables = [table for sheet in file.newcomers for table in find_tables(sheet, words)]
    yield from reversed(tables)


def _only(table: RosterTable, indices: Sequence[int]) -> RosterTable:
    return replace(
        table, rows=[table.rows[at] for at in indices], places=[table.places[at] for at in indices]
    )


def _identities(table: RosterTable, at: int) -> list[Identity]:
    """Return the identities of a new person: the NIK, and the name with the birth date."""
    row = table.rows[at][1]
    columns = table.header.columns
    cells = {
        name: display_text(row[columns[name]]) if name in columns else ""
        for name in ("nik", "name", "birth_date")
    }
    digits, name = nik.compact(cells["nik"]), normal_form(cells["name"])
    by_nik = [("nik", digits, "")] if len(digits) == nik.LENGTH else []
    return [*by_nik, ("name", name, cells["birth_date"])] if name else by_nik


def _people(tables: Iterable[tuple[ReturnedFile, RosterTable]], first: int) -> Iterator[Newcomer]:
    number = first
    for file, table in tables:
        column = _replaces_column(table)
        for row_number, row in table.rows:
            replaces = display_text(row[column]) if column is not None else ""
            yield Newcomer(
                number,
                file,
                _origin(table, row_number, 0),
                replaces,
                _origin(table, row_number, column or 0),
            )
            number += 1


def _origin(table: RosterTable, number: int, column: int) -> CellLocation:
    letter = column_letter(table.sheet.first_column + column)
    return CellLocation(table.sheet.file, table.sheet.name, number, f"{letter}{number}")


def _replaces_column(table: RosterTable) -> int | None:
    labels = table.header.unmapped.items()
    return next((at for at, label in labels if names_replaced(label)), None)


def names_replaced(label: str) -> bool:
    """Return whether a header is that of the column in which a new person names whom they replace."""
    return normal_form(label).startswith(tuple(map(normal_form, REPLACES.both)))


def match_person(
    text: str, people: PersonIndex, among: Iterable[int], near: Mapping[str, str]
) -> int | None:
    """Return the one person with a NIK or a name, or None for nobody or several.

    ``near`` has the places of its row, by field: of namesakes the one of the same place matches.
    """
    matches = _named(text, people, among)
    for place in ("kecamatan", "desa", "tps"):
        if len(matches) > 1 and near.get(place):
            same = [n for n in matches if _form(people.row(n)[place]) == _form(near[place])]
            matches = same or matches
    return matches[0] if len(matches) == 1 else None


def match_successor(
    text: str, people: PersonIndex, among: Iterable[int], near: Mapping[str, str]
) -> int | None:
    """Return the one person with a NIK or a name, on any of their rows."""
    match = match_person(text, people, among, near)
    if match is not None:
        return match
    rows = _named(text, people, among)
    niks = {people.row(number)["nik"] for number in rows}
    return rows[0] if rows and len(niks) == 1 and None not in niks else None


def _named(text: str, people: PersonIndex, among: Iterable[int]) -> list[int]:
    """Return the rows with a NIK, or else with a name."""
    allowed = set(among)
    matches = [number for number in people.by_nik.get(nik.compact(text), []) if number in allowed]
    if matches:
        return matches
    return [number for number in people.by_name.get(normal_form(text), []) if number in allowed]


def _form(place: str | None) -> str:
    return normal_form(place or "").removeprefix("0").removeprefix("0")
