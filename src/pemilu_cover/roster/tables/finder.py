"""Tables: the tables of a sheet, and what becomes of each of its rows.

Every row with content ends as a person, as a named kind of row that is nobody's, or as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.cells.dittos import REPEATED, SHARED, is_ditto
from pemilu_cover.roster.reading.sheet import Row, Sheet, column_letter
from pemilu_cover.roster.tables import merged_cells, own_sheets, unread_cells
from pemilu_cover.roster.tables.column_names import ColumnNames, fields
from pemilu_cover.roster.tables.headers import (
    FEWEST_HEADERS,
    WHO,
    Header,
    find_header,
    repeats_header,
    skip_currency_column,
    split_merged_period,
)
from pemilu_cover.roster.tables.layout import split_into_parts
from pemilu_cover.roster.tables.person_signs import niks_in
from pemilu_cover.roster.tables.row_kinds import (
    begins_signatures,
    has_nik,
    is_surely_somebody,
    row_kind,
)
from pemilu_cover.roster.tables.titles import LocationContext, below_heading, body_of, places_above
from pemilu_cover.roster.tables.unread_cells import UnreadCells

_NIK_LIKE = re.compile(r"\d{12}")
_PAIRS = {
    "birth_place": "birth_place_date",
    "birth_date": "birth_place_date",
    "start": "period",
    "end": "period",
    "sex": "sex_male",
}


@dataclass(slots=True)
class RosterTable:
    """The people of one table: Excel row number, cells, and what the sheet says about each.

    ``titles`` is what stands above its header says of all of them.
    """

    sheet: Sheet
    header: Header
    rows: list[tuple[int, Row]] = field(default_factory=list)
    places: list[LocationContext] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    titles: LocationContext = field(default_factory=LocationContext)
    unread: list[UnreadCells] = field(default_factory=list)

    def source(self, name: str) -> str:
        """Return the column that fills a field: "Tempat, Tgl Lahir" and "Masa Kerja" fill two."""
        pair = _PAIRS.get(name)
        return pair if pair in self.header.columns and name not in self.header.columns else name

    def lacks(self, name: str) -> bool:
        """Return whether no column fills a field."""
        return self.source(name) not in self.header.columns


class Content(NamedTuple):
    """What a sheet holds: its tables, and the cells that may be somebody's and stand in none."""

    tables: list[RosterTable]
    unread: list[UnreadCells]


def find_tables(sheet: Sheet, words: ColumnNames) -> list[RosterTable]:
    """Return the tables of a sheet; see `read_sheet`."""
    return read_sheet(sheet, words).tables


def read_sheet(sheet: Sheet, words: ColumnNames) -> Content:
    """Find the tables of a sheet and account for all other cells.

    Raise `RefusalError` where the sheet holds NIKs but no known header, or more rows with NIKs that were
    not understood than people.
    """
    shown, hidden = merged_cells.visible(sheet)
    parts = [(part, _headers(part.sheet, words)) for part in split_into_parts(shown, words)]
    if not any(headers for _, headers in parts):
        return _without_header(shown, words)
    titled = min(headers[0].first for _, headers in parts if headers)
    tables: list[RosterTable] = []
    unread: list[UnreadCells] = []
    for part, headers in parts:
        found = _below_each_other(part.sheet, shown, headers, titled)
        end = headers[0].first if headers else len(shown.rows)
        unread += unread_cells.above(list(_numbered(part.sheet, range(end))))
        for table in found:
            first = table.header.first
            lines = range(first, first + table.header.height)
            unread += unread_cells.in_header(table.header, list(_numbered(part.sheet, lines)))
            unread += table.unread
        tables += found
    _refuse_mostly_unread(shown, tables, unread)
    for table in tables:
        cells = list(beside_people(table))
        _refuse_mixed(table, cells)
        unread += cells
    unread += unread_cells.under_merges(
        hidden, lambda index: _name_columns(tables, index), sheet.first_row
    )
    for table in tables:
        _share_merged(table)
        _repeat_above(table)
    return Content(tables, sorted(unread))


def _numbered(sheet: Sheet, indexes: Iterable[int]) -> Iterator[tuple[int, Row]]:
    return ((sheet.first_row + index, sheet.rows[index]) for index in indexes)


