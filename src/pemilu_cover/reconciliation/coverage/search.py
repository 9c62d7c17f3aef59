"""Filter the people of a result: by NIK, by an approximate name, by desa and polling station."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pemilu_cover.reconciliation.coverage.places import place_form
from pemilu_cover.roster.fields.tps import tps_number
from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import clean, normal_form

# Half a name, or a name with a typing error, finds a person.
_MIN_SIMILARITY = 80


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the people have in common; "" and None leave it open."""

    nik: str = ""
    name: str = ""
    desa: str = ""
    tps: str = ""

    @property
    def names_a_person(self) -> bool:
        """Whether it looks for a person, not for a place."""
        return bool(self.nik or self.name)

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anybody out."""
        return any((self.nik, self.name, self.desa, self.tps))

    def apply(self, spells: pl.DataFrame) -> pl.DataFrame:
        """Return the contracts of the people."""
        chosen = spells
        if self.nik:
            chosen = chosen.filter(pl.any_horizontal(pl.col("nik", "former_nik") == self.nik))
        if self.name:
            chosen = _matching(chosen, "name", lambda name: _is_like(self.name, name))
        if self.desa:
            form = place_form(self.desa)
            chosen = _matching(chosen, "desa", lambda desa: _is_like(form, desa))
        if self.tps:
            number = tps_number(self.tps)
            chosen = _matching(chosen, "tps", lambda tps: tps_number(tps) == number)
        return chosen


def _matching(spells: pl.DataFrame, column: str, is_match: Callable[[str], bool]) -> pl.DataFrame:
    values = spells[column].drop_nulls().unique()
    matches = [value for value in values if is_match(value)]
    return spells.filter(pl.col(column).is_in(matches))


def _is_like(wanted: str, name: str) -> bool:
    """Return whether a name is the one that is wanted, has all its words, or is spelt much like it."""
    words, present = normal_form(wanted).split(), normal_form(name).split()
    if not words:  # in another script
        return clean(wanted).casefold() in clean(name).casefold()
    if all(any(other.startswith(word) for other in present) for word in words):
        return True
    return name_similarity(wanted, name) >= _MIN_SIMILARITY
