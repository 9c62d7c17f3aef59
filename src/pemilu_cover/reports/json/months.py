"""Numbers of months in JSON."""

from __future__ import annotations

from fractions import Fraction

from pemilu_cover.values.json_types import Months


def months_json(months: Fraction) -> Months:
    """Return a number of months: an integer, or the exact fraction as text (``32/30`` is ``16/15``)."""
    return int(months) if months.denominator == 1 else str(months)
