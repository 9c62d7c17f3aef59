"""Signs of a person in the cells of one row: a NIK, a birth date or an office by a name, a numbered name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.tables.person_signs import (
    is_birth_date,
    is_example_label,
    is_name_like,
    is_office,
    is_other_number,
    is_running_number,
    niks_in,
)

# A count, a share or a percentage.
_COUNT = re.compile(
    rf"{NUMBER_PATTERN}?(?:[-–]|0|[1-9][0-9]{{0,3}}|[1-9]\.[0-9]{{3}})|{NUMBER_PATTERN}[0-9]+\.[0-9]+"
    r"|[0-9]{1,3}(?:[.,][0-9]+)? ?%|0[.,][0-9]+"
)
# The maximal distance of a label from its number, with a colon between; a label holds no number itself.
_NEAR, _MANY_DIGITS = 3, 8


class Place(NamedTuple):
    """A cell with its column."""

    column: int
    cell: str


def filled(row: Row) -> list[Place]:
    """Return the cells of a row that are not empty, with their columns."""
    return [Place(column, cell) for column, cell in enumerate(row) if cell and not cell.isspace()]


def holds_nik(cells: Sequence[Place], own: Collection[str] = ()) -> bool:
    """Return whether cells of one row hold a NIK, other than the person's ``own``."""
    for at, (_, cell) in enumerate(cells):
        niks = [digits for digits in niks_in(cell) if digits not in own]
        if niks and not _has_other_label(cells, at) and not _is_example(cells, at):
            return True
    return False


def _is_example(cells: Sequence[Place], at: int) -> bool:
    """Return whether a legend introduces a number as an example, and names nobody."""
    texts = [cell for place, (_, cell) in enumerate(cells) if place != at]
    return any(map(is_example_label, texts[:at])) and not any(map(is_name_like, texts))


def _has_other_label(cells: Sequence[Place], at: int) -> bool:
    """Return whether the text right before a cell labels its number as no NIK."""
    before = [place for place in cells[:at] if place.cell.strip() != ":"]
    if not before or cells[at].column - before[-1].column > _NEAR:
        return False
    label = before[-1].cell
    return sum(map(str.isdigit, label)) < _MANY_DIGITS and is_other_number(label)


def holds_birth_date(cells: Sequence[Place]) -> bool:
    """Return whether a row has a birth date and some other text, as a person's row does."""
    born = [at for at, (_, cell) in enumerate(cells) if is_birth_date(cell)]
    return bool(born) and any(
        is_name_like(cell) for at, (_, cell) in enumerate(cells) if at not in born
    )


def holds_numbered_name(cells: Sequence[Place]) -> bool:
    """Return whether a running number begins a group of cells, with a name behind it.

    A name with nothing but small numbers behind it is a line of a recapitulation.
    """
    for at, (column, cell) in enumerate(cells[:-1]):
        begins = not at or cells[at - 1].column < column - 1
        following = cells[at + 1]
        if not (begins and is_running_number(cell) and following.column - column <= 2):  # noqa: PLR2004
            continue
        if is_name_like(following.cell) and not _are_counts(cells[at + 2 :]):
            return True
    return False


def _are_counts(cells: Sequence[Place]) -> bool:
    """Return whether cells are nothing but numbers that begin with a count, as in a recapitulation."""
    if not cells or any(any(map(str.isalpha, cell)) for _, cell in cells):
        return False
    return _COUNT.fullmatch(cells[0].cell.strip(" ")) is not None


def holds_name_with_office(cells: Sequence[Place]) -> bool:
    """Return whether a name is right beside an office; behind a colon it is a line of a form."""
    for left, right in pairwise(cells):
        both = (left.cell, right.cell)
        if any(map(is_name_like, both)) and any(map(is_office, both)):
            return True
    return False


def is_described(cells: Sequence[Place]) -> bool:
    """Return whether cells hold a name, a sex and an office, in any order."""
    has_name_and_office = (
        any(sign(cell) for _, cell in cells) for sign in (is_name_like, is_office)
    )
    return has_sex(cells) and all(has_name_and_office)


def has_sex(cells: Sequence[Place]) -> bool:
    """Return whether a cell holds the letter of a sex."""
    return any(cell.strip().upper() in ("L", "P") for _, cell in cells)
