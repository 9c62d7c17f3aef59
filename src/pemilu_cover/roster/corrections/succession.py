"""Successions: who replaces whom, by the statements of corrections files, and statements that contradict.

A row names its successor (**Diganti oleh**), or a new person names whom they replace (**Menggantikan**). One
person replaces one: where two people name one successor, where a chain of successors is a cycle, and where
two new people replace one, it is undecidable who serves. Such statements are held until a later answer
decides. A statement of a newer round wins over those of earlier rounds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pemilu_cover.roster.corrections.applied import CorrectionsFileSummary
from pemilu_cover.roster.people import CellLocation

SHARED, LOOP, TWICE = "successor-shared", "successor-loop", "replaced-twice"


@dataclass(frozen=True, eq=False)
class Succession:
    """A statement that one person is replaced by another, by their numbers.

    ``by`` is the person on whose row it is, at ``origin``, and ``summary`` the summary of its file.
    """

    predecessor: int
    successor: int
    by: int
    origin: CellLocation
    summary: CorrectionsFileSummary

    @property
    def round(self) -> int:
        """The round of the file."""
        return self.summary.round

    @property
    def is_by_successor(self) -> bool:
        """Whether the statement is on the row of the new person, and not of the replaced one."""
        return self.by == self.successor


@dataclass
class Resolution:
    """The outcome of statements.

    ``valid`` has the statements to apply, ``held`` those with a doubt, its code and the other statements that
    cause it, ``superseded`` pairs of an earlier statement and the newer one that replaces it.
    """

    valid: list[Succession] = field(default_factory=list)
    held: list[tuple[Succession, str, list[Succession]]] = field(default_factory=list)
    superseded: list[tuple[Succession, Succession]] = field(default_factory=list)


def resolve(successions: Sequence[Succession], persons: Mapping[int, str]) -> Resolution:
    """Return the outcome of statements; ``persons`` has the person of each row, by number.

    >>> from pathlib import Path
    >>> summary = CorrectionsFileSummary("isi.xlsx", "", 1, Path("isi.xlsx"), "", 2, is_earlier=False)
    >>> rows = [Succession(number, 2, number, CellLocation("", "", 1, "A1"), summary) for number in (0, 1)]
    >>> [code for _, code, _ in resolve(rows, {0: "A", 1: "B", 2: "C"}).held]
    ['successor-shared', 'successor-shared']
    """
    resolution = Resolution()
    newer: list[Succession] = []
    newest_first = sorted(successions, key=lambda each: -each.round)
    for _, group in groupby(newest_first, key=lambda each: each.round):
        current = []
        for each in group:
            if by := _superseding(each, newer, persons):
                resolution.superseded.append((each, by))
            else:
                current.append(each)
        newer += current
    doubts = dict(_doubts(newer, persons))
    for each in sorted(newer, key=lambda each: each.round):
        if each in doubts:
            resolution.held.append((each, *doubts[each]))
        else:
            resolution.valid.append(each)
    return resolution


def _superseding(
    earlier: Succession, newer: Sequence[Succession], persons: Mapping[int, str]
) -> Succession | None:
    """Return the statement of a newer round that contradicts an earlier one, or None.

    A new person's own statement is the only reason for their row: it is never superseded, but reported.
    """
    if earlier.is_by_successor:
        return None
    for each in newer:
        if each.by == earlier.by and each.successor != earlier.successor:
            return each
    doubts = dict(_doubts([*newer, earlier], persons))
    _, conflicting = doubts.get(earlier, ("", []))
    return next((each for each in conflicting if each in newer), None)


def _doubts(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Yield the statements that cannot all be true, each with its code and the conflicting ones."""
    yield from _replaced_twice(successions, persons)
    yield from _shared(successions, persons)
    yield from _loops(successions, persons)


def _replaced_twice(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Yield the new people who replace a person whom another new person replaces, too."""
    groups: defaultdict[int, list[Succession]] = defaultdict(list)
    for each in successions:
        groups[each.predecessor].append(each)
    for group in groups.values():
        for each in group:
            rivals = [o for o in group if persons[o.successor] != persons[each.successor]]
            if each.is_by_successor and rivals:
                yield each, (TWICE, rivals)


def _shared(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Yield the people who name one successor; a person on two rows may replace two people."""
    rows = Counter(persons.values())
    groups: defaultdict[str, list[Succession]] = defaultdict(list)
    for each in successions:
        groups[persons[each.successor]].append(each)
    for successor, group in groups.items():
        if len({persons[each.predecessor] for each in group}) <= rows[successor]:
            continue
        for each in group:
            own = persons[each.predecessor]
            yield each, (SHARED, [o for o in group if persons[o.predecessor] != own])


def _loops(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Yield the statements from which a chain of successors leads back to its beginning."""
    following: defaultdict[str, list[Succession]] = defaultdict(list)
    for each in successions:
        following[persons[each.predecessor]].append(each)
    for each in successions:
        chain = _chain(each, following, persons)
        if persons[each.predecessor] in {persons[link.successor] for link in chain}:
            yield each, (LOOP, [link for link in chain if link is not each] or [each])


def _chain(
    first: Succession, following: Mapping[str, Sequence[Succession]], persons: Mapping[int, str]
) -> list[Succession]:
    """Return a statement and those that follow from it, each once."""
    chain, visited = [first], {first}
    for link in chain:  # grows during the iteration
        for each in following.get(persons[link.successor], ()):
            if each not in visited:
                visited.add(each)
                chain.append(each)
    return chain
