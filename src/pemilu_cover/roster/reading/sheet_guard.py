"""The guard of one sheet: where its cells stand, which are broken, which rows are hidden.

A native reader makes room for every cell up to the farthest one, and believes any address. Here an XML parser
reads the addresses and lets none through beyond Excel's sheet or too far apart. Cells in plain form, as most
are, are kept from the parser, which is three times as fast; in any doubt it reads them, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import cell_areas
from pemilu_cover.roster.reading.cell_areas import Area
from pemilu_cover.roster.reading.cell_encoding import NO_RESULT
from pemilu_cover.roster.reading.plain_cells import (
    EMPTY_TEXT,
    LAST_PLAIN_COLUMN,
    PLAIN_CELLS,
    PLAIN_ROW,
    count_filled,
    has_only_elements,
    without_blank_rows,
)
from pemilu_cover.roster.reading.sheet import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    column_letter,
    column_number,
    sheet_too_large,
)
from pemilu_cover.roster.reading.xml_parser import make_parser

_STRETCH = 4 << 20
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.IGNORECASE)
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_INDEX = re.compile(r"[0-9]{1,7}")
_READ_HERE = frozenset({"e", "s"})
_TRUE = frozenset({"1", "true"})
_FILLED = frozenset({"v", "is", "t"})
_ONCE_IN_A_CELL = frozenset({"v", "is"})
_LONGEST_SHOWN = 20


class SheetScan(NamedTuple):
    """What is to be known of a sheet: hidden rows, and broken cells (row, column) with what they show.

    ``filled`` counts the cells that hold a value, be it an error or the number of an empty text.
    ``has_blank_rows`` says that rows were formatted and never filled, and may go unread: no cell counts on
    from another. ``merged`` has the areas that the reader of workbooks would give up at, and
    ``has_odd_areas`` says that there are some, or others that cannot be.
    """

    hidden_rows: frozenset[int] = frozenset()
    broken: Mapping[tuple[int, int], str] = MappingProxyType({})
    filled: int = 0
    has_blank_rows: bool = False
    merged: tuple[Area, ...] = ()
    has_odd_areas: bool = False


def scan_sheet(part: bytes, sheet: str) -> SheetScan:
    """Look at the part of a sheet, whose start was looked at. ``sheet`` is what a message calls it.

    Raise `RefusalError` where it has addresses outside Excel's sheet, or cells too far apart, or where it
    is malformed.
    """
    try:
        looking = _walked(part, sheet)
    except (expat.ExpatError, ValueError) as error:
        raise RefusalError("file-damaged") from error
    if looking.is_stretched:
        raise sheet_too_large(sheet, looking.farthest)
    filled = looking.filled_of(part)
    if filled > MOST_CELLS:
        raise sheet_too_large(sheet, "…")
    return looking.found(filled)


def check_duplicate_cells(part: bytes, sheet: str) -> None:
    """Look at every cell of a sheet once more, and refuse two in one place: of whom is the row then?"""
    try:
        looking = _without(_SheetScanner.note_blank_rows, part, sheet, into_places=True)
    except expat.ExpatError as error:
        raise RefusalError("file-damaged") from error
    if looking.twice:
        raise RefusalError("cell-twice", sheet=sheet, cell=looking.twice)


def _walked(part: bytes, sheet: str) -> _SheetScanner:
    """Look at a sheet by the plain form of its cells, and by each cell's address where that is not enough."""
    looking = _without(_SheetScanner.note_plain, part, sheet)
    # Of plain cells the column is not known, but for the farthest that it can be.
    if looking.is_stretched and not looking.sees_all:
        return _without(_SheetScanner.note_blank_rows, part, sheet)
    return looking


def _without(
    withhold: Callable[[_SheetScanner, bytes], bytes],
    part: bytes,
    sheet: str,
    *,
    into_places: bool = False,
) -> _SheetScanner:
    """Read a sheet by the parser but for what is withheld; or all, where something counts on from that."""
    if has_only_elements(part):
        looking = _SheetScanner(sheet, sees_all=False, into_places=into_places)
        with suppress(_ImplicitAddressError):
            for start in range(0, len(part), _STRETCH):
                looking.parse(withhold(looking, part[start : start + _STRETCH]))
            looking.parse(b"", is_last=True)
            return looking
    looking = _SheetScanner(sheet, into_places=into_places)
    looking.parse(part, is_last=True)
    return looking


class _ImplicitAddressError(Exception):
    """An element has no address: it counts on from the one before it, which may have been withheld."""


