"""A person of an invoice, read back from its sheet Rincian: what was billed, as it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pemilu_cover.reports.xlsx.invoice.workbook import PEOPLE_HEADER_ROW
from pemilu_cover.values import dates

SHEET = "Rincian"


class BilledPerson(NamedTuple):
    """One row of Rincian; amounts in sen, ``file``, ``sheet`` and ``row`` are where it was read."""

    number: int
    nik: str
    role_name: str
    wage_sen: int
    start: date
    end: date
    jkk_sen: int
    jkm_sen: int
    total_sen: int
    file: str
    sheet: str
    row: int


# Which column each field stands in.
_TITLES = {
    "number": "No",
    "nik": "NIK",
    "role_name": "Jabatan",
    "wage_sen": "Upah sebulan",
    "start": "Mulai",
    "end": "Selesai",
    "jkk_sen": "JKK",
    "jkm_sen": "JKM",
    "total_sen": "Jumlah",
    "file": "Berkas",
    "sheet": "Lembar",
    "row": "Baris",
}


class NotAnInvoiceError(ValueError):
    """A file that is no invoice of this program, or one whose Rincian was changed beyond reading."""


def read_billed_people(rows: Sequence[Sequence[str]]) -> list[BilledPerson]:
    """Read everybody of Rincian, in their order, from its rows as a person sees them.

    Raise `NotAnInvoiceError`.
    """
    try:
        titles = rows[PEOPLE_HEADER_ROW]
        columns = {field: titles.index(title) for field, title in _TITLES.items()}
        people = [
            BilledPerson._make(_typed(field, row[columns[field]]) for field in BilledPerson._fields)
            for row in rows[PEOPLE_HEADER_ROW + 1 :]
            if row[columns["number"]].isdigit()
        ]
        if any(person.end < person.start for person in people):
            raise ValueError("an end before its start")
    except (IndexError, ValueError, ArithmeticError) as error:
        raise NotAnInvoiceError from error
    return people


def _typed(field: str, cell: str) -> object:
    if field.endswith("_sen"):
        return int(Decimal(cell) * 100)
    if field in ("number", "row"):
        return int(cell)
    return dates.parse(cell) if field in ("start", "end") else cell
