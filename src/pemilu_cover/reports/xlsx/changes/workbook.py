"""``perubahan.xlsx``: what changed, what is asked, how the premium differs; only sheets with rows."""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.changes.difference_sheet import write_difference
from pemilu_cover.reports.xlsx.changes.field_sheets import write_data, write_wages
from pemilu_cover.reports.xlsx.changes.joined_sheet import write_joined
from pemilu_cover.reports.xlsx.changes.left_sheet import write_left
from pemilu_cover.reports.xlsx.changes.model import ChangesReport
from pemilu_cover.reports.xlsx.changes.questions_sheet import write_questions
from pemilu_cover.reports.xlsx.changes.seats_sheet import write_seats
from pemilu_cover.reports.xlsx.changes.summary_sheet import write_summary
from pemilu_cover.xlsx.workbook import WorkbookBuilder

FILE = "perubahan.xlsx"


def write(report: ChangesReport) -> bytes:
    """Return the bytes of the workbook."""
    book = WorkbookBuilder(translate("changes.document-title"))
    for write_sheet in (
        write_summary,
        write_joined,
        write_left,
        write_seats,
        write_wages,
        write_data,
        write_questions,
        write_difference,
    ):
        write_sheet(book, report)
    return book.content()
