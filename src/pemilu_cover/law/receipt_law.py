"""The law and practice of receipts: stamp duty, accounts of budgets, and a tax to think of."""

from __future__ import annotations

from pydantic import Field

from pemilu_cover.law.dated_values import Citation, DatedValue
from pemilu_cover.law.rate_files import Budget, NonEmptyText, Programme, RateFile, Sen


class StampDuty(DatedValue):
    """The duty on a document that states the receipt of more than an amount; both are in sen."""

    amount: Sen
    above: Sen


class BudgetAccount(Citation):
    """The account of a programme's contributions in a kind of budget."""

    budget: Budget
    programme: Programme
    code: str = Field(min_length=1)
    name: str = Field(min_length=1)


class TaxNotice(DatedValue):
    """What the contributions mean for a tax that the program does not compute."""

    text: NonEmptyText


class ReceiptLaw(RateFile):
    """The law of receipts."""

    stamp_duty: tuple[StampDuty, ...] = Field(min_length=1)
    accounts: tuple[BudgetAccount, ...]
    tax_notices: tuple[TaxNotice, ...] = ()

    def accounts_of(self, budget: Budget) -> list[BudgetAccount]:
        """Return the accounts of a kind of budget, JKK before JKM."""
        accounts = (account for account in self.accounts if account.budget == budget)
        return sorted(accounts, key=lambda account: account.programme)
