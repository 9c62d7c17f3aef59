"""The accident or death of a case: its kind, and its time at the place where it happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from pemilu_cover.law.claim_law import ClaimCase
from pemilu_cover.values import dates

EventKind = Literal["accident", "accident-death", "death"]
# What is claimed after an event: the likeliest first.
CASES: dict[EventKind, tuple[ClaimCase, ...]] = {
    "accident": ("jkk-treatment", "santunan-injury"),
    "accident-death": ("jkk-death", "santunan-death"),
    "death": ("jkm-death", "jkk-death", "santunan-death"),
}

_TIME = re.compile(
    r"(?P<day>.*?\d)(?:[\s,]+|T)(?:(?:PUKUL|PKL|JAM)\.?\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?::\d\d)?\s*(?P<zone>WIB|WITA|WIT)?",
    re.IGNORECASE,
)


class Zone(NamedTuple):
    """A time zone of Indonesia, which has no summer time; without a name that of this computer."""

    name: str
    offset: timedelta | None


# Clocks are counted from a time, so it cannot be at the end of the calendar.
_YEARS = range(1900, 3000)
_HOURS = {"WIB": 7, "WITA": 8, "WIT": 9}
_COMPUTER = Zone("", None)
# Bali, both Nusa Tenggara, Kalimantan Selatan, Timur and Utara, Sulawesi; Maluku and Papua are east of them.
_CENTRAL_PROVINCES = frozenset("51 52 53 63 64 65 71 72 73 74 75 76".split())
_FIRST_EASTERN_PROVINCE = "81"


@dataclass(frozen=True, slots=True)
class Event:
    """An accident, a death by one, or another death; times are those of the place."""

    kind: EventKind
    at: datetime
    zone: Zone
    place: str = ""
    treated_at: str = ""

    @property
    def is_death(self) -> bool:
        """Whether somebody has died."""
        return self.kind != "accident"

    @property
    def cases(self) -> tuple[ClaimCase, ...]:
        """What is claimed."""
        return CASES[self.kind]


def zone_of(regency: str | None) -> Zone:
    """Return the time zone of a regency's code, that of the computer where it is not known.

    >>> [zone_of(code).name for code in ("3214", "6171", "5171", "9401", None)]
    ['WIB', 'WIB', 'WITA', 'WIT', '']
    """
    if not regency:
        return _COMPUTER
    province = regency[:2]
    if province in _CENTRAL_PROVINCES:
        return zone_by_name("WITA")
    return zone_by_name("WIT" if province >= _FIRST_EASTERN_PROVINCE else "WIB")


def zone_by_name(name: str) -> Zone:
    """Return the zone of a name, that of the computer for ``""``."""
    return Zone(name, timedelta(hours=_HOURS[name])) if name else _COMPUTER


def current_time(zone: Zone) -> datetime:
    """Return the time of now in a zone, to the minute."""
    now = datetime.now(UTC) + zone.offset if zone.offset else datetime.now().astimezone()
    return now.replace(second=0, microsecond=0, tzinfo=None)


def parse_time(text: str) -> tuple[datetime, str]:
    """Read a day with a time of day, and the name of its zone or ``""``. Raise `ValueError`.

    >>> parse_time("2024-11-27 22:10"), parse_time("27 November 2024 pukul 22.10 WIB")
    ((datetime.datetime(2024, 11, 27, 22, 10), ''), (datetime.datetime(2024, 11, 27, 22, 10), 'WIB'))
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError("no time")
    day = dates.parse(match["day"])
    if day.year not in _YEARS:
        raise ValueError("no time")
    at = datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]))
    return at, (match["zone"] or "").upper()
