"""Comparison of rows of all batches, in bounded memory.

Rows that may belong together share a key: the NIK, the birth date or the regency. People are partitioned by
the hash of the key, so that everybody with one key is in one partition, and a partition fits into memory
however many people there are. The rules are those of any roster (`duplicates`, `similar_people`,
`unit_counts`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from pemilu_cover.enrolment.batches.column_errors import (
    ColumnErrors,
    column_findings,
    hold_back_tables,
)
from pemilu_cover.enrolment.batches.kernel import FINDING, findings_frame
from pemilu_cover.enrolment.outcome import HELD_BACK
from pemilu_cover.roster.checks import duplicates, similar_people, unit_counts
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

_MAX_PEOPLE_IN_MEMORY = 250_000
_PERSON = "table file sheet row status excluded nik nik_is_number".split()
# The columns that each comparison reads.
NIK_COLUMNS = list(dict.fromkeys([*_PERSON, *duplicates.COLUMNS]))
BIRTH_DATE_COLUMNS = [*_PERSON, *"name birth_date".split()]
UNIT_COLUMNS = [*_PERSON, *"regency kecamatan desa tps unit election role start end".split()]
# A key of units and boards: those of one unit have the same.
UNIT_KEY = pl.coalesce("regency", "kecamatan").fill_null("")
SCHEMA = {"person_id": pl.Int64(), "findings": pl.List(FINDING)}


@dataclass(frozen=True)
class CrossChecks:
    """The rules that compare rows. Each takes a partition in the order of the roster and returns `SCHEMA`.

    A partition has ``person_id``, a row number ``id``, and the columns that the comparison reads.

    Attributes:
        tables: The tables of all rosters.
        rules: The rules of the run.
        strict: Whether warnings are errors.
        sources: The columns that a place needs besides the row: ``file`` where there are several.
    """

    tables: Sequence[RosterTable]
    rules: ValidationRules
    strict: bool
    sources: list[str]

    def same_nik(self, people: pl.DataFrame) -> pl.DataFrame:
        """Compare rows of one NIK, in a partition that has all rows of each of its NIKs."""
        shared = people.drop("id").filter(pl.col("nik").is_duplicated()).with_row_index("id")
        held_back = frozenset(shared.filter(pl.col("status") == HELD_BACK)["id"])
        civil_servants = shared.filter("excluded")["id"].to_list()
        groups = duplicates.nik_groups(shared)
        violations = [
            *duplicates.identities(groups, self.sources),
            *duplicates.repetitions(groups, held_back, self.rules, self.sources),
            *duplicates.billed_civil_servants(shared, civil_servants, self.sources),
        ]
        return self._findings(shared, violations)

    def same_birth_date(self, people: pl.DataFrame) -> pl.DataFrame:
        """Find who may be one person under two NIKs, in a partition that has all of a birth date."""
        return self._findings(people, similar_people.check_similar_people(people, self.sources))

    def unit_counts(self, people: pl.DataFrame, shared_nik: Collection[int]) -> pl.DataFrame:
        """Compare the size of units and boards with the law, in a partition that has all their members.

        ``shared_nik`` are the ``person_id`` of people whose NIK is another person's: nobody is too many
        because of them.
        """
        frame = people.drop("id").with_row_index("id")
        civil_servants = frame.filter("excluded")["id"].to_list()
        two_people = frame.filter(pl.col("person_id").is_in(sorted(shared_nik)))["id"].to_list()
        violations = unit_counts.check_unit_counts(
            self.rules.join(frame), civil_servants, two_people, self.rules
        )
        return self._findings(frame, violations)

    def _findings(
        self, frame: pl.DataFrame, violations: Iterable[tuple[int, Violation]]
    ) -> pl.DataFrame:
        findings = locate(Roster([], list(self.tables), frame), violations, strict=self.strict)
        return (
            findings_frame(findings)
            .join(frame.select("id", "person_id"), on="id", how="left")
            .select(SCHEMA.keys())
        )


def run_cross_checks(
    people: pl.LazyFrame, count: int, checks: CrossChecks, column_errors: ColumnErrors = ()
) -> pl.DataFrame:
    """Return the findings between rows: `SCHEMA`, a row for each person who has any.

    Args:
        people: Everybody, with ``person_id``.
        count: The number of people.
        checks: The comparisons.
        column_errors: Errors of columns; their findings are added, and they hold back their tables.
    """
    found = list(column_findings(people, checks.tables, column_errors))
    people = hold_back_tables(people, column_errors)
    partitions = _HashPartitions(people, count)
    found += map(checks.same_nik, partitions.by(pl.col("nik"), NIK_COLUMNS))
    shared_nik = {
        person_id
        for frame in found
        for person_id, findings in frame.iter_rows()
        if any(finding["code"] in duplicates.SHARED_NIK for finding in findings)
    }
    found += map(checks.same_birth_date, partitions.by(pl.col("birth_date"), BIRTH_DATE_COLUMNS))
    key = _unit_key(people, count)
    for partition in partitions.by(key, UNIT_COLUMNS):
        found.append(checks.unit_counts(partition.filter(key.is_not_null()), shared_nik))
    return (
        pl.concat([pl.DataFrame(schema=SCHEMA), *found])
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("findings").explode())
    )


def _unit_key(people: pl.LazyFrame, count: int) -> pl.Expr:
    """Return the key by which people are partitioned so that those of one unit stay together.

    If people name several regencies, the key is the regency, and those who name none are not counted (null).
    Otherwise all are of one regency; they are only partitioned if they are too many for the memory.
    """
    regencies = people.select(pl.col("regency").drop_nulls().n_unique()).collect().item()
    if regencies > 1:
        return pl.col("regency")
    # A bare literal has one row; polars refuses it as a filter of a frame with several chunks.
    one_key = pl.when(pl.col("person_id").is_not_null()).then(pl.lit(""))
    return one_key if count <= _MAX_PEOPLE_IN_MEMORY else UNIT_KEY


class _HashPartitions:
    def __init__(self, people: pl.LazyFrame, count: int) -> None:
        self._people = people
        self._partitions = count // _MAX_PEOPLE_IN_MEMORY + 1

    def by(self, key: pl.Expr, columns: Iterable[str]) -> Iterator[pl.DataFrame]:
        """Yield everybody in partitions, all with one key in the same; ``id`` numbers the rows of each."""
        names = ["person_id", *columns]
        for number in range(self._partitions):
            is_inside = (key.hash(seed=0) % self._partitions == number) | (
                key.is_null() if number == 0 else pl.lit(False)
            )
            partition = self._people.filter(is_inside).select(names).collect(engine="streaming")
            yield partition.sort("person_id").with_row_index("id")
