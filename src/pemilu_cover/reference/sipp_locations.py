"""SIPP's places of work, by the codes of SIPP and of the Ministry of Home Affairs."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple


class Location(NamedTuple):
    """One place of work: SIPP's code, its name there, and the Ministry's code of today."""

    code: str
    name: str
    kemendagri: str


@cache
def locations() -> tuple[Location, ...]:
    """Return SIPP's 514 places of work, in its order."""
    source = resources.files(__package__).joinpath("sipp_locations.csv")
    with source.open(encoding="utf-8") as file:
        return tuple(Location(**row) for row in csv.DictReader(file))


def sipp_location(regency: str) -> Location | None:
    """Return SIPP's place of work for a regency code, the Ministry's of today or SIPP's own.

    Twenty-six regencies of Papua still have their codes from before 2022 in SIPP.

    >>> sipp_location("3214").name, sipp_location("9301").code
    ('PURWAKARTA', '9101')
    """
    return _locations_by_code().get(regency)


@cache
def _locations_by_code() -> dict[str, Location]:
    places = locations()
    return {place.code: place for place in places} | {place.kemendagri: place for place in places}
