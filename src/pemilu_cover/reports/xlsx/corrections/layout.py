"""What the sheets of ``corrections.xlsx`` have in common: heads, widths, colours of levels, protection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from pemilu_cover.i18n.text import translate
from pemilu_cover.xlsx.page import LINE_HEIGHT
from pemilu_cover.xlsx.workbook import AMBER, BLUE, GREY, RED, SheetBuilder

ADDRESS_WIDTHS = (16, 13, 6, 19)
# Who a person is, in the order in which the sheets show it.
IDENTITY_FIELDS = ("name", "nik", "role", "kecamatan", "desa", "tps")
LISTS = {"sex": ("L", "P"), "marital": ("Y", "T"), "blood": ("A", "B", "AB", "O")}
FIELD_WIDTHS = {
    "no": 5,
    "nik": 18,
    "name": 20,
    "birth_place": 12,
    "birth_date": 11,
    "sex": 5,
    "address": 24,
    "kecamatan": 12,
    "desa": 14.5,
    "tps": 5,
    "role": 15,
    "wage": 10,
    "start": 11,
    "end": 11,
    "mother": 18,
    "marital": 8,
    "blood": 7,
    "postal_code": 9,
    "phone": 13,
    "remark": 12,
    "employment": 10,
    "kpj": 12,
    "email": 20,
    "nip": 19,
}
DEFAULT_WIDTH = 15
# Two lines.
HEADER_HEIGHT = 2 * LINE_HEIGHT + 2.5
_LEVELS = {
    "error": "corrections_file.level-error",
    "warning": "corrections_file.level-warning",
    "info": "corrections_file.level-info",
}
# What a protected sheet allows besides typing into its open cells.
_ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}


def level_label(levels: Iterable[str]) -> str:
    """Return the name of the worst of some levels."""
    distinct_levels = set(levels)
    return next(translate(key) for level, key in _LEVELS.items() if level in distinct_levels)


class TextSheet(Protocol):
    """Something texts are written to, such as a sheet."""

    def text(self, row: int, column: int, text: str, **properties: Any) -> None:
        """Write a text."""


def write_head(
    sheet: SheetBuilder,
    title: str,
    lines: Sequence[str],
    columns: Sequence[str],
    text_sheet: TextSheet | None = None,
) -> int:
    """Write title, instructions and header, the texts to ``text_sheet``; return the row of the header.

    They are few, since they stay in view, and the first column with them: a phone shows little else.
    """
    text_sheet = text_sheet or sheet
    text_sheet.text(0, 0, title, bold=True, font_size=12)
    text_sheet.text(1, 0, translate("privacy.corrections"), italic=True)
    for row, line in enumerate(lines, start=2):
        text_sheet.text(row, 0, line)
    row = 2 + len(lines)
    for column, text in enumerate(columns):
        text_sheet.text(row, column, text, bold=True, border=1, bg_color=BLUE, text_wrap=True)
    sheet.raw.set_row(row, HEADER_HEIGHT)
    sheet.raw.freeze_panes(row + 1, 1)
    return row


def protect(sheet: SheetBuilder) -> None:
    """Protect all cells that are not open, without a password: against slips alone."""
    sheet.raw.protect("", dict(_ALLOWED))


def level_color(levels: Iterable[str]) -> str:
    """Return the colour of the worst of some levels."""
    distinct_levels = set(levels)
    return RED if "error" in distinct_levels else AMBER if "warning" in distinct_levels else GREY


def offer_choices(
    sheet: SheetBuilder, area: tuple[int, int, int, int], source: str | Sequence[str]
) -> None:
    """Add a drop-down of values, or of the cells of a formula; Excel warns about other values.

    Excel allows at most 255 characters of values in a rule: roles are listed on a sheet.
    """
    sheet.raw.data_validation(
        *area,
        {
            "validate": "list",
            "source": source if isinstance(source, str) else list(source),
            "error_type": "warning",
            "error_title": translate("corrections_file.choice-title"),
            "error_message": translate("corrections_file.choice-unknown"),
        },
    )
