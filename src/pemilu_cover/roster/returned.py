"""What comes back: corrections files that were filled in, and what they change.

A cell counts where it is no longer as it was sent. A cell that the roster, or another file, has changed
since in another way is a contradiction: it is said, never decided. What fits nobody is said, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.changes import CORRECTED, FILLED, STRUCK, Change
from pemilu_cover.roster.findings import NOBODY, Fault, Finding
from pemilu_cover.roster.gather import TYPED, Origin
from pemilu_cover.roster.marks import SHOWN
from pemilu_cover.roster.matching import Address, People, Who, cells_of, check_of
from pemilu_cover.roster.read import read_files
from pemilu_cover.roster.sheet import Row, Sheet, as_typed, column_letter
from pemilu_cover.roster.vocabulary import fields
from pemilu_cover.values.text import clean, is_nothing, word_form

# How the sheets of corrections head the address of a row, its code, and the mark that strikes it.
ADDRESS = ("Berkas", "Lembar", "Baris", "Kode")
_ADDRESS = frozenset(ADDRESS)
STRIKE, REASON = "Hapus", "Alasan"
# The hidden sheet with the cells of Perbaikan as they were sent.
SENT = "Semula"
# Who somebody is and where he serves: told in Lengkapi, not asked, in this order.
TOLD = {
    "nik": "NIK",
    "name": "Nama Lengkap",
    "role": "Jabatan",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
}
# A mother's name is never shown in corrections; her cell is empty there, and only says what is filled in.
NEVER_SHOWN = frozenset({"mother"})
_STRUCK = frozenset("Y YA X V HAPUS 1 TRUE".split())
_TICKS = frozenset("✓✔√☑")
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


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
    """One row of a corrections file: where it stands, whom it is about, what it says by field.

    ``sent`` has the cells as they were sent, None where that is not known. ``completes`` is true of
    Lengkapi, ``retold`` where there a cell was changed that was not asked for.
    """

    sheet: Sheet
    number: int
    address: Address
    code: str
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    mark: str
    completes: bool
    retold: bool
    sent: Mapping[str, str] | None

    @property
    def who(self) -> Who:
        """Whom the line is about: his NIK and name as they were sent."""
        known = self.sent or self.cells
        return Who(
            self.address, self.code, *(_text(known.get(name, "")) for name in ("nik", "name"))
        )

    def origin(self, name: str) -> Origin:
        """Give the place of a cell of the line."""
        column = self.columns.get(name, 0)
        letter = column_letter(self.sheet.first_column + column)
        return Origin(self.sheet.file, self.sheet.name, self.number, f"{letter}{self.number}")

    def fault(self, code: str, name: str) -> Fault:
        """Give a fault of a cell of the line, which says where the cell stands."""
        origin = self.origin(name)
        return Fault(code, name, {"where": f"{origin.file}, {origin.sheet}!{origin.cell}"})


def take_back(frame: pl.DataFrame, paths: Sequence[Path]) -> Returned:
    """Read filled corrections (files, or folders of them) against a normalised frame.

    Of several files each may have been written after the one before was taken. Raise `RefusedError`
    where a file is none of ours or cannot be read.
    """
    taken = Returned()
    people = People(frame)
    for file in read_files(corrections_files(paths)):
        if not any(is_corrections(sheet) for sheet in file.sheets):
            raise RefusedError("complete-foreign", file=file.label)
        account = Taken(file.label, file.sha256)
        for line in _lines(file.sheets):
            _take(line, people, taken, account)
        taken.files.append(account)
    taken.faults += _all_struck(people, taken)
    return taken


def is_corrections(sheet: Sheet) -> bool:
    """Say whether a sheet is one of corrections, which is no roster."""
    return _header(sheet) is not None


def corrections_files(paths: Sequence[Path]) -> list[Path]:
    """Give the files that are meant; a folder stands for the workbooks in it. Raise `RefusedError`."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        within = sorted(
            file for file in path.rglob("*") if file.is_file() and file.name[0] not in ".~"
        )
        if not within:
            raise RefusedError("complete-none", path=str(path))
        if other := next((f for f in within if f.suffix.casefold() not in _WORKBOOKS), None):
            raise RefusedError("complete-foreign", file=str(other))
        found += within
    return found


# ---- reading a corrections file -------------------------------------------------------------------


def _header(sheet: Sheet) -> int | None:
    """Give the index of the row that heads addresses, or None. Raise `RefusedError` where part lacks."""
    for at, row in enumerate(sheet.rows):
        if _ADDRESS.isdisjoint(row):  # as is nearly every row of a roster
            continue
        named = _ADDRESS & set(row)
        if named == _ADDRESS:
            return at
        if len(named) > 1:
            lacking = ", ".join(title for title in ADDRESS if title not in named)
            raise RefusedError(
                "complete-columns", file=sheet.file, sheet=sheet.name, columns=lacking
            )
    return None


def _lines(sheets: Sequence[Sheet]) -> Iterator[_Line]:
    """Give the rows of a file that say anything."""
    sent = {
        (address, code): cells
        for sheet in sheets
        if sheet.name == SENT
        for _, _, address, code, cells, _ in _rows(sheet)
    }
    for sheet in sheets:
        if sheet.name == SENT:
            continue
        for number, row, address, mixed, cells, columns in _rows(sheet):
            titles = sheet.rows[_header(sheet) or 0]
            completes = STRIKE not in titles and REASON not in titles
            code, _, check = mixed.partition("-")
            told = check_of(_text(cells.get(name, "")) for name in TOLD)
            mark = _text(row[titles.index(STRIKE)]) if STRIKE in titles else ""
            yield _Line(
                sheet,
                number,
                address,
                code,
                cells,
                columns,
                mark,
                completes,
                retold=completes and check != told,
                sent=None if completes else sent.get((address, code)),
            )


