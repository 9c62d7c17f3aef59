"""**Perbaikan**: every row with a finding, as typed, the cells marked, and in words what to correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    IDENTITY_FIELDS,
    LISTS,
    level_color,
    level_label,
)
from pemilu_cover.reports.xlsx.corrections.model import (
    ColumnTitles,
    CorrectionsData,
    FaultyRows,
    FindingMark,
)
from pemilu_cover.reports.xlsx.corrections.people_table import (
    TableColumn,
    hidden_columns,
    only_page,
    write_people,
)
from pemilu_cover.reports.xlsx.corrections.print_setup import room_beside
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import TEXT, WorkbookBuilder

_STRIKE_WIDTH, _SUCCESSOR_WIDTH, _LEVEL_WIDTH, _SUGGESTION_WIDTH = 7, 12, 15, 20
_REASON_WIDTH, _NARROWEST_REASON, _WIDEST_REASON = 44, 30, 60
# Fields that a rule compares: both are needed to see which is wrong.
_COMPARED = {"start": "end", "end": "start"}


def write_faulty_rows(
    book: WorkbookBuilder, contents: CorrectionsData, headers: ColumnTitles, roles: str
) -> None:
    """Write who each person is, what to correct, and the cells that matter; the address is hidden."""
    rows = contents.faulty
    identity, others, hidden = _fields(rows, headers)
    empty = pl.Series([""], dtype=pl.String).new_from_index(0, len(rows.marks))
    level, reason, suggestion = headers.reasons
    choices: dict[str, str | Sequence[str]] = {**LISTS, "role": roles}
    fields = {
        name: TableColumn(
            headers.titles[name],
            FIELD_WIDTHS.get(name, DEFAULT_WIDTH),
            empty if name in headers.never_shown else rows.typed[name],
            _colors(rows, name),
            choices.get(name, ()),
            is_open=True,
        )
        for name in (*identity, *others, *hidden)
    }
    marks = [
        TableColumn(headers.strike, _STRIKE_WIDTH, empty, choices=["Y"], is_open=True),
        TableColumn(headers.successor, _SUCCESSOR_WIDTH, empty, is_open=True),
    ]
    shown = [*(fields[name] for name in (*identity, *others)), *marks]
    columns = [
        *(fields[name] for name in identity),
        TableColumn(reason, _reason_width(shown), _reasons(rows, headers)),
        *(fields[name] for name in others),
        *marks,
        *(fields[name]._replace(is_open=False, is_hidden=True) for name in hidden),
        *hidden_columns(
            [*headers.address, level, suggestion],
            [*ADDRESS_WIDTHS, _LEVEL_WIDTH, _SUGGESTION_WIDTH],
            _hidden_cells(rows),
        ),
    ]
    sheet = book.sheet(headers.faulty_rows)
    texts = (
        translate("corrections_file.faulty-title"),
        translate("corrections_file.faulty-colours", column=reason),
    )
    write_people(sheet, texts, columns, rows.pages, first_page=len(identity) + 1)
    _write_sent_copy(book, columns, fields, headers)


def _fields(rows: FaultyRows, headers: ColumnTitles) -> tuple[list[str], list[str], list[str]]:
    """Return the fields: who the person is, what is marked or compared with it, and what is hidden.

    The only kecamatan of a sheet is in its title.
    """
    marked = {mark.field for marks in rows.marks for mark in marks}
    marked |= {_COMPARED[name] for name in marked & _COMPARED.keys()}
    identity = [
        name for name in IDENTITY_FIELDS if name in marked or (rows.typed[name] != "").any()
    ]
    others = [name for name in headers.titles if name in marked and name not in identity]
    in_title = {"kecamatan"} if only_page(rows.pages) else set()
    hidden = [name for name in identity if name in in_title - marked]
    return [name for name in identity if name not in hidden], others, hidden


def _reason_width(others: Sequence[TableColumn]) -> float:
    """Return the width of the column of reasons: a narrow one if all columns then fit on one page."""
    room = room_beside([column.width for column in others])
    return min(room, _REASON_WIDTH) if room >= _NARROWEST_REASON else _WIDEST_REASON


def _colors(rows: FaultyRows, name: str) -> pl.Series:
    """Return the colour of each cell of a field."""
    levels = ([mark.level for mark in marks if mark.field == name] for marks in rows.marks)
    colors = [level_color(of_cell) if of_cell else "" for of_cell in levels]
    return pl.Series(colors, dtype=pl.String)


def _reasons(rows: FaultyRows, headers: ColumnTitles) -> pl.Series:
    """Return what is wrong with each marked cell of a row, and what to do."""
    reason = cache(partial(_reason, headers=headers))
    texts = [list(map(reason, marks)) for marks in rows.marks]
    numbered = (
        [f"{number}. {text}" for number, text in enumerate(of_row, start=1)]
        if len(of_row) > 1
        else of_row
        for of_row in texts
    )
    return pl.Series(["\n".join(of_row) for of_row in numbered], dtype=pl.String)


def _reason(mark: FindingMark, headers: ColumnTitles) -> str:
    """Return the reason of a mark and what to do; most reasons begin with the title of the column."""
    title = headers.titles.get(mark.field, mark.column)
    is_named = mark.reason.casefold().startswith(title.casefold())
    suggestion = translate("corrections_file.suggestion", suggestion=mark.suggestion)
    texts = [
        *([] if mark.level == "error" else [translate("corrections_file.check-first")]),
        mark.reason if is_named else f"{title}: {mark.reason}",
        mark.fix,
        *([suggestion] if mark.suggestion else []),
    ]
    return " ".join(texts)


def _hidden_cells(rows: FaultyRows) -> pl.DataFrame:
    """Return address and code, the worst level, and the suggestions of each row."""
    suggestions = ([mark.suggestion for mark in marks if mark.suggestion] for marks in rows.marks)
    return pl.DataFrame(rows.addresses, orient="row").with_columns(
        level=pl.Series([level_label(mark.level for mark in marks) for marks in rows.marks]),
        suggestion=pl.Series(["\n".join(of_row) for of_row in suggestions]),
    )


def _write_sent_copy(
    book: WorkbookBuilder,
    columns: Sequence[TableColumn],
    fields: Iterable[str],
    headers: ColumnTitles,
) -> None:
    """Write a copy of the cells to a hidden sheet, to find edits in the returned file."""
    sheet = book.sheet(headers.faulty_rows_copy)
    sheet.raw.very_hidden()
    names = [*headers.address, *headers.reasons]
    names += [headers.titles[name] for name in fields if name not in headers.never_shown]
    copied = [column for column in columns if column.title in names]
    sheet.texts(0, [column.title for column in copied])
    cell_format = book.format(num_format=TEXT)
    sheet.fill(1, [CellColumn(at, column.texts, cell_format) for at, column in enumerate(copied)])
