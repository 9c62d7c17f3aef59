"""A premium by programme in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from pemilu_cover.values.json_types import Money
from pemilu_cover.values.rupiah import to_decimal_string


class PremiumJson(TypedDict):
    """A premium by programme, in rupiah."""

    jkk: Money
    jkm: Money
    total: Money


def premium_json(jkk_sen: int, jkm_sen: int) -> PremiumJson:
    """Return a premium by programme."""
    return {
        "jkk": to_decimal_string(jkk_sen),
        "jkm": to_decimal_string(jkm_sen),
        "total": to_decimal_string(jkk_sen + jkm_sen),
    }
