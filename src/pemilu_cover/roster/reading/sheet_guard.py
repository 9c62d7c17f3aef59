"""The guard of one sheet: the positions of its cells, broken formulas, hidden rows.

A native reader allocates every cell up to the farthest one, and trusts any address. Here an XML parser reads
the addresses and rejects those beyond Excel's sheet or too distant. Most cells are in plain form and are
withheld from the parser, which is three times as fast; in any doubt it reads them, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
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
from pemilu_cover.roster.reading.sheet_scan import SheetScan
from pemilu_cover.roster.reading.xml_parser import make_parser

_CHUNK = 4 << 20
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.IGNORECASE)
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_INDEX = re.compile(r"[0-9]{1,7}")
_CHECKED_TYPES = frozenset({"e", "s"})
_TRUE = frozenset({"1", "true"})
_FILLED = frozenset({"v", "is", "t"})
_ONCE_IN_A_CELL = frozenset({"v", "is"})
_LONGEST_SHOWN = 20


def scan_sheet(part: bytes, sheet: str) -> SheetScan:
    """Scan the part of a sheet, whose start was checked. ``sheet`` is its name in messages.

    Raise `RefusalError` where it has addresses outside Excel's sheet, or too distant cells, or where it
    is malformed.
    """
    try:
        scanner = _scan(part, sheet)
    except (expat.ExpatError, ValueError) as error:
        raise RefusalError("file-damaged") from error
    if scanner.is_stretched:
        raise sheet_too_large(sheet, scanner.farthest)
    filled = scanner.filled_cells(part)
    if filled > MOST_CELLS:
        raise sheet_too_large(sheet, "…")
    return scanner.result(filled)


def check_duplicate_cells(part: bytes, sheet: str) -> None:
    """Scan every cell of a sheet again, and refuse two at one address: it is ambiguous which one counts."""
    try:
        scanner = _scan_without(_SheetScanner.note_blank_rows, part, sheet, check_places=True)
    except expat.ExpatError as error:
        raise RefusalError("file-damaged") from error
    if scanner.duplicate:
        raise RefusalError("cell-twice", sheet=sheet, cell=scanner.duplicate)


def _scan(part: bytes, sheet: str) -> _SheetScanner:
    """Scan a sheet by the plain form of its cells, and by each cell's address where that is not enough."""
    scanner = _scan_without(_SheetScanner.note_plain, part, sheet)
    # Plain cells are counted with the farthest column that they can have.
    if scanner.is_stretched and not scanner.is_complete:
        return _scan_without(_SheetScanner.note_blank_rows, part, sheet)
    return scanner


def _scan_without(
    withhold: Callable[[_SheetScanner, bytes], bytes],
    part: bytes,
    sheet: str,
    *,
    check_places: bool = False,
) -> _SheetScanner:
    """Scan a sheet without the withheld XML; or all of it, where an address depends on that."""
    if has_only_elements(part):
        scanner = _SheetScanner(sheet, is_complete=False, check_places=check_places)
        with suppress(_ImplicitAddressError):
            for start in range(0, len(part), _CHUNK):
                scanner.parse(withhold(scanner, part[start : start + _CHUNK]))
            scanner.parse(b"", is_last=True)
            return scanner
    scanner = _SheetScanner(sheet, check_places=check_places)
    scanner.parse(part, is_last=True)
    return scanner


class _ImplicitAddressError(Exception):
    """An element has no address: it depends on the one before it, which may have been withheld."""


