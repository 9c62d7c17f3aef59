"""The clerk's own roster, given back with the faults marked: his sheets, his order, his formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pemilu_cover.messages import RefusedError
from pemilu_cover.sheets.workbook import AMBER, BLUE, RED

_COLORS = {"error": RED, "warning": AMBER, "info": BLUE}
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 90


class Mark(NamedTuple):
    """One fault: the sheet, the cell, the level, what the comment says."""

    sheet: str
    cell: str
    level: str
    text: str


def write(roster: Path, marks: Sequence[Mark]) -> bytes:
    """Mark and comment cells of a workbook; give its bytes. Raise `RefusedError` for other files."""
    try:
        book = load_workbook(roster)
    except Exception as error:  # openpyxl raises many kinds for what is no workbook
        raise RefusedError("annotate-kind", file=roster.name) from error
    by_cell: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_cell[mark.sheet, mark.cell].append(mark)
    for (sheet, address), found in by_cell.items():
        cell = _own_cell(book[sheet], address)
        worst = next(level for level in _COLORS if level in {mark.level for mark in found})
        cell.fill = PatternFill("solid", fgColor=_COLORS[worst].removeprefix("#"))
        text = "\n".join(mark.text for mark in found)
        cell.comment = Comment(text, "pemilu-cover", height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _own_cell(sheet: Worksheet, address: str) -> Cell:
    """Give a cell, or the first one of the merged cells to which it belongs."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if address in area)
        return sheet.cell(merged.min_row, merged.min_col)
    return cell
