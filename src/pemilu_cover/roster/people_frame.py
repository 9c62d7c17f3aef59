"""The people of one table as a frame: a row per person, each field as typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from pemilu_cover.roster.columns import CONTEXT, CONTEXT_FIELDS, HAS, HAS_FIELDS, OFFERS_CHOICE, RAW
from pemilu_cover.roster.reading.cell_encoding import cell_content, encode_cells, is_number
from pemilu_cover.roster.tables import cell_parts, header_qualifiers
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.titles import LocationContext

_DAYS = frozenset("birth_date birth_place_date start end".split())
_DAYS_TO_1904 = 1462


def table_frame(number: int, table: RosterTable) -> pl.DataFrame:
    """Return the people of a table as a frame; ``number`` is that of the table."""
    columns = [
        pl.Series(cells, dtype=pl.String)
        for cells in zip(*(cells for _, cells in table.rows), strict=True)
    ]
    numbers = pl.Series([row for row, _ in table.rows], dtype=pl.Int64)
    return people_frame(number, table, columns, numbers, table.places)


def people_frame(
    number: int,
    table: RosterTable,
    columns: list[pl.Series],
    rows: pl.Series,
    places: Sequence[LocationContext],
) -> pl.DataFrame:
    """Return people as a frame from the columns of a table, the numbers of rows and the places of each."""
    height = len(rows)
    typed = dict(_typed(table, columns, height))
    typed |= dict(_at_home(table, columns, typed, places))

    def all_alike(value: object, dtype: type[pl.DataType]) -> pl.Series:
        return pl.Series([value], dtype=dtype).new_from_index(0, height)

    only = places[0] if len(set(map(id, places))) == 1 else None

    def context(name: str) -> pl.Series:
        if only is not None:
            return all_alike(getattr(only, name), pl.String)
        return pl.Series([getattr(place, name) for place in places], dtype=pl.String)

    return pl.DataFrame(
        {
            "file": all_alike(table.sheet.file, pl.String),
            "sheet": all_alike(table.sheet.name, pl.String),
            "table": all_alike(number, pl.Int32),
            "row": rows.cast(pl.Int64),
            "struck": all_alike(False, pl.Boolean),
            **{HAS + name: all_alike(not table.lacks(name), pl.Boolean) for name in HAS_FIELDS},
            OFFERS_CHOICE: all_alike(
                header_qualifiers.offers_choice(table.header.labels.get("asn", "")), pl.Boolean
            ),
            **typed,
            **{CONTEXT + name: context(name) for name in CONTEXT_FIELDS if name != "role"},
            # An empty cell in a column of offices leads to a finding, whatever is above.
            CONTEXT + "role": context("role") if table.lacks("role") else all_alike("", pl.String),
        }
    )


def _typed(
    table: RosterTable, columns: list[pl.Series], height: int
) -> Iterator[tuple[str, pl.Series]]:
    header = table.header
    empty = pl.Series([""], dtype=pl.String).new_from_index(0, height)
    for name in fields():
        column = header.columns.get(name)
        cells = empty if column is None else columns[column]
        if column in header.splits:
            cells = cell_parts.split_column(cells, name, header.splits[column])
        if name in header.more:
            more = [(joint, columns[at]) for joint, at in header.more[name]]
            cells = cell_parts.join_columns(cells, more)
        if name in _DAYS and table.sheet.since_1904:
            cells = pl.Series(map(_counted_from_1900, cells), dtype=pl.String)
        yield RAW + name, cells


def _at_home(
    table: RosterTable,
    columns: list[pl.Series],
    typed: Mapping[str, pl.Series],
    places: Sequence[LocationContext],
) -> Iterator[tuple[str, pl.Series]]:
    """Yield the places of homes as places of duty, where neither a column nor a title names one.

    Members of a PPK, PPS or KPPS must live where they serve (UU 7/2017 art. 72).
    """
    for name, column in table.header.homes.items():
        if table.lacks(name):
            titled = pl.Series([bool(getattr(place, name)) for place in places])
            yield RAW + name, typed[RAW + name].zip_with(titled, columns[column])


def _counted_from_1900(cell: str) -> str:
    """Return a day number counted from 1900, as all others are; real dates are right already."""
    if not is_number(cell):
        return cell
    # A time of day remains behind the point: rounded, an evening would be the next day.
    return encode_cells([float(cell_content(cell)) + _DAYS_TO_1904])[0]
