"""Columns that hold two fields, or half of one: they become one column for each field."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial

import polars as pl

from pemilu_cover.roster.cells.dates import birth_date, contract_date, short_birth_date
from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import HAS, RAW
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.reading.cell_encoding import display_cell, is_date, is_error
from pemilu_cover.roster.tables.sex_column import tick
from pemilu_cover.values import dates
from pemilu_cover.values.text import clean, is_blank_value

# Columns of two fields each: their cells are split first.
PAIRS = frozenset({"birth_place_date", "period"})
_DATE_TEXT = r"\d{1,2}[\s./-]*(?:\d{1,2}|[^\W\d_]+)[\s./,-]*\d{4}|\d{4}-\d{1,2}-\d{1,2}"
_PLACE_DATE = re.compile(
    rf"(.*?)[\s,;:/.-]*(?:\b(?:tgl|tanggal)\b[\s:.]*)?((?:{_DATE_TEXT}).*)", re.IGNORECASE
)
_UNTIL = r"\s*(?:s\s*[/.]?\s*d\.?|sampai(?: dengan)?|hingga|[-–—])\s*"
# "Kamis, 7 November 2024 s.d. 8 Des 24": each side is a complete day.
_UNTIL_IN_WORDS = re.compile(
    r"\s*(?:\bs\s*[/.]\s*d\b\.?|\bsampai(?: dengan)?\b|\bhingga\b|\s[-–—]\s)\s*", re.IGNORECASE
)
_PERIOD = re.compile(rf"({_DATE_TEXT}){_UNTIL}((?:{_DATE_TEXT}).*)", re.IGNORECASE)
# "Nov-Des 2024", "November 2024 s.d. Januari 2025": from the first day of a month to the last of another.
_MONTHS = re.compile(
    rf"([^\W\d_]+)\.?(?:\s+(\d{{4}}))?{_UNTIL}([^\W\d_]+)\.?\s+(\d{{4}})", re.IGNORECASE
)
# "7 November s.d. 8 Desember 2024", "8 s/d 30 November 2024"
_PERIOD_OF_A_YEAR = re.compile(
    rf"(\d{{1,2}})(?:\s+([^\W\d_]+))?{_UNTIL}(\d{{1,2}}\s+([^\W\d_]+)\s+(\d{{4}}))", re.IGNORECASE
)


def split_pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Split "Tempat, Tgl Lahir" and "Masa Kerja" where a table has them in one column."""
    for pair, part, filled in (
        ("birth_place_date", _place_and_date, ("birth_place", "birth_date")),
        ("period", _first_and_last_day, ("start", "end")),
    ):
        cells = frame[RAW + pair]
        if not (cells != "").any():
            continue
        distinct = cells.unique()
        parts = [part(cell) for cell in distinct]
        for index, name in enumerate(filled):
            values = pl.Series([each[index] for each in parts], dtype=pl.String)
            part_cells = cells.replace_strict(distinct, values, return_dtype=pl.String)
            own = pl.col(RAW + name)
            frame = frame.with_columns(
                pl.when(own == "").then(part_cells).otherwise(own).alias(RAW + name)
            )
    return frame


def with_ticked_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """Add L or P where one of two columns is ticked; two ticks are ambiguous."""
    if not any((frame[RAW + name] != "").any() for name in ("sex_male", "sex_female")):
        return frame
    male, female = (
        map_distinct(frame[RAW + name], partial(tick, letter=letter))
        for name, letter in (("sex_male", "L"), ("sex_female", "P"))
    )
    both = pl.Series([" + "]).new_from_index(0, frame.height)
    neither = (male == "") | (female == "")
    ticked = (male + female).zip_with(neither, male + both + female)
    own = pl.col(RAW + "sex")
    return frame.with_columns(pl.when(own == "").then(ticked).otherwise(own).alias(RAW + "sex"))


def unticked_notes(frame: pl.DataFrame) -> pl.Series:
    """Return the notes on people for whom neither column of a sex is ticked.

    ``frame`` comes from `with_ticked_sex`.
    """
    has_ticks = pl.all_horizontal(HAS + "sex_male", HAS + "sex_female")
    unticked = has_ticks & (pl.col(RAW + "sex") == "")
    return frame.select(note("sex-unreadable", pl.when(unticked).then(pl.lit("sex")))).to_series()


def _place_and_date(cell: str) -> tuple[str, str]:
    """Split "Bogor, 12 Mei 1990"; any other cell is left unsplit, to be validated as a date."""
    if is_date(cell) or is_error(cell):
        return "", cell
    match = _PLACE_DATE.fullmatch(cell.strip())
    if not match:
        place, day = dates.split_place(clean(cell))
        is_day = bool(birth_date(day) or short_birth_date(day))
        return (place, day) if place and is_day else ("", cell)
    return dates.without_weekday(match[1]), match[2]


def _first_and_last_day(cell: str) -> tuple[str, str]:
    """Split "7-11-2024 s/d 8-12-2024"; one day alone is ambiguous."""
    if is_error(cell):
        return cell, cell
    shown = display_cell(cell)
    ends = _UNTIL_IN_WORDS.split(shown.strip())
    if len(ends) == 2 and all(map(contract_date, ends)):  # noqa: PLR2004
        return ends[0], ends[1]
    if match := _PERIOD.fullmatch(shown.strip()):
        return match[1], match[2]
    if months := _months(shown.strip()):
        return months
    if match := _PERIOD_OF_A_YEAR.fullmatch(shown.strip()):
        first = f"{match[1]} {match[2] or match[4]} {match[5]}"
        if (birth_date(first) or date.max) <= (birth_date(match[3]) or date.min):
            return first, match[3]
    return ("", "") if is_blank_value(shown) else (f"{shown} ?", f"{shown} ?")


def _months(shown: str) -> tuple[str, str] | None:
    """Return the first and the last day of two months that a text names.

    >>> _months("Nov-Des 2024"), _months("Des 2024 - Nov 2024"), _months("Plered - Citeko 2024")
    (('01-11-2024', '31-12-2024'), None, None)
    """
    match = _MONTHS.fullmatch(shown)
    if not match:
        return None
    first = contract_date(f"1 {match[1]} {match[2] or match[4]}")
    last = contract_date(f"1 {match[3]} {match[4]}")
    if first is None or last is None or last < first:
        return None
    until = dates.add_months(last, 1) - timedelta(days=1)
    return dates.format_ddmmyyyy(first), dates.format_ddmmyyyy(until)
