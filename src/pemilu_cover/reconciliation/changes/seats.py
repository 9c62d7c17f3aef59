"""Seats that change hands: who took over whose seat.

A seat is a role in a unit. It becomes free when its holder leaves, or changes role or unit; it is taken by a
newcomer, or by somebody who changes to it. The earliest one to take a seat gets the one that became free last
before their first day; where none was free before, the one that became free first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

Seat = tuple[str, str, str, str]


class Move(NamedTuple):
    """One end of a change: the seat, the person by number, and the day, as far as it is known."""

    seat: Seat
    person: int
    day: date | None


def match_successors(freed: Iterable[Move], taken: Iterable[Move]) -> dict[int, int]:
    """Return the predecessor of each successor, by their numbers.

    >>> seat = ("KPPS_ANGGOTA", "BUNGURSARI", "CIBENING", "3")
    >>> match_successors([Move(seat, 7, None)], [Move(seat, 9, None), Move(seat, 10, None)])
    {9: 7}
    >>> may, june, july = (date(2024, month, 1) for month in (5, 6, 7))
    >>> match_successors([Move(seat, 7, may), Move(seat, 8, june)], [Move(seat, 9, july)])
    {9: 8}
    """
    free: defaultdict[Seat, list[Move]] = defaultdict(list)
    for move in sorted(freed, key=_order):
        free[move.seat].append(move)
    successors: dict[int, int] = {}
    for move in sorted(taken, key=_order):
        if free[move.seat]:
            seat = _last_before(move.day, free[move.seat])
            free[move.seat].remove(seat)
            successors[move.person] = seat.person
    return successors


def _last_before(day: date | None, free: list[Move]) -> Move:
    """Return the last move before a day, or the first one; ``free`` is in the order of days."""
    before = [move for move in free if day and move.day and move.day < day]
    return before[-1] if before else free[0]


def _order(move: Move) -> tuple[date, int]:
    return move.day or date.max, move.person
