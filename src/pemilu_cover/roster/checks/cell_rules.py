"""Rules about the cell alone: control characters, failed formulas, unreadable optional cells."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.checks.row_rule import Breach, WorkerRow, rule
from pemilu_cover.roster.columns import DISPLAY, FLAWS, FORMULA_ERROR, HAS_CONTROL, NOTES
from pemilu_cover.roster.fields import notes
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.text import has_control

# Cells that may be empty, but must not be unreadable.
_OPTIONAL = {
    "sex": "sex-unreadable",
    "phone": "phone-unreadable",
    "marital": "marital-unreadable",
    "blood": "blood-unreadable",
    "postal_code": "postal-unreadable",
    "kpj": "kpj-unreadable",
    "email": "optional-unreadable",
    "npwp": "optional-unreadable",
    "regency": "regency-unknown",
    "mother": "mother-unreadable",
}
# Fields that everybody needs to be enrolled.
_NEEDED = frozenset("nik name birth_date role wage start end".split())


def reading_violations(row: WorkerRow) -> Iterator[Violation]:
    """Yield the violations of a row's cells: failed formulas, cells that are too long, notes."""
    for flaw in row.flaws:
        field, _, code = flaw.partition(" ")
        is_fixed = field in ("start", "end", "wage") and _source(row, field) == "agreement"
        if code == FORMULA_ERROR and (field not in _NEEDED or is_fixed):
            code = "formula-error-optional"
        yield Violation(code, field, {})
    for note in map(notes.parse, row.notes):
        yield Violation(note.code, note.field, {}, note.suggestion)


def read_without_findings() -> pl.Expr:
    """Return the proof that `reading_violations` yields nothing."""
    return (pl.col(FLAWS).list.len() == 0) & (pl.col(NOTES).list.len() == 0)


def without_failed_values(row: WorkerRow) -> WorkerRow:
    """Return the row without values that replace a cell whose formula failed.

    Only values fixed by the agreement remain: the cell had an amount, which is unknown.
    """
    for field in ("start", "end", "wage"):
        if row.has_failed_formula(field) and _source(row, field) != "agreement":
            row = row.without(field)
    return row


def _source(row: WorkerRow, field: str) -> object:
    return getattr(row, f"{field}_source")


def _no_control_characters(_: ValidationRules) -> pl.Expr:
    return ~pl.col(HAS_CONTROL)


@rule("cell-control", "any", proof=_no_control_characters)
def cell_with_control_character(row: WorkerRow) -> Breach | bool:
    """No cell holds a control character."""
    cells = (name for name, text in row.display.items() if text and has_control(text))
    field = next(cells, None)
    return Breach(field=field) if field else False


def _forbid_unreadable(field: str, code: str) -> None:
    """Register the rule of an optional field: its cell is empty or readable."""

    def is_readable(_: ValidationRules) -> pl.Expr:
        return pl.col(field).is_not_null() | pl.col(DISPLAY + field).is_null()

    @rule(code, field, proof=is_readable)
    def unreadable(row: WorkerRow) -> bool:
        return row.value(field) is None and not row.is_empty(field)


for _field, _code in _OPTIONAL.items():
    _forbid_unreadable(_field, _code)
