"""Workbooks that are written with fewer calls than by xlsxwriter."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from pemilu_cover.xlsx.plain_workbook import PlainWorkbook
from pemilu_cover.xlsx.workbook import WorkbookBuilder


def _workbook() -> bytes:
    """Return a workbook with cells of all kinds, also of those that the library writes."""
    book = WorkbookBuilder("Sel")
    sheet = book.sheet("Sel & <kolom>")
    bold = book.format(bold=True)
    sheet.raw.set_column(5, 6, 12, bold)
    for row, text in enumerate(("Ani & <Budi>", "=1+1", " spasi ", "", "Ani & <Budi>")):
        sheet.text(row, 0, text, border=1)
        sheet.money(row, 1, 7_806_240_050 * row + 1)
        sheet.count(row, 2, row / 3)
        sheet.months(row, 3, f"{row}/30")
        sheet.date(row, 4, date(2024, 11, 7 + row), border=1)
        sheet.raw.write_number(row, 5, row)
        sheet.raw.write_string(row, 6, text)
        sheet.raw.write_blank(row, 7, None, bold)
        sheet.raw.write_boolean(row, 8, row > 1)
    sheet.total(6, 1, 0, 5, 123.5, border=1)
    sheet.raw.merge_range(8, 0, 8, 3, "gabungan", bold)
    sheet.raw.merge_range(9, 1, 10, 2, "", bold)
    sheet.raw.write_comment(40, 9, "komentar")
    sheet.set_height(60, 30)
    return book.content()


def test_workbook__cells_of_all_kinds__has_the_bytes_of_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = _workbook()
    monkeypatch.setattr("pemilu_cover.xlsx.workbook.PlainWorksheet", Worksheet)
    assert ours == _workbook()


def test_merge_range__cells_merged_before__is_refused() -> None:
    sheet = WorkbookBuilder("Sel").sheet("Sel")
    bold = sheet.book.format(bold=True)
    sheet.raw.merge_range(0, 0, 0, 3, "", bold)
    with pytest.raises(OverlappingRange):
        sheet.raw.merge_range(0, 3, 1, 3, "", bold)


def _fill(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Sel")
    for row, look in enumerate(({"bold": True}, {}, {"bold": True, "border": 1}, {"bold": True})):
        sheet.write_string(row, 0, "teks", book.add_format(look))


def test_plain_workbook__formats_of_an_earlier_workbook__has_the_parts_of_the_library() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        _fill(book)
    for _ in range(2):
        ours = PlainWorkbook({})
        ours.set_properties({"created": datetime(2024, 1, 1)})
        _fill(ours)
        with ZipFile(content) as parts:
            assert {name: parts.read(name) for name in parts.namelist()} == dict(ours.parts())
