"""**Keluar**: who has left, by which document, and what SIPP needs for it; overdue ones first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pemilu_cover.enrolment.register.schema import DEATH, NEVER_SERVED
from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.changes.exits import lacks_document, uncovered_deaths
from pemilu_cover.reference.sipp_files import EXIT_CAUSES
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.xlsx.changes.model import (
    SHOWN,
    ChangesReport,
    Person,
    format_period,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_COLUMNS = (
    Column("changes.column-name", 20),
    Column("changes.column-nik", 18),
    Column("changes.column-kpj", 13),
    Column("changes.column-seat", 25),
    Column("changes.column-last-day", 11, "date"),
    Column("changes.column-cause", 15),
    Column("changes.column-document", 16),
    Column("changes.column-to-do", 28),
    Column("changes.column-na-period", 12),
    Column("changes.column-report-by", 12, "date"),
)


def write_left(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; without exits there is none."""
    rows: dict[str, list[TableRow]] = {"": [], NEVER_SERVED: [], DEATH: []}
    uncovered = uncovered_deaths(report.update)
    for person in _exits(report):
        cause = person["exit_cause"]
        rows[cause if cause in rows else ""].append(_row(report, person, uncovered))
    headings = {
        "": "",
        NEVER_SERVED: translate("changes.block-never-served"),
        DEATH: translate("changes.block-deaths"),
    }
    if any(rows.values()):
        blocks = [Block(headings[cause], of_cause) for cause, of_cause in rows.items()]
        write_table(book, sheet_texts("left"), _COLUMNS, blocks, translate("changes.left-note"))


def _exits(report: ChangesReport) -> Iterator[Person]:
    """Yield the open exits with ``off_in``, ``other_role``, ``is_in_file``, ``report_by``."""
    more = ("agreed_end", "off_in", "other_role", "is_in_file", "report_by")
    return report.update.open_exits.select("id", "earlier", *SHOWN, *more).iter_rows(named=True)


def _row(report: ChangesReport, person: Person, uncovered: frozenset[int]) -> TableRow:
    cause = person["exit_cause"]
    is_exit = cause in EXIT_CAUSES
    is_overdue = is_exit and report.is_overdue(person["report_by"])
    is_uncovered = person["id"] in uncovered
    to_do = _to_do(report, person)
    if is_overdue:
        to_do = translate("changes.overdue", to_do=to_do)
    if is_uncovered:
        to_do = translate("changes.death-uncovered", to_do=to_do)
    document = person["exit_document"]
    if lacks_document(person):
        key = "death" if cause == DEATH else "exit"
        document = translate(f"changes.no-document-{key}")
    return TableRow(
        (
            person["name"],
            person["nik"],
            person["kpj"],
            seat_label(person),
            person["left_on"],
            format_cause(cause),
            document,
            to_do,
            format_period(_file_period(person)) if is_exit and person["kpj"] else None,
            person["report_by"],
        ),
        is_overdue or is_uncovered,
    )


def _file_period(person: Person) -> date | None:
    period: date | None = person["exit_period"] or person["off_in"]
    return period


def format_cause(cause: str) -> str:
    """Return the cause of an exit in words, with SIPP's code."""
    if cause in EXIT_CAUSES:
        return f"{cause} {EXIT_CAUSES[cause]}"
    return translate(f"changes.cause-{cause.replace('_', '-')}")


def _to_do(report: ChangesReport, person: Person) -> str:
    other = person["other_role"]
    if person["exit_cause"] == DEATH:
        key = "death"
    elif person["exit_cause"] == NEVER_SERVED:
        key = "never-served-numbered" if person["kpj"] else "never-served-new"
    elif person["segment"] == "bpu":
        key = "bpu"
    elif other:
        key = "serves-on"
    elif not person["kpj"]:
        key = "uncovered" if person["missing"] else "without-number"
    elif person["is_in_file"]:
        key = "upload"
    else:
        period = _file_period(person)
        key = "not-listed" if period and period <= report.update.period else "later"
    return translate(
        f"changes.exit-{key}",
        npp=report.npp,
        period=format_period(_file_period(person)),
        role=other or "",
    )
