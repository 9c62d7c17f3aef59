"""Who is enrolled: which findings keep a person out, and what rows say of each other.

The order matters. Errors about one row come first, the prices next, since a contract that no law covers is an
error, too; only then can be said which of two rows of one contract is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.checks import duplicates, similar_people, unit_counts
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import ABOUT_COLUMN, NOBODY, Violation

# Faults with the numbers of the people who have them.
Faults = list[tuple[int, Violation]]


def unpriced(frame: pl.DataFrame, faults: Faults, prices: PriceList, *, strict: bool) -> Faults:
    """Return an error for each person without any so far whose months no law covers."""
    return prices.gaps(enrolled(frame, _with_errors(frame, faults, strict=strict)))


def between_rows(
    frame: pl.DataFrame, faults: Faults, rules: ValidationRules, *, strict: bool
) -> Faults:
    """Return what rows say of each other; of one contract, a row stays that is itself enrolled.

    So repetitions come last, when every other finding is known.
    """
    sources, groups = duplicates.distinguishing_columns(frame), duplicates.nik_groups(frame)
    between = list(duplicates.identities(groups, sources))
    apart = _with(duplicates.SHARED_NIK, between)
    civil_servants = _with(["asn-excluded"], faults)
    between += duplicates.billed_civil_servants(frame, civil_servants, sources)
    between += similar_people.check_similar_people(frame, sources)
    between += unit_counts.check_unit_counts(frame, civil_servants, apart, rules)
    out = _with_errors(frame, [*faults, *between], strict=strict)
    between += duplicates.repetitions(groups, out, rules, sources)
    return between


def _with(codes: Collection[str], faults: Faults) -> frozenset[int]:
    """Return the people, by number, who have a fault of one of these codes."""
    return frozenset(number for number, fault in faults if fault.code in codes)


def without_column(field: str) -> pl.Expr:
    """Find the people for whom a default stands in, since their table lacks the field's column."""
    return ~pl.col("excluded") & (pl.col(f"{field}_source") == "column")


def _with_errors(frame: pl.DataFrame, faults: Faults, *, strict: bool) -> frozenset[int]:
    """Return the people whom faults keep out; with ``strict``, warnings do, too."""
    keeping_out = ("error", "warning") if strict else ("error",)
    levels = messages()
    return held_back(
        frame,
        (
            (number, fault.code, fault.field)
            for number, fault in faults
            if levels[fault.code].level in keeping_out
        ),
    )


def held_back(frame: pl.DataFrame, errors: Iterable[tuple[int, str, str]]) -> frozenset[int]:
    """Return the people whom errors (number, code, field) keep out.

    An error of a column is one of its whole table, and with ``--strict`` a warning is, too. Who is insured
    elsewhere is not kept out, whatever is said of them: there is nothing to keep.
    """
    found: set[int] = set()
    for number, code, name in errors:
        found.add(number)
        found.update(people_kept_out(frame, number, code, name))
    return frozenset(found - {NOBODY} - set(frame.filter("excluded")["id"]))


def people_kept_out(frame: pl.DataFrame, number: int, code: str, name: str) -> list[int]:
    """Return the people, by number, whom an error at one person keeps out because it is about their table."""
    if code not in ABOUT_COLUMN:
        return []
    people = without_column(name) if code == "column-missing" else ~pl.col("excluded")
    return frame.filter((pl.col("table") == frame["table"][number]) & people)["id"].to_list()


def enrolled(frame: pl.DataFrame, kept_out: Collection[int]) -> pl.DataFrame:
    """Return the people who are neither excluded nor kept out."""
    numbers = pl.Series(sorted(kept_out), dtype=pl.UInt32)
    return frame.filter(~pl.col("excluded") & ~pl.col("id").is_in(numbers.implode()))
