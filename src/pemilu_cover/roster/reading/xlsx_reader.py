"""Workbooks, read with calamine: it returns the type of each cell.

The type distinguishes a NIK that was typed as a number, and has lost its last digit, from an intact one.
"""

from __future__ import annotations

from collections.abc import Mapping

from python_calamine import CalamineSheet, CalamineWorkbook

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.cell_encoding import NO_RESULT, encode_rows, error_cell
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.reading.sheet_guard import check_duplicate_cells
from pemilu_cover.roster.reading.workbook_guard import SafeWorkbook, ScannedSheet


def read(package: SafeWorkbook) -> list[Sheet]:
    """Read the worksheets of a workbook that the guard has accepted; others are named as unread.

    Raise `RefusalError`.
    """
    try:
        book = CalamineWorkbook.from_filelike(package.content)
        sheets = [
            (page, book.get_sheet_by_name(page.key) if page.key else None) for page in package.pages
        ]
    except Exception as error:
        # The reader's own exceptions; a panic is none of them, and ends the process.
        raise RefusalError("file-damaged") from error
    return [
        _sheet(page, sheet, since_1904=package.since_1904) if sheet else _unread(page)
        for page, sheet in sheets
    ]


def _unread(page: ScannedSheet) -> Sheet:
    listed = page.listed
    return Sheet("", listed.name, [], visible=listed.visible, unread=listed.kind)


def _sheet(page: ScannedSheet, sheet: CalamineSheet, *, since_1904: bool) -> Sheet:
    cells = page.cells
    rows = encode_rows(list(sheet.iter_rows()))
    # The reader returns all rows from the first on, but no columns before the first that is used.
    rows, left = _with_broken(rows, (sheet.start or (0, 0))[1], cells.broken)
    # Fewer cells were read than are in the file: some hold an empty text, or two have one address.
    valueless = sum(shown == NO_RESULT for shown in cells.broken.values())
    if sum(len(row) - row.count("") for row in rows) - valueless < cells.filled:
        check_duplicate_cells(page.xml, page.listed.name)
    merged = sheet.merged_cell_ranges or ()
    areas = [
        *((top + 1, first + 1, bottom + 1, last + 1) for (top, first), (bottom, last) in merged),
        *cells.merged,
    ]
    return Sheet(
        "",
        page.listed.name,
        rows,
        first_column=left + 1,
        visible=page.listed.visible,
        merged=tuple(
            (top - 1, first - 1 - left, bottom - 1, last - 1 - left)
            for top, first, bottom, last in areas
        ),
        hidden_rows=cells.hidden_rows,
        since_1904=since_1904,
    )


def _with_broken(
    rows: list[Row], left: int, broken: Mapping[tuple[int, int], str]
) -> tuple[list[Row], int]:
    """Insert broken cells, which the reader returns as blank; return the rows and their first column."""
    if not broken:
        return rows, left
    columns = [column - 1 for _, column in broken]
    first = min(columns) if not rows else min(left, *columns)
    last = max([*columns, left + len(rows[0]) - 1 if rows else 0])
    before, width = [""] * (left - first if rows else 0), last + 1 - first
    blank = [[""] * width for _ in range(max(row for row, _ in broken) - len(rows))]
    padded = [[*before, *row, *[""] * (width - len(before) - len(row))] for row in rows] + blank
    for (row, column), shown in broken.items():
        padded[row - 1][column - 1 - first] = error_cell(shown)
    return padded, first
