"""**Skenario**: what each choice of segment and base costs, and what it pays at a death."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.blocks import SUM, write_header, write_paragraphs
from pemilu_cover.reports.xlsx.rab.cells import HEADER_ROW, write_formula, write_plan_title
from pemilu_cover.reports.xlsx.rab.model import BudgetWorkbook, ScenarioColumn
from pemilu_cover.xlsx.page import count_lines, fit_height, money_width
from pemilu_cover.xlsx.workbook import SheetBuilder, WorkbookBuilder

_SUM_OF_WIDTHS, _LEAST_LABEL, _LEAST_SCENARIO = 98.0, 32.0, 15.0
_INDENT = 2.0
_COST_ROWS = (
    "workbook.column-jkk",
    "workbook.column-jkm",
    "rab.cost",
    "rab.difference",
    "rab.average",
)


def write_scenarios(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    """Write the sheet."""
    sheet, last_column = book.sheet(translate("rab.sheet-scenarios")), len(rab.choices)
    amounts = [choice.total_sen or 0 for choice in rab.choices]
    scenario = max(money_width(*amounts), _LEAST_SCENARIO)
    label = max(_SUM_OF_WIDTHS - scenario * last_column, _LEAST_LABEL)
    widths = (label, *[scenario] * last_column)
    sheet.widths(widths)
    write_plan_title(sheet, translate("rab.scenarios-title"), rab, widths)
    write_header(sheet, HEADER_ROW, ("", *(choice.title for choice in rab.choices)), widths)
    row = _write_costs(sheet, rab.choices, rab.choices[0].total_sen or 0)
    for key, programme in (("rab.natural-death", 0), ("rab.accidental-death", 1)):
        sheet.texts(row, (translate(key), *[""] * last_column), **SUM)
        row += 1
        for number, role in enumerate(rab.roles_compared):
            sheet.text(row, 0, role, border=1, text_wrap=True, indent=1)
            sheet.set_height(row, fit_height(count_lines(role, label - _INDENT)))
            for column, choice in enumerate(rab.choices, start=1):
                _write_amount(sheet, row, column, choice.deaths[number][programme])
            row += 1
    write_paragraphs(sheet, rab.choice_notes, row + 1, widths)
    sheet.for_a4(landscape=False)


def _write_costs(sheet: SheetBuilder, choices: Sequence[ScenarioColumn], first_sen: int) -> int:
    """Write what each choice costs; return the row after it."""
    jkk, jkm, total, difference, average = rows = range(HEADER_ROW + 1, HEADER_ROW + 6)
    for row, key in zip(rows, _COST_ROWS, strict=True):
        sheet.text(row, 0, translate(key), border=1, bold=row == total)
    for column, choice in enumerate(choices, start=1):
        _write_amount(sheet, jkk, column, choice.jkk_sen)
        _write_amount(sheet, jkm, column, choice.jkm_sen)
        _write_amount(sheet, average, column, choice.average_sen)
        if choice.total_sen is None:
            _write_amount(sheet, total, column, None)
            _write_amount(sheet, difference, column, None)
            continue
        both = f"={xl_rowcol_to_cell(jkk, column)}+{xl_rowcol_to_cell(jkm, column)}"
        write_formula(sheet, total, column, both, choice.total_sen, border=1, bold=True)
        first = xl_rowcol_to_cell(total, 1, col_abs=True)
        formula = f"={xl_rowcol_to_cell(total, column)}-{first}"
        write_formula(sheet, difference, column, formula, choice.total_sen - first_sen, border=1)
    return average + 1


def _write_amount(sheet: SheetBuilder, row: int, column: int, sen: int | None) -> None:
    if sen is None:
        sheet.text(row, column, "–", border=1, align="right")
    else:
        sheet.money(row, column, sen, border=1)
