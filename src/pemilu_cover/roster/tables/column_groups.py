"""Grouping: which columns of a row that names fields head which table.

Another table begins where the row names a NIK or a name again; `borders` chooses the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import takewhile

from pemilu_cover.roster.tables.borders import best_border
from pemilu_cover.roster.tables.column_names import WHO
from pemilu_cover.roster.tables.header_rows import NamingRow, is_data


def group_columns(row: NamingRow, known: Set[int]) -> list[list[int]]:
    """Return the columns of each table, from left to right.

    ``known`` has the columns at which a table begins or ends whose header this row repeats.
    """
    groups: list[list[int]] = []
    for run in _runs(row):
        tables: list[list[int]] = []
        for part in _cut_at(row, run, known):
            tables += _begun_again(row, part)
        groups += _adjust_borders(row, list(_merge_middle_groups(row, tables, known)), known)
    return groups


def _runs(row: NamingRow) -> Iterator[list[int]]:
    """Yield the naming columns between cells that hold data."""
    run: list[int] = []
    for column, names in enumerate(row.named):
        if names:
            run.append(column)
        elif run and row.cells[column] and is_data(row.cells[column]):
            yield run
            run = []
    if run:
        yield run


def _cut_at(row: NamingRow, columns: Sequence[int], known: Set[int]) -> Iterator[list[int]]:
    """Cut columns at known borders where each side can be a table."""
    rest = list(columns)
    for border in sorted(known):
        left = [column for column in rest if column < border]
        right = rest[len(left) :]
        if row.can_be_table(left) and row.can_be_table(right):
            yield left
            rest = right
    yield rest


def _begun_again(row: NamingRow, columns: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    known: set[str] = set()
    for at, column in enumerate(columns):
        group, rest = groups[-1], columns[at:]
        begins = bool(group) and _begins_again(row, column, group, known)
        if begins and row.can_be_table(group) and row.can_be_table(rest):
            groups.append([*_pop_repeated(row, group), column])
            known = row.names(groups[-1])
        else:
            group.append(column)
            known |= row.named[column]
    return [group for group in groups if group]


def _begins_again(row: NamingRow, column: int, group: Sequence[int], known: Set[str]) -> bool:
    names, before = row.named[column], row.named[column - 1]
    return (
        row.field(column) == row.field(group[0])
        or (not row.cells[column - 1] and _repeats_after_gap(row, column, known))
        # Where two cells beside each other each name a NIK or a name, the border is between them.
        or bool(WHO.issubset(known) and names & WHO and before & WHO)
    )


def _pop_repeated(row: NamingRow, group: list[int]) -> list[int]:
    """Remove and return the cells at the end of a group that name fields which the group names before."""
    named = list(map(row.field, group))
    repeated = list(takewhile(lambda at: named[at] in named[:at], reversed(range(len(group)))))
    begins = len(group) - len(repeated)
    repeated_columns = group[begins:]
    del group[begins:]
    return repeated_columns


def _repeats_after_gap(row: NamingRow, column: int, known: Set[str]) -> bool:
    """Return whether the columns behind a gap name a person again, not only those behind its first cell."""
    last_of_previous = row.named[column] & WHO - set(known)
    if last_of_previous & _named_next(row, column + 1):
        return False
    return bool(_named_next(row, column) & WHO & set(known))


def _named_next(row: NamingRow, column: int) -> set[str]:
    """Return what the cells name from a column to the next empty one."""
    cells = row.cells
    end = next((at for at in range(column, len(cells)) if not cells[at]), len(cells))
    return row.names(range(column, end))


def _merge_middle_groups(
    row: NamingRow, groups: Sequence[list[int]], known: Set[int]
) -> Iterator[list[int]]:
    """Divide the middle of three groups between its neighbours, where that makes two complete tables."""
    rest = list(groups)
    while len(rest) > 2:  # noqa: PLR2004
        joined = [column for group in rest[:3] for column in group]
        border = None
        is_complete = all(row.names(group) >= WHO for group in rest[:3])
        if not is_complete and known.isdisjoint(joined):
            border = best_border(row, joined, None)
        if border is None:
            yield rest.pop(0)
        else:
            rest[:3] = [joined[:border], joined[border:]]
    yield from rest


def _adjust_borders(
    row: NamingRow, groups: Sequence[list[int]], known: Set[int]
) -> Iterator[list[int]]:
    """Move each border to where the cells show it, and split groups that hold two tables."""
    group: list[int] = []
    for following in groups:
        if group and following[0] not in known:
            both = [*group, *following]
            at = best_border(row, both, len(group))
            if at is None:
                group = both
                continue
            group, following = both[:at], both[at:]  # noqa: PLW2901
        if group:
            yield from _split_group(row, group)
        group = following
    yield from _split_group(row, group)


def _split_group(row: NamingRow, group: list[int]) -> Iterator[list[int]]:
    """Split a group that names NIK and name twice, where the rows list different people."""
    at = best_border(row, group, None) if _may_be_two(row, group) else None
    if at is None:
        yield group
    else:
        yield group[:at]
        yield from _split_group(row, group[at:])


def _may_be_two(row: NamingRow, group: Sequence[int]) -> bool:
    """Return whether NIK and name are named twice, and a row has different NIKs."""
    named = [row.field(column) for column in group]
    if any(named.count(name) < 2 for name in WHO):  # noqa: PLR2004
        return False
    pairs = [pair for pair in row.pairs("nik", group, group[::-1]) if all(pair)]
    return bool(pairs) and all(left != right for left, right in pairs)
