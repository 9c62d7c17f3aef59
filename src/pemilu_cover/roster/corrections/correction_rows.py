"""What a corrections file is made of: its sheets, its columns, and its rows when they come back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pemilu_cover.roster.corrections.row_matching import Address, Code, PersonKey
from pemilu_cover.roster.fields.remarks import says_leaving
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.reading.sheet import Sheet, column_letter
from pemilu_cover.values.text import clean, normal_form

# The sheets of corrections that are filled in, and those that only tell.
MENDING, LACKING, NEWCOMERS = "Perbaikan", "Lengkapi", "Orang baru"
CHOICES = "Pilihan"
# The hidden sheet with the cells of Perbaikan as they were sent.
SENT = "Semula"
# The hidden sheet with the sheets that only tell, as they were sent.
TOLD_SENT = "Semula lainnya"
INSTRUCTIONS = "PERBAIKAN DAN KELENGKAPAN ROSTER"
# How the sheets head the address of a row, its code, and what is said of the row itself.
ADDRESS = ("Berkas", "Lembar", "Baris", "Kode")
FROM = ("Dari berkas", "Dari lembar", "Dari baris")
# What heads the list of cells that were not read.
NOT_READ = (*FROM[:2], "Sel", "Sebab")
STRIKE, SUCCESSOR, REPLACES = "Hapus", "Diganti oleh", "Menggantikan"
LEVEL, REASON, SUGGESTION = "Tingkat", "Alasan", "Saran"
STANDING = "Status"
# Who somebody is and where they serve: told in Lengkapi, not asked, in this order.
TOLD = {
    "nik": "NIK",
    "name": "Nama Lengkap",
    "role": "Jabatan",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
}
_LEFT = re.compile(
    r"\b(?:PINDAH|ALMARHUM|ALMARHUMAH|JANGAN DIDAFTARKAN|TIDAK AKTIF"
    r"|BUKAN (?:ANGGOTA|PETUGAS|KPPS|PPS|PPK))\b"
)


@dataclass(frozen=True)
class RowNote:
    """A remark that somebody wrote beside a row: its column (an index in the row) and its text."""

    column: int
    text: str


@dataclass(frozen=True)
class CorrectionRow:
    """One row of a corrections file: where it stands, whom it is about, what it says by field.

    ``sent`` has the cells as they were sent, by field, None where that is not known. ``completes`` is
    true of Lengkapi, ``retold`` where there a cell was changed that was not asked for. ``mark`` strikes
    the row, ``successor`` names who replaces its person.
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
    retold: bool
    sent: Mapping[str, str] | None
    notes: Sequence[RowNote] = ()

    @property
    def who(self) -> PersonKey:
        """Whom the line is about: NIK and name as they were sent."""
        known = self.sent or self.cells
        return PersonKey(
            self.address,
            self.code,
            *(display_text(known.get(name, "")) for name in ("nik", "name")),
        )

    @property
    def is_keyless(self) -> bool:
        """Whether nothing tells which row of the roster is meant."""
        return not any(self.address) and not self.code.place

    def text(self, name: str) -> str:
        """Return the text of a field's cell, "" where the sheet has no such column."""
        return display_text(self.cells.get(name, ""))

    def origin(self, name: str) -> CellLocation:
        """Return the place of a field's cell; the row's first cell where the sheet has no such column."""
        return self.origin_at(self.columns.get(name, 0))

    def origin_at(self, column: int) -> CellLocation:
        """Return the place of a cell by the index of its column."""
        letter = column_letter(self.sheet.first_column + column)
        return CellLocation(self.sheet.file, self.sheet.name, self.number, f"{letter}{self.number}")


@dataclass(frozen=True)
class UnusedInput:
    """What a file holds and nobody reads: the code of its finding, its place, what fills the sentence."""

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


def says_left(text: str) -> bool:
    """Return whether a remark may mean that its person serves no longer.

    >>> says_left("SUDAH PINDAH, jangan didaftarkan"), says_left("NIK sudah dicek")
    (True, False)
    """
    return says_leaving(text) or _LEFT.search(normal_form(text)) is not None


def display_text(cell: str) -> str:
    """Return a cell as a person reads it."""
    return clean(display_cell(cell))
