"""Wages with a typing error: what the office probably meant."""

from __future__ import annotations

import pytest

from pemilu_cover.law.wage_bounds import likely_wage

LOW_SEN, HIGH_SEN = 425_000_00, 850_000_00


@pytest.mark.parametrize(
    ("wage_sen", "likely_sen"),
    [
        (850_00, 850_000_00),  # in thousands
        (85_000_00, 850_000_00),
        (42_500_00, 425_000_00),
        (8_500_00, 850_000_00),
        (8_500_000_00, 850_000_00),
        (85_000_000_00, 850_000_00),
        (424_99, None),
        (4_250_005_00, None),  # a tenth of it is no whole rupiah
        (900_000_00, None),
        (3_000_00, None),
    ],
)
def test_likely_wage__outside_the_bounds__shifts_the_decimal_point(
    wage_sen: int, likely_sen: int | None
) -> None:
    assert likely_wage(wage_sen, LOW_SEN, HIGH_SEN) == likely_sen
