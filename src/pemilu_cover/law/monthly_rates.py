"""The entries of the law that price a month, and the price of a full month of a wage."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pemilu_cover.law.agreement import ContributionBase
from pemilu_cover.law.contribution_law import Rounding
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES, Programme
from pemilu_cover.law.relief import ReliefStatus, relief_in_force
from pemilu_cover.law.relief_law import Relief

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff, TariffTable


class MonthLaw(NamedTuple):
    """The entries of the law that price a month, whatever the wage."""

    tables: dict[Programme, TariffTable]
    reliefs: dict[Programme, Relief | None]
    rounding: Rounding


class MonthlyRates(NamedTuple):
    """The price of a full month of each programme, in sen, before rounding."""

    law: MonthLaw
    base_sen: int
    tariffs: dict[Programme, Tariff]
    amounts: dict[Programme, Fraction]


class MonthLaws(dict[date, MonthLaw]):
    """The entries of the law by day, for contracts of one status; days of equal entries share them."""

    def __init__(self, status: ReliefStatus, book: RateBook) -> None:
        super().__init__()
        self._status, self._book = status, book

    def __missing__(self, day: date) -> MonthLaw:
        status, book = self._status, self._book
        law = MonthLaw(
            {name: book.tariff_table(status.segment, name, day) for name in PROGRAMMES},
            {name: relief_in_force(name, day, status, book) for name in PROGRAMMES},
            get_in_force(book.contribution.rounding, day, "rounding"),
        )
        self[day] = next((known for known in self.values() if known == law), law)
        return self[day]


# A roster has some hundred first days and months, and for BPU members as many days of joining.
@lru_cache(maxsize=1024)
def month_laws(status: ReliefStatus, book: RateBook) -> MonthLaws:
    """Return the entries of the law by day, for contracts of one status."""
    return MonthLaws(status, book)


def monthly_rates(law: MonthLaw, base: ContributionBase, income_sen: int) -> MonthlyRates:
    """Return the price of a full month of each programme."""
    tariffs: dict[Programme, Tariff] = {}
    amounts: dict[Programme, Fraction] = {}
    band_base_sen: int | None = None
    for name, table in law.tables.items():
        tariff = tariffs[name] = table.tariff_for(income_sen)
        amounts[name] = tariff.contribution(income_sen)
        if band_base_sen is None:
            band_base_sen = tariff.base_sen
    if base.kind == "per-head" and base.amount is not None:
        total = sum(amounts.values(), Fraction(0))
        amounts = {name: base.amount * amount / total for name, amount in amounts.items()}
    for name, relief in law.reliefs.items():
        if relief:
            amounts[name] *= relief.fraction
    return MonthlyRates(
        law, income_sen if band_base_sen is None else band_base_sen, tariffs, amounts
    )
