"""Sheets that list the people of another sheet once more, without NIK: a list of receipt, an attendance list.

Whoever is in another sheet of the file is not another person. Those who are in no other sheet stay people of
the roster, so that they are asked about one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pemilu_cover.roster.cells.dates import birth_date
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables.roster_table import RosterTable, SheetContent
from pemilu_cover.values.names import split_degree
from pemilu_cover.values.text import clean, normal_form

# Why a row is nobody else.
REPEATED = "repeated"
# So large a part of a sheet's people are those of other sheets where it is a copy.
_SHARE = 0.5


@dataclass
class _Known:
    """The people of the sheets with a NIK, by name; each can be listed once in another sheet."""

    by_name: defaultdict[str, list[dict[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def find(self, person: dict[str, str], taken: set[int]) -> int | None:
        """Return the identity of somebody who is not taken and may be this person, or None."""
        for other in self.by_name.get(person["name"], ()):
            if id(other) not in taken and _may_be(person, other):
                return id(other)
        return None


def skip_copies(contents: Sequence[SheetContent]) -> list[SheetContent]:
    """Return the sheets of one file without people who are in another one with their NIK.

    Only sheets without a column for it list people again.
    """
    copies = [content for content in contents if _may_be_copy(content)]
    if not copies or len(copies) == len(contents):
        return list(contents)
    known = _Known()
    for content in contents:
        for table in content.tables:
            if "nik" in table.header.columns:
                for person in _people(table):
                    known.by_name[person["name"]].append(person)
    return [_without_known(each, known) if _may_be_copy(each) else each for each in contents]


def _may_be_copy(content: SheetContent) -> bool:
    """Return whether a sheet has people with names, and no column of NIKs."""
    tables = [table for table in content.tables if table.rows]
    columns = [table.header.columns.keys() for table in tables]
    return bool(columns) and all("name" in names and "nik" not in names for names in columns)


def _without_known(content: SheetContent, known: _Known) -> SheetContent:
    taken: set[int] = set()
    found: list[list[bool]] = []
    for table in content.tables:
        found.append([])
        for person in _people(table):
            place = known.find(person, taken) if person["name"] else None
            taken |= {place} if place is not None else set()
            found[-1].append(place is not None)
    if sum(map(sum, found)) < max(1, _SHARE * sum(map(len, found))):
        return content
    tables = map(_without_repeated, content.tables, found)
    return content._replace(tables=list(tables))


def _without_repeated(table: RosterTable, repeated: Sequence[bool]) -> RosterTable:
    rows = list(zip(table.rows, table.places, repeated, strict=True))
    again = [(number, REPEATED) for (number, _), _, is_repeated in rows if is_repeated]
    return replace(
        table,
        skipped=sorted([*table.skipped, *again]),
        rows=[row for row, _, is_repeated in rows if not is_repeated],
        places=[place for _, place, is_repeated in rows if not is_repeated],
    )


def _people(table: RosterTable) -> Iterator[dict[str, str]]:
    columns = table.header.columns
    for _, row in table.rows:
        told = {name: form(row[columns[name]]) for name, form in _FORMS.items() if name in columns}
        yield {"name": "", **told}


def _may_be(one: dict[str, str], other: dict[str, str]) -> bool:
    """Return whether nothing that both rows tell differs; of an office one may say less."""
    told = [name for name in _FORMS if one.get(name) and other.get(name)]
    first, second = (set(person.get("role", "").split()) for person in (one, other))
    is_office = not (first and second) or first <= second or second <= first
    return is_office and all(one[name] == other[name] for name in told if name != "role")


def _name(cell: str) -> str:
    return normal_form(split_degree(clean(display_cell(cell)))[0])


def _number(cell: str) -> str:
    return normal_form(display_cell(cell)).removeprefix("TPS ").lstrip("0")


def _day(cell: str) -> str:
    day = birth_date(cell)
    return day.isoformat() if day else ""


def _text(cell: str) -> str:
    return normal_form(display_cell(cell))


_FORMS = {
    "name": _name,
    "role": _text,
    "birth_date": _day,
    "kecamatan": _text,
    "desa": _text,
    "tps": _number,
}
