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

from pemilu_cover.roster.corrections.correction_rows import display_text
from pemilu_cover.roster.corrections.nik_doubts import (
    agrees,
    contradicts,
    fits_row_nearby,
    has_other_birth_date,
    read_day,
)
from pemilu_cover.roster.corrections.returned_rows import PERSONAL, ReturnedRow
from pemilu_cover.roster.corrections.row_matching import PersonIndex
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
# From here on two names may be one, in percent: "Moh. Rizki" and "Muhammad Rizki" match by their words.
_ALIKE = 70
# From so many moved cells of a personal column on, the column was sorted.
_FEWEST_MOVED = 2


def find_doubts(rows: Sequence[ReturnedRow], people: PersonIndex) -> dict[int, str]:
    """Return the code of the doubt for each row that is held, by its index among the rows of one sheet."""
    doubts = {at: ANOTHER for at, row in enumerate(rows) if _is_another(row, people)}
    doubts |= dict.fromkeys(_moved(rows, people), SORTED)
    doubts |= {
        at: NIK_OF_ROW_NEARBY
        for at in range(len(rows))
        if at not in doubts and fits_row_nearby(at, rows, people)
    }
    released = _released_niks(rows)
    doubts |= {
        at: NIK_IN_USE
        for at, row in enumerate(rows)
        if at not in doubts and _uses_other_nik(row, released, people)
    }
    return doubts | _repeated(rows, doubts)


# ---- somebody else's row ----------------------------------------------------------------------------


def _is_another(row: ReturnedRow, people: PersonIndex) -> bool:
    """Return whether a row has become another person's."""
    names_known, niks_known = row.sent_name and row.returned_name, row.sent_nik and row.returned_nik
    names_differ = bool(names_known) and not _alike(row.sent_name, row.returned_name)
    niks_close = bool(niks_known) and _close(row.sent_nik, row.returned_nik)
    if names_differ:
        # With the NIK that was there a new name was typed over the old one; without any, only an unchanged
        # birth date that agrees with the new NIK shows that it is the same person.
        return bool(row.sent_nik) or not _birth_date_confirms_nik(row)
    is_respelt = names_known and row.sent_name != row.returned_name
    if is_respelt and not niks_close and has_other_birth_date(row, people):
        return True
    if niks_known and not niks_close:
        return not row.sent_name and not _birth_date_confirms_nik(row)
    if not row.sent_nik and row.returned_nik and not row.match.as_sent:
        return contradicts(row, people)
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


def _birth_date_confirms_nik(row: ReturnedRow) -> bool:
    """Return whether the birth date is unchanged, and is that of the NIK."""
    now = row.line.text("birth_date")
    born = read_day(now)
    return (
        born is not None
        and now == display_text(row.sent.get("birth_date", ""))
        and (not row.returned_nik or agrees(row.returned_nik, born))
    )


# ---- columns that were sorted without the others ----------------------------------------------------


def _moved(rows: Sequence[ReturnedRow], people: PersonIndex) -> set[int]:
    """Return the rows with cells of other rows."""
    moved: set[int] = set()
    names = _places(row.sent_name for row in rows)
    niks = _places(row.sent_nik for row in rows)
    for at, row in enumerate(rows):
        name_from = _source(at, row.returned_name, row.sent_name, names)
        nik_from = _source(at, row.returned_nik, row.sent_nik, niks)
        if name_from is not None and _has_left(rows[name_from], "name"):
            moved.add(at)
        elif nik_from is not None and _has_left(rows[nik_from], "nik"):
            born = (
                read_day(row.line.text("birth_date")) or people.row(row.match.number)["birth_date"]
            )
            if born is None or not agrees(row.returned_nik, born):
                moved.add(at)
    for name in PERSONAL:
        moved |= _moved_in(rows, name)
    return moved


def _moved_in(rows: Sequence[ReturnedRow], name: str) -> set[int]:
    """Return the rows whose cell of a personal column is now that of another row."""
    was = [display_text(row.sent.get(name, "")) for row in rows]
    now = [row.line.text(name) if name in row.line.cells else "" for row in rows]
    places = _places(was)
    moved = {}
    for at, text in enumerate(now):
        source = _source(at, text, was[at], places)
        if source is not None and now[source] != was[source]:
            moved[at] = source
    if len(moved) < _FEWEST_MOVED:
        return set()
    if name == "birth_date":
        return {at for at in moved if not (rows[at].returned_nik and _fits(rows[at], now[at]))}
    return set(moved)


def _fits(row: ReturnedRow, born: str) -> bool:
    day = read_day(born)
    return day is not None and agrees(row.returned_nik, day)


def _places(texts: Iterable[str]) -> dict[str, int]:
    """Return the place of each text that occurs once."""
    listed = list(texts)
    counts = Counter(listed)
    return {text: at for at, text in enumerate(listed) if text and counts[text] == 1}


def _source(at: int, now: str, was: str, places: Mapping[str, int]) -> int | None:
    """Return the index of the other row whose cell is here now, or None."""
    source = places.get(now)
    return source if now and now != was and source not in (None, at) else None


def _has_left(row: ReturnedRow, name: str) -> bool:
    """Return whether a row no longer has the cell that was sent."""
    was, now = (
        (row.sent_name, row.returned_name) if name == "name" else (row.sent_nik, row.returned_nik)
    )
    return was != now


# ---- NIKs of others, rows that are there twice ------------------------------------------------------


def _released_niks(rows: Iterable[ReturnedRow]) -> Mapping[str, set[int]]:
    """Return the people whose row no longer has the NIK that was sent, by that NIK."""
    released: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.sent_nik != row.returned_nik:
            released[row.sent_nik].add(row.match.number)
    return released


def _uses_other_nik(
    row: ReturnedRow, released: Mapping[str, set[int]], people: PersonIndex
) -> bool:
    """Return whether a row's new NIK is that of another person, whose row still has it."""
    digits = row.returned_nik
    if not digits or digits == row.sent_nik:
        return False
    for number in people.by_nik.get(digits, []):
        if number == row.match.number or number in released.get(digits, ()):
            continue
        name = normal_form(people.row(number)["name"] or "")
        if name and row.returned_name and not _alike(name, row.returned_name):
            return True
    return False


def _repeated(rows: Sequence[ReturnedRow], doubts: Mapping[int, str]) -> dict[int, str]:
    """Return the rows with the code of a row above: copies, of which one is the original."""
    repeats: dict[int, str] = {}
    for places in _by_key(rows).values():
        accepted = [at for at in places if at not in doubts]
        if len(places) < 2:  # noqa: PLR2004
            continue
        if len({tuple(map(display_text, rows[at].line.cells.values())) for at in accepted}) > 1:
            repeats |= dict.fromkeys(accepted, TWICE)
        elif accepted:
            repeats |= {at: COPIED for at in places if doubts.get(at) == ANOTHER}
            repeats |= dict.fromkeys(accepted[1:], "")  # an identical copy: nothing is lost
    return repeats


def _by_key(rows: Sequence[ReturnedRow]) -> Mapping[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if not row.line.is_keyless:
            groups[row.match.number].append(at)
    return groups