class _SheetScanner:
    """One walk through the XML of a part.

    ``sees_all`` says whether nothing of it is withheld from the parser. ``twice`` is the first place that
    two filled cells have, where places were asked for.
    """

    def __init__(
        self,
        sheet: str,
        *,
        sees_all: bool = True,
        into_places: bool = False,
    ) -> None:
        self.sees_all = sees_all
        self.twice = ""
        self._has_blank_rows = False
        self._places: set[tuple[int, int]] | None = set() if into_places else None
        self._sheet = sheet
        self._hidden: set[int] = set()
        self._broken: dict[tuple[int, int], str] = {}
        self._odd_areas: list[Area | None] = []
        self._farthest_row = self._farthest_column = 0
        self._tables = self._values = self._row = self._column = 0
        self._cell = (0, 0)
        self._type, self._has_formula = "", False
        self._value: list[str] = []
        self._beside_plain = bytearray()
        self._parser = make_parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended

    def found(self, filled: int) -> SheetScan:
        """Return what is to be known of the sheet."""
        return SheetScan(
            frozenset(self._hidden),
            self._broken,
            filled,
            self._has_blank_rows,
            tuple(filter(None, self._odd_areas)),
            bool(self._odd_areas),
        )

    def filled_of(self, part: bytes) -> int:
        """Count the cells that hold a value or a text, in the part that was walked through."""
        beside = self._beside_plain
        if not beside:
            return count_filled(part)
        # Of plain cells just those that are filled have an end, and of these some an empty text.
        ends, empty = (part.count(mark) - beside.count(mark) for mark in (b"</c>", EMPTY_TEXT))
        return count_filled(beside) + ends - empty

    @property
    def is_stretched(self) -> bool:
        """Whether the cells stand so far apart that the room between them would fill the memory."""
        return self._farthest_row * self._farthest_column > MOST_CELLS

    @property
    def farthest(self) -> str:
        """The address in the last row and the last column that are filled."""
        return f"{column_letter(self._farthest_column)}{self._farthest_row}"

    def parse(self, xml: bytes, *, is_last: bool = False) -> None:
        """Read XML by the parser."""
        self._parser.Parse(xml, is_last)

    def note_blank_rows(self, xml: bytes) -> bytes:
        """Note whether there are blank rows; give the XML without them."""
        kept = without_blank_rows(xml)
        self._has_blank_rows |= len(kept) < len(xml)
        return kept

    def note_plain(self, xml: bytes) -> bytes:
        """Note plain cells by their form alone; give the XML without them and without blank rows."""
        rest, rows = [], {b"0"}
        for index, piece in enumerate(PLAIN_CELLS.split(self.note_blank_rows(xml))):
            if index % 2 == 0:
                rest.append(piece)
            elif piece:
                rows.add(piece)
        if last := max(map(int, rows)):
            self._reach(last, LAST_PLAIN_COLUMN)
        # Parted by a blank, so that no two ends make an element of their own.
        self._beside_plain += b" ".join(rest)
        return PLAIN_ROW.sub(b"", b"".join(rest))

    def _reach(self, row: int, column: int) -> None:
        """Note that a cell is filled."""
        if row > LAST_ROW or column > LAST_COLUMN:
            raise self._beyond(f"{column_letter(column)}{row}")
        self._farthest_row = max(self._farthest_row, row)
        self._farthest_column = max(self._farthest_column, column)

    def _beyond(self, shown: str) -> RefusalError:
        return RefusalError("sheet-address", sheet=self._sheet, cell=shown[:_LONGEST_SHOWN] or '""')

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell = self._address(attributes.get("r"))
            self._type, self._has_formula = attributes.get("t", ""), False
            self._value.clear()
            self._values = 0
        elif tag == "row":
            self._row, self._column = self._row_number(attributes.get("r")), 0
            if attributes.get("hidden") in _TRUE:
                self._hidden.add(self._row)
        elif tag == "sheetData":
            self._tables += 1
            if self._tables > 1:
                raise RefusalError("file-damaged")  # the reader would stop behind the first
        elif tag == "f":
            self._has_formula = True
        elif tag in _FILLED:
            self._values += tag in _ONCE_IN_A_CELL
            if self._values > 1:
                raise RefusalError("file-damaged")  # the reader would put one behind the other
            if self._places is not None and tag in _ONCE_IN_A_CELL:
                self._take(self._places)
            self._reach(*self._cell)
            if self._has_formula or self._type in _READ_HERE:
                self._parser.CharacterDataHandler = self._value.append
        elif tag in cell_areas.NAMED and not cell_areas.is_plain(
            reference := attributes.get("ref", "A1")
        ):
            self._odd_areas.append(cell_areas.parse(reference) if tag == "mergeCell" else None)

    def _take(self, places: set[tuple[int, int]]) -> None:
        if self._cell in places and not self.twice:
            row, column = self._cell
            self.twice = f"{column_letter(column)}{row}"
        places.add(self._cell)

    def _row_number(self, said: str | None) -> int:
        if said is None:
            return self._next(self._row)
        if not _ROW.fullmatch(said) or int(said) > LAST_ROW:
            raise self._beyond(said)
        return int(said)

    def _address(self, said: str | None) -> tuple[int, int]:
        if said is None:
            row, column = self._row, self._next(self._column)
        elif found := _ADDRESS.fullmatch(said):
            row, column = int(found[2]), column_number(found[1].upper())
        else:
            raise self._beyond(said)
        if row > LAST_ROW or column > LAST_COLUMN:
            raise self._beyond(said or f"{column_letter(column)}{row}")
        self._column = column
        return row, column

    def _next(self, number: int) -> int:
        if not self.sees_all:
            raise _ImplicitAddressError
        return number + 1

    def _ended(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in _FILLED:
            self._parser.CharacterDataHandler = None
        elif tag == "c":
            value = "".join(self._value)
            if self._type == "s" and self._value and not _INDEX.fullmatch(value):
                raise RefusalError("file-damaged")  # the reader would take another cell's text
            # A formula that gives an empty text has a result; its cell is blank.
            if self._type == "e" or (self._has_formula and not value and self._type != "str"):
                self._reach(*self._cell)
                self._broken[self._cell] = value or NO_RESULT
