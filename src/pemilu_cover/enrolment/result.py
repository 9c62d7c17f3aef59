"""The outcome of a run: who was read, who is enrolled, what it costs, what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.completion import CompletedPeople
from pemilu_cover.enrolment.pricing import PricedPeople
from pemilu_cover.enrolment.shell_commands import RepeatableRun
from pemilu_cover.enrolment.totals import EnrolmentTotals, summarise
from pemilu_cover.enrolment.validation import ValidatedRoster


@dataclass(frozen=True)
class Enrolment:
    """The outcome of a run: who was found, who is enrolled, what it costs, what was written.

    ``paid_on`` is the day of payment that was asked about, ``run`` how the run is repeated. ``files`` is
    empty where ``--strict`` was asked for and a row is not in order.
    """

    judged: ValidatedRoster
    priced: PricedPeople
    completed: CompletedPeople
    paid_on: date | None = None
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
        return not self.judged.has_errors and not self.incomplete.height

    @cached_property
    def account(self) -> EnrolmentTotals:
        """What is billed, in sums; bill, manifest and screen tell the same."""
        return summarise(self)

    @cached_property
    def ready(self) -> pl.DataFrame:
        """Those of them who lack nothing that SIPP demands."""
        return self.people.filter(pl.col("missing").list.len() == 0)

    @cached_property
    def incomplete(self) -> pl.DataFrame:
        """Those of them who wait for a cell that nobody may invent."""
        return self.people.filter(pl.col("missing").list.len() > 0)
