"""The outcome of a run over batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.roster.people import NotUnderstoodCells, PassedOverSheet


@dataclass(frozen=True)
class BatchResult:
    """The outcome of a run: its sums and totals, and its folder (None if ``--strict`` wrote nothing)."""

    sums: Aggregates
    totals: EnrolmentTotals
    files: Sequence[str]
    is_in_order: bool
    is_resumed: bool
    out: Path | None = None
    not_understood: Sequence[NotUnderstoodCells] = ()
    passed_over: Sequence[PassedOverSheet] = ()

    def is_accepted(self, *, strict: bool) -> bool:
        """Whether the run ends well: no row is held back, and with ``strict`` everything is in order."""
        has_errors = self.sums.has_errors() or bool(self.not_understood)
        return not has_errors and (self.is_in_order or not strict)
