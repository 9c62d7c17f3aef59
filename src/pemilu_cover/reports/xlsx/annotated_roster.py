"""A copy of the clerk's roster with marks on cells with findings; sheets, order and formats stay.

A sheet in front lists the findings, each with a link to its cell. The marks of an earlier check are removed
first, so that the file can be corrected and checked repeatedly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize, translate
from pemilu_cover.roster.reading.reader import read_limited
from pemilu_cover.roster.reading.standard_input import as_file
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.values.text import sanitise_for_terminal
from pemilu_cover.xlsx import preserved_parts
from pemilu_cover.xlsx.page import count_lines, fit_height
from pemilu_cover.xlsx.workbook import AMBER, BLUE, RED

_NOTICE = localize("privacy.annotated-roster")
_COLORS = {"error": RED, "warning": AMBER, "info": BLUE}
_FILLS = {
    level: PatternFill("solid", fgColor=color.removeprefix("#")) for level, color in _COLORS.items()
}
_AUTHOR = "pemilu-cover"
_SEPARATOR = f"\n\n— {_AUTHOR} —\n"
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 320, 17, 46
_LIST_WIDTHS = (22, 9, 12, 68)
_POINTS = 10
_PLAIN = Font(name="Arial", size=_POINTS)
_BOLD = Font(name="Arial", size=_POINTS, bold=True)
_LINK = Font(name="Arial", size=_POINTS, color="0563C1", underline="single")
_FIT_TO_WIDTH = PageSetupProperties(fitToPage=True)
# Excel opens no sheet with more links than 65,530.
_MOST_LINKS = 60_000
# The styles of a row of the list, by its level and whether it has a link.
_ListStyles = dict[tuple[str, bool], Sequence[StyleArray]]


class CellNote(NamedTuple):
    """A comment on a cell: the sheet, the cell, the level and its name, the text."""

    sheet: str
    cell: str
    level: str
    level_name: str
    text: str


class ListHeader(NamedTuple):
    """The head of the list of findings: lines below its title, columns."""

    lines: Sequence[str]
    columns: Sequence[str]


def write(roster: Path, marks: Sequence[CellNote], header: ListHeader) -> bytes:
    """Return a workbook with marks and comments on cells. Raise `RefusalError` for other files."""
    content = read_limited(roster)
    try:
        book = preserved_parts.load_with_formulas(content)
        lost = preserved_parts.collect_lost_parts(content, book)
    except Exception as error:  # openpyxl raises many kinds for what is no workbook
        raise RefusalError("annotate-kind", file=as_file(roster).name) from error
    _remove_previous_marks(book)
    _mark(book, marks)
    if marks:
        _list(book, marks, header)
    # A roster without findings gets no list: the notice is only in Excel's File > Info.
    description = book.properties.description
    if not description or _NOTICE.matches(description):
        book.properties.description = _NOTICE.translate()
    output = BytesIO()
    archive = ZipFile(output, "w", ZIP_DEFLATED, allowZip64=True)
    try:
        _InMemory(book, archive).save()
    except BaseException:
        archive.fp = None  # an interrupted zip would complain when it is thrown away
        raise
    parts = {sheet.path.removeprefix("/"): sheet.title for sheet in book.worksheets}
    return preserved_parts.restore_parts(
        output.getvalue(), {part: lost[name] for part, name in parts.items() if name in lost}
    )


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """openpyxl's writer, without its files in the system's temporary folder: people's data could stay."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet into the zip, as the class above does by way of a file."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path.removeprefix("/"), writer.out.getvalue())
        self.manifest.append(ws)


def _remove_previous_marks(book: Workbook) -> None:
    """Remove the list, comments and colours of an earlier check; the clerk's own comments stay."""
    for sheet in list(book.worksheets):
        if own_sheets.FINDINGS.matches(str(sheet["A1"].value)):
            book.remove(sheet)
    for sheet in book.worksheets:
        for cell in preserved_parts.existing_cells(sheet):
            if not cell.comment:
                continue
            clerk_text, own_text = _split_comment(cell.comment)
            cell.comment = _comment(clerk_text, cell.comment.author) if clerk_text else None
            if own_text:
                cell.fill = PatternFill()


def _split_comment(comment: Comment) -> tuple[str, str]:
    """Return the clerk's own comment, and the text that an earlier check added below it."""
    if comment.author == _AUTHOR:
        return "", comment.text
    clerk_text, _, own_text = comment.text.partition(_SEPARATOR)
    return clerk_text, own_text


