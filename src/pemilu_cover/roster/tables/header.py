"""The header of a table: which column holds which field, and the header text of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.tables.column_draft import Neighbours, Note, Order
from pemilu_cover.roster.tables.column_names import FEWEST_HEADERS, ColumnNames

_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table: which column (index in the row) holds a field, and its header text.

    ``unmapped`` has the columns without a field, with their header text; ``splits``, ``homes``, ``more`` and
    ``notes`` are those of `pemilu_cover.roster.tables.column_draft.Choice`; ``orders`` has the order of day
    and month in the fields whose dates do not begin with the day.
    """

    first: int
    height: int
    columns: dict[str, int]
    labels: dict[str, str]
    unmapped: dict[int, str]
    words: ColumnNames
    splits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    orders: dict[str, Order] = field(default_factory=dict)
    neighbours: Neighbours = field(default_factory=Neighbours)

    def called(self, column: int) -> str:
        """Return the header text of a column, ``""`` if its header is empty."""
        named = (self.labels[name] for name, at in self.columns.items() if at == column)
        return next(named, self.unmapped.get(column, ""))

    def known_columns(self) -> set[int]:
        """Return the columns that are read: those of fields, and those that are joined to them."""
        joined = (column for parts in self.more.values() for _, column in parts)
        return {*self.columns.values(), *self.homes.values(), *joined}


def repeats_header(header: Header, row: Row) -> bool:
    """Return whether a row is the table's header once more."""
    same = sum(
        name in header.words.named(row[column])
        for name, column in header.columns.items()
        if row[column]
    )
    return same >= min(FEWEST_HEADERS, len(header.columns))


def is_hint(cell: str) -> bool:
    """Return whether a cell holds only a remark in brackets; a line to sign on, "(……)", is none."""
    return _BRACKETS.fullmatch(cell.strip()) is not None and any(map(str.isalnum, cell))
