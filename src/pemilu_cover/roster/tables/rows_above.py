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
    """How the rows so far fill a place: rows that need one, how many leave it empty, whether one repeats."""

    needing: int = 0
    empty: int = 0
    repeats: bool = False


@dataclass(frozen=True)
class Blocks:
    """The places in the rows so far, by field.

    ``near`` is the context of the last person, ``filled`` the last place that was named within the block,
    ``last`` the cell of the last person who needs the place. ``in_blocks`` are the places that this batch
    took from above; with None the counts in ``seen`` decide.
    """

    near: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str | None] = field(default_factory=dict)
    last: Mapping[str, str | None] = field(default_factory=dict)
    seen: Mapping[str, PlaceCounts] = field(default_factory=dict)
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
        blocks["seen"] = {name: PlaceCounts(*counts) for name, counts in blocks["seen"].items()}
        return cls(LocationContext(**places) if places else None, data["cells"], Blocks(**blocks))


NOTHING_ABOVE = Above()
