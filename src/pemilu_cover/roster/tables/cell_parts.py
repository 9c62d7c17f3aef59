"""Columns of cells, parted into what their table has in one, or joined of what it has in several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from pemilu_cover.roster.cells import splitting
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.roster.tables.column_choice import REMARKS
from pemilu_cover.values.text import clean, is_blank_value

_NUMBERED = frozenset({"RT", "RW", "RT/RW"})


def part(cells: pl.Series, name: str, names: tuple[str, ...]) -> pl.Series:
    """Return a field's parts of cells that hold several fields; what cannot be parted is the first's."""
    distinct = cells.unique()
    parts = pl.Series([_part(cell, name, names) for cell in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, parts, return_dtype=pl.String)


def _part(cell: str, name: str, names: tuple[str, ...]) -> str:
    if names[0] == header_qualifiers.DUTY:
        places = splitting.split_duty(cell)
        return places.get(name) or (places.get("place", "") if name == names[1] else "")
    found = splitting.split(cell, names)
    if found is None:
        return cell if name == next(filter(None, names)) else ""
    value = found.get(name, "")
    return cell if value == display_cell(cell) else value


def joined(cells: pl.Series, more: Iterable[tuple[str, pl.Series]]) -> pl.Series:
    """Return cells with those of other columns behind them, each with what is said before it."""
    said, others = zip(*more, strict=True)
    rows = zip(*map(_shown, (cells, *others)), strict=True)
    return pl.Series([_join(row, said) for row in rows], dtype=pl.String)


def _join(parts: Sequence[str], said: Sequence[str]) -> str:
    text = parts[0]
    for before, part in zip(said, parts[1:], strict=True):
        word = before.strip(" ;.")
        if not part or (word in _NUMBERED and re.search(rf"\b{word[:2]}\b", text.upper())):
            continue
        is_said = (
            not part[0].isdigit() if word in _NUMBERED else part.upper().startswith(word.upper())
        )
        joint = before if before == REMARKS and text else " "
        text += f"{joint}{part}" if is_said or before == REMARKS else f" {before}{part}"
    return text.strip()


def _shown(cells: pl.Series) -> pl.Series:
    """Return cells as they are seen, those that stand for nothing empty."""
    distinct = cells.unique()
    seen = pl.Series([_seen(cell) for cell in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, seen, return_dtype=pl.String)


def _seen(cell: str) -> str:
    text = clean(display_cell(cell))
    return "" if is_blank_value(text) else text
