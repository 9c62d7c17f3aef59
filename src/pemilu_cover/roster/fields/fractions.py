"""Numbers that a program stored as fractions: ``83500000001.0`` is a phone number without the ``.0``.

pandas turns a column with an empty cell into fractions, and writes each of its numbers this way.
"""

from __future__ import annotations

import polars as pl

# Fields of digits alone. A wage is none: "850.000" is a number of thousands.
INTEGER_FIELDS = ("nik", "phone", "npwp", "kpj", "postal_code", "tps")
_FRACTION = r"^(\+?[0-9]+)[.,]0{1,2}$"
# A fraction has all of 16 digits up to 2^53; Excel has 15, and replaces the last by 0.
_DIGITS, _FIRST_UNSURE = 16, str(1 << 53)


def without_fraction(cells: pl.Series) -> pl.Series:
    """Return cells without a zero fraction, where all their digits are certain."""
    fractions = cells.str.contains(_FRACTION)
    if not fractions.any():
        return cells
    integers = cells.str.extract(_FRACTION)
    return integers.zip_with((fractions & _are_certain(integers)).fill_null(value=False), cells)


def are_uncertain(cells: pl.Series) -> pl.Series:
    """Return of each cell of `without_fraction` whether a digit of it may have been replaced."""
    return cells.str.contains(_FRACTION) & ~_are_certain(cells.str.extract(_FRACTION))


def _are_certain(digits: pl.Series) -> pl.Series:
    lengths = digits.str.len_chars()
    is_exact = (digits < _FIRST_UNSURE) & ~digits.str.ends_with("0")
    return (lengths < _DIGITS) | ((lengths == _DIGITS) & is_exact)
