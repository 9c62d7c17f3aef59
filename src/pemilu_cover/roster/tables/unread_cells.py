"""Audit: cells that no table explains, and that may be somebody's.

Nobody vanishes: what looks like a person and was not read as one is listed as not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import is_number, is_number_or_date
from pemilu_cover.roster.reading.sheet import Row, column_letter
from pemilu_cover.roster.tables.column_names import ColumnNames, is_foreign
from pemilu_cover.roster.tables.headers import WHO, Header
from pemilu_cover.roster.tables.merged_cells import Hidden
from pemilu_cover.roster.tables.person_signs import (
    FEWEST_DIGITS,
    Place,
    describes_person,
    holds_birth_date,
    holds_name_with_office,
    holds_nik,
    holds_numbered_name,
    is_birth_date,
    is_nik_alone,
    is_office,
    is_other_number,
    is_signing,
    looks_like_name,
    niks_in,
)
from pemilu_cover.values.text import clean, normal_form

# The columns of numbers that can look like a NIK and are none.
_OTHER_NUMBERS = frozenset({"npwp", "kpj", "phone", "nip"})
# A sheet without a header whose rows name so many things of a person holds people.
_FEWEST_TOLD = 2
_FEWEST_ROWS = 2
# Below these, rows tell of the list, not of people.
_CAPTIONS = (
    "CATATAN",
    "KETERANGAN",
    "NB",
    "NOTE",
    "REKAP",
    "PETUNJUK",
    "JUMLAH",
    "TOTAL",
    "TERBILANG",
)


class UnreadCells(NamedTuple):
    """Cells that may be somebody's and were not read: an Excel row, the first and the last column (index).

    ``until`` is the last row, where one column holds such cells in several rows.
    """

    row: int
    left: int
    right: int
    because: str
    until: int = 0

    def cells(self, first_column: int) -> str:
        """Return the address of the cells, for a sheet whose first column has that number."""
        left, right = (column_letter(first_column + at) for at in (self.left, self.right))
        first, last = f"{left}{self.row}", f"{right}{self.until or self.row}"
        return first if first == last else f"{first}:{last}"


def filled(row: Row) -> list[Place]:
    """Return the cells of a row that hold something, with their columns."""
    return [Place(column, cell) for column, cell in enumerate(row) if cell and not cell.isspace()]


def unread_row(
    header: Header, number: int, row: Row, kind: str, *, signing: bool, signed: bool = False
) -> UnreadCells | None:
    """Return what a row that is no person's may say of somebody after all.

    ``kind`` is why it is no person's; ``signing`` says that signatures or notes stand in it or above
    it, ``signed`` that they stand above.
    """
    if kind == "example":  # the form's own, untouched
        return None
    cells = [place for place in filled(row) if not _is_explained(header, place.column)]
    if not cells or not _tells(header, cells, kind, signing=signing, signed=signed):
        return None
    return UnreadCells(number, cells[0].column, cells[-1].column, kind)


def _tells(
    header: Header, cells: Sequence[Place], kind: str, *, signing: bool, signed: bool
) -> bool:
    if kind == "total":
        cells = [place for place in cells if not is_number(place.cell)]
    if holds_nik(cells):
        return True
    # Behind a colon stands a line of a form: "Kontak : Wawan".
    if kind == "header" or any(is_signing(cell) or cell.strip() == ":" for _, cell in cells):
        return False
    if holds_birth_date(cells) or (kind != "total" and holds_numbered_name(cells)):
        return True
    if any(describes_person(cell, signed=signed or kind == "total") for _, cell in cells):
        return True
    if kind in ("heading", "total") or signing:
        return False
    names = {header.columns.get("name"), *header.neighbours.people}
    named = any(column in names and looks_like_name(cell) for column, cell in cells)
    return named or holds_name_with_office(cells)


def _is_explained(header: Header, column: int) -> bool:
    """Return whether a column's header says that its numbers are no NIKs."""
    label = header.unmapped.get(column)
    if label is not None:
        return is_other_number(label)
    return any(header.columns.get(name) == column for name in _OTHER_NUMBERS)


def ends_list(row: Row) -> bool:
    """Return whether a row begins what stands below a list: signatures, notes, sums."""
    texts = [cell for _, cell in filled(row) if not is_number_or_date(cell)]
    return any(
        is_signing(text) or is_office(text) or normal_form(text).startswith(_CAPTIONS)
        for text in texts
    )


# ---- beside and above a table -------------------------------------------------------------------


