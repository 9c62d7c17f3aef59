"""Identity evidence: whether two rows with one NIK are of one person.

A NIK is copied, filled down or looked up by name, so that two people may carry one. Every cell that says who
somebody is counts: it supports that two rows are of one person, contradicts it, or is silent.

| cell | supports | contradicts | silent |
| --- | --- | --- | --- |
| birth date | – | another day, not with day and month swapped | one missing, or equal: a NIK holds it, too |
| birthplace | equal, within the other, nearly equal | another | one missing, or an abbreviation |
| mother | equal, within the other, nearly equal | another | one missing |
| sex | – | another | one missing, or equal |
| phone, address | equal | – | otherwise: people move, and own two phones |

A name is *equal*, *near* (within the other, abbreviated, or nearly equal), *other* or *missing*. `decide`
says what follows from it together with the cells. Relatives share a phone and an address, so that those only
tip the scale where nothing but the birthplace or the sex contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import normal_form

# From here on two spellings are taken for one name, in percent: "Boedi Ariffin" is Budi Arifin (83), but
# Siti Aisyah is not Siti Aminah (82).
ALIKE = 83
# The columns that say who somebody is.
COLUMNS = ("name", "birth_date", "birth_place", "mother", "sex", "phone", "address")

_KINDS_OF_PLACE = frozenset("KABUPATEN KAB KOTA KECAMATAN KEC DESA KELURAHAN KEL".split())
_ORIGIN = frozenset({"birth_place", "mother"})
_REACHED_AT = frozenset({"phone", "address"})
_LONGEST_ABBREVIATION = 3
_SPELLINGS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        *((r"OE", "U"), (r"DJ", "J"), (r"TJ", "C"), (r"Z", "S"), (r"PH|V", "F")),
        *((r"[CK]H", "H"), (r"Y\b", "I"), (r"(.)\1", r"\1")),
    )
)
_SAME_PARTS = 2  # of day, month and year: a date with one slip in it has so many

Row = Mapping[str, Any]


class Verdict(Enum):
    """What the cells of two rows with one NIK say together."""

    ONE = "one person"
    ASKED = "one person or two"
    TWO = "two people"


class Name(Enum):
    """How two names compare."""

    EQUAL = "equal"
    NEAR = "near"
    OTHER = "other"
    MISSING = "missing"


class Evidence(NamedTuple):
    """How the names compare, and the columns that support and contradict that it is one person."""

    name: Name
    supports: frozenset[str]
    contradicts: frozenset[str]


def evidence(one: Row, other: Row) -> Evidence:
    """Return what two rows say of each other, column by column.

    >>> indah = {"name": "Indah", "birth_place": "Purwakarta", "mother": "Rina Utami"}
    >>> handayani = {"name": "Indah Handayani", "birth_place": "Garut", "mother": "Sri Rahayu"}
    >>> found = evidence(indah, handayani)
    >>> found.name, sorted(found.supports), sorted(found.contradicts)
    (<Name.NEAR: 'near'>, [], ['birth_place', 'mother'])
    """
    name = compare_names(one.get("name"), other.get("name"))
    found = {
        "birth_date": _dates(one.get("birth_date"), other.get("birth_date"), name),
        "birth_place": _places(one.get("birth_place"), other.get("birth_place")),
        "mother": _mothers(one.get("mother"), other.get("mother")),
        "sex": _sexes(one.get("sex"), other.get("sex")),
        **{column: _equal(one.get(column), other.get(column)) for column in ("phone", "address")},
    }
    return Evidence(
        name,
        frozenset(column for column, says in found.items() if says is True),
        frozenset(column for column, says in found.items() if says is False),
    )


def verdict(one: Row, other: Row) -> Verdict:
    """Return whether two rows with one NIK are of one person, of two, or cannot be told apart."""
    return decide(evidence(one, other))


def decide(found: Evidence) -> Verdict:
    """Return what follows from the evidence."""
    if found.name is Name.OTHER:
        return Verdict.TWO
    if found.name is Name.MISSING:  # a finding of its own keeps that row out
        return Verdict.ONE
    return _of_equal_names(found) if found.name is Name.EQUAL else _of_near_names(found)


def _of_equal_names(found: Evidence) -> Verdict:
    """Decide on one name: namesakes share a NIK that was looked up by name, but one cell is soon mistyped."""
    origin = found.contradicts & _ORIGIN
    if "birth_date" not in found.contradicts:
        return Verdict.ONE if len(found.contradicts) <= 1 else Verdict.ASKED
    if origin == _ORIGIN:
        return Verdict.TWO
    return Verdict.ONE if not origin and "mother" in found.supports else Verdict.ASKED


def _of_near_names(found: Evidence) -> Verdict:
    """Decide on names of which one may be a short form of the other, or another person's."""
    if "birth_date" in found.contradicts or found.contradicts >= _ORIGIN:
        return Verdict.TWO
    if not found.contradicts:
        return Verdict.ONE
    tipped = "mother" in found.supports or found.supports >= _REACHED_AT
    slip = found.contradicts in ({"birth_place"}, {"sex"})
    return Verdict.ONE if tipped and slip else Verdict.ASKED


