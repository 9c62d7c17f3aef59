"""Cells that count other than as the roster has them, and why: nothing is ever changed in silence.

A change takes the place of a typed cell before anything is read of it, so that what was filled in or
put right is judged like any other cell.
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
    """One cell that counts otherwise: the person's number, the field, what was typed, what counts.

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
class Superseded:
    """An answer of a corrections file that counts no longer, since a newer one was given.

    ``earlier`` is the change that it was, ``by`` the place of the newer answer.
    """

    earlier: CellChange
    now: str
    by: CellLocation


def apply_changes(roster: Roster, changes: Iterable[CellChange]) -> Roster:
    """Return the roster in which the changes count."""
    by_field: defaultdict[str, list[CellChange]] = defaultdict(list)
    for change in changes:
        by_field[change.field].append(change)
    frame = roster.frame
    for field, of_field in by_field.items():
        numbers = [change.id for change in of_field]
        if field == STRUCK:
            frame = frame.with_columns(frame[STRUCK].scatter(numbers, values=True))
            continue
        cells = pl.Series([change.cell for change in of_field], dtype=pl.String)
        frame = frame.with_columns(frame[RAW + field].scatter(numbers, cells))
    origins = {(c.id, c.field): c.origin for of in by_field.values() for c in of if c.origin}
    return replace(
        roster,
        frame=frame,
        origins={**roster.origins, **origins},
        unchanged=roster.as_read,
    )
