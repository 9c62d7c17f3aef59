"""The totals of an enrolment: its sums by role, by line of the bill and by month.

They are made of the same sums for a workbook and for rosters that are read in batches. Bill, manifest and
screen show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from pemilu_cover.enrolment.aggregates import KEYS, MONEY
from pemilu_cover.enrolment.amounts import InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.enrolment.area_sums import AreaSums, Row
from pemilu_cover.enrolment.before_agreement import BeforeAgreement, before_agreement
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


# The values of rows of `AreaSums`, in the order of what is made of them.
_MONTH = itemgetter(*MonthlyAmount._fields)
_ROLE = itemgetter("role", "role_name", "people", "person_months", *MONEY)
_LINE = itemgetter(*InvoiceLine._fields[2:])
_GAP = itemgetter("first", *KEYS["uncovered"], "people")


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
    sums: AreaSums,
    terms: EnrolmentTerms,
    location: Location | None,
    *,
    premiums: Sequence[Premium] | None = None,
    payment_date: date | None = None,
    held_back_in: str = "corrections.xlsx",
) -> EnrolmentTotals:
    """Return the totals of an area.

    ``premiums`` are those of all distinct contracts, if they are known; otherwise one of each kind is priced.
    """
    billed_elections = sums.elections(terms.book, billed=True)
    monthly = (MonthlyAmount(*_MONTH(row)) for row in sums.of("months"))
    months = add_due_dates(monthly, payment_date, terms.book)
    agreement_date = terms.agreement.date
    counts = sums.counts()
    return EnrolmentTotals(
        terms,
        location,
        _sample_premiums(sums, terms) if premiums is None else premiums,
        _role_totals(sums),
        _lines(sums, billed_elections),
        months,
        _coverage_gaps(sums),
        billed_elections,
        counts["held_back"],
        counts["incomplete"],
        sums.exclusions(),
        before_agreement(agreement_date, months, _people_before(agreement_date, sums)),
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


def _role_totals(sums: AreaSums) -> list[RoleTotal]:
    """Return the sums by role, the dearest role first."""
    roles = sorted(sums.of("roles"), key=lambda row: (-_premium(row), row["first"], row["role"]))
    return [RoleTotal(*_ROLE(role)) for role in roles]


def _lines(sums: AreaSums, billed_elections: list[Share]) -> list[InvoiceLine]:
    """Return the lines of the bill, in the order of the roster or the dearest first."""
    labels = line_elections(billed_elections)
    lines = sorted(
        sums.of("lines"),
        key=lambda row: (row["first"], -_premium(row), row["role_name"], row["election"]),
    )
    return [
        InvoiceLine(
            invoice_label(line["role_name"], line["segment"], labels.get(line["election"])),
            line["least_sen"] if line["least_sen"] == line["most_sen"] else None,
            *_LINE(line),
        )
        for line in lines
    ]


def _premium(row: Row) -> int:
    return sum(row[name] for name in MONEY)


def line_elections(shares: list[Share]) -> dict[str, str]:
    """Return the label of each election on lines of the bill; empty if there is only one."""
    return {share.election.id: share.election.label for share in shares} if len(shares) > 1 else {}


def invoice_label(role: str, segment: str, election: str | None = None) -> str:
    """Return the name of a role on a line of the bill."""
    notes = ["BPU"] if segment == "bpu" else []
    notes += [election] if election else []
    return f"{role} ({', '.join(notes)})" if notes else role


def _people_before(agreement_date: date | None, sums: AreaSums) -> int:
    """Count the people who are billed for a calendar month before that of the agreement."""
    if agreement_date is None:
        return 0
    month = first_of_month(agreement_date)
    return sum(kind["people"] for kind in sums.of("kinds") if kind["first_month"] < month)


def _coverage_gaps(sums: AreaSums) -> list[CoverageGap]:
    """Return, for each role and day, the days at the end of contracts that have no cover."""
    gaps = sorted(map(_GAP, sums.of("uncovered")))
    return [CoverageGap(*gap) for _, *gap in gaps]


def _sample_premiums(sums: AreaSums, terms: EnrolmentTerms) -> list[Premium]:
    """Price the contracts with the lowest and the highest base of each kind."""
    kinds = sorted(sums.of("kinds"), key=itemgetter(*KEYS["kinds"]))
    contracts = dict.fromkeys(
        (kind["role"], *contract.values())
        for kind in kinds
        for contract in (kind["least"], kind["most"])
    )
    premiums = (terms.prices.of(*contract[:-1]) for contract in contracts)
    return [premium for premium in premiums if isinstance(premium, Premium)]
