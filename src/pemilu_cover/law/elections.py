"""Roles and elections: who serves, for how long, for what honorarium, in which numbers.

A role is the same in every election; what it is paid, when it serves and how old its holder must be
stand in the election. Honoraria are ceilings: the roster's own amount is the wage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.dated_values import Citation
from pemilu_cover.law.rate_files import RateFile, StrictModel, in_order
from pemilu_cover.values.dates import add_months

SEN = 100


class Variant(Citation):
    """Another number that serves in one unit, and where that was reported."""

    number: int = Field(ge=0)
    where: str = Field(min_length=1)


class UnitSize(Citation):
    """How many serve in one unit; ``variants`` are numbers that some offices had instead."""

    min: int = Field(ge=0)
    max: int = Field(ge=1)
    variants: tuple[Variant, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        in_order(self.min, self.max)
        return self


class Honorarium(Citation):
    """What the role is paid, in rupiah: a ceiling that the local budget may undercut."""

    amount: int = Field(gt=0)
    alternative: int | None = Field(default=None, gt=0)
    per: Literal["month", "term"]

    @property
    def amount_sen(self) -> int:
        """The honorarium in sen."""
        return self.amount * SEN

    @property
    def ceiling_sen(self) -> int:
        """The highest amount that a decree allows, in sen."""
        return max(self.amount, self.alternative or 0) * SEN


class Term(Citation):
    """When the role serves; outside the widest window a contract is questioned.

    With ``by_region`` the days differ from region to region: they are asked for, and the window only
    tells one election from another.
    """

    by_region: bool = False
    start: date | None = None
    end: date | None = None
    not_before: date | None = None
    not_after: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        days = [self.not_before, self.start, self.end, self.not_after]
        known = [day for day in days if day is not None]
        if not known or known != sorted(known):
            raise ValueError("dates must be ordered: not_before, start, end, not_after")
        if self.by_region and (self.start or self.end):
            raise ValueError("a term by region has no start and no end of its own")
        return self

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day that is not questioned."""
        return self.not_before or self.start, self.not_after or self.end


class Age(Citation):
    """The ages at which the role may be held."""

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        in_order(self.min, self.max)
        return self


class ElectionRole(StrictModel):
    """What an election says of a role; what is not known is not there."""

    per_unit: UnitSize | None = None
    honorarium: Honorarium | None = None
    term: Term | None = None
    age: Age | None = None


class Dissolved(Citation):
    """How many months after the last voting day ad hoc bodies end at the latest."""

    months: int = Field(ge=1, le=12)


class VotingDay(Citation):
    """A day on which some regions voted."""

    day: date
    where: tuple[str, ...] = Field(min_length=1)


Shared = Literal["per_unit", "honorarium", "age"]


class Shares(Citation):
    """What an election says of some roles as another one does, instead of repeating it."""

    election: str
    roles: tuple[str, ...] = Field(min_length=1)
    fields: tuple[Shared, ...] = Field(min_length=1)


class Election(RateFile):
    """One election: its names, its voting day and its roles by code.

    ``label`` is the short name, as in "PSU 2025".
    Where regions voted on several days, ``voting_days`` has them all and ``voting_day`` is the main one. An
    election with ``regional`` was held in some regions only, and is never assumed. ``shares`` name what holds
    as in another election.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*-\d{4}$")
    name: str
    label: str = Field(min_length=1)
    voting_day: date
    regional: bool = False
    dissolved: Dissolved | None = None
    voting_days: tuple[VotingDay, ...] = ()
    shares: tuple[Shares, ...] = ()
    roles: dict[str, ElectionRole] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _main_day_is_a_voting_day(self) -> Self:
        days = [voting.day for voting in self.voting_days]
        if days and (self.voting_day not in days or days != sorted(set(days))):
            raise ValueError("'voting_days' must be in order and hold the day of 'voting_day'")
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """All voting days, the first one first."""
        return tuple(voting.day for voting in self.voting_days) or (self.voting_day,)

    def sharing(self, others: Mapping[str, Election]) -> Election:
        """Return the election with what it shares; raise `ValueError` for what the other one lacks.

        What it says itself of a role goes before what is shared.
        """
        roles = dict(self.roles)
        for shares in self.shares:
            if shares.election not in others:
                raise ValueError(f"shares with the unknown election {shares.election!r}")
            for code in shares.roles:
                source, own = others[shares.election].role(code), self.role(code)
                shared: dict[str, object] = {name: getattr(source, name) for name in shares.fields}
                if not any(shared.values()):
                    raise ValueError(f"{shares.election} says nothing of {code} that is shared")
                merged = {name: getattr(own, name) or value for name, value in shared.items()}
                roles[code] = roles.get(code, own).model_copy(update=merged)
        return self.model_copy(update={"roles": roles})

    def role(self, code: str) -> ElectionRole:
        """Return what the election says of a role, which may be nothing."""
        return self.roles.get(code) or ElectionRole()

    def covers(self, code: str, first: date, last: date) -> bool:
        """Return whether a role's term here covers the days from the first to the last.

        A first day that is not known covers nothing; an end that is not known is taken to come some
        weeks after voting day, when ad hoc bodies are dissolved.
        """
        term = self._term_days(code)
        return term is not None and term[0] <= first and last <= term[1]

    def reaches(self, code: str, first: date, last: date) -> bool:
        """Return whether a role's term here has any of the days from the first to the last."""
        term = self._term_days(code)
        return term is not None and first <= term[1] and term[0] <= last

    def _term_days(self, code: str) -> tuple[date, date] | None:
        """Return the first and the last day of a role's term, where its first day is known."""
        term = self.role(code).term
        earliest, latest = term.window if term else (None, None)
        if earliest is None:
            return None
        return earliest, latest or self._last_day

    @property
    def _last_day(self) -> date:
        """The last day of who serves without a known end; it only tells elections apart."""
        last = self.days[-1]
        return add_months(last, self.dissolved.months) if self.dissolved else last


def fitting(
    elections: Iterable[Election], code: str, first: date, last: date
) -> Iterator[Election]:
    """Return the elections in whose term a role serves on all days from the first to the last."""
    return (election for election in elections if election.covers(code, first, last))
