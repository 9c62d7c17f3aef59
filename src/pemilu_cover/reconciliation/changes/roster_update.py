"""An update: the changes of one reporting period and the people of the next result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.register.result_record import ResultRecord
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.reconciliation.changes.events import Question
from pemilu_cover.values.dates import add_months


@dataclass(frozen=True)
class RosterUpdate:
    """The changes from a result to the next one.

    ``people`` has everybody of the next result, ``events`` a row per change (`EVENTS`). ``successors`` has
    the ``id`` of the predecessor in the earlier result by the ``id`` of the successor in the next one.
    """

    record: ResultRecord
    period: date
    earlier: pl.DataFrame
    people: pl.DataFrame
    events: pl.DataFrame
    questions: Sequence[Question]
    successors: Mapping[int, int]
    totals: EnrolmentTotals

    def count(self, *of_kind: str) -> int:
        """Return the number of people with an event of one of these kinds."""
        found = self.events.filter(pl.col("kind").is_in(of_kind))
        return found.select("earlier", "nik", "name").unique().height

    @property
    def stayed(self) -> int:
        """The people of the earlier result who still serve, changed or not."""
        still = self.people.filter(
            pl.col("earlier").is_not_null()
            & (pl.col("status") == ENROLLED)
            & pl.col("left_on").is_null()
        )
        return still.height

    @cached_property
    def difference(self) -> pl.DataFrame:
        """The charges that differ, by person and month: ``earlier``, ``id``, ``month`` and amounts in sen."""
        before = _charges(self.earlier).rename({"id": "earlier", "sen": "before_sen"})
        numbers = self.people.select("id", "earlier")
        after = _charges(self.people).rename({"sen": "after_sen"}).join(numbers, on="id")
        known = after.filter(pl.col("earlier").is_not_null())
        both = before.join(known, on=["earlier", "month"], how="full", coalesce=True)
        fresh = after.filter(pl.col("earlier").is_null())
        rows = pl.concat([both, fresh], how="diagonal_relaxed").with_columns(
            pl.col("before_sen", "after_sen").fill_null(0)
        )
        return rows.filter(pl.col("before_sen") != pl.col("after_sen")).sort(
            "month", "earlier", "id", nulls_last=True
        )

    @property
    def difference_sen(self) -> int:
        """The new premium less the earlier one, in sen."""
        before = int(self.earlier.filter(pl.col("status") == ENROLLED)["total_sen"].sum())
        return self.totals.jkk_sen + self.totals.jkm_sen - before


def _charges(people: pl.DataFrame) -> pl.DataFrame:
    charged = people.filter(pl.col("status") == ENROLLED).select("id", "charges")
    rows = charged.explode("charges").unnest("charges").drop_nulls("month")
    return rows.select("id", "month", (pl.col("jkk_sen") + pl.col("jkm_sen")).alias("sen"))


def exit_period(person: Mapping[str, Any]) -> date:
    """Return the reporting period in which a person leaves SIPP: the one after the last billed month."""
    months = [charge["month"] for charge in person["charges"] or ()]
    day = max(months) if months else person["left_on"].replace(day=1) - timedelta(days=1)
    return add_months(day.replace(day=1), 1)
