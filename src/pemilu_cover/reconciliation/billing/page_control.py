"""Rows of a Formulir 2a, proved by its own sums before anybody relies on them.

A row is right if its total is the sum of its contributions; a page, if its rows add up to ``Jumlah
Seluruhnya`` of the page, or of all pages of the same unit and month so far. What is not proved is left out
and reported. No amount is ever corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pemilu_cover.reconciliation import sipp_cells
from pemilu_cover.reconciliation.billing import bill_rows, columns
from pemilu_cover.reconciliation.billing.amounts import parse_amount
from pemilu_cover.reconciliation.billing.bill_rows import UnreadPage
from pemilu_cover.roster.reading.cell_encoding import cell_content, is_number
from pemilu_cover.values.nik import LENGTH, compact
from pemilu_cover.values.text import clean

_PERSONAL = frozenset((columns.NUMBER, columns.KPJ, columns.NIK, columns.NAME, columns.BIRTH_DATE))
_KPJ = re.compile(r"[A-Z0-9]{9,15}")
_LARGEST_EXACT = 2**53
_PLACE = ("file", "page", "sheet", "row")


@dataclass
class _Part:
    """The rows of one page that belong to one unit and month."""

    page: int
    sheet: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=Counter)
    niks: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    reason: str = ""
    faulty_row: int = 0
    is_proved: bool = False

    @property
    def content(self) -> tuple[object, ...]:
        """What the rows say, wherever they are."""
        cells = (tuple(row[name] for name in row if name not in _PLACE) for row in self.rows)
        return (*self.numbers, *cells)

    def refuse(self, reason: str, row: int = 0) -> None:
        """Refuse the part; the first reason counts."""
        if not self.reason:
            self.reason, self.faulty_row = reason, row


class PageControl:
    """Takes the rows and totals of a file in their order, and gives out those that are proved."""

    def __init__(self, file: str) -> None:
        self.rows: list[dict[str, Any]] = []
        self.unread: list[UnreadPage] = []
        self.npp, self.unit = "", ""
        self.period: date | None = None
        self.file, self._page, self._sheet = file, 0, ""
        self._block: list[_Part] = []
        self._known: dict[tuple[object, ...], _Part] = {}

    def start_page(self, page: int, sheet: str = "") -> None:
        """Begin a page, or a sheet."""
        self._page, self._sheet = page, sheet

    def start_unit(
        self, npp: str | None = None, unit: str | None = None, period: date | None = None
    ) -> None:
        """Take what the lines above a table say; another unit or month begins a new sum."""
        named = (npp or self.npp, self.unit if unit is None else unit, period or self.period)
        if named != (self.npp, self.unit, self.period):
            self.finish()
            self.npp, self.unit, self.period = named

    def add_row(self, row: int, cells: Mapping[str, str]) -> None:
        """Take a row: its cells by field."""
        part = self._part()
        nik = _identity_number(cells.get(columns.NIK, ""))
        if nik:
            part.niks.append(nik)
        try:
            amounts = {
                name: parse_amount(cell) for name, cell in cells.items() if name not in _PERSONAL
            }
        except ValueError:
            part.refuse(bill_rows.ROW_AMOUNTS, row)
            return
        if not amounts.keys() >= columns.AMOUNTS_NEEDED:
            part.refuse(bill_rows.ROW_AMOUNTS, row)
        elif not columns.is_total_right(amounts):
            part.refuse(bill_rows.ROW_SUM, row)
        else:
            number = clean(cell_content(cells.get(columns.NUMBER, "")))
            part.numbers += [int(number)] if number.isascii() and number.isdigit() else []
            part.sums.update(amounts)
            part.rows.append(self._person(row, nik, cells, amounts))

    def refuse(self, reason: str, row: int = 0, niks: Iterable[str] = ()) -> None:
        """Refuse the page as it is read."""
        part = self._part()
        part.niks += niks
        part.refuse(reason, row)

    def add_total(self, row: int, cells: Mapping[str, str]) -> None:
        """Compare the sums of the page, or of the unit, with ``Jumlah Seluruhnya``."""
        if not self._block:
            return
        try:
            total = {name: parse_amount(cell) for name, cell in cells.items()}
        except ValueError:
            self._block[-1].refuse(bill_rows.ROW_AMOUNTS, row)
            return
        self._refuse_repeated()
        last, unproved = self._block[-1], [part for part in self._block if not part.is_proved]
        counted = [part for part in self._block if part.reason != bill_rows.REPEATED]
        if columns.TOTAL not in total:
            last.refuse(bill_rows.ROW_AMOUNTS, row)
        elif not last.is_proved and _agree(total, last.sums):
            last.is_proved = True
        elif _agree(total, _sum(counted)):
            for part in unproved:
                part.is_proved = True
        elif any(part.reason for part in counted) and not last.is_proved:
            _prove_rest(counted, total)
        else:  # pages that agree one by one do not make up for a page that is missing
            for part in unproved or [last]:
                part.refuse(bill_rows.PAGE_SUM, row)

    def finish(self) -> None:
        """End the unit and month: what no total proves is refused."""
        self._refuse_repeated()
        _check_numbers([part for part in self._block if part.reason != bill_rows.REPEATED])
        for part in self._block:
            if not part.is_proved:
                part.refuse(bill_rows.NO_TOTAL)
            if part.reason:
                self.unread.append(
                    UnreadPage(
                        self.file,
                        part.page,
                        part.sheet,
                        part.faulty_row,
                        part.reason,
                        self.period,
                        () if part.reason == bill_rows.REPEATED else tuple(part.niks),
                    )
                )
            else:
                self.rows += part.rows
        self._block = []

    def _refuse_repeated(self) -> None:
        """Refuse parts that another one is the same as, with its running numbers: it was printed twice."""
        for part in self._block:
            key = (self.npp, self.unit, self.period, *part.content)
            if part.rows and self._known.setdefault(key, part) is not part:
                part.refuse(bill_rows.REPEATED)

    def _part(self) -> _Part:
        """Return the part of this page; after a total, further rows begin another one."""
        last = self._block[-1] if self._block else None
        if last is None or (last.page, last.sheet) != (self._page, self._sheet) or last.is_proved:
            self._block.append(_Part(self._page, self._sheet))
        return self._block[-1]

    def _person(
        self, row: int, nik: str, cells: Mapping[str, str], amounts: Mapping[str, int]
    ) -> dict[str, Any]:
        name = clean(cell_content(cells.get(columns.NAME, ""))) or None
        return {
            "file": self.file,
            "page": self._page,
            "sheet": self._sheet,
            "row": row,
            "npp": self.npp,
            "unit": self.unit,
            "period": self.period,
            "nik": nik or None,
            "kpj": _membership_number(cells.get(columns.KPJ, "")),
            "name": name,
            "is_masked": name is not None and sipp_cells.is_masked(name),
            "birth_date": _birth_date(cells.get(columns.BIRTH_DATE, "")),
            "wage_sen": amounts[columns.WAGE],
            "rapel_sen": amounts.get(columns.RAPEL, 0),
            "jkk_sen": amounts[columns.JKK],
            "jkm_sen": amounts[columns.JKM],
            "other_sen": columns.other_programmes(amounts),
            "total_sen": amounts[columns.TOTAL],
        }


def _agree(total: Mapping[str, int], sums: Mapping[str, int]) -> bool:
    return all(sums[name] == sen for name, sen in total.items())


def _sum(parts: Iterable[_Part]) -> Counter[str]:
    """Return the sums of several parts; adding counters would drop those below 0."""
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update(part.sums)
    return sums


def _prove_rest(block: list[_Part], total: Mapping[str, int]) -> None:
    """Prove the pages beside a refused one: their rows must leave something of the total for it."""
    read = _sum(part for part in block if not part.reason)
    leaves_rest = all(read[name] <= sen for name, sen in total.items())
    for part in block:
        if not part.is_proved and not part.reason:
            part.is_proved = leaves_rest
            if not leaves_rest:
                part.refuse(bill_rows.PAGE_SUM)


def _check_numbers(block: list[_Part]) -> None:
    """Refuse pages whose running numbers leave somebody out; each page, or each unit, begins with 1."""
    if all(part.numbers and not part.reason for part in block):  # pages may be in another order
        block = sorted(block, key=lambda part: part.numbers[0])
    previous = 0
    for part in block:
        if part.reason or not part.numbers:
            previous = -1  # unknown
            continue
        expected = {1, previous + 1} if previous >= 0 else {part.numbers[0]}
        first, last = part.numbers[0], part.numbers[-1]
        if first not in expected or part.numbers != list(range(first, last + 1)):
            part.refuse(bill_rows.NUMBERS)
        previous = -1 if part.reason else last


def _identity_number(cell: str) -> str:
    """Return a NIK of 16 digits, ``""`` for anything else: SIPP knows other kinds of identity."""
    digits = compact(cell_content(cell))
    if not (len(digits) == LENGTH and digits.isascii() and digits.isdigit()):
        return ""
    # A number of 16 digits in a workbook may have lost its last one.
    is_exact = not is_number(cell) or (not digits.endswith("0") and int(digits) < _LARGEST_EXACT)
    return digits if is_exact else ""


def _membership_number(cell: str) -> str | None:
    number = compact(cell_content(cell)).upper()
    return number if _KPJ.fullmatch(number) else None


def _birth_date(cell: str) -> date | None:
    try:
        day = sipp_cells.read("birth_date", cell)
    except sipp_cells.CellError:
        return None
    return day if isinstance(day, date) else None
