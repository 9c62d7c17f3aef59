"""Blocks that several workbooks have: titles, paragraphs, a sum in words, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from pemilu_cover.documents.model import Letterhead, Signature
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.local_formats import amount_in_words
from pemilu_cover.values.text import capitalise
from pemilu_cover.xlsx.page import (
    count_lines,
    fit_height,
    merged_width,
    print_scale,
    printable_height,
)
from pemilu_cover.xlsx.workbook import BLUE, GREY, SheetBuilder

HEADER: dict[str, Any] = {
    "bold": True,
    "border": 1,
    "bg_color": BLUE,
    "align": "center",
    "text_wrap": True,
    "valign": "vcenter",
}
SUM: dict[str, Any] = {"bold": True, "border": 1, "bg_color": GREY}

_DOUBLE_LINE = 6
# The share of a page that is filled: programs differ a little in what fits.
_FILLED = 0.985
# The smallest letters of a sheet: printed at nine tenths, they have 8 points.
SMALL = 9


def write_centered_titles(
    sheet: SheetBuilder, last_column: int, title: str, subtitle: str, row: int = 0
) -> None:
    """Write a title and a subtitle across two rows."""
    large = sheet.book.format(bold=True, font_size=14, align="center")
    sheet.set_height(row, fit_height(1, size=14))
    sheet.raw.merge_range(row, 0, row, last_column, title, large)
    centered = sheet.book.format(align="center")
    sheet.raw.merge_range(row + 1, 0, row + 1, last_column, subtitle, centered)


def write_sheet_title(
    sheet: SheetBuilder, title: str, notice: str, widths: Sequence[float]
) -> None:
    """Write a title in the first row, and a notice or nothing below it, across columns of these widths."""
    sheet.text(0, 0, title, bold=True, font_size=12)
    if notice:
        write_wrapped(sheet, 1, notice, widths, italic=True)


def write_header(
    sheet: SheetBuilder, row: int, titles: Iterable[str], widths: Sequence[float]
) -> None:
    """Write the titles of columns of these widths."""
    texts = list(titles)
    sheet.texts(row, texts, **HEADER)
    counts = (
        count_lines(text, width, bold=True) for text, width in zip(texts, widths, strict=True)
    )
    sheet.set_height(row, fit_height(*counts))


def write_wrapped(
    sheet: SheetBuilder, row: int, text: str, widths: Sequence[float], column: int = 0, **look: Any
) -> None:
    """Write a text that wraps across columns of these widths, from ``column`` on."""
    cell_format = sheet.book.format(text_wrap=True, **({"valign": "top"} | look))
    if len(widths) > 1:
        sheet.raw.merge_range(row, column, row, column + len(widths) - 1, "", cell_format)
    sheet.raw.write_string(row, column, text, cell_format)
    size, bold = look.get("font_size", 10), look.get("bold", False)
    lines = count_lines(text, merged_width(widths), size, bold=bold)
    sheet.set_height(row, fit_height(lines, size=size))


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
    for line in lines:
        write_wrapped(sheet, row, line, widths, font_size=SMALL)
        row += 1
    return row


def write_sum_in_words(sheet: SheetBuilder, row: int, sen: int, widths: Sequence[float]) -> int:
    """Write an amount in words in a box (terbilang); return the row after it."""
    text = translate("workbook.sum-in-words", words=capitalise(amount_in_words(sen)))
    box: dict[str, Any] = {
        "bold": True,
        "italic": True,
        "border": 1,
        "bg_color": GREY,
        "valign": "vcenter",
    }
    write_wrapped(sheet, row, text, widths, **box)
    return row + 1


def page_breaks(
    sheet: SheetBuilder, starts: Sequence[int], widths: Sequence[float], *, landscape: bool
) -> list[int]:
    """Return which of these rows begin a page, so that the rows from each to the next stay together.

    The last of them is the row after the sheet's end. What does not fit on a page of its own goes on.
    """
    page = printable_height(landscape=landscape) / print_scale(widths, landscape=landscape)
    page *= _FILLED
    used = sheet.height(0, starts[0] - 1) % page
    breaks = []
    for start, end in pairwise(starts):
        height = sheet.height(start, end - 1)
        if used + height > page:
            breaks.append(start)
            used = 0.0
        used = (used + height) % page
    return breaks


class Signer(NamedTuple):
    """Who signs, from a column on, across columns of these widths."""

    column: int
    widths: Sequence[float]
    signature: Signature


def write_letterhead(sheet: SheetBuilder, letterhead: Letterhead | None, last_column: int) -> int:
    """Write the name and the address of an office above a line; return the row after it."""
    if letterhead is None:
        return 0
    lines = (letterhead.name.upper(), *letterhead.lines)
    for row, text in enumerate(lines):
        look: dict[str, Any] = {"align": "center"}
        if row == 0:
            look |= {"bold": True, "font_size": 14}
        if row == len(lines) - 1:
            look["bottom"] = _DOUBLE_LINE
        sheet.raw.merge_range(row, 0, row, last_column, "", sheet.book.format(**look))
        sheet.text(row, 0, text, **look)
    return len(lines) + 1


def write_signatures(
    sheet: SheetBuilder, row: int, signers: Sequence[Signer], place_and_date: str, *, space: int
) -> int:
    """Write place, date and who signs; return the row after them.

    ``space`` is the number of empty rows for the signature.
    """
    names = row + 2 + space
    sheet.text(row, signers[-1].column, place_and_date)
    heights = []
    for column, widths, signature in signers:
        write_wrapped(sheet, row + 1, signature.office, widths, column, align="left")
        heights.append(sheet.height(row + 1, row + 1))
        name = signature.name or translate("office.blank")
        write_wrapped(sheet, names, name, widths, column, bold=bool(signature.name), align="left")
        sheet.text(names + 1, column, signature.line)
    sheet.set_height(row + 1, max(heights))
    return names + 2
