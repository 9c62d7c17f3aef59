"""The premium of one contract: months × base × rate, with every entry that was used.

This is the one place where money is made. `quote` calls it for one role, `enrol` once for each
distinct contract of a roster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.book import PROGRAMMES, Programme, ProrationRule, Rate, RateBook
from pemilu_cover.law.proration import Months, Period, count
from pemilu_cover.values.rupiah import round_half_up


@dataclass(frozen=True, slots=True)
class Contract:
    """What a premium depends on: the role, its wage a month in sen, and the period."""

    role: str
    wage_sen: int
    period: Period


@dataclass(frozen=True, slots=True)
class Charge:
    """One programme in one billed month: ``amount_sen`` is ``base_sen × share × rate``, rounded."""

    programme: Programme
    month: date
    share: Fraction
    base_sen: int
    rate: Rate
    amount_sen: int


@dataclass(frozen=True, slots=True)
class Premium:
    """What one contract costs, and why."""

    contract: Contract
    rule_name: str
    rule: ProrationRule
    months: Months
    charges: tuple[Charge, ...]

    def of(self, programme: Programme) -> int:
        """Give the contribution of one programme over the contract, in sen."""
        return sum(c.amount_sen for c in self.charges if c.programme == programme)

    @property
    def total_sen(self) -> int:
        """Both programmes over the contract, in sen."""
        return sum(charge.amount_sen for charge in self.charges)

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The entries of the law that were used, each once, in the order of the programmes."""
        return tuple(dict.fromkeys(charge.rate for charge in self.charges))


def contract_for(agreement: Agreement, role: str, wage_sen: int, period: Period) -> Contract:
    """Give the contract that an agreement makes of what a roster or a clerk says."""
    fixed = agreement.role(role)
    return Contract(
        role,
        fixed.wage or wage_sen,
        Period(
            start=fixed.start or period.start,
            end=fixed.end or period.end,
            days=None if fixed.end else period.days,
            months=fixed.months or period.months,
        ),
    )


def price(contract: Contract, agreement: Agreement, book: RateBook) -> Premium:
    """Price a contract month by month.

    Each month's rate is the one in force on its first billed day. Raise `LawGapError` where a month
    has none, `UnboundedContractError` where the contract has no end.

    >>> book = RateBook.load()
    >>> kpps = Contract("KPPS_ANGGOTA", 85_000_000, Period(date(2024, 11, 7), date(2024, 12, 8)))
    >>> premium = price(kpps, Agreement(), book)
    >>> premium.of("JKK"), premium.of("JKM"), premium.total_sen
    (204000, 255000, 459000)
    """
    rule_name = proration_of(agreement, contract.role, book)
    rule = book.proration.rules[rule_name]
    months = count(rule, contract.period)
    charges = tuple(
        charge
        for programme in PROGRAMMES
        for charge in _charges(programme, contract, months, rule, book)
    )
    return Premium(contract, rule_name, rule, months, charges)


def proration_of(agreement: Agreement, role: str, book: RateBook) -> str:
    """Give the name of the rule that counts a role's months."""
    return agreement.role(role).proration or agreement.proration or book.proration.default


def _charges(
    programme: Programme, contract: Contract, months: Months, rule: ProrationRule, book: RateBook
) -> list[Charge]:
    base = contract.wage_sen
    rates = [
        book.rate(programme, max(billed.month, contract.period.start)) for billed in months.billed
    ]
    exact = [
        base * billed.share * rate.fraction
        for billed, rate in zip(months.billed, rates, strict=True)
    ]
    amounts = _rounded_each(exact) if rule.rounded == "month" else _rounded_in_sum(exact)
    return [
        Charge(programme, billed.month, billed.share, base, rate, amount)
        for billed, rate, amount in zip(months.billed, rates, amounts, strict=True)
    ]


def _rounded_each(exact: list[Fraction]) -> list[int]:
    return [round_half_up(amount) for amount in exact]


def _rounded_in_sum(exact: list[Fraction]) -> list[int]:
    """Part a sum that is rounded once among its months, so that the months add up to it."""
    amounts: list[int] = []
    running = Fraction(0)
    for amount in exact:
        running += amount
        amounts.append(round_half_up(running) - sum(amounts))
    return amounts
