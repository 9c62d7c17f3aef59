"""Guesses: the encoding of a CSV, and the field of columns without a known header.

No column is assigned by a guess: where its cells are clearly NIKs, names, offices, dates of birth or the
like, a finding suggests ``--column``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from pemilu_cover.reference import regions
from pemilu_cover.roster.cells import splitting
from pemilu_cover.roster.fields.personal_status import marital_code
from pemilu_cover.roster.findings import OF_COLUMN, Violation
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.reading.cell_encoding import cell_content, display_cell, is_date
from pemilu_cover.roster.reading.sheet import column_letter
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.roster.tables.column_names import fields, is_foreign
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values import dates, nik, phone, rupiah
from pemilu_cover.values.text import clean, is_blank_value, normal_form

_NAME = re.compile(r"[^\W\d_][^\W\d_ .,'’-]*(?:[ .,'’-]+[^\W\d_]+)+[.]?")
_SHORTEST_NAME = 4
_PLAIN = re.compile(r"[\w .,/()-]+")
# The share of a column's cells that must be of one kind.
_KIND_SHARE = 0.8
# Amounts that can be paid for a month; a number below or above may count something else.
_LEAST_WAGE_SEN, _MOST_WAGE_SEN = 30_000_000, 3_000_000_000
# Years in which an election worker can have been born.
_BORN_FROM, _BORN_TO = 1920, 2012


def check_columns(roster: Roster) -> Iterator[tuple[int, Violation]]:
    """Yield the guesses about each table, at its first person."""
    firsts = roster.frame.group_by("table", maintain_order=True).agg(pl.col("id").first())
    for table, number in firsts.iter_rows():
        yield from ((number, fault) for fault in check_table(roster.tables[table]))


def column_errors(tables: Sequence[RosterTable]) -> Iterator[tuple[int, Violation]]:
    """Yield the findings about columns with an unclear header, each with its table's number."""
    for number, table in enumerate(tables):
        yield from ((number, fault) for fault in notes(table) if fault.code in OF_COLUMN)


def notes(table: RosterTable) -> Iterator[Violation]:
    """Yield the notes about the columns of a table, as violations."""
    for note in table.header.notes:
        yield Violation(note.code, note.field, note.detail, column=note.column)


def check_table(table: RosterTable) -> Iterator[Violation]:
    """Yield the guesses about one table."""
    if table.sheet.guessed_encoding:
        yield Violation("csv-encoding", "name", {"encoding": table.sheet.guessed_encoding})
    noted = {note.column for note in table.header.notes}
    noted |= {column for columns in table.header.neighbours for column in columns}
    yield from (fault for fault in notes(table) if fault.code not in OF_COLUMN)
    yield from _check_other_pay(table)
    for column, label in table.header.unmapped.items():
        if is_foreign(label) or column in noted:
            continue
        filled = _filled(table, column)
        for name, matches in _KINDS.items():
            differing = len(set(filled)) if name in _DIFFERS else len(filled)
            least = _KIND_SHARE * len(filled)
            if not _may_be_called(name, normal_form(label)):
                continue
            is_kind = differing >= least and sum(map(matches, filled)) >= least
            if filled and table.lacks(name) and is_kind:
                title = fields()[name].title
                letter = column_letter(table.sheet.first_column + column)
                detail = {"label": label, "letter": letter, "title": title}
                # Only a plain header is put into a line that somebody pastes into their shell.
                suggestion = (
                    f'--column "{label}={title.translate()}"' if _PLAIN.fullmatch(label) else None
                )
                yield Violation("column-guess", name, detail, suggestion, column)


def _check_other_pay(table: RosterTable) -> Iterator[Violation]:
    """Yield a finding for the first column of pay that is no month before tax, if none holds the wage.

    "Jumlah Diterima" and "Total Honor" are names of no field: their amounts identify them.
    """
    if not table.lacks("wage") or any(note.code == "wage-other" for note in table.header.notes):
        return
    for column, label in table.header.unmapped.items():
        filled = _filled(table, column)
        is_pay = filled and sum(map(_is_wage, filled)) >= _KIND_SHARE * len(filled)
        if is_pay and header_qualifiers.is_other_pay(normal_form(label)):
            yield Violation("wage-other", "wage", {}, column=column)
            return


def _filled(table: RosterTable, column: int) -> list[str]:
    cells = (row[column] for _, row in table.rows)
    return [cell for cell in cells if cell and not is_blank_value(clean(display_cell(cell)))]


def _is_nik(cell: str) -> bool:
    digits = nik.compact(display_cell(cell))
    return len(digits) == nik.LENGTH and digits.isascii() and digits.isdigit()


def _is_birth_date(cell: str) -> bool:
    try:
        day = dates.parse(cell_content(cell) if is_date(cell) else clean(cell))
    except ValueError:
        return False
    return _BORN_FROM <= day.year <= _BORN_TO


def _is_phone(cell: str) -> bool:
    try:
        return bool(phone.parse(display_cell(cell)))
    except ValueError:
        return False


def _is_wage(cell: str) -> bool:
    try:
        sen = rupiah.parse(clean(display_cell(cell)))
    except ValueError:
        return False
    return _LEAST_WAGE_SEN <= sen <= _MOST_WAGE_SEN


def _is_name(cell: str) -> bool:
    """Return whether a cell resembles a person's name: words of letters, and no office, place or sex."""
    text = clean(cell)
    words = normal_form(text)
    is_place_or_role = words in regions.kecamatan_names() or splitting.KINDS["role"](text)
    return (
        _NAME.fullmatch(text) is not None and not is_place_or_role and len(words) >= _SHORTEST_NAME
    )


def _is_kecamatan(cell: str) -> bool:
    words = normal_form(cell).removeprefix("KECAMATAN ").removeprefix("KEC ")
    return words in regions.kecamatan_names()


def _is_marital(cell: str) -> bool:
    return bool(marital_code(display_cell(cell)))


def _may_be_called(name: str, label: str) -> bool:
    """Return whether a header allows a field: T and Y are a marital status only under "STATUS"."""
    if name == "marital":
        return "STATUS" in label.split()
    return name != "wage" or not header_qualifiers.is_other_pay(label)


_KINDS: dict[str, Callable[[str], bool]] = {
    "nik": _is_nik,
    "birth_date": _is_birth_date,
    "phone": _is_phone,
    "wage": _is_wage,
    "name": _is_name,
    "role": splitting.KINDS["role"],
    "kecamatan": _is_kecamatan,
    "marital": _is_marital,
}
# Fields that differ from person to person; a column of places repeats itself.
_DIFFERS = frozenset({"nik", "name"})
