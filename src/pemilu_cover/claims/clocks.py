"""The clocks of a case: until when somebody has to act, and how much time is left.

Hours are counted hour by hour, over nights and days of rest. Days and working days end with the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pemilu_cover.claims.event import CASES, EventKind
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.benefits import BenefitLaw
from pemilu_cover.law.claim_law import ClaimLaw, Clock, Step
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.due_dates import is_day_of_rest
from pemilu_cover.values.dates import add_months

# Shorter times are shown in hours.
_SHOWN_IN_HOURS = timedelta(days=3)
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock of a case; without ``due`` it has not begun. ``is_advice`` where the duty is in doubt."""

    clock: Clock
    due: datetime | None
    done_at: datetime | None
    is_advice: bool

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.due is not None and self.done_at is None

    def time_left(self, now: datetime) -> timedelta | None:
        """Return the time that is left, negative when it is over; None unless it runs."""
        return self.due - now if self.due is not None and self.done_at is None else None

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the office is late."""
        left = self.time_left(now)
        return self.clock.duty == "office" and left is not None and left < timedelta(0)


def running_clocks(
    kind: EventKind, steps: Mapping[Step, datetime], law: ClaimLaw
) -> tuple[RunningClock, ...]:
    """Return the clocks of a case by what has happened in it so far."""
    cases = set(CASES[kind])
    day = steps["event"].date()
    return tuple(
        RunningClock(
            clock,
            _due(clock, steps),
            steps.get(clock.done_by) if clock.done_by else None,
            is_advice=kind == "death" and "jkm-death" not in clock.cases,
        )
        for clock in in_force(law.clocks, day)
        if cases & set(clock.cases)
    )


def _due(clock: Clock, steps: Mapping[Step, datetime]) -> datetime | None:
    begun = steps.get(clock.counted_from) if clock.counted_from else None
    if begun is None:
        return None
    if clock.hours:
        return begun + timedelta(hours=clock.hours)
    if clock.days:
        return datetime.combine(begun.date() + timedelta(days=clock.days), _END_OF_DAY)
    day, left = begun.date(), clock.working_days or 0
    while left:
        day += timedelta(days=1)
        left -= not is_day_of_rest(day)
    return datetime.combine(day, _END_OF_DAY)


def localized_duration(time: timedelta) -> LocalizedText:
    """Return a length of time without its sign, from three days on in days and hours.

    >>> localized_duration(timedelta(hours=-36, minutes=-10)).en, localized_duration(timedelta(days=3)).en
    ('36 h 10 min', '3 d 0 h')
    """
    hours, minutes = divmod(abs(time) // timedelta(minutes=1), 60)
    if abs(time) < _SHOWN_IN_HOURS:
        return localize("claim.duration", hours=hours, minutes=minutes)
    return localize("claim.duration-days", days=hours // 24, hours=hours % 24)


def next_clock(clocks: tuple[RunningClock, ...]) -> RunningClock | None:
    """Return the clock that ends first of those that run: the office's own before BPJS's."""
    running = [clock for clock in clocks if clock.is_running]
    return min(
        running, key=lambda one: (one.clock.duty != "office", one.due or datetime.max), default=None
    )


def claim_lapses_on(event: datetime, law: BenefitLaw) -> tuple[datetime, str] | None:
    """Return when a claim of JKK lapses, and by which article."""
    for lapse in in_force(law.lapses, event.date()):
        if lapse.programme == "JKK":
            day = add_months(event.date(), 12 * lapse.years)
            return datetime.combine(day, event.time()), lapse.reference
    return None
