"""**Periode SIPP**: who is on SIPP's list in which month, and the numbers that SIPP shows of each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.reports.xlsx.blocks import (
    write_header,
    write_paragraphs,
    write_sheet_title,
)
from pemilu_cover.xlsx.page import count_lines, fit_height
from pemilu_cover.xlsx.workbook import SheetBuilder, WorkbookBuilder

_WIDTHS = (36.0, 10.0, 16.0, 16.0, 16.0, 16.0, 17.0, 17.0)
_GROUPS_ROW = 2


class _Column(NamedTuple):
    """One column: the key of its title, its kind, and its value for a group or a period."""

    key: str
    kind: str
    value: Callable[[Any], Any]


_GROUP_COLUMNS = (
    _Column("workbook.column-role", "text", lambda group: group.role_name),
    _Column("workbook.column-people", "count", lambda group: group.people),
    _Column("invoice.sipp-first", "month", lambda group: group.first_month),
    _Column("invoice.sipp-last", "month", lambda group: group.last_month),
    _Column("invoice.sipp-join-by", "date", lambda group: group.join_by),
    _Column("invoice.sipp-off", "month", lambda group: group.off_in),
    _Column("invoice.sipp-leave-by", "date", lambda group: group.leave_by),
    _Column("invoice.sipp-surplus", "money", lambda group: group.monthly_sen),
)
_PERIOD_COLUMNS = (
    _Column("invoice.sipp-period", "month", lambda period: period.month),
    _Column("invoice.sipp-active", "count", lambda period: period.active),
    _Column("invoice.sipp-added", "count", lambda period: period.added),
    _Column("invoice.sipp-removed", "count", lambda period: period.removed),
    _Column("invoice.sipp-wage-changes", "count", lambda period: period.wage_changes),
    _Column("invoice.sipp-contribution", "money", lambda period: period.contribution_sen),
    _Column("invoice.sipp-penalty", "money", lambda period: period.penalty_sen),
    _Column("invoice.sipp-total", "money", lambda period: period.total_sen),
)


def write_periods(book: WorkbookBuilder, bill: Bill, periods: SippPeriods) -> None:
    """Write the sheet; BPU members alone have none."""
    if not periods.groups:
        return
    sheet = book.sheet(translate("invoice.sipp-sheet"))
    sheet.widths(_WIDTHS)
    write_sheet_title(sheet, translate("invoice.sipp-title"), "", _WIDTHS)
    row = _write_table(sheet, _GROUPS_ROW, _GROUP_COLUMNS, periods.groups)
    lines = [
        translate(f"invoice.sipp-{key}", npp=bill.npp or "NPP")
        for key in ("note-list", "note-files", "note-deadline")
    ]
    row = write_paragraphs(sheet, (f"• {line}" for line in lines), row, _WIDTHS) + 1
    sheet.text(row, 0, translate("invoice.sipp-confirmation"), bold=True)
    row = _write_table(sheet, row + 1, _PERIOD_COLUMNS, periods.periods)
    write_paragraphs(sheet, [f"• {translate('invoice.sipp-note-compare')}"], row, _WIDTHS)
    sheet.for_a4(landscape=True, repeat=_GROUPS_ROW)


def _write_table(
    sheet: SheetBuilder, top: int, columns: Sequence[_Column], rows: Sequence[Any]
) -> int:
    """Write a header and its rows; return the row after them."""
    write_header(sheet, top, (translate(column.key) for column in columns), _WIDTHS)
    write: dict[str, Callable[..., None]] = {
        "text": sheet.text,
        "month": sheet.text,
        "count": sheet.count,
        "money": sheet.money,
        "date": sheet.date,
    }
    for row, one in enumerate(rows, start=top + 1):
        for index, column in enumerate(columns):
            value = column.value(one)
            if column.kind == "month":
                value = month_text(value)
            look: dict[str, Any] = {"align": "center"} if column.kind in ("month", "date") else {}
            if column.kind == "text":
                look = {"text_wrap": True}
                sheet.set_height(row, fit_height(count_lines(value, _WIDTHS[index])))
            write[column.kind](row, index, value, border=1, **look)
    return top + 1 + len(rows)
