"""What goes back to the kecamatan: rows with findings, people who lack cells, people left out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.gather import TYPED
from pemilu_cover.roster.headers import fields
from pemilu_cover.roster.read import as_typed
from pemilu_cover.sheets import corrections
from pemilu_cover.sheets.corrections import Faulty, Mark

if TYPE_CHECKING:
    from pemilu_cover.enrol import Enrolment

# The columns that Perbaikan shows twice over, or that say nothing to who mends a row.
_LEFT_OUT = frozenset({"birth_place_date", "period", "sex_male", "sex_female"})


def corrections_of(enrolment: Enrolment) -> bytes | None:
    """Write the corrections of an enrolment, or give None where there is nothing to mend."""
    findings = enrolment.judged.findings
    excluded = {finding.id for finding in findings if finding.code == "asn-excluded"}
    mended = [f for f in findings if f.id not in excluded and f.level != "info"]
    told = [f for f in findings if f.id in excluded]
    # The place of work is the office's to say, once for all: no kecamatan can fill it in.
    lacking = enrolment.incomplete.with_columns(
        pl.col("missing").list.set_difference(["location"])
    ).filter(pl.col("missing").list.len() > 0)
    if not mended and not told and not lacking.height:
        return None
    return corrections.write(_rows(enrolment, mended), lacking, _rows(enrolment, told), _titles())


def _rows(enrolment: Enrolment, findings: list[Finding]) -> list[Faulty]:
    """Gather findings by row, each row with its cells as they were typed."""
    by_row = {number: list(group) for number, group in groupby(findings, key=lambda f: f.id)}
    numbers = pl.Series(sorted(by_row), dtype=pl.UInt32)
    frame = enrolment.judged.frame.filter(pl.col("id").is_in(numbers.implode()))
    return [
        Faulty(
            row["file"],
            row["sheet"],
            row["row"],
            _cells(row),
            [_mark(finding) for finding in by_row[row["id"]]],
        )
        for row in frame.iter_rows(named=True)
    ]


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Give a row's cells as typed; kecamatan and desa also where the sheet's title told them."""
    typed = {name: as_typed(row[TYPED + name]) for name in _titles()}
    return typed | {name: typed[name] or row[name] or "" for name in ("kecamatan", "desa")}


def _mark(finding: Finding) -> Mark:
    return Mark(
        finding.field,
        finding.level,
        finding.column,
        finding.message("id"),
        finding.suggestion or "",
    )


def _titles() -> dict[str, str]:
    return {name: entry.title for name, entry in fields().items() if name not in _LEFT_OUT}