class _SheetScanner:
    """One pass through the XML of a part.

    ``is_complete`` means that nothing of it is withheld from the parser. ``duplicate`` is the first address
    of two filled cells, with ``check_places``.
    """

    def __init__(
        self,
        sheet: str,
        *,
        is_complete: bool = True,
        check_places: bool = False,
    ) -> None:
        self.is_complete = is_complete
        self.duplicate = ""
        self._has_blank_rows = False
        self._places: set[tuple[int, int]] | None = set() if check_places else None
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
        self._is_in_value = False
        self._parser.CommentHandler = self._parser.ProcessingInstructionHandler = self._part
        self._parser.StartCdataSectionHandler = self._part

    def result(self, filled: int) -> SheetScan:
        """Return the scan of the sheet."""
        return SheetScan(
            frozenset(self._hidden),
            self._broken,
            filled,
            self._has_blank_rows,
            tuple(filter(None, self._odd_areas)),
            bool(self._odd_areas),
        )

    def filled_cells(self, part: bytes) -> int:
        """Count the cells that hold a value or a text, in the scanned part."""
        beside = self._beside_plain
        if not beside:
            return count_filled(part)
        # Only filled plain cells have an end tag, and some of these an empty text.
        ends, empty = (part.count(mark) - beside.count(mark) for mark in (b"</c>", EMPTY_TEXT))
        return count_filled(beside) + ends - empty

    @property
    def is_stretched(self) -> bool:
        """Whether the cells are so distant that allocating all between them would exhaust the memory."""
        return self._farthest_row * self._farthest_column > MOST_CELLS

    @property
    def farthest(self) -> str:
        """The address of the last filled row and the last filled column."""
        return f"{column_letter(self._farthest_column)}{self._farthest_row}"

    def parse(self, xml: bytes, *, is_last: bool = False) -> None:
        """Read XML by the parser."""
        self._parser.Parse(xml, is_last)

    def note_blank_rows(self, xml: bytes) -> bytes:
        """Note whether there are blank rows; return the XML without them."""
        rest = without_blank_rows(xml)
        self._has_blank_rows |= len(rest) < len(xml)
        return rest

    def note_plain(self, xml: bytes) -> bytes:
        """Note plain cells by their form alone; return the XML without them and without blank rows."""
        rest, rows = [], {b"0"}
        for index, chunk in enumerate(PLAIN_CELLS.split(self.note_blank_rows(xml))):
            if index % 2 == 0:
                rest.append(chunk)
            elif chunk:
                rows.add(chunk)
        if last := max(map(int, rows)):
            self._reach(last, LAST_PLAIN_COLUMN)
        # Joined by a blank, so that no two ends form an element.
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

    def _part(self, *_: str) -> None:
        """Refuse what divides a value, of which the reader would take the beginning alone."""
        if self._is_in_value:
            raise RefusalError("file-damaged")

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self._part()
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
            self._is_in_value = tag == "v"
            self._values += tag in _ONCE_IN_A_CELL
            if self._values > 1:
                raise RefusalError("file-damaged")  # the reader would concatenate them
            if self._places is not None and tag in _ONCE_IN_A_CELL:
                self._note_place(self._places)
            self._reach(*self._cell)
            if self._has_formula or self._type in _CHECKED_TYPES:
                self._parser.CharacterDataHandler = self._value.append
        elif tag in cell_areas.NAMED and not cell_areas.is_plain(
            reference := attributes.get("ref", "A1")
        ):
            self._odd_areas.append(cell_areas.parse(reference) if tag == "mergeCell" else None)

    def _note_place(self, places: set[tuple[int, int]]) -> None:
        if self._cell in places and not self.duplicate:
            row, column = self._cell
            self.duplicate = f"{column_letter(column)}{row}"
        places.add(self._cell)

    def _row_number(self, reference: str | None) -> int:
        if reference is None:
            return self._next(self._row)
        if not _ROW.fullmatch(reference) or int(reference) > LAST_ROW:
            raise self._beyond(reference)
        return int(reference)

    def _address(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            row, column = self._row, self._next(self._column)
        elif match := _ADDRESS.fullmatch(reference):
            row, column = int(match[2]), column_number(match[1].upper())
        else:
            raise self._beyond(reference)
        if row > LAST_ROW or column > LAST_COLUMN:
            raise self._beyond(reference or f"{column_letter(column)}{row}")
        self._column = column
        return row, column

    def _next(self, number: int) -> int:
        if not self.is_complete:
            raise _ImplicitAddressError
        return number + 1

    def _ended(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in _FILLED:
            self._is_in_value = False
            self._parser.CharacterDataHandler = None
        elif tag == "c":
            value = "".join(self._value)
            if self._type == "s" and self._value and not _INDEX.fullmatch(value):
                raise RefusalError("file-damaged")  # the reader would use another cell's text
            # A formula with an empty text has a result; its cell is blank.
            if self._type == "e" or (self._has_formula and not value and self._type != "str"):
                self._reach(*self._cell)
                self._broken[self._cell] = value or NO_RESULT
