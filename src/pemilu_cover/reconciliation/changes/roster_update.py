"""An update: the changes of one reporting period and the people of the next result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.enrolment.register.result_record import ResultRecord
from pemilu_cover.enrolment.register.schema import DEATH, EXIT_CODES
from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.events import Advice, Question


class UnchangedPeople(NamedTuple):
    """People of a large result who are not compared: their number, and their premium in sen.

    ``over`` and ``off`` are those of `count_ended_contracts`.
    """

    people: int = 0
    total_sen: int = 0
    over: int = 0
    off: date | None = None


NOBODY = UnchangedPeople()


@dataclass(frozen=True)
class RosterUpdate:
    """The changes from a result to the next one.

    ``people`` has everybody of the next result, ``events`` a row per change (`EVENTS`). ``successors`` has
    the ``id`` of the predecessor in the earlier result by the ``id`` of the successor in the next one.
    ``periods`` and ``totals`` are of everybody; of a large result, ``people`` and ``earlier`` lack the
    ``unchanged`` people, of whom there is nothing to report.
    ``given_advice`` does not follow from the changes; `advice.all_advice` returns it with all other advice.
    """

    record: ResultRecord
    period: date
    earlier: pl.DataFrame
    people: pl.DataFrame
    events: pl.DataFrame
    questions: Sequence[Question]
    successors: Mapping[int, int]
    totals: EnrolmentTotals
    periods: SippPeriods
    sipp_npp: str = ""
    given_advice: Sequence[Advice] = ()
    unchanged: UnchangedPeople = NOBODY

    @property
    def held_back(self) -> int:
        """The people in the newer rosters who cannot be enrolled."""
        return self.people.filter(pl.col("status") == HELD_BACK).height

    @property
    def npp(self) -> str:
        """The employer's number: that of the agreement, else that of SIPP's files, or ``""``."""
        return self.totals.terms.agreement.employer.npp or self.sipp_npp

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
        return still.height + self.unchanged.people

    @property
    def premium_before_sen(self) -> int:
        """The premium of the earlier result in sen."""
        difference = self.difference.select(pl.col("after_sen") - pl.col("before_sen")).sum().item()
        return self.totals.jkk_sen + self.totals.jkm_sen - int(difference)

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
    def premium_sen(self) -> int:
        """The premium of the next result, in sen."""
        return self.totals.jkk_sen + self.totals.jkm_sen

    @property
    def difference_sen(self) -> int:
        """The new premium less the earlier one, in sen."""
        before = self.earlier.filter(pl.col("status") == ENROLLED)["total_sen"].sum()
        return self.premium_sen - int(before) - self.unchanged.total_sen

    @property
    def asked(self) -> int:
        """The number of people, or rows of the list of changes, about which something is asked."""
        return len({question.earlier or question.place for question in self.questions})

    @property
    def people_with_several_changes(self) -> int:
        """The number of people with more than one kind of change."""
        of_person = self.events.drop_nulls("earlier").group_by("earlier")
        return of_person.agg(pl.col("kind").n_unique()).filter(pl.col("kind") > 1).height

    @cached_property
    def billed(self) -> pl.DataFrame:
        """Everybody who is billed, as the invoice lists them: with ``number`` and ``segment_name``."""
        enrolled = self.people.filter(pl.col("status") == ENROLLED)
        segment = pl.col("segment").str.to_uppercase().alias("segment_name")
        return enrolled.with_columns(segment).with_row_index("number", offset=1)

    @cached_property
    def newcomers(self) -> pl.DataFrame:
        """The people who have everything that SIPP requires, and did not in the earlier result.

        SIPP would bill the period for somebody whose term is over: they are no newcomers to it.
        Who is on SIPP's list already is none of them: people whose number SIPP has given since, and those who
        have an earlier contract whose exit no file of an earlier period has reported.
        """
        ready = (pl.col("status") == ENROLLED) & (pl.col("missing").list.len() == 0)
        serving = ready & (pl.col("left_on").is_null() | pl.col("earlier").is_null())
        serves = serving & (pl.col("end") >= self.period)
        was_ready, was_enrolled = (
            pl.col("earlier").is_in(self.earlier.filter(was)["id"].implode()).fill_null(value=False)
            for was in (ready, pl.col("status") == ENROLLED)
        )
        listed = was_ready | (was_enrolled & pl.col("kpj").is_not_null())
        stays = pl.col("exit_period").is_null() | (pl.col("exit_period") == self.period)
        on_list = self.people.filter(ready & listed & stays)
        return self.people.filter(serves & ~listed).join(
            on_list, on=["nik", "segment"], how="anti", maintain_order="left"
        )

    @cached_property
    def exits_to_upload(self) -> pl.DataFrame:
        """The people whom the exit file takes off SIPP's list, without those of an earlier file."""
        reported = self.earlier.filter(pl.col("exit_period").is_not_null())["id"].implode()
        is_reported = pl.col("earlier").is_in(reported).fill_null(value=False)
        return self.people.filter((pl.col("exit_period") == self.period) & ~is_reported)

    @cached_property
    def open_exits(self) -> pl.DataFrame:
        """The exits of the update, and earlier ones that no file has reported, by their day.

        Beside the columns of people: ``off_in`` (the first reporting period without them), ``other_role`` (in
        which they serve on), ``is_in_file`` and ``report_by``.
        """
        fresh = self.events.filter(pl.col("kind").is_in(kinds.EXITS))["earlier"]
        waits = (
            pl.col("exit_cause").is_in(list(EXIT_CODES))
            & pl.col("other_role").is_null()
            & (pl.col("exit_period").is_null() | pl.col("is_in_file"))
        )
        # Who came and left in one period has no number in the earlier result.
        is_new = pl.col("earlier").is_null() | pl.col("earlier").is_in(fresh.drop_nulls().implode())
        left = self.people.filter(pl.col("exit_cause").is_not_null())
        left = (
            left.with_columns(
                first_period_without(left).alias("off_in"),
                pl.col("id").is_in(self.exits_to_upload["id"].implode()).alias("is_in_file"),
            )
            .join(superseded_exits(self.people), on="id", how="left", maintain_order="left")
            .filter(waits | is_new)
            .sort(pl.coalesce("left_on", "start"), "id", nulls_last=True)
        )
        book = self.totals.terms.book
        days = left.select(pl.coalesce("left_on", "start").alias("day")).to_series()
        deadlines = {day: report_deadline(day, book) for day in days.drop_nulls().unique()}
        report_by = [deadlines.get(day) for day in days]
        return left.with_columns(pl.Series("report_by", report_by, dtype=pl.Date))

    @cached_property
    def exits_without_number(self) -> pl.DataFrame:
        """The people who left, and whose membership number is not known yet."""
        has_left = pl.col("left_on").is_not_null() & (pl.col("exit_cause") != DEATH)
        return self.people.filter(
            has_left & pl.col("kpj").is_null() & pl.col("exit_period").is_null()
        )


