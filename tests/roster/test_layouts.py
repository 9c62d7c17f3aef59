"""Random layouts: nobody who is written into a sheet is lost, and the account adds up to the sheet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.people import Roster, collect_people
from pemilu_cover.roster.reading.cell_encoding import encode_cells
from pemilu_cover.roster.reading.sheet import RosterFile, Row, Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames

EXAMPLES = 60
# Layouts in which a person was once lost: a title beside the header of another table, a border between
# two tables that a gap hides, a table whose header has people of another one beside it, two tables without
# an empty column between them.
ONCE_LOST = (
    *(1506, 2356, 2410, 4734, 6579, 7552, 8357, 20666, 21633, 100976),
    *(3941011270, 4268384759, 1977706562),
)
# Layouts in which a person was once read with a cell of the table beside theirs.
ONCE_MIXED = (
    *(
        40318485,
        202264319,
        229287322,
        328040206,
        573522104,
        733961338,
        847305591,
        922778768,
        1730333119,
    ),
    *(1093173143, 2022487579, 2895918978, 3552336001, 3735301806, 3855598923),
)
# Not solved: of 43,000 layouts one loses somebody, and eight read a cell of the table beside.
STILL_LOST = (3939395300,)
STILL_MIXED = (
    *(3800356392, 3517539691, 2218101459, 2664573156),
    *(4115390123, 2544971980, 1650024839, 2036346142),
)
HEADERS = {
    "no": ("No", "NO.", "Nomor Urut"),
    "nik": ("NIK", "No. KTP", "NIK (16 digit)", "N I K"),
    "name": ("Nama", "Nama Lengkap", "NAMA PETUGAS"),
    "birth_date": ("Tanggal Lahir", "Tgl Lahir"),
    "sex": ("L/P", "Jenis Kelamin"),
    "role": ("Jabatan", "JABATAN"),
    "tps": ("TPS", "No TPS"),
    "wage": ("Honor", "Honorarium"),
}
FIRST = (
    "Asep Budi Cucu Dadan Eko Fajar Gita Hendi Imas Joko Kokom Lilis Maman Neneng Oman Siti".split()
)
LAST = (
    "Arifin Effendi Gunawan Irawan Kusnadi Mulyadi Rosidin Sutisna Wijaya Lestari Puspita".split()
)
ROLES = ("Ketua KPPS", "Anggota KPPS", "Linmas")
TITLES = (
    "DAFTAR ANGGOTA KPPS",
    "KECAMATAN PLERED KABUPATEN PURWAKARTA",
    "Jl. Veteran No. 60 Purwakarta 41114 Telp. (0264) 200123",
    "Nomor : 123/PP.04/2024",
    "LINMAS TAMBAHAN TPS 3",
)
NOTES = (
    ["Catatan : L = Laki-laki, P = Perempuan"],
    ["", "Mengetahui,", "", "Purwakarta, 20 November 2024"],
    ["", "Ketua PPS,", "", "Sekretaris"],
    ["", "( UJANG SUTISNA )", "", "NIP. 19701119 199803 1 003"],
    ["", "JUMLAH", "", "", 12],
    ["TOTAL HONOR KPPS", "", 5_950_000],
    ["Rekapitulasi", 0.5714285714285714, 27419.35483870968],
)


@dataclass
class Page:
    """A sheet that is being written, and who was written into it: their NIK, or name where they have none.

    ``people`` has the cells of everybody with a NIK, by field.
    """

    draw: random.Random
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    written: list[tuple[int, int, str]] = field(default_factory=list)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    count: int = 0

    def put(self, row: int, column: int, value: object) -> None:
        """Write a cell, which must be empty."""
        if value not in ("", None):
            assert (row, column) not in self.cells
            self.cells[row, column] = value

    def person(self, row: int, columns: dict[str, int], number: int, *, nik: bool) -> None:
        """Write a person below columns; without NIK they have a number, a birth date or an office."""
        self.count += 1
        draw = self.draw
        born = date(draw.randint(1960, 2004), draw.randint(1, 12), draw.randint(1, 28))
        sex = draw.choice("LP")
        day = born.day + (40 if sex == "P" else 0)
        digits = f"321401{day:02}{born:%m%y}{9000 + self.count % 1000:04}"
        name = f"{draw.choice(FIRST)} {draw.choice(LAST)} {draw.choice(LAST)}"
        cells: dict[str, object] = {
            "no": number,
            "nik": digits if nik else draw.choice(["", "menyusul"]),
            "name": name,
            "birth_date": draw.choice([born, f"{born:%d-%m-%Y}"]),
            "sex": sex,
            "role": draw.choice(ROLES),
            "tps": f"{draw.randint(1, 20):03}",
            "wage": draw.choice([850_000, "850.000"]),
        }
        for name_of, column in columns.items():
            self.put(row, column, cells[name_of])
        if nik:
            self.people[digits] = dict(
                zip(columns, encode_cells(cells[name_of] for name_of in columns), strict=True)
            )
        identity = digits if nik else name
        self.written.append((row, columns["nik" if nik else "name"], identity))

    def rows(self) -> list[Row]:
        """Return the cells as rows of one width."""
        height = 1 + max(row for row, _ in self.cells)
        width = 1 + max(column for _, column in self.cells)
        return [
            encode_cells(self.cells.get((row, column), "") for column in range(width))
            for row in range(height)
        ]


def _columns(draw: random.Random, left: int, *, gap: bool) -> dict[str, int]:
    """Return the columns of a table from left: some fields in some order, perhaps with an empty column."""
    fields = draw.sample([n for n in HEADERS if n not in ("nik", "name")], draw.randint(1, 5))
    names = ["nik", "name", *fields]
    if not {"no", "birth_date", "role"} & set(names):
        names.append("role")
    draw.shuffle(names)
    at = {name: left + index for index, name in enumerate(names)}
    if gap:
        edge = left + draw.randint(1, len(names) - 1)
        at = {name: column + (column >= edge) for name, column in at.items()}
    return at


def _table(page: Page, top: int, left: int, people: int) -> tuple[int, int]:
    """Write a table with titles, headings, blanks, totals and notes; return its last row and column."""
    draw = page.draw
    columns = _columns(draw, left, gap=draw.random() < 0.15)
    row = top
    if draw.random() < 0.5:
        page.put(row, left, draw.choice(TITLES))
        row += 1 + draw.randint(0, 1)
    header = {name: draw.choice(HEADERS[name]) for name in columns}
    _header(page, row, columns, header)
    row += 1
    if draw.random() < 0.1:
        for number, column in enumerate(sorted(columns.values()), start=1):
            page.put(row, column, number)
        row += 1
    for number in range(1, people + 1):
        row = _between(page, row, left, columns, header)
        page.person(row, columns, number, nik=draw.random() < 0.85)
        row += 1
    right = max(columns.values())
    if draw.random() < 0.5:
        row += draw.randint(0, 1)
        for note in draw.sample(NOTES, draw.randint(1, 3)):
            for at, cell in enumerate(note):
                if left + at <= right:
                    page.put(row, left + at, cell)
            row += 1 + draw.randint(0, 1)
    if draw.random() < 0.3:  # late additions
        row += 1
        page.person(row, columns, people + 1, nik=draw.random() < 0.6)
        row += 1
    return row, right


def _header(page: Page, row: int, columns: dict[str, int], header: dict[str, str]) -> None:
    for name, column in columns.items():
        page.put(row, column, header[name])


def _between(
    page: Page, row: int, left: int, columns: dict[str, int], header: dict[str, str]
) -> int:
    """Write a row between two people; return the row of the next."""
    chance = page.draw.random()
    if chance < 0.06:
        return row + 1
    if chance < 0.1:
        page.put(row, left, page.draw.choice(["TPS 003", "ANGGOTA", "DESA CITEKO"]))
        return row + 1
    if chance < 0.13:
        _header(page, row, columns, header)
        return row + 1
    return row


def _page(seed: int) -> Page:
    """Write tables beside and below each other, at any height, and people beside them without a header."""
    draw = random.Random(seed)  # noqa: S311  layouts are no secrets
    page = Page(draw)
    left = draw.randint(0, 2)
    for _ in range(draw.choice([1, 2, 2, 3])):
        top, far = draw.randint(0, 8), left
        for _ in range(draw.choice([1, 1, 2])):
            last, right = _table(page, top, left, draw.randint(1, 6))
            top, far = last + draw.randint(1, 3), max(far, right)
        left = far + draw.randint(1, 3)
    if draw.random() < 0.3:
        for row in range(start := draw.randint(0, 8), start + draw.randint(1, 3)):
            at = {"nik": left + 1, "name": left + 2, "birth_date": left + 3}
            page.person(row, at, 1, nik=True)
    return page


def _read(page: Page) -> Roster | None:
    sheet = Sheet("roster.xlsx", "KPPS", page.rows())
    try:
        return collect_people([RosterFile("roster.xlsx", "", [sheet])], ColumnNames())
    except RefusalError:
        return None


def _not_understood(roster: Roster) -> Iterator[tuple[int, range]]:
    """Return the cells that were not understood: row and columns, both from 0."""
    for cells in roster.not_understood:
        first, _, last = cells.cells.partition(":")
        columns = range(_column(first), _column(last or first) + 1)
        for row in range(cells.row, _row(last or first) + 1):
            yield row - 1, columns


def _row(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell)))


def _column(cell: str) -> int:
    letters = "".join(filter(str.isalpha, cell))
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def lost(seed: int) -> list[tuple[int, int, str]]:
    """Return who was written into a random sheet and is neither a person nor not understood."""
    page = _page(seed)
    roster = _read(page)
    if roster is None:
        return []
    read = {*roster.frame["raw_nik"], *roster.frame["raw_name"]}
    reported = list(_not_understood(roster))
    return [
        (row, column, who)
        for row, column, who in page.written
        if who not in read and not any(row == at and column in span for at, span in reported)
    ]


def mixed(seed: int) -> list[tuple[str, str, str]]:
    """Return who of a random sheet was read with a cell that is not theirs: NIK, field and cell."""
    page = _page(seed)
    roster = _read(page)
    if roster is None:
        return []
    return [
        (row["raw_nik"], name, row[f"raw_{name}"])
        for row in roster.frame.iter_rows(named=True)
        if (written := page.people.get(row["raw_nik"])) is not None
        for name in HEADERS
        if name != "no" and row[f"raw_{name}"] not in ("", written.get(name))
    ]


@pytest.mark.parametrize("seed", ONCE_LOST)
def test_layouts__somebody_was_lost_here_once__nobody_is_lost(seed: int) -> None:
    assert lost(seed) == []


@pytest.mark.parametrize("seed", ONCE_MIXED)
def test_layouts__somebody_was_mixed_up_here_once__nobody_has_cells_of_others(seed: int) -> None:
    assert mixed(seed) == []


@pytest.mark.xfail(reason="the border of two tables is guessed wrongly", strict=False)
@pytest.mark.parametrize("seed", STILL_LOST + STILL_MIXED)
def test_layouts__border_that_is_not_known__nobody_is_lost_or_mixed_up(seed: int) -> None:
    assert (lost(seed), mixed(seed)) == ([], [])


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES)
def test_layouts__several_tables_anywhere__nobody_is_lost(seed: int) -> None:
    assert lost(seed) == []


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES)
def test_account__several_tables_anywhere__adds_up_to_the_sheet(seed: int) -> None:
    roster = _read(_page(seed))
    if roster is not None:
        sheet = roster.files[0].sheets[0]
        filled = sum(any(map(str.strip, row)) for row in sheet.rows)
        assert sum(roster.count_rows(sheet).values()) == filled
