"""Rules about the wage: it is known, positive, and near the honorarium of the role."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pemilu_cover.roster.checks.contract_rules import KNOWN_SOURCES
from pemilu_cover.roster.checks.role_limits import RoleLimits, ValidationRules
from pemilu_cover.roster.checks.row_rule import Breach, WorkerRow, rule
from pemilu_cover.roster.columns import LIMIT
from pemilu_cover.values import rupiah


def _wage_known(_: ValidationRules) -> pl.Expr:
    return pl.col("wage_source").is_in(KNOWN_SOURCES) & (pl.col("wage_sen") > 0)


def _wage_within_limits(_: ValidationRules) -> pl.Expr:
    wage, floor, ceiling = pl.col("wage_sen"), pl.col(LIMIT + "floor"), pl.col(LIMIT + "ceiling")
    return (ceiling.is_null() | (wage <= ceiling)) & (floor.is_null() | (wage >= floor))


def _needs_wage(row: WorkerRow) -> bool:
    return row.wage_sen is None and not row.has_failed_formula("wage")


@rule("wage-missing", "wage", proof=_wage_known)
def wage_missing(row: WorkerRow) -> bool:
    """A wage is known; an unknown role has a finding of its own."""
    return _needs_wage(row) and row.is_empty("wage") and row.limits is not None


@rule("wage-unreadable", "wage", proof=_wage_known)
def wage_unreadable(row: WorkerRow) -> bool:
    """A wage can be read."""
    return _needs_wage(row) and not row.is_empty("wage")


@rule("wage-not-positive", "wage", proof=_wage_known)
def wage_not_positive(row: WorkerRow) -> bool:
    """A wage is more than nothing."""
    return row.wage_sen is not None and row.wage_sen <= 0


@rule("wage-default", "wage", proof=_wage_known)
def wage_default(row: WorkerRow) -> Breach | bool:
    """A wage is the roster's own, not the election's."""
    if row.wage_sen is None or row.limits is None or row.wage_source != "default":
        return False
    amount = rupiah.format_rupiah(row.wage_sen)
    return Breach({"amount": amount, "law": row.limits.wage_law})


class _Implausible(NamedTuple):
    """A wage outside its bounds, all in sen, and the amount in rupiah that a mistyped one may mean."""

    limits: RoleLimits
    sen: int
    floor: int
    ceiling: int
    suggestion: str | None


def _implausible(row: WorkerRow) -> _Implausible | None:
    """Return a wage above the honorarium of its role, or outside the wages of all roles."""
    if row.limits is None or row.wage_sen is None:
        return None
    floor, ceiling = row.limits.floor or 0, row.limits.ceiling or row.wage_sen
    if floor <= row.wage_sen <= ceiling:
        return None
    sen = row.election.likely_wage(row.wage_sen, floor, ceiling)
    suggestion = str(sen // rupiah.SEN) if sen else None
    return _Implausible(row.limits, row.wage_sen, floor, ceiling, suggestion)


@rule("wage-impossible", "wage", proof=_wage_within_limits)
def wage_impossible(row: WorkerRow) -> Breach | bool:
    """A wage is at least what any month can pay."""
    wage = _implausible(row)
    if wage is None or wage.limits.least_wage is None or wage.sen >= wage.limits.least_wage:
        return False
    return Breach({"least": rupiah.format_rupiah(wage.limits.least_wage)}, wage.suggestion)


@rule("wage-unlikely", "wage", proof=_wage_within_limits)
def wage_unlikely(row: WorkerRow) -> Breach | bool:
    """The wage of a role without an honorarium is within the wages of all roles."""
    wage = _implausible(row)
    if wage is None or wage.limits.wage is not None:
        return False
    bounds = {
        "low": rupiah.format_rupiah(wage.floor),
        "high": rupiah.format_rupiah(wage.ceiling),
    }
    return Breach(bounds, wage.suggestion)


@rule("wage-ceiling", "wage", proof=_wage_within_limits)
def wage_above_ceiling(row: WorkerRow) -> Breach | bool:
    """A wage is at most the honorarium of its role."""
    wage = _implausible(row)
    if wage is None or wage.limits.wage is None or wage.sen <= wage.ceiling:
        return False
    amount = rupiah.format_rupiah(wage.ceiling)
    return Breach({"amount": amount, "law": wage.limits.wage_law}, wage.suggestion)


@rule("wage-low", "wage", proof=_wage_within_limits)
def wage_low(row: WorkerRow) -> Breach | bool:
    """A wage is not far below the honorarium of its role."""
    wage = _implausible(row)
    if wage is None or wage.limits.wage is None or wage.sen > wage.ceiling:
        return False
    return Breach({"amount": rupiah.format_rupiah(wage.limits.wage)}, wage.suggestion)
