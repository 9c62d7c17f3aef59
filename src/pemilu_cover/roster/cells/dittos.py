"""Ditto marks, which repeat the cell above: "sda" is "sama dengan di atas". A dash is an empty cell."""

from __future__ import annotations

import re

import polars as pl

_DITTO = frozenset(["SDA", "SDA.", "S.D.A", "S.D.A.", "IDEM", "DITO", "DITTO"]) | frozenset(
    ['"', "''", "”", "“", "〃", ",,", '-"-', "-''-"]
)
_PATTERN = rf"(?i)^\s*(?:{'|'.join(map(re.escape, sorted(_DITTO)))})\s*$"
# The fields that apply to all rows over which their cells are merged; a NIK or a name is one person's.
SHARED = "kecamatan desa tps body role wage start end period".split()
# The fields that can be the same for two people who follow each other.
REPEATED = [*SHARED, "address", "birth_place", "postal_code"]


def is_ditto(cell: str) -> bool:
    """Return whether a cell is a ditto mark.

    >>> is_ditto("sda"), is_ditto(" S.D.A. "), is_ditto("-")
    (True, True, False)
    """
    return cell.strip().upper() in _DITTO


def dittos(cells: pl.Series) -> pl.Series:
    """Return which cells of a column are ditto marks."""
    return cells.str.contains(_PATTERN)


def repeated(cells: pl.Series, above: str) -> pl.Series:
    """Return a column in which each ditto mark is the cell above; ``above`` is the cell before the first."""
    marks = dittos(cells)
    if not marks.any():
        return cells
    return cells.set(marks, None).forward_fill().fill_null(above)
