"""Rows that are no person's but may be about somebody: those with signs of a person are reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import is_number, is_number_or_date
from pemilu_cover.roster.reading.sheet import Row, column_letter
from pemilu_cover.roster.tables.header import Header
from pemilu_cover.roster.tables.person_signs import (
    describes_person,
    is_name_like,
    is_office,
    is_other_number,
    is_signing,
)
from pemilu_cover.roster.tables.row_signs import (
    Place,
    filled,
    holds_birth_date,
    holds_name_with_office,
    holds_nik,
    holds_numbered_name,
)
from pemilu_cover.values.text import normal_form

# The columns of other numbers that resemble a NIK.
OTHER_NUMBERS = frozenset({"npwp", "kpj", "phone", "nip"})
# Rows below these are about the list, not about people.
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
    reason: str
    until: int = 0

    def cells(self, first_column: int) -> str:
        """Return the address of the cells, for a sheet whose first column has that number."""
        left, right = (column_letter(first_column + at) for at in (self.left, self.right))
        first, last = f"{left}{self.row}", f"{right}{self.until or self.row}"
        return first if first == last else f"{first}:{last}"


def unread_row(
    header: Header, number: int, row: Row, kind: str, *, signing: bool, signed: bool = False
) -> UnreadCells | None:
    """Return the cells of a row that may be about somebody, though the row is no person's.

    ``kind`` is why it is no person's; ``signing`` means that signatures or notes are in it or above it,
    ``signed`` that they are above it.
    """
    if kind == "example":  # the form's own, untouched
        return None
    cells = [place for place in filled(row) if not _is_explained(header, place.column)]
    if not cells or not _has_signs(header, cells, kind, signing=signing, signed=signed):
        return None
    return UnreadCells(number, cells[0].column, cells[-1].column, kind)


def _has_signs(
    header: Header, cells: Sequence[Place], kind: str, *, signing: bool, signed: bool
) -> bool:
    if kind == "total":
        cells = [place for place in cells if not is_number(place.cell)]
    if holds_nik(cells):
        return True
    # A text behind a colon is a line of a form: "Kontak : Wawan".
    if kind == "header" or any(is_signing(cell) or cell.strip() == ":" for _, cell in cells):
        return False
    if holds_birth_date(cells) or (kind != "total" and holds_numbered_name(cells)):
        return True
    if any(describes_person(cell, signed=signed or kind == "total") for _, cell in cells):
        return True
    if kind in ("heading", "total") or signing:
        return False
    names = {header.columns.get("name"), *header.neighbours.people}
    named = any(column in names and is_name_like(cell) for column, cell in cells)
    return named or holds_name_with_office(cells)


def _is_explained(header: Header, column: int) -> bool:
    """Return whether a column's header labels its numbers as no NIKs."""
    label = header.unmapped.get(column)
    if label is not None:
        return is_other_number(label)
    return any(header.columns.get(name) == column for name in OTHER_NUMBERS)


def ends_list(row: Row) -> bool:
    """Return whether a row begins the foot of a list: signatures, notes, sums."""
    texts = [cell for _, cell in filled(row) if not is_number_or_date(cell)]
    return any(
        is_signing(text) or is_office(text) or normal_form(text).startswith(_CAPTIONS)
        for text in texts
    )
