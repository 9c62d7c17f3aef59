"""Returned rows that may be about another person than the row whose code they have.

Sorting a sheet without its first columns, copying a row to add a person, or typing a new person over an old
one leaves one person's code with another's cells. Such rows are held: none of their cells is applied. A row
remains its person's as long as its NIK or its name matches: a NIK with a few other digits and a name in
another spelling match; a NIK and a name that change together do not. A name in another spelling is no match
where the birth date is another one, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pemilu_cover.roster.corrections.correction_rows import CorrectionRow, display_text
from pemilu_cover.roster.corrections.nik_doubts import (
    agrees,
    contradicts,
    fits_row_nearby,
    has_other_birth_date,
    read_day,
)
from pemilu_cover.roster.corrections.row_matching import TYPED, Match, PersonIndex
from pemilu_cover.values import nik
from pemilu_cover.values.nonanswers import is_non_answer
from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import normal_form

SORTED, ANOTHER, COPIED, TWICE = (
    "complete-sorted",
    "complete-another",
    "complete-copied",
    "complete-twice",
)
NIK_IN_USE, NIK_OF_ROW_NEARBY = "complete-nik-taken", "complete-nik-row"
# Two NIKs of one person differ by a slip or a missing digit; from this distance on they are two.
_SLIPS = 3
# A text with fewer digits identifies nobody.
_FEWEST_DIGITS = 13
# From here on two names may be one, in percent: "Moh. Rizki" and "Muhammad Rizki" match by their words.
_ALIKE = 70
# A formula or an error value in place of a name.
_FORMULAS = ("=", "#")
# Personal cells that no two people share by chance: where two of them have moved, the column was sorted.
_PERSONAL = ("birth_date", "phone", "address", "email", "npwp", "kpj")
_FEWEST_MOVED = 2


@dataclass(frozen=True)
class Claim:
    """A returned row and the person whose code it has."""

    line: CorrectionRow
    match: Match
    sent: Mapping[str, str]

    @cached_property
    def was_nik(self) -> str:
        """The NIK that was sent, "" where it identifies nobody."""
        return _digits(self.sent.get("nik", ""))

    @cached_property
    def is_nik(self) -> str:
        """The NIK that came back."""
        return _digits(self.line.text("nik"))

    @cached_property
    def was_name(self) -> str:
        """The name that was sent, in the form in which names are compared."""
        return _name(self.sent.get("name", ""))

    @cached_property
    def is_name(self) -> str:
        """The name that came back."""
        return _name(self.line.text("name"))


def row_claims(lines: Iterable[tuple[CorrectionRow, Match]], people: PersonIndex) -> list[Claim]:
    """Return the rows with their cells as sent: by the file, else by the roster."""
    return [Claim(line, match, _sent(line, match, people)) for line, match in lines]


def find_doubts(claims: Sequence[Claim], people: PersonIndex) -> dict[int, str]:
    """Return the code of the doubt for each row that is held, by its index among the claims of one sheet."""
    doubts = {at: ANOTHER for at, claim in enumerate(claims) if _is_another(claim, people)}
    doubts |= dict.fromkeys(_moved(claims, people), SORTED)
    doubts |= {
        at: NIK_OF_ROW_NEARBY
        for at in range(len(claims))
        if at not in doubts and fits_row_nearby(at, claims, people)
    }
    released = _released_niks(claims)
    doubts |= {
        at: NIK_IN_USE
        for at, claim in enumerate(claims)
        if at not in doubts and _uses_other_nik(claim, released, people)
    }
    return doubts | _repeated(claims, doubts)


def _sent(line: CorrectionRow, match: Match, people: PersonIndex) -> Mapping[str, str]:
    row = people.row(match.number)
    own = {name: row[TYPED + name] for name in (*_PERSONAL, "nik", "name")}
    if line.completes:
        known = {"nik": row["nik"] or "", "name": row["name"] or ""}
        # An unchanged line is its person's, whatever their present name in the roster.
        return (
            known
            if line.has_read_only_edit
            else {**known, "nik": line.text("nik"), "name": line.text("name")}
        )
    return own if line.sent is None else {**own, **line.sent}


def _digits(text: str) -> str:
    digits = nik.compact(display_text(text)).rstrip("?")
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def _name(text: str) -> str:
    shown = display_text(text)
    return "" if shown.startswith(_FORMULAS) or is_non_answer(shown) else normal_form(shown)


# ---- somebody else's row ----------------------------------------------------------------------------


def _is_another(claim: Claim, people: PersonIndex) -> bool:
    """Return whether a row has become another person's."""
    names_known, niks_known = claim.was_name and claim.is_name, claim.was_nik and claim.is_nik
    names_differ = bool(names_known) and not _alike(claim.was_name, claim.is_name)
    niks_close = bool(niks_known) and _close(claim.was_nik, claim.is_nik)
    if names_differ:
        # With the NIK that was there a new name was typed over the old one; without any, only an unchanged
        # birth date that agrees with the new NIK shows that it is the same person.
        return bool(claim.was_nik) or not _birth_date_confirms_nik(claim)
    is_respelt = names_known and claim.was_name != claim.is_name
    if is_respelt and not niks_close and has_other_birth_date(claim, people):
        return True
    if niks_known and not niks_close:
        return not claim.was_name and not _birth_date_confirms_nik(claim)
    if not claim.was_nik and claim.is_nik and not claim.match.as_sent:
        return contradicts(claim, people)
    return False


