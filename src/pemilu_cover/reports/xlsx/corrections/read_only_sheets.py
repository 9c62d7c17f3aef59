"""The sheets of ``corrections.xlsx`` that are not read back: changes, columns, unread cells, exclusions.

A hidden sheet has a copy of them, so that edits can be reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pemilu_cover.reports.xlsx.corrections import layout
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    LINE_HEIGHT,
    MOST_HEIGHT,
    level_color,
    level_label,
)
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.workbook import TEXT, SheetBuilder, WorkbookBuilder

ALTERED, COLUMNS, UNREAD, EXCLUDED = "Diubah", "Kolom roster", "Belum dibaca", "Dikecualikan"
_REASON_WIDTH, _FIX_WIDTH = 50, 50
_WHO_WIDTHS = {"no": 6, "nik": 19, "name": 26, "role": 24, "tps": 7}


class AlteredCell(NamedTuple):
    """A cell whose value differs from the roster: address, person, title, both values, reason."""

    address: tuple[str, str, str, str]
    name: str
    title: str
    was: str
    now: str
    why: str


class UnreadEntry(NamedTuple):
    """Cells of the roster that were not read: their place, the reason, and what to do."""

    address: tuple[str, str, str]
    reason: str
    fix: str


class ColumnNote(NamedTuple):
    """A finding about a column: its place, its title, the people of its table, the reason, what to do."""

    address: tuple[str, str, str]
    title: str
    people: int
    level: str
    reason: str
    fix: str


class ExcludedPerson(NamedTuple):
    """An excluded person: address, cells by field, the deciding cells, the reason, where to fix it."""

    address: tuple[str, str, str]
    typed: Mapping[str, str]
    marked: frozenset[str]
    level: str
    reason: str
    fix: str


class RecordingSheet:
    """A sheet that records its texts by row and column."""

    def __init__(self, sheet: SheetBuilder) -> None:
        self.sheet = sheet
        self.rows: dict[int, dict[int, str]] = {}

    def text(self, row: int, column: int, text: str, **properties: Any) -> None:
        """Write and record a text."""
        self.sheet.text(row, column, text, **properties)
        self.rows.setdefault(row, {})[column] = text

    def texts(self, row: int, texts: Sequence[str], **properties: Any) -> None:
        """Write texts from the first column on."""
        for column, text in enumerate(texts):
            self.text(row, column, text, **properties)

    def wrapped(self, row: int, column: int, texts: Sequence[tuple[str, int]]) -> None:
        """Write texts into columns of these widths, and make the row as high as the longest needs."""
        for at, (text, _) in enumerate(texts, start=column):
            self.text(row, at, text, border=1, text_wrap=True, valign="top")
        lines = max(
            # Words that do not fit into a line go into the next: not all of its width is used.
            sum(1 + len(line) * 10 // (width * 9) for line in text.split("\n"))
            for text, width in texts
        )
        self.sheet.raw.set_row(row, min(LINE_HEIGHT * lines, MOST_HEIGHT))


def _titles(*names: str) -> list[str]:
    return [workbook_text(f"corrections_file.column-{name}") for name in names]


def write_altered(
    book: WorkbookBuilder, altered: Sequence[AlteredCell], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the cells whose value differs from the roster."""
    sheet = RecordingSheet(book.sheet(ALTERED))
    columns = [*came_from, *_titles("name", "column", "before", "after", "reason")]
    lines = (workbook_text("corrections_file.altered-note"),)
    top = layout.write_head(
        sheet.sheet, workbook_text("corrections_file.altered-title"), lines, columns, sheet
    )
    sheet.sheet.widths([*ADDRESS_WIDTHS[:-1], 26, 18, 20, 20, _REASON_WIDTH])
    for row, change in enumerate(altered, start=top + 1):
        sheet.texts(row, (*change.address[:-1], *change[1:]), border=1, num_format=TEXT)
    layout.write_foot(sheet.sheet, top, top + len(altered), columns)
    return sheet


