"""The benefits of JKK and JKM for one role or wage.

Needs no frame and no workbook. `pemilu_cover.reports.text.benefits` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pemilu_cover.estimates.inputs import (
    InputError,
    ResolvedValue,
    parse_segment,
    parse_wage,
    resolve_election,
    resolve_role,
    resolve_wage,
)
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.benefit_cover import (
    DeathCover,
    PayableBenefit,
    benefits_on,
    death_cover,
    death_grant_of_several_employers,
    death_grant_without_heirs,
    disability_cover,
)
from pemilu_cover.law.benefit_payments import MonthlyWageShare
from pemilu_cover.law.benefits import BenefitLaw, Body, Choice, Santunan
from pemilu_cover.law.bpu import FixedContribution, IncomeBand
from pemilu_cover.law.dated_values import NoRateInForceError, in_force
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES, Segment
from pemilu_cover.values import dates, rupiah

# Round wages are these times a power of ten; and the number of higher wages that are shown.
_ROUND_DIGITS = (10, 15, 20, 30, 50, 75)
_ROUND_WAGE_COUNT = 3


@dataclass(frozen=True)
class BenefitsRequest:
    """The options as typed; None is left to the election, or to today."""

    role: str | None = None
    position: str | None = None
    wage: str | None = None
    on: date | None = None
    election: str | None = None
    segment: str | None = None
    months: int | None = None
    employers: int = 1


@dataclass(frozen=True)
class WageComparison:
    """The monthly premium and the benefits of a wage, in sen; ``base_sen`` is the base of JKK.

    ``disability_sen`` is None where the grant for a total disability is not known.
    """

    wage_sen: int
    base_sen: int
    premium_sen: int
    cover: DeathCover
    disability_sen: int | None
    month_sen: int


@dataclass(frozen=True)
class BenefitsResult:
    """The benefits of a wage on a day, and those of higher wages.

    ``cautions`` are reasons why the amounts may be wrong; they are shown first.
    """

    day: date
    segment: Segment
    months: int
    role: str | None
    role_name: str | None
    body: Body | None
    election: Election | None
    law: BenefitLaw
    band: IncomeBand | None
    lines: tuple[PayableBenefit, ...]
    current: WageComparison
    higher: tuple[WageComparison, ...]
    assumptions: tuple[LocalizedText, ...]
    cautions: tuple[LocalizedText, ...] = ()
    employers: int = 1

    @property
    def serving_election(self) -> Election | None:
        """The election in which the role serves on the day; None if only its honorarium is used."""
        if self.role is None or self.election is None:
            return None
        return self.election if _serves(self.role, self.election, self.day) else None

    @property
    def by_employers(self) -> tuple[int, Choice] | None:
        """What JKM pays where more than one employer has paid, in sen, and by which entry."""
        if self.employers == 1:
            return None
        return death_grant_of_several_employers(self.law, self.lines, self.day, self.employers)

    @property
    def without_heirs(self) -> tuple[int, Choice] | None:
        """What JKM pays where there are neither heirs nor a will, in sen, and by which entry."""
        return death_grant_without_heirs(self.law, self.lines, self.day)

    @property
    def santunan(self) -> list[Santunan]:
        """What the election bodies pay themselves: the role's, or where there is no role those of both."""
        return [
            entry
            for entry in in_force(self.law.santunan, self.day)
            if self.body is None or self.body in entry.bodies
        ]


def benefits_from_files(request: BenefitsRequest, rates: Path | None) -> BenefitsResult:
    """Return the benefits of a request by the rate files of a folder.

    Raise `InputError` for a value that is not accepted, `NoRateInForceError` for a day without benefits, and
    what reading the files raises.
    """
    book = RateBook.load(rates)
    segment = parse_segment(request.segment) if request.segment else "pu"
    member = _resolve_member(request, book)
    role, election, wage_sen = member.value
    day = _resolve_day(request.on, election)
    months = request.months or 0
    current = _compare_wage(wage_sen, day.value, segment, months, book)
    lines = tuple(benefits_on(book.benefits, day.value, current.base_sen, segment, months))
    is_new = request.months is None and not all(line.payable for line in lines)
    role_entry = book.roles.roles[role] if role else None
    return BenefitsResult(
        day=day.value,
        segment=segment,
        months=months,
        role=role,
        role_name=role_entry.name if role_entry else None,
        body=role_entry.body if role_entry else None,
        election=election,
        law=book.benefits,
        band=_income_band(wage_sen, day.value, segment, book),
        lines=lines,
        current=current,
        higher=tuple(
            _compare_wage(sen, day.value, segment, months, book)
            for sen in _next_round_wages(wage_sen)
        ),
        assumptions=(
            *member.assumptions,
            *day.assumptions,
            *([localize("benefits.new-member")] if is_new else []),
        ),
        cautions=_cautions(request, member.value, day.value, book),
        employers=request.employers,
    )


