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
from pemilu_cover.xlsx.fast_rows import consecutive_rows, empty_cells
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
        _write_title(sheet, top, column, (headers.titles[name], column_help(name)), spec["need"])
        rule = _check(name, roles, lists, xl_rowcol_to_cell(top + 1, column))
        if rule:
            sheet.raw.data_validation(top + 1, column, top + ROWS, column, rule)
    replaces_texts = headers.replaces, translate("corrections_file.replaces-says")
    _write_title(sheet, top, len(columns()), replaces_texts, "if-any")
    _write_empty_cells(
        sheet, top + 1, [*(spec.get("kind", "") for spec in columns().values()), "text"]
    )
    widths = [FIELD_WIDTHS.get(name, DEFAULT_WIDTH) for name in (*columns(), "nik")]
    sheet.raw.set_row(top, HEADER_HEIGHT)
    sheet.raw.freeze_panes(top + 1, 0)
    set_up_print(sheet, widths, top, repeated=_REPEATED)
    protect(sheet)


def _write_title(
    sheet: SheetBuilder, top: int, column: int, texts: tuple[str, str], need: str
) -> None:
    """Write a title with its help."""
    title, help_text = texts
    color = BLUE if need == REQUIRED else GREY
    sheet.text(top, column, title, bold=True, border=1, bg_color=color, text_wrap=True)
    tip = {"validate": "any", "input_title": title, "input_message": help_text}
    sheet.raw.data_validation(top, column, top, column, tip)


def _write_empty_cells(sheet: SheetBuilder, top: int, kinds: Sequence[str]) -> None:
    """Write the rows to fill in, with a column of each kind."""
    blocks = []
    for first, height, border in (
        (top, _PRINTED_ROWS, 1),
        (top + _PRINTED_ROWS, ROWS - _PRINTED_ROWS, 0),
    ):
        looks = [{"num_format": _FORMATS.get(kind, "General"), "border": border} for kind in kinds]
        formats = [sheet.book.format(locked=False, **look) for look in looks]
        blocks.append((consecutive_rows(first, height), empty_cells(formats, height), None))
    sheet.fill_blocks(blocks)


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
