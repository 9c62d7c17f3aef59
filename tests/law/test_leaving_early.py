"""People who leave before their contract ends: billed months and the deadline of the report.

The amounts are those of KPPS (850,000) and PPS members (1,300,000) of Pilkada 2024: a month of JKK and JKM
costs 0.54 % of the wage.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from law.conftest import Agreed

from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.law.premium import Contract, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook

KPPS_MONTH_SEN, PPS_MONTH_SEN = 459_000, 702_000


class Seat(NamedTuple):
    """A seat that changes hands: role, wage in sen, the two periods, and the months of each by rule."""

    role: str
    wage_sen: int
    month_sen: int
    first: tuple[date, date]
    second: tuple[date, date]


KPPS = Seat(
    "KPPS_ANGGOTA",
    850_000_00,
    KPPS_MONTH_SEN,
    (date(2024, 11, 7), date(2024, 11, 19)),
    (date(2024, 11, 20), date(2024, 12, 8)),
)
PPS = Seat(
    "PPS_ANGGOTA",
    1_300_000_00,
    PPS_MONTH_SEN,
    (date(2024, 5, 26), date(2024, 9, 14)),
    (date(2024, 9, 15), date(2025, 1, 27)),
)
DEATH = KPPS._replace(
    first=(date(2024, 11, 7), date(2024, 11, 20)), second=(date(2024, 11, 22), date(2024, 12, 8))
)


@pytest.mark.parametrize(
    ("seat", "rule", "first_months", "second_months"),
    [
        (KPPS, "contract-month", 1, 1),
        (KPPS, "calendar-month", 1, 2),
        (PPS, "contract-month", 4, 5),
        (PPS, "calendar-month", 5, 5),
        (DEATH, "contract-month", 1, 1),
        (DEATH, "calendar-month", 1, 2),
    ],
)
def test_price__seat_changes_hands__bills_both_people(
    seat: Seat, rule: str, first_months: int, second_months: int, agreed: Agreed
) -> None:
    agreement, book = agreed(f'proration = "{rule}"'), RateBook.load()
    for (start, end), left_early, months in (
        (seat.first, True, first_months),
        (seat.second, False, second_months),
    ):
        period = ContractPeriod(start, end, left_early=left_early)
        premium = price(contract_for(agreement, seat.role, seat.wage_sen, period), agreement, book)
        assert premium.months.total == months
        assert premium.total_sen == months * seat.month_sen


SHORT = KPPS._replace(first=(date(2024, 11, 7), date(2024, 12, 3)))


@pytest.mark.parametrize(
    ("seat", "rule", "months", "months_of_others"),
    [
        (KPPS, "calendar-month", 1, 1),  # the month of exit is also that of entry
        (SHORT, "calendar-month", 1, 2),
        (PPS, "calendar-month", 4, 5),
        (PPS, "contract-month", 4, 4),
    ],
)
def test_price__exit_month_is_not_billed__drops_it_unless_it_is_the_month_of_entry(
    seat: Seat, rule: str, months: int, months_of_others: int, agreed: Agreed
) -> None:
    agreement = agreed(f'exit_month = "not-billed"\nproration = "{rule}"')
    for left_early, expected in ((True, months), (False, months_of_others)):
        period = ContractPeriod(*seat.first, left_early=left_early)
        contract = contract_for(agreement, seat.role, seat.wage_sen, period)
        premium = price(contract, agreement, RateBook.load())
        assert premium.months.total == expected
        assert premium.total_sen == expected * seat.month_sen


@pytest.mark.parametrize("exit_month", ["billed", "not-billed"])
@pytest.mark.parametrize(
    ("rule", "last", "months"),
    [
        (
            "contract-month",
            date(2024, 9, 14),
            5,
        ),  # the fourth month from 26 August on, and September
        ("contract-month", date(2024, 9, 27), 5),  # two days after four months
        ("contract-month", date(2024, 9, 30), 5),
        ("calendar-month", date(2024, 9, 14), 5),
    ],
)
def test_price__death__bills_its_calendar_month(
    rule: str, last: date, months: int, exit_month: str, agreed: Agreed
) -> None:
    agreement = agreed(f'exit_month = "{exit_month}"\nproration = "{rule}"')
    period = ContractPeriod(PPS.first[0], last, left_early=True, died=True)
    contract = contract_for(agreement, PPS.role, PPS.wage_sen, period)
    premium = price(contract, agreement, RateBook.load())
    assert premium.total_sen == months * PPS.month_sen
    assert premium.months.billed[-1].month.month == last.month
    assert premium.months.uncovered_days == 0


@pytest.mark.parametrize(
    ("fixed", "start", "wage_sen"),
    [
        ("", PPS.first[0], PPS.wage_sen),
        ("months = 8\nend = 2025-01-27\nstart = 2024-05-25", date(2024, 5, 25), PPS.wage_sen),
        ("wage = 1_500_000", PPS.first[0], 1_500_000_00),
    ],
)
def test_contract_for__person_left_early__takes_start_and_wage_of_the_agreement_but_no_end(
    fixed: str, start: date, wage_sen: int, agreed: Agreed
) -> None:
    agreement = agreed(f"[roles.PPS_ANGGOTA]\n{fixed}")
    left = ContractPeriod(*PPS.first, left_early=True)
    assert contract_for(agreement, PPS.role, PPS.wage_sen, left) == Contract(
        PPS.role, wage_sen, ContractPeriod(start, PPS.first[1], left_early=True)
    )


@pytest.mark.parametrize(
    ("changed_on", "deadline"),
    [
        (date(2024, 11, 19), date(2024, 11, 29)),  # polling day 27 November was no working day
        (date(2024, 11, 1), date(2024, 11, 12)),
        (date(2024, 12, 24), date(2025, 1, 6)),  # Christmas and New Year
    ],
)
def test_report_deadline__change_of_a_day__is_the_seventh_working_day_after_it(
    changed_on: date, deadline: date
) -> None:
    assert report_deadline(changed_on, RateBook.load()) == deadline


@pytest.mark.parametrize(("fixed", "months"), [(1, 1), (2, 2), (3, 2)])
def test_price__agreement_fixes_the_months__bills_a_leaver_no_more_than_them(
    fixed: int, months: int, agreed: Agreed
) -> None:
    agreement = agreed(
        f'proration = "calendar-month"\n[roles.{KPPS.role}]\nmonths = {fixed}\n'
        "[roles.PPS_ANGGOTA]\nmonths = 9"
    )
    period = ContractPeriod(date(2024, 11, 7), date(2024, 12, 2), left_early=True)
    contract = contract_for(agreement, KPPS.role, KPPS.wage_sen, period)
    premium = price(contract, agreement, RateBook.load())
    assert (premium.months.total, premium.total_sen) == (months, months * KPPS_MONTH_SEN)
