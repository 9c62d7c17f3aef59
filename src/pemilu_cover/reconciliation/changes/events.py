"""The events of an update: what happened to whom, and what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.text import LocalizedText

# Kinds of events. A question is no event: nothing follows from it until it is answered.
JOINED, LEFT, DIED, NEVER_SERVED = "joined", "left", "died", "never_served"
EXITS = (LEFT, DIED, NEVER_SERVED)
# Held back in the earlier result, without cover, and no longer listed.
UNLISTED = "unlisted"
WAGE, ROLE, UNIT, DATES, CONTACT, IDENTITY = "wage", "role", "unit", "dates", "contact", "identity"
FIELD_CHANGES = (WAGE, ROLE, UNIT, DATES, CONTACT, IDENTITY)

# One row per event. ``number`` is the person's ``id`` in the next result, ``earlier`` in the earlier one;
# ``day`` is the day of the change as far as it is known, ``report_by`` the last day to report it in time.
EVENTS = pl.Schema(
    {
        "kind": pl.String(),
        "earlier": pl.UInt32(),
        "nik": pl.String(),
        "name": pl.String(),
        "role_name": pl.String(),
        **dict.fromkeys(("kecamatan", "desa", "tps"), pl.String()),
        **dict.fromkeys(("field", "before", "after"), pl.String()),
        "day": pl.Date(),
        "report_by": pl.Date(),
        **dict.fromkeys(("cause", "document"), pl.String()),
        "kpj": pl.String(),
    }
)


class Place(NamedTuple):
    """A row of a sheet of a file."""

    file: str
    sheet: str
    row: int


class Question(NamedTuple):
    """What the office has to answer: a code, the person, and where it comes from.

    ``nik`` is masked; ``name`` is for private files. ``earlier`` is the person's ``id`` in the earlier
    result, where the question is about one.
    """

    code: str
    nik: str
    name: str
    place: Place
    detail: str | LocalizedText = ""
    earlier: int | None = None


class Advice(NamedTuple):
    """What the office should know or do although nothing is asked: a code, and the details of its text.

    An ``urgent`` one is about somebody's cover, or about a bill that SIPP will get wrong.
    """

    code: str
    details: Mapping[str, object]
    is_urgent: bool = False
