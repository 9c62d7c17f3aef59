"""Errors of whole columns: found when all batches are validated, and reported once for each table.

An error of a column holds back everybody in its table and replaces the findings about single rows that it
explains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from pemilu_cover.enrolment.batches.kernel import FINDING, findings_frame
from pemilu_cover.enrolment.outcome import hold_back
from pemilu_cover.roster.checks import column_contradictions, column_guesses
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

# The errors of columns, each with the number of its table.
ColumnErrors = Sequence[tuple[int, Violation]]


def find_column_errors(people: pl.LazyFrame, tables: Sequence[RosterTable]) -> ColumnErrors:
    """Return the errors of columns whose headers are not clear or whose cells contradict their headers."""
    return [
        *column_guesses.column_errors(tables),
        *column_contradictions.column_faults(list(_counts(people)), tables),
    ]


def _counts(people: pl.LazyFrame) -> Iterator[column_contradictions.Count]:
    codes = sorted(set().union(*column_contradictions.FOLDED.values()))
    by_table = (
        people.filter(~pl.col("excluded"))
        .group_by("table")
        .agg(
            **column_contradictions.tested(),
            odd_names=column_contradictions.odd_names(),
            **{f"code {code}": _count_findings(code) for code in codes},
        )
        .sort("table")
        .collect(engine="streaming")
    )
    for row in by_table.iter_rows(named=True):
        yield from column_contradictions.counted(row, {code: row[f"code {code}"] for code in codes})


def _count_findings(code: str) -> pl.Expr:
    """Count the findings of a code as `column_contradictions.counts` does."""
    finding = pl.element().struct
    is_counted = finding.field("code") == code
    if code == "role-unknown":
        is_counted &= finding.field("suggestion").is_null()
    return pl.col("findings").list.eval(pl.element().filter(is_counted)).list.len().sum()


def hold_back_tables(people: pl.LazyFrame, errors: ColumnErrors) -> pl.LazyFrame:
    """Return people; those in tables with errors are held back."""
    return people.with_columns(hold_back(pl.col("table").is_in([table for table, _ in errors])))


def column_findings(
    people: pl.LazyFrame, tables: Sequence[RosterTable], errors: ColumnErrors
) -> Iterator[pl.DataFrame]:
    """Yield the findings about columns for each person whom they hold back (`cross_checks.SCHEMA`).

    Only the finding of the first person names the cell. So the register says of each person why they are
    held back, and reports show each error once (`aggregates.is_reported`).
    """
    for table, error in errors:
        held_back = (
            people.filter((pl.col("table") == table) & ~pl.col("excluded"))
            .select("person_id", "table", "row")
            .collect(engine="streaming")
            .sort("person_id")
        )
        first = held_back.head(1)
        located = findings_frame(locate(Roster([], list(tables), first), [(0, error)]))
        finding = located["findings"].explode().struct.unnest()
        without_cell = finding.with_columns(pl.lit(None, dtype=pl.String).alias("cell"))
        both = pl.concat([finding, without_cell]).select(
            pl.struct(pl.all()).cast(FINDING).alias("finding")
        )
        index = (held_back["person_id"] != first["person_id"].first()).cast(pl.UInt32)
        yield held_back.select(
            "person_id", findings=both["finding"].gather(index).reshape((-1, 1)).arr.to_list()
        )


def drop_replaced_findings(
    people: pl.DataFrame, replaced_codes: Mapping[int, Collection[str]]
) -> pl.DataFrame:
    """Return people without the findings that errors of columns replace, given by table."""
    for table, codes in replaced_codes.items():
        code = pl.element().struct.field("code")
        others = pl.col("findings").list.eval(pl.element().filter(~code.is_in(sorted(codes))))
        people = people.with_columns(
            pl.when(pl.col("table") == table).then(others).otherwise("findings").alias("findings")
        )
    return people
