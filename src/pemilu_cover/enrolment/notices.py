"""Findings about people and tables that need no rule: exclusions, corrections, missing columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pemilu_cover.enrolment.eligibility import without_column
from pemilu_cover.roster.corrections.applied import AppliedCorrections
from pemilu_cover.roster.corrections.auto_fixes import FIX_REASONS
from pemilu_cover.roster.corrections.changes import CORRECTED, STRUCK, SUCCEEDED, CellChange
from pemilu_cover.roster.fields.remarks import unread_remarks
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.tables.column_names import (
    accepted_headers,
    fields,
)

# The fields that an election fills where a roster is silent.
_DEFAULTED = ("wage", "start", "end")


def people_notices(frame: pl.DataFrame) -> list[tuple[int, Violation]]:
    """Return findings about civil servants, returning members, missing columns and remarks."""
    service_evidence = pl.col("civil_servant_by").fill_null("role")
    excluded = frame.filter(pl.col("excluded") & ~pl.col("struck")).select("id", service_evidence)
    returning = frame.filter(~pl.col("excluded") & pl.col("kpj").is_not_null())["id"]
    return [
        *((number, Violation("asn-excluded", name, {})) for number, name in excluded.iter_rows()),
        *((number, Violation("kpj-returning", "kpj", {})) for number in returning),
        *_missing_columns(frame),
        *unread_remarks(frame),
    ]


def change_notices(
    applied_corrections: AppliedCorrections, auto_fixes: Sequence[CellChange]
) -> Iterator[tuple[int, Violation]]:
    """Report each cell that counts otherwise than as it was typed; what was empty is only counted."""
    yield from applied_corrections.faults
    for change in applied_corrections.changes.values():
        if change.field == STRUCK and change.origin:
            at = change.origin
            where = f"{at.file}, {at.sheet}!{at.cell or at.row}"
            code = "replaced-out" if change.because == SUCCEEDED else "struck-out"
            yield change.id, Violation(code, "no", {"where": where})
        elif change.because == CORRECTED:
            yield change.id, Violation("corrected", change.field, {})
    for change in auto_fixes:
        yield (
            change.id,
            Violation(
                "fixed", change.field, {"fix": change.because, "why": FIX_REASONS[change.because]}
            ),
        )


def people_without_columns(frame: pl.DataFrame) -> dict[str, int]:
    """Count, by field, the people with a default because their table lacks the column."""
    counts = frame.select(without_column(name).sum().alias(name) for name in _DEFAULTED)
    return {name: count for name, count in counts.row(0, named=True).items() if count}


def missing_column(name: str, people: int) -> dict[str, object]:
    """Return the details of a finding about a missing column: title, accepted headers, people."""
    return {
        "title": fields()[name].title,
        "headers": accepted_headers(name),
        "people": people,
    }


def _missing_columns(frame: pl.DataFrame) -> Iterator[tuple[int, Violation]]:
    """Yield a finding for each column that a table lacks and a default replaces, at its first person."""
    for name in _DEFAULTED:
        filled = frame.filter(without_column(name))
        if filled.is_empty():
            continue
        tables = filled.group_by("table", maintain_order=True).agg(pl.col("id").first(), pl.len())
        for _, number, people in tables.iter_rows():
            yield number, Violation("column-missing", name, missing_column(name, people))
