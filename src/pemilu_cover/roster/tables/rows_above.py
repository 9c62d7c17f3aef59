"""The values that rows of a batch take from the rows above it.

A roster that is read at once has them in its frame; a roster that is read in batches carries them from each
batch to the next. They are plain values, so that a checkpoint stores them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Self

from pemilu_cover.roster.tables.titles import LocationContext


class PlaceCounts(NamedTuple):
    """How rows fill a place: rows that need one, how many leave it empty, whether two in a row name the same.

    ``first`` and ``last`` are the cells of the first and the last row that needs the place.
    """

    needing: int = 0
    empty: int = 0
    repeats: bool = False
    first: str | None = None
    last: str | None = None

    def joined(self, below: PlaceCounts) -> PlaceCounts:
        """Return the counts of these rows and those below them."""
        if not (self.needing and below.needing):
            return self if self.needing else below
        repeats = self.last is not None and self.last == below.first
        return PlaceCounts(
            self.needing + below.needing,
            self.empty + below.empty,
            self.repeats or below.repeats or repeats,
            self.first,
            below.last,
        )


@dataclass(frozen=True)
class Blocks:
    """The places in the rows so far, by field.

    ``near`` is the context of the last person, ``filled`` the last place that was named within the block.
    ``in_blocks`` are the places that the rows take from above; with None their own counts decide. Only a
    table that names places in blocks has ``near`` and ``filled``.
    """

    near: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str | None] = field(default_factory=dict)
    in_blocks: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Above:
    """The values from the rows above a batch.

    ``places`` is the context from the headings so far, or None where only the titles above the header apply;
    ``cells`` the last person's cells that a ditto mark repeats, by field.
    """

    places: LocationContext | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=Blocks)

    def as_json(self) -> dict[str, Any]:
        """Return the values as JSON types."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the values that `as_json` returned."""
        places, blocks = data["places"], dict(data["blocks"])
        if (in_blocks := blocks["in_blocks"]) is not None:
            blocks["in_blocks"] = tuple(in_blocks)
        return cls(LocationContext(**places) if places else None, data["cells"], Blocks(**blocks))


NOTHING_ABOVE = Above()
