"""The sheets of corrections for answers: their header row and their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localized_list
from pemilu_cover.roster.corrections.correction_rows import (
    ADDRESS,
    LEVEL,
    REASON,
    STATUS,
    STRIKE,
    SUCCESSOR,
    SUGGESTION,
    display_text,
)
from pemilu_cover.roster.corrections.row_matching import Address, Code
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.roster.reading.sheet import Row, Sheet, column_letter
from pemilu_cover.roster.tables.column_names import ColumnNames, fields
from pemilu_cover.values.text import normal_form

REASONS = (LEVEL, REASON, SUGGESTION)
_OWN = {
    text: title for title in (*ADDRESS, STRIKE, SUCCESSOR, *REASONS, STATUS) for text in title.both
}
_ADDRESS = frozenset(text for title in ADDRESS for text in title.both)
# Titles of columns for remarks; cells of another unknown column are data.
_REMARKS = frozenset("KET KETERANGAN CATATAN CAT REMARK NOTE INFO".split())


@dataclass(frozen=True)
class Page:
    """A sheet of corrections; ``top`` is the index of the row with its titles.

    The field of remarks is read only where it was sent (``has_remarks``): elsewhere a column of remarks was
    added by a person, for people.
    """

    sheet: Sheet
    top: int
    has_remarks: bool = True

    @property
    def titles(self) -> Row:
        """The titles of the columns."""
        return self.sheet.rows[self.top]

    @property
    def completes(self) -> bool:
        """Whether the sheet is Lengkapi, in which empty cells are filled."""
        return STRIKE not in self.own and REASON not in self.own

    @cached_property
    def own(self) -> dict[LocalizedText, int]:
        """The index of each column that is ours and no field's."""
        return _own_columns(self.titles)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The index of each field's column: by its title, else by another name of the field."""
        titles = self.titles
        skipped = {"no"} if self.has_remarks else {"no", "remark"}
        columns = {
            name: at
            for name, entry in fields().items()
            for at, title in reversed(list(enumerate(titles)))
            if entry.title.matches(title) and name not in skipped
        }
        words = ColumnNames()
        for at, title in enumerate(titles):
            if not title or at in columns.values() or title in _OWN or self.holds_remarks(at):
                continue
            name = words.field(title)
            if name and name not in ("no", "remark"):
                columns.setdefault(name, at)
        return columns

    @cached_property
    def extra_columns(self) -> list[int]:
        """The indices of the columns that are neither ours nor a field's."""
        known = {*self.columns.values()}
        number = fields()["no"].title
        return [
            at
            for at, title in enumerate(self.titles)
            if at not in known and title not in _OWN and not number.matches(title)
        ]

    def holds_remarks(self, column: int) -> bool:
        """Return whether people write remarks into a column, by its title."""
        title = self.titles[column]
        return not title or bool(_REMARKS & set(normal_form(title).split()))

    def cell(self, row: Row, title: LocalizedText) -> str:
        """Return the text below a title of ours, "" where there is no such column."""
        return display_text(row[self.own[title]]) if title in self.own else ""

    def key(self, row: Row) -> tuple[Address, Code]:
        """Return the address and the code of a row."""
        file, name, place, code = (self.cell(row, title) for title in ADDRESS)
        return (file, name, place), Code.read(code)

    def at_title(self, column: int) -> CellLocation:
        """Return the place of a column's title."""
        number = self.sheet.first_row + self.top
        letter = column_letter(self.sheet.first_column + column)
        return CellLocation(self.sheet.file, self.sheet.name, number, f"{letter}{number}")


def corrections_page(sheet: Sheet) -> Page | None:
    """Return a sheet of corrections, or None. Raise `RefusalError` where a part of the key is missing."""
    for at, row in enumerate(sheet.rows):
        if _ADDRESS.isdisjoint(row):  # as is nearly every row of a roster
            continue
        missing = [title for title in ADDRESS if title not in _own_columns(row)]
        if not missing:
            return Page(sheet, at)
        if len(missing) < len(ADDRESS) - 1:
            raise keyless(sheet, missing)
    return None


def _own_columns(titles: Row) -> dict[LocalizedText, int]:
    """Return the index of each title of ours, of the first where it is there twice."""
    columns: dict[LocalizedText, int] = {}
    for at, text in enumerate(titles):
        if text in _OWN:
            columns.setdefault(_OWN[text], at)
    return columns


def keyless(sheet: Sheet, missing: Sequence[LocalizedText]) -> RefusalError:
    """Return the refusal of a sheet whose rows can no longer be matched."""
    columns = localized_list(missing)
    return RefusalError("complete-columns", file=sheet.file, sheet=sheet.name, columns=columns)
