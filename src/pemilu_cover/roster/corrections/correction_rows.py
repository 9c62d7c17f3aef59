"""The parts of a corrections file: its sheets, its columns, and its rows when they come back.

A file is written in one language and read in either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.corrections.row_matching import Address, Code, PersonKey
from pemilu_cover.roster.fields.remarks import mentions_leaving
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.reading.sheet import Sheet, column_letter
from pemilu_cover.values.text import clean, normal_form

# The sheets of corrections for answers, and those that are read-only.
CORRECTIONS_SHEET = localize("corrections_sheets.corrections")
COMPLETION_SHEET = localize("corrections_sheets.completion")
NEWCOMERS = localize("corrections_sheets.newcomers")
CHOICES = localize("corrections_sheets.choices")
# The hidden sheet with the cells of Perbaikan as they were sent.
SENT = localize("corrections_sheets.sent")
# The hidden sheet with the read-only sheets, as they were sent.
READ_ONLY_SENT = localize("corrections_sheets.read-only-sent")
# The first line of the instructions.
FIRST_LINE = localize("corrections_sheets.first-line")
# The titles of the address of a row, of its code, and of the columns about the row itself.
ADDRESS = (
    localize("corrections_sheets.file"),
    localize("corrections_sheets.sheet"),
    localize("corrections_sheets.row"),
    localize("corrections_sheets.code"),
)
FROM = (
    localize("corrections_sheets.from-file"),
    localize("corrections_sheets.from-sheet"),
    localize("corrections_sheets.from-row"),
)
# The titles of the list of unread cells.
NOT_READ = (
    *FROM[:2],
    localize("corrections_file.column-cell"),
    localize("corrections_file.column-reason"),
)
STRIKE = localize("corrections_sheets.strike")
SUCCESSOR = localize("corrections_sheets.successor")
REPLACES = localize("corrections_sheets.replaces")
LEVEL = localize("corrections_sheets.level")
REASON = localize("corrections_sheets.reason")
SUGGESTION = localize("corrections_sheets.suggestion")
STATUS = localize("corrections_sheets.status")
# The person and their places: read-only in Lengkapi, in this order.
READ_ONLY_FIELDS = ("nik", "name", "role", "kecamatan", "desa", "tps")
_LEFT = re.compile(
    r"\b(?:PINDAH|ALMARHUM|ALMARHUMAH|JANGAN DIDAFTARKAN|TIDAK AKTIF"
    r"|BUKAN (?:ANGGOTA|PETUGAS|KPPS|PPS|PPK))\b"
)


@dataclass(frozen=True)
class RowNote:
    """A remark beside a row: its column (an index in the row) and its text."""

    column: int
    text: str


@dataclass(frozen=True)
class CorrectionRow:
    """One row of a corrections file: its place, its person, its cells by field.

    ``sent`` has the cells as they were sent, by field, None where they are unknown. ``completes`` is true of
    Lengkapi, ``has_read_only_edit`` where a read-only cell of it was changed. ``mark`` strikes the row,
    ``successor`` names who replaces its person.
    """

    sheet: Sheet
    number: int
    address: Address
    code: Code
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    mark: str
    successor: str
    completes: bool
    has_read_only_edit: bool
    sent: Mapping[str, str] | None
    notes: Sequence[RowNote] = ()

    @property
    def who(self) -> PersonKey:
        """The person of the row: NIK and name as they were sent."""
        known = self.sent or self.cells
        return PersonKey(
            self.address,
            self.code,
            *(display_text(known.get(name, "")) for name in ("nik", "name")),
        )

    @property
    def is_keyless(self) -> bool:
        """Whether the row has no key of a row of the roster."""
        return not any(self.address) and not self.code.place

    def text(self, name: str) -> str:
        """Return the text of a field's cell, "" where the sheet has no such column."""
        return display_text(self.cells.get(name, ""))

    def origin(self, name: str) -> CellLocation:
        """Return the place of a field's cell; the row's first cell where the sheet has no such column.

        Marks have their Indonesian titles as names.
        """
        return self.origin_at(self.columns.get(name, 0))

    def origin_at(self, column: int) -> CellLocation:
        """Return the place of a cell by the index of its column."""
        letter = column_letter(self.sheet.first_column + column)
        return CellLocation(self.sheet.file, self.sheet.name, self.number, f"{letter}{self.number}")


@dataclass(frozen=True)
class UnusedInput:
    """Unused content of a file: the code of its finding, its place, the values of its sentence."""

    code: str
    origin: CellLocation
    detail: Mapping[str, object]


@dataclass(frozen=True)
class ReturnedFile:
    """One corrections file; ``round`` counts the runs in which files came back, the newest last."""

    label: str
    sha256: str
    round: int
    path: Path
    lines: list[CorrectionRow] = field(default_factory=list)
    newcomers: list[Sheet] = field(default_factory=list)
    unused: list[UnusedInput] = field(default_factory=list)


def may_have_left(text: str) -> bool:
    """Return whether a remark may mean that its person no longer serves.

    >>> may_have_left("SUDAH PINDAH, jangan didaftarkan"), may_have_left("NIK sudah dicek")
    (True, False)
    """
    return mentions_leaving(text) or _LEFT.search(normal_form(text)) is not None


def is_newcomers_sheet(name: str) -> bool:
    """Return whether a name is that of a sheet of new people, or of a copy of it.

    >>> is_newcomers_sheet("Orang baru (2)"), is_newcomers_sheet("NEW PEOPLE"), is_newcomers_sheet("DATA")
    (True, True, False)
    """
    return normal_form(name).startswith(tuple(map(normal_form, NEWCOMERS.both)))


def display_text(cell: str) -> str:
    """Return a cell as displayed."""
    return clean(display_cell(cell))
