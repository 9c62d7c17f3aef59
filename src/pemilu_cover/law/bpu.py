"""BPU (bukan penerima upah): members without a wage, who pay an amount by income band.

Lampiran II of PP 44/2015 has 33 income bands, each with the JKK of a month and the base of benefits. JKM is
one amount for all.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from pemilu_cover.law.contribution_law import DatedDueRule
from pemilu_cover.law.dated_values import CitedText, DatedValue, Successive
from pemilu_cover.law.rate_files import RateFile, Sen, StrictModel


class IncomeBand(StrictModel):
    """One band of monthly income, in sen, from its first amount (None: zero) to its last (None: no limit)."""

    first: Sen | None = Field(default=None, alias="income_from")
    last: Sen | None = Field(default=None, alias="income_to")
    base: Sen
    jkk: Sen


class FixedContribution(DatedValue):
    """The monthly contribution to one programme as an amount, in sen; for JKK by income band."""

    amount: Sen
    band: IncomeBand | None = None

    @property
    def base_sen(self) -> int | None:
        """The base of benefits, in sen; None if the amount is the same for all."""
        return self.band.base if self.band else None

    def tariff_for(self, _: int) -> Self:
        """Return the same tariff for each income."""
        return self

    def contribution(self, _: int) -> Fraction:
        """Return a month's contribution in sen, whatever the base."""
        return Fraction(self.amount)


class IncomeBandTable(DatedValue):
    """Lampiran II: the bands in their order."""

    bands: tuple[IncomeBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_bands(self) -> Self:
        for lower, upper in pairwise(self.bands):
            if lower.last is None or upper.first is None or upper.first <= lower.last:
                raise ValueError("a band begins before the one below it ends")
        if self.bands[0].first is not None or self.bands[-1].last is not None:
            raise ValueError("the lowest band has no 'income_from' and the highest no 'income_to'")
        return self

    def tariff_for(self, income_sen: int) -> FixedContribution:
        """Return the tariff of the band of an income.

        >>> from pemilu_cover.law.rate_book import RateBook
        >>> [table] = RateBook.load().bpu.jkk
        >>> table.tariff_for(109_950_000).amount, table.tariff_for(110_000_000).amount
        (1000000, 1200000)
        """
        return self._nominals[bisect_right(self._firsts, income_sen) - 1]

    @cached_property
    def _firsts(self) -> list[int]:
        return [band.first or 0 for band in self.bands]

    @cached_property
    def _nominals(self) -> list[FixedContribution]:
        cited = self.model_dump(exclude={"bands"})
        return [
            FixedContribution.model_construct(amount=band.jkk, band=band, **cited)
            for band in self.bands
        ]


class BpuLaw(RateFile):
    """The law of the segment BPU."""

    jkk: Successive[IncomeBandTable]
    between_bands: Successive[CitedText]
    jkm: Successive[FixedContribution]
    due: Successive[DatedDueRule]
    no_penalty: Successive[CitedText]
    payer: Successive[CitedText]
