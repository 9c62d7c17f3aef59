"""What a file does not say: the encoding of a CSV, and what columns hold that no word tells.

No column is taken by a guess: where its cells are plainly NIKs, birth dates, phone numbers or wages, it
is said, and ``--map`` or the agreement settles it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from pemilu_cover.roster.findings import OF_COLUMN, Fault
from pemilu_cover.roster.gather import Roster
from pemilu_cover.roster.sheet import DATE, as_typed, column_letter
from pemilu_cover.roster.tables import Table
from pemilu_cover.roster.vocabulary import fields, is_foreign
from pemilu_cover.values import dates, nik, phone, rupiah
from pemilu_cover.values.text import clean, is_nothing

_PLAIN = re.compile(r"[\w .,/()-]+")
# So large a part of a column's cells has to be of one kind.
_PLAINLY = 0.8
# Amounts that somebody can be paid a month; a number below or above may count something else.
_LEAST_WAGE_SEN, _MOST_WAGE_SEN = 30_000_000, 3_000_000_000
# Years in which an election worker can have been born.
_BORN_FROM, _BORN_TO = 1920, 2012


def faults(roster: Roster) -> Iterator[tuple[int, Fault]]:
    """Give what was guessed of each table, and what could be, at its first person."""
    firsts = roster.frame.group_by("table", maintain_order=True).agg(pl.col("id").first())
    for table, number in firsts.iter_rows():
        yield from ((number, fault) for fault in of_table(roster.tables[table]))


def column_errors(tables: Sequence[Table]) -> Iterator[tuple[int, Fault]]:
    """Yield the columns whose headers do not tell what they hold, each with its table's number."""
    for number, table in enumerate(tables):
        yield from ((number, fault) for fault in notes(table) if fault.code in OF_COLUMN)


def notes(table: Table) -> Iterator[Fault]:
    """Yield what was decided about the columns of a table."""
    for note in table.header.notes:
        yield Fault(note.code, note.field, note.detail, column=note.column)


def of_table(table: Table) -> Iterator[Fault]:
    """Give what was guessed of one table, and what could be."""
    if table.sheet.guessed_encoding:
        yield Fault("csv-encoding", "name", {"encoding": table.sheet.guessed_encoding})
    told = {note.column for note in table.header.notes}
    yield from (fault for fault in notes(table) if fault.code not in OF_COLUMN)
    for column, label in table.header.unmapped.items():
        if is_foreign(label) or column in told:
            continue
        cells = [row[column] for _, row in table.rows]
        filled = [cell for cell in cells if cell and not is_nothing(clean(as_typed(cell)))]
        for name, is_one in _KINDS.items():
            if table.lacks(name) and filled and sum(map(is_one, filled)) >= _PLAINLY * len(filled):
                title = fields()[name].title
                letter = column_letter(table.sheet.first_column + column)
                detail = {"label": label, "letter": letter, "title": title}
                # Only a plain header is put into a line that somebody pastes into his shell.
                said = f'--map "{label}={title}"' if _PLAIN.fullmatch(label) else None
                yield Fault("column-guess", name, detail, said)


def _is_nik(cell: str) -> bool:
    digits = nik.compact(as_typed(cell))
    return len(digits) == nik.LENGTH and digits.isascii() and digits.isdigit()


def _is_birth_date(cell: str) -> bool:
    try:
        day = dates.parse(cell[1:] if cell.startswith(DATE) else clean(cell))
    except ValueError:
        return False
    return _BORN_FROM <= day.year <= _BORN_TO


def _is_phone(cell: str) -> bool:
    try:
        return bool(phone.parse(as_typed(cell)))
    except ValueError:
        return False


def _is_wage(cell: str) -> bool:
    try:
        sen = rupiah.parse(clean(as_typed(cell)))
    except ValueError:
        return False
    return _LEAST_WAGE_SEN <= sen <= _MOST_WAGE_SEN


_KINDS: dict[str, Callable[[str], bool]] = {
    "nik": _is_nik,
    "birth_date": _is_birth_date,
    "phone": _is_phone,
    "wage": _is_wage,
}
