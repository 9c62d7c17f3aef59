"""What comes back: corrections files that were filled in, matched with the rows that they are about.

A row is found by file, sheet and row, and only taken where it is plainly about the same person: by the
code that stands beside the address, or by his NIK or name. Where the roster has changed since, he is
looked for by his NIK. What fits nobody is said, never dropped.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.changes import CORRECTED, FILLED, STRUCK, Change
from pemilu_cover.roster.findings import NOBODY, Fault, Finding
from pemilu_cover.roster.gather import READ, TYPED, Origin
from pemilu_cover.roster.headers import column_letter, fields
from pemilu_cover.roster.normalise import SHOWN
from pemilu_cover.roster.read import Row, Sheet, as_typed, read_files
from pemilu_cover.values import nik
from pemilu_cover.values.text import clean, is_nothing, word_form

# How the sheets of corrections head the address of a row, its code, and the mark that strikes it.
FILE, SHEET, ROW, CODE = "Berkas", "Lembar", "Baris", "Kode"
ADDRESS = (FILE, SHEET, ROW, CODE)
STRIKE = "Hapus"
# Who somebody is and where he serves: told in Lengkapi, not asked.
TOLD = ("nik", "name", "role", "kecamatan", "desa", "tps")
# A mother's name is never shown in corrections; her cell is empty there, and only says what is filled in.
NEVER_SHOWN = frozenset({"mother"})
_CODE_LENGTH = 8
_STRUCK = frozenset("Y YA X V HAPUS".split())


def code_of(row: Mapping[str, Any]) -> str:
    """Give the code of a row of the frame: it changes with its address, and with the NIK and name in it."""
    parts = (row["file"], row["sheet"], row["row"], row[READ + "nik"], row[READ + "name"])
    text = "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode()).hexdigest()[:_CODE_LENGTH]


def cells_of(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Give a row's cells as corrections show them: as typed, and its places as they were understood."""
    typed = {name: as_typed(row[TYPED + name]) for name in names}
    places = {
        name: typed[name] or row[name] or "" for name in ("kecamatan", "desa") if name in typed
    }
    return typed | places


@dataclass
class Taken:
    """What one corrections file said: counts of what was filled, and what fits nobody."""

    file: str
    sha256: str
    filled: Counter[str] = field(default_factory=Counter)
    corrected: int = 0
    struck: int = 0
    lost: int = 0


@dataclass
class Returned:
    """What all corrections files said: the changes, the faults of people, the rows that fit nobody."""

    files: list[Taken] = field(default_factory=list)
    changes: dict[tuple[int, str], Change] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """One row of a corrections file: where it stands, whom it is about, what it says by field."""

    sheet: Sheet
    number: int
    address: tuple[str, str, str]
    code: str
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    struck: bool
    completes: bool

    def origin(self, name: str) -> Origin:
        letter = column_letter(self.sheet.first_column + self.columns[name])
        return Origin(self.sheet.file, self.sheet.name, self.number, f"{letter}{self.number}")


def take_back(frame: pl.DataFrame, paths: Sequence[Path]) -> Returned:
    """Read filled corrections (files, or folders of them) against a normalised frame.

    Raise `RefusedError` where a file is none of ours or cannot be read.
    """
    taken = Returned()
    if not paths:
        return taken
    people = _People(frame)
    for file in read_files(corrections_files(paths)):
        account = Taken(file.label, file.sha256)
        lines = [line for sheet in file.sheets for line in _lines(sheet)]
        if not lines and not any(is_corrections(sheet) for sheet in file.sheets):
            raise RefusedError("complete-foreign", file=file.label)
        for line in lines:
            _take(line, people, taken, account)
        taken.files.append(account)
    return taken


def is_corrections(sheet: Sheet) -> bool:
    """Say whether a sheet is one of corrections, which is no roster."""
    return _header(sheet) is not None


def corrections_files(paths: Sequence[Path]) -> list[Path]:
    """Give the files that are meant; a folder stands for the workbooks in it. Raise `RefusedError`."""
    found: list[Path] = []
    for path in paths:
        within = sorted(path.glob("[!~]*.xlsx")) if path.is_dir() else [path]
        if not within:
            raise RefusedError("complete-none", path=str(path))
        found += within
    return found


def _header(sheet: Sheet) -> int | None:
    """Give the index of the row that heads addresses, or None."""
    return next((at for at, row in enumerate(sheet.rows) if set(ADDRESS) <= set(row)), None)


def _lines(sheet: Sheet) -> Iterator[_Line]:
    """Give the rows of a sheet of corrections that say anything."""
    top = _header(sheet)
    if top is None:
        return
    titles = sheet.rows[top]
    at = {title: titles.index(title) for title in (*ADDRESS, STRIKE) if title in titles}
    columns = {
        name: titles.index(entry.title)
        for name, entry in fields().items()
        if entry.title in titles and name != "no"
    }
    for number, row in enumerate(sheet.rows[top + 1 :], start=sheet.first_row + top + 1):
        if any(not is_nothing(clean(as_typed(cell))) for cell in row):
            yield _line(sheet, number, row, at, columns)


