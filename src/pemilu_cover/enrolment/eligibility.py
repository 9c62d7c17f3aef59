"""Eligibility: the people who are held back by findings, and findings between rows.

The order matters. Errors about one row come first, then prices, since a contract that no law covers is an
error, too. Only then is it known which of two rows of one contract remains.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import polars as pl

from pemilu_cover.roster.checks import duplicates, similar_people, unit_counts
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import ABOUT_COLUMN, NOBODY, Violation, level_of

# Broken rules with the numbers of the people who break them.
Violations = list[tuple[int, Violation]]


def between_rows(
    frame: pl.DataFrame,
    violations: Violations,
    rules: ValidationRules,
    held_back_by: Callable[[Violations], frozenset[int]],
) -> Violations:
    """Return the findings between rows; of several rows of one contract, an enrolled one remains.

    So repetitions come last, when every other finding is known. ``held_back_by`` is `people_held_back`.
    """
    sources, groups = duplicates.distinguishing_columns(frame), duplicates.nik_groups(frame)
    findings = list(duplicates.identities(groups, sources))
    shared_nik = _with(duplicates.SHARED_NIK, findings)
    civil_servants = _with(["asn-excluded"], violations)
    findings += duplicates.billed_civil_servants(frame, civil_servants, sources)
    findings += similar_people.check_similar_people(frame, sources)
    findings += unit_counts.check_unit_counts(frame, civil_servants, shared_nik, rules)
    held_back_ids = held_back_by([*violations, *findings])
    findings += duplicates.repetitions(groups, held_back_ids, rules, sources)
    return findings


def _with(codes: Collection[str], violations: Violations) -> frozenset[int]:
    """Return the people, by number, who have a violation of one of these codes."""
    return frozenset(number for number, violation in violations if violation.code in codes)


def without_column(field: str) -> pl.Expr:
    """Return whether a default is used because the person's table lacks the field's column."""
    return ~pl.col("excluded") & (pl.col(f"{field}_source") == "column")


def people_held_back(
    frame: pl.DataFrame, violations: Violations, *, strict: bool
) -> frozenset[int]:
    """Return the people, by number, who are held back by violations."""
    return held_back(
        frame,
        (
            (number, violation.code, violation.field)
            for number, violation in violations
            if level_of(violation.code, strict=strict) == "error"
        ),
    )


def held_back(frame: pl.DataFrame, errors: Iterable[tuple[int, str, str]]) -> frozenset[int]:
    """Return the people who are held back by errors (number, code, field).

    An error of a column is one of its whole table, and with ``--strict`` a warning is, too. Who is insured
    elsewhere is not kept out, whatever is said of them: there is nothing to keep.
    """
    ids: set[int] = set()
    for number, code, name in errors:
        ids.add(number)
        ids.update(people_held_back_with(frame, number, code, name))
    return frozenset(ids - {NOBODY} - set(frame.filter("excluded")["id"]))


def people_held_back_with(frame: pl.DataFrame, number: int, code: str, name: str) -> list[int]:
    """Return the people, by number, who are held back by an error of their table's column."""
    if code not in ABOUT_COLUMN:
        return []
    people = without_column(name) if code == "column-missing" else ~pl.col("excluded")
    return frame.filter((pl.col("table") == frame["table"][number]) & people)["id"].to_list()


def enrolled(frame: pl.DataFrame, kept_out: Collection[int]) -> pl.DataFrame:
    """Return the people who are neither excluded nor held back."""
    numbers = pl.Series(sorted(kept_out), dtype=pl.UInt32)
    return frame.filter(~pl.col("excluded") & ~pl.col("id").is_in(numbers.implode()))
