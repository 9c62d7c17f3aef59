"""Pricing a roster: each distinct contract once, the result joined back to its people."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.book import LawGapError, RateBook
from pemilu_cover.law.premium import Premium, contract_for, price
from pemilu_cover.law.proration import Period
from pemilu_cover.roster.findings import Fault
from pemilu_cover.values import dates

# What a premium depends on.
KEY = ("role", "wage_sen", "start", "end")


@dataclass(frozen=True)
class Priced:
    """People with their amounts, and the premium of each distinct contract.

    ``people`` has, beside each person's fields, ``contract`` (the index into ``premiums``),
    ``months`` (text, as it is billed), ``segment``, ``base_sen``, ``jkk_sen``, ``jkm_sen`` and ``total_sen``.
    """

    people: pl.DataFrame
    premiums: list[Premium]


def price_people(
    people: pl.DataFrame, agreement: Agreement, book: RateBook
) -> tuple[Priced, list[tuple[int, Fault]]]:
    """Price people; give also the faults of those whose months no law covers. They are not priced."""
    contracts = people.select(KEY).unique(maintain_order=True)
    premiums: list[Premium] = []
    gaps: dict[tuple[object, ...], Fault] = {}
    index: list[int | None] = []
    for role, wage_sen, start, end in contracts.iter_rows():
        try:
            premium = price(
                contract_for(agreement, role, wage_sen, Period(start, end)), agreement, book
            )
        except LawGapError as gap:
            detail = {"programme": gap.programme, "day": dates.short(gap.day)}
            gaps[role, wage_sen, start, end] = Fault("rate-missing", "start", detail)
            index.append(None)
            continue
        index.append(len(premiums))
        premiums.append(premium)
    joined = people.join(
        contracts.with_columns(pl.Series("contract", index, dtype=pl.Int32)),
        on=KEY,
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )
    unpriced = joined.filter(pl.col("contract").is_null())
    faults = [
        (row["id"], gaps[tuple(row[name] for name in KEY)])
        for row in unpriced.select("id", *KEY).iter_rows(named=True)
    ]
    priced = joined.filter(pl.col("contract").is_not_null()).join(
        _amounts(premiums), on="contract", how="left", maintain_order="left"
    )
    return Priced(priced, premiums), faults


def _amounts(premiums: list[Premium]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "contract": pl.Series(range(len(premiums)), dtype=pl.Int32),
            "months": pl.Series(
                [str(premium.months.total) for premium in premiums], dtype=pl.String
            ),
            "segment": pl.Series([premium.segment for premium in premiums], dtype=pl.String),
            "base_sen": pl.Series([premium.base_sen for premium in premiums], dtype=pl.Int64),
            "jkk_sen": pl.Series([premium.of("JKK") for premium in premiums], dtype=pl.Int64),
            "jkm_sen": pl.Series([premium.of("JKM") for premium in premiums], dtype=pl.Int64),
            "total_sen": pl.Series([premium.total_sen for premium in premiums], dtype=pl.Int64),
        }
    )
