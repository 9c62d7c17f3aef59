"""A rule about one row: a named function with its code, its field and the proof that clean rows keep it.

Adding a rule means one decorated function in a module of rules and one entry in the catalogue:

    @rule("end-before-start", "end", proof=_dates_in_order)
    def end_before_start(row: WorkerRow) -> bool:
        return row.start is not None and row.end is not None and row.end < row.start
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import Level, messages
from pemilu_cover.roster.checks.role_limits import ElectionRules, RoleLimits, ValidationRules
from pemilu_cover.roster.columns import FORMULA_ERROR

# The fields in the order in which they are checked: a rule relies only on fields ahead of its own.
FIELD_ORDER = tuple(
    "any role start end nik name birth_date sex wage phone marital blood postal_code kpj email npwp"
    " regency mother".split()
)
# Where the value of a field has another name than the field.
_VALUES = {"wage": "wage_sen"}


class WorkerRow(NamedTuple):
    """One person: the parsed values, the cells as displayed, and the rules of their election.

    A displayed cell is None where it is empty, so that a value of None beside a cell could not be read.
    A value that breaks an error rule is None for all rules that follow.
    """

    election: ElectionRules
    display: Mapping[str, str | None]
    flaws: list[str]
    notes: list[str]
    role: str | None
    role_choices: str | None
    start: date | None
    start_source: str | None
    end: date | None
    end_source: str | None
    nik: str | None
    nik_is_number: bool
    name: str | None
    birth_date: date | None
    sex: str | None
    wage_sen: int | None
    wage_source: str | None
    phone: str | None
    marital: str | None
    blood: str | None
    postal_code: str | None
    kpj: str | None
    email: str | None
    npwp: str | None
    regency: str | None
    mother: str | None

    @property
    def limits(self) -> RoleLimits | None:
        """The limits of the person's role, or None for an unknown role."""
        return self.election.roles.get(self.role or "")

    @property
    def reference_day(self) -> date:
        """The day on which a person must be of working age: the contract's first."""
        return self.start or self.election.voting_day

    def has_failed_formula(self, field: str) -> bool:
        """Return whether the field's formula failed: that is a finding of its own, and nothing is missing."""
        return f"{field} {FORMULA_ERROR}" in self.flaws

    def is_empty(self, field: str) -> bool:
        """Return whether the field's cell is empty."""
        return self.display.get(field) is None

    def value(self, field: str) -> object:
        """Return the value of a field."""
        return getattr(self, _VALUES.get(field, field))

    def without(self, field: str) -> WorkerRow:
        """Return the row without the wrong value of a field."""
        change: dict[str, Any] = {} if field == "any" else {_VALUES.get(field, field): None}
        return self._replace(**change)


# The columns of a row besides the cells as displayed and the rules of its election.
VALUE_COLUMNS = tuple(name for name in WorkerRow._fields if name not in ("election", "display"))


class Breach(NamedTuple):
    """A violation of a rule by a row: the values of its sentence, and a suggestion for the cell.

    ``field`` defaults to that of the rule.
    """

    detail: Mapping[str, object] = {}
    suggestion: str | None = None
    field: str = ""


Check = Callable[[WorkerRow], "Breach | bool"]
Proof = Callable[[ValidationRules], pl.Expr]


@dataclass(frozen=True)
class Rule:
    """A rule about one row. ``check`` returns a `Breach`, or True for one without detail.

    ``proof`` returns an expression that is true only for rows that keep the rule, whatever other field has a
    wrong value, which the rule does not see; several rules may share one.
    """

    code: str
    field: str
    check: Check
    proof: Proof

    @cached_property
    def level(self) -> Level:
        """The level of the rule's findings."""
        return messages()[self.code].level


# All rules, in the order of their definition.
RULES: list[Rule] = []


def rule(code: str, field: str, *, proof: Proof) -> Callable[[Check], Check]:
    """Register a function as the rule of a code."""

    def register(check: Check) -> Check:
        RULES.append(Rule(code, field, check, proof))
        return check

    return register
