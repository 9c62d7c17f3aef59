"""Columns of other people beside a table: names behind an empty column, under a header of their own.

Cells beside such names (a phone, an address) are about them and not about the people of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pemilu_cover.roster.tables.column_draft import MOSTLY, Draft, Neighbours
from pemilu_cover.roster.tables.column_names import is_foreign
from pemilu_cover.roster.tables.person_signs import is_name_like, is_other_number
from pemilu_cover.values.text import normal_form

_WHO = frozenset({"nik", "name"})
# The fields of a list of contacts; a group with any other field may belong to the table.
_OF_CONTACTS = frozenset(
    "no phone email address birth_place birth_date birth_place_date sex occupation degree postal_code".split()
)
_PERSONS = frozenset("NAMA NAME CADANGAN PENGGANTI PETUGAS ANGGOTA PERSONIL PERSONEL ORANG".split())
_ACCOUNTS = frozenset("BANK REK REKENING NOREK PAJAK PPH POTONGAN TOTAL".split())
# A column with the word for a name needs a smaller share of cells that resemble one.
_ENOUGH = 0.5


def find_neighbours(draft: Draft) -> Neighbours:
    """Return the columns of groups behind an empty column that list other people's names."""
    people: set[int] = set()
    relatives: set[int] = set()
    groups = list(_groups(draft))
    if len(groups) > 1 and any(_names_who(draft, group) for group in groups):
        for group in groups:
            if _names_who(draft, group):
                continue
            if _holds_people(draft, group):
                people.update(group)
            elif _is_of_contacts(draft, group) and any(_relatives_in(draft, group)):
                relatives.update(group)
    return Neighbours(frozenset(people), frozenset(relatives))


def _groups(draft: Draft) -> Iterator[list[int]]:
    """Yield the columns with a header between those that are empty."""
    group: list[int] = []
    for column, label in enumerate(draft.labels):
        if label.text.strip():
            group.append(column)
        elif group and len(draft.cells(column)) < (1 - MOSTLY) * max(len(draft.rows), 1):
            yield group
            group = []
    if group:
        yield group


def _names_who(draft: Draft, group: Sequence[int]) -> bool:
    return any(draft.matches.get(column, ("", 0))[0] in _WHO for column in group)


def _is_of_contacts(draft: Draft, group: Sequence[int]) -> bool:
    named = {draft.matches[column][0] for column in group if column in draft.matches}
    return named <= _OF_CONTACTS


def _holds_people(draft: Draft, group: Sequence[int]) -> bool:
    """Return whether a column without a known header holds names of people, and none of relatives."""
    for column in group:
        label = draft.labels[column].text
        is_known = column in draft.matches or column in draft.combined
        if is_known or is_foreign(label) or is_other_number(label):
            continue
        cells = list(map(str.strip, draft.cells(column)))
        share = sum(map(is_name_like, cells)) / max(len(cells), 1)
        if _PERSONS & set(normal_form(label).split()):
            return share >= _ENOUGH
        if share >= MOSTLY and _is_of_contacts(draft, group) and _are_of_many(cells):
            return True
    return False


def _are_of_many(cells: Sequence[str]) -> bool:
    """Return whether texts differ as names do, and most are of several words."""
    several = sum(len(cell.split()) > 1 for cell in cells)
    return len(set(cells)) >= MOSTLY * len(cells) and several >= _ENOUGH * len(cells)


def _relatives_in(draft: Draft, group: Sequence[int]) -> Iterator[bool]:
    return (_holds_relatives(draft, column) for column in group)


def _holds_relatives(draft: Draft, column: int) -> bool:
    """Return whether a column holds the names of relatives or of contacts, and not of accounts."""
    label = draft.labels[column].text
    if (
        column in draft.matches
        or not is_foreign(label)
        or _ACCOUNTS & set(normal_form(label).split())
    ):
        return False
    cells = draft.cells(column)
    return bool(cells) and sum(map(is_name_like, cells)) >= _ENOUGH * len(cells)
