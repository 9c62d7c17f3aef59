"""Checks that a file of BPJS is about a result: its NPP, and its months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.values.dates import add_months

# Exits belong to the period after the last billed month, and may be late.
_EXIT_MONTHS = 2


class BpjsFile(Protocol):
    """A file of BPJS: its name on screens, and its NPP, ``""`` where it has none."""

    @property
    def label(self) -> str:
        """The name of the file."""

    @property
    def npp(self) -> str:
        """The NPP of the file."""


def check_npp(files: Iterable[BpjsFile], expected: str) -> str:
    """Return the NPP of the result, that of the files where it has none. Raise `RefusalError`."""
    for file in files:
        expected = expected or file.npp
        if file.npp and file.npp != expected:
            raise RefusalError("sipp-other-npp", file=file.label, npp=file.npp, expected=expected)
    return expected


def check_contract_months(label: str, months: Iterable[date], people: pl.DataFrame) -> None:
    """Raise `RefusalError` if all months of a file lie before the contracts or long after them."""
    enrolled = people.filter(pl.col("segment").is_not_null())
    first, last = enrolled.select(pl.col("start").min(), pl.col("end").max()).row(0)
    periods = list(months)
    if not (first and periods):
        return
    if not any(
        first.replace(day=1) <= month <= add_months(last, _EXIT_MONTHS) for month in periods
    ):
        raise RefusalError(
            "sipp-period-outside",
            file=label,
            period=f"{periods[0]:%Y-%m}",
            first=f"{first:%Y-%m}",
            last=f"{last:%Y-%m}",
        )
