"""**Keluar**: who has left, by which document, and what SIPP needs for it; overdue ones first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.register.schema import DEATH, NEVER_SERVED
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import first_period_without, superseded_exits
from pemilu_cover.reference.sipp_files import EXIT_CAUSES
from pemilu_cover.reports.xlsx.changes.model import (
    SHOWN,
    ChangesReport,
    Person,
    format_period,
    format_seat,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.reports.xlsx.texts import workbook_text
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


class _Exit(NamedTuple):
    """Somebody who left, the first reporting period without them, and by when it is to be reported."""

    person: Person
    period: date | None
    report_by: date | None


def write_left(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; without exits there is none."""
    rows: dict[str, list[TableRow]] = {"": [], NEVER_SERVED: [], DEATH: []}
    for one in _exits(report):
        cause = one.person["exit_cause"]
        rows[cause if cause in rows else ""].append(_row(report, one))
    headings = {
        "": "",
        NEVER_SERVED: workbook_text("changes.block-never-served"),
        DEATH: workbook_text("changes.block-deaths"),
    }
    if any(rows.values()):
        blocks = [Block(headings[cause], of_cause) for cause, of_cause in rows.items()]
        write_table(book, sheet_texts("left"), _COLUMNS, blocks, workbook_text("changes.left-note"))


def _exits(report: ChangesReport) -> Iterator[_Exit]:
    """Yield the exits of this update, and earlier ones that no file has reported, by their day."""
    update = report.update
    fresh = update.events.filter(
        pl.col("kind").is_in([kinds.LEFT, kinds.DIED, kinds.NEVER_SERVED])
    )["earlier"]
    waits = (
        pl.col("exit_cause").is_in(list(EXIT_CAUSES))
        & pl.col("other_role").is_null()
        & (pl.col("exit_period").is_null() | pl.col("is_in_file"))
    )
    left = (
        update.people.with_columns(
            first_period_without(update.people).alias("off_in"),
            pl.col("id").is_in(update.exits_to_upload["id"].implode()).alias("is_in_file"),
        )
        .filter(pl.col("exit_cause").is_not_null())
        .join(superseded_exits(update.people), on="id", how="left", maintain_order="left")
        .filter(waits | pl.col("earlier").is_in(fresh.implode()))
        .sort(pl.coalesce("left_on", "start"), "id", nulls_last=True)
        .select("id", "earlier", *SHOWN, "off_in", "other_role", "is_in_file")
    )
    deadlines: dict[date, date] = {}
    for person in left.iter_rows(named=True):
        day = person["left_on"] or person["start"]
        if day and day not in deadlines:
            deadlines[day] = report_deadline(day, update.totals.terms.book)
        period = person["exit_period"] or person["off_in"]
        yield _Exit(person, period, deadlines.get(day))


def _row(report: ChangesReport, one: _Exit) -> TableRow:
    person = one.person
    cause = person["exit_cause"]
    is_exit = cause in EXIT_CAUSES
    is_overdue = is_exit and report.is_overdue(one.report_by)
    to_do = _to_do(report, one)
    return TableRow(
        (
            person["name"],
            person["nik"],
            person["kpj"],
            format_seat(person),
            person["left_on"],
            format_cause(cause),
            person["exit_document"],
            workbook_text("changes.overdue", to_do=to_do) if is_overdue else to_do,
            format_period(one.period) if is_exit and person["kpj"] else None,
            one.report_by,
        ),
        is_overdue,
    )


def format_cause(cause: str) -> str:
    """Return the cause of an exit in words, with SIPP's code."""
    if cause in EXIT_CAUSES:
        return f"{cause} {EXIT_CAUSES[cause]}"
    return workbook_text(f"changes.cause-{cause.replace('_', '-')}")


def _to_do(report: ChangesReport, one: _Exit) -> str:
    person = one.person
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
        key = "without-number"
    else:
        key = "upload" if person["is_in_file"] else "later"
    return workbook_text(
        f"changes.exit-{key}",
        npp=report.npp,
        period=format_period(one.period),
        role=other or "",
    )
