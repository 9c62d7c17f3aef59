"""The premium of one contract: months × base × rate, with every entry of the law that it uses.

All contributions are computed here. `quote` prices one role, `enrol` each distinct contract of a roster once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pemilu_cover.law.agreement import Agreement, ContributionBase
from pemilu_cover.law.contribution_law import Rounding
from pemilu_cover.law.monthly_rates import MonthlyRates, month_laws, monthly_rates
from pemilu_cover.law.proration import (
    BilledMonth,
    BilledMonths,
    ContractPeriod,
    count,
    with_month_of_death,
    without_exit_month,
)
from pemilu_cover.law.proration_rules import ProrationRule
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES, Programme, Segment
from pemilu_cover.law.relief import ReliefStatus, relief_status
from pemilu_cover.law.relief_law import Relief

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff


class Contract(NamedTuple):
    """The input of a premium: the role, its monthly wage in sen, and the period."""

    role: str
    wage_sen: int
    period: ContractPeriod


class MonthlyContribution(NamedTuple):
    """One programme in one billed month: ``amount_sen`` is ``share × contribution``, rounded.

    With a base per head, it is the programme's share of that amount; a relief reduces it. ``exact`` is the
    amount in sen before rounding.
    """

    programme: Programme
    month: date
    share: Fraction
    base_sen: int
    tariff: Tariff
    exact: Fraction
    amount_sen: int
    rounding: Rounding
    relief: Relief | None = None


class ProgrammeAmounts(NamedTuple):
    """The amounts of one programme by billed month, in sen: before and after rounding, and their sum."""

    exact: list[Fraction]
    rounded: list[int]
    sum_sen: int


class _PricedContract(NamedTuple):
    contract: Contract
    relief_status: ReliefStatus
    base: ContributionBase
    rule_name: str
    rule: ProrationRule
    months: BilledMonths
    rates: list[MonthlyRates]
    amounts: dict[Programme, ProgrammeAmounts]


class Premium(_PricedContract):
    """The price of one contract with its reasons.

    ``rates`` are those of each billed month. ``charges`` shows each programme and month with its reasons.
    """

    @property
    def segment(self) -> Segment:
        """The segment in which the contract is insured."""
        return self.relief_status.segment

    def programme_sen(self, programme: Programme) -> int:
        """Return the contribution of one programme over the contract, in sen."""
        return self.amounts[programme].sum_sen

    @property
    def base_sen(self) -> int:
        """The monthly contribution base in sen; for BPU, the base of the first band."""
        return self.rates[0].base_sen

    @property
    def total_sen(self) -> int:
        """Both programmes over the contract, in sen."""
        return sum([amounts.sum_sen for amounts in self.amounts.values()])

    @cached_property
    def charges(self) -> tuple[MonthlyContribution, ...]:
        """Each programme in each billed month."""
        return tuple(
            MonthlyContribution(
                programme,
                billed.month,
                billed.share,
                month.base_sen,
                month.tariffs[programme],
                exact,
                rounded,
                month.law.rounding,
                month.law.reliefs[programme],
            )
            for programme, amounts in self.amounts.items()
            for billed, month, exact, rounded in zip(
                self.months.billed, self.rates, amounts.exact, amounts.rounded, strict=True
            )
        )

    @cached_property
    def reliefs(self) -> tuple[Relief, ...]:
        """The distinct reliefs that apply."""
        reliefs = (month.law.reliefs[name] for name in self.amounts for month in self.rates)
        return tuple(dict.fromkeys(relief for relief in reliefs if relief))

    @cached_property
    def tariffs(self) -> tuple[tuple[Programme, Tariff], ...]:
        """The distinct tariffs that apply, in the order of the programmes."""
        programmes = ((name, month) for name in self.amounts for month in self.rates)
        return tuple(dict.fromkeys((name, month.tariffs[name]) for name, month in programmes))


def contract_for(
    agreement: Agreement, role: str, wage_sen: int, period: ContractPeriod
) -> Contract:
    """Return the contract of a role: the terms of the agreement take precedence over those of the roster.

    The period of a person who left early is as it is.
    """
    fixed = agreement.role(role)
    if period.left_early:
        start = fixed.start or period.start
        return Contract(role, fixed.wage or wage_sen, period._replace(start=start))
    return Contract(
        role,
        fixed.wage or wage_sen,
        ContractPeriod(
            start=fixed.start or period.start,
            end=fixed.end or period.end,
            days=None if fixed.end else period.days,
            months=fixed.months or period.months,
        ),
    )


def price(contract: Contract, agreement: Agreement, book: RateBook) -> Premium:
    """Price a contract month by month.

    Each month's entries are those in force on its first billed day, and the rule that counts months is that
    of the contract's first day. Raise `NoRateInForceError` if a month has no entry,
    `OpenEndedContractError` if the contract has no end.

    >>> book = RateBook.load()
    >>> kpps = Contract("KPPS_ANGGOTA", 85_000_000, ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)))
    >>> premium = price(kpps, Agreement(), book)
    >>> premium.programme_sen("JKK"), premium.programme_sen("JKM"), premium.total_sen
    (204000, 255000, 459000)
    """
    return RolePricer(contract.role, agreement, book).price(contract)


class RolePricer:
    """Prices the contracts of one role, whose terms it looks up once."""

    def __init__(self, role: str, agreement: Agreement, book: RateBook) -> None:
        self._agreement, self._book = agreement, book
        self._base = agreement.base_for(role)
        self._status = relief_status(agreement, role)
        self._rule_name = proration_name(agreement, role, book)

    def price(self, contract: Contract) -> Premium:
        """Price a contract of the role as `price` does."""
        _, wage_sen, period = contract
        base, rule_name = self._base, self._rule_name
        status = self._status.starting(period.start)
        laws = month_laws(status, self._book)
        law = laws[period.start]  # where the law has a gap, the first day is named
        rule = self._book.proration.rule(rule_name, period.start)
        months = count(rule, period)
        if period.died or period.left_early:
            months = _months_of_leaver(months, contract, self._agreement)
        income_sen = base.apply(wage_sen)
        monthly = monthly_rates(law, base, income_sen)
        rates = [monthly]
        for billed in months.billed[1:]:
            if (law := laws[billed.month]) is not monthly.law:
                monthly = monthly_rates(law, base, income_sen)
            rates.append(monthly)
        runs = list(_equal_months(months.billed, rates))
        round_all = _round_each if rule.rounded == "month" else _round_sum
        amounts = {name: round_all(_exact_amounts(name, runs)) for name in PROGRAMMES}
        return Premium(contract, status, base, rule_name, rule, months, rates, amounts)


def _months_of_leaver(
    months: BilledMonths, contract: Contract, agreement: Agreement
) -> BilledMonths:
    """Return the months of a person who left early: never more than the agreement fixes for the role."""
    if contract.period.died:
        return with_month_of_death(months, contract.period.last)
    if agreement.exit_month == "not-billed":
        months = without_exit_month(months, contract.period.last)
    most = agreement.role(contract.role).months
    return months._replace(billed=months.billed[:most]) if most else months


def proration_name(agreement: Agreement, role: str, book: RateBook) -> str:
    """Return the name of the rule that counts a role's months."""
    return agreement.role(role).proration or agreement.proration or book.proration.default


