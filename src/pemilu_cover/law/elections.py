"""Elections: terms, honoraria, ages and unit sizes of their roles.

A role is the same in every election; its honorarium, term and age limits are in the election. Honoraria are
ceilings: the wage is the amount of the roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.dated_values import Citation
from pemilu_cover.law.rate_files import NonEmptyText, RateFile, StrictModel, check_bounds
from pemilu_cover.values.dates import add_months

SEN = 100


class Variant(Citation):
    """Another number of people in one unit, and where it was reported."""

    number: int = Field(ge=0)
    where: NonEmptyText


class UnitSize(Citation):
    """The number of people in one unit; ``variants`` are numbers of some offices."""

    min: int = Field(ge=0)
    max: int = Field(ge=1)
    variants: tuple[Variant, ...] = ()

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        check_bounds(self.min, self.max)
        return self


class Honorarium(Citation):
    """The honorarium of a role, in rupiah: a ceiling that the local budget may undercut."""

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
    """The term of a role; a contract outside the widest window gets a finding.

    With ``by_region`` the days differ between regions: the roster must have them, and the window is only
    used to distinguish elections.
    """

    by_region: bool = False
    start: date | None = None
    end: date | None = None
    not_before: date | None = None
    not_after: date | None = None

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        days = [self.not_before, self.start, self.end, self.not_after]
        known_days = [day for day in days if day is not None]
        if not known_days or known_days != sorted(known_days):
            raise ValueError("dates must be ordered: not_before, start, end, not_after")
        if self.by_region and (self.start or self.end):
            raise ValueError("a term by region has no start and no end of its own")
        return self

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day of the widest window."""
        return self.not_before or self.start, self.not_after or self.end


class Age(Citation):
    """The ages at which the role may be held."""

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        check_bounds(self.min, self.max)
        return self


class ElectionRole(StrictModel):
    """A role in one election; unknown values are None."""

    per_unit: UnitSize | None = None
    honorarium: Honorarium | None = None
    term: Term | None = None
    age: Age | None = None


class Dissolution(Citation):
    """The months after the last voting day by which ad hoc bodies are dissolved."""

    months: int = Field(ge=1, le=12)


class VotingDay(Citation):
    """A voting day of some regions."""

    day: date
    where: tuple[str, ...] = Field(min_length=1)


SharedField = Literal["per_unit", "honorarium", "age"]


class SharedRoles(Citation):
    """Fields of some roles that are the same as in another election."""

    election: str
    roles: tuple[str, ...] = Field(min_length=1)
    fields: tuple[SharedField, ...] = Field(min_length=1)


_NO_ROLE = ElectionRole.model_construct()


class Election(RateFile):
    """One election: its names, its voting day and its roles by code.

    ``label`` is the short name, as in "PSU 2025".
    If regions voted on several days, ``voting_days`` has them all and ``voting_day`` is the main one. An
    election with ``regional`` was held in some regions only, and is never assumed. ``shares`` name the fields
    that are the same as in another election.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*-\d{4}$")
    name: str
    label: str = Field(min_length=1)
    voting_day: date
    regional: bool = False
    dissolved: Dissolution | None = None
    voting_days: tuple[VotingDay, ...] = ()
    shares: tuple[SharedRoles, ...] = ()
    roles: dict[str, ElectionRole] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_voting_days(self) -> Self:
        days = [voting.day for voting in self.voting_days]
        if days and (self.voting_day not in days or days != sorted(set(days))):
            raise ValueError("'voting_days' must be in order and hold the day of 'voting_day'")
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """All voting days, the first one first."""
        return tuple(voting.day for voting in self.voting_days) or (self.voting_day,)

    def with_shared_fields(self, elections: Mapping[str, Election]) -> Election:
        """Return the election with its shared fields; raise `ValueError` if the other election lacks one.

        Its own fields take precedence.
        """
        roles = dict(self.roles)
        for shares in self.shares:
            if shares.election not in elections:
                raise ValueError(f"shares with the unknown election {shares.election!r}")
            for code in shares.roles:
                source, own = elections[shares.election].role(code), self.role(code)
                shared_values: dict[str, object] = {
                    name: getattr(source, name) for name in shares.fields
                }
                if not any(shared_values.values()):
                    raise ValueError(f"{shares.election} says nothing of {code} that is shared")
                merged = {
                    name: getattr(own, name) or value for name, value in shared_values.items()
                }
                roles[code] = roles.get(code, own).model_copy(update=merged)
        return self.model_copy(update={"roles": roles})

    def role(self, code: str) -> ElectionRole:
        """Return a role in the election; without fields if the election does not have it."""
        return self.roles.get(code, _NO_ROLE)

    def covers(self, code: str, first: date, last: date) -> bool:
        """Return whether a role's term covers all days from the first to the last.

        A term without a known first day covers nothing. A term without a known end ends when ad hoc bodies
        are dissolved, some weeks after voting day.
        """
        term = self._terms.get(code)
        return term is not None and term[0] <= first and last <= term[1]

    def overlaps(self, code: str, first: date, last: date) -> bool:
        """Return whether a role's term has any of the days from the first to the last."""
        term = self._terms.get(code)
        return term is not None and first <= term[1] and term[0] <= last

    @cached_property
    def _terms(self) -> dict[str, tuple[date, date]]:
        """The first and the last day of each role's term whose first day is known."""
        windows = {code: role.term.window for code, role in self.roles.items() if role.term}
        return {
            code: (earliest, latest or self._last_day)
            for code, (earliest, latest) in windows.items()
            if earliest is not None
        }

    @property
    def _last_day(self) -> date:
        """The last day of terms without a known end; only used to distinguish elections."""
        last = self.days[-1]
        return add_months(last, self.dissolved.months) if self.dissolved else last


def elections_covering(
    elections: Iterable[Election], code: str, first: date, last: date
) -> list[Election]:
    """Return the elections in whose term a role serves on all days from the first to the last."""
    return [election for election in elections if election.covers(code, first, last)]
