"""A batch of a large table: its people, and the values for the batches below.

The values that a row takes from the rows above it (ditto marks, headings, the place of its block) are passed
in and out as `Above`, so that the result does not depend on the borders of batches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.cells.dittos import REPEATED, dittos, repeated
from pemilu_cover.roster.people import NOT_UNDERSTOOD, NotUnderstoodCells, locate_cells
from pemilu_cover.roster.people_frame import people_frame
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables import own_sheets, unread_cells
from pemilu_cover.roster.tables.column_names import FEWEST_HEADERS
from pemilu_cover.roster.tables.header import repeats_header
from pemilu_cover.roster.tables.headers import find_header
from pemilu_cover.roster.tables.person_signs import FEWEST_DIGITS
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.row_kinds import PLAIN_NIK, has_nik, is_certain_person
from pemilu_cover.roster.tables.row_reader import ClassifiedRows, classify_rows
from pemilu_cover.roster.tables.rows_above import Above
from pemilu_cover.roster.tables.titles import LocationContext, below_heading
from pemilu_cover.roster.tables.unread_audit import beside_people
from pemilu_cover.roster.tables.unread_rows import UnreadCells

# The maximum height of a header.
_HEADER_ROWS = 3
# After every row: the next batch may have people.
_NEVER = 2**62


class Batch(NamedTuple):
    """Rows of a table as encoded cells, a column for each of the sheet's; ``number`` is the first one's.

    ``ends`` means that nothing follows; a batch that does not end its table may end anywhere.
    """

    number: int
    rows: pl.DataFrame
    ends: bool = False


class BatchPeople(NamedTuple):
    """The people of a batch, rows that are no people, the values for the next batch, and unread cells.

    ``takes_cells`` says whether a cell, or the values for the next batch, come from the rows above the batch.
    """

    frame: pl.DataFrame
    skipped: list[tuple[int, str]]
    above: Above
    unread: Sequence[NotUnderstoodCells]
    takes_cells: bool


def collect_batch(table: RosterTable, batch: Batch, above: Above, *, of: int = 0) -> BatchPeople:
    """Return the people of a batch of a table, below its header; ``of`` is the table's number.

    Rows with a plain NIK are people without a check of each. Raise `RefusalError` where another table begins.
    """
    rows, numbers = _below_header(table, batch)
    has_nik_cell = _has_plain_nik(table, rows)
    odd = list(
        zip(
            numbers.filter(~has_nik_cell),
            map(list, rows.filter(~has_nik_cell).iter_rows()),
            strict=True,
        )
    )
    _refuse_other_tables(table, odd)
    blocks, headings = _read_odd(table, odd, numbers.filter(has_nik_cell), above, ends=batch.ends)
    people = has_nik_cell | numbers.is_in(
        [number for block in blocks for number, _ in block.people]
    )
    rows, numbers = rows.filter(people), numbers.filter(people)
    unread = [cells for block in blocks for cells in block.unread]
    unread += _people_beside(table, rows, numbers)
    skipped = [row for block in blocks for row in block.skipped]
    skipped = sorted([*skipped, *((cells.row, NOT_UNDERSTOOD) for cells in unread)])
    takes_cells = not rows.height or _begins_with_ditto(table, rows)
    rows, cells = _without_dittos(table, rows, above)
    columns = [rows[str(at)] for at in range(rows.width)]
    frame = people_frame(of, table, columns, numbers, _places_at(headings, numbers))
    places = headings[-1][1] if len(headings) > 1 else above.places
    reported = [locate_cells(table.sheet, place) for place in unread]
    carried = replace(above, places=places, cells=cells)
    return BatchPeople(frame, skipped, carried, reported, takes_cells)


def _people_beside(
    table: RosterTable, rows: pl.DataFrame, numbers: pl.Series
) -> Iterator[UnreadCells]:
    """Yield the cells beside the columns of a table that may be people, of rows with any cell there."""
    unlabelled, unknown = unread_cells.columns_beside(table.header, rows.width)
    is_filled = [
        *(pl.col(str(at)).str.strip_chars() != "" for at in unlabelled),
        *(pl.col(str(at)).str.count_matches("[0-9]") >= FEWEST_DIGITS for at in unknown),
    ]
    if is_filled:
        odd = rows.with_columns(numbers.alias("row")).filter(pl.any_horizontal(is_filled))
        numbered = [(number, row) for *row, number in odd.iter_rows()]
        yield from beside_people(replace(table, rows=numbered))


def refuse_dependent_rows(table: RosterTable, people: BatchPeople, rows: pl.DataFrame) -> None:
    """Refuse rows that depend on those above: a heading, a ditto mark.

    Raise `RefusalError`.
    """
    if people.above.places is not None:
        at = next(number for number, reason in people.skipped if reason == "heading")
        raise RefusalError("batch-heading", file=table.sheet.file, row=at)
    for name in REPEATED:
        column = table.header.columns.get(name)
        if column is not None and dittos(rows[str(column)]).any():
            title = table.header.labels[name]
            raise RefusalError("batch-ditto", file=table.sheet.file, column=title)


def _below_header(table: RosterTable, batch: Batch) -> tuple[pl.DataFrame, pl.Series]:
    """Return the rows of a batch below the header of its table, and their numbers."""
    last = batch.number + batch.rows.height
    numbers = pl.int_range(batch.number, last, eager=True).alias("row")
    below = numbers >= table.sheet.first_row + table.header.first + table.header.height
    return batch.rows.filter(below), numbers.filter(below)


def _has_plain_nik(table: RosterTable, rows: pl.DataFrame) -> pl.Series:
    column = table.header.columns.get("nik")
    if column is None:
        return pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
    cells = rows[str(column)]
    return cells.str.contains(f"^{PLAIN_NIK}$") & (cells != own_sheets.NIK)


def _refuse_other_tables(table: RosterTable, odd: Sequence[tuple[int, Row]]) -> None:
    """Refuse a header with other columns: its table would be read with the wrong ones."""
    header = table.header
    by_number = dict(odd)
    for number, row in odd:
        if has_nik(header, row):
            continue
        rows = [by_number.get(at, [""] * len(row)) for at in range(number, number + _HEADER_ROWS)]
        sheet = Sheet(table.sheet.file, table.sheet.name, rows, first_row=number)
        second = find_header(sheet, 0, header.words)
        if second and len(second.columns) >= FEWEST_HEADERS and second.columns != header.columns:
            raise RefusalError("batch-tables", file=table.sheet.file, row=number)


def _read_odd(
    table: RosterTable, odd: Sequence[tuple[int, Row]], sure: pl.Series, above: Above, *, ends: bool
) -> tuple[list[ClassifiedRows], list[tuple[int, LocationContext]]]:
    """Classify the rows without a plain NIK, block by block.

    The second value has the places that apply from each row on; the first of them come from above.
    """
    places = above.places or table.titles
    classified = []
    headings = [(-1, places)]
    rows = dict(odd)
    blocks = list(_blocks(table, odd))
    for index, (first, block) in enumerate(blocks):
        is_last = index == len(blocks) - 1
        end = _NEVER if is_last else blocks[index + 1][0]
        last = _NEVER if is_last and not ends else _last_sure(table, block, sure, first, end)
        classified.append(classify_rows(table, block, places, last=last))
        for number, reason in classified[-1].skipped:
            if reason == "heading":
                places = below_heading(places, rows[number])
                headings.append((number, places))
    return classified, headings


def _blocks(
    table: RosterTable, odd: Sequence[tuple[int, Row]]
) -> Iterator[tuple[int, list[tuple[int, Row]]]]:
    """Split rows where the header is repeated, each part with its first number: each has its own foot."""
    first = -1
    block: list[tuple[int, Row]] = []
    for number, row in odd:
        if block and not has_nik(table.header, row) and repeats_header(table.header, row):
            yield first, block
            first, block = number, []
        block.append((number, row))
    yield first, block


def _last_sure(
    table: RosterTable, block: Sequence[tuple[int, Row]], sure: pl.Series, first: int, end: int
) -> int:
    """Return the number of the last row of a block that is certainly a person, or -1."""
    plain = sure.filter((sure >= first) & (sure < end))
    last = int(plain[-1]) if len(plain) else -1
    certain = (number for number, row in reversed(block) if is_certain_person(table.header, row))
    return max(last, next(certain, -1))


def _begins_with_ditto(table: RosterTable, rows: pl.DataFrame) -> bool:
    columns = (table.header.columns.get(name) for name in REPEATED)
    first = (rows[str(column)].head(1) for column in columns if column is not None)
    return any(dittos(cell).any() for cell in first)


def _without_dittos(
    table: RosterTable, rows: pl.DataFrame, above: Above
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return rows in which each ditto mark is the cell above, and the cells of the last of them."""
    cells = dict(above.cells)
    for name in REPEATED:
        column = table.header.columns.get(name)
        if column is None or not rows.height:
            continue
        filled = repeated(rows[str(column)], above.cells.get(name, ""))
        rows = rows.with_columns(filled.alias(str(column)))
        cells[name] = filled[-1]
    return rows, cells


def _places_at(
    headings: Sequence[tuple[int, LocationContext]], numbers: pl.Series
) -> list[LocationContext]:
    """Return the places that apply at each row."""
    if len(headings) == 1:
        return [headings[0][1]] * len(numbers)
    begins = [number for number, _ in headings]
    return [headings[bisect_right(begins, number) - 1][1] for number in numbers]
