"""Rows: the people of the tables of a part of a sheet, and all other rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.header import Header, repeats_header
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.row_kinds import (
    begins_signatures,
    has_nik,
    is_certain_person,
    row_kind,
)
from pemilu_cover.roster.tables.row_signs import filled
from pemilu_cover.roster.tables.titles import LocationContext, below_heading, body_of, places_above
from pemilu_cover.roster.tables.unread_rows import UnreadCells, ends_list, unread_row


class HeadedPart(NamedTuple):
    """A part of a sheet whose tables are only below each other, and the header of each."""

    sheet: Sheet
    headers: Sequence[Header]


@dataclass
class ClassifiedRows:
    """Rows of a table as people, each with the places of their context, or as another kind of row.

    ``below`` are the places that apply to the rows that follow.
    """

    below: LocationContext
    people: list[tuple[int, Row]] = field(default_factory=list)
    places: list[LocationContext] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    unread: list[UnreadCells] = field(default_factory=list)


def read_tables(part: HeadedPart, sheet: Sheet, first_header: int) -> list[RosterTable]:
    """Return the tables of one part of a sheet; titles above all tables may be beside the part.

    ``first_header`` is the index of the first header of the sheet.
    """
    if not part.headers:
        return []
    rows = part.sheet.rows
    above = rows[: part.headers[0].first]
    titles = [
        row
        for index, row in enumerate(sheet.rows[: len(above)])
        if _is_title(index, row, first_header)
    ]
    places = places_above(above, sheet.name).within(places_above(titles, sheet.name))
    ends = [header.first for header in part.headers[1:]] + [len(rows)]
    tables = []
    for header, end in zip(part.headers, ends, strict=True):
        # "Jabatan dalam KPPS" is more specific than any title.
        places = replace(places, body=body_of([header.labels.get("role", "")]) or places.body)
        table, places = _read_table(RosterTable(sheet, header, titles=places), part.sheet, end)
        tables.append(table)
    return tables


def _is_title(index: int, row: Row, first_header: int) -> bool:
    """Return whether a row holds titles: all above the first table do, and lines of one text below it."""
    if index < first_header:
        return True
    cells = filled(row)
    return len(cells) == 1 and not any(map(str.isdigit, cells[0].cell[:1]))


def _read_table(table: RosterTable, part: Sheet, end: int) -> tuple[RosterTable, LocationContext]:
    """Return a table with its rows, and the places that apply below it."""
    places = table.titles
    blocks = []
    for block in _blocks(part, table.header, end):
        rows = [(part.first_row + index, part.rows[index]) for index in block]
        sure = (number for number, row in reversed(rows) if is_certain_person(table.header, row))
        blocks.append(classify_rows(table, rows, places, last=next(sure, -1)))
        places = blocks[-1].below
    table_with_rows = replace(
        table,
        rows=[row for block in blocks for row in block.people],
        places=[place for block in blocks for place in block.places],
        skipped=[row for block in blocks for row in block.skipped],
        unread=[cells for block in blocks for cells in block.unread],
    )
    return table_with_rows, places


def _blocks(sheet: Sheet, header: Header, end: int) -> Iterator[range]:
    """Split the rows below a header where it is repeated: each block has a foot of its own."""
    start = header.first + header.height
    for index in range(start, end):
        row = sheet.rows[index]
        if index > start and not has_nik(header, row) and repeats_header(header, row):
            yield range(start, index)
            start = index
    yield range(start, end)


def classify_rows(
    table: RosterTable, rows: Iterable[tuple[int, Row]], places: LocationContext, *, last: int
) -> ClassifiedRows:
    """Return numbered rows of a block as people or as another kind of row.

    ``places`` apply to its first row; ``last`` is the number of the last row that is certainly a person.
    """
    header = table.header
    result = ClassifiedRows(places)
    second_header_row = -1
    ended = signing = False
    for number, row in rows:
        kind = row_kind(header, row, in_foot=ended)
        # Rows behind a gap, a total or "Mengetahui" after the last certain person are the block's foot.
        if number > last and not ended and kind is None and begins_signatures(header, row):
            kind = "foot"
        ended = number > last and (ended or kind in ("blank", "total", "foot"))
        if number == second_header_row and _repeats_lower_row(table, row):
            kind = "header"
        elif kind == "header":
            second_header_row = number + header.height - 1
        if kind is None:
            result.people.append((number, row))
            result.places.append(result.below)
        elif kind != "blank":
            signed, signing = signing, signing or (ended and ends_list(row))
            if unread := unread_row(header, number, row, kind, signing=signing, signed=signed):
                result.unread.append(unread)
                signing = signed  # a row about a person is no signature
                continue
            result.skipped.append((number, kind))
            if kind == "heading":
                result.below = below_heading(result.below, row)
    return result


def _repeats_lower_row(table: RosterTable, row: Row) -> bool:
    """Return whether a row below a repeated header repeats a lower row of the header."""
    header = table.header
    lower = table.sheet.rows[header.first + 1 : header.first + header.height]
    return any(
        cell and cell == lower_cell
        for below in lower
        for cell, lower_cell in zip(row, below, strict=True)
    )
