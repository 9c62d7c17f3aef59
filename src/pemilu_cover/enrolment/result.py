"""The outcome of a run: who was read, who is enrolled, what it costs, what was written."""

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
    """The outcome of a run: everybody found, the enrolled people, their cost and the files written.

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
        """Everybody who is enrolled and billed, in the order of the roster."""
        return self.completed.people

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is at fault and nobody lacks a cell that SIPP demands."""
        return not self.validation.has_errors and not self.incomplete.height

    @cached_property
    def ready(self) -> pl.DataFrame:
        """Those of them who lack nothing that SIPP demands."""
        return self.people.filter(pl.col("missing").list.len() == 0)

    @cached_property
    def incomplete(self) -> pl.DataFrame:
        """Those of them who wait for a cell that nobody may invent."""
        return self.people.filter(pl.col("missing").list.len() > 0)
