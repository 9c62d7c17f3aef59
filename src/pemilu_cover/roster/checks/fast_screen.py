"""The fast screen: one expression that proves for most rows that they keep all rules.

It combines the proofs of the rules. It may doubt a good row, which is then checked rule by rule; it must
never pass a row that breaks a rule, which a property test checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from pemilu_cover.roster.checks.cell_rules import read_without_findings
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.checks.row_rule import VALUE_COLUMNS
from pemilu_cover.roster.checks.row_rules import ROW_RULES, check_row
from pemilu_cover.roster.columns import DISPLAY
from pemilu_cover.roster.fields import nik_letters
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.tables.column_names import fields


def check_rows(frame: pl.DataFrame, rules: ValidationRules) -> Iterator[tuple[int, Violation]]:
    """Yield the violations of all people who are not excluded, each with the person's number."""
    doubtful = frame.filter(~pl.col("excluded")).filter(~passes_all_rules(rules))
    witnesses = doubtful.select(nik_letters.COLUMNS).iter_rows()
    rows = zip(*doubtful.select("id", "election"), worker_rows(doubtful), witnesses, strict=True)
    for number, election, row, witness in rows:
        for violation in check_row(row, rules.of(election)):
            yield number, _with_confirmed_letters(violation, witness)


def _with_confirmed_letters(violation: Violation, witness: tuple[Any, ...]) -> Violation:
    """Remove the suggestion for a NIK with letters unless the row confirms all of them."""
    if violation.code != "nik-letters" or violation.suggestion is None:
        return violation
    row = dict(zip(nik_letters.COLUMNS, witness, strict=True))
    if nik_letters.confirmed(violation.suggestion, row):
        return violation
    return violation._replace(suggestion=None)


def worker_rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Return people in the form that `check_row` accepts."""
    display = pl.struct(pl.col(DISPLAY + name).alias(name) for name in fields()).alias("display")
    return frame.select(display, *VALUE_COLUMNS).iter_rows(named=True)


def passes_all_rules(rules: ValidationRules) -> pl.Expr:
    """Return the proof that a row keeps all rules, as one expression."""
    proofs = dict.fromkeys(rule.proof for rule in ROW_RULES)
    conditions = [read_without_findings(), *(proof(rules) for proof in proofs)]
    return pl.all_horizontal(condition.fill_null(value=False) for condition in conditions)
