"""**Tagihan**: the bill, its legal basis and notes, signatures, and a chart of the premium by role."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from xlsxwriter.chart import Chart

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.xlsx.blocks import (
    HEADER,
    SMALL,
    SUM,
    Signer,
    page_breaks,
    write_centered_titles,
    write_header,
    write_letterhead,
    write_section,
    write_signatures,
    write_sum_in_words,
    write_wrapped,
)
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.page import (
    FONT,
    LINE_HEIGHT,
    column_pixels,
    count_lines,
    fit_height,
    fitting_width,
    money_width,
)
from pemilu_cover.xlsx.workbook import GREY, WHOLE_MONEY, SheetBuilder, WorkbookBuilder

_COLUMNS = 8
_LAST_COLUMN = _COLUMNS - 1
_NUMBER, _MONTHS = 4.0, 7.0
# Upright on A4, 10 points print as 9, and the 9 of small print as 8.
_SUM_OF_WIDTHS, _LEAST_ROLE = 101.0, 20.0
_CHART_MARGIN, _CHART_TOP, _CHART_LEGEND, _PIXEL = 8, 66, 40, 0.75
# The key of each signatory, what they state, and the columns across which they sign.
_SIGNERS: Sequence[tuple[office.SignatoryKey, str, Sequence[int]]] = (
    ("maker", "prepared-by", (0, 1)),
    ("commitment_officer", "approved-by", (2, 3, 4)),
    ("treasurer", "paid-by", (5, 6, 7)),
)
_TO_FILL_IN = "…………………………………"


def write_bill(book: WorkbookBuilder, bill: Bill) -> None:
    """Write the sheet."""
    sheet, widths = book.sheet(translate("invoice.sheet-bill")), _widths(bill)
    sheet.widths(widths)
    row = _write_head(sheet, bill, widths)
    row = _write_lines(sheet, bill, row + 1, widths)
    row = write_sum_in_words(sheet, row + 1, bill.total_sen, widths)
    row = _write_penalty(sheet, bill, row, widths)
    for key, lines in (
        ("invoice.section-benefits", bill.cover),
        ("invoice.section-rates", bill.rates),
        ("invoice.section-base", bill.base),
        ("invoice.section-legal-basis", bill.legal_basis),
        ("invoice.section-notes", bill.notes),
    ):
        row = write_section(sheet, translate(key), lines, row + 1, widths)
    place = office.place_and_date(bill.agreement, bill.town, bill.date)
    signed = write_signatures(sheet, row + 1, _signers(bill, widths), place, space=4)
    bottom = _write_roles(book, sheet, bill, signed + 1, widths)
    breaks = page_breaks(sheet, [row, signed + 1, bottom], widths, landscape=False)
    sheet.for_a4(landscape=False, breaks=breaks, widths=widths)


def _widths(bill: Bill) -> list[float]:
    """Return the widths of the columns: amounts and numbers whole, and the roles get the rest."""
    bases = [line.base_sen or 0 for line in bill.lines]
    jkk, jkm = (sum(getattr(role, name) for role in bill.roles) for name in ("jkk_sen", "jkm_sen"))
    people = fitting_width([f"{sum(role.people for role in bill.roles):,}"], bold=True)
    others = [
        max(money_width(*bases, bold=False), 13.0),
        _MONTHS,
        max(people, 7.0),
        *(max(money_width(sen), 13.0) for sen in (jkk, jkm, jkk + jkm)),
    ]
    role = max(_SUM_OF_WIDTHS - _NUMBER - sum(others), _LEAST_ROLE)
    return [_NUMBER, role, *others]


def _signers(bill: Bill, widths: Sequence[float]) -> list[Signer]:
    return [
        Signer(
            columns[0],
            [widths[column] for column in columns],
            office.signature(key, bill.agreement, translate(f"invoice.{statement}")),
        )
        for key, statement, columns in _SIGNERS
    ]


def _write_head(sheet: SheetBuilder, bill: Bill, widths: Sequence[float]) -> int:
    row = write_letterhead(sheet, office.letterhead(bill.agreement), _LAST_COLUMN)
    title = translate("papers.amendment-title" if bill.amends else "invoice.title")
    subtitle = translate("invoice.subtitle")
    write_centered_titles(sheet, _LAST_COLUMN, title, subtitle, row)
    row += 2
    if bill.people is not None:
        notice = translate("privacy.bill")
        write_wrapped(sheet, row, notice, widths, italic=True, font_size=SMALL, align="center")
        row += 1
    accounts = office.format_accounts(bill.agreement, bill.receipts, bill.programme_sen)
    facts = (
        (translate("papers.fact-number"), bill.number),
        (translate("invoice.fact-employer"), bill.employer),
        (translate("invoice.fact-npp"), bill.npp),
        (translate("invoice.fact-location"), bill.location),
        (translate("invoice.fact-payer"), bill.payer),
        (translate("invoice.fact-account"), accounts.replace("\n", "; ")),
        (translate("invoice.fact-agreement"), bill.agreement_label),
        (translate("invoice.fact-election"), bill.election),
        (translate("invoice.fact-months"), bill.month_span),
        (translate("invoice.fact-due"), bill.due_span),
    )
    for at, (label, text) in enumerate(facts, start=row + 1):
        sheet.text(at, 0, label, valign="top")
        write_wrapped(sheet, at, f": {text or _TO_FILL_IN}", widths[2:], column=2)
    return row + 1 + len(facts)


def _write_lines(sheet: SheetBuilder, bill: Bill, row: int, widths: Sequence[float]) -> int:
    wage = "workbook.column-base" if bill.base else "workbook.column-wage"
    keys = ("number", "role", None, "months", "people", "jkk", "jkm", "sum")
    titles = (translate(f"workbook.column-{key}" if key else wage) for key in keys)
    write_header(sheet, row, titles, widths)
    for number, line in enumerate(bill.lines, start=1):
        row += 1
        sheet.set_height(row, fit_height(count_lines(line.role, widths[1])))
        sheet.count(row, 0, number, border=1, align="center")
        sheet.text(row, 1, line.role, border=1, text_wrap=True)
        if line.base_sen is None:
            sheet.text(row, 2, translate("invoice.base-various"), border=1, align="right")
        else:
            sheet.money(row, 2, line.base_sen, border=1)
        sheet.months(row, 3, line.months, border=1, align="center")
        sheet.count(row, 4, line.people, border=1)
        for column, sen in enumerate(
            (line.jkk_sen, line.jkm_sen, line.jkk_sen + line.jkm_sen), start=5
        ):
            sheet.money(row, column, sen, border=1)
    return _write_totals(sheet, bill, row + 1)


def _write_totals(sheet: SheetBuilder, bill: Bill, row: int) -> int:
    """Write the totals as values: no edit of a cell makes them differ from the sum in words."""
    sheet.texts(row, ("", translate("workbook.total"), "", ""), **SUM)
    people = sum(role.people for role in bill.roles)
    jkk, jkm = (sum(getattr(role, name) for role in bill.roles) for name in ("jkk_sen", "jkm_sen"))
    sheet.count(row, 4, people, **SUM)
    for column, sen in ((5, jkk), (6, jkm), (7, jkk + jkm)):
        sheet.money(row, column, sen, **SUM)
    return row


def _write_penalty(sheet: SheetBuilder, bill: Bill, row: int, widths: Sequence[float]) -> int:
    """Write what is due on the day of payment, where there is a penalty; return the row after it."""
    if not (bill.payment_date and bill.penalty_sen):
        return row
    text = translate(
        "invoice.total-with-penalty",
        day=bill.payment_date,
        penalty=rupiah.format_rupiah(bill.penalty_sen),
        total=rupiah.format_rupiah(bill.total_sen + bill.penalty_sen),
    )
    write_wrapped(sheet, row, text, widths, bold=True)
    return row + 1


def _write_roles(
    book: WorkbookBuilder, sheet: SheetBuilder, bill: Bill, row: int, widths: Sequence[float]
) -> int:
    """Write the premium by role, as a table and a chart; return the row after it."""
    sheet.text(row, 0, translate("invoice.by-role"), bold=True, font_size=12)
    keys = ("number", "role", "people", "person-months-short", None, "jkk", "jkm", "sum")
    titles = [translate(f"workbook.column-{key}") if key else "" for key in keys]
    write_header(sheet, row + 1, titles, widths)
    _merge_months(sheet, row + 1, titles[3], **HEADER)
    first = row + 2
    for number, role in enumerate(bill.roles, start=1):
        row_number = row + 1 + number
        sheet.count(row_number, 0, number, border=1, align="center")
        sheet.set_height(row_number, fit_height(count_lines(role.role, widths[1])))
        sheet.text(row_number, 1, role.role, border=1, text_wrap=True)
        sheet.count(row_number, 2, role.people, border=1)
        _merge_months(sheet, row_number, "", border=1)
        sheet.count(row_number, 3, role.person_months, border=1)
        amounts = (role.jkk_sen, role.jkm_sen, role.jkk_sen + role.jkm_sen)
        for column, sen in enumerate(amounts, start=5):
            sheet.money(row_number, column, sen, border=1)
    last = row + 1 + len(bill.roles)
    if not bill.roles:
        return last + 1
    chart, pixels = _make_chart(book, first, last, widths)
    sheet.raw.insert_chart(last + 2, 0, chart, {"object_position": 2})
    return last + 3 + ceil(pixels * _PIXEL / LINE_HEIGHT)


def _merge_months(sheet: SheetBuilder, row: int, text: str, **look: Any) -> None:
    sheet.raw.merge_range(row, 3, row, 4, text, sheet.book.format(**look))


def _make_chart(
    book: WorkbookBuilder, first: int, last: int, widths: Sequence[float]
) -> tuple[Chart, int]:
    """Return the chart and its height in pixels."""
    chart, sheet = book.chart("bar"), translate("invoice.sheet-bill")
    for column, name, color in ((5, "JKK", "#2F5597"), (6, "JKM", "#C55A11")):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, first, 1, last, 1],
                "values": [sheet, first, column, last, column],
                "fill": {"color": color},
                "gap": 60,
            }
        )
    font = {"name": FONT, "size": SMALL}
    title = translate("invoice.chart-title")
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 11}})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": font})
    lines = {"visible": True, "line": {"color": GREY, "width": 0.75}}
    chart.set_x_axis({"num_format": WHOLE_MONEY, "major_gridlines": lines, "num_font": font})
    chart.set_legend({"position": "bottom", "font": font})
    width = column_pixels(widths) - _CHART_MARGIN
    height = 120 + 36 * (last - first + 1)
    chart.set_size({"width": width, "height": height})
    # With room for their names, no role is left out.
    top, below = _CHART_TOP / height, (_CHART_TOP + _CHART_LEGEND) / height
    chart.set_plotarea({"layout": {"x": 0.36, "y": top, "width": 0.58, "height": 1 - below}})
    return chart, height
