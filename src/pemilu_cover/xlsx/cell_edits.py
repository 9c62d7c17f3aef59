"""Writing single cells of a workbook in place: every other byte of every part stays as it is.

Saving a workbook through a library rewrites its styles, texts and parts. A file that SIPP compares with its
own download has to stay that download, but for the cells that were changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape
from zipfile import ZipFile

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from pemilu_cover.xlsx.preserved_parts import sheet_parts

_START_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_TYPE = re.compile(rb"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")
_TEXT_TYPES = frozenset({"s", "str", "inlineStr"})


class CellEdit(NamedTuple):
    """A new value of a cell; row and column count from 1.

    A number is written as a number, unless the cell holds a text.
    """

    row: int
    column: int
    value: str
    is_number: bool = False


class CellEditError(ValueError):
    """A sheet whose cells have no addresses, or that has no cell in the row of an edit."""


def edit_cells(content: bytes, sheet: str, edits: Iterable[CellEdit]) -> bytes:
    """Return a workbook with new values in some cells of a sheet. Raise `CellEditError`."""
    wanted = {(edit.row, edit.column): edit for edit in edits}
    if not wanted:
        return content
    result = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(result, "w") as new:
        part = sheet_parts(old)[sheet]
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, _edit_sheet(text, wanted) if entry.filename == part else text)
    return result.getvalue()


def _edit_sheet(text: bytes, wanted: Mapping[tuple[int, int], CellEdit]) -> bytes:
    scan = _SheetScan(text, {row for row, _ in wanted})
    changes: list[tuple[int, int, bytes]] = []
    for address, edit in wanted.items():
        if cell := scan.cells.get(address):
            tag = _TYPE.sub(b"", text[cell.start : cell.tag_end]).rstrip(b"/>").rstrip()
            is_number = edit.is_number and cell.kind not in _TEXT_TYPES
            xml = scan.fill(tag, edit.value, is_number=is_number)
            changes.append((cell.start, cell.end, xml))
        else:
            at = scan.place_of_new_cell(*address)
            xml = scan.fill(scan.new_tag(edit), edit.value, is_number=edit.is_number)
            changes.append((at, at, xml))
    for start, end, xml in sorted(changes, reverse=True):
        text = text[:start] + xml + text[end:]
    return text


class _Cell(NamedTuple):
    """Where a cell is in its part, where its start tag ends, and its type."""

    start: int
    tag_end: int
    end: int
    kind: str


class _SheetScan:
    """The cells of some rows of a sheet, by row and column, and a style of each column."""

    def __init__(self, text: bytes, rows: set[int]) -> None:
        self.cells: dict[tuple[int, int], _Cell] = {}
        self._text, self._rows = text, rows
        self._styles: dict[int, str] = {}
        self._prefix = b""
        self._open: tuple[tuple[int, int], int, int, str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.Parse(text, True)

    def place_of_new_cell(self, row: int, column: int) -> int:
        """Return where a cell belongs that its row does not have. Raise `CellEditError`."""
        columns = sorted(known for number, known in self.cells if number == row)
        if not columns:
            raise CellEditError(row)
        behind = next((known for known in columns if known > column), None)
        if behind:
            return self.cells[row, behind].start
        return self.cells[row, columns[-1]].end

    def new_tag(self, edit: CellEdit) -> bytes:
        """Return the start tag of a new cell, in the style of its column."""
        address = xl_rowcol_to_cell(edit.row - 1, edit.column - 1)
        style = self._styles.get(edit.column)
        styled = f' s="{style}"' if style else ""
        return b"<" + self._prefix + f'c r="{address}"{styled}'.encode()

    def fill(self, tag: bytes, value: str, *, is_number: bool) -> bytes:
        """Return a cell with a value; ``tag`` is its start tag without type and end."""
        name, shown = self._prefix, escape(value).encode()
        if is_number:
            return b"%b><%bv>%b</%bv></%bc>" % (tag, name, shown, name, name)
        text = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (name, name, shown, name, name)
        return b'%b t="inlineStr">%b</%bc>' % (tag, text, name)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if local != "c":
            return
        if "r" not in attributes:
            raise CellEditError(name)
        row, column = (number + 1 for number in xl_cell_to_rowcol(attributes["r"]))
        if row > 1 and "s" in attributes:  # the titles have a style of their own
            self._styles[column] = attributes["s"]
        if row in self._rows:
            start = self._parser.CurrentByteIndex
            tag = _START_TAG.match(self._text, start)
            tag_end = tag.end() if tag else start
            self._prefix = f"{prefix}:".encode() if prefix else b""
            self._open = (row, column), start, tag_end, attributes.get("t", "n")

    def _finish(self, name: str) -> None:
        if self._open is None or name.rpartition(":")[2] != "c":
            return
        address, start, tag_end, kind = self._open
        self._open = None
        end = tag_end
        if not self._text[:tag_end].endswith(b"/>"):
            end = self._text.index(b">", self._parser.CurrentByteIndex) + 1
        self.cells[address] = _Cell(start, tag_end, end, kind)
