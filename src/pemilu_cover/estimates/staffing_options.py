"""The options of a budget: numbers of units and people, terms and civil servants by role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pemilu_cover.estimates.inputs import (
    InputError,
    ResolvedValue,
    parse_choice,
    parse_count,
    unknown_role,
)
from pemilu_cover.estimates.staffing import BODIES, Body, UncountedReason, serving_period
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, RoleTerms
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.roles import Unit, role_form
from pemilu_cover.values import dates

# The plain members of a body; a name without this word may mean all positions of the body.
_MEMBER = "ANGGOTA"
_MONTHS_A_YEAR = 12
# All secretariats at once, and who serves in one: not in the permanent offices.
_SECRETARIAT = "SEKRETARIAT"
_CLERKS = ("sekretaris", "staf")
_OFFICES: tuple[Unit, ...] = ("provinsi", "kabkota")


@dataclass(frozen=True)
class BudgetRequest:
    """A budget's options as typed; None is left to the agreement or the election."""

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

    @property
    def has_units(self) -> bool:
        """Whether a number of units was typed."""
        return bool(self.kecamatan or self.desa or self.tps)


def parse_body(text: str | None) -> Body | None:
    """Return the body that was typed; None for both."""
    return None if text is None else parse_choice(text, "--body", BODIES)


class RoleOption(NamedTuple):
    """One ``ROLE=VALUE``: the code, the value, and which role the name was read as, if it was not plain."""

    code: str
    value: str
    assumption: LocalizedText | None


