"""Numbers of months as people read them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pemilu_cover.values.months import format_months


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (Fraction(16, 15), "32/30"),
        (Fraction(9), "9"),
        ("247/30", "247/30"),
        ("0", "0"),
        (0.8, "24/30"),
        (1 / 3 + 1 / 3, "20/30"),
        (18.0, "18"),
        (Fraction(8, 31), "8/31"),
    ],
)
def test_format_months__number_or_fraction__is_months_or_days_over_30(
    months: Fraction | str | float, shown: str
) -> None:
    assert format_months(months) == shown
