"""``rab.xlsx``: a plan's cost as an Indonesian office puts it before a meeting (rencana anggaran biaya).

**RAB** has volume × months × unit price by role, **Bulanan** each month and when it is due, **Skenario** the
choices side by side with what they buy. Amounts are numbers; products and sums are formulas that carry
their value. There are no personal data in it.
"""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.rab.budget_sheet import write_budget
from pemilu_cover.reports.xlsx.rab.model import BudgetWorkbook
from pemilu_cover.reports.xlsx.rab.month_sheet import write_months
from pemilu_cover.reports.xlsx.rab.scenario_sheet import write_scenarios
from pemilu_cover.xlsx.workbook import WorkbookBuilder


def write(rab: BudgetWorkbook) -> bytes:
    """Return the bytes of the workbook."""
    book = WorkbookBuilder(translate("rab.document-title"))
    write_budget(book, rab)
    write_months(book, rab)
    write_scenarios(book, rab)
    return book.content()
