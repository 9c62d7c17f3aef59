"""What an office does in SIPP with the changes of a period, in the order in which SIPP takes them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.sipp_edits import FILLED, NO_FILE, SippEdits
from pemilu_cover.reports.xlsx.changes.model import ChangesReport
from pemilu_cover.reports.xlsx.texts import workbook_text


def steps(report: ChangesReport) -> Iterator[str]:
    """Yield the steps that are needed."""
    update = report.update
    new = update.newcomers.filter(pl.col("segment") == "pu")
    identities = update.events.filter(pl.col("kind") == kinds.IDENTITY)
    numbered = identities.filter(pl.col("kpj").is_not_null())
    needed = {
        "exits": update.exits_to_upload.height,
        "without-number": update.exits_without_number.height,
        "never-served": update.count(kinds.NEVER_SERVED),
        "joined": new.filter(pl.col("kpj").is_null()).height,
        "returning": new.filter(pl.col("kpj").is_not_null()).height,
        "wages": _count(report.wages, FILLED),
        "wages-download": _count(report.wages, NO_FILE),
        "contacts": _count(report.contacts, FILLED),
        "contacts-download": _count(report.contacts, NO_FILE),
        "identities": numbered.height,
        "identities-new": identities.height - numbered.height,
    }
    for key, count in needed.items():
        if count:
            yield workbook_text(f"changes.step-{key}", npp=report.npp)
    yield workbook_text("changes.step-finalise")
    if update.count(kinds.DIED):
        yield workbook_text("changes.step-deaths")


def _count(edits: SippEdits, outcome: str) -> int:
    return sum(one == outcome for one in edits.outcome.values())
