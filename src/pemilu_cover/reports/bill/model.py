"""The data of an invoice, complete before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.amounts import AreaTotal, InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.receipt_law import ReceiptLaw


class AreaSheet(NamedTuple):
    """A sheet of sums by area: its name, and its rows."""

    title: str
    rows: Sequence[AreaTotal]


@dataclass(frozen=True)
class Bill:
    """Everything on an invoice.

    ``agreement`` has what papers show, such as signatories; ``town`` is where they are signed if it does not
    say. ``people`` and ``periods`` are None on a bill without a list of people; ``areas`` are for bills of
    several regencies.
    """

    agreement: Agreement
    receipts: ReceiptLaw
    employer: str
    npp: str
    location: str
    town: str
    payer: str
    agreement_label: str
    election: str
    month_span: str
    due_span: str
    rates: Sequence[str]
    legal_basis: Sequence[str]
    base: Sequence[str]
    cover: Sequence[str]
    notes: Sequence[str]
    lines: Sequence[InvoiceLine]
    roles: Sequence[RoleTotal]
    months: Sequence[MonthTotal]
    payment_date: date | None
    schedule_notes: Sequence[str]
    people: pl.DataFrame | None = None
    periods: SippPeriods | None = None
    areas: Sequence[AreaSheet] = ()

    @property
    def total_sen(self) -> int:
        """The premium of all roles."""
        return sum(role.jkk_sen + role.jkm_sen for role in self.roles)

    @property
    def penalty_sen(self) -> int:
        """The penalty of all months, on the day of payment."""
        return sum(month.penalty_sen for month in self.months)
