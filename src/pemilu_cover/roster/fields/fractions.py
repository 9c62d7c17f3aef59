"""Numbers that a program held as fractions: ``83500000001.0`` is a phone number without the ``.0``.

A column with an empty cell becomes one of fractions in pandas, and each of its numbers is written so.
"""

from __future__ import annotations

import polars as pl

# Fields of digits alone. A wage is none: "850.000" is a number of thousands.
WHOLE = ("nik", "phone", "npwp", "kpj", "postal_code", "tps")
_FRACTION = r"^(\+?[0-9]+)[.,]0{1,2}$"
# Of 16 digits a fraction keeps all up to 2^53; Excel keeps 15, and puts a 0 for the last.
_DIGITS, _FIRST_UNSURE = 16, str(1 << 53)


def without_fraction(cells: pl.Series) -> pl.Series:
    """Return cells without a fraction of nothing, where all their digits are certain."""
    fractions = cells.str.contains(_FRACTION)
    if not fractions.any():
        return cells
    whole = cells.str.extract(_FRACTION)
    return whole.zip_with((fractions & _are_certain(whole)).fill_null(value=False), cells)


def are_uncertain(cells: pl.Series) -> pl.Series:
    """Say of each cell that `without_fraction` gave whether a digit of it may have been replaced."""
    return cells.str.contains(_FRACTION) & ~_are_certain(cells.str.extract(_FRACTION))


def _are_certain(digits: pl.Series) -> pl.Series:
    lengths = digits.str.len_chars()
    told = (digits < _FIRST_UNSURE) & ~digits.str.ends_with("0")
    return (lengths < _DIGITS) | ((lengths == _DIGITS) & told)
