"""A row whose cells name fields: the columns of one table, or of several side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import takewhile

from pemilu_cover.roster.reading.cell_encoding import is_number_or_date, plain_number
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.column_names import FEWEST_HEADERS, WHO, ColumnNames
from pemilu_cover.values import nik

_MANY_DIGITS = re.compile(r"\d{8}")
# The rows below a header that show which columns are filled together.
_SAMPLE = 60


def is_data(cell: str) -> bool:
    """Return whether a cell names nothing: it is empty, a number, a date, or has many digits."""
    return not cell or is_number_or_date(cell) or _MANY_DIGITS.search(cell) is not None


def can_be_table(names: Set[str]) -> bool:
    """Return whether fields are enough for a table: two, one of them a person's."""
    return bool(names & WHO) and len(names) >= FEWEST_HEADERS - 1


class NamingRow:
    """A row of a sheet with the fields that each of its cells names."""

    def __init__(self, sheet: Sheet, index: int, words: ColumnNames) -> None:
        self._sheet, self._index, self._words = sheet, index, words
        self.cells = sheet.rows[index]
        self.named = [set() if is_data(cell) else words.named(cell) for cell in self.cells]

    def field(self, column: int) -> str | None:
        """Return the field that a column's cell names, or None."""
        return self._words.field(self.cells[column])

    def names(self, columns: Sequence[int]) -> set[str]:
        """Return all fields that columns name."""
        return set().union(*(self.named[column] for column in columns))

    def can_be_table(self, columns: Sequence[int]) -> bool:
        """Return whether columns can be those of a table."""
        return can_be_table(self.names(columns))

    def begin_alike(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Return whether columns on two sides begin with the same fields, as similar tables do."""
        pairs = zip(map(self.field, left), map(self.field, right), strict=False)
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        return same >= FEWEST_HEADERS - (self.field(left[0]) == "no")

    def above(self, rows: int) -> list[Row]:
        """Return this many rows right above, fewer at the top of the sheet."""
        return self._sheet.rows[max(self._index - rows, 0) : self._index]

    @cached_property
    def below(self) -> list[Row]:
        """The rows below, up to the header of another table in these columns."""
        first = self._index + 1
        return list(takewhile(self._is_below_header, self._sheet.rows[first : first + _SAMPLE]))

    def pairs(
        self, name: str, left: Sequence[int], right: Sequence[int]
    ) -> Iterator[tuple[str, str]]:
        """Yield the cells of the first column of a field on each side, row by row, without separators."""
        columns = [next(at for at in side if name in self.named[at]) for side in (left, right)]
        for row in self.below:
            left_cell, right_cell = (nik.compact(plain_number(row[at])) for at in columns)
            yield left_cell, right_cell

    def _is_below_header(self, row: Row) -> bool:
        columns = [column for column, names in enumerate(self.named) if names]
        return not any(
            row[at] != self.cells[at] and not is_data(row[at]) and self._words.named(row[at]) & WHO
            for at in range(columns[0], columns[-1] + 1)
        )
