"""Cells as a person reads them, and those of which nothing can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import polars as pl

from pemilu_cover.roster.cells.dates import DAY
from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import DISPLAY, FLAWS, FORMULA_ERROR, RAW, TOO_LONG
from pemilu_cover.roster.fields.fractions import WHOLE, without_fraction
from pemilu_cover.roster.fields.membership_numbers import membership_numbers
from pemilu_cover.roster.fields.paired_columns import PARTED
from pemilu_cover.roster.fields.personal_status import is_blood_unknown
from pemilu_cover.roster.reading.cell_encoding import (
    ERROR_PATTERN,
    MAX_TEXT,
    NUMBER_PATTERN,
    display_cell,
    is_error,
    iso_days,
    plain_numbers,
)
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.nonanswers import may_be_no_name
from pemilu_cover.values.text import EMPTY_WORDS, clean, is_blank_value

# A formula that has failed: told by the workbook, or shown by the CSV that was made of it.
_FAILED = rf"^(?:{ERROR_PATTERN}|#(?:REF|VALUE|DIV/0|NULL|NUM|SPILL|CALC)!$|#N/A$|#NAME\?$)"
_NAMES = frozenset({"name", "mother"})
_LONGEST_NOTHING = max(map(len, EMPTY_WORDS))
_PLAIN = r"^[\x21-\x7e]+(?: [\x21-\x7e]+)*$"
_NUMBER = rf"^{NUMBER_PATTERN}[0-9]+$"


def flaws(typed: Callable[[str], pl.Series], height: int) -> pl.Series:
    """Name the cells of each row whose formula has failed, or that hold more than Excel's can."""
    names = fields().keys() - PARTED
    cells = pl.DataFrame({name: typed(name) for name in names})
    suspect = cells.select(
        pl.col(name).str.contains(_FAILED).any() | (pl.col(name).str.len_bytes().max() > MAX_TEXT)
        for name in names
    ).row(0, named=True)
    found: dict[int, list[str]] = defaultdict(list)
    for name in (name for name in names if suspect[name]):
        for code, flawed in (
            (FORMULA_ERROR, cells[name].str.contains(_FAILED)),
            (TOO_LONG, cells[name].str.len_chars() > MAX_TEXT),
        ):
            for row in flawed.arg_true():
                found[row].append(f"{name} {code}")
    flawed_rows = pl.DataFrame(
        {"at": list(found), FLAWS: [sorted(of_row) for of_row in found.values()]},
        schema={"at": pl.UInt32, FLAWS: pl.List(pl.String)},
    )
    everybody = pl.select(pl.int_range(height, dtype=pl.UInt32).alias("at"))
    lists = everybody.join(flawed_rows, on="at", how="left", maintain_order="left")[FLAWS]
    return lists.fill_null(pl.lit([], dtype=pl.List(pl.String)))


def with_shown(frame: pl.DataFrame) -> pl.DataFrame:
    """Add each cell as a person reads it; only texts that are not plainly clean are taken in hand."""
    lengths = frame.select(pl.col(RAW + name).str.len_bytes().max() for name in fields())
    filled = [name for name in fields() if lengths[RAW + name].item()]
    plain = frame.select(pl.col(RAW + name).str.contains(_PLAIN).alias(name) for name in filled)
    cells = {name: _cleaned(frame[RAW + name], plain[name]) for name in filled}
    cells |= {name: without_fraction(cells[name]) for name in filled if name in WHOLE}
    if "kpj" in cells:
        cells["kpj"] = membership_numbers(cells["kpj"])
    shown = {**{name: _no_texts(frame.height) for name in fields()}, **_without_nothing(cells)}
    return frame.with_columns(shown[name].alias(DISPLAY + name) for name in fields())


def _no_texts(height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def _cleaned(cells: pl.Series, plain: pl.Series) -> pl.Series:
    if plain.all():
        return cells
    at = plain.not_().arg_true()
    odd = cells.gather(at)
    # `display_cell` of most numbers and dates, which stand in every row.
    number = odd.str.contains(_NUMBER)
    if number.all():
        return cells.scatter(at, plain_numbers(odd))
    if number.any():
        odd = plain_numbers(odd).zip_with(number, odd)
    day = odd.str.contains(DAY)
    if day.any():
        iso = iso_days(odd)
        day_first = iso.str.slice(8, 2) + "-" + iso.str.slice(5, 2) + "-" + iso.str.slice(0, 4)
        odd = day_first.zip_with(day, odd)
    still = ~(number | day)
    if still.any():
        odd = odd.scatter(still.arg_true(), map_distinct(odd.filter(still), _as_seen))
    return cells.scatter(at, odd)


def _without_nothing(cells: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """Empty the cells that stand for nothing: they are short, or have no letter, or are error values."""
    maybe = pl.DataFrame(cells).select(
        pl.col(name)
        .filter(
            (pl.col(name).str.len_bytes() <= _LONGEST_NOTHING)
            | pl.col(name).str.starts_with("#")
            | ~pl.col(name).str.contains(r"[\p{L}\p{N}]")
            | pl.lit(name == "blood")
        )
        .unique()
        .drop_nulls()
        .implode()
        for name in cells
    )
    found = maybe.row(0, named=True) if cells else {}
    nothing = {
        name: [text for text in texts if _stands_for_nothing(name, text)]
        for name, texts in found.items()
    }
    return {
        name: column.set(column.is_in(nothing[name]), None) if nothing[name] else column
        for name, column in cells.items()
    }


def _stands_for_nothing(field: str, text: str) -> bool:
    """Return whether a cell is empty to who reads it; people are called Nan, Na and Nihil."""
    if field == "blood" and is_blood_unknown(text):
        return True
    return is_blank_value(text) and not (field in _NAMES and may_be_no_name(text))


def _as_seen(cell: str) -> str | None:
    return None if is_error(cell) else clean(display_cell(cell)) or None
