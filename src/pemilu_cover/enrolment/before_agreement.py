"""Months that are billed though they ended before the agreement was made.

Membership is not retroactive: these months are billed, late, and nobody was covered in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.values import dates


class BeforeAgreement(NamedTuple):
    """Months that are billed though they ended before the agreement was made."""

    agreement_date: date
    months: tuple[date, ...]
    people: int
    amount_sen: int
    total_sen: int
    due: date

    @property
    def percent(self) -> Decimal:
        """The share of the bill, to a tenth of a percent."""
        share = Decimal(100 * self.amount_sen) / Decimal(self.total_sen)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def before_agreement(
    agreement_date: date | None, months: Sequence[MonthTotal], people: int
) -> BeforeAgreement | None:
    """Return what is billed for the calendar months before that of the agreement, or None.

    ``people`` are billed for at least one of them.
    """
    if agreement_date is None:
        return None
    early = [total for total in months if total.month < dates.first_of_month(agreement_date)]
    amount = sum(total.total_sen for total in early)
    if not amount:
        return None
    return BeforeAgreement(
        agreement_date,
        tuple(sorted({total.month for total in early})),
        people,
        amount,
        sum(total.total_sen for total in months),
        min(total.due for total in early),
    )
