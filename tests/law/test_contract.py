"""The contract that an agreement makes of what a roster says, and the law that a late payment names."""

from __future__ import annotations

from datetime import date

import pytest
from law.conftest import Agreed

from pemilu_cover.law.due_dates import late_payment
from pemilu_cover.law.premium import Contract, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook

START, END = date(2024, 11, 7), date(2024, 12, 8)
WAGE_SEN = 850_000_00


@pytest.mark.parametrize(
    ("fixed", "said", "made"),
    [
        ("", ContractPeriod(START, END), ContractPeriod(START, END)),
        ("", ContractPeriod(START, days=30), ContractPeriod(START, days=30)),
        ("", ContractPeriod(START, months=2), ContractPeriod(START, months=2)),
        ("start = 2024-11-04", ContractPeriod(START, END), ContractPeriod(date(2024, 11, 4), END)),
        (
            "start = 2024-11-04",
            ContractPeriod(START, days=30),
            ContractPeriod(date(2024, 11, 4), days=30),
        ),
        ("end = 2024-12-04", ContractPeriod(START, END), ContractPeriod(START, date(2024, 12, 4))),
        # An end takes the place of a number of days.
        (
            "end = 2024-12-04",
            ContractPeriod(START, days=30),
            ContractPeriod(START, date(2024, 12, 4)),
        ),
        ("months = 1", ContractPeriod(START, END), ContractPeriod(START, END, months=1)),
        (
            "months = 1",
            ContractPeriod(START, days=90, months=3),
            ContractPeriod(START, days=90, months=1),
        ),
    ],
)
def test_what_is_fixed_holds_and_the_rest_is_the_rosters(
    agreed: Agreed, fixed: str, said: ContractPeriod, made: ContractPeriod
) -> None:
    agreement = agreed(f"[roles.PTPS]\n{fixed}\n")
    assert contract_for(agreement, "PTPS", WAGE_SEN, said) == Contract("PTPS", WAGE_SEN, made)


def test_a_wage_that_is_fixed_holds_for_its_role_alone(agreed: Agreed) -> None:
    agreement = agreed("[roles.PTPS]\nwage = 1_000_000\n")
    assert contract_for(agreement, "PTPS", WAGE_SEN, ContractPeriod(START)).wage_sen == 1_000_000_00
    assert contract_for(agreement, "PKD", WAGE_SEN, ContractPeriod(START)).wage_sen == WAGE_SEN


# PP 44/2015 art. 22: 2 % a month; PP 49/2020 art. 23: 0.5 % for the months of its relief.
@pytest.mark.parametrize(
    ("month", "law"),
    [
        (date(2020, 7, 1), "PP 44/2015"),
        (date(2020, 8, 1), "PP 49/2020"),
        (date(2021, 1, 1), "PP 49/2020"),
        (date(2021, 2, 1), "PP 44/2015"),
    ],
)
def test_a_penalty_names_its_law(book: RateBook, month: date, law: str) -> None:
    late = late_payment(459_000, month, "pu", date(2021, 12, 31), book)
    assert late is not None
    assert late.penalty.law == law


# PP 49/2020: from August 2020 for who joined before; the first charge is July's, in full.
def test_a_premium_names_the_relief_of_its_months_once(book: RateBook, agreed: Agreed) -> None:
    contract = Contract("PPK_KETUA", WAGE_SEN, ContractPeriod(date(2020, 7, 1), date(2020, 9, 30)))
    premium = price(contract, agreed("participant_since = 2020-02-01"), book)
    relief = book.relief.reliefs[0]
    assert [charge.relief for charge in premium.charges] == [None, relief, relief] * 2
    assert premium.reliefs == (relief,)
    assert price(contract, agreed(""), book).reliefs == ()


def test_every_file_of_the_book_goes_by_its_path_in_the_folder(book: RateBook) -> None:
    assert set(book.files) == {
        file.relative_to(book.folder).as_posix() for file in book.folder.rglob("*.toml")
    }
