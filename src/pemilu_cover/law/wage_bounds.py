"""Plausible wages: by the honorarium of a role, or if it has none by those of all roles.

Only the ceilings are law; ``rates/plausibility.toml`` has the shares and bounds, with their reasons.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values.rupiah import SEN

# Frequent typing errors, the likeliest first: an amount in thousands, a zero too few or too many.
_TYPING_ERRORS = tuple(Fraction(10) ** power for power in (3, 1, -1, 2, -2))


class WageBounds(NamedTuple):
    """A role's wages in sen a month: below ``least`` impossible, outside ``low`` to ``high`` implausible."""

    least: int
    low: int
    high: int


def wage_bounds(role: str, election: Election, book: RateBook) -> WageBounds:
    """Return the bounds of a role's wage in an election.

    >>> book = RateBook.load()
    >>> pilkada = book.elections["pilkada-2024"]
    >>> wage_bounds("KPPS_ANGGOTA", pilkada, book)
    WageBounds(least=6500000, low=42500000, high=85000000)
    >>> wage_bounds("KPU_KAB_NONASN", pilkada, book)
    WageBounds(least=6500000, low=32500000, high=1000000000)
    """
    bounds, pay = book.plausibility, election.role(role).honorarium
    lowest = book.lowest_honorarium_sen
    share = bounds.lowest_wage_share.value
    return WageBounds(
        int(lowest * bounds.impossible_wage_share.value),
        int((pay.amount_sen if pay else lowest) * share),
        pay.ceiling_sen if pay else int(bounds.highest_other_wage_rupiah.value * SEN),
    )


def likely_wage(wage_sen: int, low: int, high: int) -> int | None:
    """Return the wage within the bounds of which a typing error makes the given one, or None.

    >>> likely_wage(8_500_000, 42_500_000, 85_000_000), likely_wage(300_000, 42_500_000, 85_000_000)
    (85000000, None)
    """
    candidates = (wage_sen * factor for factor in _TYPING_ERRORS)
    return next((int(sen) for sen in candidates if low <= sen <= high and sen % SEN == 0), None)
