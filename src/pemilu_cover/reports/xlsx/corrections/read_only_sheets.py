"""The sheets of ``corrections.xlsx`` that are not read back: changes, columns, unread cells, exclusions.

A hidden sheet has a copy of them, so that edits can be reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections import layout
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    IDENTITY_FIELDS,
    level_color,
    level_label,
)
from pemilu_cover.reports.xlsx.corrections.print_setup import row_heights, set_up_print
from pemilu_cover.xlsx.workbook import TEXT, SheetBuilder, WorkbookBuilder

_REASON_WIDTH, _FIX_WIDTH = 45, 45


# File, sheet, row and code of a row.
RowAddress = tuple[str, str, str, str]


class AlteredCell(NamedTuple):
    """A cell whose value differs from the roster: address, person, title, both values, reason."""

    address: RowAddress
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


class _Column(NamedTuple):
    """A column of a read-only sheet; hidden ones come last."""

    title: str
    width: float
    is_hidden: bool = False


class _Row(NamedTuple):
    """The texts of a row, and the colours of cells by column."""

    texts: Sequence[str]
    colors: Mapping[int, str] = {}


def _columns(widths: Mapping[str, float]) -> list[_Column]:
    return [
        _Column(translate(f"corrections_file.column-{name}"), width)
        for name, width in widths.items()
    ]


def _address(titles: Sequence[str], *, is_hidden: bool = False) -> list[_Column]:
    return [
        _Column(title, width, is_hidden)
        for title, width in zip(titles, ADDRESS_WIDTHS, strict=False)
    ]


def _write(
    sheet: RecordingSheet, texts: tuple[str, str], columns: Sequence[_Column], rows: Sequence[_Row]
) -> RecordingSheet:
    """Write a table below a title and a note."""
    title, note = texts
    titles = [column.title for column in columns]
    top = layout.write_head(sheet.sheet, title, [note], titles, sheet)
    for at, row in enumerate(rows, start=top + 1):
        for index, text in enumerate(row.texts):
            painted = {"bg_color": row.colors[index]} if index in row.colors else {}
            sheet.text(at, index, text, border=1, num_format=TEXT, text_wrap=True, **painted)
    raw = sheet.sheet.raw
    for at, column in enumerate(columns):
        if column.is_hidden:
            raw.set_column(at, at, column.width, None, {"hidden": True})
    visible = [column.width for column in columns if not column.is_hidden]
    heights = row_heights(
        (pl.Series([row.texts[at] for row in rows], dtype=pl.String), width)
        for at, width in enumerate(visible)
    )
    for at, height in enumerate(heights, start=top + 1):
        raw.set_row(at, height)
    raw.autofilter(top, 0, top + len(rows), len(columns) - 1)
    set_up_print(sheet.sheet, visible, top)
    layout.protect(sheet.sheet)
    return sheet


def write_altered(
    book: WorkbookBuilder, altered: Sequence[AlteredCell], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the cells whose value differs from the roster."""
    texts = (
        translate("corrections_file.altered-title"),
        translate("corrections_file.altered-note"),
    )
    widths = {"name": 20, "column": 15, "before": 20, "after": 20, "reason": _REASON_WIDTH}
    columns = [*_columns(widths), *_address(came_from)]
    rows = [_Row((*change[1:], *change.address[:-1])) for change in altered]
    return _write(
        RecordingSheet(book.sheet(translate("corrections_sheets.altered"))), texts, columns, rows
    )


def write_unread(
    book: WorkbookBuilder, unread: Sequence[UnreadEntry], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the cells of the roster that may belong to a person and were not read."""
    texts = (
        translate("corrections_file.unread-title"),
        translate("corrections_file.unread-note"),
    )
    widths = {"cell": 12, "reason": _REASON_WIDTH, "fix": _FIX_WIDTH}
    columns = [*_address(came_from[:2]), *_columns(widths)]
    rows = [_Row((*cells.address, cells.reason, cells.fix)) for cells in unread]
    return _write(
        RecordingSheet(book.sheet(translate("corrections_sheets.unread"))), texts, columns, rows
    )


def write_columns(
    book: WorkbookBuilder, notes: Sequence[ColumnNote], came_from: Sequence[str]
) -> RecordingSheet:
    """Write the findings about columns."""
    texts = (
        translate("corrections_file.columns-title"),
        translate("corrections_file.columns-note"),
    )
    widths = {"cell": 6, "column": 18, "people-in-table": 9, "level": 12}
    widths |= {"reason": _REASON_WIDTH, "fix": _FIX_WIDTH}
    columns = [*_address(came_from[:2]), *_columns(widths)]
    at_level = len(columns) - 3
    rows = [
        _Row(
            (
                *note.address,
                note.title,
                str(note.people),
                level_label([note.level]),
                note.reason,
                note.fix,
            ),
            {at_level: level_color([note.level])},
        )
        for note in notes
    ]
    return _write(
        RecordingSheet(book.sheet(translate("corrections_sheets.columns"))), texts, columns, rows
    )


def write_excluded(
    book: WorkbookBuilder,
    excluded: Sequence[ExcludedPerson],
    came_from: Sequence[str],
    titles: Mapping[str, str],
) -> RecordingSheet:
    """Write the excluded people, with the reason and the place to change it."""
    texts = (
        translate("corrections_file.excluded-title"),
        translate("corrections_file.excluded-note"),
    )
    typed = {name for person in excluded for name in person.typed if name != "no"}
    fields = [*IDENTITY_FIELDS, *(name for name in titles if name not in IDENTITY_FIELDS)]
    fields = [name for name in fields if name in typed]
    (level,) = _columns({"level": 12})
    columns = [
        *(_Column(titles[name], FIELD_WIDTHS.get(name, DEFAULT_WIDTH)) for name in fields),
        *_columns({"why-excluded": 32, "fix": 32}),
        level._replace(is_hidden=True),
        *_address(came_from, is_hidden=True),
    ]
    rows = [
        _Row(
            (
                *(person.typed.get(name, "") for name in fields),
                person.reason,
                person.fix,
                level_label([person.level]),
                *person.address,
            ),
            {
                at: level_color([person.level])
                for at, name in enumerate(fields)
                if name in person.marked
            },
        )
        for person in excluded
    ]
    return _write(
        RecordingSheet(book.sheet(translate("corrections_sheets.excluded"))), texts, columns, rows
    )


def write_sent_rows(book: WorkbookBuilder, name: str, sheets: Sequence[RecordingSheet]) -> None:
    """Keep sheets as they are sent on a hidden one: the name of each row's sheet, and its cells."""
    sheet = book.sheet(name)
    sheet.raw.very_hidden()
    row = 0
    for recorded in sheets:
        for cells in recorded.rows.values():
            texts = [cells.get(column, "") for column in range(max(cells) + 1)]
            sheet.texts(row, (recorded.sheet.raw.get_name(), *texts), num_format=TEXT)
            row += 1