def _mark(book: Workbook, marks: Sequence[CellNote]) -> None:
    by_cell: defaultdict[tuple[str, str], list[CellNote]] = defaultdict(list)
    for mark in marks:
        by_cell[mark.sheet, mark.cell].append(mark)
    for (sheet, address), cell_marks in by_cell.items():
        cell = _top_left_cell(book[sheet], address)
        levels = {mark.level for mark in cell_marks}
        cell.fill = next(fill for level, fill in _FILLS.items() if level in levels)
        text = "\n".join(mark.text for mark in cell_marks)
        comment = cell.comment
        cell.comment = (
            _comment(f"{comment.text}{_SEPARATOR}{text}", comment.author)
            if comment
            else _comment(text, _AUTHOR)
        )


def _comment(text: str, author: str) -> Comment:
    """Return a comment that is as large as its text; openpyxl forgets how large it was."""
    lines = sum(1 + len(line) // _LINE_LETTERS for line in text.split("\n"))
    return Comment(text, author, height=_LINE_HEIGHT * (lines + 1), width=_COMMENT_WIDTH)


def _top_left_cell(sheet: Worksheet, address: str) -> Cell:
    """Return a cell, or the first one of the merged cells to which it belongs."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        merged_area = next(area for area in sheet.merged_cells.ranges if address in area)
        return sheet.cell(merged_area.min_row, merged_area.min_col)
    return cell


def _list(book: Workbook, marks: Sequence[CellNote], header: ListHeader) -> None:
    """Put the list of all faults in front of the clerk's sheets."""
    sheet = book.create_sheet(translate("annotate.sheet"), 0)
    _write(sheet.cell(1, 1), own_sheets.FINDINGS.translate(), _BOLD)
    lines = (*header.lines, _NOTICE.translate())
    for row, line in enumerate(lines, start=2):
        _write(sheet.cell(row, 1), line)
    top = 3 + len(lines)
    for column, (title, width) in enumerate(
        zip(header.columns, _LIST_WIDTHS, strict=True), start=1
    ):
        _write(sheet.cell(top, column), title, _BOLD).fill = _FILLS["info"]
        sheet.column_dimensions[sheet.cell(top, column).column_letter].width = width
    styles: _ListStyles = {}
    for row, mark in enumerate(marks, start=top + 1):
        _write_list_row(sheet, row, mark, styles, has_link=row <= _MOST_LINKS)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:D{top + len(marks)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, _FIT_TO_WIDTH
    _show_first(book, sheet)


def _write_list_row(
    sheet: Worksheet, row: int, mark: CellNote, styles: _ListStyles, *, has_link: bool
) -> None:
    # NIKs are masked: a number of 16 digits on a sheet without a header would be read as a person.
    texts = (mark.sheet, mark.cell, mark.level_name, sanitise_for_terminal(mark.text))
    cells = [sheet.cell(row, column) for column in range(1, len(texts) + 1)]
    for cell, text in zip(cells, texts, strict=True):
        cell.value = text
        cell.data_type = "s"
    lines = count_lines(texts[-1], _LIST_WIDTHS[-1], _POINTS)
    if lines > 1:
        sheet.row_dimensions[row].height = fit_height(lines, size=_POINTS)
    if has_link:
        sheet_name = mark.sheet.replace("'", "''")
        link = cells[1]
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{sheet_name}'!{mark.cell}")
    key = mark.level, has_link
    if key not in styles:
        styles[key] = _style_list_row(cells, *key)
    for cell, style in zip(cells, styles[key], strict=True):
        cell._style = copy(style)


def _style_list_row(cells: Sequence[Cell], level: str, has_link: bool) -> Sequence[StyleArray]:
    """Style a row of the list, and return its styles: openpyxl compares each with all of the workbook."""
    for cell in cells:
        cell.font = _PLAIN
        cell.alignment = Alignment(vertical="top", wrap_text=cell is cells[-1])
    cells[2].fill = _FILLS[level]
    if has_link:
        cells[1].font = _LINK
    return [copy(cell._style) for cell in cells]


def _write(cell: Cell, text: str, font: Font = _PLAIN) -> Cell:
    """Write a text, which is never a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.font = font
    return cell


def _show_first(book: Workbook, first: Worksheet) -> None:
    """Open the workbook at one sheet alone: in sheets that are chosen together, one edit is made in all."""
    book.active = first
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is first
