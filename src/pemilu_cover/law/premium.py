"""The premium of one contract: months × base × rate, with every entry that was used.

This is the one place where money is made. `quote` calls it for one role, `enrol` once for each
distinct contract of a roster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pemilu_cover.law.agreement import Agreement, ContributionBase
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.proration import BilledMonths, ContractPeriod, count
from pemilu_cover.law.rate_book import ProrationRule, RateBook, Relief, Tariff
from pemilu_cover.law.rate_files import PROGRAMMES, Programme, Segment
from pemilu_cover.law.relief import ReliefStatus, relief_in_force, relief_status
from pemilu_cover.values.rupiah import round_half_up


@dataclass(frozen=True, slots=True)
class Contract:
    """What a premium depends on: the role, its wage a month in sen, and the period."""

    role: str
    wage_sen: int
    period: ContractPeriod


@dataclass(frozen=True, slots=True)
class MonthlyContribution:
    """One programme in one billed month: ``amount_sen`` is ``share × what the tariff owes``, rounded.

    Where the agreement says what a head costs, it is the programme's part of that; where a relief
    reaches the month, it is only what the relief leaves to pay. ``exact`` is the amount in sen before
    it was rounded.
    """

    programme: Programme
    month: date
    share: Fraction
    base_sen: int
    tariff: Tariff
    exact: Fraction
    amount_sen: int
    relief: Relief | None = None


@dataclass(frozen=True, slots=True)
class Premium:
    """What one contract costs, and why."""

    contract: Contract
    standing: ReliefStatus
    base: ContributionBase
    rule_name: str
    rule: ProrationRule
    months: BilledMonths
    charges: tuple[MonthlyContribution, ...]

    @property
    def segment(self) -> Segment:
        """The segment in which the contract is insured."""
        return self.standing.segment

    def of(self, programme: Programme) -> int:
        """Return the contribution of one programme over the contract, in sen."""
        return sum(c.amount_sen for c in self.charges if c.programme == programme)

    @property
    def base_sen(self) -> int:
        """What the contributions are a share of, in sen a month; of BPU, the base of the first band."""
        return self.charges[0].base_sen

    @property
    def total_sen(self) -> int:
        """Both programmes over the contract, in sen."""
        return sum(charge.amount_sen for charge in self.charges)

    @property
    def reliefs(self) -> tuple[Relief, ...]:
        """The reliefs that were used, each once."""
        return tuple(dict.fromkeys(c.relief for c in self.charges if c.relief))

    @property
    def tariffs(self) -> tuple[tuple[Programme, Tariff], ...]:
        """The entries of the law that were used, each once, in the order of the programmes."""
        return tuple(dict.fromkeys((charge.programme, charge.tariff) for charge in self.charges))


def contract_for(
    agreement: Agreement, role: str, wage_sen: int, period: ContractPeriod
) -> Contract:
    """Return the contract that an agreement makes of what a roster or a clerk says."""
    fixed = agreement.role(role)
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

    Each month's rate is the one in force on its first billed day. Raise `NoRateInForceError` where a month
    has none, `OpenEndedContractError` where the contract has no end.

    >>> book = RateBook.load()
    >>> kpps = Contract("KPPS_ANGGOTA", 85_000_000, ContractPeriod(date(2024, 11, 7), date(2024, 12, 8)))
    >>> premium = price(kpps, Agreement(), book)
    >>> premium.of("JKK"), premium.of("JKM"), premium.total_sen
    (204000, 255000, 459000)
    """
    rule_name = proration_name(agreement, contract.role, book)
    rule = book.proration.rules[rule_name]
    months = count(rule, contract.period)
    base = agreement.base_of(contract.role)
    standing = relief_status(agreement, contract.role, contract.period.start)
    income_sen = base.of(contract.wage_sen)
    days = [max(billed.month, contract.period.start) for billed in months.billed]
    owed = [_owed_on(day, standing, base, income_sen, book) for day in days]
    charges = tuple(
        charge for programme in PROGRAMMES for charge in _charges(programme, months, owed, rule)
    )
    return Premium(contract, standing, base, rule_name, rule, months, charges)


def proration_name(agreement: Agreement, role: str, book: RateBook) -> str:
    """Return the name of the rule that counts a role's months."""
    return agreement.role(role).proration or agreement.proration or book.proration.default


class _MonthlyRates(NamedTuple):
    """What a whole month of each programme costs on a day, in sen and not yet rounded, and why."""

    base_sen: int
    tariffs: dict[Programme, Tariff]
    reliefs: dict[Programme, Relief | None]
    amounts: dict[Programme, Fraction]


def _owed_on(
    day: date, standing: ReliefStatus, base: ContributionBase, income_sen: int, book: RateBook
) -> _MonthlyRates:
    tariffs = {name: book.tariff(standing.segment, name, day, income_sen) for name in PROGRAMMES}
    reliefs = {name: relief_in_force(name, day, standing, book) for name in PROGRAMMES}
    amounts = {name: tariff.owed(income_sen) for name, tariff in tariffs.items()}
    if base.kind == "per-head" and base.amount is not None:
        together = sum(amounts.values(), Fraction(0))
        amounts = {name: base.amount * amount / together for name, amount in amounts.items()}
    for name, relief in reliefs.items():
        if relief:
            amounts[name] *= relief.fraction
    banded = [
        tariff.base_sen for tariff in tariffs.values() if isinstance(tariff, FixedContribution)
    ]
    base_sen = next((sen for sen in banded if sen is not None), income_sen)
    return _MonthlyRates(base_sen, tariffs, reliefs, amounts)


def _charges(
    programme: Programme, months: BilledMonths, owed: Sequence[_MonthlyRates], rule: ProrationRule
) -> Iterator[MonthlyContribution]:
    exact = [
        billed.share * month.amounts[programme]
        for billed, month in zip(months.billed, owed, strict=True)
    ]
    amounts = _rounded_each(exact) if rule.rounded == "month" else _rounded_in_sum(exact)
    for at, billed in enumerate(months.billed):
        month = owed[at]
        yield MonthlyContribution(
            programme,
            billed.month,
            billed.share,
            month.base_sen,
            month.tariffs[programme],
            exact[at],
            amounts[at],
            month.reliefs[programme],
        )


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
