"""Where somebody serves: regency, kecamatan, desa and TPS, from the cell, its block or the title."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from pemilu_cover.roster.distinct import map_distinct
from pemilu_cover.roster.gather import NEAR
from pemilu_cover.roster.marks import SHOWN
from pemilu_cover.roster.notes import note
from pemilu_cover.values import regions

# The unit of a role that is not known: where its holder serves is told all the same, to be asked there.
_UNKNOWN = ""
# The smallest block has two rows, of which the second leaves its place empty.
_SHARE_IN_BLOCKS = 0.5
_TPS_NAMED = re.compile(r"TPS\D*?(\d+)(?:[ .-]?([A-Z])(?![A-Z0-9]))?")
_TPS_ALONE = re.compile(r"\W*(\d+)(?:\.0)?(?:[ .-]?([A-Z]))?\W*")
_TPS_ROMAN = re.compile(r"(?:NO\W*|NOMOR\W*)?(?:TPS\W*)?([IVX]+)")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_BESIDE_TPS = re.compile(r"\b(?:RT|RW|DUSUN|BLOK|GANG|NO RUMAH)\W*\d+(?:\s*[/-]\s*(?:RW\W*)?\d+)?")
_SEVERAL_TPS = re.compile(r"\d[A-Z]?\s*(?:[,;&/+–—-]|DAN|S\W?D\W?|SAMPAI|HINGGA)\s*(?:TPS\W*)?\d")


def regencies(shown: pl.Series, near: pl.Series) -> pl.Series:
    """Give the code of each person's regency: from the cell, else from the title where the cell is empty."""
    cell = map_distinct(shown, regions.regency_meant)
    titled = near.replace("", None).zip_with(shown.is_null(), cell)
    return cell.zip_with(cell.is_not_null(), titled).alias("regency")


def with_places(frame: pl.DataFrame, unit_of: Mapping[str, str]) -> pl.DataFrame:
    """Fill kecamatan, desa and TPS: from the cell, else from above in its block, else from the title."""
    unit = pl.col("role").replace_strict(unit_of, default=_UNKNOWN, return_dtype=pl.String)
    frame = frame.with_columns(unit.alias("unit"))
    for place, units, block in (
        ("kecamatan", ("kecamatan", "desa", "tps", _UNKNOWN), ["table", NEAR + "kecamatan"]),
        ("desa", ("desa", "tps", _UNKNOWN), ["table", "kecamatan", NEAR + "desa"]),
        ("tps", ("tps", _UNKNOWN), ["table", "kecamatan", "desa", NEAR + "desa", NEAR + "tps"]),
    ):
        cell = pl.col(place if place == "tps" else SHOWN + place)
        needs = pl.col("unit").is_in(units)
        in_blocks = pl.col("table").is_in(_tables_in_blocks(frame, place, units).implode())
        above = pl.when(needs & in_blocks).then(cell.forward_fill().over(block))
        near = pl.when(needs & (pl.col(NEAR + place) != "")).then(pl.col(NEAR + place))
        frame = frame.with_columns(
            pl.coalesce(cell, above, near).alias(place),
            pl.when(cell.is_not_null())
            .then(pl.lit("cell"))
            .when(above.is_not_null())
            .then(pl.lit("above"))
            .when(near.is_not_null())
            .then(pl.lit("title"))
            .alias(f"{place}_from"),
        )
    return frame


def _tables_in_blocks(frame: pl.DataFrame, place: str, units: tuple[str, ...]) -> pl.Series:
    """Find the tables that name a place only on the first row of its block.

    There, no two rows that follow each other name the same place, and many name none; a place that
    is missing from a list which names one in each row is missing, and is not taken from above.
    """
    cell = pl.col(SHOWN + place)
    repeated = (cell == cell.shift(1)).fill_null(value=False)
    told = (
        frame.select("table", "unit", SHOWN + place)
        .filter(pl.col("unit").is_in(units))
        .group_by("table")
        .agg(
            (cell.is_null().mean() >= _SHARE_IN_BLOCKS).alias("gaps"),
            repeated.any().alias("repeated"),
        )
    )
    return told.filter(pl.col("gaps") & ~pl.col("repeated"))["table"]


def tps_notes(shown: pl.Series) -> pl.Series:
    """Return the notes on cells that name more than one TPS."""
    several = map_distinct(shown, lambda text: names_several_tps(text) or None, pl.Boolean)
    return pl.select(note("tps-several", pl.when(pl.lit(several)).then(pl.lit("tps")))).to_series()


def tps_number(text: str) -> str:
    """Return a TPS number in three digits, with the letter behind it, or the text where it holds none.

    >>> [tps_number(text) for text in ("RT 2 TPS. 3", "TPS 1A", "1-b", "001.0", "001, 002")]
    ['003', '001A', '001B', '001', '001, 002']
    """
    if names_several_tps(text):
        return text
    shown = text.upper()
    found = _TPS_NAMED.search(shown) or _TPS_ALONE.fullmatch(shown) or re.search(r"(\d+)()", shown)
    if found is None:
        roman = _TPS_ROMAN.fullmatch(shown)
        return f"{_ROMAN.index(roman[1]) + 1:03}" if roman and roman[1] in _ROMAN else text
    return found[1].lstrip("0").zfill(3) + (found[2] or "")


def names_several_tps(text: str) -> bool:
    """Return whether a cell names more than one TPS: "001, 002", "TPS 01 & 02", "1 s.d. 3".

    >>> [names_several_tps(text) for text in ("1/2", "TPS 3/RT 02", "001 - SDN 2", "TPS 3 RT 02/05")]
    [True, False, False, False]
    """
    return _SEVERAL_TPS.search(_BESIDE_TPS.sub(" ", text.upper())) is not None
