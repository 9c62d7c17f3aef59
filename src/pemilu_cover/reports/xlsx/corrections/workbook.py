"""``corrections.xlsx``: the workbook that the kecamatan corrects, completes and returns.

**Petunjuk** explains what to do. **Perbaikan** has every row with a finding, as it was typed, the cells
marked, with reasons and suggestions. **Lengkapi** has the people, enrolled or not, who lack a field that
SIPP requires, so that one round is enough. **Orang baru** takes people who are not in the roster.
**Diubah** lists cells whose value differs from the roster, **Dikecualikan** people who are not billed.
"""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections import newcomers
from pemilu_cover.reports.xlsx.corrections.faulty_rows_sheet import write_faulty_rows
from pemilu_cover.reports.xlsx.corrections.incomplete_sheet import write_incomplete
from pemilu_cover.reports.xlsx.corrections.instructions_sheet import write_instructions
from pemilu_cover.reports.xlsx.corrections.layout import LISTS
from pemilu_cover.reports.xlsx.corrections.model import ColumnTitles, CorrectionsData
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import (
    RecordingSheet,
    write_altered,
    write_columns,
    write_excluded,
    write_sent_rows,
    write_unread,
)
from pemilu_cover.xlsx.workbook import WorkbookBuilder


def write(contents: CorrectionsData, headers: ColumnTitles) -> bytes:
    """Return the bytes of the workbook."""
    book = WorkbookBuilder(translate("corrections_file.document-title"))
    instructions = RecordingSheet(book.sheet(translate("corrections_sheets.instructions")))
    write_instructions(instructions, contents, headers)
    read_only = [instructions]
    roles = f"='{headers.choices}'!$A$1:$A${max(len(contents.roles), 1)}"
    if contents.faulty.marks:
        write_faulty_rows(book, contents, headers, roles)
    if contents.incomplete.height:
        write_incomplete(book.sheet(headers.incomplete), contents.incomplete, headers)
    newcomers.write(book, headers.newcomers, roles, LISTS)
    book.listed(headers.choices, contents.roles)
    if contents.altered:
        read_only.append(write_altered(book, contents.altered, headers.origin))
    if contents.columns:
        read_only.append(write_columns(book, contents.columns, headers.origin))
    if contents.unread:
        read_only.append(write_unread(book, contents.unread, headers.origin))
    if contents.excluded:
        read_only.append(write_excluded(book, contents.excluded, headers.origin, headers.titles))
    write_sent_rows(book, headers.read_only_copy, read_only)
    return book.content()
