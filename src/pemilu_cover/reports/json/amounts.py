"""Amounts in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from pemilu_cover.values.json_types import Money
from pemilu_cover.values.rupiah import to_decimal_string


class PremiumJson(TypedDict):
    """A premium by programme, in rupiah."""

    jkk: Money
    jkm: Money
    total: Money


def amount_json(sen: int | None) -> Money | None:
    """Return an amount, or None for one that is not known."""
    return None if sen is None else to_decimal_string(sen)


def premium_json(jkk_sen: int, jkm_sen: int) -> PremiumJson:
    """Return a premium by programme."""
    return {
        "jkk": to_decimal_string(jkk_sen),
        "jkm": to_decimal_string(jkm_sen),
        "total": to_decimal_string(jkk_sen + jkm_sen),
    }
