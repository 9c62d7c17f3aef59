"""The places of duty of a list of participants, and the rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.reports.people_labels import place_of_duty
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import normal_form

Person = Mapping[str, Any]


class DutyUnit(NamedTuple):
    """A polling station, a desa or a kecamatan with the people who serve in it."""

    name: str
    people: tuple[Person, ...]


def group_by_unit(people: pl.DataFrame) -> Iterator[DutyUnit]:
    """Yield the units in the order of kecamatan, desa and polling station; no unit for nobody."""
    ordered = sorted(people.iter_rows(named=True), key=_order)
    for _, group in groupby(ordered, key=_unit):
        members = tuple(group)
        yield DutyUnit(place_of_duty(members[0]), members)


def shown_nik(person: Person) -> str:
    """Return the masked NIK of a person; a list is handed round."""
    return mask(person["nik"]) if person["nik"] else ""


def _unit(person: Person) -> tuple[str, str, str]:
    kecamatan, desa, tps = (
        normal_form(person[name] or "") for name in ("kecamatan", "desa", "tps")
    )
    return kecamatan, desa, tps.lstrip("0")


def _order(person: Person) -> tuple[str, str, int, str, int]:
    kecamatan, desa, tps = _unit(person)
    return kecamatan, desa, int(tps) if tps.isdecimal() else 0, tps, person["id"]
