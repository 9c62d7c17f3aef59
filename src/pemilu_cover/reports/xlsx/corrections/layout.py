"""What the sheets of ``corrections.xlsx`` have in common: their heads, feet, widths, colours of levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.workbook import AMBER, BLUE, GREY, RED, SheetBuilder

ADDRESS_WIDTHS = (20, 14, 7, 19)
LINE_HEIGHT = 14
MOST_HEIGHT = 406  # of a row in points: Excel repairs a workbook with a higher one than 409.5
LISTS = {"sex": ("L", "P"), "marital": ("Y", "T"), "blood": ("A", "B", "AB", "O")}
FIELD_WIDTHS = {
    "no": 6,
    "nik": 19,
    "name": 26,
    "address": 30,
    "role": 24,
    "mother": 24,
    "tps": 7,
    "sex": 5,
}
DEFAULT_WIDTH = 16
_LEVELS = {
    "error": "corrections_file.level-error",
    "warning": "corrections_file.level-warning",
    "info": "corrections_file.level-info",
}


def level_label(levels: Iterable[str]) -> str:
    """Return the name of the worst of some levels."""
    distinct_levels = set(levels)
    return next(workbook_text(key) for level, key in _LEVELS.items() if level in distinct_levels)


class TextSheet(Protocol):
    """Something texts are written to, such as a sheet."""

    def text(self, row: int, column: int, text: str, **properties: object) -> None:
        """Write a text."""


def write_head(
    sheet: SheetBuilder,
    title: str,
    lines: Sequence[str],
    columns: Sequence[str],
    text_sheet: TextSheet | None = None,
) -> int:
    """Write title, instructions and header, the texts to ``to``; return the row of the header."""
    text_sheet = text_sheet or sheet
    text_sheet.text(0, 0, title, bold=True, font_size=12)
    text_sheet.text(1, 0, workbook_text("privacy.corrections"), italic=True, font_size=9)
    for row, line in enumerate(lines, start=2):
        text_sheet.text(row, 0, line, font_size=9)
    row = 3 + len(lines)
    for column, text in enumerate(columns):
        text_sheet.text(row, column, text, bold=True, border=1, bg_color=BLUE, text_wrap=True)
    sheet.raw.freeze_panes(row + 1, 0)
    return row


def write_foot(sheet: SheetBuilder, top: int, last: int, columns: Sequence[str]) -> None:
    """Set the filter and the print below a header."""
    sheet.raw.autofilter(top, 0, last, len(columns) - 1)
    sheet.for_a4(landscape=True, repeat=top)


def level_color(levels: Iterable[str]) -> str:
    """Return the colour of the worst of some levels."""
    distinct_levels = set(levels)
    return RED if "error" in distinct_levels else AMBER if "warning" in distinct_levels else GREY


def offer_choices(
    sheet: SheetBuilder, area: tuple[int, int, int, int], source: str | list[str]
) -> None:
    """Add a drop-down of values, or of the cells of a formula; Excel warns about other values.

    Excel allows at most 255 characters of values in a rule: roles are listed on a sheet.
    """
    sheet.raw.data_validation(
        *area,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": workbook_text("corrections_file.choice-title"),
            "error_message": workbook_text("corrections_file.choice-unknown"),
        },
    )
