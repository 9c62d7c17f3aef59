"""Addresses and areas of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class Area(NamedTuple):
    """An area of cells, counted from 1, its ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, other: Area) -> bool:
        """Return whether another area lies within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def meets(self, other: Area) -> bool:
        """Return whether another area has cells in common with this one."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


def cell_of(address: str) -> tuple[int, int] | None:
    """Return column and row of an address, or None where it is none on a sheet."""
    matches = _CELL.fullmatch(address)
    if not matches:
        return None
    column = 0
    for letter in matches[1]:
        column = column * 26 + ord(letter) - 64
    row = int(matches[2])
    return (column, row) if column <= LAST_COLUMN and row <= LAST_ROW else None


def area_of(ref: str | None) -> Area | None:
    """Return the area of a reference, or None where it is none."""
    first, _, last = (ref or "").partition(":")
    one, other = cell_of(first), cell_of(last or first)
    if not one or not other or one[0] > other[0] or one[1] > other[1]:
        return None
    return Area(*one, *other)


def areas_faults(what: str, refs: Iterable[str]) -> Iterator[str]:
    """Yield references that are no areas, and areas that overlap."""
    areas = [(ref, area_of(ref)) for ref in refs]
    yield from (f"{what}: {ref!r} is no area" for ref, area in areas if area is None)
    for (one, first), (other, second) in combinations(areas, 2):
        if first and second and first.meets(second):
            yield f"{what}: {one} and {other} overlap"
