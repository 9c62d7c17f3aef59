"""Who serves in a plan: people by role, from units alone, and the contract of each.

So many kecamatan, desa and TPS, times the numbers that the election's law names for each. A role that
cannot be counted is named with the reason; nothing is made up for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from pemilu_cover.estimates.quote import InputError
from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, RoleTerms
from pemilu_cover.law.elections import Election, ElectionRole, UnitSize
from pemilu_cover.law.premium import Contract, contract_for
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.roles import Role, Unit, role_form
from pemilu_cover.values import dates

UNIT_NAMES: dict[Unit, LocalizedText] = {
    "provinsi": localize("budget.province"),
    "kabkota": localize("budget.regency"),
    "kecamatan": localize("budget.kecamatan"),
    "desa": localize("budget.desa-kelurahan"),
    "tps": localize("budget.tps"),
    "perwakilan": localize("budget.mission-abroad"),
}
Body = Literal["KPU", "BAWASLU"]
BODIES: tuple[Body, ...] = ("KPU", "BAWASLU")
# Why a role is not counted.
ReasonCode = Literal["asn", "body", "left-out", "province", "unit", "number", "wage", "term"]
# Digits of a number of people; ten million would be more than serve in the whole country.
_DIGITS = 7
# A number as people type it: ``1500``, ``1.500``, ``1,500``, ``1 500``; a point never parts decimals here.
_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?P<mark>[., '])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
# Each lies within the one before: no kecamatan is without a desa, no desa without a TPS.
_NESTED: tuple[Unit, ...] = ("kecamatan", "desa", "tps")
# The plain members of a body; a name that does not hold the first word may mean all of it.
_MEMBER = "ANGGOTA"
_MONTHS_A_YEAR = 12
# All secretariats at once, and who serves in one: not in the permanent offices.
_SECRETARIAT = "SEKRETARIAT"
_CLERKS = ("sekretaris", "staf")
_OFFICES: tuple[Unit, ...] = ("provinsi", "kabkota")


@dataclass(frozen=True)
class BudgetRequest:
    """What is asked, as it was typed; None is left to the agreement or the election."""

    kecamatan: int | None = None
    desa: int | None = None
    tps: int | None = None
    people: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    body: str | None = None
    election: str | None = None
    minimum_wage: str | None = None
    asn: tuple[str, ...] = ()

    @property
    def units(self) -> dict[Unit, int | None]:
        """How many units of each kind there are; the regency whose office asks is one."""
        return {"kabkota": 1, "kecamatan": self.kecamatan, "desa": self.desa, "tps": self.tps}


@dataclass(frozen=True)
class StaffedRole:
    """A role that is counted: how many hold it, at the least and in the budget, and their contract.

    ``units`` is None where the number was typed. The budget takes the most that a unit may have, and the
    ``widest`` term where the usual one is not known: an office must not run short. ``fixed`` is what the
    agreement, or ``--term``, says of the role.
    """

    role: Role
    said: ElectionRole
    units: int | None
    people: int
    least: int
    widest: bool
    fixed: RoleTerms
    contract: Contract

    @property
    def code(self) -> str:
        """The role's code."""
        return self.contract.role

    @property
    def per_unit(self) -> UnitSize | None:
        """How many a unit has, where the number follows from the units."""
        return self.said.per_unit if self.units is not None else None

    @property
    def wage_fixed(self) -> bool:
        """Whether the wage is the agreement's and not the election's honorarium."""
        return self.fixed.wage is not None

    @property
    def term_fixed(self) -> bool:
        """Whether the months are not those of the election's term."""
        return bool(self.fixed.months or self.fixed.start or self.fixed.end)


class UncountedReason(NamedTuple):
    """Why a role is not counted, and which option would change that."""

    code: ReasonCode
    text: LocalizedText
    mend: LocalizedText | None = None


@dataclass(frozen=True)
class UncountedRole:
    """A role of the election that the budget leaves out, and why."""

    code: str
    role: Role
    reasons: tuple[UncountedReason, ...]


@dataclass(frozen=True)
class StaffingPlan:
    """Who is counted in a plan, who is not, and what was assumed.

    ``agreement`` is the one that was given, or none's defaults, with the terms that were typed.
    """

    agreement: Agreement
    election: Election
    body: Body | None
    units: dict[Unit, int | None]
    posts: tuple[StaffedRole, ...]
    uncounted: tuple[UncountedRole, ...]
    assumed: tuple[LocalizedText, ...]


