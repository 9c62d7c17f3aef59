"""**Keluar**: the list of people who leave, of the form for changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.blocks import write_header, write_sheet_title, write_wrapped
from pemilu_cover.reports.xlsx.roster_form.form_sheet import write_example_cell
from pemilu_cover.reports.xlsx.roster_form.input_checks import date_between, is_digits
from pemilu_cover.reports.xlsx.roster_form.layout import ROLES
from pemilu_cover.reports.xlsx.roster_form.model import Cell, RosterForm
from pemilu_cover.values import dates, nik
from pemilu_cover.xlsx.fast_rows import empty_cells
from pemilu_cover.xlsx.workbook import DATE, TEXT, SheetBuilder

_COLUMNS = (
    ("number", 8, "General"),
    ("nik", 18, TEXT),
    ("name", 26, "General"),
    ("role", 23, "General"),
    ("event", 24, "General"),
    ("day", 12, DATE),
    ("document", 21, TEXT),
    ("new-nik", 18, TEXT),
    ("remark", 18, "General"),
)
_CHECKED = ("event", "nik", "new-nik", "role", "day")
_EXAMPLE_EVENT = "resigned"
_EVENTS = ("resigned", "dismissed", "term-ended", "moved", "died", "never-served", "nik-corrected")
_HEADER_ROW, _ROWS = 4, 500
_LONG_AGO = date(2000, 1, 1)


def write_departures(sheet: SheetBuilder, form: RosterForm) -> None:
    """Write the sheet: the header, an example and empty rows with the checks of each column."""
    widths = [width for _, width, _ in _COLUMNS]
    sheet.widths(widths)
    title, notice = translate("form.departures-title"), translate("privacy.form")
    write_sheet_title(sheet, title, notice, widths)
    for row, key in enumerate(("form.departures-how", "form.departures-newcomers"), start=2):
        write_wrapped(sheet, row, translate(key), widths)
    titles = (translate(f"form.departures-{name}") for name, *_ in _COLUMNS)
    write_header(sheet, _HEADER_ROW, titles, widths)
    first, last = _HEADER_ROW + 1, _HEADER_ROW + _ROWS
    example = _example(form)
    formats = [sheet.book.format(num_format=number_format) for *_, number_format in _COLUMNS]
    for column, (name, width, number_format) in enumerate(_COLUMNS):
        sheet.raw.set_column(column, column, width, formats[column])
        write_example_cell(sheet, first, column, example.get(name, ""), number_format)
    # Some programs see only the formats of cells, not those of columns.
    sheet.fill(first + 1, empty_cells(formats, last - first))
    names = [name for name, *_ in _COLUMNS]
    for name in _CHECKED:
        column = names.index(name)
        rule = _check(name, xl_rowcol_to_cell(first, column, col_abs=True), form)
        sheet.raw.data_validation(first, column, last, column, rule)
    area = f"B{first + 1}:B{last + 1} H{first + 1}:H{last + 1}"
    sheet.raw.ignore_errors({"number_stored_as_text": area})
    sheet.raw.freeze_panes(first, 3)
    sheet.for_a4(landscape=True, repeat=_HEADER_ROW)


def _example(form: RosterForm) -> dict[str, Cell]:
    """Return the example: the one of the sheet of newcomers, who leaves."""
    cells = {name: form.example[name] for name in ("nik", "name", "role") if name in form.example}
    if day := form.example.get("end"):
        cells["day"] = day
    return cells | {
        "number": form.example["no"],
        "event": translate(f"form.event-{_EXAMPLE_EVENT}"),
        "document": translate("form.departures-document-example"),
    }


def _check(name: str, cell: str, form: RosterForm) -> dict[str, Any]:
    """Return the check of a column; ``cell`` is its first one."""
    if name in ("nik", "new-nik"):
        rule = {"validate": "custom", "value": f"={is_digits(cell, nik.LENGTH)}"}
        return rule | {"error_message": translate("form.error-nik"), "error_type": "stop"}
    if name == "role":
        message = translate("form.error-role")
        rule = {"validate": "list", "source": f"={ROLES}", "error_message": message}
        return rule | {"error_type": "warning"}
    if name == "day":
        return _check_day(form)
    return {
        "validate": "list",
        "source": [translate(f"form.event-{event}") for event in _EVENTS],
        "error_message": translate("form.error-event"),
        "error_type": "warning",
    }


def _check_day(form: RosterForm) -> dict[str, Any]:
    """Return the check of the last day: a date, and one within the terms of the election if it fixes them."""
    if form.service_period is None:
        message = translate("form.error-day")
        rule = {"validate": "date", "criteria": ">", "value": _LONG_AGO, "error_type": "stop"}
        return rule | {"error_message": message}
    first, last = map(dates.format_ddmmyyyy, form.service_period)
    message = translate("form.error-day-outside", first=first, last=last)
    return date_between(form.service_period) | {"error_message": message, "error_type": "warning"}
