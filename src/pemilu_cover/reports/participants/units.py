"""The places of duty of a list of participants, and the rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.coverage.places import TPS
from pemilu_cover.reports.people_labels import place_of_duty, regency_label
from pemilu_cover.values.nik import mask

Person = Mapping[str, Any]


class DutyUnit(NamedTuple):
    """A polling station, a desa or a kecamatan with the people who serve there; others have no place."""

    name: str
    people: tuple[Person, ...]


def group_by_unit(people: pl.DataFrame) -> Iterator[DutyUnit]:
    """Yield the units in the order of kecamatan, desa and polling station; no unit for nobody."""
    several = people["regency"].n_unique() > 1
    ordered = sorted(people.iter_rows(named=True), key=_order)
    for _, group in groupby(ordered, key=_unit):
        members = tuple(group)
        first = members[0]
        parts = (place_of_duty(first), regency_label(first["regency"]) if several else "")
        name = ", ".join(filter(None, parts)) or translate("coverage.no-unit")
        yield DutyUnit(name, members)


def shown_nik(person: Person) -> str:
    """Return the masked NIK of a person; a list is handed round."""
    return mask(person["nik"]) if person["nik"] else ""


def _unit(person: Person) -> tuple[str, ...]:
    return tuple(person[name] or "" for name in TPS)


def _order(person: Person) -> tuple[list[str], tuple[str, ...], int]:
    """Order places by name, and polling stations by number: all have three digits."""
    unit = _unit(person)
    return [name.casefold() for name in unit], unit, person["id"]