def _alike(first: str, second: str) -> bool:
    """Return whether two names may be one: alike, or the words of one begin the words of the other.

    >>> _alike("M RIZKI", "MUHAMMAD RIZKI"), _alike("ASEP", "ASEP SAEPUDIN"), _alike("SITI", "LALA BARU")
    (True, True, False)
    """
    if name_similarity(first, second) >= _ALIKE:
        return True
    fewer, more = sorted((first.split(), second.split()), key=len)
    remaining = list(more)
    for word in fewer:
        match = next((w for w in remaining if w.startswith(word) or word.startswith(w)), None)
        if match is None:
            return False
        remaining.remove(match)
    return True


def _close(first: str, second: str) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  slow, and seldom needed

    return OSA.distance(first, second, score_cutoff=_SLIPS) <= _SLIPS


def _birth_date_confirms_nik(claim: Claim) -> bool:
    """Return whether the birth date is unchanged, and is that of the NIK."""
    now = claim.line.text("birth_date")
    born = read_day(now)
    return (
        born is not None
        and now == display_text(claim.sent.get("birth_date", ""))
        and (not claim.is_nik or agrees(claim.is_nik, born))
    )


# ---- columns that were sorted without the others ----------------------------------------------------


def _moved(claims: Sequence[Claim], people: PersonIndex) -> set[int]:
    """Return the rows with cells of other rows."""
    moved: set[int] = set()
    names = _places(claim.was_name for claim in claims)
    niks = _places(claim.was_nik for claim in claims)
    for at, claim in enumerate(claims):
        name_from = _source(at, claim.is_name, claim.was_name, names)
        nik_from = _source(at, claim.is_nik, claim.was_nik, niks)
        if name_from is not None and _has_left(claims[name_from], "name"):
            moved.add(at)
        elif nik_from is not None and _has_left(claims[nik_from], "nik"):
            born = (
                read_day(claim.line.text("birth_date"))
                or people.row(claim.match.number)["birth_date"]
            )
            if born is None or not agrees(claim.is_nik, born):
                moved.add(at)
    for name in _PERSONAL:
        moved |= _moved_in(claims, name)
    return moved


def _moved_in(claims: Sequence[Claim], name: str) -> set[int]:
    """Return the rows whose cell of a personal column is now that of another row."""
    was = [display_text(claim.sent.get(name, "")) for claim in claims]
    now = [claim.line.text(name) if name in claim.line.cells else "" for claim in claims]
    places = _places(was)
    moved = {}
    for at, text in enumerate(now):
        source = _source(at, text, was[at], places)
        if source is not None and now[source] != was[source]:
            moved[at] = source
    if len(moved) < _FEWEST_MOVED:
        return set()
    if name == "birth_date":
        return {at for at in moved if not (claims[at].is_nik and _fits(claims[at], now[at]))}
    return set(moved)


def _fits(claim: Claim, born: str) -> bool:
    day = read_day(born)
    return day is not None and agrees(claim.is_nik, day)


def _places(texts: Iterable[str]) -> dict[str, int]:
    """Return the place of each text that occurs once."""
    listed = list(texts)
    counts = Counter(listed)
    return {text: at for at, text in enumerate(listed) if text and counts[text] == 1}


def _source(at: int, now: str, was: str, places: Mapping[str, int]) -> int | None:
    """Return the index of the other row whose cell is here now, or None."""
    source = places.get(now)
    return source if now and now != was and source not in (None, at) else None


def _has_left(claim: Claim, name: str) -> bool:
    """Return whether a row no longer has the cell that was sent."""
    was, now = (claim.was_name, claim.is_name) if name == "name" else (claim.was_nik, claim.is_nik)
    return was != now


# ---- NIKs of others, rows that are there twice ------------------------------------------------------


def _released_niks(claims: Iterable[Claim]) -> Mapping[str, set[int]]:
    """Return the people whose row no longer has the NIK that was sent, by that NIK."""
    released: defaultdict[str, set[int]] = defaultdict(set)
    for claim in claims:
        if claim.was_nik != claim.is_nik:
            released[claim.was_nik].add(claim.match.number)
    return released


def _uses_other_nik(claim: Claim, released: Mapping[str, set[int]], people: PersonIndex) -> bool:
    """Return whether a row's new NIK is that of another person, whose row still has it."""
    digits = claim.is_nik
    if not digits or digits == claim.was_nik:
        return False
    for number in people.by_nik.get(digits, []):
        if number == claim.match.number or number in released.get(digits, ()):
            continue
        name = normal_form(people.row(number)["name"] or "")
        if name and claim.is_name and not _alike(name, claim.is_name):
            return True
    return False


def _repeated(claims: Sequence[Claim], doubts: Mapping[int, str]) -> dict[int, str]:
    """Return the rows with the code of a row above: copies, of which one is the original."""
    repeats: dict[int, str] = {}
    for places in _by_key(claims).values():
        accepted = [at for at in places if at not in doubts]
        if len(places) < 2:  # noqa: PLR2004
            continue
        if len({tuple(map(display_text, claims[at].line.cells.values())) for at in accepted}) > 1:
            repeats |= dict.fromkeys(accepted, TWICE)
        elif accepted:
            repeats |= {at: COPIED for at in places if doubts.get(at) == ANOTHER}
            repeats |= dict.fromkeys(accepted[1:], "")  # an identical copy: nothing is lost
    return repeats


def _by_key(claims: Sequence[Claim]) -> Mapping[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        if not claim.line.is_keyless:
            groups[claim.match.number].append(at)
    return groups
