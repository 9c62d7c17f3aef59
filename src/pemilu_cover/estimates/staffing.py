"""The people of a plan by role: units times the numbers of the election's law, and their contracts.

A role that cannot be counted is listed with the reason; nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from pemilu_cover.i18n.text import LocalizedText, localize, localized_list
from pemilu_cover.law.agreement import Agreement, RoleTerms
from pemilu_cover.law.elections import Election, ElectionRole, UnitSize
from pemilu_cover.law.premium import Contract, contract_for
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.roles import Role, Unit
from pemilu_cover.values import dates

UNIT_NAMES: dict[Unit, LocalizedText] = {
    "provinsi": localize("budget.unit-provinsi"),
    "kabkota": localize("budget.unit-kabkota"),
    "kecamatan": localize("budget.unit-kecamatan"),
    "desa": localize("budget.unit-desa"),
    "tps": localize("budget.unit-tps"),
    "perwakilan": localize("budget.unit-perwakilan"),
}
Body = Literal["KPU", "BAWASLU"]
BODIES: tuple[Body, ...] = ("KPU", "BAWASLU")
# Why a role is not counted.
ReasonCode = Literal["asn", "body", "left-out", "province", "unit", "number", "wage", "term"]
# Each is within the one before: every kecamatan has a desa, and every desa has a TPS.
_NESTED: tuple[Unit, ...] = ("kecamatan", "desa", "tps")


@dataclass(frozen=True)
class StaffedRole:
    """A role that is counted: its people, in the budget and at least, and their contract.

    ``units`` is None if the number was typed. The budget uses the maximum of a unit, and the
    ``widest`` term if the usual one is unknown, so that the money suffices. ``agreed_terms`` are those of the
    agreement or of ``--term``.
    """

    role: Role
    election_role: ElectionRole
    units: int | None
    people: int
    least: int
    widest: bool
    agreed_terms: RoleTerms
    contract: Contract

    @property
    def code(self) -> str:
        """The role's code."""
        return self.contract.role

    @property
    def per_unit(self) -> UnitSize | None:
        """How many a unit has, where the number follows from the units."""
        return self.election_role.per_unit if self.units is not None else None

    @property
    def wage_fixed(self) -> bool:
        """Whether the wage is the agreement's and not the election's honorarium."""
        return self.agreed_terms.wage is not None

    @property
    def term_fixed(self) -> bool:
        """Whether the months are not those of the election's term."""
        return bool(self.agreed_terms.months or self.agreed_terms.start or self.agreed_terms.end)


class UncountedReason(NamedTuple):
    """Why a role is not counted, and which option would change that."""

    code: ReasonCode
    text: LocalizedText
    remedy: LocalizedText | None = None


@dataclass(frozen=True)
class UncountedRole:
    """A role of the election that the budget leaves out, and why."""

    code: str
    role: Role
    reasons: tuple[UncountedReason, ...]


@dataclass(frozen=True)
class StaffingPlan:
    """The roles that are counted in a plan, those that are not, and the assumptions.

    ``agreement`` is the agreement, or the defaults without one, with the typed terms.
    """

    agreement: Agreement
    election: Election
    body: Body | None
    units: dict[Unit, int | None]
    posts: tuple[StaffedRole, ...]
    uncounted: tuple[UncountedRole, ...]
    assumptions: tuple[LocalizedText, ...]


class StaffingContext(NamedTuple):
    """What decides whether a role is counted, and with how many people."""

    units: dict[Unit, int | None]
    typed: dict[str, int]
    body: Body | None
    agreement: Agreement
    election: Election
    asn: frozenset[str]


def count_role(code: str, role: Role, context: StaffingContext) -> StaffedRole | UncountedRole:
    """Return the people of a role, or why it is not counted."""
    election_role, terms = context.election.role(code), context.agreement.role(code)
    if exclusion := _exclusion_reason(code, role, election_role, context):
        return UncountedRole(code, role, (exclusion,))
    number = _number(code, role, election_role, context)
    wage_sen = terms.wage or (
        election_role.honorarium.amount_sen if election_role.honorarium else None
    )
    period = serving_period(code, election_role, context.agreement)
    if number and wage_sen and isinstance(period, ContractPeriod):
        units, people, least = number
        contract = contract_for(context.agreement, code, wage_sen, period)
        widest = _is_widest(code, election_role, context.agreement)
        return StaffedRole(role, election_role, units, people, least, widest, terms, contract)
    reasons = [] if number else [_NO_NUMBER]
    reasons += [] if wage_sen else [_NO_WAGE]
    reasons += [period] if isinstance(period, UncountedReason) else []
    return UncountedRole(code, role, tuple(reasons))


