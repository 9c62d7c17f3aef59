"""The cover of a result's people on a day, and on each day of their service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.enrolment.register.result_record import ResultRecord
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.coverage.calendar import DaysCount, count_days, merge_days
from pemilu_cover.reconciliation.coverage.cover_spells import cover_spells
from pemilu_cover.reconciliation.coverage.day import CoverageOnDay, coverage_on_day
from pemilu_cover.reconciliation.coverage.places import unify_places
from pemilu_cover.reconciliation.coverage.search import PeopleFilter
from pemilu_cover.reconciliation.members_file import MembersFile


@dataclass(frozen=True)
class CoverageReport:
    """The cover of the people that a filter chooses.

    ``lacks_members`` says that no file of SIPP was read into the result although SIPP has some of the people.
    """

    record: ResultRecord
    chosen: PeopleFilter
    on_day: CoverageOnDay
    calendar: Sequence[DaysCount]
    voting_days: Sequence[date]
    npp: str
    lacks_members: bool

    @property
    def is_voting_day(self) -> bool:
        """Whether people vote on the day."""
        return self.on_day.day in self.voting_days

    @property
    def is_complete(self) -> bool:
        """Whether everybody on duty is covered, and the filter matches somebody."""
        return self.has_match and not self.on_day.uncovered.height

    @property
    def has_match(self) -> bool:
        """Whether the filter, if there is one, matches somebody."""
        return self.on_day.people.height > 0 or not self.chosen.is_narrow


def find_coverage(
    record: ResultRecord,
    known: MembersFile,
    book: RateBook,
    day: date | None = None,
    chosen: PeopleFilter | None = None,
) -> CoverageReport:
    """Return who is covered on a day, by default the voting day with most people on duty.

    Raise `RefusalError` where the register cannot be read.
    """
    chosen = chosen or PeopleFilter()
    spells = unify_places(cover_spells(record.register(), known.members, record.agreement, book))
    elections = [
        book.elections[election]
        for election in sorted(spells["election"].drop_nulls().unique())
        if election in book.elections
    ]
    voting_days = sorted({day for election in elections for day in election.days})
    on = day or _busiest_day(spells, elections) or date.today()
    selected = chosen.apply(spells)
    calendar = merge_days(count_days(selected), voting_days)
    return CoverageReport(
        record,
        chosen,
        coverage_on_day(selected, on),
        list(calendar),
        voting_days,
        record.agreement.employer.npp or known.npp,
        not known.members.height and spells["segment"].eq("pu").any(),
    )


def _busiest_day(spells: pl.DataFrame, elections: Sequence[Election]) -> date | None:
    """Return the voting day with most people on duty: regions of one election may vote on several.

    Of equal ones it is the main day of an election.
    """
    on_duty = {count.day: count.on_duty for count in count_days(spells)}
    days = [day for election in elections for day in (election.voting_day, *election.days)]
    return max(days, key=lambda day: on_duty.get(day, 0), default=None)
