"""``invoice.xlsx``: the bill that a treasurer signs, and everything that explains it.

**Tagihan** is the bill, **Rincian** each person, **Wilayah** each kecamatan and desa, **Jadwal** each
month and when it is due, **Periode SIPP** what SIPP needs for each month. Amounts are numbers; totals are
formulas that carry their value.
"""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.xlsx.invoice.area_sheets import write_area_sheet, write_regions
from pemilu_cover.reports.xlsx.invoice.bill_sheet import write_bill
from pemilu_cover.reports.xlsx.invoice.people_sheet import write_people
from pemilu_cover.reports.xlsx.invoice.periods_sheet import write_periods
from pemilu_cover.reports.xlsx.invoice.schedule_sheet import write_schedule
from pemilu_cover.xlsx.workbook import WorkbookBuilder


def write(bill: Bill) -> bytes:
    """Return the bytes of the invoice."""
    book = WorkbookBuilder(translate("invoice.document-title"))
    write_bill(book, bill)
    if bill.people is not None:
        write_people(book, bill, bill.people)
        write_regions(book, bill.people)
    for areas in bill.areas:
        write_area_sheet(book, areas)
    write_schedule(book, bill)
    if bill.periods is not None:
        write_periods(book, bill, bill.periods)
    return book.content()
