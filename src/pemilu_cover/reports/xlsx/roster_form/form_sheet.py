"""**Isian**: the header, the example row and the empty rows of the form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pemilu_cover.i18n.text import localize, translate
from pemilu_cover.reports.xlsx.blocks import write_wrapped
from pemilu_cover.reports.xlsx.roster_form.color_rules import add_colors
from pemilu_cover.reports.xlsx.roster_form.input_checks import add_checks
from pemilu_cover.reports.xlsx.roster_form.layout import (
    FIRST,
    HEADER,
    LAST,
    REQUIRED,
    column_area,
    column_help,
    columns,
)
from pemilu_cover.reports.xlsx.roster_form.model import Cell, RosterForm
from pemilu_cover.xlsx.fast_rows import empty_cells
from pemilu_cover.xlsx.workbook import BLUE, DATE, GREY, TEXT, WHOLE_MONEY, SheetBuilder

_FROZEN_COLUMNS = 3
# The column that begins the second page.
_SECOND_PAGE = 13
_EXAMPLE_COLOR = "#7F7F7F"
_FORMATS = {"text": TEXT, "date": DATE, "money": WHOLE_MONEY, "choice": "General"}


def write_form(sheet: SheetBuilder, form: RosterForm) -> None:
    """Write the sheet."""
    widths = [spec["width"] for spec in columns().values()]
    sheet.widths(widths)
    # What wraps below the title reaches to the end of the first page.
    first_page = widths[:_SECOND_PAGE]
    title = translate("form.title", election=form.election)
    sheet.text(0, 0, title, bold=True, font_size=13)
    sheet.text(1, 0, form.regency, bold=True)
    write_wrapped(sheet, 2, translate("privacy.form"), first_page, italic=True)
    help_line = translate("form.help-line", sheet=localize("form.sheet-instructions"))
    write_wrapped(sheet, 3, help_line, first_page)
    for column, (name, spec) in enumerate(columns().items()):
        _write_header(sheet, column, name, form.titles[name])
        example = form.example.get(name, spec.get("example", ""))
        write_example_cell(sheet, FIRST, column, example, _number_format(spec))
    formats = [sheet.book.format(num_format=_number_format(spec)) for spec in columns().values()]
    sheet.fill(FIRST + 1, empty_cells(formats, LAST - FIRST))
    add_checks(sheet, form)
    add_colors(sheet, form)
    texts = [name for name, spec in columns().items() if spec.get("kind") == "text"]
    areas = " ".join(column_area(name) for name in texts)
    sheet.raw.ignore_errors({"number_stored_as_text": areas})
    sheet.raw.set_row(HEADER, 32)
    sheet.raw.freeze_panes(FIRST, _FROZEN_COLUMNS)
    # On one page the columns would be too small to read: the person's name is on both.
    pages = widths[:_SECOND_PAGE], widths[:_FROZEN_COLUMNS] + widths[_SECOND_PAGE:]
    sheet.for_a4(landscape=True, repeat=HEADER, widths=max(pages, key=sum))
    sheet.raw.set_v_pagebreaks([_SECOND_PAGE])
    sheet.raw.repeat_columns(0, _FROZEN_COLUMNS - 1)


def _write_header(sheet: SheetBuilder, column: int, name: str, title: str) -> None:
    """Write a header with its help, and give its column the format of its kind."""
    spec = columns()[name]
    color = BLUE if spec["need"] == REQUIRED else GREY
    sheet.text(HEADER, column, title, bold=True, border=1, bg_color=color, text_wrap=True)
    tip = {"validate": "any", "input_title": title, "input_message": column_help(name)}
    sheet.raw.data_validation(HEADER, column, HEADER, column, tip)
    cell_format = sheet.book.format(num_format=_number_format(spec))
    # The column's format reaches every row in Excel; some programs see only that of the cells.
    sheet.raw.set_column(column, column, spec["width"], cell_format)


def _number_format(spec: Mapping[str, Any]) -> str:
    return _FORMATS[spec.get("kind", "choice")]


def write_example_cell(
    sheet: SheetBuilder, row: int, column: int, value: Cell, number_format: str
) -> None:
    """Write a cell of an example."""
    cell_format = {"italic": True, "font_color": _EXAMPLE_COLOR}
    if isinstance(value, str):
        sheet.text(row, column, value, num_format=number_format, **cell_format)
    elif isinstance(value, date):
        sheet.date(row, column, value, **cell_format)
    else:
        sheet.count(row, column, value, **cell_format)
