"""**Keluar**: the list of people who leave, of the form for changes."""

from __future__ import annotations

from typing import Any

from pemilu_cover.reports.xlsx.blocks import HEADER, write_sheet_title
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.workbook import DATE, TEXT, SheetBuilder

DEPARTURES = "Keluar"
_COLUMNS = (
    ("number", 5, "General"),
    ("nik", 20, TEXT),
    ("name", 28, "General"),
    ("role", 24, "General"),
    ("event", 26, "General"),
    ("day", 16, DATE),
    ("document", 24, TEXT),
    ("new-nik", 20, TEXT),
    ("remark", 28, "General"),
)
_EVENTS = ("resigned", "dismissed", "term-ended", "moved", "died", "never-served", "nik-corrected")
_HEADER_ROW, _ROWS = 4, 500


def write_departures(sheet: SheetBuilder) -> None:
    """Write the sheet."""
    write_sheet_title(sheet, workbook_text("form.departures-title"), workbook_text("privacy.form"))
    for row, key in enumerate(("form.departures-how", "form.departures-newcomers"), start=2):
        sheet.text(row, 0, workbook_text(key), font_size=9)
    first, last = _HEADER_ROW + 1, _HEADER_ROW + _ROWS
    for column, (name, width, number_format) in enumerate(_COLUMNS):
        sheet.text(_HEADER_ROW, column, workbook_text(f"form.departures-{name}"), **HEADER)
        cell_format = sheet.book.format(num_format=number_format)
        sheet.raw.set_column(column, column, width, cell_format)
        if rule := _check(name):
            sheet.raw.data_validation(first, column, last, column, rule)
    sheet.raw.freeze_panes(first, 3)
    sheet.for_a4(landscape=True, repeat=_HEADER_ROW)


def _check(name: str) -> dict[str, Any]:
    if name == "event":
        return {
            "validate": "list",
            "source": [workbook_text(f"form.event-{event}") for event in _EVENTS],
            "error_message": workbook_text("form.error-event"),
            "error_type": "warning",
        }
    return {}
