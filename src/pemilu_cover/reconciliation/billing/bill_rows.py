"""The people of a bill as rows, and the pages that cannot be read with certainty.

| column | meaning |
| --- | --- |
| `file`, `page`, `sheet`, `row` | where the bill has the person; rows of a PDF count from 1 on each page |
| `npp`, `unit`, `period` | whose bill, of which unit and month |
| `nik`, `kpj`, `name`, `is_masked`, `birth_date` | the person; null where the bill has none |
| `wage_sen`, `rapel_sen` | wage and arrears of wages |
| `jkk_sen`, `jkm_sen` | contributions; null in a file that has none, such as SIPP's wage file |
| `other_sen` | contributions to other programmes (JHT, JP, JKP) |
| `total_sen` | what BPJS bills for the person; null as above |
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

import polars as pl

Form = Literal["pdf", "sheet", "upah"]

BILL_SCHEMA = pl.Schema(
    {
        "file": pl.String(),
        "page": pl.Int64(),
        "sheet": pl.String(),
        "row": pl.Int64(),
        "npp": pl.String(),
        "unit": pl.String(),
        "period": pl.Date(),
        "nik": pl.String(),
        "kpj": pl.String(),
        "name": pl.String(),
        "is_masked": pl.Boolean(),
        "birth_date": pl.Date(),
        "wage_sen": pl.Int64(),
        "rapel_sen": pl.Int64(),
        "jkk_sen": pl.Int64(),
        "jkm_sen": pl.Int64(),
        "other_sen": pl.Int64(),
        "total_sen": pl.Int64(),
    }
)

# Why a page is not used.
NO_TEXT, HEADER, ROW_AMOUNTS, ROW_SUM, PAGE_SUM, NO_TOTAL, NUMBERS, CELL, REPEATED = (
    *("no-text", "header", "row-amounts", "row-sum", "page-sum", "no-total", "numbers", "cell"),
    "repeated",
)


class UnreadPage(NamedTuple):
    """A page, or a part of a sheet, whose rows are not used.

    ``row`` is the row that shows why, 0 where the page as a whole does. ``niks`` are the NIKs on it.
    """

    file: str
    page: int
    sheet: str
    row: int
    reason: str
    period: date | None
    niks: tuple[str, ...]


class BillFile(NamedTuple):
    """One file of a bill: what it is, its pages or sheets, its people, periods and units."""

    label: str
    sha256: str
    form: Form
    pages: int
    people: int
    periods: tuple[date, ...]
    units: tuple[str, ...]
    npp: str


def count_people(rows: pl.DataFrame) -> int:
    """Return how many people the rows of a bill are about: some have two, or a month each."""
    return rows.select(pl.coalesce("nik", "kpj")).to_series().n_unique()


class Bill(NamedTuple):
    """Everything that BPJS's files say.

    ``rows`` has the columns of `BILL_SCHEMA`; ``repeated`` are pages whose people are in it by another page.
    """

    files: Sequence[BillFile]
    rows: pl.DataFrame
    unread: Sequence[UnreadPage]
    repeated: Sequence[UnreadPage] = ()

    @property
    def unused(self) -> tuple[UnreadPage, ...]:
        """All pages that are not used."""
        return (*self.unread, *self.repeated)