class _Member(NamedTuple):
    """The member of a request; without a role only the wage is known."""

    role: str | None
    election: Election | None
    wage_sen: int


def _resolve_member(request: BenefitsRequest, book: RateBook) -> ResolvedValue[_Member]:
    """Return the role, the election and the wage; without a role the wage must be typed."""
    if request.role is not None:
        return _resolve_role_member(request, request.role, book)
    if request.position is not None:
        raise InputError("--position", localize("inputs.position-without-role"), "value-missing")
    if request.wage is None:
        raise InputError("--role", localize("inputs.role-or-wage"), "value-missing")
    election = resolve_election(request.election, book).value if request.election else None
    return ResolvedValue(_Member(None, election, parse_wage(request.wage)))


def _resolve_role_member(
    request: BenefitsRequest, name: str, book: RateBook
) -> ResolvedValue[_Member]:
    role = resolve_role(name, request.position, book)
    day = request.on
    election_of_day = None if request.election else _election_of_voting_day(day, book)
    if election_of_day:
        election = ResolvedValue(election_of_day)
    else:
        election = resolve_election(request.election, book, role.value, (day, day) if day else None)
    wage = resolve_wage(request.wage, role.value, election.value)
    assumptions = [*role.assumptions, *election.assumptions, *wage.assumptions]
    if election_of_day:
        assumptions.append(localize("benefits.election-voting-day", election=election_of_day.id))
    return ResolvedValue(_Member(role.value, election.value, wage.value), tuple(assumptions))


def _election_of_voting_day(day: date | None, book: RateBook) -> Election | None:
    """Return the election of a voting day: not every role has a term by which to find it."""
    return next((election for election in book.elections.values() if day in election.days), None)


def _resolve_day(day: date | None, election: Election | None) -> ResolvedValue[date]:
    """Return the typed day, else the voting day, else today."""
    if day is not None:
        return ResolvedValue(day)
    if election is None:
        today = date.today()
        return ResolvedValue(today, (localize("benefits.today", day=dates.format_ddmmyyyy(today)),))
    voting_day = election.voting_day
    day_text = dates.format_ddmmyyyy(voting_day)
    return ResolvedValue(voting_day, (localize("benefits.voting-day", day=day_text),))


def _serves(role: str, election: Election, day: date) -> bool:
    return day in election.days or election.covers(role, day, day)


def _cautions(
    request: BenefitsRequest, member: _Member, day: date, book: RateBook
) -> tuple[LocalizedText, ...]:
    """Warn of an honorarium from an election in which the role does not serve on the day."""
    role, election, _ = member
    if role is None or election is None or request.wage is not None:
        return ()
    if _serves(role, election, day):
        return ()
    if any(_serves(role, election_entry, day) for election_entry in book.elections.values()):
        return (
            localize("benefits.honorarium-of-other-election", election=election.label, day=day),
        )
    return (localize("benefits.honorarium-unknown", election=election.label, day=day),)


def _compare_wage(
    wage_sen: int, day: date, segment: Segment, months: int, book: RateBook
) -> WageComparison:
    """Return premium and benefits of a wage. Raise `NoRateInForceError` if no benefit is in force."""
    law = book.benefits
    tariffs = [book.tariff(segment, programme, day, wage_sen) for programme in PROGRAMMES]
    base_sen = next(
        (t.base_sen for t in tariffs if isinstance(t, FixedContribution) and t.base_sen), wage_sen
    )
    cover = death_cover(law, base_sen, day, segment, months)
    if cover is None:
        raise NoRateInForceError(" / ".join(PROGRAMMES), day)
    lines = benefits_on(law, day, base_sen, segment, months)
    return WageComparison(
        wage_sen=wage_sen,
        base_sen=base_sen,
        premium_sen=sum(rupiah.round_half_up(t.contribution(base_sen)) for t in tariffs),
        cover=cover,
        disability_sen=disability_cover(law, base_sen, day, segment, months),
        month_sen=sum(
            line.benefit.pays.steps[0].due(base_sen)
            for line in lines
            if isinstance(line.benefit.pays, MonthlyWageShare)
        ),
    )


def _income_band(wage_sen: int, day: date, segment: Segment, book: RateBook) -> IncomeBand | None:
    tariff = book.tariff(segment, "JKK", day, wage_sen)
    return tariff.band if isinstance(tariff, FixedContribution) else None


def _next_round_wages(wage_sen: int) -> Iterator[int]:
    """Yield the next round wages above a wage.

    >>> [rupiah.format_rupiah(sen) for sen in _next_round_wages(850_000_00)]
    ['Rp1.000.000', 'Rp1.500.000', 'Rp2.000.000']
    """
    scale, count = 1, 0
    while count < _ROUND_WAGE_COUNT:
        for digits in _ROUND_DIGITS:
            if digits * scale > wage_sen and count < _ROUND_WAGE_COUNT:
                yield digits * scale
                count += 1
        scale *= 10
