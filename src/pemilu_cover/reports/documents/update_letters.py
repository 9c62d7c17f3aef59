"""Letters of an update to the branch office: identities to correct, and the covering letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pemilu_cover.documents.model import Fields, Heading, Paragraph, Table
from pemilu_cover.i18n.text import localized_count, translate
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.sipp_edits import wage_changes
from pemilu_cover.reports.documents.letter import Letter, letter_files
from pemilu_cover.reports.local_formats import count_text
from pemilu_cover.reports.xlsx.changes.model import ChangesReport, field_title, format_period
from pemilu_cover.values.text import place_case

IDENTITY, COVERING = "surat-koreksi-identitas", "surat-pengantar"
_DOCUMENTS_NAMED = 5
_HEADS = ("kpj", "kode-tk", "name", "field", "written", "by-ktp")
_WIDTHS = (2.2, 2.6, 3.2, 2.4, 3.3, 3.3)


def write_letters(report: ChangesReport) -> dict[str, bytes]:
    """Return the letters that are needed as PDF and Word files, by name."""
    agreement = report.update.totals.terms.agreement
    files: dict[str, bytes] = {}
    if identities := _identities(report):
        files |= letter_files(IDENTITY, _identity_letter(report, identities), agreement)
    counts = _counts(report)
    if any(counts.values()):
        files |= letter_files(COVERING, _covering_letter(report, counts), agreement)
    return files


def _identities(report: ChangesReport) -> list[dict[str, Any]]:
    """Return the corrected cells of identities that SIPP has under a number."""
    corrected = pl.col("kind") == kinds.IDENTITY
    events = report.update.events.filter(corrected & pl.col("kpj").is_not_null())
    return events.sort("earlier", maintain_order=True).to_dicts()


def _identity_letter(report: ChangesReport, identities: Sequence[Mapping[str, Any]]) -> Letter:
    people = localized_count(len({one["earlier"] for one in identities}))
    blank = translate("office.blank")
    rows = tuple(
        (
            one["kpj"],
            report.codes.get(one["kpj"], blank),
            one["name"],
            field_title(one["field"]),
            str(one["before"] or ""),
            str(one["after"] or ""),
        )
        for one in identities
    )
    return Letter(
        subject=translate("letters.identity-subject"),
        attachment=translate("letters.identity-attachment"),
        recipient=translate("letters.to-branch"),
        body=(
            Paragraph(
                translate("letters.identity-body", npp=report.update.npp or blank, people=people)
            ),
            Paragraph(translate("letters.identity-copies")),
        ),
        annex=(
            Heading(translate("changes.title-identities")),
            Table(tuple(translate(f"changes.column-{head}") for head in _HEADS), rows, _WIDTHS),
        ),
        place=_town(report),
        footer=translate("privacy.changes"),
    )


def _covering_letter(report: ChangesReport, counts: Mapping[str, int]) -> Letter:
    rows = tuple(
        (
            translate(f"letters.count-{key}"),
            translate("letters.people", count=localized_count(count)),
        )
        for key, count in counts.items()
        if count
    )
    return Letter(
        subject=translate("letters.covering-subject"),
        attachment="",
        recipient=translate("letters.to-branch"),
        body=(
            Paragraph(
                translate(
                    "letters.covering-body",
                    npp=report.update.npp or translate("office.blank"),
                    period=format_period(report.update.period),
                )
            ),
            Fields(rows),
            Paragraph(translate("letters.covering-basis", documents=_documents(report))),
        ),
        place=_town(report),
    )


def _town(report: ChangesReport) -> str:
    location = report.update.totals.location
    return place_case(location.name) if location else ""


def _counts(report: ChangesReport) -> dict[str, int]:
    """Return how many people leave, come and have other data, as SIPP learns in this period."""
    update = report.update
    return {
        "left": update.exits_to_upload.height,
        "joined": update.count(kinds.JOINED),
        "wages": wage_changes(update).height,
        "contacts": update.count(kinds.CONTACT),
        "identities": update.count(kinds.IDENTITY),
        "died": update.count(kinds.DIED),
    }


def _documents(report: ChangesReport) -> str:
    """Return the documents of the exits, as the office wrote them."""
    named = sorted(set(report.update.exits_to_upload["exit_document"].drop_nulls()))
    if not named:
        return translate("office.blank")
    shown = "; ".join(named[:_DOCUMENTS_NAMED])
    others = len(named) - _DOCUMENTS_NAMED
    if others <= 0:
        return shown
    count = count_text(others)
    return translate("letters.more-documents", documents=shown, count=count)
