"""The validation of one batch from values alone, so that any process can run it.

What a batch takes from outside: the kernel with the election of the run, what its roster has decided, and the
values from the rows above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.batches.checkpoint import (
    PERSON_ID_STRIDE,
    BatchRecord,
    TableRecord,
)
from pemilu_cover.enrolment.batches.files import write_parquet
from pemilu_cover.enrolment.batches.kernel import BatchKernel, findings_frame, header_only
from pemilu_cover.enrolment.batches.merge import add_findings
from pemilu_cover.enrolment.batches.workers import unpack
from pemilu_cover.enrolment.outcome import hold_back
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.validation import term_matcher
from pemilu_cover.roster.batch_people import Batch, collect_batch
from pemilu_cover.roster.batch_reader import EncodedBatch
from pemilu_cover.roster.checks import column_guesses
from pemilu_cover.roster.fields.date_order import find_orders, with_table_orders
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import NOT_UNDERSTOOD, Roster, locate_cells
from pemilu_cover.roster.tables.column_draft import Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above


class RosterDecisions(NamedTuple):
    """What the first batch with people decides for its roster.

    Attributes:
        date_orders: The order of day and month, by field.
        in_blocks: The places that the roster names only in the first row of a block.
        all_held_back: Whether a warning about a column holds everybody back (``--strict``).
    """

    date_orders: Mapping[str, Sequence[Any]]
    in_blocks: tuple[str, ...]
    all_held_back: bool


@dataclass(frozen=True)
class BatchTask:
    """A batch and what its validation depends on.

    Attributes:
        kernel: The kernel of the run without tables, packed.
        table: The roster's table; with the rows that were read to find it in the roster's first batches.
        file: The number of the roster.
        number: The number of the batch.
        first_table: The number of the roster's table.
        batch: The rows.
        above: The values from the rows above; ``blocks.in_blocks`` is None if the batch decides.
        decisions: What the roster has decided, or None before a batch with people.
        is_first: Whether no batch is before this one in the roster.
        begins_people: Whether no batch before this one in the roster has people.
        path: The file to write the people to.
    """

    kernel: bytes
    table: RosterTable
    file: int
    number: int
    first_table: int
    batch: EncodedBatch
    above: Above
    decisions: RosterDecisions | None
    is_first: bool
    begins_people: bool
    path: Path


class ValidatedBatch(NamedTuple):
    """A batch whose people are written: its record, and what it decides for its roster."""

    record: BatchRecord
    takes_cells: bool
    decisions: RosterDecisions | None


def validate_batch(task: BatchTask) -> ValidatedBatch:
    """Validate a batch, write its people, and return its record.

    Raise `RefusalError` where another table begins.
    """
    batch, table = task.batch.decode(), task.table
    kernel: BatchKernel = unpack(task.kernel)
    date_orders = _date_orders(task, batch, kernel)
    if date_orders is not None:
        orders = {field: Order(*order) for field, order in date_orders.items()}
        table = with_table_orders(table, orders)
    kernel = replace(kernel, tables=[header_only(table)])
    outcome = kernel(batch, 0, task.above)
    people, all_held_back = outcome.people, bool(task.decisions and task.decisions.all_held_back)
    if people.height and task.begins_people:
        faults = [(0, fault) for fault in column_guesses.check_table(table)]
        people, held_back = with_column_findings(
            people, kernel.tables, faults, strict=kernel.options.strict
        )
        all_held_back |= bool(held_back)
    if all_held_back:
        people = people.with_columns(hold_back(pl.lit(value=True)))
    decisions = task.decisions
    if people.height and decisions is None:
        in_blocks = outcome.carried.blocks.in_blocks or ()
        decisions = RosterDecisions(date_orders or {}, in_blocks, all_held_back)
    skipped, not_understood = list(outcome.skipped), list(outcome.not_understood)
    if task.is_first:  # the cells above the header belong to the first batch
        skipped += [(cells.row, NOT_UNDERSTOOD) for cells in table.unread]
        not_understood += [locate_cells(table.sheet, cells) for cells in table.unread]
    not_people = Counter(reason for _, reason in skipped)
    record = BatchRecord(
        task.file,
        task.first_table,
        [TableRecord(task.file, people.height, not_people)],
        next_row=batch.number - 1 + batch.rows.height,
        elections=count_by_dates(people),
        main_election=main_election(people, kernel.terms),
        carried=outcome.carried.as_json(),
        place_counts=outcome.place_counts,
        notice_counts=outcome.notice_counts,
        not_understood=sorted(not_understood, key=lambda cells: (cells.row, cells.cells)),
    )
    write_people(people, task.number, task.first_table, task.path)
    return ValidatedBatch(record, outcome.takes_cells, decisions)


def count_by_dates(people: pl.DataFrame) -> dict[str, int]:
    """Return the number of contracts whose dates point to an election, by election."""
    source_and_election = people.select(elections.ELECTION_SOURCE, elections.ELECTION)
    dated = source_and_election.filter(pl.col(elections.ELECTION_SOURCE) == elections.DATES)
    return elections.count_by_election(dated[elections.ELECTION])


def main_election(people: pl.DataFrame, terms: EnrolmentTerms) -> str | None:
    """Return the main election of the run if any contract of a batch follows it."""
    follows = (people[elections.ELECTION_SOURCE] == elections.MAIN).any()
    return terms.election.id if follows else None


def _date_orders(
    task: BatchTask, batch: Batch, kernel: BatchKernel
) -> Mapping[str, Sequence[Any]] | None:
    """Return the order of days in the roster, or None where nobody shows it."""
    if task.decisions:
        return task.decisions.date_orders
    frame = collect_batch(header_only(task.table), batch, NOTHING_ABOVE).frame
    if not frame.height:
        return None
    orders = find_orders(frame, term_matcher(kernel.terms.book)).get(0, {})
    return {field: list(order) for field, order in orders.items()}


def with_column_findings(
    people: pl.DataFrame,
    tables: Sequence[RosterTable],
    violations: Sequence[tuple[int, Violation]],
    *,
    strict: bool,
) -> tuple[pl.DataFrame, list[int]]:
    """Return people with the violations of each table's columns at its first person.

    An error among them, as ``strict`` makes of a warning, holds back everybody in the table: the second value
    has these tables.
    """
    if not violations:
        return people, []
    numbered = people.with_columns(pl.int_range(pl.len()).alias("person_id"))
    first = dict(numbered.group_by("table").agg(pl.col("person_id").min()).iter_rows())
    roster = Roster([], list(tables), people)
    at_first = [(first[table], violation) for table, violation in violations]
    findings = locate(roster, at_first, strict=strict)
    added = findings_frame(findings).select(
        pl.col("id").cast(pl.Int64).alias("person_id"), "findings"
    )
    changed = add_findings(numbered, added).select(people.columns)
    errors = {finding.id for finding in findings if finding.level == "error"}
    return changed, [table for table, person in first.items() if person in errors]


def write_people(people: pl.DataFrame, number: int, first_table: int, path: Path) -> None:
    """Write the people of a batch with their ids and the numbers of their tables in the run."""
    first_id = number * PERSON_ID_STRIDE
    ids = pl.int_range(first_id, first_id + people.height, dtype=pl.Int64, eager=True)
    numbered = people.with_columns(ids.alias("person_id"), pl.col("table") + first_table)
    write_parquet(numbered, path)


def renumber_tables(path: Path, by: int) -> None:
    """Add to the numbers of the tables of a batch: the number of those before it was not known."""
    people = pl.read_parquet(path, glob=False)
    write_parquet(people.with_columns(pl.col("table") + by), path)
