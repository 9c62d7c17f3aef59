"""The cover that a result buys: that of `cover_spells` once SIPP has issued a number to all who are ready.

Right after an enrolment nobody has a number; whom the uploads and the payment will cover, and on which days,
follows from the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from pemilu_cover.enrolment.elections import Share
from pemilu_cover.enrolment.register.schema import READY
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.coverage.cover_spells import cover_spells

# Stands for the number that SIPP has not issued yet.
_EXPECTED = "expected"


def planned_spells(
    register: pl.DataFrame, members: pl.DataFrame | None, agreement: Agreement, book: RateBook
) -> pl.DataFrame:
    """Return the spells of a register; ``members`` are the numbers that SIPP has issued, if any are known."""
    numbers = register.filter(pl.col("status") == READY).select("nik", kpj=pl.lit(_EXPECTED))
    if members is not None:
        numbers = pl.concat([members.select("nik", "kpj"), numbers])
    known = numbers.drop_nulls().unique("nik", keep="first")
    return cover_spells(register, known, agreement, book)


def voting_days(shares: Iterable[Share]) -> list[date]:
    """Return the voting days of elections, in order."""
    return sorted({day for share in shares for day in share.election.days})
