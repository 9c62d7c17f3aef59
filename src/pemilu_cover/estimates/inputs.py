"""Values of a request: as typed, or from the agreement or the election with an assumption."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.messages import UsageCode
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.elections import Election, elections_covering
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import SEGMENTS, Segment
from pemilu_cover.law.roles import Roles, role_form
from pemilu_cover.values import counts, dates, rupiah

# Many contracts have the same few days, roles and wages of the law.
_REMEMBERED = 4096
_parse_day = lru_cache(_REMEMBERED)(dates.parse)

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)
# Ten million would be more than serve in the whole country.
MOST_PEOPLE = 9_999_999
# Characters of a faulty value that a message quotes.
QUOTED = 40


class InputError(ValueError):
    """A value that has no answer: its option, what is accepted, and the code of the fault."""

    def __init__(self, option: str, reason: LocalizedText, code: UsageCode = "usage") -> None:
        super().__init__(reason.en)
        self.option, self.reason, self.code = option, reason, code


class ResolvedValue(NamedTuple, Generic[T]):
    """A value of a request, and what was assumed where it was not typed."""

    value: T
    assumptions: tuple[LocalizedText, ...] = ()


def parse_wage(text: str, option: str = "--wage") -> int:
    """Return a typed wage in sen. Raise `InputError` for anything else than a positive amount."""
    try:
        wage_sen = rupiah.parse(text)
    except ValueError as error:
        raise InputError(option, localize("inputs.wage-unreadable"), "value-unreadable") from error
    if wage_sen <= 0:
        raise InputError(option, localize("inputs.wage-not-positive"))
    return wage_sen


def parse_count(text: str, option: str, least: int = 0, most: int = MOST_PEOPLE) -> int:
    """Return a typed number of people, units, days or months. Raise `InputError` for anything else."""
    try:
        number = counts.parse(text)
    except ValueError as error:
        is_negative = text.startswith("-") and text[1:].isdigit()
        reason = (
            localize("inputs.too-small", value=text[:QUOTED], least=least)
            if is_negative
            else localize("inputs.not-a-count", value=text[:QUOTED])
        )
        raise InputError(option, reason, "value-unreadable") from error
    if number < least:
        raise InputError(option, localize("inputs.too-small", value=text, least=least))
    if number > most:
        raise InputError(option, localize("inputs.too-large", value=text, most=most))
    return number


def parse_choice(text: str, option: str, choices: Sequence[Choice]) -> Choice:
    """Return the choice that was typed, in any case. Raise `InputError` for anything else."""
    for choice in choices:
        if choice.lower() == text.strip().lower():
            return choice
    known = ", ".join(choice.lower() for choice in choices)
    raise InputError(option, localize("inputs.not-one-of", value=text, known=known), "name-unknown")


def parse_segment(text: str) -> Segment:
    """Return a typed segment. Raise `InputError` for anything else."""
    return parse_choice(text, "--segment", SEGMENTS)


def parse_day(text: str | None, option: str) -> date | None:
    """Return a typed date, None without one. Raise `InputError` for anything else."""
    if text is None:
        return None
    try:
        return _parse_day(text)
    except ValueError as error:
        reason = localize("inputs.not-a-date", value=text)
        raise InputError(option, reason, "value-unreadable") from error


def parse_role(name: str, position: str | None, roles: Roles) -> str:
    """Return the code of a typed role. Raise `InputError` for an unknown role or position."""
    if code := roles.find_by_position(name, position):
        return code
    if position and (member := roles.find_by_position(name)):
        family = roles.roles[member].family
        positions = ", ".join(_positions(family, roles))
        reason = localize("inputs.positions", family=family, value=position, positions=positions)
        raise InputError("--position", reason, "name-unknown")
    raise InputError("--role", unknown_role(name, roles), "name-unknown")


def unknown_role(name: str, roles: Roles) -> LocalizedText:
    """Return that a role is unknown: what its name can mean, the nearest one, or all families."""
    if meanings := roles.meanings(name):
        return localize("inputs.unknown-role-ambiguous", role=name, meanings=", ".join(meanings))
    if nearest := roles.nearest(name):
        return localize(
            "inputs.unknown-role-similar", role=name, nearest=_typed_role(nearest, roles)
        )
    known = ", ".join(dict.fromkeys(role.family for role in roles.roles.values()))
    return localize("inputs.unknown-role", role=name, known=known)


def _typed_role(name: str, roles: Roles) -> str:
    """Return how a role's name is typed: by its family for the plain member, else by its code."""
    code = roles.find(name) or name
    family = roles.roles[code].family
    return family if roles.find_by_position(family) == code else code


@lru_cache(_REMEMBERED)
def resolve_role(name: str, position: str | None, book: RateBook) -> ResolvedValue[str]:
    """Return the code of a role; a family name without a position means its plain member."""
    roles = book.roles
    code = parse_role(name, position, roles)
    role = roles.roles[code]
    is_family = position is None and role_form(name) == role_form(role.family)
    if is_family and len(_positions(role.family, roles)) > 1:
        return ResolvedValue(code, (localize("quote.position", position=role.position),))
    return ResolvedValue(code)


def resolve_election(
    name: str | None,
    book: RateBook,
    role: str | None = None,
    period: tuple[date, date] | None = None,
) -> ResolvedValue[Election]:
    """Return the election that is named, else that of a role's dates, else the newest.

    Raise `RefusalError` for an unknown name.
    """
    if name is not None:
        return ResolvedValue(find_election(name, book))
    if role and period and (matching := elections_covering(book.elections.values(), role, *period)):
        ids = tuple([election.id for election in matching])
        return ResolvedValue(matching[0], (_election_by_dates(ids),))
    return _newest_election(book)


@lru_cache
def _newest_election(book: RateBook) -> ResolvedValue[Election]:
    newest = next(iter(book.elections.values()))
    return ResolvedValue(newest, (localize("quote.election-newest", id=newest.id),))


def resolve_wage(
    text: str | None, role: str, election: Election, agreement_sen: int | None = None
) -> ResolvedValue[int]:
    """Return the wage of a month in sen: the agreement's, else as typed, else the honorarium.

    Raise `InputError` where there is none.
    """
    typed_sen = None if text is None else parse_wage(text)
    if agreement_sen:
        amount = rupiah.format_rupiah(agreement_sen)
        if typed_sen in (None, agreement_sen):
            return ResolvedValue(agreement_sen, (localize("quote.wage-agreement", amount=amount),))
        return ResolvedValue(
            agreement_sen, (localize("quote.wage-agreement-instead", amount=amount),)
        )
    if typed_sen is not None:
        return ResolvedValue(typed_sen)
    pay = election.role(role).honorarium
    if pay is None:
        reason = localize("inputs.wage-missing", election=election.id, role=role)
        raise InputError("--wage", reason, "honorarium-missing")
    return ResolvedValue(pay.amount_sen, (_wage_of_law(pay.amount_sen, pay.law),))


@lru_cache(_REMEMBERED)
def _wage_of_law(wage_sen: int, law: str) -> LocalizedText:
    return localize("quote.wage-honorarium", amount=rupiah.format_rupiah(wage_sen), law=law)


def _positions(family: str, roles: Roles) -> list[str]:
    return [role.position for role in roles.roles.values() if role.family == family]


@lru_cache(_REMEMBERED)
def _election_by_dates(ids: tuple[str, ...]) -> LocalizedText:
    first, *others = ids
    if others:
        return localize("quote.election-dates-several", id=first, others=", ".join(others))
    return localize("quote.election-dates", id=first)
