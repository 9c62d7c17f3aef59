"""What holds above the rows of a piece: all that a row of a great roster takes from the rows before it.

A roster that is read whole sees them; one that is read piece by piece carries this from each piece to the
next. It is plain values, so that a run which was ended goes on with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Self

from pemilu_cover.roster.tables.titles import LocationContext


class Seen(NamedTuple):
    """How the rows so far name a place: rows that need one, how many leave it empty, whether one repeats."""

    needing: int = 0
    empty: int = 0
    repeats: bool = False


@dataclass(frozen=True)
class Blocks:
    """The places that the rows so far name, each by the name of its field.

    ``near`` is what titles and headings say of the last person, ``filled`` the last place that was named
    within the block, ``last`` the cell of the last person who needs the place. ``in_blocks`` are the places
    that this piece took from above; None leaves it to what was ``seen``.
    """

    near: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str | None] = field(default_factory=dict)
    last: Mapping[str, str | None] = field(default_factory=dict)
    seen: Mapping[str, Seen] = field(default_factory=dict)
    in_blocks: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Above:
    """What holds above the rows of a piece.

    ``places`` is what the headings so far say of the rows below, or None where only the titles above the
    header do; ``cells`` the last person's cells that a ditto mark repeats, by field.
    """

    places: LocationContext | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=Blocks)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """Return what `as_json` gave."""
        places, blocks = told["places"], dict(told["blocks"])
        if (in_blocks := blocks["in_blocks"]) is not None:
            blocks["in_blocks"] = tuple(in_blocks)
        blocks["seen"] = {name: Seen(*seen) for name, seen in blocks["seen"].items()}
        return cls(LocationContext(**places) if places else None, told["cells"], Blocks(**blocks))


NOTHING_ABOVE = Above()