def plan_staff(question: BudgetRequest, agreement: Agreement, book: RateBook) -> StaffingPlan:
    """Count the people of a plan, role by role in the order of the law's file.

    Raise `InputError` for a value that is none or where nobody can be counted, `RefusalError` for an
    unknown election.
    """
    assumed: list[LocalizedText] = []
    election = _election(question, agreement, book, assumed)
    body = _body(question)
    named = _RoleOptionParser(body, election, book, assumed)
    typed = dict(_people(question, named))
    agreement = _with_terms(agreement, question, named, election)
    asn = frozenset(_asn_typed(question, named))
    if not (question.kecamatan or question.desa or question.tps or typed or question.terms):
        raise InputError("--kecamatan, --desa, --tps", "say how many, or --people ROLE=N")
    asked = _StaffingContext(question.units, typed, body, agreement, election, asn)
    found = [
        _counted(code, role, asked)
        for code, role in book.roles.roles.items()
        if code in election.roles
    ]
    posts = tuple(entry for entry in found if isinstance(entry, StaffedRole))
    uncounted = tuple(entry for entry in found if isinstance(entry, UncountedRole))
    if not posts:
        raise InputError("--kecamatan, --desa, --tps, --people", _nothing(uncounted))
    return StaffingPlan(agreement, election, body, question.units, posts, uncounted, tuple(assumed))


# ---- what was asked -----------------------------------------------------------------------------


def parse_count(text: str) -> int | None:
    """Read a number of people or units, with its thousands parted or not; None where it is none.

    >>> parse_count("1.500"), parse_count("1500"), parse_count("1.5"), parse_count("-3")
    (1500, 1500, None, None)
    """
    if not _NUMBER.fullmatch(text.strip()):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    return int(digits) if len(digits) <= _DIGITS else None


def parse_unit_count(option: str, text: str | None) -> int | None:
    """Read how many units there are; raise `InputError` for what is no number, or zero."""
    if text is None:
        return None
    number = parse_count(text)
    if not number:
        raise InputError(option, f"{text!r} is not how many there are: write 1500, or 1.500")
    return number


def likely_swapped(units: dict[Unit, int | None]) -> list[tuple[Unit, Unit]]:
    """Return the pairs of a unit and one within it that are fewer: perhaps typed the wrong way round.

    >>> likely_swapped({"kecamatan": 307, "desa": 21, "tps": None})
    [('kecamatan', 'desa')]
    """
    known = [(unit, number) for unit in _NESTED if (number := units.get(unit)) is not None]
    return [
        (larger, smaller) for (larger, most), (smaller, least) in pairwise(known) if most > least
    ]


class _StaffingContext(NamedTuple):
    """What decides whether a role is counted."""

    units: dict[Unit, int | None]
    typed: dict[str, int]
    body: Body | None
    agreement: Agreement
    election: Election
    asn: frozenset[str]


def _election(
    question: BudgetRequest, agreement: Agreement, book: RateBook, assumed: list[LocalizedText]
) -> Election:
    if named := question.election or agreement.election:
        return find_election(named, book)
    newest = next(iter(book.elections.values()))
    assumed.append(localize("budget.election-newest", id=newest.id))
    return newest


def _body(question: BudgetRequest) -> Body | None:
    if question.body is None:
        return None
    for body in BODIES:
        if question.body.strip().upper() == body:
            return body
    known = " or ".join(body.lower() for body in BODIES)
    raise InputError("--body", f"{question.body!r} is not {known}")


