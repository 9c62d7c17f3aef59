"""What the guard of a sheet finds in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_areas import Area


class SheetScan(NamedTuple):
    """The scan of a sheet: hidden rows, and broken cells (row, column) with their displayed text.

    ``filled`` counts the cells that hold a value, including errors and the number of an empty text.
    ``has_blank_rows`` means that rows were formatted and never filled, and can be left out: no address
    depends on them. ``merged`` has the areas that the workbook reader cannot parse, and ``has_odd_areas``
    means that there are some, or other invalid ones.
    """

    hidden_rows: frozenset[int] = frozenset()
    broken: Mapping[tuple[int, int], str] = MappingProxyType({})
    filled: int = 0
    has_blank_rows: bool = False
    merged: tuple[Area, ...] = ()
    has_odd_areas: bool = False
