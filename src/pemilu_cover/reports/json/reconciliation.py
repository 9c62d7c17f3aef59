"""``reconcile --json``: people by outcome and money as decimal text; NIKs are masked and names left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from typing_extensions import TypedDict

from pemilu_cover.reconciliation.billing.bill_rows import Form
from pemilu_cover.reconciliation.billing.reconcile import (
    Reconciliation,
    ReconciliationRun,
    SideTotals,
)
from pemilu_cover.reports.json.amounts import PremiumJson
from pemilu_cover.reports.json.texts import text_json
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import FileRecord, InputFile, MaskedNik, Money, Month, Sha256
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal


class SideJson(PremiumJson):
    """One side: people and contributions."""

    people: int


class BillFileJson(TypedDict):
    """A file of the bill."""

    file: str
    form: Form
    pages: int
    people: int
    periods: list[Month]


class UnreadPageJson(TypedDict):
    """A page, or a part of a sheet, whose rows are not used."""

    file: str
    page: int
    sheet: str
    row: int
    reason: str


class BothSidesJson(TypedDict):
    """An amount of both sides."""

    ours: Money
    theirs: Money


class OutcomeJson(TypedDict):
    """A person who is not the same on both sides."""

    code: str
    detail: str | None
    period: Month
    nik: MaskedNik
    money: Money
    wage: BothSidesJson | None
    jkk: BothSidesJson | None
    jkm: BothSidesJson | None
    file: str | None
    page: int | None
    sheet: str | None
    row: int | None
    roster: str | None
    roster_sheet: str | None
    roster_row: int | None


class ReconciliationJson(TypedDict):
    """The document of ``reconcile``."""

    schema: Literal["pemilu-cover/reconcile/1"]
    period: str
    same: int
    differences: dict[str, int]
    ours: SideJson
    theirs: SideJson
    uncovered: int
    money: dict[str, Money]
    npp: str | None
    files: list[BillFileJson]
    unread_pages: list[UnreadPageJson]
    written: list[str]
    findings: list[OutcomeJson]


class ReconciledJson(TypedDict):
    """What was compared."""

    result_manifest_sha256: Sha256
    period: str
    same: int
    differences: dict[str, int]
    ours: SideJson
    theirs: SideJson


class ReconciliationManifestJson(TypedDict):
    """``manifest.json`` of ``reconcile --out``."""

    schema: Literal["pemilu-cover/reconciliation-manifest/1"]
    reconciled: ReconciledJson
    inputs: list[InputFile]
    outputs: dict[str, FileRecord]


def report(run: ReconciliationRun) -> ReconciliationJson:
    """Return what ``reconcile --json`` prints."""
    found = run.reconciliation
    return {
        "schema": "pemilu-cover/reconcile/1",
        "period": format_periods(found.periods),
        "same": found.same,
        "differences": found.counts,
        "ours": _side(found.ours),
        "theirs": _side(found.theirs),
        "uncovered": found.uncovered["person"].n_unique(),
        "money": {
            code: rupiah.to_decimal_string(found.money.get(code, 0)) for code in found.counts
        },
        "npp": run.npp or None,
        "files": [
            {
                "file": sanitise_for_terminal(file.label),
                "form": file.form,
                "pages": file.pages,
                "people": file.people,
                "periods": [f"{month:%Y-%m}" for month in file.periods],
            }
            for file in found.bill.files
        ],
        "unread_pages": [
            {
                "file": sanitise_for_terminal(page.file),
                "page": page.page,
                "sheet": sanitise_for_terminal(page.sheet),
                "row": page.row,
                "reason": page.reason,
            }
            for page in found.bill.unused
        ],
        "written": [sanitise_for_terminal(str(path)) for path in run.files],
        "findings": list(_findings(found)),
    }


def format_periods(periods: tuple[date, ...]) -> str:
    """Return the month, or the first and the last of several: ``2024-11/2024-12``."""
    return "/".join(f"{month:%Y-%m}" for month in dict.fromkeys(periods[:1] + periods[-1:]))


def _side(side: SideTotals) -> SideJson:
    return {
        "people": side.people,
        "jkk": rupiah.to_decimal_string(side.jkk_sen),
        "jkm": rupiah.to_decimal_string(side.jkm_sen),
        "total": rupiah.to_decimal_string(side.total_sen),
    }


def _findings(found: Reconciliation) -> Iterator[OutcomeJson]:
    for row in found.outcomes.iter_rows(named=True):
        yield {
            "code": row["code"],
            "detail": row["detail"],
            "period": f"{row['period']:%Y-%m}",
            "nik": mask(row["nik"] or ""),
            "money": rupiah.to_decimal_string(row["money_sen"]),
            "wage": _amounts(row, "wage"),
            "jkk": _amounts(row, "jkk"),
            "jkm": _amounts(row, "jkm"),
            "file": text_json(row["file"] or None),
            "page": row["page"],
            "sheet": text_json(row["sheet"] or None),
            "row": row["row"],
            "roster": text_json(row["our_file"] or None),
            "roster_sheet": text_json(row["our_sheet"] or None),
            "roster_row": row["our_row"],
        }


def _amounts(row: dict[str, Any], name: str) -> BothSidesJson | None:
    """Return an amount of both sides; None where one side has none."""
    ours, theirs = row[f"our_{name}"], row[f"their_{name}"]
    if ours is None or theirs is None:
        return None
    return {
        "ours": rupiah.to_decimal_string(ours),
        "theirs": rupiah.to_decimal_string(theirs),
    }
