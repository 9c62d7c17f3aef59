"""Sheets that repeat the people of another sheet without NIK: a list of receipt, an attendance list.

A person who is listed in another sheet of the file is not another person. Those who are in no other sheet
remain people of the roster, with findings of their own.
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

# Why a row is no further person.
REPEATED = "repeated"
# The share of repeated people from which a sheet is a copy.
_SHARE = 0.5


@dataclass
class _PeopleIndex:
    """The people of the sheets with a NIK, by name; each matches at most one person of another sheet."""

    by_name: defaultdict[str, list[dict[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def find(self, person: dict[str, str], matched: set[int]) -> int | None:
        """Return the identity of an unmatched person who may be this one, or None."""
        for candidate in self.by_name.get(person["name"], ()):
            if id(candidate) not in matched and _may_be(person, candidate):
                return id(candidate)
        return None


def skip_copies(contents: Sequence[SheetContent]) -> list[SheetContent]:
    """Return the sheets of one file without people whom another one lists with their NIK.

    Only sheets without a NIK column can be copies.
    """
    copies = [content for content in contents if _may_be_copy(content)]
    if not copies or len(copies) == len(contents):
        return list(contents)
    index = _PeopleIndex()
    for content in contents:
        for table in content.tables:
            if "nik" in table.header.columns:
                for person in _people(table):
                    index.by_name[person["name"]].append(person)
    return [_without_repetitions(each, index) if _may_be_copy(each) else each for each in contents]


def _may_be_copy(content: SheetContent) -> bool:
    """Return whether a sheet has people with names, and no column of NIKs."""
    tables = [table for table in content.tables if table.rows]
    columns = [table.header.columns.keys() for table in tables]
    return bool(columns) and all("name" in names and "nik" not in names for names in columns)


def _without_repetitions(content: SheetContent, index: _PeopleIndex) -> SheetContent:
    matched: set[int] = set()
    repeated: list[list[bool]] = []
    for table in content.tables:
        repeated.append([])
        for person in _people(table):
            match = index.find(person, matched) if person["name"] else None
            matched |= {match} if match is not None else set()
            repeated[-1].append(match is not None)
    if sum(map(sum, repeated)) < max(1, _SHARE * sum(map(len, repeated))):
        return content
    tables = map(_without_repeated, content.tables, repeated)
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
        values = {
            name: form(row[columns[name]]) for name, form in _FORMS.items() if name in columns
        }
        yield {"name": "", **values}


def _may_be(person: dict[str, str], candidate: dict[str, str]) -> bool:
    """Return whether the cells that both rows fill agree; one office may be shorter than the other."""
    common = [name for name in _FORMS if person.get(name) and candidate.get(name)]
    first, second = (set(each.get("role", "").split()) for each in (person, candidate))
    is_office = not (first and second) or first <= second or second <= first
    return is_office and all(person[name] == candidate[name] for name in common if name != "role")


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
