"""Sheets without a known header: a list of places is passed over, people are reported or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.cell_encoding import is_number_or_date
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.person_signs import (
    FEWEST_DIGITS,
    is_name_like,
    is_nik_alone,
    is_office,
    is_other_number,
    niks_in,
)
from pemilu_cover.roster.tables.roster_table import SheetContent
from pemilu_cover.roster.tables.row_signs import (
    Place,
    filled,
    has_sex,
    holds_birth_date,
    holds_name_with_office,
    holds_nik,
    holds_numbered_name,
)
from pemilu_cover.roster.tables.unread_rows import OTHER_NUMBERS, UnreadCells
from pemilu_cover.values.text import clean

# A sheet without a header whose rows have this many signs of a person holds people.
_FEWEST_SIGNS = 2
_SIGNS: tuple[Callable[[Sequence[Place]], bool], ...] = (
    holds_numbered_name,
    holds_name_with_office,
    has_sex,
)


def read_without_header(sheet: Sheet, words: ColumnNames) -> SheetContent:
    """Return the cells of a sheet without a known header that may be about somebody.

    Raise `RefusalError` where a cell holds nothing but a NIK.
    """
    if own_sheets.is_generated_sheet(sheet):
        return SheetContent([], [])
    index = _first_nik(sheet.rows, words)
    if index is not None:
        raise no_header(sheet, sheet.first_row + index)
    return SheetContent([], list(_unread(enumerate(sheet.rows, sheet.first_row))))


def no_header(sheet: Sheet, row: int) -> RefusalError:
    """Return the refusal of a sheet with a NIK in a row, and no known header above it."""
    return RefusalError("no-header", file=sheet.file, sheet=sheet.name, row=row)


def _first_nik(rows: Sequence[Row], words: ColumnNames) -> int | None:
    """Return the index of the first row with a NIK alone in its cell, or None.

    A number that the text above names as another number does not count.
    """
    for index, row in enumerate(rows):
        if not any(len(cell) >= FEWEST_DIGITS for cell in row):
            continue
        cells = [
            place
            for place in filled(row)
            if not niks_in(place.cell)
            or (
                is_nik_alone(place.cell)
                and not _is_other_number_column(rows, index, place.column, words)
            )
        ]
        if holds_nik(cells):
            return index
    return None


def _is_other_number_column(
    rows: Sequence[Row], index: int, column: int, words: ColumnNames
) -> bool:
    """Return whether the nearest text above a cell names a number other than a NIK."""
    for row in reversed(rows[:index]):
        cell = row[column]
        if cell and not is_number_or_date(cell) and not any(map(str.isdigit, clean(cell)[:8])):
            return is_other_number(cell) or bool(words.named(cell) & OTHER_NUMBERS)
    return False


def _unread(rows: Iterable[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Yield the rows that may be people: two signs of a person beside a name, or an office over it.

    A NIK within a sentence counts, too.
    """
    offices: dict[int, str] = {}
    for number, row in rows:
        cells = filled(row)
        under = [p for p in cells if p.column in offices and is_name_like(p.cell)]
        signs = sum(sign(cells) for sign in _SIGNS) + bool(under)
        named = [place for place in cells if not is_nik_alone(place.cell) and holds_nik([place])]
        if holds_birth_date(cells) or signs >= _FEWEST_SIGNS:
            yield UnreadCells(number, cells[0].column, cells[-1].column, "no-header")
        elif named:
            yield UnreadCells(number, named[0].column, named[-1].column, "no-header")
        elif not any(is_number_or_date(cell) for _, cell in cells):
            offices |= {column: cell for column, cell in cells if is_office(cell)}