def _without_header(sheet: Sheet, words: ColumnNames) -> Content:
    """Account for a sheet without a known header: a recapitulation is passed over, people never are."""
    if own_sheets.is_generated_sheet(sheet):
        return Content([], [])
    index = unread_cells.niks_without_header(sheet.rows, words)
    if index is not None:
        raise no_header(sheet, sheet.first_row + index)
    return Content(
        [], list(unread_cells.without_header(list(_numbered(sheet, range(len(sheet.rows))))))
    )


def no_header(sheet: Sheet, row: int) -> RefusalError:
    """Return the refusal of a sheet with a NIK in a row, and no known header above it."""
    return RefusalError("no-header", file=sheet.file, sheet=sheet.name, row=row)


def _refuse_mostly_unread(
    sheet: Sheet, tables: Sequence[RosterTable], unread: Sequence[UnreadCells]
) -> None:
    """Refuse a sheet whose layout is not understood: as many rows with a NIK are unread as are read."""
    rows = {row - sheet.first_row for row, *_ in unread}
    niks = [index for index in sorted(rows) if any(map(niks_in, sheet.rows[index]))]
    if niks and len(niks) >= sum(len(table.rows) for table in tables):
        raise no_header(sheet, sheet.first_row + niks[0])


def _refuse_mixed(table: RosterTable, beside: Sequence[UnreadCells]) -> None:
    """Refuse a table with two columns of NIKs of different people: whose the other cells are is not known."""
    header = table.header
    for cells in beside:
        label = header.unmapped.get(cells.left, "")
        if cells.because == "column" and "nik" in header.words.named(label):
            first, second = (
                column_letter(table.sheet.first_column + column)
                for column in sorted((header.columns["nik"], cells.left))
            )
            raise RefusalError(
                "two-headers",
                file=table.sheet.file,
                sheet=table.sheet.name,
                first=first,
                second=second,
                title=fields()["nik"].title,
            )


def beside_people(table: RosterTable) -> Iterator[UnreadCells]:
    """Find people in cells beside the columns of a table, or in columns that are not known."""
    yield from unread_cells.beside(table.header, table.rows)
    yield from unread_cells.in_columns(table.header, table.rows)


def _name_columns(tables: Sequence[RosterTable], index: int) -> frozenset[int]:
    """Return the columns of names in a row: those of the tables whose header stands above it."""
    return frozenset(
        table.header.columns["name"]
        for table in tables
        if "name" in table.header.columns and table.header.first < index
    )


def _below_each_other(
    part: Sheet, sheet: Sheet, headers: Sequence[Header], titled: int
) -> list[RosterTable]:
    """Read the tables of one part of a sheet; titles above all tables may stand beside the part.

    ``titled`` is the index of the first header of the sheet.
    """
    if not headers:
        return []
    above = part.rows[: headers[0].first]
    titles = [
        row for index, row in enumerate(sheet.rows[: len(above)]) if _is_title(index, row, titled)
    ]
    places = places_above(above, sheet.name).within(places_above(titles, sheet.name))
    ends = [header.first for header in headers[1:]] + [len(part.rows)]
    tables = []
    for header, end in zip(headers, ends, strict=True):
        # "Jabatan dalam KPPS" says it nearer than any title.
        places = replace(places, body=body_of([header.labels.get("role", "")]) or places.body)
        table = RosterTable(sheet, header, titles=places)
        for block in _blocks(part, header, end):
            places = _read_block(table, part, block, places)
        tables.append(table)
    return tables


def _is_title(index: int, row: Row, titled: int) -> bool:
    """Return whether a row holds titles: all above the first table do, and lines of one text below it."""
    if index < titled:
        return True
    cells = unread_cells.filled(row)
    return len(cells) == 1 and not any(map(str.isdigit, cells[0].cell[:1]))


def _share_merged(table: RosterTable) -> None:
    """Return the value of a cell that is merged over several rows to each person in them."""
    shared = {table.header.columns.get(name) for name in SHARED} - {None}
    sheet = table.sheet
    merged = [area for area in sheet.merged if area[0] < area[2] and area[1] in shared]
    places = {number - sheet.first_row: at for at, (number, _) in enumerate(table.rows)}
    for first, column, last, _ in merged:
        for index in range(first + 1, min(last, len(sheet.rows)) + 1):
            at = places.get(index)
            if at is not None and not table.rows[at][1][column]:
                number, row = table.rows[at]
                cells = [*row[:column], sheet.rows[first][column], *row[column + 1 :]]
                table.rows[at] = (number, cells)


