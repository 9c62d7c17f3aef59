"""**RAB**: volume × months × unit price by role, the sum in words, signatures, legal basis and notes."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.i18n.text import localized_month_span, translate
from pemilu_cover.reports.xlsx.blocks import (
    SUM,
    Signer,
    page_breaks,
    write_centered_titles,
    write_header,
    write_section,
    write_signatures,
    write_sum_in_words,
    write_wrapped,
)
from pemilu_cover.reports.xlsx.rab.cells import TO_FILL_IN, write_formula
from pemilu_cover.reports.xlsx.rab.model import BudgetWorkbook, RabLine, RabMonth
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.page import (
    count_lines,
    fit_height,
    fitting_width,
    money_width,
)
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder, WorkbookBuilder

_COLUMNS = ("number", "item", "volume", "people", "months", "base", "jkk", "jkm", "price", "amount")
# Across on A4, 10 points print as at least 9.
_NUMBER, _VOLUME, _SUM_OF_WIDTHS, _LEAST_ITEM = 5.0, 20.0, 142.0, 26.0
_PEOPLE, _MONTHS, _BASE, _JKK, _JKM, _PRICE, _AMOUNT = range(3, 10)
_SIGNED_COLUMNS = (1, 3), (6, 10)
_LAST_COLUMN = len(_COLUMNS) - 1


def write_budget(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    """Write the sheet."""
    sheet = book.sheet(translate("rab.sheet-budget"))
    widths = _widths(rab)
    sheet.widths(widths)
    row = _write_head(sheet, rab, widths)
    titles = (translate(f"rab.column-{name}") for name in _COLUMNS)
    write_header(sheet, row, titles, widths)
    row = _write_sections(sheet, row, rab, widths)
    row = write_sum_in_words(sheet, row + 1, rab.total_sen, widths)
    sections = [
        ("rab.section-legal-basis", rab.legal_basis),
        ("rab.section-notes", rab.notes),
        ("rab.section-not-budgeted", rab.uncounted),
    ]
    signers = [
        Signer(first, widths[first:last], signature)
        for (first, last), signature in zip(_SIGNED_COLUMNS, rab.signatures, strict=True)
    ]
    starts = [row]
    row = write_signatures(sheet, row + 1, signers, rab.place_and_date, space=3)
    for key, lines in sections:
        starts.append(row + 1)
        row = write_section(sheet, translate(key), lines, row + 1, widths)
    breaks = page_breaks(sheet, [*starts, row], widths, landscape=True)
    sheet.for_a4(landscape=True, breaks=breaks, widths=widths)


def _widths(rab: BudgetWorkbook) -> list[float]:
    """Return the widths of the columns: amounts whole, and the items get the rest."""
    lines = [line for section in rab.sections for line in section.lines]
    people = fitting_width(f"{line.people:,}" for line in lines)
    amounts = [
        max(money_width(*(getattr(line, name) for line in lines), bold=False), least)
        for name, least in (
            ("base_sen", 12.0),
            ("jkk_sen", 11.0),
            ("jkm_sen", 11.0),
            ("price_sen", 13.0),
        )
    ]
    others = [max(people, 8.0), 7.0, *amounts, max(money_width(rab.total_sen), 14.0)]
    item = max(_SUM_OF_WIDTHS - _NUMBER - _VOLUME - sum(others), _LEAST_ITEM)
    return [_NUMBER, item, _VOLUME, *others]


def _write_head(sheet: SheetBuilder, rab: BudgetWorkbook, widths: Sequence[float]) -> int:
    title, subtitle = translate("rab.title"), translate("rab.subtitle")
    write_centered_titles(sheet, _LAST_COLUMN, title, subtitle)
    bold, plain = sheet.book.format(bold=True), sheet.book.format()
    wrapped = sheet.book.format(text_wrap=True, valign="top")
    facts = (
        ("rab.fact-office", rab.office),
        ("rab.fact-election", rab.election),
        ("rab.fact-plan", rab.units),
        ("rab.fact-months", _format_months(rab.months)),
        ("rab.fact-terms", rab.terms),
        ("rab.fact-payer", rab.payer),
    )
    for row, (key, text) in enumerate(facts, start=3):
        label, value = f"{translate(key)}: ", text or TO_FILL_IN
        write_wrapped(sheet, row, f"{label}{value}", widths)
        sheet.raw.write_rich_string(row, 0, bold, label, plain, value, wrapped)
    return 3 + len(facts) + 1


def _format_months(months: Sequence[RabMonth]) -> str:
    return localized_month_span(months[0].month, months[-1].month).translate()


def _write_sections(
    sheet: SheetBuilder, row: int, rab: BudgetWorkbook, widths: Sequence[float]
) -> int:
    """Write the lines of each body with their sum; return the row of the sum of all."""
    sums, number = [], 0
    for letter, section in zip("ABCDEFGH", rab.sections, strict=False):
        row += 1
        _write_section_title(sheet, row, letter, section.title)
        first = row + 1
        for line in section.lines:
            row, number = row + 1, number + 1
            lines = (count_lines(line.role, widths[1]), count_lines(line.volume, widths[2]))
            sheet.set_height(row, fit_height(*lines))
            _write_line(sheet, row, number, line)
        row += 1
        title = translate("rab.section-sum", letter=letter)
        sheet.texts(row, ["", title, *[""] * (_LAST_COLUMN - 1)], **SUM)
        total = section.total_sen / rupiah.SEN
        sheet.total(row, _AMOUNT, first, row - 1, total, num_format=MONEY, **SUM)
        sums.append(row)
    row += 1
    sheet.texts(row, ["", translate("rab.total"), *[""] * (_LAST_COLUMN - 1)], **SUM)
    formula = "=" + "+".join(xl_rowcol_to_cell(at, _AMOUNT) for at in sums)
    write_formula(sheet, row, _AMOUNT, formula, rab.total_sen, **SUM)
    return row


def _write_section_title(sheet: SheetBuilder, row: int, letter: str, title: str) -> None:
    sheet.text(row, 0, letter, bold=True, border=1, align="center")
    cell_format = sheet.book.format(bold=True, border=1)
    sheet.raw.merge_range(row, 1, row, _LAST_COLUMN, "", cell_format)
    sheet.raw.write_string(row, 1, title, cell_format)


def _write_line(sheet: SheetBuilder, row: int, number: int, line: RabLine) -> None:
    sheet.count(row, 0, number, border=1, align="center")
    sheet.text(row, 1, line.role, border=1, text_wrap=True)
    sheet.text(row, 2, line.volume, border=1, align="center", text_wrap=True)
    sheet.count(row, _PEOPLE, line.people, border=1)
    sheet.count(row, _MONTHS, line.months, border=1, align="center")
    for column, sen in ((_BASE, line.base_sen), (_JKK, line.jkk_sen), (_JKM, line.jkm_sen)):
        sheet.money(row, column, sen, border=1)
    cells = {column: xl_rowcol_to_cell(row, column) for column in range(_PEOPLE, _AMOUNT)}
    sum_ = f"={cells[_JKK]}+{cells[_JKM]}"
    write_formula(sheet, row, _PRICE, sum_, line.price_sen, border=1)
    product = f"={cells[_PEOPLE]}*{cells[_MONTHS]}*{cells[_PRICE]}"
    write_formula(sheet, row, _AMOUNT, product, line.total_sen, border=1)
