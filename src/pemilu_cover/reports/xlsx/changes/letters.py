"""Letters to the branch office: identities to correct, and the covering letter of a period's changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import localized_count
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.sipp_edits import wage_changes
from pemilu_cover.reports.xlsx.changes.letter_page import DOTS, LetterPage
from pemilu_cover.reports.xlsx.changes.model import (
    ChangesReport,
    field_title,
    format_period,
    sheet_texts,
)
from pemilu_cover.reports.xlsx.table import Block, Column, TableRow, write_table
from pemilu_cover.reports.xlsx.texts import LANGUAGE, workbook_text
from pemilu_cover.xlsx.workbook import WorkbookBuilder

IDENTITY_FILE, COVERING_FILE = "surat-koreksi-identitas.xlsx", "surat-pengantar.xlsx"
_DOCUMENTS_NAMED = 5
_COLUMNS = (
    Column("changes.column-kpj", 15),
    Column("changes.column-kode-tk", 20),
    Column("changes.column-name", 30),
    Column("changes.column-field", 20),
    Column("changes.column-written", 34),
    Column("changes.column-by-ktp", 34),
)


def write_letters(report: ChangesReport) -> dict[str, bytes]:
    """Return the letters that are needed, by name."""
    letters: dict[str, bytes] = {}
    identities = _identities(report)
    if identities:
        letters[IDENTITY_FILE] = _identity_letter(report, identities)
    counts = _counts(report)
    if any(counts.values()):
        letters[COVERING_FILE] = _covering_letter(report, counts)
    return letters


def _identities(report: ChangesReport) -> list[dict[str, Any]]:
    """Return the corrected cells of identities that SIPP has under a number."""
    corrected = pl.col("kind") == kinds.IDENTITY
    events = report.update.events.filter(corrected & pl.col("kpj").is_not_null())
    return events.sort("earlier", maintain_order=True).to_dicts()


def _identity_letter(report: ChangesReport, identities: Sequence[Mapping[str, Any]]) -> bytes:
    employer = report.update.totals.terms.agreement.employer
    book = WorkbookBuilder(workbook_text("letters.identity-subject"))
    page = LetterPage(book, workbook_text("letters.sheet-letter"), employer.name)
    page.reference(
        workbook_text("letters.identity-subject"), workbook_text("letters.identity-attachment")
    )
    page.paragraph(workbook_text("letters.salutation"))
    people = localized_count(len({one["earlier"] for one in identities}))
    text = workbook_text("letters.identity-body", npp=report.update.npp or DOTS, people=people)
    page.paragraph(text)
    page.paragraph(workbook_text("letters.identity-copies"))
    page.paragraph(workbook_text("letters.closing"))
    page.sign()
    rows = [
        TableRow(
            (
                one["kpj"],
                report.codes.get(one["kpj"], DOTS),
                one["name"],
                field_title(one["field"]),
                one["before"],
                one["after"],
            )
        )
        for one in identities
    ]
    write_table(
        book,
        sheet_texts("identities"),
        _COLUMNS,
        [Block("", rows)],
        f"NPP {report.update.npp or DOTS}",
    )
    return book.content()


def _counts(report: ChangesReport) -> dict[str, int]:
    """Return how many people leave, come and have other data, as SIPP is told in this period."""
    update = report.update
    return {
        "left": update.exits_to_upload.height,
        "joined": update.count(kinds.JOINED),
        "wages": wage_changes(update).height,
        "contacts": update.count(kinds.CONTACT),
        "identities": update.count(kinds.IDENTITY),
        "died": update.count(kinds.DIED),
    }


def _covering_letter(report: ChangesReport, counts: Mapping[str, int]) -> bytes:
    employer = report.update.totals.terms.agreement.employer
    book = WorkbookBuilder(workbook_text("letters.covering-subject"))
    page = LetterPage(book, workbook_text("letters.sheet-letter"), employer.name)
    page.reference(workbook_text("letters.covering-subject"), DOTS)
    page.paragraph(workbook_text("letters.salutation"))
    period = format_period(report.update.period)
    text = workbook_text("letters.covering-body", npp=report.update.npp or DOTS, period=period)
    page.paragraph(text)
    page.table(
        (
            workbook_text(f"letters.count-{key}"),
            workbook_text("letters.people", count=localized_count(count)),
        )
        for key, count in counts.items()
        if count or key in ("left", "joined", "wages")
    )
    page.paragraph(workbook_text("letters.covering-basis", documents=_documents(report)))
    page.paragraph(workbook_text("letters.closing"))
    page.sign()
    return book.content()


def _documents(report: ChangesReport) -> str:
    """Return the documents of the exits, as the office wrote them."""
    left = [*report.update.exits_to_upload["exit_document"].drop_nulls()]
    named = sorted(set(left))
    if not named:
        return DOTS
    shown = "; ".join(named[:_DOCUMENTS_NAMED])
    others = len(named) - _DOCUMENTS_NAMED
    if others <= 0:
        return shown
    count = localized_count(others).in_language(LANGUAGE)
    return workbook_text("letters.more-documents", documents=shown, count=count)