class _RoleOptionParser:
    """The roles that options name, each once for an option."""

    def __init__(
        self, body: Body | None, election: Election, book: RateBook, assumed: list[LocalizedText]
    ) -> None:
        self._body, self._election, self._roles = body, election, book.roles
        self._assumed = assumed
        self._longest = int(book.plausibility.longest_contract_months.value)

    def each(self, option: str, texts: Iterable[str], example: str) -> Iterator[tuple[str, str]]:
        """Part ``ROLE=VALUE`` and give the role's code and the value; raise `InputError`."""
        seen: set[str] = set()
        for text in texts:
            name, _, value = (part.strip() for part in text.rpartition("="))
            if not name or not value:
                raise InputError(option, f"{text!r} is not written as {example}")
            code = self._code(option, name)
            if code in seen:
                raise InputError(option, f"names {self._roles.roles[code].name} twice")
            seen.add(code)
            yield code, value

    def clerks(self) -> Iterator[str]:
        """Return the roles of the secretariats that serve ad hoc bodies in the election."""
        for code, role in self._roles.roles.items():
            is_clerk = role.position in _CLERKS and role.unit not in _OFFICES
            if is_clerk and code in self._election.roles and role.asn != "always":
                yield code

    def check_length(self, days: str, code: str, terms: RoleTerms) -> None:
        """Refuse a term that ends before it begins, and one that no office has."""
        term = self._election.role(code).term
        start, end = terms.start, terms.end or (term.window[1] if term else None)
        if start is None or end is None:
            return
        if end < start:
            raise InputError("--term", f"{days!r} begins after its end, {end.isoformat()}")
        if (end.year - start.year) * _MONTHS_A_YEAR > self._longest:
            raise InputError("--term", f"{days!r} is longer than {self._longest} months")

    def _code(self, option: str, name: str) -> str:
        code = self._roles.named(name)
        if code is None:
            raise InputError(option, f"unknown role {name!r}; {self._hint(name)}")
        role = self._roles.roles[code]
        if code not in self._election.roles:
            raise InputError(option, f"{self._election.id} has no {role.name}")
        if role.asn == "always":
            raise InputError(option, f"{role.name}: civil servants, whom Taspen insures")
        if self._body and role.body != self._body:
            raise InputError(option, f"{role.name} is not of --body {self._body.lower()}")
        if len(family := self._family_meant(name, code)) > 1:
            raise InputError(option, f"{name} has {', '.join(family)}: say which")
        if role_form(name) not in (role_form(code), role_form(role.name)):
            meant = localize("budget.is", name=name, name2=role.name)
            self._assumed += [] if meant in self._assumed else [meant]
        return code

    def _family_meant(self, name: str, code: str) -> list[str]:
        """Return the codes that a name can mean: of a body's name ("KPPS") all positions that it has here."""
        role = self._roles.roles[code]
        if role.position != "anggota" or _MEMBER in role_form(name).replace("_", " ").split():
            return [code]
        return [
            other
            for other, entry in self._roles.roles.items()
            if entry.family == role.family
            and entry.asn != "always"
            and other in self._election.roles
        ]

    def _hint(self, name: str) -> str:
        roles = self._roles
        if meanings := roles.meanings(name):
            return f"it can mean {', '.join(meanings)}"
        if nearest := roles.nearest(name):
            return f"did you mean {nearest!r}?"
        return f"known are {', '.join(dict.fromkeys(role.family for role in roles.roles.values()))}"


def _people(question: BudgetRequest, named: _RoleOptionParser) -> Iterator[tuple[str, int]]:
    """Read ``ROLE=N``: the people of each role that was named; 0 leaves the role out."""
    example = "ROLE=N, such as PPK_STAF=34"
    for code, number in named.each("--people", question.people, example):
        people = parse_count(number)
        if people is None:
            raise InputError("--people", f"{number!r} is not a number of people: {example}")
        yield code, people


def _asn_typed(question: BudgetRequest, named: _RoleOptionParser) -> Iterator[str]:
    """Read the roles whose holders are civil servants; ``sekretariat`` is all who serve a body's office."""
    texts = [text for text in question.asn if text.strip().upper() != _SECRETARIAT]
    if len(texts) < len(question.asn):
        yield from named.clerks()
    for code, _ in named.each("--asn", (f"{text}=asn" for text in texts), "ROLE"):
        yield code


def _with_terms(
    agreement: Agreement, question: BudgetRequest, named: _RoleOptionParser, election: Election
) -> Agreement:
    """Read ``ROLE=FIRST..LAST`` into an agreement: what was typed holds before what it fixes.

    Without a role, the days are those of every role whose term is not known otherwise.
    """
    roles = dict(agreement.roles)
    example = "ROLE=FIRST..LAST, such as PKD=2024-06-02..2025-01-27"
    of_roles = [text for text in question.terms if "=" in text]
    for code, days in named.each("--term", of_roles, example):
        roles[code] = agreement.role(code).model_copy(update=_days_typed(days, example))
        named.check_length(days, code, roles[code])
    agreement = agreement.model_copy(update={"roles": roles})
    of_all = [text for text in question.terms if "=" not in text]
    if len(of_all) > 1:
        raise InputError("--term", "the days of all roles stand twice")
    for days in of_all:
        fixed = _days_typed(days, "FIRST..LAST, such as 2025-04-01..2025-04-30")
        for code, said in election.roles.items():
            if isinstance(_period(code, said, agreement), UncountedReason):
                roles[code] = agreement.role(code).model_copy(update=fixed)
                named.check_length(days, code, roles[code])
    return agreement.model_copy(update={"roles": roles})


def _days_typed(days: str, example: str) -> dict[str, date | None]:
    """Read ``FIRST..LAST``; raise `InputError` for what is no days."""
    first, _, last = days.partition("..")
    try:
        fixed: dict[str, date | None] = {"start": dates.parse(first), "months": None}
        return fixed | ({"end": dates.parse(last)} if last.strip() else {})
    except ValueError as error:
        raise InputError("--term", f"{days!r} is not {example}") from error


# ---- who is counted -----------------------------------------------------------------------------


