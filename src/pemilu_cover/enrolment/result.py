"""The outcome of a run: the rosters, the enrolled people, their cost, the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.completion import CompletedPeople
from pemilu_cover.enrolment.shell_commands import RepeatableRun
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.enrolment.validation import ValidatedRoster


@dataclass(frozen=True)
class Enrolment:
    """The outcome of a run: everybody in the rosters, the enrolled people, their cost and the files.

    ``everybody`` has a row per person (`outcome.SCHEMA`). ``run`` is how the run is repeated. ``files`` is
    empty if ``--strict`` was given and a row is not in order.
    """

    validation: ValidatedRoster
    completed: CompletedPeople
    everybody: pl.DataFrame
    totals: EnrolmentTotals
    out: Path | None = None
    files: Sequence[Path] = ()
    run: RepeatableRun = field(default_factory=lambda: RepeatableRun(()))

    @property
    def people(self) -> pl.DataFrame:
        """The enrolled people, who are billed, in the order of the roster."""
        return self.completed.people

    @property
    def is_in_order(self) -> bool:
        """Whether there is no error and nobody lacks a field that SIPP requires."""
        return not self.validation.has_errors and not self.incomplete.height

    def is_accepted(self, *, strict: bool) -> bool:
        """Whether the run ends well: no row is held back, and with ``strict`` everything is in order."""
        return not self.validation.has_errors and (self.is_in_order or not strict)

    def counts(self) -> dict[str, int]:
        """Count what becomes of the people."""
        return {
            "enrolled": self.people.height,
            "ready": self.ready.height,
            "incomplete": self.incomplete.height,
            "returning": int(self.people["kpj"].count()),
            "held_back": len(self.validation.held_back),
            "excluded": len(self.validation.excluded),
        }

    @cached_property
    def ready(self) -> pl.DataFrame:
        """The enrolled people with all fields that SIPP requires."""
        return self.people.filter(pl.col("missing").list.len() == 0)

    @cached_property
    def incomplete(self) -> pl.DataFrame:
        """The enrolled people without a field that SIPP requires."""
        return self.people.filter(pl.col("missing").list.len() > 0)