def _repeat_above(table: RosterTable) -> None:
    """Return the value of the cell above where a cell says that it is the same."""
    for name in REPEATED:
        column = table.header.columns.get(name)
        if column is None or not any(map(is_ditto, {row[column] for _, row in table.rows})):
            continue
        above = ""
        for place, (number, row) in enumerate(table.rows):
            above = above if is_ditto(row[column]) else row[column]
            table.rows[place] = (number, [*row[:column], above, *row[column + 1 :]])


def _headers(sheet: Sheet, words: ColumnNames) -> list[Header]:
    """Find headers from the top; a repeated one opens no new table.

    A header of two names is one where they are a NIK and a name, or where no fuller stands: "Nama |
    Jabatan" may head signatures.
    """
    found = list(_found_headers(sheet, words, _is_full))
    return found or list(_found_headers(sheet, words, lambda _: True))


def _is_full(header: Header) -> bool:
    return len(header.columns) >= FEWEST_HEADERS or header.columns.keys() >= WHO


def _found_headers(
    sheet: Sheet, words: ColumnNames, is_enough: Callable[[Header], bool]
) -> Iterator[Header]:
    index = 0
    current: Header | None = None
    while index < len(sheet.rows):
        row = sheet.rows[index]
        header = find_header(sheet, index, words) if _may_be_header(row, current) else None
        if header is not None and not is_enough(header):
            header = None
        if header is None or (current and header.columns == current.columns):
            index += 1
            continue
        header = skip_currency_column(split_merged_period(header, sheet), sheet)
        yield header
        current = header
        index = header.first + header.height


def _may_be_header(row: Row, current: Header | None) -> bool:
    """Keep the search cheap: below a header, a row with a NIK in its place is none."""
    if current is None:
        return True
    nik = current.columns.get("nik")
    return nik is None or not _NIK_LIKE.search(row[nik])


def _blocks(sheet: Sheet, header: Header, end: int) -> Iterator[range]:
    """Part the rows below a header where it is repeated: each block has a foot of its own."""
    start = header.first + header.height
    for index in range(start, end):
        row = sheet.rows[index]
        if index > start and not has_nik(header, row) and repeats_header(header, row):
            yield range(start, index)
            start = index
    yield range(start, end)


def _read_block(
    table: RosterTable, sheet: Sheet, block: range, places: LocationContext
) -> LocationContext:
    """Part the rows of a block into people and others; give what holds for the rows below it."""
    rows = [(sheet.first_row + index, sheet.rows[index]) for index in block]
    sure = (number for number, row in reversed(rows) if is_surely_somebody(table.header, row))
    return part_rows(table, rows, places, last=next(sure, -1))


def part_rows(
    table: RosterTable, rows: Iterable[tuple[int, Row]], places: LocationContext, *, last: int
) -> LocationContext:
    """Add numbered rows to a table, as people or as skipped; give what holds for the rows below them.

    ``last`` is the number of the last row that is surely somebody's.
    """
    header = table.header
    second_header_row = -1
    ended = signing = False
    for number, row in rows:
        kind = row_kind(header, row, in_foot=ended)
        # What follows a gap, a total or "Mengetahui" behind the last sure person is the block's foot.
        if number > last and not ended and kind is None and begins_signatures(header, row):
            kind = "foot"
        ended = number > last and (ended or kind in ("blank", "total", "foot"))
        if number == second_header_row and _goes_on(table, row):
            kind = "header"
        elif kind == "header":
            second_header_row = number + header.height - 1
        if kind is None:
            table.rows.append((number, row))
            table.places.append(places)
        elif kind != "blank":
            signed, signing = signing, signing or (ended and unread_cells.ends_list(row))
            if unread := unread_cells.unread_row(
                header, number, row, kind, signing=signing, signed=signed
            ):
                table.unread.append(unread)
                signing = signed  # who is somebody signs nothing
                continue
            table.skipped.append((number, kind))
            places = below_heading(places, row) if kind == "heading" else places
    return places


def _goes_on(table: RosterTable, row: Row) -> bool:
    """Return whether a row below a repeated header repeats a lower row of the header."""
    header = table.header
    lower = table.sheet.rows[header.first + 1 : header.first + header.height]
    return any(
        cell and cell == other for below in lower for cell, other in zip(row, below, strict=True)
    )
