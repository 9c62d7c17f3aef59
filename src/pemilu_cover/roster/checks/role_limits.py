"""The rules of elections and an agreement for each role, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.roster.columns import DISPLAY, HAS, LIMIT, LIMIT_COLUMNS

_KEY = ("election", "role")
_SCHEMA = {"election": pl.String(), "role": pl.String(), **LIMIT_COLUMNS}


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """The rules of one role. Amounts are in sen; None means that the election sets no limit.

    ``wage``, ``start`` and ``end`` are the defaults of an empty cell; ``fixed_…`` replace any cell, by the
    agreement. ``floor`` to ``ceiling`` are plausible wages, and less than ``least_wage`` is no wage.
    ``least`` and ``most`` are the number of people with the role in one unit at the same time; ``body`` is
    KPU or BAWASLU, ``family`` the roles that make one board (PPK, KPPS, …).
    """

    name: str
    known: bool = True
    civil_servant: bool = False
    ceiling: int | None = None
    floor: int | None = None
    least_wage: int | None = None
    earliest: date | None = None
    latest: date | None = None
    youngest: int | None = None
    oldest: int | None = None
    wage: int | None = None
    start: date | None = None
    end: date | None = None
    fixed_wage: int | None = None
    fixed_start: date | None = None
    fixed_end: date | None = None
    body: str = ""
    family: str = ""
    least: int | None = None
    most: int | None = None
    wage_law: str = ""
    term_law: str = ""
    count_law: str = ""


@dataclass(frozen=True)
class ElectionRules:
    """The rules of one election.

    ``likely_wage`` returns the wage between two bounds, in sen, for which one outside them may be mistyped.
    """

    election: str
    voting_day: date
    longest_months: int
    roles: Mapping[str, RoleLimits]
    meanings: Callable[[str], tuple[str, ...]]
    nearest: Callable[[str], str | None]
    likely_wage: Callable[[int, int, int], int | None]


@dataclass(frozen=True)
class ValidationRules:
    """The rules of a run, by the id of each election that its rows may belong to.

    ``main`` is the election of rows whose dates name none.
    """

    elections: Mapping[str, ElectionRules]
    main: str

    def of(self, election: str) -> ElectionRules:
        """Return the rules of an election."""
        return self.elections[election]

    @property
    def roles(self) -> Mapping[str, RoleLimits]:
        """The roles in the main election. Every election has the same codes and names."""
        return self.elections[self.main].roles

    @property
    def longest_months(self) -> int:
        """The longest plausible contract, which no election changes."""
        return self.elections[self.main].longest_months

    def join(self, people: pl.DataFrame) -> pl.DataFrame:
        """Add the rules of each person's election and role."""
        names = [name.removeprefix(LIMIT) for name in list(_SCHEMA)[len(_KEY) + 1 :]]
        rows = []
        for election, code in people.select(_KEY).drop_nulls().unique().iter_rows():
            rules = self.of(election)
            limits = (getattr(rules.roles[code], name) for name in names)
            rows.append([election, code, rules.voting_day, *limits])
        limits_frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
        return people.join(limits_frame, on=_KEY, how="left", maintain_order="left")


def apply_defaults(frame: pl.DataFrame, rules: ValidationRules) -> pl.DataFrame:
    """Return each person with the wage and the dates in force, and their sources.

    ``frame`` has the id of each person's ``election``. ``wage_source``, ``start_source`` and ``end_source``
    are ``agreement``, ``cell``, ``default`` (an empty cell, filled by the election's value for the role),
    ``column`` (the same where the table has no such column at all) or null (no value). Adds the rules of each
    person's role, and ``excluded`` for civil servants and rows that were struck out.
    """
    always = [code for code, rule in rules.roles.items() if rule.civil_servant]
    return rules.join(frame).with_columns(
        *_value_with_source("wage_sen", "wage"),
        *_value_with_source("start", "start"),
        *_value_with_source("end", "end"),
        pl.any_horizontal(
            "struck", "is_civil_servant", pl.col("role").is_in(always).fill_null(value=False)
        ).alias("excluded"),
    )


def _value_with_source(column: str, field: str) -> list[pl.Expr]:
    fixed, cell, default = pl.col(f"{LIMIT}fixed_{field}"), pl.col(column), pl.col(LIMIT + field)
    empty = pl.col(DISPLAY + field).is_null()
    value = pl.coalesce(fixed, cell, pl.when(empty).then(default))
    source = (
        pl.when(fixed.is_not_null())
        .then(pl.lit("agreement"))
        .when(cell.is_not_null())
        .then(pl.lit("cell"))
        .when(empty & default.is_not_null() & pl.col(HAS + field))
        .then(pl.lit("default"))
        .when(empty & default.is_not_null())
        .then(pl.lit("column"))
    )
    return [value.alias(column), source.alias(f"{field}_source")]
