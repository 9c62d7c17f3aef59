"""Blocks that several workbooks have: titles, paragraphs, a sum in words, signatures."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.values import terbilang
from pemilu_cover.xlsx.workbook import BLUE, GREY, SheetBuilder

HEADER: dict[str, Any] = {
    "bold": True,
    "border": 1,
    "bg_color": BLUE,
    "align": "center",
    "text_wrap": True,
}
SUM: dict[str, Any] = {"bold": True, "border": 1, "bg_color": GREY}

# Characters of small print per unit of column width.
_CHARACTERS_PER_WIDTH = 1.3
_LINE_HEIGHT = 13.5
_SUM_HEIGHT = 30


def write_centered_titles(sheet: SheetBuilder, last_column: int, title: str, subtitle: str) -> None:
    """Write a title and a subtitle across the first two rows."""
    large = sheet.book.format(bold=True, font_size=14, align="center")
    sheet.raw.merge_range(0, 0, 0, last_column, title, large)
    sheet.raw.merge_range(1, 0, 1, last_column, subtitle, sheet.book.format(align="center"))


def write_sheet_title(sheet: SheetBuilder, title: str, notice: str = "") -> None:
    """Write a title in the first row, and a notice in small print below it."""
    sheet.text(0, 0, title, bold=True, font_size=12)
    if notice:
        sheet.text(1, 0, notice, italic=True, font_size=9)


def write_section(
    sheet: SheetBuilder, title: str, lines: Sequence[str], row: int, widths: Sequence[float]
) -> int:
    """Write a title and its lines as bullets; return the row after them, or one less without lines."""
    if not lines:
        return row - 1
    sheet.text(row, 0, title, bold=True)
    return write_paragraphs(sheet, (f"• {line}" for line in lines), row + 1, widths)


def write_paragraphs(
    sheet: SheetBuilder, lines: Iterable[str], row: int, widths: Sequence[float]
) -> int:
    """Write small print across the columns, each line as high as it needs; return the row after it."""
    cell_format = sheet.book.format(text_wrap=True, font_size=9, valign="top")
    characters = int(sum(widths) * _CHARACTERS_PER_WIDTH)
    for line in lines:
        sheet.raw.merge_range(row, 0, row, len(widths) - 1, "", cell_format)
        sheet.raw.write_string(row, 0, line, cell_format)
        sheet.raw.set_row(row, _LINE_HEIGHT * len(textwrap.wrap(line, characters)))
        row += 1
    return row


def write_sum_in_words(sheet: SheetBuilder, row: int, last_column: int, sen: int) -> int:
    """Write an amount in words in a box (terbilang); return the row after it."""
    words = terbilang.in_rupiah(sen)
    box = sheet.book.format(bold=True, italic=True, text_wrap=True, border=1, bg_color=GREY)
    text = workbook_text("workbook.sum-in-words", words=f"{words[0].upper()}{words[1:]}")
    sheet.raw.merge_range(row, 0, row, last_column, "", box)
    sheet.raw.write_string(row, 0, text, box)
    sheet.raw.set_row(row, _SUM_HEIGHT)
    return row + 1


def write_signatures(
    sheet: SheetBuilder, row: int, signers: Sequence[tuple[int, str, str]], *, space: int
) -> int:
    """Write place, date and who signs (column, statement, office); return the row after them.

    ``space`` is the number of empty rows for the signature.
    """
    names = row + 3 + space
    sheet.text(row, signers[-1][0], "………………………, ………………… 20……")
    for column, statement, office in signers:
        sheet.text(row + 1, column, statement)
        sheet.text(row + 2, column, office)
        sheet.text(names, column, "(………………………………)")
        sheet.text(names + 1, column, "NIP")
    return names + 2
