"""Pricing a roster: each distinct contract once, the result joined back to its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.enrolment.register.schema import DEATH, EARLY_EXITS
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.premium import Premium, RolePricer, contract_for
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values import dates

# What a premium depends on.
KEY = ("role", "wage_sen", "start", "end")


@dataclass(frozen=True)
class PricedPeople:
    """People with their amounts, and the premium of each distinct contract.

    ``people`` has, beside each person's fields, ``contract`` (the index into ``premiums``),
    ``months`` (text, as it is billed), ``person_months`` (the same as a number), ``segment``, ``base_sen``,
    ``jkk_sen``, ``jkm_sen`` and ``total_sen``.
    """

    people: pl.DataFrame
    premiums: list[Premium]


class PriceList:
    """The premium of each distinct contract, priced on first use."""

    def __init__(self, agreement: Agreement, book: RateBook) -> None:
        self.agreement, self.book = agreement, book
        self._premiums: dict[tuple[object, ...], Premium | Violation] = {}
        self._roles: dict[str, RolePricer] = {}

    def of(
        self,
        role: str,
        wage_sen: int,
        start: date,
        end: date,
        exit_cause: str | None = None,
    ) -> Premium | Violation:
        """Return the premium of a contract, or the fault where no law covers one of its months."""
        key = role, wage_sen, start, end, exit_cause
        if key not in self._premiums:
            left_early, died = exit_cause in EARLY_EXITS, exit_cause == DEATH
            period = ContractPeriod(start, end, left_early=left_early, died=died)
            self._premiums[key] = self._price(role, wage_sen, period)
        return self._premiums[key]

    def _price(self, role: str, wage_sen: int, period: ContractPeriod) -> Premium | Violation:
        if role not in self._roles:
            self._roles[role] = RolePricer(role, self.agreement, self.book)
        try:
            return self._roles[role].price(contract_for(self.agreement, role, wage_sen, period))
        except NoRateInForceError as gap:
            detail = {"programme": gap.programme, "day": dates.format_ddmmyyyy(gap.day)}
            return Violation("rate-missing", "start", detail)

    def gaps(self, people: pl.DataFrame) -> list[tuple[int, Violation]]:
        """Return the faults of those people whose months no law covers."""
        faults = {
            key: fault
            for key in people.select(KEY).unique(maintain_order=True).iter_rows()
            if isinstance(fault := self.of(*key), Violation)
        }
        if not faults:
            return []
        rows = people.select("id", *KEY).iter_rows()
        return [(number, faults[tuple(key)]) for number, *key in rows if tuple(key) in faults]


def price_people(people: pl.DataFrame, prices: PriceList) -> PricedPeople:
    """Price people, each of whom has a contract that the law covers in full."""
    key = [*KEY, *({"exit_cause"} & set(people.columns))]
    contracts = people.select(key).unique(maintain_order=True)
    results = (prices.of(*contract) for contract in contracts.iter_rows())
    premiums = [premium for premium in results if isinstance(premium, Premium)]
    numbers = pl.int_range(contracts.height, dtype=pl.Int32, eager=True).alias("contract")
    priced = people.join(
        contracts.with_columns(numbers),
        on=key,
        how="left",
        maintain_order="left",
        nulls_equal=True,
    ).join(_amounts(premiums), on="contract", how="left", maintain_order="left")
    return PricedPeople(priced, premiums)


def _amounts(premiums: list[Premium]) -> pl.DataFrame:
    totals = [premium.months.total for premium in premiums]
    return pl.DataFrame(
        {
            "contract": pl.Series(range(len(premiums)), dtype=pl.Int32),
            "months": pl.Series(map(str, totals), dtype=pl.String),
            "person_months": pl.Series(map(float, totals), dtype=pl.Float64),
            "segment": pl.Series([premium.segment for premium in premiums], dtype=pl.String),
            "base_sen": pl.Series([premium.base_sen for premium in premiums], dtype=pl.Int64),
            "jkk_sen": pl.Series(
                [premium.programme_sen("JKK") for premium in premiums], dtype=pl.Int64
            ),
            "jkm_sen": pl.Series(
                [premium.programme_sen("JKM") for premium in premiums], dtype=pl.Int64
            ),
            "total_sen": pl.Series([premium.total_sen for premium in premiums], dtype=pl.Int64),
        }
    )
