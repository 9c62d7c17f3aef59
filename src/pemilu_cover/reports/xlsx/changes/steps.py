"""What an office does in SIPP with the changes of a period, in the order in which SIPP takes them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.sipp_edits import FILLED, NO_FILE, SippEdits
from pemilu_cover.reference.sipp_files import MAX_ROWS
from pemilu_cover.reports.xlsx.changes.model import ChangesReport


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
    filled = {"wages": report.wages, "contacts": report.contacts}
    for key, count in needed.items():
        if count:
            step = translate(f"changes.step-{key}", npp=report.npp)
            in_parts = key in filled and _is_in_parts(filled[key])
            yield translate("changes.step-in-parts", step=step) if in_parts else step
    yield translate("changes.step-finalise")
    if update.count(kinds.DIED):
        yield translate("changes.step-deaths")


def _count(edits: SippEdits, outcome: str) -> int:
    return sum(one == outcome for one in edits.outcome.values())


def _is_in_parts(edits: SippEdits) -> bool:
    """Return whether SIPP's file is written in several parts, each in a folder."""
    people = max((file.download.rows.height for file in edits.files), default=0)
    return len(edits.files) > 1 or people > MAX_ROWS
