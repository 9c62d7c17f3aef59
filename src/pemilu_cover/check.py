"""The findings alone, and the roster given back with its faults marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pemilu_cover.judging import Judged, judge_files
from pemilu_cover.messages import Language, Text
from pemilu_cover.pricing import price_people
from pemilu_cover.sheets import annotated, folder


def check(
    paths: Sequence[Path],
    *,
    agreement: Path | None = None,
    election: str | None = None,
    rates: Path | None = None,
    strict: bool = False,
    tell: Callable[[Text], None] = lambda _: None,
) -> Judged:
    """Judge rosters exactly as `enrol` does, months without a rate included; write nothing."""
    tell(Text("membaca dan memeriksa", "reading and judging"))
    judged = judge_files(paths, agreement=agreement, election=election, rates=rates, strict=strict)
    _, gaps = price_people(judged.enrolled, judged.terms.agreement, judged.terms.book)
    return judged.with_faults(gaps)


def annotate_roster(
    roster: Path, judged: Judged, target: Path, language: Language, *, force: bool = False
) -> None:
    """Write the clerk's own workbook back with every faulty cell marked and commented.

    Raise `RefusedError` where the roster is no workbook or the target cannot be written.
    """
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
