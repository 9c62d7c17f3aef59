"""A table of a roster: its header, its people and the context that the sheet gives each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.header import Header
from pemilu_cover.roster.tables.titles import LocationContext
from pemilu_cover.roster.tables.unread_rows import UnreadCells

# The column that fills a field without a column of its own.
_PAIRS = {
    "birth_place": "birth_place_date",
    "birth_date": "birth_place_date",
    "start": "period",
    "end": "period",
    "sex": "sex_male",
}


@dataclass(frozen=True, slots=True)
class RosterTable:
    """The people of one table: Excel's row number, cells, and the context of each from titles and headings.

    ``titles`` is the context from the lines above its header.
    """

    sheet: Sheet
    header: Header
    rows: Sequence[tuple[int, Row]] = ()
    places: Sequence[LocationContext] = ()
    skipped: Sequence[tuple[int, str]] = ()
    titles: LocationContext = field(default_factory=LocationContext)
    unread: Sequence[UnreadCells] = ()

    def source(self, name: str) -> str:
        """Return the column that fills a field: "Tempat, Tgl Lahir" and "Masa Kerja" fill two."""
        pair = _PAIRS.get(name)
        return pair if pair in self.header.columns and name not in self.header.columns else name

    def lacks(self, name: str) -> bool:
        """Return whether no column fills a field."""
        return self.source(name) not in self.header.columns


class SheetContent(NamedTuple):
    """The content of a sheet: its tables, and cells outside them that may be about somebody."""

    tables: list[RosterTable]
    unread: list[UnreadCells]
