"""Identity evidence: whether two rows with one NIK are of one person.

A NIK may be copied, filled down or matched by name, so that two people have it. Every cell that identifies
a person counts: it supports that two rows are of one person, contradicts it, or is silent.

| cell | supports | contradicts | silent |
| --- | --- | --- | --- |
| birth date | – | another day, not with day and month swapped | one missing, or equal: a NIK holds it, too |
| birthplace | equal, within the other, nearly equal | another | one missing, or an abbreviation |
| mother | equal, within the other, nearly equal | another | one missing |
| sex | – | another | one missing, or equal |
| phone, address | equal | – | otherwise: people move, and own two phones |

A name is *equal*, *near* (within the other, abbreviated, or nearly equal), *different* or *missing*. `decide`
combines it with the cells. Relatives share a phone and an address, so that those only decide where nothing
but the birthplace or the sex contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import normal_form

# From here on two spellings are one name, in percent: "Boedi Ariffin" is Budi Arifin (83), but
# Siti Aisyah is not Siti Aminah (82).
ALIKE = 83
# The columns that identify a person.
COLUMNS = ("name", "birth_date", "birth_place", "mother", "sex", "phone", "address")

_KINDS_OF_PLACE = frozenset("KABUPATEN KAB KOTA KECAMATAN KEC DESA KELURAHAN KEL".split())
_ORIGIN = frozenset({"birth_place", "mother"})
_REACHED_AT = frozenset({"phone", "address"})
_LONGEST_ABBREVIATION = 3
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        *((r"OE", "U"), (r"DJ", "J"), (r"TJ", "C"), (r"Z", "S"), (r"PH|V", "F")),
        *((r"[CK]H", "H"), (r"Y\b", "I"), (r"(.)\1", r"\1")),
    )
)
_SAME_PARTS = 2  # of day, month and year: a date with one slip in it has so many

Row = Mapping[str, Any]


class Verdict(Enum):
    """The verdict on two rows with one NIK."""

    ONE = "one person"
    UNCERTAIN = "one person or two"
    TWO = "two people"


class Name(Enum):
    """How two names compare."""

    EQUAL = "equal"
    NEAR = "near"
    DIFFERENT = "different"
    MISSING = "missing"


class Evidence(NamedTuple):
    """How the names compare, and the columns that support and contradict that it is one person."""

    name: Name
    supports: frozenset[str]
    contradicts: frozenset[str]


def evidence(first: Row, second: Row) -> Evidence:
    """Return the evidence of two rows, column by column.

    >>> indah = {"name": "Indah", "birth_place": "Purwakarta", "mother": "Rina Utami"}
    >>> handayani = {"name": "Indah Handayani", "birth_place": "Garut", "mother": "Sri Rahayu"}
    >>> both = evidence(indah, handayani)
    >>> both.name, sorted(both.supports), sorted(both.contradicts)
    (<Name.NEAR: 'near'>, [], ['birth_place', 'mother'])
    """
    name = compare_names(first.get("name"), second.get("name"))
    by_column = {
        "birth_date": _dates(first.get("birth_date"), second.get("birth_date"), name),
        "birth_place": _places(first.get("birth_place"), second.get("birth_place")),
        "mother": _mothers(first.get("mother"), second.get("mother")),
        "sex": _sexes(first.get("sex"), second.get("sex")),
        **{
            column: _equal(first.get(column), second.get(column)) for column in ("phone", "address")
        },
    }
    return Evidence(
        name,
        frozenset(column for column, is_support in by_column.items() if is_support is True),
        frozenset(column for column, is_support in by_column.items() if is_support is False),
    )


def verdict(first: Row, second: Row) -> Verdict:
    """Return whether two rows with one NIK are of one person, of two, or of either."""
    return decide(evidence(first, second))


def decide(facts: Evidence) -> Verdict:
    """Return the verdict on evidence."""
    if facts.name is Name.DIFFERENT:
        return Verdict.TWO
    if facts.name is Name.MISSING:  # a finding of its own keeps that row out
        return Verdict.ONE
    return _of_equal_names(facts) if facts.name is Name.EQUAL else _of_near_names(facts)


def _of_equal_names(facts: Evidence) -> Verdict:
    """Decide on equal names: namesakes may share a copied NIK, but one cell may be mistyped."""
    origin = facts.contradicts & _ORIGIN
    if "birth_date" not in facts.contradicts:
        return Verdict.ONE if len(facts.contradicts) <= 1 else Verdict.UNCERTAIN
    if origin == _ORIGIN:
        return Verdict.TWO
    return Verdict.ONE if not origin and "mother" in facts.supports else Verdict.UNCERTAIN


def _of_near_names(facts: Evidence) -> Verdict:
    """Decide on names of which one may be a short form of the other, or another person's."""
    if "birth_date" in facts.contradicts or facts.contradicts >= _ORIGIN:
        return Verdict.TWO
    if not facts.contradicts:
        return Verdict.ONE
    tipped = "mother" in facts.supports or facts.supports >= _REACHED_AT
    slip = facts.contradicts in ({"birth_place"}, {"sex"})
    return Verdict.ONE if tipped and slip else Verdict.UNCERTAIN


