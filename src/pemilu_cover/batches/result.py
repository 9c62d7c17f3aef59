"""The outcome of a run over batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pemilu_cover.batches import aggregates
from pemilu_cover.enrolment.validation import EnrolmentTerms
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.people import NotUnderstoodCells


@dataclass(frozen=True)
class BatchResult:
    """The outcome of a run: its sums, by what it was priced, and where it lies (nowhere, if ``--strict``)."""

    sums: aggregates.Aggregates
    terms: EnrolmentTerms
    office: Location | None
    files: Sequence[str]
    is_in_order: bool
    resumed: bool
    out: Path | None = None
    not_understood: Sequence[NotUnderstoodCells] = ()
