"""Rules about the contract: the role, its first and its last day."""

from __future__ import annotations

from datetime import date

import polars as pl

from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.checks.row_rule import Breach, WorkerRow, rule
from pemilu_cover.roster.columns import LIMIT
from pemilu_cover.values import dates

# The sources of a value without a finding.
KNOWN_SOURCES = ("cell", "agreement", "column")


# ---- role ---------------------------------------------------------------------------------------


def _role_in_election(_: ValidationRules) -> pl.Expr:
    return pl.col("role").is_not_null() & pl.col(LIMIT + "known")


def _needs_role(row: WorkerRow) -> bool:
    return row.role is None and not row.has_failed_formula("role")


@rule("role-missing", "role", proof=_role_in_election)
def role_missing(row: WorkerRow) -> bool:
    """Everybody has a role."""
    return _needs_role(row) and row.is_empty("role")


@rule("role-ambiguous", "role", proof=_role_in_election)
def role_ambiguous(row: WorkerRow) -> Breach | bool:
    """A role means one role of the election."""
    if not _needs_role(row):
        return False
    if choices := row.role_choices:
        names = [row.election.roles[code].name for code in choices.split(",")]
    else:
        names = list(row.election.meanings(row.display["role"] or ""))
    return Breach({"roles": ", ".join(names)}) if names else False


@rule("role-unknown", "role", proof=_role_in_election)
def role_unknown(row: WorkerRow) -> Breach | bool:
    """A role is one that the law names."""
    if not _needs_role(row):
        return False
    return Breach(suggestion=row.election.nearest(row.display["role"] or ""))


@rule("role-not-in-election", "role", proof=_role_in_election)
def role_not_in_election(row: WorkerRow) -> Breach | bool:
    """A role is one of the election."""
    if row.limits is None or row.limits.known:
        return False
    return Breach({"role": row.limits.name, "election": row.election.election})


# ---- first and last day -------------------------------------------------------------------------


def _start_known(_: ValidationRules) -> pl.Expr:
    return pl.col("start_source").is_in(KNOWN_SOURCES)


def _end_known(_: ValidationRules) -> pl.Expr:
    return pl.col("end_source").is_in(KNOWN_SOURCES)


def _plausible_length(rules: ValidationRules) -> pl.Expr:
    start, end = pl.col("start"), pl.col("end")
    return (start <= end) & (end <= start.dt.offset_by(f"{rules.longest_months}mo"))


def _within_term(_: ValidationRules) -> pl.Expr:
    earliest, latest = pl.col(LIMIT + "earliest"), pl.col(LIMIT + "latest")
    begins = earliest.is_null() | (pl.col("start") >= earliest)
    return begins & (latest.is_null() | (pl.col("end") <= latest))


def _is_unreadable(row: WorkerRow, field: str) -> bool:
    failed = row.has_failed_formula(field)
    return row.value(field) is None and not failed and not row.is_empty(field)


def _is_missing(row: WorkerRow, field: str) -> bool:
    """Return whether a day is missing; an unknown role has a finding of its own."""
    failed = row.has_failed_formula(field)
    return (
        row.value(field) is None and not failed and row.is_empty(field) and row.limits is not None
    )


def _is_default(row: WorkerRow, field: str, source: str | None) -> Breach | bool:
    day = row.value(field)
    if source != "default" or row.limits is None or not isinstance(day, date):
        return False
    return Breach({"day": dates.format_ddmmyyyy(day), "law": row.limits.term_law})


@rule("start-unreadable", "start", proof=_start_known)
def start_unreadable(row: WorkerRow) -> bool:
    """The first day can be read."""
    return _is_unreadable(row, "start")


@rule("start-missing", "start", proof=_start_known)
def start_missing(row: WorkerRow) -> bool:
    """The first day is known."""
    return _is_missing(row, "start")


@rule("start-default", "start", proof=_start_known)
def start_default(row: WorkerRow) -> Breach | bool:
    """The first day is the roster's own, not the election's."""
    return _is_default(row, "start", row.start_source)


@rule("end-unreadable", "end", proof=_end_known)
def end_unreadable(row: WorkerRow) -> bool:
    """The last day can be read."""
    return _is_unreadable(row, "end")


@rule("end-missing", "end", proof=_end_known)
def end_missing(row: WorkerRow) -> bool:
    """The last day is known."""
    return _is_missing(row, "end")


@rule("end-default", "end", proof=_end_known)
def end_default(row: WorkerRow) -> Breach | bool:
    """The last day is the roster's own, not the election's."""
    return _is_default(row, "end", row.end_source)


@rule("end-before-start", "end", proof=_plausible_length)
def end_before_start(row: WorkerRow) -> bool:
    """A contract ends on or after its first day."""
    return row.start is not None and row.end is not None and row.end < row.start


@rule("contract-too-long", "end", proof=_plausible_length)
def contract_too_long(row: WorkerRow) -> Breach | bool:
    """A contract is no longer than any election."""
    months = row.election.longest_months
    if row.start is None or row.end is None or row.end <= _months_later(row.start, months):
        return False
    return Breach({"months": months})


@rule("dates-outside-term", "end", proof=_within_term)
def dates_outside_term(row: WorkerRow) -> Breach | bool:
    """A contract is within the term of its role; the finding is at the first day where both are outside."""
    limits, start, end = row.limits, row.start, row.end
    if limits is None or start is None or end is None:
        return False
    if limits.earliest is not None and start < limits.earliest:
        field = "start"
    elif limits.latest is not None and limits.latest < end:
        field = "end"
    else:
        return False
    window = " – ".join(
        dates.format_ddmmyyyy(day) if day else "…" for day in (limits.earliest, limits.latest)
    )
    detail = {"role": limits.name, "election": row.election.election, "window": window}
    return Breach(detail, field=field)


def _months_later(day: date, months: int) -> date:
    try:
        return dates.add_months(day, months)
    except OverflowError:
        return date.max