def _counted(code: str, role: Role, asked: _StaffingContext) -> StaffedRole | UncountedRole:
    """Count a role, or say why not."""
    said, fixed = asked.election.role(code), asked.agreement.role(code)
    if outside := _outside(code, role, said, asked):
        return UncountedRole(code, role, (outside,))
    number = _number(code, role, said, asked)
    wage_sen = fixed.wage or (said.honorarium.amount_sen if said.honorarium else None)
    period = _period(code, said, asked.agreement)
    if number and wage_sen and isinstance(period, ContractPeriod):
        units, people, least = number
        contract = contract_for(asked.agreement, code, wage_sen, period)
        widest = _is_widest(code, said, asked.agreement)
        return StaffedRole(role, said, units, people, least, widest, fixed, contract)
    reasons = [] if number else [_NO_NUMBER]
    reasons += [] if wage_sen else [_NO_WAGE]
    reasons += [period] if isinstance(period, UncountedReason) else []
    return UncountedRole(code, role, tuple(reasons))


_ASN = UncountedReason("asn", localize("budget.civil-servants-insured-taspen"))
_ASN_ASKED = UncountedReason(
    "asn",
    localize("budget.civil-servants-asked-taspen"),
)
_ELSEWHERE = UncountedReason("body", localize("budget.body-asked"))
_LEFT_OUT = UncountedReason("left-out", localize("budget.left-out"))
_PROVINCE = UncountedReason("province", localize("budget.province-s-office"))
_NO_NUMBER = UncountedReason(
    "number",
    localize("budget.law-says-how-many"),
    localize("budget.say-people-code-n"),
)
_NO_WAGE = UncountedReason(
    "wage",
    localize("budget.honorarium-known"),
    localize("budget.write-wage-agreement-roles"),
)
_NO_TERM = UncountedReason(
    "term",
    localize("budget.term-known"),
    localize("budget.say-term-first-last"),
)


def _outside(
    code: str, role: Role, said: ElectionRole, asked: _StaffingContext
) -> UncountedReason | None:
    """Return why a role does not belong to the plan at all; None where it does."""
    if asked.body and role.body != asked.body:
        return _ELSEWHERE
    if role.asn == "always" or code in asked.asn:
        return _ASN if role.asn == "always" else _ASN_ASKED
    if code in asked.typed:
        return None if asked.typed[code] else _LEFT_OUT
    if role.unit == "provinsi":
        return _PROVINCE
    if said.per_unit and role.unit in asked.units and asked.units[role.unit] is None:
        unit, mend = UNIT_NAMES[role.unit], f"--{role.unit} N"
        return UncountedReason(
            "unit",
            localize("budget.number-given", unit=unit),
            localize("budget.say", mend=mend),
        )
    return None


def _number(
    code: str, role: Role, said: ElectionRole, asked: _StaffingContext
) -> tuple[int | None, int, int] | None:
    """Return the units, and how many people they have at the most and at the least."""
    if code in asked.typed:
        return None, asked.typed[code], asked.typed[code]
    units = asked.units.get(role.unit)
    if said.per_unit is None or units is None:
        return None
    return units, units * said.per_unit.max, units * said.per_unit.min


def _period(
    code: str, said: ElectionRole, agreement: Agreement
) -> ContractPeriod | UncountedReason:
    """Return when a role serves: what the agreement fixes, else the election's term, else its widest."""
    fixed, term = agreement.role(code), said.term
    earliest, latest = term.window if term and not term.by_region else (None, None)
    start = fixed.start or (term.start if term else None) or earliest
    end = fixed.end or (term.end if term else None) or latest
    if start is None or not (fixed.months or end):
        return _NO_TERM
    if end and end < start and not fixed.months:
        first, last = dates.format_ddmmyyyy(start), dates.format_ddmmyyyy(end)
        return UncountedReason(
            "term",
            localize("budget.ends-before-agreement-s", last=last, first=first),
        )
    return ContractPeriod(start, end)


def _is_widest(code: str, said: ElectionRole, agreement: Agreement) -> bool:
    """Return whether a term's first or last day is only the earliest or latest that is known."""
    fixed, term = agreement.role(code), said.term
    if term is None or term.by_region:
        return False
    no_start = fixed.start is None and term.start is None
    return no_start or (fixed.end is None and term.end is None and not fixed.months)


def _nothing(uncounted: Iterable[UncountedRole]) -> str:
    """Return why no role at all is counted."""
    told = [
        f"{entry.role.name}: {', '.join(reason.text.en for reason in entry.reasons)}"
        for entry in uncounted
        if entry.reasons[0].code in ("number", "wage", "term")
    ]
    return "; ".join(["no role can be counted", *told])
