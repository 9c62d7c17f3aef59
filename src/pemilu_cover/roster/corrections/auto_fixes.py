"""Corrections that ``--auto-fix`` applies to faults on request of the office.

Each is safe because two independent cells of a row agree on it. None is applied by default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import polars as pl

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.columns import DISPLAY, RAW
from pemilu_cover.roster.corrections.changes import CellChange
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.reading.cell_encoding import date_cell
from pemilu_cover.values import dates, nik

Fix = Callable[[pl.DataFrame, Iterable[Finding]], Iterator[CellChange]]


def _swaps(frame: pl.DataFrame, findings: Iterable[Finding]) -> Iterator[CellChange]:
    """Yield the NIK's date for birth dates with the same day and month swapped."""
    for finding in findings:
        if finding.code == "birth-swapped" and finding.suggestion:
            day = dates.parse(finding.suggestion).isoformat()
            was = frame[RAW + "birth_date"][finding.id]
            yield CellChange(finding.id, "birth_date", was, date_cell(day), "birth-swapped")


def _letters(frame: pl.DataFrame, findings: Iterable[Finding]) -> Iterator[CellChange]:
    """Yield the NIKs with letters read as digits; a suggestion needs a row that confirms each."""
    for finding in findings:
        if finding.code == "nik-letters" and finding.suggestion:
            was = frame[RAW + "nik"][finding.id]
            yield CellChange(finding.id, "nik", was, finding.suggestion, "nik-letters")


def _sex(frame: pl.DataFrame, findings: Iterable[Finding]) -> Iterator[CellChange]:
    """Yield the sex of a NIK without a finding for an empty L/P."""
    faulty = {finding.id for finding in findings if finding.field == "nik"}
    empty = frame.filter(pl.col(DISPLAY + "sex").is_null() & pl.col("nik").is_not_null())
    for number, digits, was in empty.select("id", "nik", RAW + "sex").iter_rows():
        if number not in faulty:
            yield CellChange(number, "sex", was, nik.Nik(digits).sex, "sex-missing")


FIXES: Mapping[str, Fix] = {
    "birth-swapped": _swaps,
    "nik-letters": _letters,
    "sex-missing": _sex,
}
FIX_REASONS = {
    "birth-swapped": localize("corrections.fix-birth-date"),
    "nik-letters": localize("corrections.fix-nik-letters"),
    "sex-missing": localize("corrections.fix-sex"),
}


def find_auto_fixes(
    frame: pl.DataFrame, findings: Iterable[Finding], requested: Iterable[str]
) -> list[CellChange]:
    """Return the changes of the requested fixes, in the order of `FIXES`."""
    all_findings = list(findings)
    names = set(requested)
    return [
        change
        for name, find_changes in FIXES.items()
        if name in names
        for change in find_changes(frame, all_findings)
    ]
