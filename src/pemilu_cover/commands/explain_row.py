"""Explain what somebody was billed: a row of Rincian, priced once more from what its result recorded.

The agreement and the election are the manifest's, the contract is the row's; where the amount that comes
out is not the one that was printed, that is said.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pemilu_cover.explain.premium_steps import CalculationStep, explain_premium
from pemilu_cover.explain.premium_steps import as_json as step_json
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, check_agreement
from pemilu_cover.law.premium import Premium, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.reports.xlsx.invoice.read_back import (
    SHEET,
    BilledPerson,
    NotAnInvoiceError,
    read_billed_people,
)
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.storage.result_folder import MANIFEST
from pemilu_cover.values import rupiah
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

INVOICE = "invoice.xlsx"


class RowNotFoundError(LookupError):
    """A number that Rincian does not have; ``last`` is its highest."""

    def __init__(self, number: int, last: int) -> None:
        super().__init__(f"row {number} of {last}")
        self.last = last


@dataclass(frozen=True)
class ExplainedRow:
    """A billed person, his premium as it is priced now, how it came about, and what does not agree."""

    billed: BilledPerson
    premium: Premium
    step: CalculationStep
    notes: tuple[LocalizedText, ...]


def explain_billed_row(folder: Path, number: int, rates: Path | None = None) -> ExplainedRow:
    """Explain a row of a result's Rincian by its No.

    Raise `RefusalError` where the folder is no result, `RowNotFoundError` where it has no such row.
    """
    manifest = _manifest(folder)
    people = _people(folder)
    if not people:
        raise RefusalError("result-unreadable", folder=str(folder))
    billed = next((person for person in people if person.number == number), None)
    if billed is None:
        raise RowNotFoundError(number, people[-1].number)
    book = RateBook.load(rates)
    agreement = _agreement(manifest, folder, book)
    roles = {role.name: code for code, role in book.roles.roles.items()}
    if billed.role_name not in roles:
        raise RefusalError("result-role", role=billed.role_name)
    period = ContractPeriod(billed.start, billed.end)
    contract = contract_for(agreement, roles[billed.role_name], billed.wage_sen, period)
    premium = price(contract, agreement, book)
    wage_source = _wage_source(billed, agreement, contract.role, manifest)
    step = explain_premium(premium, agreement, book, wage_source)
    return ExplainedRow(billed, premium, step, tuple(_notes(folder, manifest, billed, premium)))


def as_json(traced: ExplainedRow, language: Language) -> dict[str, Any]:
    """Return the explanation as ``explain --of --json`` prints it; the NIK is masked."""
    billed = traced.billed
    return {
        "row": billed.number,
        "nik": mask(billed.nik),
        "role": traced.premium.contract.role,
        "from": {
            "file": sanitise_for_terminal(billed.file),
            "sheet": sanitise_for_terminal(billed.sheet),
            "row": billed.row,
        },
        "billed": {
            "jkk": rupiah.to_decimal_string(billed.jkk_sen),
            "jkm": rupiah.to_decimal_string(billed.jkm_sen),
            "total": rupiah.to_decimal_string(billed.total_sen),
        },
        "agrees": _agrees(billed, traced.premium),
        "notes": [note.in_language(language) for note in traced.notes],
        "explanation": step_json(traced.step, language),
    }


def heading(traced: ExplainedRow) -> LocalizedText:
    """Return who the row is about, without a name: masked NIK, and where the roster has him."""
    billed = traced.billed
    where = f"{billed.file}, {billed.sheet}!{billed.row}"
    return localize("explain.rincian-nik", number=billed.number, nik=mask(billed.nik), where=where)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise RefusalError("result-none", folder=str(folder)) from error
    known = isinstance(manifest, dict) and all(
        isinstance(manifest.get(key), kind)
        for key, kind in (("agreement", dict | None), ("outputs", dict), ("defaults", dict))
    )
    if not known:
        raise RefusalError("result-none", folder=str(folder))
    return dict(manifest)


def _people(folder: Path) -> list[BilledPerson]:
    try:
        pages = {page.name: page for page in read_files([folder / INVOICE])[0].sheets}
        return read_billed_people([list(map(display_cell, row)) for row in pages[SHEET].rows])
    except (NotAnInvoiceError, RefusalError, KeyError) as error:
        raise RefusalError("result-unreadable", folder=str(folder)) from error


def _agreement(manifest: dict[str, Any], folder: Path, book: RateBook) -> Agreement:
    """Read the agreement that a manifest keeps; its amounts are decimal text there."""
    table = json.loads(json.dumps(manifest["agreement"] or {}))
    try:
        for holder in (table, *table.get("roles", {}).values()):
            for part, key in ((holder.get("base"), "amount"), (holder, "wage")):
                if part and key in part:
                    part[key] = Decimal(part[key])
        agreement = Agreement.model_validate(table)
        check_agreement(agreement, folder / MANIFEST, book)
    except (ValidationError, ArithmeticError, AttributeError, TypeError, RateFileError) as error:
        raise RefusalError("result-none", folder=str(folder)) from error
    return agreement


def _wage_source(
    billed: BilledPerson, agreement: Agreement, role: str, manifest: dict[str, Any]
) -> LocalizedText:
    if agreement.role(role).wage:
        return localize("explain.fixed-agreement")
    where = sanitise_for_terminal(f"{billed.file}, {billed.sheet}!{billed.row}")
    found = localize("explain.roster", where=where)
    # The manifest counts the wages that no cell held, and does not say whose they were.
    if not manifest["defaults"].get("not_from_cells", {}).get("wage"):
        return found
    return localize("explain.cell-empty-election-s", found=found)


def _agrees(billed: BilledPerson, premium: Premium) -> bool:
    printed = (billed.jkk_sen, billed.jkm_sen, billed.total_sen)
    return printed == (premium.of("JKK"), premium.of("JKM"), premium.total_sen)


def _notes(
    folder: Path, manifest: dict[str, Any], billed: BilledPerson, premium: Premium
) -> list[LocalizedText]:
    """Return what does not agree: the file with its manifest, the printed amount with this one."""
    notes: list[LocalizedText] = []
    recorded = manifest["outputs"].get(INVOICE)
    known = recorded.get("sha256") if isinstance(recorded, dict) else None
    if known != hashlib.sha256((folder / INVOICE).read_bytes()).hexdigest():
        notes.append(localize("explain.changed-since-pemilu-cover", invoice=INVOICE))
    if not _agrees(billed, premium):
        printed = _amounts(billed.jkk_sen, billed.jkm_sen, billed.total_sen)
        now = _amounts(premium.of("JKK"), premium.of("JKM"), premium.total_sen)
        notes.append(localize("explain.billed-rate-files-used", printed=printed, now=now))
    return notes


def _amounts(jkk: int, jkm: int, total: int) -> str:
    show = rupiah.format_rupiah
    return f"{show(total)} (JKK {show(jkk)} + JKM {show(jkm)})"
