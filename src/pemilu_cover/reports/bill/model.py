"""The data of an invoice, complete before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.amounts import AreaTotal, InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.law.receipt_law import ReceiptLaw


class AreaSheet(NamedTuple):
    """A sheet of sums by area: its name, and its rows."""

    title: str
    rows: Sequence[AreaTotal]


class Amendment(NamedTuple):
    """What a bill changes: the premium of the bill before in sen, None where only that of all is known."""

    before_sen: int | None


@dataclass(frozen=True)
class Bill:
    """Everything on an invoice.

    ``agreement`` has what papers show, such as signatories; ``town`` is where they are signed if it does not
    say. ``people`` and ``periods`` are None on a bill without a list of people; ``areas`` are for bills of
    several regencies. A bill that ``amends`` another has neither its number nor its date.
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
    payment_date: dt.date | None
    has_reliefs: bool
    schedule_notes: Sequence[str]
    people: pl.DataFrame | None = None
    periods: SippPeriods | None = None
    areas: Sequence[AreaSheet] = ()
    amends: Amendment | None = None

    @property
    def number(self) -> str:
        """The number of the bill; an amended one gets its own."""
        return "" if self.amends else self.agreement.papers.bill_number

    @property
    def date(self) -> dt.date | None:
        """The date of the bill; an amended one gets its own."""
        return None if self.amends else self.agreement.papers.bill_date

    @property
    def programme_sen(self) -> dict[Programme, int]:
        """The premium of each programme."""
        jkk, jkm = (
            sum(getattr(role, name) for role in self.roles) for name in ("jkk_sen", "jkm_sen")
        )
        return {"JKK": jkk, "JKM": jkm}

    @property
    def total_sen(self) -> int:
        """The premium of all roles."""
        return sum(role.jkk_sen + role.jkm_sen for role in self.roles)

    @property
    def penalty_sen(self) -> int:
        """The penalty of all months, on the day of payment."""
        return sum(month.penalty_sen for month in self.months)
