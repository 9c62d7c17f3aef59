"""**Bulanan**: the premium of each month, and when it is due."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.reports.xlsx.blocks import SUM, write_header, write_paragraphs
from pemilu_cover.reports.xlsx.rab.cells import HEADER_ROW, write_formula, write_plan_title
from pemilu_cover.reports.xlsx.rab.model import BudgetWorkbook, RabMonth
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.page import money_width
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder, WorkbookBuilder

_COLUMNS = ("billed-month", "segment", "people", "jkk", "jkm", "sum", "due")


def write_months(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    """Write the sheet."""
    sheet = book.sheet(translate("rab.sheet-months"))
    jkk = sum(month.jkk_sen for month in rab.months)
    jkm = sum(month.jkm_sen for month in rab.months)
    amounts = (max(money_width(sen), 14.0) for sen in (jkk, jkm, jkk + jkm))
    widths = (19.0, 9.0, 10.0, *amounts, 12.0)
    sheet.widths(widths)
    write_plan_title(sheet, translate("rab.months-title"), rab, widths)
    titles = (translate(f"workbook.column-{name}") for name in _COLUMNS)
    write_header(sheet, HEADER_ROW, titles, widths)
    row = HEADER_ROW
    for row, month in enumerate(rab.months, start=HEADER_ROW + 1):
        _write_month(sheet, row, month)
    sheet.texts(row + 1, (translate("workbook.total"), *[""] * 6), **SUM)
    for column, sen in ((3, jkk), (4, jkm), (5, jkk + jkm)):
        total = sen / rupiah.SEN
        sheet.total(row + 1, column, HEADER_ROW + 1, row, total, num_format=MONEY, **SUM)
    write_paragraphs(sheet, [translate("rab.months-note")], row + 3, widths)
    sheet.for_a4(landscape=False, repeat=HEADER_ROW)


def _write_month(sheet: SheetBuilder, row: int, month: RabMonth) -> None:
    sheet.text(row, 0, month_text(month.month), border=1)
    sheet.text(row, 1, month.segment.upper(), border=1, align="center")
    sheet.count(row, 2, month.people, border=1)
    sheet.money(row, 3, month.jkk_sen, border=1)
    sheet.money(row, 4, month.jkm_sen, border=1)
    both = f"={xl_rowcol_to_cell(row, 3)}+{xl_rowcol_to_cell(row, 4)}"
    write_formula(sheet, row, 5, both, month.jkk_sen + month.jkm_sen, border=1)
    sheet.date(row, 6, month.due, border=1, align="center")
