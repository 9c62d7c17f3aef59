"""The law of receipts: accounts of budgets with their sources, and the stamp duty."""

from __future__ import annotations

from datetime import date

from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.rate_book import RateBook


def test_accounts_of__regional_budget__has_one_account_for_each_programme(book: RateBook) -> None:
    accounts = book.receipts.accounts_of("apbd")
    assert [(account.programme, account.code) for account in accounts] == [
        ("JKK", "5.1.02.02.02.0006"),
        ("JKM", "5.1.02.02.02.0007"),
    ]
    assert {account.confidence for account in accounts} == {"secondary source"}


def test_stamp_duty__since_2021__is_10_000_above_5_000_000(book: RateBook) -> None:
    duty = get_in_force(book.receipts.stamp_duty, date(2024, 11, 27), "stamp duty")
    assert (duty.amount, duty.above) == (1_000_000, 500_000_000)
    assert duty.law == "UU 10/2020"
