"""Names of several lines in the rows of a table on paper.

The other cells of a row are on one line; a long name goes on below it, above it, or on both sides alike, as
the cells are aligned. All rows of a page have the same way: the one by which most names are in one piece.
Where two ways do as well, a name that they read differently is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from pemilu_cover.reconciliation.billing.pdf_reader import Word

# The middle of a name of several lines is on the line of its row, its lines are evenly spaced: up to this.
_MIDDLE, _UNEVEN = 1.5, 1.0


class NameLine(NamedTuple):
    """The part of a name that is on the line of its row; ``words`` may be empty."""

    base: float
    words: Sequence[Word]


# The lines of names above the first row, between each two rows, and below the last.
_Line = list[Word]
_Gaps = Sequence[Sequence[_Line]]


def full_names(rows: Sequence[NameLine], fragments: Sequence[Word]) -> list[str | None]:
    """Return the names of rows, from top to bottom; None where a line may belong to two of them.

    >>> row = NameLine(100.0, [(0.0, 9.0, 100.0, "SITI")])
    >>> full_names([row], [(0.0, 9.0, 93.0, "AMINAH")])
    ['SITI AMINAH']
    """
    if not rows:
        return []
    ordered = sorted(fragments, key=lambda word: -word[2])
    lines = [list(line) for _, line in groupby(ordered, key=lambda word: round(word[2]))]
    edges = [float("inf"), *(row.base for row in rows), float("-inf")]
    gaps = [
        [line for line in lines if upper > line[0][2] > lower] for upper, lower in pairwise(edges)
    ]
    leading = _leading(rows, lines)
    # Above the first row and below the last, only what is near them belongs to a name.
    gaps[0] = _near(gaps[0][::-1], edges[1], leading)[::-1]
    gaps[-1] = _near(gaps[-1], edges[-2], leading)
    found = [
        _names(rows, [*way(rows, gaps)], gaps, fits, leading)
        for way, fits in (
            (_go_below, _is_on_line),
            (_go_around, _is_around),
            (_go_above, _is_on_line),
        )
    ]
    most = max(map(_count, found))
    likely = [names for names in found if _count(names) == most]
    return [names[0] if len(set(names)) == 1 else None for names in zip(*likely, strict=True)]


def _names(
    rows: Sequence[NameLine],
    parts: Sequence[Sequence[Word]],
    gaps: _Gaps,
    fits: Callable[[NameLine, Sequence[Word]], bool],
    leading: float,
) -> list[str | None]:
    """Return the names of one way; none where it leaves lines over."""
    words = sum(map(len, parts))
    if words != sum(len(row.words) for row in rows) + sum(len(_flat(gap)) for gap in gaps):
        return [None] * len(rows)
    return [
        _join(part) if part and fits(row, part) and _is_close(part, leading) else None
        for row, part in zip(rows, parts, strict=True)
    ]


def _near(lines: Sequence[_Line], base: float, leading: float) -> list[_Line]:
    """Return the lines that follow a row as closely as the lines of a name, one after another."""
    near = []
    for line in lines:
        if abs(line[0][2] - base) > leading + _UNEVEN:
            break
        near.append(line)
        base = line[0][2]
    return near


def _count(names: Sequence[str | None]) -> int:
    return sum(name is not None for name in names)


def _leading(rows: Sequence[NameLine], lines: Sequence[_Line]) -> float:
    """Return the distance of the lines of a name: the smallest between any two lines."""
    bases = sorted({line[0][2] for line in lines} | {row.base for row in rows if row.words})
    return min((upper - lower for lower, upper in pairwise(bases)), default=0.0)


def _is_close(words: Sequence[Word], leading: float) -> bool:
    """Return whether the lines of a name are as close together as those of others."""
    bases = sorted({word[2] for word in words})
    return all(upper - lower <= leading + _UNEVEN for lower, upper in pairwise(bases))


def _go_below(rows: Sequence[NameLine], gaps: _Gaps) -> Iterator[list[Word]]:
    for row, gap in zip(rows, gaps[1:], strict=True):
        yield [*row.words, *_flat(gap)]


def _go_above(rows: Sequence[NameLine], gaps: _Gaps) -> Iterator[list[Word]]:
    for row, gap in zip(rows, gaps, strict=False):
        yield [*_flat(gap), *row.words]


def _go_around(rows: Sequence[NameLine], gaps: _Gaps) -> Iterator[list[Word]]:
    """Yield the words of each row: as many lines below it as above; the rest is above the next row."""
    taken = 0
    for row, before, after in zip(rows, gaps, gaps[1:], strict=False):
        above = before[taken:]
        taken = len(above)
        yield [*_flat(above), *row.words, *_flat(after[:taken])]


def _flat(lines: Sequence[_Line]) -> list[Word]:
    return [word for line in lines for word in line]


def _is_on_line(row: NameLine, _: Sequence[Word]) -> bool:
    return bool(row.words)


def _is_around(row: NameLine, words: Sequence[Word]) -> bool:
    heights = [word[2] for word in words]
    return abs((max(heights) + min(heights)) / 2 - row.base) <= _MIDDLE


def _join(words: Sequence[Word]) -> str:
    return " ".join(word[3] for word in sorted(words, key=lambda word: (-round(word[2]), word[0])))