_ASN = UncountedReason("asn", localize("budget.uncounted-asn"))
_ASN_OPTION = UncountedReason(
    "asn",
    localize("budget.uncounted-asn-requested"),
)
_OTHER_BODY = UncountedReason("body", localize("budget.uncounted-other-body"))
_OMITTED = UncountedReason("left-out", localize("budget.uncounted-left-out"))
_PROVINCE = UncountedReason("province", localize("budget.uncounted-province"))
_NO_NUMBER = UncountedReason(
    "number",
    localize("budget.uncounted-number"),
    localize("budget.hint-people"),
)
_NO_WAGE = UncountedReason(
    "wage",
    localize("budget.uncounted-wage"),
    localize("budget.hint-wage"),
)
_NO_TERM = UncountedReason(
    "term",
    localize("budget.uncounted-term"),
    localize("budget.hint-term"),
)


def _exclusion_reason(
    code: str, role: Role, election_role: ElectionRole, context: StaffingContext
) -> UncountedReason | None:
    """Return why a role does not belong to the plan at all; None where it does."""
    if context.body and role.body != context.body:
        return _OTHER_BODY
    if role.asn == "always" or code in context.asn:
        return _ASN if role.asn == "always" else _ASN_OPTION
    if code in context.typed:
        return None if context.typed[code] else _OMITTED
    if role.unit == "provinsi":
        return _PROVINCE
    if election_role.per_unit and role.unit in context.units and context.units[role.unit] is None:
        unit, remedy = UNIT_NAMES[role.unit], f"--{role.unit} N"
        return UncountedReason(
            "unit",
            localize("budget.uncounted-units", unit=unit),
            localize("budget.hint-units", remedy=remedy),
        )
    return None


def _number(
    code: str, role: Role, election_role: ElectionRole, context: StaffingContext
) -> tuple[int | None, int, int] | None:
    """Return the units, and how many people they have at the most and at the least."""
    if code in context.typed:
        return None, context.typed[code], context.typed[code]
    units = context.units.get(role.unit)
    if election_role.per_unit is None or units is None:
        return None
    return units, units * election_role.per_unit.max, units * election_role.per_unit.min


def serving_period(
    code: str, election_role: ElectionRole, agreement: Agreement
) -> ContractPeriod | UncountedReason:
    """Return when a role serves: what the agreement fixes, else the election's term, else its widest."""
    terms, term = agreement.role(code), election_role.term
    earliest, latest = term.window if term and not term.by_region else (None, None)
    start = terms.start or (term.start if term else None) or earliest
    end = terms.end or (term.end if term else None) or latest
    if start is None or not (terms.months or end):
        return _NO_TERM
    if end and end < start and not terms.months:
        first, last = dates.format_ddmmyyyy(start), dates.format_ddmmyyyy(end)
        return UncountedReason(
            "term",
            localize("budget.uncounted-ends-before-start", last=last, first=first),
        )
    return ContractPeriod(start, end)


def _is_widest(code: str, election_role: ElectionRole, agreement: Agreement) -> bool:
    """Return whether a term's first or last day is only the earliest or latest that is known."""
    terms, term = agreement.role(code), election_role.term
    if term is None or term.by_region:
        return False
    no_start = terms.start is None and term.start is None
    return no_start or (terms.end is None and term.end is None and not terms.months)


def describe_uncounted(uncounted: Iterable[UncountedRole]) -> LocalizedText:
    """Return that no role at all is counted, with the reasons that an option would change."""
    reasons = [
        localize("budget.role-uncounted", role=entry.role.name, reason=reason.text)
        for entry in uncounted
        if entry.reasons[0].code in ("number", "wage", "term")
        for reason in entry.reasons
    ]
    if not reasons:
        return localize("inputs.nobody-counted")
    return localize("inputs.nobody-counted-reasons", reasons=localized_list(reasons, "; "))


def likely_swapped(units: dict[Unit, int | None]) -> list[tuple[Unit, Unit]]:
    """Return the pairs of a unit and one within it that are fewer: perhaps typed the wrong way round.

    >>> likely_swapped({"kecamatan": 307, "desa": 21, "tps": None})
    [('kecamatan', 'desa')]
    """
    counted_units = [(unit, number) for unit in _NESTED if (number := units.get(unit)) is not None]
    return [
        (larger, smaller)
        for (larger, most), (smaller, least) in pairwise(counted_units)
        if most > least
    ]
