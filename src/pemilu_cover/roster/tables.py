"""Tables: where the tables of a sheet stand, and whose each of their rows is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.dittos import REPEATED, SHARED, is_ditto
from pemilu_cover.roster.headers import (
    FEWEST_HEADERS,
    Header,
    cuts,
    find_header,
    repeats,
    spans,
    with_amounts,
    with_two_days,
)
from pemilu_cover.roster.rows import begins_signatures, has_nik, is_surely_somebody, kind_of
from pemilu_cover.roster.sheet import Row, Sheet
from pemilu_cover.roster.titles import Places, below_heading, body_of, places_above
from pemilu_cover.roster.vocabulary import Words, is_foreign

_NIK_LIKE = re.compile(r"\d{12}")
_SEPARATORS = re.compile(r"[\s.,'`\-]")
# With a digit lost or one too many it is a NIK all the same.
_WHOLE_NIK = re.compile(r"\x01?\d{15,17}")
_NIK_CELL = 15
_PAIRS = {
    "birth_place": "birth_place_date",
    "birth_date": "birth_place_date",
    "start": "period",
    "end": "period",
}


@dataclass(slots=True)
class Table:
    """The people of one table: Excel row number, cells, and what the sheet says about each.

    ``titles`` is what stands above its header says of all of them.
    """

    sheet: Sheet
    header: Header
    rows: list[tuple[int, Row]] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    titles: Places = field(default_factory=Places)

    def source(self, name: str) -> str:
        """Give the column that fills a field: "Tempat, Tgl Lahir" and "Masa Kerja" fill two."""
        pair = _PAIRS.get(name)
        return pair if pair in self.header.columns and name not in self.header.columns else name

    def lacks(self, name: str) -> bool:
        """Say whether no column fills a field."""
        return self.source(name) not in self.header.columns


def find_tables(sheet: Sheet, words: Words) -> list[Table]:
    """Find the tables of a sheet, side by side and one below the other.

    Raise `RefusedError` where the sheet holds NIKs but no known header stands above them.
    """
    found = []
    for part in _side_by_side(sheet, words):
        tables = _below_each_other(part, sheet, words)
        for table in tables:
            _share_merged(table)
            _repeat_above(table)
        found += tables
    return found


def _side_by_side(sheet: Sheet, words: Words) -> list[Sheet]:
    """Part a sheet where a header begins again to its right; the other cells of a part are empty.

    What stands below a header that spans both sides is one table again. What stands above belongs to
    both where it is titles, and to the first where it is another table.
    """
    at = next((index for index, row in enumerate(sheet.rows) if cuts(row, words)), None)
    if at is None:
        return [sheet]
    starts = cuts(sheet.rows[at], words)
    if any(_is_headed_foreign(sheet, at, start) for start in starts[1:]):
        return [sheet]  # heirs beside workers: two columns of one name, which are refused
    width = max(map(len, sheet.rows))
    below = range(at + 1, len(sheet.rows))
    end = next((i for i in below if spans(sheet.rows[i], starts[1], words)), len(sheet.rows))
    tabled = any(find_header(sheet, index, words) for index in range(at))
    bounds = zip([0, *starts[1:]], [*starts[1:], width], strict=True)
    return [
        replace(sheet, rows=list(_of_part(sheet, part, (at, end), tabled=tabled)))
        for part in bounds
    ]


def _of_part(
    sheet: Sheet, part: tuple[int, int], zone: tuple[int, int], *, tabled: bool
) -> Iterator[Row]:
    """Give the rows of one part: its columns within the zone, and what it has of the rows around."""
    first, (start, end) = part[0] == 0, part
    for index, row in enumerate(sheet.rows):
        above, within = index < zone[0], zone[0] <= index < zone[1]
        if first and (index >= zone[1] or (above and tabled)):
            yield row
        elif within or (above and not tabled):
            yield [""] * start + row[start:end] + [""] * (len(row) - end)
        else:
            yield [""] * len(row)


def _is_headed_foreign(sheet: Sheet, at: int, start: int) -> bool:
    """Say whether the group above a column speaks of somebody else than the worker."""
    return at > 0 and is_foreign(sheet.rows[at - 1][start])


def _below_each_other(part: Sheet, sheet: Sheet, words: Words) -> list[Table]:
    """Find the tables of one part of a sheet, whose titles may stand above another part."""
    headers = _headers(part, words)
    above = part.rows[: headers[0].first] if headers else part.rows
    _refuse_headless(sheet, above, sheet.first_row)
    if not headers:
        return []
    places = places_above(above, sheet.name).within(
        places_above(sheet.rows[: len(above)], sheet.name)
    )
    ends = [header.first for header in headers[1:]] + [len(part.rows)]
    tables = []
    for header, end in zip(headers, ends, strict=True):
        # "Jabatan dalam KPPS" says it nearer than any title.
        places = replace(places, body=body_of([header.labels.get("role", "")]) or places.body)
        table = Table(sheet, header, titles=places)
        for block in _blocks(part, header, end):
            places = _read_block(table, part, block, places)
        tables.append(table)
    return tables


def _share_merged(table: Table) -> None:
    """Give the value of a cell that is merged over several rows to each person in them."""
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


def _repeat_above(table: Table) -> None:
    """Give the value of the cell above where a cell says that it is the same."""
    for name in REPEATED:
        column = table.header.columns.get(name)
        if column is None or not any(map(is_ditto, {row[column] for _, row in table.rows})):
            continue
        above = ""
        for place, (number, row) in enumerate(table.rows):
            above = above if is_ditto(row[column]) else row[column]
            table.rows[place] = (number, [*row[:column], above, *row[column + 1 :]])


def _headers(sheet: Sheet, words: Words) -> list[Header]:
    """Find headers from the top; a repeated one opens no new table.

    A header of two names is one only where no fuller stands: "Nama | Jabatan" may head signatures.
    """
    full = list(_found_headers(sheet, words, FEWEST_HEADERS))
    return full or list(_found_headers(sheet, words, FEWEST_HEADERS - 1))


def _found_headers(sheet: Sheet, words: Words, fewest: int) -> Iterator[Header]:
    index = 0
    current: Header | None = None
    while index < len(sheet.rows):
        row = sheet.rows[index]
        header = find_header(sheet, index, words) if _may_be_header(row, current) else None
        if header is not None and len(header.columns) < fewest:
            header = None
        if header is None or (current and header.columns == current.columns):
            index += 1
            continue
        header = with_amounts(with_two_days(header, sheet), sheet)
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
        if index > start and not has_nik(header, row) and repeats(header, row):
            yield range(start, index)
            start = index
    yield range(start, end)


def _refuse_headless(sheet: Sheet, rows: list[Row], first: int) -> None:
    """Refuse rows with a NIK above which no header stands: what their cells mean is not known."""
    for number, row in enumerate(rows, start=first):
        if any(
            _WHOLE_NIK.fullmatch(_SEPARATORS.sub("", cell))
            for cell in row
            if len(cell) >= _NIK_CELL
        ):
            raise RefusedError("no-header", file=sheet.file, sheet=sheet.name, row=number)


def _read_block(table: Table, sheet: Sheet, block: range, places: Places) -> Places:
    """Part the rows of a block into people and others; give what holds for the rows below it."""
    rows = [(sheet.first_row + index, sheet.rows[index]) for index in block]
    sure = (number for number, row in reversed(rows) if is_surely_somebody(table.header, row))
    return part_rows(table, rows, places, last=next(sure, -1))


def part_rows(
    table: Table, rows: Iterable[tuple[int, Row]], places: Places, *, last: int
) -> Places:
    """Add numbered rows to a table, as people or as skipped; give what holds for the rows below them.

    ``last`` is the number of the last row that is surely somebody's.
    """
    header = table.header
    second_header_row = -1
    ended = False
    for number, row in rows:
        reason = kind_of(header, row, in_foot=ended)
        # What follows a gap, a total or "Mengetahui" behind the last sure person is the block's foot.
        if number > last and not ended and reason is None and begins_signatures(header, row):
            reason = "foot"
        ended = number > last and (ended or reason in ("blank", "total", "foot"))
        if number == second_header_row and not is_surely_somebody(header, row):
            reason = "header"
        elif reason == "header":
            second_header_row = number + header.height - 1
        if reason in ("foot", "empty"):
            _refuse_headless(table.sheet, [row], number)
        if reason is None:
            table.rows.append((number, row))
            table.places.append(places)
        elif reason != "blank":
            table.skipped.append((number, reason))
            places = below_heading(places, row) if reason == "heading" else places
    return places
