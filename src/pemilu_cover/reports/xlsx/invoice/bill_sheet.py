"""**Tagihan**: the bill, its legal basis and notes, signatures, and a chart of the premium by role."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.i18n.text import localized_month_span
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.xlsx.blocks import (
    HEADER,
    SUM,
    write_centered_titles,
    write_section,
    write_signatures,
    write_sum_in_words,
)
from pemilu_cover.reports.xlsx.texts import LANGUAGE, workbook_text
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder, WorkbookBuilder

_SHEET = "Tagihan"
_WIDTHS = (5, 38, 16, 8, 9, 15, 15, 18)
_LAST_COLUMN = len(_WIDTHS) - 1
_TO_FILL_IN = "…………………………………"
_NOTICE_HEIGHT = 22


def write_bill(book: WorkbookBuilder, bill: Bill) -> None:
    """Write the sheet."""
    sheet = book.sheet(_SHEET)
    sheet.widths(_WIDTHS)
    row = _write_head(sheet, bill)
    row = _write_lines(sheet, bill, row + 1)
    row = write_sum_in_words(sheet, row + 1, _LAST_COLUMN, bill.total_sen)
    row = _write_penalty(sheet, bill, row)
    for key, lines in (
        ("invoice.section-benefits", bill.cover),
        ("invoice.section-rates", bill.rates),
        ("invoice.section-base", bill.base),
        ("invoice.section-legal-basis", bill.legal_basis),
        ("invoice.section-notes", bill.notes),
    ):
        row = write_section(sheet, workbook_text(key), lines, row + 1, _WIDTHS)
    row = write_signatures(sheet, row + 1, _signers(), space=4)
    sheet.raw.set_h_pagebreaks([row + 1])
    _write_roles(book, sheet, bill, row + 1)
    sheet.for_a4(landscape=False)


def _signers() -> Sequence[tuple[int, str, str]]:
    return (
        (1, workbook_text("invoice.prepared-by"), workbook_text("invoice.registration-officer")),
        (2, workbook_text("invoice.approved-by"), workbook_text("workbook.commitment-officer")),
        (5, workbook_text("invoice.paid-by"), workbook_text("invoice.treasurer")),
    )


def _write_head(sheet: SheetBuilder, bill: Bill) -> int:
    title, subtitle = workbook_text("invoice.title"), workbook_text("invoice.subtitle")
    write_centered_titles(sheet, _LAST_COLUMN, title, subtitle)
    if bill.people is not None:
        small = sheet.book.format(italic=True, font_size=8, align="center", valign="top")
        sheet.raw.merge_range(2, 0, 2, _LAST_COLUMN, workbook_text("privacy.bill"), small)
        sheet.raw.set_row(2, _NOTICE_HEIGHT)
    facts = (
        (workbook_text("invoice.fact-employer"), bill.employer),
        (workbook_text("invoice.fact-npp"), bill.npp),
        (workbook_text("invoice.fact-location"), bill.location),
        (workbook_text("invoice.fact-payer"), bill.payer),
        (workbook_text("invoice.fact-agreement"), bill.agreement),
        (workbook_text("invoice.fact-election"), bill.election),
        (workbook_text("invoice.fact-months"), _format_months(bill.months)),
        (workbook_text("invoice.fact-due"), _format_due(bill.months)),
    )
    for row, (label, text) in enumerate(facts, start=3):
        sheet.text(row, 0, label)
        sheet.text(row, 2, f": {text or _TO_FILL_IN}")
    return 3 + len(facts)


def _format_months(months: Sequence[MonthTotal]) -> str:
    if not months:
        return ""
    return localized_month_span(months[0].month, months[-1].month).in_language(LANGUAGE)


def _format_due(months: Sequence[MonthTotal]) -> str:
    days = sorted({month.due for month in months})
    if not days:
        return ""
    if len(days) == 1:
        return workbook_text("invoice.due-on", day=days[0])
    return workbook_text("invoice.due-between", first=days[0], last=days[-1])


def _write_lines(sheet: SheetBuilder, bill: Bill, row: int) -> int:
    wage = "workbook.column-base" if bill.base else "workbook.column-wage"
    keys = ("number", "role", None, "months", "people", "jkk", "jkm", "sum")
    titles = (workbook_text(f"workbook.column-{key}" if key else wage) for key in keys)
    sheet.texts(row, titles, **HEADER)
    first = row + 1
    for number, line in enumerate(bill.lines, start=1):
        row += 1
        sheet.count(row, 0, number, border=1, align="center")
        sheet.text(row, 1, line.role, border=1, text_wrap=True)
        if line.base_sen is None:
            sheet.text(row, 2, workbook_text("invoice.base-various"), border=1, align="right")
        else:
            sheet.money(row, 2, line.base_sen, border=1)
        sheet.text(row, 3, line.months, border=1, align="center")
        sheet.count(row, 4, line.people, border=1)
        for column, sen in enumerate(
            (line.jkk_sen, line.jkm_sen, line.jkk_sen + line.jkm_sen), start=5
        ):
            sheet.money(row, column, sen, border=1)
    return _write_totals(sheet, bill, first, row)


def _write_totals(sheet: SheetBuilder, bill: Bill, first: int, last: int) -> int:
    row = last + 1
    sheet.texts(row, ("", workbook_text("workbook.total"), "", ""), **SUM)
    if first > last:
        return row
    people = sum(role.people for role in bill.roles)
    jkk, jkm = (sum(getattr(role, name) for role in bill.roles) for name in ("jkk_sen", "jkm_sen"))
    sheet.total(row, 4, first, last, people, num_format="#,##0", **SUM)
    for column, sen in ((5, jkk), (6, jkm), (7, jkk + jkm)):
        sheet.total(row, column, first, last, sen / rupiah.SEN, num_format=MONEY, **SUM)
    return row


def _write_penalty(sheet: SheetBuilder, bill: Bill, row: int) -> int:
    """Write what is due on the day of payment, where there is a penalty; return the row after it."""
    if not (bill.payment_date and bill.penalty_sen):
        return row
    text = workbook_text(
        "invoice.total-with-penalty",
        day=bill.payment_date,
        penalty=rupiah.format_rupiah(bill.penalty_sen),
        total=rupiah.format_rupiah(bill.total_sen + bill.penalty_sen),
    )
    sheet.text(row, 0, text, bold=True)
    return row + 1


def _write_roles(book: WorkbookBuilder, sheet: SheetBuilder, bill: Bill, row: int) -> None:
    """Write the premium by role, as a table and a chart: the second page of the bill."""
    sheet.text(row, 0, workbook_text("invoice.by-role"), bold=True, font_size=12)
    keys = ("number", "role", "people", "person-months-short", None, "jkk", "jkm", "sum")
    titles = (workbook_text(f"workbook.column-{key}") if key else "" for key in keys)
    sheet.texts(row + 1, titles, **HEADER)
    first = row + 2
    for number, role in enumerate(bill.roles, start=1):
        row_number = row + 1 + number
        sheet.count(row_number, 0, number, border=1, align="center")
        sheet.text(row_number, 1, role.role, border=1)
        sheet.count(row_number, 2, role.people, border=1)
        sheet.count(row_number, 3, role.person_months, border=1)
        sheet.text(row_number, 4, "", border=1)
        amounts = (role.jkk_sen, role.jkm_sen, role.jkk_sen + role.jkm_sen)
        for column, sen in enumerate(amounts, start=5):
            sheet.money(row_number, column, sen, border=1)
    if bill.roles:
        last = row + 1 + len(bill.roles)
        chart = _make_chart(book, first, last)
        sheet.raw.insert_chart(last + 2, 0, chart, {"object_position": 2})


def _make_chart(book: WorkbookBuilder, first: int, last: int) -> Chart:
    chart = book.chart("bar")
    for column, name, color in ((5, "JKK", "#2F5597"), (6, "JKM", "#C55A11")):
        chart.add_series(
            {
                "name": name,
                "categories": [_SHEET, first, 1, last, 1],
                "values": [_SHEET, first, column, last, column],
                "fill": {"color": color},
                "gap": 60,
            }
        )
    chart.set_title({"name": workbook_text("invoice.chart-title"), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 120 + 38 * (last - first + 1)})
    return chart
