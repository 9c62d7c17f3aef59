"""Pairing the people of an earlier result with those of the newer rosters.

The NIK identifies a person. Where a NIK has several rows, the role pairs them, then the order of the rows. A
person whose NIK differs is the same one only if the office says so: a likely pair is a question, unless the
earlier NIK was none. A contract that begins after the earlier one has ended is another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.values.similarity import name_similarity

# Names at least this alike, of two people in one seat, may be one person's.
_ALIKE = 85
# A typing mistake changes at most so many digits of a NIK; two swapped neighbours are two.
_MISTYPED_DIGITS = 2
_NIK = r"^\d{16}$"
# The columns of `with_keys` by which people of one seat are found.
SEAT = ["role", "kecamatan_key", "desa_key", "tps_key"]


@dataclass(frozen=True)
class PersonMatches:
    """The pairs of people, by their ``id``, and those without a partner.

    ``pairs`` has the columns ``earlier`` and ``later``; ``alike`` has pairs with different NIKs that are
    probably one person each. ``joined`` has later contracts of earlier people, too.
    Nobody in ``alike`` is in ``vanished`` or ``joined``.
    """

    pairs: pl.DataFrame
    vanished: frozenset[int]
    joined: frozenset[int]
    alike: dict[int, int]


def match_people(earlier: pl.DataFrame, later: pl.DataFrame, *, is_complete: bool) -> PersonMatches:
    """Pair people; ``earlier`` are those who still serve, ``later`` those of the newer rosters.

    Excluded people of the newer rosters pair with nobody. Where these are not complete, two people are taken
    for one only if their NIKs are nearly alike: most of the earlier people are not in them.
    """
    later = later.filter(pl.col("status") != EXCLUDED)
    pairs = _pair_by(earlier, later, ["nik", "role"])
    for keys in (["nik"], [*SEAT, "name_key"]):
        left, right = _without(earlier, pairs["earlier"]), _without(later, pairs["later"])
        if keys[0] != "nik":  # only those whose NIK could not be read
            left = left.filter(pl.col("nik").is_null() | (pl.col("status") == HELD_BACK))
            right = right.filter(pl.col("nik").is_null())
        pairs = pl.concat([pairs, _pair_by(left, right, keys)])
    left, right = _without(earlier, pairs["earlier"]), _without(later, pairs["later"])
    alike = _pair_alike(left, right, by_birth_date=is_complete)
    unread = left.filter((pl.col("status") == HELD_BACK) & ~pl.col("nik").str.contains(_NIK))
    corrected = [(one, alike.pop(one)) for one in unread["id"] if one in alike]
    pairs = pl.concat([pairs, pl.DataFrame(corrected, schema=pairs.schema, orient="row")])
    left, right = _without(left, pairs["earlier"]), _without(right, pairs["later"])
    follows = later_contracts(pairs, earlier, later)
    return PersonMatches(
        pairs.filter(~follows).sort("earlier"),
        frozenset(left["id"]) - frozenset(alike),
        frozenset([*right["id"], *pairs.filter(follows)["later"]]) - frozenset(alike.values()),
        alike,
    )


def later_contracts(pairs: pl.DataFrame, earlier: pl.DataFrame, later: pl.DataFrame) -> pl.Series:
    """Return whether each newer row is another contract, which begins after the earlier one has ended."""
    ends = earlier.select(pl.col("id").alias("earlier"), "end", was=pl.col("status") == ENROLLED)
    starts = later.select(pl.col("id").alias("later"), "start", "status")
    days = pairs.join(ends, on="earlier", how="left", maintain_order="left").join(
        starts, on="later", how="left", maintain_order="left"
    )
    is_later = (pl.col("start") > pl.col("end")) & pl.col("was") & (pl.col("status") == ENROLLED)
    return days.select(is_later.fill_null(value=False)).to_series()


def seat_key(place: str) -> pl.Expr:
    """Return the name of a place in the form in which places are compared."""
    words = pl.col(place).str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ")
    return words.str.strip_chars().fill_null("")


def with_keys(people: pl.DataFrame) -> pl.DataFrame:
    """Add the keys by which people of one seat or one name are found."""
    return people.with_columns(
        *(seat_key(place).alias(f"{place}_key") for place in ("kecamatan", "desa", "tps", "name"))
    )


def _pair_by(left: pl.DataFrame, right: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Pair rows with the same keys, the earliest with the earliest; null keys pair with nothing."""
    is_by_seat = any(key.endswith("_key") for key in keys)
    left, right = (
        (with_keys(people) if is_by_seat else people)
        .select("id", "start", *keys)
        .drop_nulls(keys)
        .sort("start", nulls_last=True, maintain_order=True)
        .select("id", *keys, pl.int_range(pl.len()).over(keys).alias("turn"))
        for people in (left, right)
    )
    joined = left.join(right, on=[*keys, "turn"], how="inner", suffix="_later")
    return joined.select(pl.col("id").alias("earlier"), pl.col("id_later").alias("later"))


def _without(people: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    return people.filter(~pl.col("id").is_in(numbers.implode()))


def _pair_alike(left: pl.DataFrame, right: pl.DataFrame, *, by_birth_date: bool) -> dict[int, int]:
    """Pair people of different NIKs who have name and birth date, or seat and nearly the NIK, in common."""
    left, right = (
        with_keys(people).select("id", "nik", "name", "birth_date", *SEAT)
        for people in (left, right)
    )
    shares = pl.col("birth_date").is_in(right["birth_date"].implode())
    left = left.filter(shares.fill_null(value=False)).vstack(
        left.filter(~shares.fill_null(value=False)).join(
            right.select(SEAT), on=SEAT, how="semi", nulls_equal=True
        )
    )
    candidates: defaultdict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
    for person in right.iter_rows(named=True):
        for key in _likeness_keys(person):
            candidates[key].append(person)
    pairs: dict[int, int] = {}
    taken: set[object] = set()
    for person in left.sort("id").iter_rows(named=True):
        likely = (
            one
            for key in _likeness_keys(person)
            for one in candidates[key]
            if one["id"] not in taken and _is_alike(person, one, by_birth_date=by_birth_date)
        )
        if match := next(likely, None):
            pairs[person["id"]] = int(str(match["id"]))
            taken.add(match["id"])
    return pairs


def _likeness_keys(person: dict[str, object]) -> list[tuple[object, ...]]:
    seat = tuple(person[name] for name in SEAT)
    # Without a place, the role alone would compare everybody with everybody.
    keys: list[tuple[object, ...]] = [("seat", *seat)] if any(seat[1:]) else []
    if person["birth_date"] is not None:
        keys.insert(0, ("birth", person["birth_date"]))
    return keys


def _is_alike(one: dict[str, object], two: dict[str, object], *, by_birth_date: bool) -> bool:
    likeness = name_similarity(str(one["name"] or ""), str(two["name"] or ""))
    digits = differing_digits(one["nik"], two["nik"])
    if by_birth_date and likeness >= _ALIKE and one["birth_date"] == two["birth_date"]:
        return True
    if digits is None:  # one of the NIKs cannot be read
        return likeness >= _ALIKE
    return digits <= _MISTYPED_DIGITS and likeness >= _ALIKE


def differing_digits(one: object, two: object) -> int | None:
    """Return in how many places two NIKs differ, or None where one is missing.

    >>> differing_digits("3214016505020017", "3214016505020071"), differing_digits("3214", None)
    (2, None)
    """
    if one is None or two is None:
        return None
    return sum(a != b for a, b in zip(str(one), str(two), strict=False))
