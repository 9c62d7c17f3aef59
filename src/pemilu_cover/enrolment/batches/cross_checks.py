"""Comparison of rows of all batches, in bounded memory.

Rows that may belong together share a key: the NIK, the birth date with a part of the NIK or with the name, or
the regency. Only people who share a key are compared. They are partitioned, so that everybody with one key is
in one partition, and a partition fits into memory however many people there are. The rules are those of any
roster (`duplicates`, `similar_people`, `unit_counts`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from pemilu_cover.enrolment.batches.checkpoint import PERSON_ID_STRIDE, Checkpoint, is_in_batches
from pemilu_cover.enrolment.batches.column_errors import (
    ColumnErrors,
    column_findings,
    hold_back_tables,
)
from pemilu_cover.enrolment.batches.kernel import FINDING, findings_frame, has_finding
from pemilu_cover.enrolment.batches.shared_keys import has_hash, shared_hashes
from pemilu_cover.enrolment.batches.workers import Workers, pack, unpack
from pemilu_cover.enrolment.outcome import HELD_BACK
from pemilu_cover.roster.checks import duplicates, similar_people, unit_counts
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

_MAX_PEOPLE_IN_MEMORY = 125_000
_PERSON = "table file sheet row status excluded nik nik_is_number".split()
# The columns that each comparison reads.
NIK_COLUMNS = list(dict.fromkeys([*_PERSON, *duplicates.COLUMNS]))
BIRTH_DATE_COLUMNS = [*_PERSON, *"name birth_date".split()]
UNIT_COLUMNS = [*_PERSON, *"regency kecamatan desa tps unit election role start end".split()]
# A key of units and boards: those of one unit have the same.
UNIT_KEY = pl.coalesce("regency", "kecamatan").fill_null("")
SCHEMA = {"person_id": pl.Int64(), "findings": pl.List(FINDING)}
_NO_FINDINGS = pl.DataFrame(schema=SCHEMA)


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


@dataclass(frozen=True)
class _Comparison:
    """One partition to compare: a method of `CrossChecks`, its people, and more arguments of the method."""

    checks: bytes
    method: str
    people: pl.LazyFrame
    arguments: tuple[Any, ...] = ()

    def run(self) -> pl.DataFrame:
        """Return the findings of the partition."""
        people = self.people.collect(engine="streaming").sort("person_id").with_row_index("id")
        checks: CrossChecks = unpack(self.checks)
        findings: pl.DataFrame = getattr(checks, self.method)(people, *self.arguments)
        return findings


def run_cross_checks(
    checkpoint: Checkpoint,
    checks: CrossChecks,
    workers: Workers,
    *,
    shared_niks: pl.Series,
    column_errors: ColumnErrors = (),
) -> pl.DataFrame:
    """Return the findings between rows: `SCHEMA`, a row for each person who has any.

    Args:
        checkpoint: The validated people, and where the findings of each partition are recorded.
        checks: The comparisons.
        workers: The processes that compare.
        shared_niks: The hashes of the NIKs that several people have.
        column_errors: Errors of columns; their findings are added, and they hold back their tables.
    """
    people, count = checkpoint.scan_people(), checkpoint.people
    of_columns = column_findings(people, checks.tables, column_errors)
    people = hold_back_tables(people, column_errors)
    packed = pack(checks)

    def compare(method: str, partitions: Iterator[pl.LazyFrame], *arguments: Any) -> pl.DataFrame:
        tasks = (_Comparison(packed, method, part, arguments) for part in partitions)
        return checkpoint.keep_comparison(method, tasks, partial(workers.map, _Comparison.run))

    same_nik = compare("same_nik", _nik_partitions(people, shared_niks))
    is_shared = pl.any_horizontal(has_finding("code", code) for code in duplicates.SHARED_NIK)
    shared_nik = same_nik.filter(is_shared)["person_id"].to_list()
    same_birth_date = compare("same_birth_date", _birth_date_partitions(people, count))
    units = compare("unit_counts", _unit_partitions(people, count), shared_nik)
    return (
        pl.concat([_NO_FINDINGS, *of_columns, same_nik, same_birth_date, units])
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("findings").explode())
        .sort("person_id")
    )


def _nik_partitions(people: pl.LazyFrame, shared_niks: pl.Series) -> Iterator[pl.LazyFrame]:
    """Yield the people who share a NIK in partitions, those of one NIK in the same."""
    sharing = _with_shared_key(people, has_hash(pl.col("nik"), shared_niks))
    yield from _hash_partitions(*sharing, pl.col("nik"), NIK_COLUMNS)


def _birth_date_partitions(people: pl.LazyFrame, count: int) -> Iterator[pl.LazyFrame]:
    """Yield people who may be one person in partitions, those of one birth date in the same."""
    dated = people.drop_nulls("birth_date")
    keys = (pl.struct("birth_date", key) for key in similar_people.group_keys())
    is_alike = pl.any_horizontal(has_hash(key, shared_hashes(dated, key, count)) for key in keys)
    alike = _with_shared_key(dated, is_alike)
    yield from _hash_partitions(*alike, pl.col("birth_date"), BIRTH_DATE_COLUMNS)


def _with_shared_key(people: pl.LazyFrame, is_shared: pl.Expr) -> tuple[pl.LazyFrame, int]:
    """Return the people who share a key with somebody, and hardly any others, with their number."""
    sharing = people.filter(is_shared)
    return sharing, sharing.select(pl.len()).collect(engine="streaming").item()


def _hash_partitions(
    people: pl.LazyFrame, count: int, key: pl.Expr, columns: Iterable[str]
) -> Iterator[pl.LazyFrame]:
    """Yield people in partitions, all with one key in the same."""
    number_of_partitions = count // _MAX_PEOPLE_IN_MEMORY + 1
    for number in range(number_of_partitions):
        is_inside = (key.hash(seed=0) % number_of_partitions == number) | (
            key.is_null() if number == 0 else pl.lit(False)
        )
        yield people.filter(is_inside).select("person_id", *columns)


def _unit_partitions(people: pl.LazyFrame, count: int) -> Iterator[pl.LazyFrame]:
    """Yield people in partitions, those of one unit in the same.

    If people name several regencies, each is in one partition, and those who name none are not counted.
    Otherwise all are of one regency; they are only partitioned if they are too many for the memory.
    """
    by_batch = (
        people.group_by("regency", batch=pl.col("person_id") // PERSON_ID_STRIDE)
        .len()
        .collect(engine="streaming")
        .drop_nulls("regency")
    )
    if by_batch["regency"].n_unique() > 1:
        yield from _regency_partitions(people, by_batch)
    elif count <= _MAX_PEOPLE_IN_MEMORY:
        yield people.select("person_id", *UNIT_COLUMNS)
    else:
        yield from _hash_partitions(people, count, UNIT_KEY, UNIT_COLUMNS)


def _regency_partitions(people: pl.LazyFrame, by_batch: pl.DataFrame) -> Iterator[pl.LazyFrame]:
    """Yield the people of several regencies at a time, read from the batches that have any of them."""
    regencies = (
        by_batch.group_by("regency")
        .agg(pl.col("len").sum(), first=pl.col("batch").min(), behind=pl.col("batch").max() + 1)
        .sort("first", "regency")
        .with_columns(partition=(pl.col("len").cum_sum() - 1) // _MAX_PEOPLE_IN_MEMORY)
    )
    partitions = regencies.group_by("partition", maintain_order=True).agg(
        "regency", pl.col("first").min(), pl.col("behind").max()
    )
    for _, names, first, behind in partitions.iter_rows():
        is_inside = is_in_batches(first, behind) & pl.col("regency").is_in(names)
        yield people.filter(is_inside).select("person_id", *UNIT_COLUMNS)