def compare_names(one: str | None, other: str | None) -> Name:
    """Return how two names compare; order of words, capitals and signs make no difference.

    >>> compare_names("M. Rizki", "Muhammad Rizki"), compare_names("Budi", "Budiman")
    (<Name.NEAR: 'near'>, <Name.OTHER: 'other'>)
    >>> compare_names("Moh Riski Sapoetra", "Mohammad Rizki Saputra")
    <Name.NEAR: 'near'>
    """
    first, second = normal_form(one or ""), normal_form(other or "")
    if not first or not second:
        return Name.MISSING
    if sorted(first.split()) == sorted(second.split()):
        return Name.EQUAL
    spelt = _sounds(first), _sounds(second)
    if _within(first, second) or _abbreviates(first, second) or _abbreviates(*spelt):
        return Name.NEAR
    return Name.NEAR if name_similarity(first, second) >= ALIKE else Name.OTHER


def _sounds(words: str) -> str:
    """Return words as they sound: old and new spelling, Z and S, double and single letters are one.

    >>> _sounds("SAPOETRA DJOKO"), _sounds("RIZKY ZULFA"), _sounds("AISYAH")
    ('SAPUTRA JOKO', 'RISKI SULFA', 'AISYAH')
    """
    for written, heard in _SPELLINGS:
        words = written.sub(heard, words)
    return words


def _dates(one: date | None, other: date | None, name: Name) -> bool | None:
    """Compare birth dates; under equal names a slip in the day, the month or the year is no contradiction."""
    if one is None or other is None or one == other:
        return None
    first, second = (one.day, one.month, one.year), (other.day, other.month, other.year)
    if first == (second[1], second[0], second[2]):
        return None  # an English Excel swaps day and month
    alike = sum(a == b for a, b in zip(first, second, strict=True))
    return None if name is Name.EQUAL and alike >= _SAME_PARTS else False


def _places(one: str | None, other: str | None) -> bool | None:
    first, second = _bare_place(one), _bare_place(other)
    if not first or not second:
        return None
    if _alike(first, second):
        return True
    short, long = sorted((first.replace(" ", ""), second.replace(" ", "")), key=len)
    return None if _is_abbreviation(short, long) else False


def _bare_place(text: str | None) -> str:
    words = normal_form(text or "").split()
    return " ".join(word for word in words if word not in _KINDS_OF_PLACE)


def _mothers(one: str | None, other: str | None) -> bool | None:
    first, second = normal_form(one or ""), normal_form(other or "")
    if not first or not second:
        return None
    return _alike(first, second) or _abbreviates(first, second)


def _sexes(one: str | None, other: str | None) -> bool | None:
    return False if one and other and one != other else None


def _equal(one: str | None, other: str | None) -> bool | None:
    first, second = normal_form(one or ""), normal_form(other or "")
    return True if first and first == second else None


def _alike(first: str, second: str) -> bool:
    return first == second or _within(first, second) or name_similarity(first, second) >= ALIKE


def _within(first: str, second: str) -> bool:
    words, more = set(first.split()), set(second.split())
    return words <= more or more <= words


def _abbreviates(first: str, second: str) -> bool:
    """Return whether two names differ by abbreviated words alone: M., Moh. and Mhd. are Muhammad."""
    one, other = first.split(), second.split()
    if len(one) != len(other) or not set(one) & set(other):
        return False
    pairs = (sorted(pair, key=len) for pair in zip(one, other, strict=True))
    return all(short == long or _is_abbreviation(short, long) for short, long in pairs)


def _is_abbreviation(short: str, long: str) -> bool:
    """Return whether a short word has the first letter of a long one, and its others in their order."""
    if len(short) > _LONGEST_ABBREVIATION or len(short) >= len(long) or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
