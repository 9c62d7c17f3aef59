"""The changes of one reporting period: events, questions, everybody of the next result, and its totals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.aggregates import Aggregates, aggregate
from pemilu_cover.enrolment.elections import count_by_election
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.enrolment.register.result_record import ResultRecord
from pemilu_cover.enrolment.register.schema import EXIT_CODES, TERM_END
from pemilu_cover.enrolment.reporting_periods import sipp_periods
from pemilu_cover.enrolment.terms import EnrolmentTerms, named_terms, terms_by_dates
from pemilu_cover.enrolment.totals import EnrolmentTotals, summarise
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.change_list import ChangeList
from pemilu_cover.reconciliation.changes.departures import apply_departures
from pemilu_cover.reconciliation.changes.doubtful_pairs import split_pairs
from pemilu_cover.reconciliation.changes.event_rows import (
    ChangedPeople,
    find_events,
    find_successors,
)
from pemilu_cover.reconciliation.changes.events import Advice
from pemilu_cover.reconciliation.changes.next_people import (
    NextPeople,
    carry_over,
    pair_rows,
    price_next,
)
from pemilu_cover.reconciliation.changes.nik_corrections import apply_nik_corrections
from pemilu_cover.reconciliation.changes.open_questions import (
    ask_about_errors,
    ask_about_listed_again,
    ask_about_missing,
    ask_about_niks,
    ask_about_overlaps,
    ask_about_uncovered,
    ask_about_unknown,
)
from pemilu_cover.reconciliation.changes.person_matching import match_people
from pemilu_cover.reconciliation.changes.relisted import drop_ended_contracts
from pemilu_cover.reconciliation.changes.roster_update import (
    RosterUpdate,
    first_period_without,
    superseded_exits,
)
from pemilu_cover.reference.sipp_locations import sipp_location
from pemilu_cover.values.dates import add_months


class UpdateInput(NamedTuple):
    """What an update compares.

    ``earlier`` are the people of the earlier result, ``later`` those of the newer rosters or of the list of
    newcomers. ``sipp_npp`` is the NPP in SIPP's files, and ``listed`` has the membership numbers on its list
    of the period, as far as they are known. With ``is_complete`` the newer rosters list everybody, so that
    who is missing is asked about. With ``end_of_term`` everybody whose contract ends in the period or before
    leaves SIPP. ``advice`` is known before the changes. ``last_number`` and ``role_names`` are the highest
    employee number and the roles of people who are in neither.
    """

    record: ResultRecord
    earlier: pl.DataFrame
    later: pl.DataFrame
    changes: ChangeList
    sipp_npp: str = ""
    listed: frozenset[str] | None = None
    is_complete: bool = False
    end_of_term: bool = False
    advice: Sequence[Advice] = ()
    last_number: int = 0
    role_names: Collection[str] = ()


def find_update(
    given: UpdateInput, period: date, agreement: Agreement, book: RateBook
) -> RosterUpdate:
    """Find what changed since a result; ``period`` is the first day of the reporting period."""
    earlier, changes = given.earlier, given.changes
    corrected = apply_nik_corrections(earlier, changes.corrections)
    applied = apply_departures(corrected.people, changes.departures, given.role_names)
    people = applied.people
    relisted = drop_ended_contracts(given.later, people, is_complete=given.is_complete)
    later = relisted.later
    matches = match_people(_serving(people), later, is_complete=given.is_complete)
    confirmed = {one.nik for one in changes.corrections if one.nik == one.new_nik}
    pairs, doubts = split_pairs(pair_rows(people, later, matches.pairs), confirmed)
    carried = carry_over(people, later, pairs, matches.joined, is_complete=given.is_complete)
    # Who came and left in one period.
    newcomers = apply_departures(carried, applied.unknown, given.role_names)
    prices = PriceList(agreement, book)
    priced = price_next(newcomers.people, earlier, prices, period, given.last_number)
    everybody = with_ended_terms(priced.people, period) if given.end_of_term else priced.people
    changed = ChangedPeople(earlier, people, pairs, everybody)
    events = find_events(changed, corrected.corrections, period, book)
    successors = find_successors(events, people, everybody)
    everybody = _with_predecessors(everybody, successors, earlier)
    ended = everybody.filter(pl.col("exit_cause") == TERM_END)["earlier"].implode()
    questions = [
        *changes.questions,
        *corrected.questions,
        *applied.questions,
        *(question._replace(earlier=None) for question in newcomers.questions),
        *ask_about_unknown(newcomers.unknown),
        *ask_about_uncovered(people, everybody, matches),
        *relisted.questions,
        *(
            ask_about_missing(people.filter(~pl.col("id").is_in(ended)), later, matches)
            if given.is_complete
            else ask_about_listed_again(pairs, events)
        ),
        *doubts,
        *ask_about_errors(pairs),
        *ask_about_niks(people, later, matches),
        *ask_about_overlaps(everybody, successors, people),
    ]
    everybody = _with_exit_periods(everybody, period, given.listed)
    return RosterUpdate(
        *(given.record, period, earlier, everybody, events, questions, successors),
        _sum_up(priced, agreement, book),
        sipp_periods(everybody, book),
        given.sipp_npp,
        given.advice,
    )


def _serving(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter((pl.col("status") != EXCLUDED) & pl.col("exit_cause").is_null())


def with_ended_terms(people: pl.DataFrame, period: date) -> pl.DataFrame:
    """Return people with the exits of those whose contract ends by the period, which does not bill them.

    Newcomers stay: SIPP has not issued their numbers yet.
    """
    month = pl.element().struct.field("month")
    last_billed = pl.col("charges").list.eval(month).list.max()
    ended = (
        (pl.col("status") == ENROLLED)
        & pl.col("earlier").is_not_null()
        & pl.col("exit_cause").is_null()
        & (pl.col("end") < add_months(period, 1))
        & (last_billed < period)
    )
    return people.with_columns(
        pl.when(ended).then("end").otherwise("left_on").alias("left_on"),
        pl.when(ended).then("end").otherwise("agreed_end").alias("agreed_end"),
        pl.when(ended).then(pl.lit(TERM_END)).otherwise("exit_cause").alias("exit_cause"),
    )


def _with_predecessors(
    everybody: pl.DataFrame, successors: Mapping[int, int], earlier: pl.DataFrame
) -> pl.DataFrame:
    niks = dict(earlier.select("id", "nik").iter_rows())
    named = {number: niks[before] for number, before in successors.items()}
    numbers = pl.col("id").replace_strict(named, default=None, return_dtype=pl.String)
    return everybody.with_columns(pl.coalesce(numbers, "predecessor").alias("predecessor"))


def _with_exit_periods(
    everybody: pl.DataFrame, period: date, listed: Collection[str] | None
) -> pl.DataFrame:
    """Note the period for the exits that its file takes: those due by then, with a membership number.

    Who serves on under another contract stays on SIPP's list; BPU members are not on it. SIPP refuses numbers
    that are not on its list.
    """
    number = pl.col("kpj")
    superseded = superseded_exits(everybody)["id"]
    due = (
        pl.col("exit_cause").is_in(list(EXIT_CODES))
        & (pl.col("segment") == "pu")
        & pl.col("exit_period").is_null()
        & (number.is_not_null() if listed is None else number.is_in(list(listed)))
        & ~pl.col("id").is_in(superseded.implode())
        & (first_period_without(everybody) <= period)
    )
    return everybody.with_columns(
        pl.when(due).then(pl.lit(period)).otherwise("exit_period").alias("exit_period")
    )


def _sum_up(priced: NextPeople, agreement: Agreement, book: RateBook) -> EnrolmentTotals:
    terms = update_terms(count_by_election(priced.people["election"]), agreement, book)
    sums = Aggregates(
        aggregate(priced.people.drop("findings").with_columns(order="id"), by_amount=True)
    )
    codes = priced.people["location"].drop_nulls().mode()
    location = sipp_location(codes.sort()[0]) if len(codes) else None
    return summarise(sums.whole, terms, location, premiums=priced.premiums)


def update_terms(people: Mapping[str, int], agreement: Agreement, book: RateBook) -> EnrolmentTerms:
    """Return the terms of the next result; ``people`` counts its people by election."""
    return named_terms(book, agreement, None) or terms_by_dates(people, book, agreement)
