"""The person of a roster whom a returned row is about.

A code in the row identifies them. Its first part changes with the sheet, the row, and the NIK and name in the
file; its second part changes with every cell of the row but its running number. A match is unique by the
person's own cells: a row without a complete NIK never matches by its position alone where another row may be
meant, so that namesakes cannot receive each other's answers from a roster in a new order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.roster.columns import DISPLAY, RAW
from pemilu_cover.roster.fields.display import display_cells
from pemilu_cover.roster.reading.cell_encoding import are_numbers, display_cell
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values import nik
from pemilu_cover.values.text import clean, normal_form

# Excel has 1,048,576 rows.
_ROW_DIGITS = 7
_PLACE_LENGTH, _CONTENT_LENGTH, _CHECK_LENGTH = 8, 8, 4
_SEPARATOR = "\x1f"
# `typed_<field>` is a cell as corrections show it; see `with_typed`.
TYPED = "typed_"
Address = tuple[str, str, str]


class Code(NamedTuple):
    """The code of a returned row: of its place, of its content, and the checksum of its read-only cells.

    Files of earlier versions have no content; only rows of Lengkapi have a checksum.
    """

    place: str
    content: str = ""
    check: str = ""

    def __str__(self) -> str:
        """Return the code as its cell has it."""
        return "-".join(filter(None, self))

    @classmethod
    def read(cls, text: str) -> Code:
        """Read the code of a cell.

        >>> Code.read("87bf5dd8-1a2b3c4d-6d03"), Code.read("ec10f14f-6d03").check
        (Code(place='87bf5dd8', content='1a2b3c4d', check='6d03'), '6d03')
        """
        place, *parts = text.split("-")
        content = next((part for part in parts if len(part) == _CONTENT_LENGTH), "")
        check = next((part for part in parts if len(part) == _CHECK_LENGTH), "")
        return cls(place, content, check)


class PersonKey(NamedTuple):
    """The key of a returned row's person: address, code, and NIK and name as they were sent."""

    address: Address
    code: Code
    nik: str
    name: str


class Match(NamedTuple):
    """The person whom a returned row is about.

    ``is_row`` is true for a match with the row of the code, ``as_sent`` where none of its cells has changed
    in the roster since.
    """

    number: int
    is_row: bool
    as_sent: bool


def row_codes(rows: pl.DataFrame) -> list[Code]:
    """Return the code of each row, as in the file."""
    place = pl.concat_str("sheet", "row", RAW + "nik", RAW + "name", separator=_SEPARATOR)
    # The running number changes when the rows are sorted.
    counted = [name for name in fields() if name != "no"]
    content = pl.concat_str(
        (
            pl.when(pl.col(RAW + name) != "").then(f"{name}=" + pl.col(RAW + name))
            for name in counted
        ),
        separator=_SEPARATOR,
        ignore_nulls=True,
    )
    return [
        Code(_hash(place)[:_PLACE_LENGTH], _hash(content)[:_CONTENT_LENGTH])
        for place, content in rows.select(
            place.alias("place"), content.alias("content")
        ).iter_rows()
    ]


def row_checksum(texts: Iterable[str]) -> str:
    """Return the checksum of read-only cells, which detects a change."""
    return _hash(_SEPARATOR.join(map(clean, texts)))[:_CHECK_LENGTH]


