"""Lay out plain text: wrapped paragraphs, aligned columns, cells that wrap side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

_GAP = "  "


def wrap(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return the lines of a paragraph; ``hanging`` is the indent of all lines but the first.

    >>> wrap("one two three", 8, indent="- ", hanging="  ")
    ['- one', '  two', '  three']
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )


def align(
    rows: Sequence[Sequence[str]], alignment: str = "", *, gap: str = _GAP, indent: str = _GAP
) -> list[str]:
    """Return rows as lines of aligned columns: "<" left, ">" right, the last one of ``alignment`` repeated.

    >>> align([["role", "people"], ["KPPS", "7"]], "<>")
    ['  role  people', '  KPPS       7']
    """
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = (alignment or "<").ljust(len(widths), (alignment or "<")[-1])
    return [
        (indent + gap.join(_pad(*cell) for cell in zip(row, sides, widths, strict=True))).rstrip()
        for row in rows
    ]


def wrap_cells(
    cells: Sequence[str],
    widths: Sequence[int],
    alignment: str = "",
    *,
    max_lines: int | None = None,
) -> list[str]:
    """Return the lines of one row whose cells wrap within their columns.

    >>> wrap_cells(["a b", "12", "x y z"], [3, 4, 3], "<><")
    ['  a b    12  x y', '             z']
    """
    columns = [
        textwrap.wrap(cell, width, max_lines=max_lines, placeholder=" …", break_on_hyphens=False)
        for cell, width in zip(cells, widths, strict=True)
    ]
    sides = alignment or "<" * len(widths)
    return [
        (_GAP + _GAP.join(_pad(*cell) for cell in zip(line, sides, widths, strict=True))).rstrip()
        for line in zip_longest(*columns, fillvalue="")
    ]


def _pad(text: str, side: str, width: int) -> str:
    return f"{text:{side}{width}}"
