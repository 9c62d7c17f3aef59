"""Columns of cells: split one that holds several fields, join several that hold one."""

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


def split_column(cells: pl.Series, name: str, names: tuple[str, ...]) -> pl.Series:
    """Return a field's part of combined cells; a cell that cannot be split is the first field's."""
    distinct = cells.unique()
    parts = pl.Series([_split_cell(cell, name, names) for cell in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, parts, return_dtype=pl.String)


def _split_cell(cell: str, name: str, names: tuple[str, ...]) -> str:
    if names[0] == header_qualifiers.DUTY:
        places = splitting.split_duty(cell)
        return places.get(name) or (places.get("place", "") if name == names[1] else "")
    parts = splitting.split(cell, names)
    if parts is None:
        return cell if name == next(filter(None, names)) else ""
    value = parts.get(name, "")
    return cell if value == display_cell(cell) else value


def join_columns(cells: pl.Series, more: Iterable[tuple[str, pl.Series]]) -> pl.Series:
    """Return cells with those of other columns behind them, each after its prefix."""
    prefixes, columns = zip(*more, strict=True)
    rows = zip(*map(_displayed, (cells, *columns)), strict=True)
    return pl.Series([_join(row, prefixes) for row in rows], dtype=pl.String)


def _join(parts: Sequence[str], prefixes: Sequence[str]) -> str:
    text = parts[0]
    for prefix, split_column in zip(prefixes, parts[1:], strict=True):
        word = prefix.strip(" ;.")
        if not split_column or (word in _NUMBERED and re.search(rf"\b{word[:2]}\b", text.upper())):
            continue
        has_prefix = (
            not split_column[0].isdigit()
            if word in _NUMBERED
            else split_column.upper().startswith(word.upper())
        )
        joint = prefix if prefix == REMARKS and text else " "
        text += (
            f"{joint}{split_column}"
            if has_prefix or prefix == REMARKS
            else f" {prefix}{split_column}"
        )
    return text.strip()


def _displayed(cells: pl.Series) -> pl.Series:
    """Return cells as displayed, blank ones empty."""
    distinct = cells.unique()
    texts = pl.Series([_displayed_cell(cell) for cell in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, texts, return_dtype=pl.String)


def _displayed_cell(cell: str) -> str:
    text = clean(display_cell(cell))
    return "" if is_blank_value(text) else text
