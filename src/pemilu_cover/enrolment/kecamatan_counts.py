"""Who is enrolled, incomplete, held back and left out, kecamatan by kecamatan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.enrolment.area_sums import AreaSums
from pemilu_cover.reference import regions
from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import normal_form, sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

# A text that this many people share is a place, and no data of a person.
_MIN_PEOPLE_OF_PLACE = 10
# The similarity, in percent, of a mistyped name: Purwakrta is Purwakarta (95).
_MIN_SIMILARITY = 85
_STATES = ("ready", "incomplete", "held_back", "excluded")


class KecamatanCounts(NamedTuple):
    """The people of one kecamatan, or of several; ``kecamatan`` is None where none is known.

    ``people`` = ``ready`` + ``incomplete`` + ``held_back`` + ``excluded``.
    """

    kecamatan: str | None
    people: int
    ready: int
    incomplete: int
    held_back: int
    excluded: int

    @property
    def enrolled(self) -> int:
        """Those who are enrolled and billed, be they ready for SIPP or not."""
        return self.ready + self.incomplete

    @property
    def to_correct(self) -> int:
        """Those who are held back or lack a cell."""
        return self.held_back + self.incomplete


def count_by_kecamatan(enrolment: Enrolment) -> list[KecamatanCounts]:
    """Count the people of a roster by kecamatan, those with most people held back or incomplete first.

    "Plered", "PLERED" and "Kec. Plered" are one, under the first name. The cell of a row that slipped by a
    column has an address or a mother's name: a text that is no place's name counts as unknown.
    """
    people = enrolment.validation.frame.select("kecamatan", person_states(enrolment))
    spellings = people.group_by("kecamatan", maintain_order=True).agg(
        (pl.col("state") == state).sum().alias(state) for state in _STATES
    )
    return _unify(spellings.iter_rows())


def count_in_sums(sums: AreaSums) -> list[KecamatanCounts]:
    """Count the people of an area in the same way, by the sums of all batches."""
    return _unify(map(itemgetter("kecamatan", *_STATES), sums.of("people")))


def count_by_region(parts: Iterable[AreaSums]) -> list[KecamatanCounts]:
    """Count the people of areas, each under its code instead of a kecamatan."""
    return [_counts(part.code, map(part.counts().__getitem__, _STATES)) for part in parts]


def _unify(spellings: Iterable[tuple[str | None, *tuple[int, ...]]]) -> list[KecamatanCounts]:
    """Return the counts of each kecamatan; ``spellings`` are the texts of cells, each with its counts."""
    counted = [_counts(name, states) for name, *states in spellings]
    forms = _place_forms({each.kecamatan: each.people for each in counted if each.kecamatan})
    of_place: defaultdict[str | None, list[KecamatanCounts]] = defaultdict(list)
    for each in counted:
        of_place[forms.get(each.kecamatan or "")].append(each)
    tallies = [
        sum_counts(same, sanitise_for_terminal(same[0].kecamatan or "") if place else None)
        for place, same in of_place.items()
    ]
    return sorted(tallies, key=lambda tally: (-tally.held_back, -tally.incomplete))


def _counts(kecamatan: str | None, states: Iterable[int]) -> KecamatanCounts:
    numbers = tuple(states)
    return KecamatanCounts(kecamatan, sum(numbers), *numbers)


def person_states(enrolment: Enrolment) -> pl.Expr:
    """Return the state of each person: ready, incomplete, held_back or excluded."""

    def among(ids: Iterable[int]) -> pl.Expr:
        return pl.col("id").is_in(pl.Series(sorted(ids), dtype=pl.UInt32).implode())

    validation = enrolment.validation
    return (
        pl.when(among(validation.excluded))
        .then(pl.lit("excluded"))
        .when(among(validation.held_back))
        .then(pl.lit("held_back"))
        .when(among(enrolment.incomplete["id"]))
        .then(pl.lit("incomplete"))
        .otherwise(pl.lit("ready"))
        .alias("state")
    )


def place_forms(kecamatan: pl.Series) -> pl.Series:
    """Return the form in which each kecamatan is compared, null for what is no place's name."""
    forms = _place_forms(dict(kecamatan.drop_nulls().value_counts(name="people").iter_rows()))
    return kecamatan.replace_strict(forms, default=None, return_dtype=pl.String)


def _place_forms(people: Mapping[str, int]) -> dict[str, str | None]:
    """Return the form of each text by its number of people: None unless it names a place.

    Known kecamatan do, slips of those, and what many people share.
    """
    forms = {name: _normal_name(name) for name in people}
    counts: Counter[str] = Counter()
    for name, number in people.items():
        counts[forms[name]] += number
    known = regions.kecamatan_names() & set(counts)
    places = {
        form
        for form, number in counts.items()
        if form in known
        or number >= _MIN_PEOPLE_OF_PLACE
        or any(name_similarity(form, name) >= _MIN_SIMILARITY for name in known)
    }
    return {name: form if form in places else None for name, form in forms.items()}


def sum_counts(tallies: Iterable[KecamatanCounts], name: str | None = None) -> KecamatanCounts:
    """Sum tallies under a name.

    >>> sum_counts([KecamatanCounts("Plered", 3, 1, 1, 1, 0), KecamatanCounts(None, 2, 2, 0, 0, 0)], "all")
    KecamatanCounts(kecamatan='all', people=5, ready=3, incomplete=1, held_back=1, excluded=0)
    """
    numbers = [tally[1:] for tally in tallies]
    return KecamatanCounts(name, *(sum(column) for column in zip(*numbers, strict=True)))


def _normal_name(name: str) -> str:
    return normal_form(name).removeprefix("KECAMATAN ").removeprefix("KEC ") or name
