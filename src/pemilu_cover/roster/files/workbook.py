"""Workbooks, read with calamine: it keeps the type of a cell.

Only so can a NIK that was typed as a number, and has lost its last digit, be told from one that is whole.
"""

from __future__ import annotations

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.files.cells import Cells, refuse_twice
from pemilu_cover.roster.files.package import Package
from pemilu_cover.roster.sheet import BROKEN, NO_RESULT, Row, Sheet, all_marked

_NOTHING_SAID = Cells(frozenset(), {}, 0)


def read(package: Package) -> list[Sheet]:
    """Read the worksheets of a workbook that the guard has let through. Raise `RefusedError`."""
    try:
        book = CalamineWorkbook.from_filelike(package.content)
        metas = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        found = [(meta, book.get_sheet_by_name(meta.name)) for meta in metas]
    except Exception as error:
        # The reader's own kinds; a panic is none of them, and ends the process.
        raise RefusedError("file-damaged") from error
    if len({meta.name.casefold() for meta in metas}) < len(metas):
        raise RefusedError(
            "file-odd", what=Text("dua lembar bernama sama", "two sheets of one name")
        )
    return [
        _sheet(meta.name, sheet, package, visible=meta.visible == SheetVisibleEnum.Visible)
        for meta, sheet in found
    ]


def _sheet(name: str, sheet: CalamineSheet, package: Package, *, visible: bool) -> Sheet:
    cells = package.cells.get(name, _NOTHING_SAID)
    rows = all_marked(list(sheet.iter_rows()))
    # The reader gives all rows from the first on, but no columns before the first that is used.
    rows, left = _with_broken(rows, (sheet.start or (0, 0))[1], cells.broken)
    # Fewer cells came out than stand in the file: some hold an empty text, or two stand in one place.
    valueless = sum(shown == NO_RESULT for shown in cells.broken.values())
    if sum(len(row) - row.count("") for row in rows) - valueless < cells.filled:
        refuse_twice(package.parts[name], name)
    return Sheet(
        "",
        name,
        rows,
        first_column=left + 1,
        visible=visible,
        merged=tuple(
            (top, first - left, bottom, last - left)
            for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
        ),
        hidden_rows=cells.hidden_rows,
        since_1904=package.since_1904,
    )


def _with_broken(
    rows: list[Row], left: int, broken: dict[tuple[int, int], str]
) -> tuple[list[Row], int]:
    """Put broken cells, which the reader takes for blank, where they stand; give the first column, too."""
    if not broken:
        return rows, left
    columns = [column - 1 for _, column in broken]
    first = min(columns) if not rows else min(left, *columns)
    last = max([*columns, left + len(rows[0]) - 1 if rows else 0])
    before, width = [""] * (left - first if rows else 0), last + 1 - first
    blank = [[""] * width for _ in range(max(row for row, _ in broken) - len(rows))]
    grown = [[*before, *row, *[""] * (width - len(before) - len(row))] for row in rows] + blank
    for (row, column), shown in broken.items():
        grown[row - 1][column - 1 - first] = BROKEN + shown
    return grown, first
