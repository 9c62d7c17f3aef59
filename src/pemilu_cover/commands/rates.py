"""The law in force on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reports.json.rates import RatesJson, rates_json


def rates_on(day: date, folder: Path | None = None) -> RatesJson:
    """Return rates, rules and honoraria of a day, as ``rates --json`` prints them.

    Raise `RateFileError` for a rate file that cannot be used.
    """
    return rates_json(RateBook.load(folder), day)
