"""The clerk's own roster, given back with its faults marked: `check --annotate`."""

from __future__ import annotations

from pathlib import Path

from pemilu_cover.judging import Judged
from pemilu_cover.messages import Language, RefusedError
from pemilu_cover.sheets import annotated, folder


def annotate_roster(
    roster: Path, judged: Judged, target: Path, language: Language, *, force: bool = False
) -> None:
    """Write the clerk's own workbook back with every faulty cell marked and commented.

    Raise `RefusedError` where the roster is no workbook or the target cannot be written.
    """
    if target.resolve() == roster.resolve():
        raise RefusedError("out-is-input", path=str(target))
    marks = [
        annotated.Mark(
            finding.sheet,
            finding.cell or f"A{finding.row}",
            finding.level,
            f"{finding.column}: {finding.message(language)}"
            + (f" → {finding.suggestion}" if finding.suggestion else ""),
        )
        for finding in judged.findings
    ]
    folder.write_one(target, annotated.write(roster, marks), force=force)
