"""**Ditanyakan**: everything that the office has to answer, with its place."""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.changes.events import Question
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.xlsx.changes.model import ChangesReport, sheet_texts
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.values.text import capitalise
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_COLUMNS = (
    Column("changes.column-name", 24),
    Column("changes.column-nik", 19),
    Column("changes.column-seat", 28),
    Column("changes.column-place", 30),
    Column("changes.column-question", 70),
)


def write_questions(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet; without questions there is none."""
    rows = [_row(report, question) for question in report.update.questions]
    if rows:
        note = translate("changes.questions-note")
        write_table(book, sheet_texts("questions"), _COLUMNS, [Block("", rows)], note)


def _row(report: ChangesReport, question: Question) -> TableRow:
    person = report.earlier.get(question.earlier) if question.earlier is not None else None
    text = translate(f"update.ask-{question.code}", detail=question.detail)
    place = question.place._asdict()
    return TableRow(
        (
            person["name"] if person else question.name,
            person["nik"] if person else question.nik,
            seat_label(person) if person else None,
            translate("changes.place", **place),
            capitalise(text),
        )
    )
