"""The clocks of a case, whatever the hour, the day and the steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.claims.clocks import RunningClock, claim_lapses_on, running_clocks
from pemilu_cover.claims.event import CASES, parse_time
from pemilu_cover.law.claim_law import Clock
from pemilu_cover.law.due_dates import is_day_of_rest
from pemilu_cover.law.rate_book import RateBook

TIMES = st.datetimes(datetime(2023, 10, 6), datetime(2030, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
KINDS = st.sampled_from(sorted(CASES))
LAW = RateBook.load().claims
STEPS = st.dictionaries(st.sampled_from(["kk1", "certificate", "kk2", "jkm"]), TIMES)


def by_id(clocks: tuple[RunningClock, ...]) -> dict[str, RunningClock]:
    return {running.clock.id: running for running in clocks}


@given(KINDS, TIMES, STEPS)
def test_clocks__any_steps__run_from_their_step_until_it_is_done(
    kind: str, event: datetime, steps: dict[str, datetime]
) -> None:
    done = {"event": event, **steps}
    for running in running_clocks(kind, done, LAW):  # type: ignore[arg-type]
        clock = running.clock
        begun = done.get(clock.counted_from or "")
        assert (running.due is None) == (begun is None)
        assert running.done_at == done.get(clock.done_by or "")
        if begun is None or running.due is None:
            continue
        if clock.hours:
            assert running.due == begun + timedelta(hours=clock.hours)
        assert running.due > begun
        now = running.due
        if running.is_running:
            assert not running.is_overdue(now)
            late = running.is_overdue(now + timedelta(minutes=1))
            assert late == (clock.duty == "office")


@given(TIMES)
def test_working_days__any_day__are_those_between(kk2: datetime) -> None:
    clocks = by_id(running_clocks("accident", {"event": kk2, "kk2": kk2}, LAW))
    due = clocks["jkk-payment"].due
    assert due is not None
    days = (kk2.date() + timedelta(days=number + 1) for number in range((due - kk2).days + 1))
    assert sum(not is_day_of_rest(day) for day in days if day <= due.date()) == 7
    assert not is_day_of_rest(due.date())


@given(TIMES)
def test_parse_time__any_way_of_writing__is_that_time(at: datetime) -> None:
    written = (f"{at:%Y-%m-%d %H:%M}", f"{at:%d-%m-%Y %H.%M}", f"{at:%d/%m/%Y, pukul %H.%M WITA}")
    assert {parse_time(text)[0] for text in written} == {at}


def test_first_report__every_kind__is_due_by_the_hour() -> None:
    at = datetime(2024, 12, 31, 23, 30)
    for kind in CASES:
        running = by_id(running_clocks(kind, {"event": at}, LAW))["kk1"]
        assert running.due == datetime(2025, 1, 2, 23, 30)
        assert running.is_advice == (kind == "death")


def test_lapse__day_of_the_new_law__is_five_years_not_two() -> None:
    law = RateBook.load().benefits
    before, since = (claim_lapses_on(datetime(2019, 12, day), law) for day in (1, 2))
    assert before
    assert since
    assert (before[0].year, since[0].year) == (2021, 2024)


def test_claim_law__each_clock__has_one_length_and_known_steps() -> None:
    lengths = [(clock.hours, clock.working_days, clock.days) for clock in LAW.clocks]
    assert all(sum(length is not None for length in one) == 1 for one in lengths)
    assert {clock.id for clock in LAW.clocks if clock.hours} == {"kk1", "kk2"}
    assert isinstance(LAW.clocks[0], Clock)
