"""Who replaces whom: the statements of corrections files, and those that cannot all be true.

A row names its successor (**Diganti oleh**), or a new person names whom they replace (**Menggantikan**). One
person replaces one: where two people name one successor, where a chain of successors comes back to its
beginning, and where two new people replace one, nobody can tell who serves. Such statements are held until
somebody says it. A statement of a newer round counts before those of earlier rounds.
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

    ``by`` is the person on whose row it stands, at ``origin``, and ``account`` that of its file.
    """

    predecessor: int
    successor: int
    by: int
    origin: CellLocation
    account: CorrectionsFileSummary

    @property
    def round(self) -> int:
        """The round of the file."""
        return self.account.round

    @property
    def is_by_successor(self) -> bool:
        """Whether the new person says it, and not the row of the one who is replaced."""
        return self.by == self.successor


@dataclass
class Resolved:
    """What becomes of statements.

    ``held`` has the code of the doubt and the other statements that cause it, ``superseded`` pairs an earlier
    statement with the newer one that counts instead.
    """

    kept: list[Succession] = field(default_factory=list)
    held: list[tuple[Succession, str, list[Succession]]] = field(default_factory=list)
    superseded: list[tuple[Succession, Succession]] = field(default_factory=list)


def resolve(successions: Sequence[Succession], persons: Mapping[int, str]) -> Resolved:
    """Return what becomes of statements; ``persons`` tells by number which rows are of one person.

    >>> from pathlib import Path
    >>> account = CorrectionsFileSummary("isi.xlsx", "", 1, Path("isi.xlsx"), "", 2, is_kept=False)
    >>> told = [Succession(number, 2, number, CellLocation("", "", 1, "A1"), account) for number in (0, 1)]
    >>> [code for _, code, _ in resolve(told, {0: "A", 1: "B", 2: "C"}).held]
    ['successor-shared', 'successor-shared']
    """
    resolved = Resolved()
    newer: list[Succession] = []
    newest_first = sorted(successions, key=lambda each: -each.round)
    for _, group in groupby(newest_first, key=lambda each: each.round):
        current = []
        for each in group:
            if by := _superseding(each, newer, persons):
                resolved.superseded.append((each, by))
            else:
                current.append(each)
        newer += current
    doubts = dict(_doubts(newer, persons))
    for each in sorted(newer, key=lambda each: each.round):
        if each in doubts:
            resolved.held.append((each, *doubts[each]))
        else:
            resolved.kept.append(each)
    return resolved


def _superseding(
    earlier: Succession, newer: Sequence[Succession], persons: Mapping[int, str]
) -> Succession | None:
    """Return the statement of a newer round that contradicts an earlier one, or None.

    Of a new person the earlier statement is all that says why they are there: it is asked about instead.
    """
    if earlier.is_by_successor:
        return None
    for each in newer:
        if each.by == earlier.by and each.successor != earlier.successor:
            return each
    doubts = dict(_doubts([*newer, earlier], persons))
    _, others = doubts.get(earlier, ("", []))
    return next((each for each in others if each in newer), None)


def _doubts(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Yield the statements that cannot all be true, each with its code and the others."""
    yield from _replaced_twice(successions, persons)
    yield from _shared(successions, persons)
    yield from _loops(successions, persons)


def _replaced_twice(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Find the new people who replace somebody whom another person replaces, too."""
    groups: defaultdict[int, list[Succession]] = defaultdict(list)
    for each in successions:
        groups[each.predecessor].append(each)
    for group in groups.values():
        for each in group:
            others = [o for o in group if persons[o.successor] != persons[each.successor]]
            if each.is_by_successor and others:
                yield each, (TWICE, others)


def _shared(
    successions: Sequence[Succession], persons: Mapping[int, str]
) -> Iterator[tuple[Succession, tuple[str, list[Succession]]]]:
    """Find the people who name one successor; who stands on two rows may replace two people."""
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
    """Find the statements from which a chain of successors leads back to where it began."""
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
    chain, seen = [first], {first}
    for link in chain:  # grows while it is walked
        for each in following.get(persons[link.successor], ()):
            if each not in seen:
                seen.add(each)
                chain.append(each)
    return chain