def compare_names(name: str | None, other_name: str | None) -> Name:
    """Return how two names compare, regardless of the order of words, capitals and signs.

    >>> compare_names("M. Rizki", "Muhammad Rizki"), compare_names("Budi", "Budiman")
    (<Name.NEAR: 'near'>, <Name.DIFFERENT: 'different'>)
    >>> compare_names("Moh Riski Sapoetra", "Mohammad Rizki Saputra")
    <Name.NEAR: 'near'>
    """
    first, second = normal_form(name or ""), normal_form(other_name or "")
    if not first or not second:
        return Name.MISSING
    if sorted(first.split()) == sorted(second.split()):
        return Name.EQUAL
    sounds = _sounds(first), _sounds(second)
    if _within(first, second) or _abbreviates(first, second) or _abbreviates(*sounds):
        return Name.NEAR
    return Name.NEAR if name_similarity(first, second) >= ALIKE else Name.DIFFERENT


def _sounds(words: str) -> str:
    """Return words as they sound: old and new spelling, Z and S, double and single letters are one.

    >>> _sounds("SAPOETRA DJOKO"), _sounds("RIZKY ZULFA"), _sounds("AISYAH")
    ('SAPUTRA JOKO', 'RISKI SULFA', 'AISYAH')
    """
    for pattern, replacement in _SPELLINGS:
        words = pattern.sub(replacement, words)
    return words


def _dates(first: date | None, second: date | None, name: Name) -> bool | None:
    """Compare birth dates; under equal names a slip in the day, the month or the year is no contradiction."""
    if first is None or second is None or first == second:
        return None
    parts, other_parts = (
        (first.day, first.month, first.year),
        (second.day, second.month, second.year),
    )
    if parts == (other_parts[1], other_parts[0], other_parts[2]):
        return None  # an English Excel swaps day and month
    alike = sum(a == b for a, b in zip(parts, other_parts, strict=True))
    return None if name is Name.EQUAL and alike >= _SAME_PARTS else False


def _places(text: str | None, other_text: str | None) -> bool | None:
    first, second = _place_name(text), _place_name(other_text)
    if not first or not second:
        return None
    if _alike(first, second):
        return True
    short, long = sorted((first.replace(" ", ""), second.replace(" ", "")), key=len)
    return None if _is_abbreviation(short, long) else False


def _place_name(text: str | None) -> str:
    words = normal_form(text or "").split()
    return " ".join(word for word in words if word not in _KINDS_OF_PLACE)


def _mothers(name: str | None, other_name: str | None) -> bool | None:
    first, second = normal_form(name or ""), normal_form(other_name or "")
    if not first or not second:
        return None
    return _alike(first, second) or _abbreviates(first, second)


def _sexes(first: str | None, second: str | None) -> bool | None:
    return False if first and second and first != second else None


def _equal(text: str | None, other_text: str | None) -> bool | None:
    first, second = normal_form(text or ""), normal_form(other_text or "")
    return True if first and first == second else None


def _alike(first: str, second: str) -> bool:
    return first == second or _within(first, second) or name_similarity(first, second) >= ALIKE


def _within(first: str, second: str) -> bool:
    words, more = set(first.split()), set(second.split())
    return words <= more or more <= words


def _abbreviates(first: str, second: str) -> bool:
    """Return whether two names differ by abbreviated words alone: M., Moh. and Mhd. are Muhammad."""
    words, other_words = first.split(), second.split()
    if len(words) != len(other_words) or not set(words) & set(other_words):
        return False
    pairs = (sorted(pair, key=len) for pair in zip(words, other_words, strict=True))
    return all(short == long or _is_abbreviation(short, long) for short, long in pairs)


def _is_abbreviation(short: str, long: str) -> bool:
    """Return whether a short word has the first letter of a long one, and its letters in their order."""
    if len(short) > _LONGEST_ABBREVIATION or len(short) >= len(long) or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
