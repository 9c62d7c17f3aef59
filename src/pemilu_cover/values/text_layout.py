"""Lay out plain text: wrapped paragraphs, aligned columns, cells that wrap side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

_GAP = "  "
_wrap = partial(textwrap.wrap, break_on_hyphens=False, placeholder=" …")


def wrap(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return the lines of a paragraph; ``hanging`` is the indent of all lines but the first.

    >>> wrap("one two three", 8, indent="- ", hanging="  ")
    ['- one', '  two', '  three']
    """
    hanging = indent if hanging is None else hanging
    return _wrap(text, width, initial_indent=indent, subsequent_indent=hanging)


def align(
    rows: Sequence[Sequence[str]], alignment: str = "<", *, gap: str = _GAP, indent: str = _GAP
) -> list[str]:
    """Return rows as lines of aligned columns: "<" left, ">" right, the last one of ``alignment`` repeated.

    >>> align([["role", "people"], ["KPPS", "7"]], "<>")
    ['  role  people', '  KPPS       7']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths, alignment, gap, indent) for row in rows]


def wrap_cells(
    cells: Sequence[str],
    widths: Sequence[int],
    alignment: str = "<",
    *,
    max_lines: int | None = None,
) -> list[str]:
    """Return the lines of one row whose cells wrap within their columns.

    >>> wrap_cells(["a b", "12", "x y z"], [3, 4, 3], "<><")
    ['  a b    12  x y', '             z']
    """
    columns = [
        _wrap(cell, width, max_lines=max_lines) for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        _line(line, widths, alignment, _GAP, _GAP) for line in zip_longest(*columns, fillvalue="")
    ]


def _line(
    cells: Sequence[str], widths: Sequence[int], alignment: str, gap: str, indent: str
) -> str:
    sides = alignment.ljust(len(widths), alignment[-1])
    padded = (
        f"{cell:{side}{width}}" for cell, side, width in zip(cells, sides, widths, strict=True)
    )
    return (indent + gap.join(padded)).rstrip()
