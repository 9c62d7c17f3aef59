"""`check --annotate`: a copy of the clerk's roster with its findings marked."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import Level, RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reports.xlsx import annotated_roster
from pemilu_cover.roster.findings import Finding
from pemilu_cover.storage import result_folder
from pemilu_cover.values.text import sanitise_for_terminal

_LEVELS: dict[Level, LocalizedText] = {
    "error": localize("annotate.level-error"),
    "warning": localize("annotate.level-warning"),
    "info": localize("annotate.level-info"),
}
_COUNT_TEXTS: dict[Level, LocalizedText] = {
    "error": localize("annotate.count-error"),
    "warning": localize("annotate.count-warning"),
    "info": localize("annotate.count-info"),
}
_INSTRUCTIONS = localize("annotate.how")
_COLUMNS = (
    localize("annotate.column-sheet"),
    localize("annotate.column-cell"),
    localize("annotate.column-level"),
    localize("annotate.column-finding"),
)


def annotate_roster(
    roster: Path,
    validation: ValidatedRoster,
    target: Path,
    *,
    force: bool = False,
) -> None:
    """Write a copy of the clerk's workbook with a comment on each faulty cell and a list in front.

    Raise `RefusalError` if the roster is no workbook or the target cannot be written.
    """
    if os.path.realpath(target) == os.path.realpath(roster) or _is_same_file(target, roster):
        raise RefusalError("out-is-input", path=str(target))
    # A finding about a corrections file has no cell in the roster.
    roster_findings = [
        finding
        for finding in validation.findings
        if finding.file == validation.roster.files[0].label
    ]
    marks = [_mark(finding) for finding in roster_findings]
    content = annotated_roster.write(roster, marks, _list_header(roster_findings))
    result_folder.write_file(target, content, force=force)


def _is_same_file(target: Path, roster: Path) -> bool:
    """Return whether two paths are the same file: some systems ignore case."""
    exist = os.path.exists(target) and os.path.exists(roster)
    return exist and target.samefile(roster)


def _mark(finding: Finding) -> annotated_roster.CellNote:
    suggestion = f" → {finding.suggestion}" if finding.suggestion else ""
    return annotated_roster.CellNote(
        finding.sheet,
        finding.cell or f"A{finding.row}",
        finding.level,
        _LEVELS[finding.level].translate(),
        sanitise_for_terminal(f"{finding.column}: {finding.message()}") + suggestion,
    )


def _list_header(findings: Sequence[Finding]) -> annotated_roster.ListHeader:
    counts = Counter(finding.level for finding in findings)
    counts_of_levels = [
        text.fill({"n": counts[level]}).translate()
        for level, text in _COUNT_TEXTS.items()
        if counts[level]
    ]
    return annotated_roster.ListHeader(
        (f"{'; '.join(counts_of_levels)}.", _INSTRUCTIONS.translate()),
        [title.translate() for title in _COLUMNS],
    )
