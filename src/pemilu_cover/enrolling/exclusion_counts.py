"""Why rows are excluded: civil servants are insured elsewhere, other rows were struck out by the office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from pemilu_cover.messages import Text
from pemilu_cover.roster.duplicates import has_sure_nik

_NOTES = {
    "civil_servants": Text(
        "{n} ASN dikecualikan (dijamin Taspen) dan tidak ditagih.",
        "{n} civil servant(s) are excluded (insured by Taspen) and not billed.",
    ),
    "duplicates": Text(
        "{n} baris ganda dihapus oleh kantor; orangnya ditagih sekali, pada baris lain.",
        "{n} duplicate row(s) were struck out by the office; the person is billed once, on another row.",
    ),
    "struck_out": Text(
        "{n} baris dihapus oleh kantor dan tidak ditagih.",
        "{n} row(s) were struck out by the office and are not billed.",
    ),
}


class Exclusions(NamedTuple):
    """How many rows are excluded, by reason.

    ``duplicates`` are rows that the office struck out and whose NIK is on another row that counts.
    """

    civil_servants: int = 0
    duplicates: int = 0
    struck_out: int = 0

    @property
    def total(self) -> int:
        """All excluded rows."""
        return sum(self)

    def reasons(self) -> Iterator[tuple[str, int]]:
        """Yield the reasons for which rows are excluded, each with its number."""
        return ((name, count) for name, count in self._asdict().items() if count)

    def notes(self) -> Iterator[tuple[Text, int]]:
        """Yield a sentence for each reason, with the number that fills it."""
        return ((_NOTES[name], count) for name, count in self.reasons())


def exclusions_of(frame: pl.DataFrame) -> Exclusions:
    """Return why the rows of a settled frame are excluded."""
    excluded = frame.filter("excluded")
    struck = excluded.filter("struck").height
    repeated = excluded.filter(is_struck_duplicate(frame)).height
    return Exclusions(excluded.height - struck, repeated, struck - repeated)


def is_struck_duplicate(frame: pl.DataFrame) -> pl.Expr:
    """Find the rows that were struck out and whose NIK is on another row of a settled frame that counts."""
    counted = frame.filter(~pl.col("excluded") & has_sure_nik())["nik"].unique()
    return pl.col("struck") & pl.col("nik").is_in(counted.implode()).fill_null(value=False)
