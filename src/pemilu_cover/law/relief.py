"""Reliefs: the reduced share of a month's contribution.

A relief depends on the segment, on the fund that pays, and on the day on which the employer joined. Without
that day (``participant_since`` of the agreement) no relief is applied, and the bill has a note.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Fund, Programme, Segment
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.values.dates import add_months, first_of_month

# Why a relief does not apply.
DenialReason = Literal[
    "segment", "honorer", "payer-unknown", "public-budget", "joining-unknown", "newcomer"
]


class ReliefStatus(NamedTuple):
    """The facts on which a relief depends: the segment, the fund that pays, and the day of joining.

    ``fund`` and ``honorer`` apply to BPU members only; a fund of None is unknown.
    """

    segment: Segment = "pu"
    fund: Fund | None = None
    honorer: bool = False
    since: date | None = None

    def starting(self, day: date) -> ReliefStatus:
        """Return the facts for a contract: BPU members join individually, and not before it begins."""
        if self.segment == "bpu" and self.since is not None and self.since < day:
            return self._replace(since=day)
        return self


def relief_status(agreement: Agreement, role: str) -> ReliefStatus:
    """Return the facts for a role under an agreement."""
    return ReliefStatus(
        agreement.segment_for(role),
        agreement.fund_for(role),
        agreement.is_honorer(role),
        agreement.participant_since,
    )


def relief_in_force(
    programme: Programme, month: date, status: ReliefStatus, book: RateBook
) -> Relief | None:
    """Return the relief of a programme in a month, or None.

    >>> book, month = RateBook.load(), date(2020, 9, 1)
    >>> relief = relief_in_force("JKM", month, ReliefStatus(since=date(2020, 2, 1)), book)
    >>> relief.percent_paid, relief_in_force("JKM", month, ReliefStatus(since=month), book)
    (Decimal('1'), None)
    """
    for relief in reliefs_in_month(month, book):
        if programme in relief.programmes and denial_reason(relief, month, status) is None:
            return relief
    return None


@lru_cache(maxsize=1024)
def reliefs_in_month(month: date, book: RateBook) -> tuple[Relief, ...]:
    """Return the reliefs that are in force in a month."""
    return tuple(in_force(book.relief.reliefs, first_of_month(month)))


def denial_reason(relief: Relief, month: date, status: ReliefStatus) -> DenialReason | None:
    """Return why a relief does not apply in a month; None if it applies.

    Newcomers pay some months in full first.
    """
    if status.segment not in relief.segments:
        return "segment"
    return _by_payer(relief, status) or _by_joining(relief, month, status)


def _by_payer(relief: Relief, status: ReliefStatus) -> DenialReason | None:
    """Return why a relief does not apply to the kind of BPU member or to the fund."""
    if relief.not_honorer is not None and status.honorer:
        return "honorer"
    if relief.excluded_funds and status.fund is None:
        return "payer-unknown"
    return "public-budget" if status.fund in relief.excluded_funds else None


def _by_joining(relief: Relief, month: date, status: ReliefStatus) -> DenialReason | None:
    """Return why a relief does not apply to an employer that joined on its day."""
    if relief.newcomers_from is None:
        return None
    if status.since is None:
        return "joining-unknown"
    if status.since < relief.newcomers_from:
        return None
    first = add_months(first_of_month(status.since), relief.newcomers_full)
    return None if first_of_month(month) >= first else "newcomer"
