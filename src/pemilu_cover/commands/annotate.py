"""The clerk's own roster, given back with its faults marked: `check --annotate`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import Level, RefusalError
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.reports.xlsx import annotated_roster
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.storage import result_folder
from pemilu_cover.values.text import sanitise_for_terminal

_LEVELS: dict[Level, LocalizedText] = {
    "error": localize("annotate.held-back"),
    "warning": localize("annotate.warning"),
    "info": localize("annotate.information"),
}
_COUNTED: dict[Level, LocalizedText] = {
    "error": localize("annotate.red-person-enrolled"),
    "warning": localize("annotate.yellow-look-again"),
    "info": localize("annotate.blue-information"),
}
_HOW = localize("annotate.how")
_COLUMNS = (
    localize("annotate.sheet"),
    localize("annotate.cell"),
    localize("annotate.level"),
    localize("annotate.finding"),
)


def annotate_roster(
    roster: Path, judged: ValidatedRoster, target: Path, language: Language, *, force: bool = False
) -> None:
    """Write the clerk's own workbook back: every faulty cell marked and commented, a list in front.

    Raise `RefusalError` where the roster is no workbook or the target cannot be written.
    """
    if os.path.realpath(target) == os.path.realpath(roster) or _are_one(target, roster):
        raise RefusalError("out-is-input", path=str(target))
    # What a corrections file says of nobody has no cell in the roster.
    own = [finding for finding in judged.findings if finding.file == judged.roster.files[0].label]
    marks = [_mark(finding, language) for finding in own]
    content = annotated_roster.write(roster, marks, _heads(own, language))
    result_folder.write_file(target, content, force=force)


def _are_one(target: Path, roster: Path) -> bool:
    """Return whether two names are one file: some systems ignore capitals."""
    return target.exists() and target.samefile(roster)


def _mark(finding: Finding, language: Language) -> annotated_roster.CellNote:
    meant = f" → {finding.suggestion}" if finding.suggestion else ""
    return annotated_roster.CellNote(
        finding.sheet,
        finding.cell or f"A{finding.row}",
        finding.level,
        _LEVELS[finding.level].format(language, {}),
        sanitise_for_terminal(f"{finding.column}: {finding.message(language)}") + meant,
    )


def _heads(findings: Sequence[Finding], language: Language) -> annotated_roster.ListHeader:
    counts = Counter(finding.level for finding in findings)
    told = [
        said.format(language, {"n": counts[level]})
        for level, said in _COUNTED.items()
        if counts[level]
    ]
    return annotated_roster.ListHeader(
        own_sheets.FINDINGS,
        (f"{'; '.join(told)}.", _HOW.format(language, {})),
        [title.format(language, {}) for title in _COLUMNS],
    )