def with_typed(rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Add ``typed_<field>``: cells as corrections show them, as typed; places, where empty, as read.

    The last digit of a NIK that is a number is unknown: it is replaced by a question mark.
    """
    cells = {name: display_cells(rows[RAW + name]) for name in names}
    for place in ("kecamatan", "desa"):
        if place in cells:
            cells[place] = rows[place].fill_null("").zip_with(cells[place] == "", cells[place])
    if "nik" in cells:
        number = are_numbers(rows[RAW + "nik"]) & (cells["nik"].str.len_chars() == nik.LENGTH)
        unsure = cells["nik"].str.head(nik.LENGTH - 1) + "?"
        cells["nik"] = unsure.zip_with(number, cells["nik"])
    return rows.with_columns(cell.alias(TYPED + name) for name, cell in cells.items())


class PersonIndex:
    """The people of a roster, indexed by code, address and NIK.

    ``frame`` has their parsed values, ``as_read`` the cells as in the files.
    """

    def __init__(self, frame: pl.DataFrame, as_read: pl.DataFrame) -> None:
        self._as_read = as_read
        named = [name for name in fields() if name in frame.columns]
        self._frame = with_typed(frame, fields()).select(
            *("id", "file", "sheet", "row"),
            *(prefix + name for prefix in (RAW, DISPLAY, TYPED) for name in fields()),
            *named,
        )

    @property
    def count(self) -> int:
        """The number of people; they are numbered from 0."""
        return self._frame.height

    def known(self, address: Address) -> list[str]:
        """Return the parts of an address that the roster has: its file, its sheet, the number of a row."""
        file, sheet, row = address
        parts = [
            text
            for text, name in ((file, "file"), (sheet, "sheet"))
            if text in set(map(clean, self._frame[name].unique()))
        ]
        return [*parts, row] if row.isdigit() and len(row) <= _ROW_DIGITS else parts

    def row(self, number: int) -> dict[str, Any]:
        """Return the values of a person, by column."""
        return self._frame.row(number, named=True)

    @cached_property
    def by_nik(self) -> dict[str, list[int]]:
        """The numbers of the people with each NIK."""
        return _grouped(self._frame.select("nik", "id").drop_nulls().iter_rows())

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """The numbers of the people with each name, in the form in which names are compared."""
        named = self._frame.select("name", "id").drop_nulls().iter_rows()
        return _grouped((normal_form(name), number) for name, number in named)

    def has_complete_nik(self, number: int) -> bool:
        """Return whether a person's NIK has all its digits."""
        return len(self.row(number)["nik"] or "") == nik.LENGTH

    def find(self, who: PersonKey) -> Match | None:
        """Return the person whom a row is about, or None where it matches nobody or more than one."""
        here = self._by_address.get(who.address, [])
        placed = self._by_place.get(who.code.place, [])
        if who.code.content:
            same = self._by_content.get(who.code.content, [])
            if (one := _only([n for n in placed if n in same], here)) is not None:
                return Match(one, is_row=True, as_sent=True)
            if len(same) == 1:
                return Match(same[0], is_row=False, as_sent=True)
        if (one := _only(placed, here)) is not None and self._is_distinguishable(one):
            return Match(one, is_row=True, as_sent=False)
        same = [n for n in self.by_nik.get(nik.compact(who.nik), []) if self._has_name(n, who.name)]
        if len(same) == 1:
            return Match(same[0], is_row=False, as_sent=False)
        named = [n for n in here if self._has_name(n, who.name) and not self.has_complete_nik(n)]
        if who.name and len(named) == 1 and self._is_only_one_called(who.name):
            return Match(named[0], is_row=False, as_sent=False)
        return None

    @cached_property
    def _by_address(self) -> dict[Address, list[int]]:
        rows = self._frame.select("file", "sheet", pl.col("row").cast(pl.String), "id").iter_rows()
        return _grouped(((clean(f), clean(s), row), number) for f, s, row, number in rows)

    @cached_property
    def _codes(self) -> list[Code]:
        return row_codes(self._as_read)

    @cached_property
    def _by_place(self) -> dict[str, list[int]]:
        return _grouped((code.place, number) for number, code in enumerate(self._codes))

    @cached_property
    def _by_content(self) -> dict[str, list[int]]:
        return _grouped((code.content, number) for number, code in enumerate(self._codes))

    @cached_property
    def _without_nik(self) -> dict[tuple[str, str], list[int]]:
        """The people without a complete NIK, by that cell and their name."""
        incomplete = self._frame.filter(
            pl.col("nik").is_null() | (pl.col("nik").str.len_chars() != nik.LENGTH)
        )
        rows = incomplete.select(RAW + "nik", RAW + "name", "id").iter_rows()
        return _grouped(
            ((display_cell(a), normal_form(display_cell(b))), number) for a, b, number in rows
        )

    def _is_distinguishable(self, number: int) -> bool:
        """Return whether NIK and name are a person's own; two namesakes without a NIK have no own name."""
        if self.has_complete_nik(number):
            return True
        row = self.row(number)
        key = display_cell(row[RAW + "nik"]), normal_form(display_cell(row[RAW + "name"]))
        return len(self._without_nik.get(key, [])) == 1

    def _is_only_one_called(self, name: str) -> bool:
        form = normal_form(name)
        called = [ns for (_, own), ns in self._without_nik.items() if own == form]
        return sum(map(len, called)) == 1

    def _has_name(self, number: int, name: str) -> bool:
        row = self.row(number)
        known = {normal_form(display_cell(row[RAW + "name"])), normal_form(row["name"] or "")}
        return normal_form(name) in known or known == {""}


def _only(numbers: list[int], here: list[int]) -> int | None:
    """Return the one person among these at an address, or anywhere; None where there are more."""
    for those in ([number for number in numbers if number in here], numbers):
        if len(those) == 1:
            return those[0]
    return None


def _grouped(pairs: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    groups: dict[Any, list[int]] = {}
    for key, number in pairs:
        groups.setdefault(key, []).append(number)
    return groups


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
