"""Cells around a table that may be about somebody: beside, above and in its header, under merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pemilu_cover.roster.reading.cell_encoding import is_number_or_date
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.tables.column_names import WHO, is_foreign
from pemilu_cover.roster.tables.header import Header
from pemilu_cover.roster.tables.merged_cells import HiddenCell
from pemilu_cover.roster.tables.person_signs import (
    FEWEST_DIGITS,
    is_birth_date,
    is_name_like,
    is_other_number,
    niks_in,
)
from pemilu_cover.roster.tables.row_signs import (
    Place,
    filled,
    holds_birth_date,
    holds_name_with_office,
    holds_nik,
    holds_numbered_name,
    is_described,
)
from pemilu_cover.roster.tables.unread_rows import UnreadCells
from pemilu_cover.values.text import normal_form

_FEWEST_ROWS = 2


def beside(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Yield the cells beside a table's columns, in the rows of its people, that may be other people."""
    unlabelled, _ = columns_beside(header, len(numbered[0][1]) if numbered else 0)
    columns = [column for column in unlabelled if any(row[column] for _, row in numbered)]
    if not columns:
        return
    name, nik = header.columns.get("name"), header.columns.get("nik")
    second = _of_second_person(header)
    for number, row in numbered:
        if not any(row[column] for column in columns):
            continue
        own = set(niks_in(row[nik])) if nik is not None else set()
        whose = normal_form(row[name]) if name is not None else ""
        for side in _sides(header, columns, row):
            copied = any(whose and normal_form(cell) == whose for _, cell in side)
            born = any(is_birth_date(cell) for _, cell in side)
            has_person = born or holds_numbered_name(side) or holds_name_with_office(side)
            has_person = has_person or any(
                place.column in second and is_name_like(place.cell) for place in side
            )
            if holds_nik(side, own) or (has_person and not copied):
                yield UnreadCells(number, side[0].column, side[-1].column, "beside")


def columns_beside(header: Header, width: int) -> tuple[list[int], list[int]]:
    """Return the columns without a header of the table, and those with an unknown header."""
    known = header.known_columns()
    left, right = min(known), max(known)
    while left - 1 in header.unmapped and not _is_data(header.unmapped[left - 1]):
        left -= 1
    while right + 1 in header.unmapped and not _is_data(header.unmapped[right + 1]):
        right += 1
    within = {column for column in header.unmapped if left <= column <= right}
    within -= _of_second_person(header)
    unlabelled = [column for column in range(width) if column not in known | within]
    unknown = [
        column
        for column, label in header.unmapped.items()
        if not (is_foreign(label) or is_other_number(label))
    ]
    return unlabelled, unknown if "nik" in header.columns else []  # a column of NIKs is suggested


def _of_second_person(header: Header) -> frozenset[int]:
    """Return the unread columns that hold people of another table beside it."""
    named = {column: header.words.named(label) & WHO for column, label in header.unmapped.items()}
    both = set().union(*named.values()) == WHO
    return header.neighbours.people | {column for column, names in named.items() if names and both}


def _is_data(label: str) -> bool:
    return is_number_or_date(label) or bool(niks_in(label)) or is_birth_date(label)


def _sides(header: Header, columns: Sequence[int], row: Row) -> Iterator[list[Place]]:
    """Yield the cells left of a table, between its columns, and right of it."""
    known = sorted(header.columns.values())
    groups: dict[int, list[Place]] = {}
    for column in columns:
        if row[column] and not row[column].isspace():
            side = sum(at < column for at in known)
            groups.setdefault(side, []).append(Place(column, row[column]))
    yield from groups.values()


def in_columns(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Yield the columns with an unknown header that hold NIKs of other people."""
    for column in columns_beside(header, 0)[1]:
        nik = header.columns["nik"]
        numbers = [
            number
            for number, row in numbered
            if len(row[column]) >= FEWEST_DIGITS
            and set(niks_in(row[column])) - set(niks_in(row[nik]))
        ]
        if numbers:
            yield UnreadCells(numbers[0], column, column, "column", numbers[-1])


def in_header(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Yield the cells in the rows of a header, beside its columns, that may be people."""
    known = header.known_columns()
    for number, row in numbered:
        cells = [place for place in filled(row) if place.column not in known]
        served = holds_name_with_office(cells) and any(_is_data(cell) for _, cell in cells)
        if holds_nik(cells) or holds_birth_date(cells) or holds_numbered_name(cells) or served:
            yield UnreadCells(number, cells[0].column, cells[-1].column, "beside")


def above(rows: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Yield the rows above the first header of a part of a sheet that may be people."""
    offices = []
    for number, row in rows:
        cells = filled(row)
        if not cells:
            continue
        unread = UnreadCells(number, cells[0].column, cells[-1].column, "above")
        if (
            is_described(cells)
            or holds_nik(cells)
            or holds_birth_date(cells)
            or holds_numbered_name(cells)
        ):
            yield unread
        elif holds_name_with_office(cells):
            offices.append(unread)
    if len(offices) >= _FEWEST_ROWS:
        yield from offices


def under_merges(
    hidden: Sequence[HiddenCell], names: Callable[[int], frozenset[int]], first_row: int
) -> Iterator[UnreadCells]:
    """Yield the cells under a merged area that may be people; ``names`` returns the name columns of a row."""
    rows = sorted({cell.row for cell in hidden})
    for index in rows:
        cells = [Place(cell.column, cell.cell) for cell in hidden if cell.row == index]
        named = names(index)
        if holds_nik(cells) or any(c in named and is_name_like(cell) for c, cell in cells):
            yield UnreadCells(first_row + index, cells[0].column, cells[-1].column, "merged")
