"""**Orang baru**: the sheet of ``corrections.xlsx`` in which people are added who are not in the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.layout import (
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    HEADER_HEIGHT,
    protect,
)
from pemilu_cover.reports.xlsx.corrections.print_setup import set_up_print
from pemilu_cover.reports.xlsx.roster_form.layout import REQUIRED, column_help, columns
from pemilu_cover.xlsx.workbook import (
    BLUE,
    DATE,
    GREY,
    TEXT,
    WHOLE_MONEY,
    SheetBuilder,
    WorkbookBuilder,
)

ROWS = 200
# Rows with borders: what has borders is printed.
_PRINTED_ROWS = 20
# Number, NIK and name are on each page.
_REPEATED = 3
_NIK = 16
_FORMATS = {"text": TEXT, "date": DATE, "money": WHOLE_MONEY}
_LINES = (
    "corrections_file.newcomers-who",
    "corrections_file.newcomers-replace",
    "corrections_file.newcomers-served",
)


class NewcomerTitles(NamedTuple):
    """The titles of the sheet and its columns; ``replaces`` is the column of the replaced person."""

    sheet: str
    titles: Mapping[str, str]
    replaces: str


def write(
    book: WorkbookBuilder, headers: NewcomerTitles, roles: str, lists: Mapping[str, Sequence[str]]
) -> None:
    """Write the empty sheet; ``roles`` is the formula of the offices, ``lists`` the other choices."""
    sheet = book.sheet(headers.sheet)
    sheet.text(0, 0, translate("corrections_file.newcomers-title"), bold=True, font_size=12)
    sheet.text(1, 0, translate("privacy.corrections"), italic=True)
    for row, key in enumerate(_LINES, start=2):
        sheet.text(row, 0, translate(key, replaces=headers.replaces))
    top = 2 + len(_LINES)
    for column, (name, spec) in enumerate(columns().items()):
        _write_column(sheet, top, column, (headers.titles[name], column_help(name)), spec)
        rule = _check(name, roles, lists, xl_rowcol_to_cell(top + 1, column))
        if rule:
            sheet.raw.data_validation(top + 1, column, top + ROWS, column, rule)
    replaces_texts = headers.replaces, translate("corrections_file.replaces-says")
    replaces = {"need": "if-any", "kind": "text"}
    _write_column(sheet, top, len(columns()), replaces_texts, replaces)
    widths = [FIELD_WIDTHS.get(name, DEFAULT_WIDTH) for name in (*columns(), "nik")]
    sheet.raw.set_row(top, HEADER_HEIGHT)
    sheet.raw.freeze_panes(top + 1, 0)
    set_up_print(sheet, widths, top, repeated=_REPEATED)
    protect(sheet)


def _write_column(
    sheet: SheetBuilder, top: int, column: int, texts: tuple[str, str], spec: Mapping[str, Any]
) -> None:
    """Write a title with its help, and the empty cells below it."""
    title, help_text = texts
    color = BLUE if spec["need"] == REQUIRED else GREY
    sheet.text(top, column, title, bold=True, border=1, bg_color=color, text_wrap=True)
    tip = {"validate": "any", "input_title": title, "input_message": help_text}
    sheet.raw.data_validation(top, column, top, column, tip)
    number_format = _FORMATS.get(spec.get("kind", ""), "General")
    for row in range(top + 1, top + ROWS + 1):
        border = int(row <= top + _PRINTED_ROWS)
        cell_format = sheet.book.format(border=border, num_format=number_format, locked=False)
        sheet.raw.write_blank(row, column, None, cell_format)


def _check(
    name: str, roles: str, lists: Mapping[str, Sequence[str]], cell: str
) -> dict[str, Any] | None:
    """Return the check of a cell with a warning, since the value may be right nevertheless."""
    if name == "nik":
        rule: dict[str, Any] = {"validate": "custom", "value": f"=LEN({cell})={_NIK}"}
        message = translate("corrections_file.nik-length", digits=_NIK)
    elif name in lists or name == "role":
        rule = {"validate": "list", "source": roles if name == "role" else list(lists[name])}
        message = translate("corrections_file.choice-unknown")
    elif name in ("birth_date", "start", "end"):
        rule = {"validate": "custom", "value": f"=ISNUMBER({cell})"}
        message = translate("corrections_file.date-format")
    else:
        return None
    return {
        **rule,
        "error_type": "warning",
        "error_title": translate("corrections_file.check-title"),
        "error_message": message,
    }
