"""**Jadwal**: what is due for each month, on which day, and the penalty on the day of payment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.reports.xlsx.blocks import (
    SUM,
    write_header,
    write_paragraphs,
    write_sheet_title,
)
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.page import money_width
from pemilu_cover.xlsx.workbook import MONEY, SheetBuilder, WorkbookBuilder

_HEADER_ROW = 2


class _Column(NamedTuple):
    """One column: the key of its title, its width and kind, and its value for a month."""

    title_key: str
    width: float
    kind: str
    value: Callable[[MonthTotal], Any]


_MONTH = _Column(
    "workbook.column-billed-month",
    18,
    "text",
    lambda month: month_text(month.month),
)
_SEGMENT = _Column("workbook.column-segment", 9, "text", lambda month: month.segment.upper())
_AMOUNTS = (
    _Column("workbook.column-people", 9, "count", lambda month: month.people),
    _Column("workbook.column-jkk", 14, "money", lambda month: month.jkk_sen),
    _Column("workbook.column-jkm", 14, "money", lambda month: month.jkm_sen),
    _Column("workbook.column-sum", 15, "money", lambda month: month.total_sen),
    _Column("workbook.column-due", 12, "date", lambda month: month.due),
)
_PENALTY = (
    _Column("invoice.column-months-late", 11, "count", lambda month: month.months_late),
    _Column("invoice.column-penalty", 15, "money", lambda month: month.penalty_sen),
    _Column(
        "invoice.column-with-penalty",
        18,
        "money",
        lambda month: month.total_sen + month.penalty_sen,
    ),
)


def write_schedule(book: WorkbookBuilder, bill: Bill) -> None:
    """Write the sheet."""
    sheet, columns = book.sheet(translate("invoice.sheet-schedule")), _columns(bill)
    widths = [max(column.width, _amount_width(column, bill)) for column in columns]
    sheet.widths(widths)
    write_sheet_title(sheet, translate("invoice.schedule-title"), "", widths)
    if bill.payment_date:
        sheet.text(1, 0, translate("invoice.schedule-paid-on", day=bill.payment_date))
    titles = (translate(column.title_key) for column in columns)
    write_header(sheet, _HEADER_ROW, titles, widths)
    last = _HEADER_ROW + len(bill.months)
    for index, column in enumerate(columns):
        _write_column(sheet, index, column, bill, last)
    write_paragraphs(sheet, _notes(bill), last + 3, widths)
    sheet.for_a4(landscape=bool(bill.payment_date), repeat=_HEADER_ROW)


def _amount_width(column: _Column, bill: Bill) -> float:
    """Return the width in which the sum of an amount is whole."""
    amounts = [column.value(month) for month in bill.months] if column.kind == "money" else []
    return money_width(sum(amounts))


def _columns(bill: Bill) -> list[_Column]:
    """Return the columns: segments where there are two, penalties where there is a day of payment."""
    both = len({month.segment for month in bill.months}) > 1
    return [
        _MONTH,
        *([_SEGMENT] if both else []),
        *_AMOUNTS,
        *(_PENALTY if bill.payment_date else ()),
    ]


def _write_column(sheet: SheetBuilder, index: int, column: _Column, bill: Bill, last: int) -> None:
    write: dict[str, Callable[..., None]] = {
        "text": sheet.text,
        "count": sheet.count,
        "money": sheet.money,
        "date": sheet.date,
    }
    first = _HEADER_ROW + 1
    for row, month in enumerate(bill.months, start=first):
        write[column.kind](row, index, column.value(month), border=1)
    sheet.text(last + 1, index, "" if index else translate("workbook.total"), **SUM)
    if column.kind == "money" and bill.months:
        total = sum(column.value(month) for month in bill.months) / rupiah.SEN
        sheet.total(last + 1, index, first, last, total, num_format=MONEY, **SUM)


def _notes(bill: Bill) -> Iterator[str]:
    total = rupiah.format_rupiah(bill.total_sen)
    if bill.penalty_sen:
        with_penalty = rupiah.format_rupiah(bill.total_sen + bill.penalty_sen)
        yield translate("invoice.schedule-penalty", total=total, with_penalty=with_penalty)
    else:
        yield translate("invoice.schedule-total", total=total)
    yield from bill.schedule_notes
