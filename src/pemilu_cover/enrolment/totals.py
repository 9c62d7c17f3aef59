"""The account of an enrolment: its sums, by role, by line of the bill and by month.

A roster that is priced person by person and a nation's that is summed up piece by piece give the same
account; what bill, manifest and screen say of money is said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.enrolment.amounts import InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.enrolment.coverage_gaps import BeforeAgreement, before_agreement
from pemilu_cover.enrolment.elections import Share, election_shares
from pemilu_cover.enrolment.exclusions import Exclusions, exclusion_reasons
from pemilu_cover.enrolment.validation import EnrolmentTerms
from pemilu_cover.law.due_dates import due_date, late_payment
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.values.dates import first_of_month

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment


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

    ``premiums`` are those of all distinct contracts, or one of each kind of them: by them is said which law
    was used. ``elections`` has those of the people who are billed. ``paid_on`` is the day of payment that was
    asked about, ``held_back_in`` what tells who is not billed.
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
    excluded: Exclusions
    before_agreement: BeforeAgreement | None
    paid_on: date | None = None
    held_back_in: str = "corrections.xlsx"

    @property
    def role_codes(self) -> list[str]:
        """The roles that are billed."""
        return [role.code for role in self.roles]

    @property
    def people(self) -> int:
        """Everybody who is billed."""
        return sum(role.people for role in self.roles)

    @property
    def jkk_sen(self) -> int:
        """The contributions to JKK of all people and months."""
        return sum(role.jkk_sen for role in self.roles)

    @property
    def jkm_sen(self) -> int:
        """The contributions to JKM of all people and months."""
        return sum(role.jkm_sen for role in self.roles)


def summarise(enrolment: Enrolment) -> EnrolmentTotals:
    """Sum up an enrolment."""
    terms = enrolment.judged.terms
    shares = election_shares(enrolment.people, terms.book)
    months = add_due_dates(_month_sums(enrolment), enrolment.paid_on, terms.book)
    signed = terms.agreement.date
    return EnrolmentTotals(
        terms,
        enrolment.completed.location,
        enrolment.priced.premiums,
        _role_totals(enrolment.people),
        _lines(enrolment.people, shares),
        months,
        _uncovered(enrolment),
        shares,
        len(enrolment.judged.held_back),
        exclusion_reasons(enrolment.judged.frame),
        before_agreement(signed, months, _people_before(signed, enrolment)),
        enrolment.paid_on,
    )


def add_due_dates(
    sums: Iterable[MonthlyAmount], paid_on: date | None, book: RateBook
) -> list[MonthTotal]:
    """Say of each month's sum when it is due, and what being late costs."""
    totals: list[MonthTotal] = []
    for month, segment, people, jkk, jkm in sorted(sums):
        late = late_payment(jkk + jkm, month, segment, paid_on, book) if paid_on else None
        due = due_date(month, segment, book)
        months, penalty = (late.months, late.amount_sen) if late else (0, 0)
        totals.append(MonthTotal(month, segment, people, jkk, jkm, due, months, penalty))
    return totals


def _role_totals(people: pl.DataFrame) -> list[RoleTotal]:
    """Sum people by role, the dearest role first."""
    totals = (
        people.group_by("role", "role_name", maintain_order=True)
        .agg(pl.len(), pl.col("person_months").sum(), pl.col("jkk_sen", "jkm_sen").sum())
        .sort(pl.col("jkk_sen") + pl.col("jkm_sen"), descending=True, maintain_order=True)
    )
    return [RoleTotal(*row) for row in totals.iter_rows()]


def _lines(people: pl.DataFrame, shares: list[Share]) -> list[InvoiceLine]:
    key = ("election", "role_name", "segment", "base_sen", "months", "jkk_sen", "jkm_sen")
    lines = people.group_by(key, maintain_order=True).agg(pl.len())
    named = line_elections(shares)
    return [
        InvoiceLine(
            invoice_label(role, segment, named.get(one)),
            base,
            months,
            count,
            count * jkk,
            count * jkm,
        )
        for one, role, segment, base, months, jkk, jkm, count in lines.iter_rows()
    ]


def line_elections(shares: list[Share]) -> dict[str, str]:
    """Return what a line of the bill calls each election: nothing where there is only one."""
    return {share.election.id: share.election.label for share in shares} if len(shares) > 1 else {}


def invoice_label(role: str, segment: str, election: str | None = None) -> str:
    """Return the name of a role as a line of the bill tells it."""
    notes = ["BPU"] if segment == "bpu" else []
    notes += [election] if election else []
    return f"{role} ({', '.join(notes)})" if notes else role


def _month_sums(enrolment: Enrolment) -> list[MonthlyAmount]:
    """Sum every contract's charges by billed month and segment."""
    holders = dict(enrolment.people["contract"].value_counts().iter_rows())
    amounts: defaultdict[tuple[date, Segment, str], int] = defaultdict(int)
    people: defaultdict[tuple[date, Segment], int] = defaultdict(int)
    for number, premium in enumerate(enrolment.priced.premiums):
        segment = premium.segment
        for charge in premium.charges:
            key = charge.month, segment, charge.programme
            amounts[key] += holders[number] * charge.amount_sen
        for month in {charge.month for charge in premium.charges}:
            people[month, segment] += holders[number]
    return [
        MonthlyAmount(
            month, segment, count, *(amounts[month, segment, name] for name in ("JKK", "JKM"))
        )
        for (month, segment), count in people.items()
    ]


def _people_before(signed: date | None, enrolment: Enrolment) -> int:
    """Count who is billed for a calendar month before that of the agreement."""
    if signed is None:
        return 0
    return enrolment.people.filter(pl.col("start") < first_of_month(signed)).height


def _uncovered(enrolment: Enrolment) -> list[CoverageGap]:
    """Tell, once for each role and day, which days at the end of contracts have no cover."""
    holders = dict(enrolment.people["contract"].value_counts().iter_rows())
    names = {code: role.name for code, role in enrolment.judged.terms.book.roles.roles.items()}
    found: defaultdict[tuple[str, date, int], int] = defaultdict(int)
    for number, premium in enumerate(enrolment.priced.premiums):
        months = premium.months
        if months.uncovered_from is not None:
            key = names[premium.contract.role], months.uncovered_from, months.uncovered_days
            found[key] += holders[number]
    return [CoverageGap(*key, people) for key, people in found.items()]
