"""Cells whose value differs from the roster's, with the reason: no change is silent.

A change replaces a typed cell before it is parsed, so that a corrected value is validated like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.people import CellLocation, Roster

# The row itself is struck from the roster: its person is on another row, has resigned or was replaced.
STRUCK = "struck"

FILLED, CORRECTED, SUCCEEDED = "filled", "corrected", "succeeded"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One changed cell: the person's number, the field, the typed cell, and the one in force.

    Cells are encoded as by `cell_encoding`. ``because`` is `FILLED` or `CORRECTED` (by a corrections file, at
    ``origin``), `SUCCEEDED` of a row whose person was replaced, or the name of a fix. ``round`` counts
    the runs in which corrections came back.
    """

    id: int
    field: str
    was: str
    cell: str
    because: str
    origin: CellLocation | None = None
    round: int = 0


@dataclass(frozen=True, slots=True)
class SupersededAnswer:
    """An answer of a corrections file that a newer one replaces.

    ``earlier`` is its change, ``by`` the place of the newer answer.
    """

    earlier: CellChange
    now: str
    by: CellLocation


def apply_changes(roster: Roster, changes: Iterable[CellChange]) -> Roster:
    """Return the roster with the changes applied."""
    by_field: defaultdict[str, list[CellChange]] = defaultdict(list)
    for change in changes:
        by_field[change.field].append(change)
    frame = roster.frame
    for field, field_changes in by_field.items():
        numbers = [change.id for change in field_changes]
        if field == STRUCK:
            frame = frame.with_columns(frame[STRUCK].scatter(numbers, values=True))
            continue
        cells = pl.Series([change.cell for change in field_changes], dtype=pl.String)
        frame = frame.with_columns(frame[RAW + field].scatter(numbers, cells))
    origins = {(c.id, c.field): c.origin for each in by_field.values() for c in each if c.origin}
    return replace(
        roster,
        frame=frame,
        origins={**roster.origins, **origins},
        unchanged=roster.as_read,
    )
