"""Splitting the rows of a sheet into workbooks of fewer rows: all other bytes stay as they are.

Rows move up to follow the header, so their numbers and those of their cells change, and nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import copy
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from pemilu_cover.xlsx.preserved_parts import sheet_parts

# What refers to cells by their row: after the rows have moved it would refer to other cells.
_BOUND_TO_ROWS = frozenset(
    {"f", "mergeCell", "hyperlink", "autoFilter", "tablePart", "legacyDrawing"}
)
_ROW_NUMBER = re.compile(rb"""(<(?:\w+:)?row\s(?:[^>]*?\s)?r=["'])([0-9]+)""")
_CELL_ROW = re.compile(rb"""(<(?:\w+:)?c\s(?:[^>]*?\s)?r=["'][A-Z]+)([0-9]+)""")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s+ref=["'][A-Z]+[0-9]+:[A-Z]+)([0-9]+)""")


class RowSplitError(ValueError):
    """A sheet whose rows cannot move: something else refers to them, or they have no numbers."""


class _Row(NamedTuple):
    """A row, and where it is in its part."""

    number: int
    start: int
    end: int


def split_rows(content: bytes, sheet: str, people: Collection[int], most: int) -> list[bytes]:
    """Return workbooks with at most so many rows of people each, in their order.

    ``people`` are the numbers of the rows of people; what is above the first of them is in every workbook,
    and other rows stay behind the person above them. A sheet with no more people is returned as it is. Raise
    `RowSplitError`.
    """
    if len(people) <= most:
        return [content]
    with ZipFile(BytesIO(content)) as package:
        part = sheet_parts(package)[sheet]
        text = package.read(part)
        groups = _groups(_scan(text), set(people), most)
        return [_with_part(package, part, _with_rows(text, groups, group)) for group in groups]


def _groups(rows: list[_Row], people: set[int], most: int) -> list[list[_Row]]:
    """Return the rows of each workbook, without those above the first person."""
    groups: list[list[_Row]] = []
    count = most
    for row in rows:
        if row.number in people:
            count += 1
            if count > most:
                groups.append([])
                count = 1
        if groups:
            groups[-1].append(row)
    return groups


def _with_rows(text: bytes, groups: list[list[_Row]], group: list[_Row]) -> bytes:
    """Return a sheet with one group of rows, moved to where the first group is."""
    first, last = groups[0][0], groups[-1][-1]
    shift = group[0].number - first.number
    rows = text[group[0].start : group[-1].end]

    def moved(match: re.Match[bytes]) -> bytes:
        return match[1] + str(int(match[2]) - shift).encode()

    if shift:
        rows = _CELL_ROW.sub(moved, _ROW_NUMBER.sub(moved, rows))
    end = str(group[-1].number - shift).encode()
    head = _DIMENSION.sub(lambda match: match[1] + end, text[: first.start], count=1)
    return head + rows + text[last.end :]


def _with_part(package: ZipFile, part: str, text: bytes) -> bytes:
    """Return a workbook with another text of one part."""
    result = BytesIO()
    with ZipFile(result, "w") as new:
        for entry in package.infolist():
            content = text if entry.filename == part else package.read(entry)
            new.writestr(copy(entry), content)  # it gets another place in each workbook
    return result.getvalue()


def _scan(text: bytes) -> list[_Row]:
    """Return the rows of a sheet. Raise `RowSplitError`."""
    rows: list[_Row] = []
    open_row: list[tuple[int, int]] = []
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in _BOUND_TO_ROWS or (local in ("row", "c") and "r" not in attributes):
            raise RowSplitError(local)
        if local == "row":
            open_row.append((int(attributes["r"]), parser.CurrentByteIndex))

    def finish(name: str) -> None:
        if name.rpartition(":")[2] == "row":
            number, start = open_row.pop()
            # The end of an empty tag has the index of its beginning.
            rows.append(_Row(number, start, text.index(b">", parser.CurrentByteIndex) + 1))

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.Parse(text, True)
    return rows
