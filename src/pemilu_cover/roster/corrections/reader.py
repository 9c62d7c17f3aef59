"""The reader of corrections files that came back: their rows, their new people, and their unused content.

A sheet is recognised by the columns of the address of a row, whatever its name. Nothing that was typed is
ignored silently: other sheets, other columns and remarks are reported (`UnusedInput`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.corrections.correction_rows import (
    ADDRESS,
    CHOICES,
    COMPLETION_SHEET,
    CORRECTIONS_SHEET,
    FIRST_LINE,
    FROM,
    NOT_READ,
    READ_ONLY_FIELDS,
    READ_ONLY_SENT,
    REASON,
    SENT,
    STRIKE,
    SUCCESSOR,
    CorrectionRow,
    ReturnedFile,
    RowNote,
    UnusedInput,
    display_text,
    is_newcomers_sheet,
    may_have_left,
)
from pemilu_cover.roster.corrections.corrections_sheets import (
    REASONS,
    Page,
    corrections_page,
    keyless,
)
from pemilu_cover.roster.corrections.read_only_edits import is_head, read_only_edits, rows_sent
from pemilu_cover.roster.corrections.row_matching import Address, row_checksum
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.roster.reading.folders import walk_folder
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.reading.sheet import RosterFile, Row, Sheet
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.text import is_blank_value

# The sheets whose rows have an address.
_ANSWERED = (CORRECTIONS_SHEET, COMPLETION_SHEET)
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_CODE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{8})?(?:-[0-9a-f]{4})?")
_NIK_LIKE = re.compile(r"\d{15,17}")
# Up to this many cells of an unknown column are reported each; of more, the column is.
_FEW = 3


def read_corrections(paths: Sequence[Path], rounds: Mapping[Path, int]) -> list[ReturnedFile]:
    """Read corrections files (or folders of them), the earliest round first.

    ``rounds`` has the rounds of the files of earlier runs; all others are of a newer one.
    Raise `RefusalError` where a file is none of ours, or its rows can no longer be matched.
    """
    newest = max(rounds.values(), default=0) + 1
    named = list_corrections_files(paths)
    ordered = sorted(named, key=lambda path: rounds.get(path, newest))
    return [
        _read(file, rounds.get(path, newest), path)
        for file, path in zip(read_files(ordered), ordered, strict=True)
    ]


def list_corrections_files(paths: Sequence[Path]) -> list[Path]:
    """Return the corrections files; a folder is replaced by the workbooks in it. Raise `RefusalError`."""
    files: list[Path] = []
    for path in paths:
        if not os.path.isdir(path):
            files.append(path)
            continue
        within = sorted(
            Path(folder, name)
            for folder, _, names in walk_folder(path)
            for name in names
            if name[0] not in ".~"
        )
        if not within:
            raise RefusalError("complete-none", path=str(path))
        if foreign := next((f for f in within if f.suffix.casefold() not in _WORKBOOKS), None):
            raise RefusalError("complete-foreign", file=str(foreign))
        files += within
    return files


def is_corrections_sheet(sheet: Sheet) -> bool:
    """Return whether a sheet is one of corrections, which is no roster."""
    return corrections_page(sheet) is not None


# ---- which sheet is what ----------------------------------------------------------------------------


def _read(file: RosterFile, round_: int, path: Path) -> ReturnedFile:
    """Read one file. Raise `RefusalError`."""
    returned = ReturnedFile(file.label, file.sha256, round_, path)
    hidden = next((sheet for sheet in file.sheets if SENT.matches(sheet.name)), None)
    sent = corrections_page(hidden) if hidden else None
    if not any(_is_ours(sheet) for sheet in file.sheets):
        raise RefusalError("complete-foreign", file=file.label)
    read_only = next((sheet for sheet in file.sheets if READ_ONLY_SENT.matches(sheet.name)), None)
    original_rows = rows_sent(read_only) if read_only else {}
    for sheet in file.sheets:
        if sheet is hidden or sheet is read_only:
            continue
        if _is_read_only(sheet):
            returned.unused.extend(read_only_edits(sheet, original_rows))
            continue
        if is_newcomers_sheet(sheet.name):
            returned.newcomers.append(sheet)
        elif (page := corrections_page(sheet)) is not None:
            _add(returned, replace(page, has_remarks=_has_sent_remarks(page, sent)), sent)
        elif any(ours.matches(sheet.name) for ours in _ANSWERED) or _has_codes(sheet):
            raise keyless(sheet, ADDRESS)
        elif any(map(any, sheet.rows)):
            returned.unused.append(_unread(sheet))
    return returned


def _add(returned: ReturnedFile, page: Page, sent: Page | None) -> None:
    """Add the rows of a sheet, and its unused content."""
    crowded = _unused_columns(page)
    returned.lines.extend(_lines(page, _as_sent(sent) if sent else {}, crowded))
    returned.unused.extend(crowded.values())
    if sent and not page.completes:
        returned.unused.extend(_lost_columns(page, sent))


def _has_sent_remarks(page: Page, sent: Page | None) -> bool:
    return not page.completes and sent is not None and "remark" in sent.columns


def _is_ours(sheet: Sheet) -> bool:
    return (
        corrections_page(sheet) is not None
        or FIRST_LINE.matches(_first(sheet))
        or _has_codes(sheet)
    )


def _first(sheet: Sheet) -> str:
    return next((text for row in sheet.rows for cell in row if (text := display_text(cell))), "")


def _has_codes(sheet: Sheet) -> bool:
    """Return whether rows have codes behind three other cells, though no header names the column."""
    at = len(ADDRESS) - 1
    return any(
        len(row) > at and _CODE.fullmatch(row[at]) and display_text(row[at - 1]).isdigit()
        for row in sheet.rows
    )


def _is_read_only(sheet: Sheet) -> bool:
    """Return whether a sheet is read-only: instructions, choices, lists."""
    if FIRST_LINE.matches(_first(sheet)) or (CHOICES.matches(sheet.name) and not sheet.visible):
        return True
    headers = (list(map(display_text, row)) for row in sheet.rows if is_head(row))
    return any(
        all(any(map(title.matches, header)) for title in titles)
        for header in headers
        for titles in (FROM, NOT_READ)
    )


def _unread(sheet: Sheet) -> UnusedInput:
    """Return the finding about a sheet that is none of ours; where it may hold people, that is an error."""
    rows = sum(any(row) for row in sheet.rows)
    people = any(_NIK_LIKE.fullmatch(display_text(cell)) for row in sheet.rows for cell in row)
    code = "complete-sheet-people" if people else "complete-sheet"
    first = next(at for at, row in enumerate(sheet.rows) if any(row))
    number = sheet.first_row + first
    origin = CellLocation(sheet.file, sheet.name, number, f"A{number}")
    return UnusedInput(code, origin, {"sheet": sheet.name, "rows": rows})


def _unused_columns(page: Page) -> dict[int, UnusedInput]:
    """Return the findings about unknown columns with more than a few cells, by index."""
    findings = {}
    for at in page.extra_columns:
        filled = [row for row in page.sheet.rows[page.top + 1 :] if display_text(row[at])]
        if len(filled) > _FEW and not page.holds_remarks(at):
            detail = {"column": page.titles[at], "cells": len(filled)}
            findings[at] = UnusedInput("complete-column", page.at_title(at), detail)
    return findings


def _lost_columns(page: Page, sent: Page) -> Iterator[UnusedInput]:
    """Yield a finding for each column of Perbaikan that was sent and is deleted or renamed."""
    for name in sent.columns.keys() - page.columns.keys():
        yield UnusedInput(
            "complete-column-gone", page.at_title(0), {"column": fields()[name].title}
        )


# ---- the rows of a sheet ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _SentRow:
    """The cells of a row as they were sent, by field, and the reasons with it."""

    cells: Mapping[str, str]
    reasons: Sequence[str]


def _as_sent(page: Page) -> dict[tuple[Address, str], _SentRow]:
    rows = {}
    for row in page.sheet.rows[page.top + 1 :]:
        address, code = page.key(row)
        cells = {name: row[at] for name, at in page.columns.items()}
        reasons = [page.cell(row, title) for title in REASONS if title in page.own]
        rows[address, code.place] = _SentRow(cells, reasons)
    return rows


def _lines(
    page: Page, as_sent: Mapping[tuple[Address, str], _SentRow], crowded: Collection[int]
) -> Iterator[CorrectionRow]:
    """Yield the rows of a sheet with content; ``crowded`` columns are reported as one."""
    sheet, first = page.sheet, page.top + 1
    marks = {title.id: page.own[title] for title in (STRIKE, SUCCESSOR) if title in page.own}
    our_texts = {text for row in as_sent.values() for text in row.reasons}
    for number, row in enumerate(sheet.rows[first:], start=sheet.first_row + first):
        if all(is_blank_value(display_text(cell)) for cell in row):
            continue
        address, code = page.key(row)
        cells = {name: row[at] for name, at in page.columns.items()}
        sent = as_sent.get((address, code.place))
        checksum = row_checksum(display_text(cells.get(name, "")) for name in READ_ONLY_FIELDS)
        yield CorrectionRow(
            sheet,
            number,
            address,
            code,
            cells,
            page.columns | marks,
            mark=page.cell(row, STRIKE),
            successor=page.cell(row, SUCCESSOR),
            completes=page.completes,
            has_read_only_edit=page.completes and code.check != checksum,
            sent=sent.cells if sent else None,
            notes=[
                note
                for note in _notes(page, row, our_texts)
                if note.column not in crowded or may_have_left(note.text)
            ],
        )


def _notes(page: Page, row: Row, our_texts: Collection[str]) -> Iterator[RowNote]:
    """Yield the texts beside a row, or over the reasons; ``our_texts`` are those that were sent."""
    for at in page.extra_columns:
        if text := display_text(row[at]):
            yield RowNote(at, text)
    for title in REASONS:
        text = page.cell(row, title)
        # Of any row, since the sheet may be sorted. Without the hidden sheet: ours end with a full stop.
        is_ours = text in our_texts if our_texts else title != REASON or text.endswith(".")
        if text and not is_ours:
            yield RowNote(page.own[title], text)