class RoleOptionParser:
    """Parser of the options that name roles of an election."""

    def __init__(self, body: Body | None, election: Election, book: RateBook) -> None:
        self._body, self._election, self._roles = body, election, book.roles
        self._longest = int(book.plausibility.longest_contract_months.value)

    def people(self, texts: Iterable[str]) -> ResolvedValue[dict[str, int]]:
        """Return the people of each role of ``--people ROLE=N``; 0 leaves the role out."""
        options = list(
            self._split(
                "--people", texts, lambda text: localize("inputs.people-syntax", value=text)
            )
        )
        people: dict[str, int] = {}
        for option in options:
            people[option.code] = parse_count(option.value, "--people")
        return ResolvedValue(people, _assumptions(options))

    def civil_servants(self, texts: Iterable[str]) -> ResolvedValue[frozenset[str]]:
        """Return the roles of ``--asn``; ``sekretariat`` means all clerks of ad hoc bodies."""
        texts = list(texts)
        roles = [text for text in texts if text.strip().upper() != _SECRETARIAT]
        clerks = self._clerks() if len(roles) < len(texts) else ()
        options = list(
            self._split(
                "--asn",
                (f"{text}=asn" for text in roles),
                lambda text: localize("inputs.asn-syntax", value=text.removesuffix("=asn")),
            )
        )
        codes = frozenset([*clerks, *(option.code for option in options)])
        return ResolvedValue(codes, _assumptions(options))

    def terms(self, texts: Iterable[str], agreement: Agreement) -> ResolvedValue[Agreement]:
        """Return an agreement with the days of ``--term``, which take precedence over its own.

        Without a role, the days are those of every role whose term is not known otherwise.
        """
        texts = list(texts)
        roles = dict(agreement.roles)
        options = list(
            self._split(
                "--term",
                [text for text in texts if "=" in text],
                lambda text: localize("inputs.term-syntax", value=text),
            )
        )
        for code, days, _ in options:
            syntax_error = localize("inputs.term-syntax", value=days)
            roles[code] = self._with_term(agreement.role(code), code, days, syntax_error)
        agreement = agreement.model_copy(update={"roles": roles})
        general = [text for text in texts if "=" not in text]
        if len(general) > 1:
            raise InputError("--term", localize("inputs.term-twice"))
        for days in general:
            syntax_error = localize("inputs.term-of-all-syntax", value=days)
            for code in self._roles_without_term(agreement):
                roles[code] = self._with_term(agreement.role(code), code, days, syntax_error)
        return ResolvedValue(agreement.model_copy(update={"roles": roles}), _assumptions(options))

    def _split(
        self, option: str, texts: Iterable[str], syntax: Callable[[str], LocalizedText]
    ) -> Iterator[RoleOption]:
        """Split each ``ROLE=VALUE`` at its last sign. Raise `InputError` for a role named twice."""
        codes_used: set[str] = set()
        for text in texts:
            name, _, value = (part.strip() for part in text.rpartition("="))
            if not name or not value:
                raise InputError(option, syntax(text), "value-unreadable")
            code = self._parse_role(option, name)
            role = self._roles.roles[code]
            if code in codes_used:
                raise InputError(option, localize("inputs.role-twice", role=role.name))
            codes_used.add(code)
            is_plain = role_form(name) in (role_form(code), role_form(role.name))
            meaning = (
                None if is_plain else localize("budget.role-read-as", name=name, role=role.name)
            )
            yield RoleOption(code, value, meaning)

    def _parse_role(self, option: str, name: str) -> str:
        code = self._roles.find_by_position(name)
        if code is None:
            raise InputError(option, unknown_role(name, self._roles), "name-unknown")
        role, election = self._roles.roles[code], self._election
        if code not in election.roles:
            reason = localize("inputs.role-not-in-election", election=election.id, role=role.name)
            raise InputError(option, reason, "name-unknown")
        if role.asn == "always":
            raise InputError(option, localize("inputs.role-civil-servants", role=role.name))
        if self._body and role.body != self._body:
            body = self._body.lower()
            raise InputError(
                option, localize("inputs.role-of-other-body", role=role.name, body=body)
            )
        if len(codes := self._possible_codes(name, code)) > 1:
            known = ", ".join(codes)
            reason = localize("inputs.role-of-several-positions", role=name, codes=known)
            raise InputError(option, reason, "name-unknown")
        return code

    def _possible_codes(self, name: str, code: str) -> list[str]:
        """Return the codes that a name can mean: the name of a body ("KPPS") means all its positions."""
        role = self._roles.roles[code]
        if role.position != "anggota" or _MEMBER in role_form(name).replace("_", " ").split():
            return [code]
        return [
            other_code
            for other_code, entry in self._roles.roles.items()
            if entry.family == role.family
            and entry.asn != "always"
            and other_code in self._election.roles
        ]

    def _clerks(self) -> Iterator[str]:
        """Yield the roles of the secretariats that serve ad hoc bodies in the election."""
        for code, role in self._roles.roles.items():
            is_clerk = role.position in _CLERKS and role.unit not in _OFFICES
            if is_clerk and code in self._election.roles and role.asn != "always":
                yield code

    def _roles_without_term(self, agreement: Agreement) -> list[str]:
        return [
            code
            for code, role in self._election.roles.items()
            if isinstance(serving_period(code, role, agreement), UncountedReason)
        ]

    def _with_term(
        self, terms: RoleTerms, code: str, days: str, syntax: LocalizedText
    ) -> RoleTerms:
        """Return the terms of a role with other days. Raise `InputError` for days that no office has."""
        terms = terms.model_copy(update=_parse_days(days, syntax))
        term = self._election.role(code).term
        end = terms.end or (term.window[1] if term else None)
        if terms.start is None or end is None:
            return terms
        if end < terms.start:
            reason = localize("inputs.term-ends-early", value=days, end=end.isoformat())
            raise InputError("--term", reason)
        if (end.year - terms.start.year) * _MONTHS_A_YEAR > self._longest:
            reason = localize("inputs.term-too-long", value=days, months=self._longest)
            raise InputError("--term", reason)
        return terms


def _parse_days(text: str, syntax: LocalizedText) -> dict[str, date | None]:
    """Return the days of ``FIRST..LAST`` as fields of an agreement's role."""
    first, _, last = text.partition("..")
    try:
        days: dict[str, date | None] = {"start": dates.parse(first), "months": None}
        return days | ({"end": dates.parse(last)} if last.strip() else {})
    except ValueError as error:
        raise InputError("--term", syntax, "value-unreadable") from error


def _assumptions(options: Iterable[RoleOption]) -> tuple[LocalizedText, ...]:
    return tuple(option.assumption for option in options if option.assumption)
