"""By which days the changes of an update are to be reported: the days that its workbook shows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.register.schema import EXIT_CODES
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate


class Deadline(NamedTuple):
    """A day, and the number of changes that are to be reported by it."""

    day: date
    changes: int


class Deadlines(NamedTuple):
    """The changes whose deadline is past, with the earliest day, and the next day with its changes."""

    overdue: Deadline | None
    next: Deadline | None


def find_deadlines(update: RosterUpdate) -> Deadlines:
    """Return the deadlines; those before the first day of the reporting period are past.

    Deaths and people who never served are reported by a day, too, but no file of SIPP is late with them.
    """
    first = update.period
    others = update.events.filter(~pl.col("kind").is_in(kinds.EXITS))
    exits = update.open_exits
    for_files = exits.filter(pl.col("exit_cause").is_in(list(EXIT_CODES)))
    every = Counter([*others["report_by"].drop_nulls(), *exits["report_by"].drop_nulls()])
    late = Counter([*others["report_by"].drop_nulls(), *for_files["report_by"].drop_nulls()])
    past = [day for day in late if day < first]
    coming = [day for day in every if day >= first]
    return Deadlines(
        Deadline(min(past), sum(late[day] for day in past)) if past else None,
        Deadline(min(coming), every[min(coming)]) if coming else None,
    )
