"""The result of corrections files: counts by file, changes, and unused answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.corrections.changes import (
    FILLED,
    STRUCK,
    SUCCEEDED,
    CellChange,
    SupersededAnswer,
)
from pemilu_cover.roster.corrections.correction_rows import ADDRESS, ReturnedFile
from pemilu_cover.roster.findings import NOBODY, Finding, Violation

_REASONS = {
    "unfilled": localize("corrections.nothing-new"),
    "foreign": localize("corrections.other-roster"),
    "unusable": localize("corrections.nothing-usable"),
}


@dataclass
class CorrectionsFileSummary:
    """The counts of the answers of one corrections file, used and unused.

    ``same`` counts the answers that repeat the value in force, ``superseded`` those that a newer file has
    replaced, ``no_answer`` the cells without one ("tidak tahu"). ``is_earlier`` is true of a file of an
    earlier round.
    """

    file: str
    sha256: str
    round: int
    path: Path
    sheet: str
    rows: int
    is_earlier: bool
    filled: Counter[str] = field(default_factory=Counter)
    corrected: int = 0
    struck: int = 0
    succeeded: int = 0
    newcomers: int = 0
    same: int = 0
    superseded: int = 0
    no_answer: int = 0
    unused: int = 0
    held: int = 0
    lost: int = 0

    @classmethod
    def of(cls, file: ReturnedFile, newest: int) -> CorrectionsFileSummary:
        """Return the summary of a file before its answers are applied; ``newest`` is the newest round."""
        sheet = file.lines[0].sheet.name if file.lines else ""
        is_earlier = file.round < newest
        rows = len(file.lines)
        return cls(file.label, file.sha256, file.round, file.path, sheet, rows, is_earlier)

    @property
    def counts(self) -> int:
        """The number of its answers that are used."""
        cells = sum(self.filled.values()) + self.corrected
        return cells + self.struck + self.succeeded + self.newcomers

    @property
    def has_answers(self) -> bool:
        """Whether it has any answer."""
        return bool(self.counts or self.same or self.superseded)

    def add(self, change: CellChange, count: int = 1) -> None:
        """Count a change by one of its answers; with -1 remove one from the counts."""
        if change.field == STRUCK and change.because == SUCCEEDED:
            self.succeeded += count
        elif change.field == STRUCK:
            self.struck += count
        elif change.because == FILLED:
            self.filled[change.field] += count
        else:
            self.corrected += count

    def no_answer_finding(self, *, is_alone: bool) -> Finding | None:
        """Return the error of a file without any usable answer, with the reason.

        None where there is one, or where each of its rows has an error of its own. A file that nobody
        has filled in is an error only where it is the only one: beside others it waits for its
        kecamatan, and one without rows asks for nothing.
        """
        if self.has_answers:
            return None
        if self.lost == self.rows > 1:
            why = "foreign"
        elif self.lost or self.held:
            return None
        else:
            why = "unusable" if self.unused or self.no_answer else "unfilled"
        if why == "unfilled" and not (is_alone and self.rows):
            return None
        return Finding(
            NOBODY,
            "error",
            "complete-nothing",
            "nik",
            self.file,
            self.sheet,
            1,
            ADDRESS[0].translate(),
            "A1",
            {"why": _REASONS[why]},
        )


@dataclass
class AppliedCorrections:
    """The result of all corrections files: the changes, the faults of people, and unmatched rows.

    ``superseded`` has the answers that a newer one replaces, ``newcomers`` the people who were added,
    ``lost``
    the findings that are about no person.
    """

    files: list[CorrectionsFileSummary] = field(default_factory=list)
    changes: dict[tuple[int, str], CellChange] = field(default_factory=dict)
    superseded: list[SupersededAnswer] = field(default_factory=list)
    newcomers: frozenset[int] = frozenset()
    faults: list[tuple[int, Violation]] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)
