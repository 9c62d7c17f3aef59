"""**Perbaikan**: every row with a finding, as typed, the cells marked, with reasons and suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl
from xlsxwriter.format import Format

from pemilu_cover.reports.xlsx.corrections import layout
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    LINE_HEIGHT,
    LISTS,
    MOST_HEIGHT,
    level_color,
    level_label,
    offer_choices,
)
from pemilu_cover.reports.xlsx.corrections.model import (
    ColumnTitles,
    CorrectionsData,
    FaultyRow,
    FindingMark,
)
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import AMBER, GREY, RED, TEXT, SheetBuilder, WorkbookBuilder

_REASON_WIDTH, _SUGGESTION_WIDTH = 50, 20
_IDENTIFYING_FIELDS = frozenset("no nik name role kecamatan desa tps".split())
_FAINT = "#7F7F7F"


def write_faulty_rows(
    book: WorkbookBuilder, contents: CorrectionsData, headers: ColumnTitles, roles: str
) -> None:
    """Write rows as they were typed, after their address and before the reasons."""
    sheet, faulty = book.sheet(headers.faulty_rows), contents.faulty
    fields = _fields(faulty, headers)
    titles = [headers.titles[name] for name in fields]
    columns = [*headers.address, *titles, headers.strike, headers.successor, *headers.reasons]
    lines = (
        workbook_text("corrections_file.faulty-colours"),
        workbook_text("corrections_file.faulty-correct-here"),
    )
    top = layout.write_head(sheet, workbook_text("corrections_file.faulty-title"), lines, columns)
    widths = [FIELD_WIDTHS.get(name, DEFAULT_WIDTH) for name in fields]
    sheet.widths([*ADDRESS_WIDTHS, *widths, 8, 19, 11, _REASON_WIDTH, _SUGGESTION_WIDTH])
    last = _write_people(sheet, top + 1, faulty, fields, headers)
    choices: dict[str, str | list[str]] = {name: list(values) for name, values in LISTS.items()}
    choices["role"] = roles
    for column, name in enumerate(fields, start=len(headers.address)):
        if name in choices:
            offer_choices(sheet, (top + 1, column, last, column), choices[name])
    strike = len(headers.address) + len(fields)
    offer_choices(sheet, (top + 1, strike, last, strike), ["Y"])
    layout.write_foot(sheet, top, last, columns)
    _write_sent_copy(book, faulty, fields, headers)


def _write_sent_copy(
    book: WorkbookBuilder, faulty: Sequence[FaultyRow], fields: Sequence[str], headers: ColumnTitles
) -> None:
    """Write a copy of the cells to a hidden sheet, to find edits in the returned file."""
    sheet = book.sheet(headers.faulty_rows_copy)
    sheet.raw.very_hidden()
    visible_fields = [name for name in fields if name not in headers.never_shown]
    sheet.texts(
        0, (*headers.address, *(headers.titles[name] for name in visible_fields), *headers.reasons)
    )
    reasons = [_reasons(person, fields) for person in faulty]
    rows = [
        (*person.address, *(person.typed.get(name, "") for name in visible_fields), *reason[:3])
        for person, reason in zip(faulty, reasons, strict=True)
    ]
    cell_format = book.format(num_format=TEXT)
    columns = (pl.Series(cells, dtype=pl.String) for cells in zip(*rows, strict=True))
    sheet.fill(1, [CellColumn(at, cells, cell_format) for at, cells in enumerate(columns)])


def _fields(faulty: Sequence[FaultyRow], headers: ColumnTitles) -> list[str]:
    """Return the fields to show: who the person is, and the cells that are marked."""
    marked = {mark.field for row in faulty for mark in row.marks}
    return [
        name
        for name in headers.titles
        if name in marked
        or (name in _IDENTIFYING_FIELDS and any(row.typed.get(name) for row in faulty))
    ]


def _write_people(
    sheet: SheetBuilder,
    first: int,
    faulty: Sequence[FaultyRow],
    fields: Sequence[str],
    headers: ColumnTitles,
) -> int:
    """Write the rows: address, cells, mark for striking out, reasons; return the last row."""
    formats = {
        color: sheet.book.format(
            border=1, num_format=TEXT, **({"bg_color": color} if color else {})
        )
        for color in ("", RED, AMBER, GREY)
    }
    grey_text = sheet.book.format(border=1, num_format=TEXT, font_color=_FAINT)
    bordered, wrapped = sheet.book.format(border=1), sheet.book.format(border=1, text_wrap=True)
    addresses = zip(*(person.address for person in faulty), strict=True)
    cells = [_column(at, texts, grey_text) for at, texts in enumerate(addresses)]
    for column, name in enumerate(fields, start=len(cells)):
        marks = [[mark for mark in person.marks if mark.field == name] for person in faulty]
        colors = [
            level_color(mark.level for mark in cell_marks) if cell_marks else ""
            for cell_marks in marks
        ]
        texts = [
            "" if name in headers.never_shown else person.typed.get(name, "") for person in faulty
        ]
        for color in dict.fromkeys(colors):
            texts_of_color = (
                text if color_of_cell == color else None
                for text, color_of_cell in zip(texts, colors, strict=True)
            )
            cells.append(_column(column, texts_of_color, formats[color]))
        for row, cell_marks in enumerate(marks, start=first):
            if cell_marks:
                _comment(sheet, row, column, cell_marks)
    last = len(headers.address) + len(fields)
    reasons = [_reasons(person, fields) for person in faulty]
    cells += [_column(at, ("" for _ in faulty), formats[""]) for at in (last, last + 1)]
    cells += [
        _column(last + 2, (reason.level for reason in reasons), bordered),
        _column(last + 3, (reason.reasons for reason in reasons), wrapped),
        _column(last + 4, (reason.suggestions for reason in reasons), wrapped),
    ]
    heights = pl.Series([reason.height for reason in reasons], dtype=pl.Float64)
    return sheet.fill(first, cells, heights)


def _column(at: int, texts: Iterable[str | None], cell_format: Format) -> CellColumn:
    return CellColumn(at, pl.Series(list(texts), dtype=pl.String), cell_format, keeps_empty=True)


def _comment(sheet: SheetBuilder, row: int, column: int, marks: Sequence[FindingMark]) -> None:
    text = "\n".join(_comment_text(mark) for mark in marks)
    sheet.raw.write_comment(row, column, text, {"author": "pemilu-cover", "x_scale": 2})


def _comment_text(mark: FindingMark) -> str:
    if not mark.suggestion:
        return mark.reason
    return workbook_text("corrections_file.comment", reason=mark.reason, suggestion=mark.suggestion)


class _Reasons(NamedTuple):
    """The reasons of a row: the worst level, the reasons, the suggestions, and the height of the row."""

    level: str
    reasons: str
    suggestions: str
    height: int


def _reasons(person: FaultyRow, fields: Sequence[str]) -> _Reasons:
    level = level_label(mark.level for mark in person.marks)
    several = len(person.marks) > 1
    texts = [_reason(mark, fields) for mark in person.marks]
    reasons = "\n".join(
        f"{number}. {reason}" if several else reason for number, reason in enumerate(texts, start=1)
    )
    suggestions = "\n".join(mark.suggestion for mark in person.marks if mark.suggestion)
    lines = max(_lines(reasons, _REASON_WIDTH), _lines(suggestions, _SUGGESTION_WIDTH))
    return _Reasons(level, reasons, suggestions, min(LINE_HEIGHT * lines, MOST_HEIGHT))


def _lines(text: str, width: int) -> int:
    """Return the maximum number of lines of a text in a column of a width."""
    return sum(1 + len(line) // width for line in text.split("\n"))


def _reason(mark: FindingMark, fields: Sequence[str]) -> str:
    """Return the reason; it names the cell where the sheet has no column in which it is marked."""
    return mark.reason if mark.field in fields else f"{mark.column}: {mark.reason}"
