"""Cases on disk with their clocks as of a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pemilu_cover.claims.case_file import CaseFile
from pemilu_cover.claims.clocks import RunningClock, next_clock


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case on disk with its clocks; ``now`` is the time of now at its place."""

    folder: Path
    case: CaseFile
    clocks: tuple[RunningClock, ...]
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether the office is late in an open case; where the duty is in doubt, too."""
        return self.case.is_open and any(clock.is_overdue(self.now) for clock in self.clocks)

    @property
    def next_clock(self) -> RunningClock | None:
        """The clock that ends next, the office's own before those of BPJS; None where none runs."""
        return next_clock(self.clocks) if self.case.is_open else None

    @property
    def sort_key(self) -> tuple[bool, bool, datetime, Path]:
        """Open cases first, overdue ones before others, then by what is due next."""
        due = self.next_clock.due if self.next_clock else None
        return not self.case.is_open, not self.is_overdue, due or datetime.max, self.folder


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases of a folder, those with the least time first, and what could not be read."""

    folder: Path
    cases: tuple[ListedCase, ...]
    unreadable: tuple[Path, ...]

    @property
    def open(self) -> tuple[ListedCase, ...]:
        """The cases that are not closed."""
        return tuple(case for case in self.cases if case.case.is_open)

    @property
    def overdue(self) -> int:
        """How many of them are late."""
        return sum(case.is_overdue for case in self.cases)
