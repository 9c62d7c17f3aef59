"""``coverage``: who is covered on a day, with the list that is handed out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pemilu_cover.commands.members import read_known_members
from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localized_count
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.preconditions import check_target
from pemilu_cover.reconciliation.coverage.report import CoverageReport, find_coverage
from pemilu_cover.reconciliation.coverage.search import PeopleFilter
from pemilu_cover.reports.participants.paper import write_pdf
from pemilu_cover.reports.participants.workbook import write_workbook
from pemilu_cover.storage import result_folder

# 15,000 people take 2 GB of memory.
_MOST_PEOPLE_OF_PDF = 20_000
# Each unit has a row above and below its people: even units of one fit into a sheet.
_MOST_PEOPLE_OF_SHEET = 349_000


def read_coverage(
    folder: Path, day: date | None, chosen: PeopleFilter, rates: Path | None = None
) -> CoverageReport:
    """Return the cover of a result's people. Raise `RefusalError` or `RateFileError`."""
    book = RateBook.load(rates)
    return find_coverage(read_result(folder, book), read_known_members(folder), book, day, chosen)


def write_participant_list(report: CoverageReport, out: Path, *, force: bool) -> None:
    """Write the list of participants as a workbook or a PDF, by the suffix. Raise `RefusalError`."""
    check_target(out, report.record.folder)
    is_pdf, people = out.suffix.lower() == ".pdf", report.on_day.on_duty.height
    if is_pdf and people > _MOST_PEOPLE_OF_PDF:
        most = localized_count(_MOST_PEOPLE_OF_PDF)
        raise RefusalError("pdf-too-large", people=localized_count(people), most=most)
    if people > _MOST_PEOPLE_OF_SHEET:
        raise RefusalError("out-too-large", people=localized_count(people))
    write = write_pdf if is_pdf else write_workbook
    content = write(report)
    result_folder.write_file(out, content, force=force)
