"""Seats that change hands: who took over whose seat.

A seat is a role in a unit. It becomes free when its holder leaves, or changes role or unit; it is taken by a
newcomer, or by somebody who changes to it. The earliest day of one pairs with the earliest of the other.
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
    """
    free: defaultdict[Seat, list[Move]] = defaultdict(list)
    for move in sorted(freed, key=_order):
        free[move.seat].append(move)
    successors: dict[int, int] = {}
    for move in sorted(taken, key=_order):
        if free[move.seat]:
            successors[move.person] = free[move.seat].pop(0).person
    return successors


def _order(move: Move) -> tuple[date, int]:
    return move.day or date.max, move.person
