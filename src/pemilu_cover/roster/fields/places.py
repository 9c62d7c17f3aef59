"""The place of duty: regency, kecamatan, desa and TPS, from the cell, its block or the title."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from pemilu_cover.reference import regions
from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import CONTEXT, DISPLAY
from pemilu_cover.roster.tables.rows_above import Blocks, PlaceCounts

# The unit of an unknown role: its holder's place is shown all the same, for the question about it.
_UNKNOWN = ""
# The units whose members have a place, by the place: the widest first.
_UNITS = {
    "kecamatan": ("kecamatan", "desa", "tps", _UNKNOWN),
    "desa": ("desa", "tps", _UNKNOWN),
    "tps": ("tps", _UNKNOWN),
}
# The smallest block has two rows, of which the second leaves its place empty.
_SHARE_IN_BLOCKS = 0.5


def regencies(shown: pl.Series, near: pl.Series) -> pl.Series:
    """Return the code of each person's regency: from the cell, or from the title if the cell is empty."""
    cell = map_distinct(shown, regions.guess_regency)
    titled = near.replace("", None).zip_with(shown.is_null(), cell)
    return cell.zip_with(cell.is_not_null(), titled).alias("regency")


def with_places(
    frame: pl.DataFrame, unit_of: Mapping[str, str], above: Blocks | None = None
) -> pl.DataFrame:
    """Fill kecamatan, desa and TPS: from the cell, else from above in its block, else from the title.

    ``above`` has the places of the batches before, where the frame is a batch of one table.
    """
    unit = pl.col("role").replace_strict(unit_of, default=_UNKNOWN, return_dtype=pl.String)
    frame = frame.with_columns(unit.alias("unit"))
    in_blocks = {place: _tables_in_blocks(frame, place, above) for place in _UNITS}
    filled = _filled(frame, above) if any(map(len, in_blocks.values())) else None
    for place, units in _UNITS.items():
        cell, needs = pl.col(_cell(place)), pl.col("unit").is_in(units)
        from_above = pl.lit(None, dtype=pl.String)
        if filled is not None:
            within = pl.col("table").is_in(in_blocks[place].implode())
            from_above = pl.when(needs & within).then(filled[place])
        near = pl.when(needs & (pl.col(CONTEXT + place) != "")).then(pl.col(CONTEXT + place))
        frame = frame.with_columns(
            pl.coalesce(cell, from_above, near).alias(place),
            pl.when(cell.is_not_null())
            .then(pl.lit("cell"))
            .when(from_above.is_not_null())
            .then(pl.lit("above"))
            .when(near.is_not_null())
            .then(pl.lit("title"))
            .alias(f"{place}_source"),
        )
    return frame


def blocks_after(frame: pl.DataFrame, above: Blocks) -> Blocks:
    """Return the places of the batches up to this one; ``frame`` comes from `with_places` with ``above``."""
    if not frame.height:
        return above
    in_blocks = tuple(place for place in _UNITS if len(_tables_in_blocks(frame, place, above)))
    if not in_blocks:
        return Blocks(in_blocks=in_blocks)
    filled = _filled(frame, above).row(-1, named=True)
    last = frame.select(CONTEXT + place for place in _UNITS).row(-1, named=True)
    return Blocks(
        near={place: last[CONTEXT + place] for place in _UNITS},
        filled={place: filled[place] for place in _UNITS},
        in_blocks=in_blocks,
    )


def count_places(frame: pl.DataFrame) -> dict[str, PlaceCounts]:
    """Return how the people of one table fill each place; ``frame`` comes from `with_places`."""
    return {place: _count_cells(_needing(frame, place)) for place in _UNITS}


def places_in_blocks(counts: Mapping[str, PlaceCounts]) -> tuple[str, ...]:
    """Return the places that a table names only on the first row of a block.

    There, no two rows that follow each other name the same place, and many name none. If a list names a place
    in each row, a missing one is missing, and is not filled from above.
    """
    return tuple(
        place
        for place, rows in counts.items()
        if rows.needing and not rows.repeats and rows.empty >= _SHARE_IN_BLOCKS * rows.needing
    )


def _cell(place: str) -> str:
    return place if place == "tps" else DISPLAY + place


def _needing(frame: pl.DataFrame, place: str) -> pl.Series:
    """Return the cells of a place in the rows whose office is in one."""
    cells = frame.select("unit", DISPLAY + place).filter(pl.col("unit").is_in(_UNITS[place]))
    return cells[DISPLAY + place]


def _count_cells(cells: pl.Series) -> PlaceCounts:
    """Return how rows fill a place; ``cells`` are those that need it."""
    if not len(cells):
        return PlaceCounts()
    repeats = bool((cells == cells.shift(1)).any())
    return PlaceCounts(len(cells), cells.null_count(), repeats, cells[0], cells[-1])


def _tables_in_blocks(frame: pl.DataFrame, place: str, above: Blocks | None) -> pl.Series:
    """Return the tables that name a place only on the first row of its block."""
    if above is not None and above.in_blocks is not None:
        in_blocks = above.in_blocks
        return frame["table"].head(1) if place in in_blocks else frame["table"].clear()
    rows = frame.select("table", "unit", DISPLAY + place)
    tables = rows.partition_by("table", maintain_order=True) if frame.height else []
    counts = {part["table"][0]: _count_cells(_needing(part, place)) for part in tables}
    named = [table for table, count in counts.items() if places_in_blocks({place: count})]
    return pl.Series(named, dtype=frame.schema["table"])


def _filled(frame: pl.DataFrame, above: Blocks | None) -> pl.DataFrame:
    """Return the last place of each row's block, including the row's own cell.

    A block ends where a wider place, a title or a heading changes.
    """
    rows = frame.select(
        "table",
        *(pl.col(CONTEXT + place) for place in _UNITS),
        *(pl.col(_cell(place)).alias(place) for place in _UNITS),
    )
    continues = above is not None and bool(above.near)
    if above is not None and continues:
        first = {"table": rows["table"][0], **above.filled}
        near = {CONTEXT + place: above.near[place] for place in _UNITS}
        rows = pl.concat([pl.DataFrame([first | near], schema=rows.schema), rows])
    keys = ["table"]
    for place in _UNITS:
        keys.append(CONTEXT + place)
        begins = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys)
        rows = rows.with_columns(begins.cum_sum().alias("block")).with_columns(
            pl.col(place).forward_fill().over("block")
        )
        keys.append(place)
    return rows.slice(1) if continues else rows


_KIND_OF_PLACE = re.compile(
    r"(?:(?:KECAMATAN|KEC|DISTRIK|DESA|DS|KELURAHAN|KEL|TPS)\b[\s.:/-]*)+", re.IGNORECASE
)


def without_place_word(text: str) -> str:
    """Return the name of a place as typed, without the word for its kind.

    >>> [without_place_word(text) for text in ("Ds. Citeko", "DESA/KELURAHAN CITEKO", "Kelapa Dua")]
    ['Citeko', 'CITEKO', 'Kelapa Dua']
    """
    match = _KIND_OF_PLACE.match(text)
    return text[match.end() :] if match else text
