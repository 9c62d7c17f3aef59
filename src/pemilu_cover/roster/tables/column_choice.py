"""Columns: which of them holds which field, by their headers and their cells together.

Cells override headers: a column of L and P is the sex, whatever its header; a column of two fields is split
where its cells show how; of two columns with one name the filled one counts. Each choice is recorded as a
`Note`, which becomes a finding.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.cells import splitting
from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.roster.tables.column_draft import Choice, Draft
from pemilu_cover.roster.tables.column_names import DUTY_RANK, ColumnLabel, ColumnNames, fields
from pemilu_cover.roster.tables.neighbour_columns import find_neighbours
from pemilu_cover.roster.tables.place_columns import (
    assign_address_columns,
    assign_duty_columns,
    assign_home_columns,
)
from pemilu_cover.roster.tables.sex_column import BOTH_SEXES, match_sex
from pemilu_cover.roster.tables.shared_columns import split_columns

# Separates two remarks.
REMARKS = "; "
# Two columns of these make no difference to who is enrolled: the one with more cells counts.
_UNNEEDED = frozenset("no email phone npwp kpj postal_code degree occupation nip body".split())
_PAIRS = {
    frozenset({"birth_place", "birth_date"}): "birth_place_date",
    frozenset({"start", "end"}): "period",
}


def choose(sheet: Sheet, below: int, labels: Sequence[ColumnLabel], words: ColumnNames) -> Choice:
    """Return the column of each field; ``below`` is the index of the first row under the header.

    Raise `RefusalError` where two columns of one name hold different values of a decisive field.
    """
    draft = Draft(sheet, below, labels, words)
    for column, label in enumerate(labels):
        _match(draft, column, label)
    _release_neighbours(draft)
    match_sex(draft)
    for name in fields():
        if ranked := draft.ranked(name):
            draft.choice.columns[name] = _best(draft, name, ranked)
    steps = (
        split_columns,
        assign_duty_columns,
        assign_home_columns,
        assign_address_columns,
        _join_name_columns,
        _join_remarks,
    )
    for step in steps:
        step(draft)
    _note_other_pay(draft)
    columns = sorted(draft.choice.columns.items(), key=lambda item: item[1])
    draft.choice.columns = dict(columns)
    return draft.choice


def _release_neighbours(draft: Draft) -> None:
    """Release the columns of a group behind an empty column that lists other people's names."""
    neighbours = find_neighbours(draft)
    draft.choice.neighbours = neighbours
    for column in neighbours.people | neighbours.relatives:
        draft.free.discard(column)
        draft.matches.pop(column, None)
        draft.combined.pop(column, None)


def _match(draft: Draft, column: int, label: ColumnLabel) -> None:
    """Record the field that a column's header names, or the several."""
    names = draft.words.combined_fields(label)
    known = set(names) - {splitting.UNKNOWN}
    match = draft.words.match(label)
    pair = "sex" if known >= BOTH_SEXES else _PAIRS.get(frozenset(known))
    if any(name.startswith(header_qualifiers.HOME) for name in known):
        return  # of "Desa/Kecamatan KTP" all is of the home
    is_sure = match is not None and match[1] < 0
    if pair and not is_sure:
        match = (pair, 0)
    elif not is_sure and len(names) > 1 and _can_split_cells(known, match):
        draft.combined[column] = names
    if match and (column not in draft.combined or len(known) == 1):
        draft.matches[column] = match


def _best(draft: Draft, name: str, ranked: Sequence[tuple[int, int]]) -> int:
    """Return the column with the best name for a field; of equals the one that its cells prefer."""
    rank, first = min(ranked)
    equal = [column for at, column in ranked if at == rank]
    if len(equal) > 1:
        return _best_filled(draft, name, equal)
    lower_ranked = [column for at, column in ranked if column != first]
    if rank == DUTY_RANK and lower_ranked:
        draft.note("column-duty", name, first, other=draft.called(lower_ranked[0]))
    return first


def _best_filled(draft: Draft, name: str, columns: Sequence[int]) -> int:
    cells = {column: draft.cells(column) for column in columns}
    first, second = columns[:2]
    fullest = max(columns, key=lambda column: (len(cells[column]), -column))
    differ = any(
        row[at] and row[fullest] and row[at] != row[fullest] for row in draft.rows for at in columns
    )
    is_clear = not differ and (name != "nik" or all(map(len, cells.values())))
    if name != "remark" and name not in _UNNEEDED and not is_clear:
        raise RefusalError(
            "two-headers",
            file=draft.sheet.file,
            sheet=draft.sheet.name,
            first=draft.letter(first),
            second=draft.letter(second),
            title=fields()[name].title,
        )
    if name not in ("no", "remark"):
        duplicate = next(column for column in columns if column != fullest)
        draft.note("column-twice", name, fullest, other=draft.called(duplicate))
    return fullest


def _join_name_columns(draft: Draft) -> None:
    """Join a name that is split over two columns."""
    first, last = map(draft.first, (header_qualifiers.FIRST_NAME, header_qualifiers.LAST_NAME))
    if first is not None and last is not None and "name" not in draft.choice.columns:
        draft.choice.columns["name"] = first
        draft.choice.more["name"] = ((" ", last),)


def _join_remarks(draft: Draft) -> None:
    """Read all columns of remarks: each may record that somebody has left."""
    own = draft.choice.columns.get("remark")
    extra = [column for _, column in draft.ranked("remark") if column != own]
    if own is not None and extra:
        draft.choice.more["remark"] = tuple((REMARKS, column) for column in extra)


def _note_other_pay(draft: Draft) -> None:
    pay = draft.first(header_qualifiers.OTHER_PAY)
    if pay is not None and "wage" not in draft.choice.columns:
        draft.note("wage-other", "wage", pay)


def _can_split_cells(known: Set[str], match: tuple[str, int] | None) -> bool:
    """Return whether the cells show by themselves which part belongs to which of these fields."""
    of_kind = match is not None and match[0] in known & splitting.KINDS.keys()
    return (len(known) > 1 or of_kind) and known <= splitting.SPLITTABLE