def _line(
    sheet: Sheet, number: int, row: Row, at: Mapping[str, int], columns: Mapping[str, int]
) -> _Line:
    file, name, place, code = (clean(as_typed(row[at[title]])) for title in ADDRESS)
    mark = word_form(row[at[STRIKE]]) if STRIKE in at else ""
    return _Line(
        sheet,
        number,
        (file, name, place),
        code,
        {field_: row[column] for field_, column in columns.items()},
        columns,
        mark in _STRUCK,
        STRIKE not in at,
    )


class _People:
    """The people of a roster, to be found by address or NIK."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    @cached_property
    def by_address(self) -> dict[tuple[str, str, str], int]:
        rows = self.frame.select("file", "sheet", pl.col("row").cast(pl.String), "id").iter_rows()
        return {(file, sheet, row): number for file, sheet, row, number in rows}

    @cached_property
    def by_nik(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, digits in self.frame.select("id", "nik").drop_nulls().iter_rows():
            found.setdefault(digits, []).append(number)
        return found

    def row(self, number: int) -> dict[str, Any]:
        return self.frame.row(number, named=True)

    def find(self, line: _Line) -> int | None:
        """Give the number of the person whom a line is about, or None."""
        number = self.by_address.get(line.address)
        if number is not None:
            row = self.row(number)
            if line.code == code_of(row) or _is_same(line, row):
                return number
        same = self.by_nik.get(nik.compact(as_typed(line.cells.get("nik", ""))), [])
        return same[0] if len(same) == 1 else None


def _is_same(line: _Line, row: Mapping[str, Any]) -> bool:
    digits = nik.compact(as_typed(line.cells.get("nik", "")))
    name = word_form(as_typed(line.cells.get("name", "")))
    return (digits != "" and digits == row["nik"]) or (
        name != "" and name == word_form(as_typed(row[TYPED + "name"]))
    )


def _take(line: _Line, people: _People, taken: Returned, account: Taken) -> None:
    """Take what one line says of its person, or say that it fits nobody."""
    number = people.find(line)
    if number is None:
        account.lost += 1
        taken.lost.append(_lost(line))
        return
    row = people.row(number)
    if line.struck:
        place = Origin(line.sheet.file, line.sheet.name, line.number, None)
        taken.changes[number, STRUCK] = Change(number, STRUCK, "", "Y", CORRECTED, place)
        account.struck += 1
        return
    for name, cell in (_filled if line.completes else _corrected)(line, row):
        if (number, name) in taken.changes:
            earlier = taken.changes[number, name]
            if _text(earlier.cell) != _text(cell):
                taken.faults.append((number, Fault("complete-conflict", name, _at(line, name))))
            continue
        because = FILLED if line.completes else CORRECTED
        was = row[TYPED + name]
        taken.changes[number, name] = Change(number, name, was, cell, because, line.origin(name))
        account.filled[name] += line.completes
        account.corrected += not line.completes
    if line.completes:
        taken.faults += [
            (number, Fault("complete-differs", name, _at(line, name)))
            for name in _contradictions(line, row)
        ]


def _filled(line: _Line, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the cells of Lengkapi that fill what the roster lacks or has unreadably."""
    for name, cell in line.cells.items():
        lacks = row[SHOWN + name] is None or row.get(name) is None
        if name not in TOLD and lacks and _text(cell):
            yield name, cell


def _contradictions(line: _Line, row: Mapping[str, Any]) -> Iterator[str]:
    """Give the fields of Lengkapi that say other than the roster: NIK, name, or what is filled already."""
    for name, cell in line.cells.items():
        shown = row[SHOWN + name]
        if name in TOLD and name not in ("nik", "name"):
            continue  # told as it was understood, not as it was typed
        if name in TOLD or (shown is not None and row.get(name) is not None):
            differs = word_form(_text(cell)) != word_form(shown or "")
            readings = {word_form(str(row.get(name) or "")), word_form(shown or "")}
            if _text(cell) and differs and word_form(_text(cell)) not in readings:
                yield name


def _corrected(line: _Line, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the cells of Perbaikan that are no longer as they were."""
    shown = cells_of(row, line.cells)
    for name, cell in line.cells.items():
        if name in NEVER_SHOWN and not _text(cell):
            continue
        if _text(cell) != clean(shown[name]):
            yield name, cell


def _text(cell: str) -> str:
    return clean(as_typed(cell))


def _at(line: _Line, name: str) -> dict[str, object]:
    origin = line.origin(name)
    return {"where": f"{origin.file}, {origin.sheet}!{origin.cell}"}


def _lost(line: _Line) -> Finding:
    file, sheet, row = line.address
    return Finding(
        NOBODY,
        "error",
        "complete-lost",
        "nik",
        line.sheet.file,
        line.sheet.name,
        line.number,
        FILE,
        f"A{line.number}",
        {"address": " › ".join(part for part in (file, sheet, row) if part) or "–"},
    )
