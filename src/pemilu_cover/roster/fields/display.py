"""Cells as displayed, and unreadable cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import polars as pl

from pemilu_cover.roster.cells.dates import DAY
from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import (
    DISPLAY,
    FLAWS,
    FORMULA_ERROR,
    HAS_CONTROL,
    RAW,
    TOO_LONG,
)
from pemilu_cover.roster.fields.fractions import INTEGER_FIELDS, without_fraction
from pemilu_cover.roster.fields.membership_numbers import membership_numbers
from pemilu_cover.roster.fields.paired_columns import PAIRS
from pemilu_cover.roster.fields.personal_status import is_blood_unknown
from pemilu_cover.roster.reading.cell_encoding import (
    ERROR_PATTERN,
    MAX_TEXT,
    NUMBER_PATTERN,
    are_dates,
    cell_contents,
    display_cell,
    is_error,
)
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.nonanswers import may_be_no_name
from pemilu_cover.values.text import EMPTY_WORDS, clean, is_blank_value

# A formula that has failed: marked in the workbook, or displayed in the CSV that was exported from it.
_FAILED = rf"^(?:{ERROR_PATTERN}|#(?:REF|VALUE|DIV/0|NULL|NUM|SPILL|CALC)!$|#N/A$|#NAME\?$)"
_NAMES = frozenset({"name", "mother"})
_LONGEST_BLANK = max(map(len, EMPTY_WORDS))
_PLAIN = r"^[\x21-\x7e]+(?: [\x21-\x7e]+)*$"
_CONTROL = r"[\x00-\x1f\x7f-\x{9f}]"
_NUMBER = rf"^{NUMBER_PATTERN}[0-9]+$"


def flaws(typed: Callable[[str], pl.Series], height: int) -> pl.Series:
    """Return the flaws of each row: cells whose formula has failed, or that are longer than Excel allows."""
    names = fields().keys() - PAIRS
    cells = pl.DataFrame({name: typed(name) for name in names})
    suspect = cells.select(
        pl.col(name).str.contains(_FAILED).any() | (pl.col(name).str.len_bytes().max() > MAX_TEXT)
        for name in names
    ).row(0, named=True)
    if not any(suspect.values()):
        return pl.Series(FLAWS, [[]], dtype=pl.List(pl.String)).new_from_index(0, height)
    flaws_by_row: dict[int, list[str]] = defaultdict(list)
    for name in (name for name in names if suspect[name]):
        for code, flawed in (
            (FORMULA_ERROR, cells[name].str.contains(_FAILED)),
            (TOO_LONG, cells[name].str.len_chars() > MAX_TEXT),
        ):
            for row in flawed.arg_true():
                flaws_by_row[row].append(f"{name} {code}")
    flawed_rows = pl.DataFrame(
        {
            "at": list(flaws_by_row),
            FLAWS: [sorted(row_flaws) for row_flaws in flaws_by_row.values()],
        },
        schema={"at": pl.UInt32, FLAWS: pl.List(pl.String)},
    )
    everybody = pl.select(pl.int_range(height, dtype=pl.UInt32).alias("at"))
    lists = everybody.join(flawed_rows, on="at", how="left", maintain_order="left")[FLAWS]
    return lists.fill_null(pl.lit([], dtype=pl.List(pl.String)))


def with_shown(frame: pl.DataFrame) -> pl.DataFrame:
    """Add each cell as displayed, and which rows have control characters.

    Only texts that are not clean already are processed.
    """
    lengths = frame.select(pl.col(RAW + name).str.len_bytes().max() for name in fields())
    filled = [name for name in fields() if lengths[RAW + name].item()]
    plain = frame.select(pl.col(RAW + name).str.contains(_PLAIN).alias(name) for name in filled)
    cells = {name: _cleaned(frame[RAW + name], plain[name]) for name in filled}
    cells |= {name: without_fraction(cells[name]) for name in filled if name in INTEGER_FIELDS}
    if "kpj" in cells:
        cells["kpj"] = membership_numbers(cells["kpj"])
    has_control = _rows_with_control(cells, plain)
    shown = {**{name: _no_texts(frame.height) for name in fields()}, **_without_blanks(cells)}
    return frame.with_columns(
        *(shown[name].alias(DISPLAY + name) for name in fields()), has_control.alias(HAS_CONTROL)
    )


def _no_texts(height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def _rows_with_control(cells: Mapping[str, pl.Series], plain: pl.DataFrame) -> pl.Series:
    """Return which rows have a control character; plain texts have none."""
    has_control = pl.repeat(value=False, n=plain.height, eager=True)
    for name, column in cells.items():
        rows = plain[name].not_().arg_true()
        rows = rows.filter(column.gather(rows).str.contains(_CONTROL))
        has_control = has_control.scatter(rows, values=True)
    return has_control


def _cleaned(cells: pl.Series, plain: pl.Series) -> pl.Series:
    if plain.all():
        return cells
    at = plain.not_().arg_true()
    odd = cells.gather(at)
    shown = display_cells(odd)
    # Most are numbers and dates, which are in every row.
    rest = ~(odd.str.contains(_NUMBER) | odd.str.contains(DAY))
    if rest.any():
        shown = shown.scatter(rest.arg_true(), map_distinct(odd.filter(rest), _displayed))
    return cells.scatter(at, shown)


def display_cells(cells: pl.Series) -> pl.Series:
    """Return cells as Excel displays them, as `display_cell` does."""
    content, day = cell_contents(cells), are_dates(cells)
    if not day.any():
        return content
    year, month, date = (content.str.slice(*part) for part in ((0, 4), (5, 2), (8, 2)))
    return (date + "-" + month + "-" + year).zip_with(day, content)


def _without_blanks(cells: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """Empty the blank cells: they are short, or have no letter, or are error values."""
    candidates = pl.DataFrame(cells).select(
        pl.col(name)
        .filter(
            (pl.col(name).str.len_bytes() <= _LONGEST_BLANK)
            | pl.col(name).str.starts_with("#")
            | ~pl.col(name).str.contains(r"[\p{L}\p{N}]")
            | pl.lit(name == "blood")
        )
        .unique()
        .drop_nulls()
        .implode()
        for name in cells
    )
    texts_by_field = candidates.row(0, named=True) if cells else {}
    blanks = {
        name: [text for text in texts if _is_blank(name, text)]
        for name, texts in texts_by_field.items()
    }
    return {
        name: column.set(column.is_in(blanks[name]), None) if blanks[name] else column
        for name, column in cells.items()
    }


def _is_blank(field: str, text: str) -> bool:
    """Return whether a cell is blank to its reader; people are called Nan, Na and Nihil."""
    if field == "blood" and is_blood_unknown(text):
        return True
    return is_blank_value(text) and not (field in _NAMES and may_be_no_name(text))


def _displayed(cell: str) -> str | None:
    return None if is_error(cell) else clean(display_cell(cell)) or None