def _rows(
    sheet: Sheet,
) -> Iterator[tuple[int, Row, Address, str, dict[str, str], dict[str, int]]]:
    """Give the rows below the header: Excel's number, the row, its address, code, cells and columns."""
    top = _header(sheet)
    if top is None:
        return
    titles = sheet.rows[top]
    columns = {
        name: titles.index(entry.title)
        for name, entry in fields().items()
        if entry.title in titles and name != "no"
    }
    at = [titles.index(title) for title in ADDRESS]
    for number, row in enumerate(sheet.rows[top + 1 :], start=sheet.first_row + top + 1):
        if any(not is_nothing(_text(cell)) for cell in row):
            file, name, place, code = (_text(row[column]) for column in at)
            cells = {named: row[column] for named, column in columns.items()}
            yield number, row, (file, name, place), code, cells, columns


# ---- what a line changes --------------------------------------------------------------------------


def _take(line: _Line, people: People, taken: Returned, account: Taken) -> None:
    """Take what one line says of its person, or say that it fits nobody."""
    found = people.find(line.who)
    strikes = _strikes(line.mark)
    # A row is struck out only as it was: what has changed since may have been struck already.
    if found is None or (strikes and not found[1]) or _is_another(line, people.row(found[0])):
        account.lost += 1
        taken.lost.append(_lost(line, people))
        return
    number, row = found[0], people.row(found[0])
    if strikes:
        place = Origin(line.sheet.file, line.sheet.name, line.number, None)
        taken.changes[number, STRUCK] = Change(number, STRUCK, "", "Y", CORRECTED, place)
        account.struck += 1
        return
    if line.mark:
        taken.faults.append((number, line.fault("strike-unreadable", "no")))
    if line.retold:
        taken.faults.append((number, line.fault("complete-differs", _retold(line, row))))
    for name, cell in line.cells.items():
        outcome = _outcome(line, name, row, taken.changes.get((number, name)))
        if outcome == CHANGES:
            because = FILLED if line.completes else CORRECTED
            change = Change(number, name, row[TYPED + name], cell, because, line.origin(name))
            taken.changes[number, name] = change
            account.filled[name] += line.completes
            account.corrected += not line.completes
        elif outcome:
            taken.faults.append((number, line.fault(outcome, name)))


CHANGES = "changes"


def _outcome(line: _Line, name: str, row: Mapping[str, Any], earlier: Change | None) -> str | None:
    """Say what becomes of a cell: it `CHANGES` something, contradicts (the code of that), or is as it was."""
    if line.completes:
        return _filled(line, name, row, earlier)
    text = _text(line.cells[name])
    if name in NEVER_SHOWN and not text:
        return None
    now = _text(earlier.cell) if earlier else clean(cells_of(row, (name, "nik"))[name])
    sent = now if line.sent is None else _text(line.sent.get(name, ""))
    if text in (now, sent):
        return None
    if earlier and (line.sent is None or now != sent):
        return "complete-conflict"
    return CHANGES if now == sent or name in NEVER_SHOWN else "complete-differs"


def _filled(line: _Line, name: str, row: Mapping[str, Any], earlier: Change | None) -> str | None:
    """Say the same of a cell of Lengkapi, which fills what the roster lacks or has unreadably."""
    text = _text(line.cells[name])
    if name in TOLD or not text:
        return None
    if earlier:
        return None if _text(earlier.cell) == text else "complete-conflict"
    shown, value = row[SHOWN + name], row.get(name)
    if shown is None or value is None:
        return CHANGES
    same = word_form(text) in (word_form(shown), word_form(str(value)))
    return None if same else "complete-differs"


def _is_another(line: _Line, row: Mapping[str, Any]) -> bool:
    """Say whether somebody else was written over a line of Lengkapi: NIK and name are both others."""
    return line.completes and line.retold and not ({"nik", "name"} - _differing(line, row))


def _retold(line: _Line, row: Mapping[str, Any]) -> str:
    """Give the field of a line of Lengkapi that was changed though it was only told."""
    differing = _differing(line, row)
    return next((name for name in ("nik", "name") if name in differing), "role")


def _differing(line: _Line, row: Mapping[str, Any]) -> set[str]:
    return {
        name
        for name in ("nik", "name")
        if word_form(_text(line.cells.get(name, "")))
        not in (word_form(row[name] or ""), word_form(as_typed(row[TYPED + name])))
    }


def _strikes(mark: str) -> bool:
    words = word_form(mark).split()
    return bool(mark) and (mark in _TICKS or (bool(words) and set(words) <= _STRUCK))


def _all_struck(people: People, taken: Returned) -> Iterator[tuple[int, Fault]]:
    """Tell of people of whom every row was struck out, though there were several."""
    struck = {number: change for (number, name), change in taken.changes.items() if name == STRUCK}
    for number in struck:
        same = people.by_nik.get(people.row(number)["nik"] or "", [])
        if len(same) > 1 and set(same) <= set(struck):
            yield number, Fault("struck-all", "nik", {})


def _lost(line: _Line, people: People) -> Finding:
    """Say that a line fits nobody; of its address is told what the roster has, too."""
    address = " › ".join(people.known(line.address)) or "–"
    return Finding(
        NOBODY,
        "error",
        "complete-lost",
        "nik",
        line.sheet.file,
        line.sheet.name,
        line.number,
        ADDRESS[0],
        f"A{line.number}",
        {"address": address},
    )


def _text(cell: str) -> str:
    return clean(as_typed(cell))
