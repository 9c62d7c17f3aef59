"""A person of an invoice, read back from its sheet Rincian: what was billed, as it was printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pemilu_cover.sheets.invoice import PEOPLE_HEADER_ROW

_SHEET = "Rincian"


class Billed(NamedTuple):
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


def people_of(invoice: Path) -> list[Billed]:
    """Read everybody of an invoice, in their order. Raise `NotAnInvoiceError` or `OSError`."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        rows = CalamineWorkbook.from_path(invoice).get_sheet_by_name(_SHEET).to_python()
        titles = [str(title) for title in rows[PEOPLE_HEADER_ROW]]
        columns = {field: titles.index(title) for field, title in _TITLES.items()}
        people = [
            Billed._make(_typed(field, row[columns[field]]) for field in Billed._fields)
            for row in rows[PEOPLE_HEADER_ROW + 1 :]
            if isinstance(row[columns["number"]], float | int)
        ]
        if any(person.end < person.start for person in people):
            raise ValueError("an end before its start")
    except (CalamineError, IndexError, ValueError, TypeError, ArithmeticError) as error:
        raise NotAnInvoiceError(str(invoice)) from error
    return people


def _typed(field: str, cell: object) -> object:
    if field.endswith("_sen"):
        return int(Decimal(str(cell)) * 100)
    if field in ("number", "row"):
        return int(str(cell).removesuffix(".0"))
    if field in ("start", "end"):
        if type(cell) is not date:  # a day with an hour is one that somebody typed
            raise TypeError(f"{field} is no date")
        return cell
    return str(cell)
