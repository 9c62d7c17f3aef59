"""The totals of an enrolment: its sums by role, by line of the bill and by month.

They are made of the same sums for a workbook and for rosters that are read in batches. Bill, manifest and
screen show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.aggregates import KEYS, MONEY, Aggregates
from pemilu_cover.enrolment.amounts import InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.enrolment.coverage_gaps import BeforeAgreement, before_agreement
from pemilu_cover.enrolment.elections import Share
from pemilu_cover.enrolment.exclusions import Exclusions
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.law.due_dates import due_date, late_payment
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.values.dates import first_of_month


class CoverageGap(NamedTuple):
    """Days at the end of a role's contracts that a forgiven tail leaves without cover."""

    role: str
    first_day: date
    days: int
    people: int


class MonthlyAmount(NamedTuple):
    """What is charged for one month of a segment, in sen."""

    month: date
    segment: Segment
    people: int
    jkk_sen: int
    jkm_sen: int


@dataclass(frozen=True)
class EnrolmentTotals:
    """What is billed, in sums.

    ``premiums`` are those of all distinct contracts, or one of each kind of them: they show which law was
    used. ``elections`` has those of the billed people. ``payment_date`` is None if it is unknown;
    ``held_back_in`` is the file that lists the people who are not billed, ``incomplete``
    counts billed people who lack a cell that SIPP requires.
    ``before_agreement`` is what is billed for months before the agreement.
    """

    terms: EnrolmentTerms
    location: Location | None
    premiums: Sequence[Premium]
    roles: Sequence[RoleTotal]
    lines: Sequence[InvoiceLine]
    months: list[MonthTotal]
    uncovered: Sequence[CoverageGap]
    elections: list[Share]
    held_back: int
    incomplete: int
    excluded: Exclusions
    before_agreement: BeforeAgreement | None
    payment_date: date | None = None
    held_back_in: str = "corrections.xlsx"

    @property
    def role_codes(self) -> list[str]:
        """The roles that are billed."""
        return [role.code for role in self.roles]

    @property
    def people(self) -> int:
        """The number of billed people."""
        return sum(role.people for role in self.roles)

    @property
    def jkk_sen(self) -> int:
        """The contributions to JKK of all people and months."""
        return sum(role.jkk_sen for role in self.roles)

    @property
    def jkm_sen(self) -> int:
        """The contributions to JKM of all people and months."""
        return sum(role.jkm_sen for role in self.roles)


def summarise(
    sums: Aggregates,
    terms: EnrolmentTerms,
    location: Location | None,
    area: str | None = "",
    *,
    premiums: Sequence[Premium] | None = None,
    payment_date: date | None = None,
    held_back_in: str = "corrections.xlsx",
) -> EnrolmentTotals:
    """Return the totals of an area: ``""`` for all, a code for a region, None for people who name no regency.

    ``premiums`` are those of all distinct contracts, if they are known; otherwise one of each kind is priced.
    """
    billed_elections = sums.elections(area, terms.book, billed=True)
    monthly = sums.merged("months", area).iter_rows()
    months = add_due_dates((MonthlyAmount(*row) for row in monthly), payment_date, terms.book)
    agreement_date = terms.agreement.date
    counts = sums.counts(area)
    return EnrolmentTotals(
        terms,
        location,
        _sample_premiums(sums, area, terms) if premiums is None else premiums,
        _role_totals(sums, area),
        _lines(sums, area, billed_elections),
        months,
        _coverage_gaps(sums, area),
        billed_elections,
        counts["held_back"],
        counts["incomplete"],
        sums.exclusions(area),
        before_agreement(agreement_date, months, _people_before(agreement_date, sums, area)),
        payment_date,
        held_back_in,
    )


def add_due_dates(
    sums: Iterable[MonthlyAmount], payment_date: date | None, book: RateBook
) -> list[MonthTotal]:
    """Add due dates and late payment to the sums of months."""
    totals: list[MonthTotal] = []
    for month, segment, people, jkk, jkm in sorted(sums):
        late = late_payment(jkk + jkm, month, segment, payment_date, book) if payment_date else None
        due = due_date(month, segment, book)
        months, penalty = (late.months, late.amount_sen) if late else (0, 0)
        totals.append(MonthTotal(month, segment, people, jkk, jkm, due, months, penalty))
    return totals


def _role_totals(sums: Aggregates, area: str | None) -> list[RoleTotal]:
    """Return the sums by role, the dearest role first."""
    roles = sums.merged("roles", area).sort(
        pl.col("jkk_sen") + pl.col("jkm_sen"), "first", "role", descending=[True, False, False]
    )
    names = ("role", "role_name", "people", "person_months", *MONEY)
    return [RoleTotal(*row) for row in roles.select(names).iter_rows()]


def _lines(sums: Aggregates, area: str | None, billed_elections: list[Share]) -> list[InvoiceLine]:
    """Return the lines of the bill, in the order of the roster or the dearest first."""
    labels = line_elections(billed_elections)
    lines = sums.merged("lines", area).sort(
        "first",
        pl.col("jkk_sen") + pl.col("jkm_sen"),
        "role_name",
        "election",
        descending=[False, True, False, False],
    )
    names = (
        "election",
        "role_name",
        "segment",
        "least_sen",
        "most_sen",
        "months",
        "people",
        *MONEY,
    )
    return [
        InvoiceLine(
            invoice_label(role, segment, labels.get(election)),
            least if least == most else None,
            months,
            people,
            jkk,
            jkm,
        )
        for election, role, segment, least, most, months, people, jkk, jkm in lines.select(
            names
        ).iter_rows()
    ]


def line_elections(shares: list[Share]) -> dict[str, str]:
    """Return the label of each election on lines of the bill; empty if there is only one."""
    return {share.election.id: share.election.label for share in shares} if len(shares) > 1 else {}


def invoice_label(role: str, segment: str, election: str | None = None) -> str:
    """Return the name of a role on a line of the bill."""
    notes = ["BPU"] if segment == "bpu" else []
    notes += [election] if election else []
    return f"{role} ({', '.join(notes)})" if notes else role


def _people_before(agreement_date: date | None, sums: Aggregates, area: str | None) -> int:
    """Count the people who are billed for a calendar month before that of the agreement."""
    if agreement_date is None:
        return 0
    before_month = pl.col("first_month") < first_of_month(agreement_date)
    return int(sums.of_area("kinds", area).filter(before_month)["people"].sum())


def _coverage_gaps(sums: Aggregates, area: str | None) -> list[CoverageGap]:
    """Return, for each role and day, the days at the end of contracts that have no cover."""
    keys = KEYS["uncovered"]
    gaps = sums.merged("uncovered", area).sort("first", *keys).select(*keys, "people")
    return [CoverageGap(*row) for row in gaps.iter_rows()]


def _sample_premiums(sums: Aggregates, area: str | None, terms: EnrolmentTerms) -> list[Premium]:
    """Price the contracts with the least and the greatest base of each kind."""
    kinds = sums.merged("kinds", area).sort(KEYS["kinds"]).select("role", "least", "most")
    contracts = dict.fromkeys(
        (role, *contract.values())
        for role, least, most in kinds.iter_rows()
        for contract in (least, most)
    )
    premiums = (terms.prices.of(*contract[:-1]) for contract in contracts)
    return [premium for premium in premiums if isinstance(premium, Premium)]
