"""Errors of whole columns in a great roster: found when all rows are judged, told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pemilu_cover.enrolment.batches.kernel import FINDING, findings_frame
from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.roster.checks import column_contradictions
from pemilu_cover.roster.checks.column_guesses import column_errors
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

# Errors of columns by the table's number.
Errors = Sequence[tuple[int, Violation]]


def errors(judged: pl.LazyFrame, tables: Sequence[RosterTable]) -> list[tuple[int, Violation]]:
    """Return the errors of columns: of those whose headers are not clear, and whose cells contradict them."""
    return [
        *column_errors(tables),
        *column_contradictions.column_faults(list(_counts(judged)), tables),
    ]


def _counts(judged: pl.LazyFrame) -> Iterator[column_contradictions.Count]:
    codes = sorted(set().union(*column_contradictions.FOLDED.values()))
    counted = (
        judged.filter(~pl.col("excluded"))
        .group_by("table")
        .agg(
            **column_contradictions.tested(),
            odd_names=column_contradictions.odd_names(),
            **{f"code {code}": _number_of(code) for code in codes},
        )
        .sort("table")
        .collect(engine="streaming")
    )
    for row in counted.iter_rows(named=True):
        yield from column_contradictions.counted(row, {code: row[f"code {code}"] for code in codes})


def _number_of(code: str) -> pl.Expr:
    """Count the findings of a code as `column_contradictions.counts` does."""
    finding = pl.element().struct
    counts = finding.field("code") == code
    if code == "role-unknown":
        counts &= finding.field("suggestion").is_null()
    return pl.col("findings").list.eval(pl.element().filter(counts)).list.len().sum()


def without_column_errors(judged: pl.LazyFrame, found: Errors) -> pl.LazyFrame:
    """Return everybody, those of the tables with errors of columns kept out."""
    within = pl.col("table").is_in([table for table, _ in found])
    status = pl.when(within & (pl.col("status") == ENROLLED)).then(pl.lit(HELD_BACK))
    return judged.with_columns(status.otherwise("status").alias("status"))


def findings(
    judged: pl.LazyFrame, tables: Sequence[RosterTable], found: Errors, *, strict: bool
) -> Iterator[pl.DataFrame]:
    """Yield the errors for each person whom they keep out; only that of the first has the cell.

    So each knows why, and it is told once (`aggregates.is_reported`).
    """
    for table, fault in found:
        people = (
            judged.filter((pl.col("table") == table) & ~pl.col("excluded"))
            .select("person_id", "table", "row")
            .collect(engine="streaming")
            .sort("person_id")
        )
        first = people.head(1)
        told = findings_frame(locate(Roster([], list(tables), first), [(0, fault)], strict=strict))
        one = told["findings"].explode().struct
        untold = one.unnest().with_columns(pl.lit(None, dtype=pl.String).alias("cell"))
        both = pl.concat([one.unnest(), untold]).select(
            pl.struct(pl.all()).cast(FINDING).alias("one")
        )
        at = (people["person_id"] != first["person_id"].first()).cast(pl.UInt32)
        yield people.select(
            "person_id", findings=both["one"].gather(at).reshape((-1, 1)).arr.to_list()
        )


def without_folded(people: pl.DataFrame, folded: dict[int, frozenset[str]]) -> pl.DataFrame:
    """Return people without the findings for which the errors of their tables' columns stand."""
    for table, codes in folded.items():
        code = pl.element().struct.field("code")
        kept = pl.col("findings").list.eval(pl.element().filter(~code.is_in(sorted(codes))))
        of_table = pl.col("table") == table
        people = people.with_columns(
            pl.when(of_table).then(kept).otherwise("findings").alias("findings")
        )
    return people
