"""The fast screen: expressions that prove for most rows which rules they keep.

It evaluates the proof of each rule for all rows at once. It may doubt a good row; a rule that it doubts is
checked by its function. It must never pass a rule that a row breaks, which a property test checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from pemilu_cover.roster.checks.cell_rules import read_without_findings
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.checks.row_rule import VALUE_COLUMNS, Rule, WorkerRow
from pemilu_cover.roster.checks.row_rules import ROW_RULES, check_row
from pemilu_cover.roster.columns import DISPLAY
from pemilu_cover.roster.fields import nik_letters
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.tables.column_names import fields

# The distinct proofs; each has a bit in the column of doubts.
_PROOFS = tuple(dict.fromkeys(rule.proof for rule in ROW_RULES))
_DOUBTS = "doubts"


def check_rows(frame: pl.DataFrame, rules: ValidationRules) -> Iterator[tuple[int, Violation]]:
    """Yield the violations of all people who are not excluded, each with the person's number."""
    # Proofs have parts in common, such as ages: only a lazy frame computes these once.
    bits = frame.lazy().select(doubts(rules).alias(_DOUBTS)).collect()
    doubtful = frame.with_columns(bits[_DOUBTS]).filter(
        ~pl.col("excluded") & (pl.col(_DOUBTS) != 0)
    )
    numbers = doubtful.select("id", _DOUBTS).iter_rows()
    witnesses = doubtful.select(nik_letters.COLUMNS).iter_rows()
    rows = zip(numbers, worker_rows(doubtful, rules), witnesses, strict=True)
    for (number, bits), row, witness in rows:
        for violation in check_row(row, doubted_rules(bits)):
            yield number, _with_confirmed_letters(violation, witness)


def _with_confirmed_letters(violation: Violation, witness: tuple[Any, ...]) -> Violation:
    """Remove the suggestion for a NIK with letters unless the row confirms all of them."""
    if violation.code != "nik-letters" or violation.suggestion is None:
        return violation
    row = dict(zip(nik_letters.COLUMNS, witness, strict=True))
    if nik_letters.confirmed(violation.suggestion, row):
        return violation
    return violation._replace(suggestion=None)


def worker_rows(frame: pl.DataFrame, rules: ValidationRules) -> Iterator[WorkerRow]:
    """Return people in the form that `check_row` accepts."""
    values = frame.select("election", *VALUE_COLUMNS).iter_rows()
    cells = frame.select(DISPLAY + name for name in fields()).iter_rows()
    for (election, *own), shown in zip(values, cells, strict=True):
        yield WorkerRow(rules.of(election), dict(zip(fields(), shown, strict=True)), *own)


def doubts(rules: ValidationRules) -> pl.Expr:
    """Return the rules that a row may break, as the bits that `doubted_rules` reads; 0 is a good row."""
    proven = [*(proof(rules) for proof in _PROOFS), read_without_findings()]
    return pl.sum_horizontal(
        pl.when(proof).then(0).otherwise(1 << bit).cast(pl.Int64)
        for bit, proof in enumerate(proven)
    )


@cache
def doubted_rules(bits: int) -> tuple[Rule, ...]:
    """Return the rules that `doubts` has not proven, in their order."""
    return tuple(rule for rule in ROW_RULES if bits >> _PROOFS.index(rule.proof) & 1)