def _charges(people: pl.DataFrame) -> pl.DataFrame:
    charged = people.filter(pl.col("status") == ENROLLED).select("id", "charges")
    rows = charged.explode("charges").unnest("charges").drop_nulls("month")
    return rows.select("id", "month", (pl.col("jkk_sen") + pl.col("jkm_sen")).alias("sen"))


def first_period_without(people: pl.DataFrame) -> pl.Series:
    """Return the reporting period in which each person leaves SIPP: the one after the last billed month."""
    month = pl.element().struct.field("month")
    last = pl.col("charges").list.eval(month).list.max().dt.offset_by("1mo")
    return people.select(pl.coalesce(last, pl.col("left_on").dt.truncate("1mo"))).to_series()


def count_ended_contracts(people: pl.DataFrame, period: date) -> tuple[int, date | None]:
    """Return how many people SIPP still lists by a period that no longer bills them, without an exit.

    The second value is the first reporting period without anybody.
    """
    enrolled = people.filter((pl.col("status") == ENROLLED) & (pl.col("segment") == "pu"))
    enrolled = enrolled.with_columns(first_period_without(enrolled).alias("off_in"))
    is_over = (pl.col("off_in") <= period) & pl.col("exit_cause").is_null()
    over = enrolled.filter(is_over & pl.col("earlier").is_not_null()).height
    return over, enrolled["off_in"].max()  # type: ignore[return-value]


def superseded_exits(people: pl.DataFrame) -> pl.DataFrame:
    """Return ``id`` of each exit after which another contract keeps the person on SIPP's list, with its role.

    SIPP has a person once: an exit of one contract would end the cover of the other.
    """
    left = people.filter(pl.col("exit_cause").is_not_null())
    left = left.with_columns(first_period_without(left).alias("off_in"))
    month = pl.element().struct.field("month")
    contracts = people.filter(
        (pl.col("status") == ENROLLED) & pl.col("nik").is_in(left["nik"].implode())
    ).select(
        "nik",
        pl.col("id").alias("other"),
        pl.col("role_name").alias("other_role"),
        pl.col("charges").list.eval(month).list.max().alias("last_month"),
    )
    return (
        left.select("id", "nik", "off_in")
        .join(contracts, on="nik")
        .filter((pl.col("id") != pl.col("other")) & (pl.col("last_month") >= pl.col("off_in")))
        .sort("id", "last_month", "other")
        .unique("id", keep="last", maintain_order=True)
        .select("id", "other_role")
    )
