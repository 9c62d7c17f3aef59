"""The columns under a header, while it is decided which of them holds which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pemilu_cover.roster.reading.cell_encoding import display_cell, plain_number
from pemilu_cover.roster.reading.sheet import Row, Sheet, column_letter
from pemilu_cover.roster.tables.column_names import ColumnLabel, ColumnNames, fields
from pemilu_cover.values.text import clean, is_blank_value

# The rows below a header that are sampled; a file that is read in batches shows no more in its head.
SAMPLE = 150
# The share of a column's cells that must fit a field: the rest are typing errors.
MOSTLY = 0.8
_FEWEST_IN_ROW = 3


class Note(NamedTuple):
    """A decision about a column, with the code of its finding."""

    code: str
    field: str
    column: int
    detail: Mapping[str, object]


class Order(NamedTuple):
    """How a column writes its days: texts the month first, dates with day and month swapped.

    Of ``tested`` cells ``agree`` agree on it.
    """

    texts: bool
    cells: bool
    agree: int
    tested: int


class Neighbours(NamedTuple):
    """Columns that are not read: those of ``people`` who may have to be enrolled, and of ``relatives``."""

    people: frozenset[int] = frozenset()
    relatives: frozenset[int] = frozenset()


@dataclass(slots=True)
class Choice:
    """The columns of a table by field, and what belongs to them.

    ``splits`` has the fields that a column combines, ``homes`` the columns of the home address, ``more`` the
    columns whose cells are appended to a field's own, each with its prefix; ``neighbours`` are the columns of
    people beside the table, which are not read.
    """

    columns: dict[str, int] = field(default_factory=dict)
    splits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    neighbours: Neighbours = field(default_factory=Neighbours)


class Draft:
    """The columns of a table: their labels, the cells below, and the choices so far.

    ``matches`` has the field that a column's header names and the rank of the match, ``combined`` the fields
    of a header that names several, ``free`` the columns that may be assigned by their cells alone; ``below``
    is the index of the first row under the header.
    """

    def __init__(
        self, sheet: Sheet, below: int, labels: Sequence[ColumnLabel], words: ColumnNames
    ) -> None:
        self.sheet, self.labels, self.words = sheet, labels, words
        self.below = below
        rows = sheet.rows[below : below + SAMPLE]
        self.rows = [row for row in rows if _may_be_person(row)]
        self.matches: dict[int, tuple[str, int]] = {}
        self.combined: dict[int, tuple[str, ...]] = {}
        self.free = set(range(len(labels)))
        self.choice = Choice()

    def ranked(self, name: str) -> list[tuple[int, int]]:
        """Return the columns whose headers name a field, each with the rank of the match, in their order."""
        return [(rank, column) for column, (field, rank) in self.matches.items() if field == name]

    def first(self, name: str) -> int | None:
        """Return the first column whose header names a field, or None."""
        return next((column for _, column in self.ranked(name)), None)

    def rank_of(self, name: str) -> int | None:
        """Return the rank of the match of a field's column, or None where it has none."""
        column = self.choice.columns.get(name)
        return next((rank for rank, at in self.ranked(name) if at == column), None)

    def note(self, code: str, name: str, column: int, **detail: object) -> None:
        """Record a decision about a column as a note, for the findings."""
        context = {"title": fields()[name].title, "letter": self.letter(column), **detail}
        self.choice.notes.append(Note(code, name, column, context))

    def called(self, column: int) -> str:
        """Return the letter of a column and its header."""
        return f"{self.letter(column)} '{self.labels[column].text.strip()}'"

    def letter(self, column: int) -> str:
        """Return the letter of a column."""
        return column_letter(self.sheet.first_column + column)

    def cells(self, column: int) -> list[str]:
        """Return the non-blank cells of a column, of the rows that may be people's."""
        return [
            row[column]
            for row in self.rows
            if row[column] and not is_blank_value(clean(display_cell(row[column])))
        ]


def _may_be_person(row: Row) -> bool:
    """Return whether a row holds enough to be somebody's, and not the numbers of the columns."""
    filled = [cell for cell in row if cell]
    return len(filled) >= _FEWEST_IN_ROW and not all(
        plain_number(cell).strip("() .").isdigit() and len(cell) < _FEWEST_IN_ROW + 2
        for cell in filled
    )
