"""Explain the premium of a billed person: a row of the register, priced again.

The agreement comes from the manifest, the contract from the register. A note says when the amount differs
from the billed one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

import polars as pl
from typing_extensions import TypedDict

from pemilu_cover.enrolment.register.result_record import read_result, register_parts
from pemilu_cover.enrolment.register.schema import DEATH, EARLY_EXITS, pricing_exit
from pemilu_cover.explain.calculation_step import CalculationStep, StepJson
from pemilu_cover.explain.calculation_step import as_json as step_json
from pemilu_cover.explain.premium_steps import explain_premium
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import Language, LocalizedText, localize, localized_month
from pemilu_cover.law.premium import Premium, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reports.json.amounts import PremiumJson, premium_json
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import MaskedNik
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

INVOICE = "invoice.xlsx"


class BilledPerson(NamedTuple):
    """A billed person of the register; amounts in sen, ``file``, ``sheet`` and ``row`` of the roster.

    ``number`` is the No in Rincian, or the id of the person in a result without Rincian.
    """

    number: int
    invoice_row: int | None
    nik: str
    role: str
    role_name: str
    wage_sen: int
    wage_source: str
    start: date
    end: date
    jkk_sen: int
    jkm_sen: int
    total_sen: int
    file: str
    sheet: str
    row: int
    wage_since: date | None
    exit_cause: str | None


class RowNotFoundError(LookupError):
    """A number that no billed person has; ``last`` is the highest number."""

    def __init__(self, number: int, last: int) -> None:
        super().__init__(f"row {number} of {last}")
        self.last = last


@dataclass(frozen=True)
class ExplainedRow:
    """A billed person, the premium as priced now, its steps, and notes on differences."""

    billed: BilledPerson
    premium: Premium
    step: CalculationStep
    notes: tuple[LocalizedText, ...]


def explain_billed_row(folder: Path, number: int, rates: Path | None = None) -> ExplainedRow:
    """Explain a billed person of a result by the No in Rincian, or by the id in a result without it.

    Raise `RefusalError` if the folder is no result, `RowNotFoundError` if it has no such row.
    """
    book = RateBook.load(rates)
    record = read_result(folder, book)
    manifest, agreement = record.manifest, record.agreement
    billed = _find_billed_person(folder, manifest["outputs"], number)
    if billed.role not in book.roles.roles:
        raise RefusalError("result-role", role=billed.role_name)
    period = ContractPeriod(
        billed.start,
        billed.end,
        left_early=billed.exit_cause in EARLY_EXITS,
        died=billed.exit_cause == DEATH,
    )
    contract = contract_for(agreement, billed.role, billed.wage_sen, period)
    premium = price(contract, agreement, book)
    step = explain_premium(premium, agreement, book, _wage_origin(billed))
    return ExplainedRow(billed, premium, step, tuple(_notes(folder, manifest, billed, premium)))


class BilledPlaceJson(TypedDict):
    """The place of a billed person in the roster."""

    file: str
    sheet: str
    row: int


_Origin = TypedDict("_Origin", {"from": BilledPlaceJson})


class ExplanationJson(_Origin):
    """The document of ``explain --of``; ``agrees`` is whether the premium is that of today's rate files."""

    schema: Literal["pemilu-cover/explanation/1"]
    row: int
    nik: MaskedNik
    role: str
    billed: PremiumJson
    agrees: bool
    notes: list[str]
    explanation: StepJson


def as_json(explained: ExplainedRow, language: Language) -> ExplanationJson:
    """Return the explanation as ``explain --of --json`` prints it; the NIK is masked."""
    billed = explained.billed
    return {
        "schema": "pemilu-cover/explanation/1",
        "row": billed.number,
        "nik": mask(billed.nik),
        "role": explained.premium.contract.role,
        "from": {
            "file": sanitise_for_terminal(billed.file),
            "sheet": sanitise_for_terminal(billed.sheet),
            "row": billed.row,
        },
        "billed": premium_json(billed.jkk_sen, billed.jkm_sen),
        "agrees": _agrees(billed, explained.premium),
        "notes": [note.in_language(language) for note in explained.notes],
        "explanation": step_json(explained.step, language),
    }


def heading(explained: ExplainedRow) -> LocalizedText:
    """Return whom the row is about, without a name: the masked NIK and the place in the roster."""
    billed = explained.billed
    where = f"{billed.file}, {billed.sheet}!{billed.row}"
    details = {"number": billed.number, "nik": mask(billed.nik), "where": where}
    if billed.invoice_row is None:
        return localize("explain.person-of-register", **details)
    return localize("explain.person-of-rincian", **details)


def _find_billed_person(folder: Path, outputs: Mapping[str, Any], number: int) -> BilledPerson:
    """Return the billed person with a number."""
    last = 0
    for part in register_parts(folder, outputs):
        numbers = pl.coalesce("invoice_row", "id").alias("number")
        billed = part.filter(pl.col("total_sen").is_not_null()).with_columns(
            numbers, pricing_exit()
        )
        person = billed.filter(pl.col("number") == number).select(BilledPerson._fields)
        if person.height:
            return BilledPerson(*person.row(0))
        last = max(last, *billed["number"].tail(1))
    raise RowNotFoundError(number, last)


def _wage_origin(billed: BilledPerson) -> LocalizedText:
    if billed.wage_source == "agreement":
        return localize("explain.wage-from-agreement")
    where = sanitise_for_terminal(f"{billed.file}, {billed.sheet}!{billed.row}")
    if billed.wage_source == "cell":
        return localize("explain.wage-from-roster", where=where)
    return localize("explain.wage-from-election", where=where)


def _agrees(billed: BilledPerson, premium: Premium) -> bool:
    billed_amounts = (billed.jkk_sen, billed.jkm_sen, billed.total_sen)
    return billed_amounts == (
        premium.programme_sen("JKK"),
        premium.programme_sen("JKM"),
        premium.total_sen,
    )


def _notes(
    folder: Path, manifest: dict[str, Any], billed: BilledPerson, premium: Premium
) -> list[LocalizedText]:
    """Return notes on differences: of the invoice from its manifest, of its amounts from the new ones."""
    notes: list[LocalizedText] = []
    output = manifest["outputs"].get(INVOICE)
    recorded_sha256 = output.get("sha256") if isinstance(output, dict) else None
    if recorded_sha256 != _sha256(folder / INVOICE):
        notes.append(localize("explain.invoice-changed", invoice=INVOICE))
    if billed.wage_since and not _agrees(billed, premium):
        billed_amounts = _amounts(billed.jkk_sen, billed.jkm_sen, billed.total_sen)
        since = localized_month(billed.wage_since)
        notes.append(localize("explain.wage-changed", printed=billed_amounts, since=since))
    elif not _agrees(billed, premium):
        billed_amounts = _amounts(billed.jkk_sen, billed.jkm_sen, billed.total_sen)
        now = _amounts(
            premium.programme_sen("JKK"), premium.programme_sen("JKM"), premium.total_sen
        )
        notes.append(localize("explain.premium-differs", printed=billed_amounts, now=now))
    return notes


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _amounts(jkk: int, jkm: int, total: int) -> str:
    show = rupiah.format_rupiah
    return f"{show(total)} (JKK {show(jkk)} + JKM {show(jkm)})"
