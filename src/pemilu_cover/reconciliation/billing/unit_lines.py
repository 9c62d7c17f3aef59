"""The lines above a table of a Formulir 2a: NPP, unit and month; and the line of sums below it."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pemilu_cover.values import dates

_NEXT = r"(?=\s+(?:NPP|NAMA\s+PERUSAHAAN|NAMA\s+UNIT|PERIODE|NO\s)|$)"
_NPP = re.compile(r"\bNPP\s*:?\s*(?P<npp>[A-Z0-9]{8})\b")
_UNIT = re.compile(rf"\bNAMA\s+UNIT\s+KERJA\s*:?\s*(?P<unit>.*?){_NEXT}")
_PERIOD = re.compile(
    r"\bPERIODE\s+(?:LAPORAN|PELAPORAN|IURAN)?\s*:?\s*(?P<month>[0-9]{1,2}|[A-Z]+)[\s/-]+(?P<year>20[0-9]{2})\b"
)
_TOTAL = re.compile(r"JUMLAH(?:\s+(?:SELURUHNYA|HALAMAN|TOTAL|INI|ORANG|[0-9.,]+))*")
_MONTHS = {name.upper(): number for number, name in enumerate(dates.MONTHS, start=1)}
_MONTHS["NOPEMBER"] = 11
_LAST_MONTH = 12


class UnitLine(NamedTuple):
    """What one line says; None where it says nothing."""

    npp: str | None
    unit: str | None
    period: date | None


def read_unit_line(text: str) -> UnitLine | None:
    """Return what a line says of the table below it, None where it is no such line.

    >>> read_unit_line("NPP : 24109999   Periode Laporan : 11 2024")
    UnitLine(npp='24109999', unit=None, period=datetime.date(2024, 11, 1))
    """
    line = text.upper()
    npp, unit, period = (pattern.search(line) for pattern in (_NPP, _UNIT, _PERIOD))
    if not (npp or unit or period):
        return None
    month = _month(period["month"], period["year"]) if period else None
    return UnitLine(npp and npp["npp"], unit and unit["unit"].strip(" :"), month)


def is_total(first_words: str) -> bool:
    """Return whether a line that begins with these words has sums.

    >>> [is_total(words) for words in ("Jumlah Seluruhnya", "JUMLAH : 60 orang", "Jumlahwati")]
    [True, True, False]
    """
    return _TOTAL.fullmatch(first_words.upper().replace(":", " ").strip()) is not None


def _month(month: str, year: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    return date(int(year), number, 1) if 1 <= number <= _LAST_MONTH else None