def write_unread(
    book: WorkbookBuilder, unread: Sequence[UnreadEntry], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the cells of the roster that may belong to a person and were not read."""
    sheet = RecordingSheet(book.sheet(UNREAD))
    columns = [*came_from[:2], *_titles("cell", "reason", "fix")]
    lines = (workbook_text("corrections_file.unread-note"),)
    top = layout.write_head(
        sheet.sheet, workbook_text("corrections_file.unread-title"), lines, columns, sheet
    )
    sheet.sheet.widths([*ADDRESS_WIDTHS[:2], 12, _REASON_WIDTH, _FIX_WIDTH])
    for row, cells in enumerate(unread, start=top + 1):
        sheet.texts(row, cells.address, border=1, num_format=TEXT)
        texts = [(cells.reason, _REASON_WIDTH), (cells.fix, _FIX_WIDTH)]
        sheet.wrapped(row, len(cells.address), texts)
    layout.write_foot(sheet.sheet, top, top + len(unread), columns)
    return sheet


def write_columns(
    book: WorkbookBuilder, notes: Sequence[ColumnNote], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the findings about columns."""
    sheet = RecordingSheet(book.sheet(COLUMNS))
    columns = [
        *came_from[:2],
        *_titles("cell", "column", "people-in-table", "level", "reason", "fix"),
    ]
    lines = (workbook_text("corrections_file.columns-note"),)
    top = layout.write_head(
        sheet.sheet, workbook_text("corrections_file.columns-title"), lines, columns, sheet
    )
    sheet.sheet.widths([*ADDRESS_WIDTHS[:2], 8, 22, 14, 15, _REASON_WIDTH, _FIX_WIDTH])
    for row, note in enumerate(notes, start=top + 1):
        cells = (*note.address, note.title, str(note.people))
        sheet.texts(row, cells, border=1, num_format=TEXT, valign="top", text_wrap=True)
        color = level_color([note.level])
        sheet.text(
            row, len(cells), level_label([note.level]), border=1, bg_color=color, valign="top"
        )
        texts = [(note.reason, _REASON_WIDTH), (note.fix, _FIX_WIDTH)]
        sheet.wrapped(row, len(cells) + 1, texts)
    layout.write_foot(sheet.sheet, top, top + len(notes), columns)
    return sheet


def write_excluded(
    book: WorkbookBuilder,
    excluded: Sequence[ExcludedPerson],
    came_from: Sequence[str],
    titles: Mapping[str, str],
) -> RecordingSheet:
    """Write the excluded people, with the reason and the place to change it."""
    sheet = RecordingSheet(book.sheet(EXCLUDED))
    fields = [name for name in titles if any(name in person.typed for person in excluded)]
    shown = [titles[name] for name in fields]
    columns = [*came_from, *shown, *_titles("level", "why-excluded", "fix")]
    lines = (workbook_text("corrections_file.excluded-note"),)
    title = workbook_text("corrections_file.excluded-title")
    top = layout.write_head(sheet.sheet, title, lines, columns, sheet)
    widths = [_WHO_WIDTHS.get(name, 16) for name in fields]
    sheet.sheet.widths([*ADDRESS_WIDTHS[:-1], *widths, 11, _REASON_WIDTH, _FIX_WIDTH])
    for row, person in enumerate(excluded, start=top + 1):
        sheet.texts(row, person.address, border=1, num_format=TEXT)
        for column, name in enumerate(fields, start=len(person.address)):
            properties = {"bg_color": level_color([person.level])} if name in person.marked else {}
            sheet.text(
                row, column, person.typed.get(name, ""), border=1, num_format=TEXT, **properties
            )
        at = len(person.address) + len(fields)
        sheet.text(row, at, level_label([person.level]), border=1)
        texts = [(person.reason, _REASON_WIDTH), (person.fix, _FIX_WIDTH)]
        sheet.wrapped(row, at + 1, texts)
    layout.write_foot(sheet.sheet, top, top + len(excluded), columns)
    return sheet


def write_sent_rows(book: WorkbookBuilder, name: str, sheets: Mapping[str, RecordingSheet]) -> None:
    """Keep sheets as they are sent on a hidden one: the name of each row's sheet, and its cells."""
    sheet = book.sheet(name)
    sheet.raw.very_hidden()
    row = 0
    for sheet_name, recorded in sheets.items():
        for cells in recorded.rows.values():
            texts = [cells.get(column, "") for column in range(max(cells) + 1)]
            sheet.texts(row, (sheet_name, *texts), num_format=TEXT)
            row += 1