def beside(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Find people in cells beside a table's columns, in the rows of its people."""
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
            others = born or holds_numbered_name(side) or holds_name_with_office(side)
            others = others or any(
                place.column in second and looks_like_name(place.cell) for place in side
            )
            if holds_nik(side, own) or (others and not copied):
                yield UnreadCells(number, side[0].column, side[-1].column, "beside")


def columns_beside(header: Header, width: int) -> tuple[list[int], list[int]]:
    """Return the columns that no header of a table governs, and those whose header is not known."""
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
    """Return the columns that are not read though they hold people: those of another table beside it."""
    named = {column: header.words.named(label) & WHO for column, label in header.unmapped.items()}
    both = set().union(*named.values()) == WHO
    return header.neighbours.people | {column for column, names in named.items() if names and both}


def _is_data(label: str) -> bool:
    return is_number_or_date(label) or bool(niks_in(label)) or is_birth_date(label)


def _sides(header: Header, columns: Sequence[int], row: Row) -> Iterator[list[Place]]:
    """Return the cells left of a table, between its columns, and right of it."""
    known = sorted(header.columns.values())
    groups: dict[int, list[Place]] = {}
    for column in columns:
        if row[column] and not row[column].isspace():
            side = sum(at < column for at in known)
            groups.setdefault(side, []).append(Place(column, row[column]))
    yield from groups.values()


def in_columns(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Find columns with a header that is not known, in which NIKs of other people stand."""
    for column in columns_beside(header, 0)[1]:
        nik = header.columns["nik"]
        found = [
            number
            for number, row in numbered
            if len(row[column]) >= FEWEST_DIGITS
            and set(niks_in(row[column])) - set(niks_in(row[nik]))
        ]
        if found:
            yield UnreadCells(found[0], column, column, "column", found[-1])


def in_header(header: Header, numbered: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Find people in the rows of a header, in cells beside its columns."""
    known = header.known_columns()
    for number, row in numbered:
        cells = [place for place in filled(row) if place.column not in known]
        served = holds_name_with_office(cells) and any(_is_data(cell) for _, cell in cells)
        if holds_nik(cells) or holds_birth_date(cells) or holds_numbered_name(cells) or served:
            yield UnreadCells(number, cells[0].column, cells[-1].column, "beside")


def above(rows: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Find people in rows above the first header of a part of a sheet."""
    offices = []
    for number, row in rows:
        cells = filled(row)
        if not cells:
            continue
        unread = UnreadCells(number, cells[0].column, cells[-1].column, "above")
        if (
            _is_described(cells)
            or holds_nik(cells)
            or holds_birth_date(cells)
            or holds_numbered_name(cells)
        ):
            yield unread
        elif holds_name_with_office(cells):
            offices.append(unread)
    if len(offices) >= _FEWEST_ROWS:
        yield from offices


# ---- sheets without a header, and what merged cells hide ----------------------------------------


def niks_without_header(rows: Sequence[Row], words: ColumnNames) -> int | None:
    """Return the index of the first row with a NIK alone in its cell, or None.

    A number that a text above calls another one is none.
    """
    for index, row in enumerate(rows):
        if not any(len(cell) >= FEWEST_DIGITS for cell in row):
            continue
        cells = [
            place
            for place in filled(row)
            if not niks_in(place.cell)
            or (is_nik_alone(place.cell) and not _is_called_other(rows, index, place.column, words))
        ]
        if holds_nik(cells):
            return index
    return None


def _is_called_other(rows: Sequence[Row], index: int, column: int, words: ColumnNames) -> bool:
    """Return whether the nearest text above a cell names another number than a NIK."""
    for row in reversed(rows[:index]):
        cell = row[column]
        if cell and not is_number_or_date(cell) and not any(map(str.isdigit, clean(cell)[:8])):
            return is_other_number(cell) or bool(words.named(cell) & _OTHER_NUMBERS)
    return False


def without_header(rows: Sequence[tuple[int, Row]]) -> Iterator[UnreadCells]:
    """Find people in a sheet without a header: two things of a person beside a name, or an office over it.

    A NIK within a sentence is somebody's, too.
    """
    found = []
    offices: dict[int, str] = {}
    for number, row in rows:
        cells = filled(row)
        under = [p for p in cells if p.column in offices and looks_like_name(p.cell)]
        told = sum(is_one(cells) for is_one in _TOLD) + bool(under)
        named = [place for place in cells if not is_nik_alone(place.cell) and holds_nik([place])]
        if holds_birth_date(cells) or told >= _FEWEST_TOLD:
            found.append(UnreadCells(number, cells[0].column, cells[-1].column, "no-header"))
        elif named:
            found.append(UnreadCells(number, named[0].column, named[-1].column, "no-header"))
        elif not any(is_number_or_date(cell) for _, cell in cells):
            offices |= {column: cell for column, cell in cells if is_office(cell)}
    yield from found


def _is_described(cells: Sequence[Place]) -> bool:
    """Return whether cells hold a name, a sex and an office, in whatever order."""
    holds = (any(is_one(cell) for _, cell in cells) for is_one in (looks_like_name, is_office))
    return _has_sex(cells) and all(holds)


def _has_sex(cells: Sequence[Place]) -> bool:
    return any(cell.strip().upper() in ("L", "P") for _, cell in cells)


_TOLD: tuple[Callable[[Sequence[Place]], bool], ...] = (
    holds_numbered_name,
    holds_name_with_office,
    _has_sex,
)


def under_merges(
    hidden: Sequence[Hidden], names: Callable[[int], frozenset[int]], first_row: int
) -> Iterator[UnreadCells]:
    """Find people whom a merged area hides; ``names`` gives the columns of names in a row (index)."""
    rows = sorted({cell.row for cell in hidden})
    for index in rows:
        cells = [Place(cell.column, cell.cell) for cell in hidden if cell.row == index]
        named = names(index)
        if holds_nik(cells) or any(c in named and looks_like_name(cell) for c, cell in cells):
            yield UnreadCells(first_row + index, cells[0].column, cells[-1].column, "merged")