def _equal_months(
    billed: Sequence[BilledMonth], rates: Sequence[MonthlyRates]
) -> Iterator[tuple[MonthlyRates, BilledMonth, int]]:
    """Yield successive months of equal rates and shares as their rates, one of them, and their number."""
    first, number = 0, len(rates)
    for end in range(1, number):
        if rates[end] is not rates[first] or billed[end].share is not billed[first].share:
            yield rates[first], billed[first], end - first
            first = end
    yield rates[first], billed[first], number - first


def _exact_amounts(
    programme: Programme, runs: Sequence[tuple[MonthlyRates, BilledMonth, int]]
) -> list[tuple[Fraction, Rounding, int]]:
    """Return the amount of equal months before rounding, how it is rounded, and their number."""
    return [
        (billed.share_of(rates.amounts[programme]), rates.law.rounding, number)
        for rates, billed, number in runs
    ]


def _round_each(runs: Sequence[tuple[Fraction, Rounding, int]]) -> ProgrammeAmounts:
    """Round the amount of each month."""
    exact: list[Fraction] = []
    rounded: list[int] = []
    for amount, rounding, number in runs:
        exact += [amount] * number
        rounded += [rounding.apply(amount)] * number
    return ProgrammeAmounts(exact, rounded, sum(rounded))


def _round_sum(runs: Sequence[tuple[Fraction, Rounding, int]]) -> ProgrammeAmounts:
    """Round the sum of all months once, and divide it among them so that they add up to it."""
    exact = [amount for amount, _, number in runs for _ in range(number)]
    roundings = [rounding for _, rounding, number in runs for _ in range(number)]
    sums = [
        rounding.apply(total) for total, rounding in zip(accumulate(exact), roundings, strict=True)
    ]
    rounded = [after - before for before, after in pairwise([0, *sums])]
    return ProgrammeAmounts(exact, rounded, sums[-1])
