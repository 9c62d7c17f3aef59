"""Validates one batch with what the batches before it show, and records it in the checkpoint.

What a batch takes from the batches before it:

* the terms of the run: the main election so far;
* the order of day and month in its roster, from the roster's first batch with people;
* the values from the rows above it, from the record of the batch before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.batches.checkpoint import (
    PERSON_ID_STRIDE,
    BatchRecord,
    Checkpoint,
    sum_counters,
)
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import (
    BatchKernel,
    BatchOutcome,
    default_location,
    findings_frame,
    header_only,
)
from pemilu_cover.enrolment.batches.merge import add_findings
from pemilu_cover.enrolment.outcome import hold_back
from pemilu_cover.enrolment.terms import EnrolmentTerms, named_terms, terms_by_dates
from pemilu_cover.enrolment.validation import term_matcher
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_people import Batch, collect_batch
from pemilu_cover.roster.checks import column_guesses
from pemilu_cover.roster.fields.date_order import find_orders, with_table_orders
from pemilu_cover.roster.findings import locate
from pemilu_cover.roster.people import NOT_UNDERSTOOD, Roster, locate_cells
from pemilu_cover.roster.tables.column_draft import Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above


class BatchValidator:
    """Validates batches and records them. ``tables`` has the header of each roster so far."""

    def __init__(self, job: BatchJob, checkpoint: Checkpoint) -> None:
        self._job, self._checkpoint = job, checkpoint
        self._named = named_terms(job.book, job.agreement, job.options.election)
        self._kernels: dict[str, BatchKernel] = {}
        self.tables: list[RosterTable] = []

    @property
    def terms(self) -> EnrolmentTerms:
        """The terms of the run, with the main election of all batches so far."""
        return self._terms(sum_counters(record.elections for record in self._checkpoint.batches))

    @cached_property
    def location(self) -> tuple[Location | None, LocalizedText]:
        """The place of work of people whose row names none, and its source."""
        return default_location(self._job.agreement)

    def add_table(self, table: RosterTable) -> None:
        """Add the table of the next roster, in the date order that the checkpoint has."""
        date_orders = self._date_orders(len(self.tables))
        self.tables.append(with_table_orders(header_only(table), date_orders))

    def validate(
        self,
        batch: Batch,
        number: int,
        file: int,
        table: RosterTable,
        in_blocks: tuple[str, ...] | None = None,
    ) -> None:
        """Validate a batch and record it under its number.

        Args:
            batch: The rows.
            number: The number of the batch: the next one, or that of a batch that is validated again.
            file: The number of its roster.
            table: The roster's table, with the rows that were read to find it.
            in_blocks: The places that the roster names in blocks, where all its rows are known.
        """
        table = self._with_date_orders(batch, file, table)
        outcome, main_election = self._run_kernel(batch, number, file, in_blocks)
        first_id = number * PERSON_ID_STRIDE
        ids = pl.int_range(first_id, first_id + outcome.people.height, dtype=pl.Int64, eager=True)
        people = outcome.people.with_columns(ids.alias("person_id"))
        batches_before = [n for n in self._checkpoint.batches_of(file) if n < number]
        if people.height and not any(self._checkpoint.batches[n].people for n in batches_before):
            people = self._with_column_findings(people, file, table)
        if self._checkpoint.files[file].all_held_back:
            people = people.with_columns(hold_back(pl.lit(value=True)))
        skipped, not_understood = list(outcome.skipped), list(outcome.not_understood)
        if not batches_before:  # the cells above the header belong to the first batch
            skipped += [(cells.row, NOT_UNDERSTOOD) for cells in table.unread]
            not_understood += [locate_cells(table.sheet, cells) for cells in table.unread]
        record = BatchRecord(
            file,
            next_row=batch.number - 1 + batch.rows.height,
            people=people.height,
            skipped=sum_counters({reason: 1} for _, reason in skipped),
            elections=_contracts_by_dates(people),
            main_election=main_election,
            carried=outcome.carried.as_json(),
            notice_counts=outcome.notice_counts,
            not_understood=sorted(not_understood, key=lambda cells: (cells.row, cells.cells)),
        )
        self._checkpoint.record_batch(number, record, people)

    def _terms(self, contracts: Mapping[str, int]) -> EnrolmentTerms:
        return self._named or terms_by_dates(contracts, self._job.book, self._job.agreement)

    def _kernel(self, terms: EnrolmentTerms) -> BatchKernel:
        """Return the kernel of an election; it has the tables so far."""
        if terms.election.id not in self._kernels:
            kernel = BatchKernel(terms, self.tables, self.location, self._job.options)
            self._kernels[terms.election.id] = kernel
        return self._kernels[terms.election.id]

    def _run_kernel(
        self, batch: Batch, number: int, file: int, in_blocks: tuple[str, ...] | None
    ) -> tuple[BatchOutcome, str | None]:
        """Process a batch; return also the main election, or None if no contract got it.

        No batch before the first one shows a main election: the first is processed again if it shows
        another one itself.
        """
        kernel, above = self._kernel(self.terms), self._above(number, file, in_blocks)
        outcome = kernel(batch, file, above)
        if not self._checkpoint.batches:
            terms = self._terms(_contracts_by_dates(outcome.people))
            if terms.election != kernel.terms.election:
                kernel = self._kernel(terms)
                outcome = kernel(batch, file, above)
        follows_main = (outcome.people[elections.ELECTION_SOURCE] == elections.MAIN).any()
        return outcome, kernel.terms.election.id if follows_main else None

    def _above(self, number: int, file: int, in_blocks: tuple[str, ...] | None) -> Above:
        """Return the values from the rows above a batch."""
        before = [n for n in self._checkpoint.batches_of(file) if n < number]
        record = self._checkpoint.batches[before[-1]] if before else None
        above = Above.from_json(record.carried) if record else NOTHING_ABOVE
        return replace(above, blocks=replace(above.blocks, in_blocks=in_blocks))

    def _with_column_findings(
        self, people: pl.DataFrame, file: int, table: RosterTable
    ) -> pl.DataFrame:
        """Return people with the findings about the roster's columns at the first person.

        An error among them, as ``strict`` makes of a warning, holds back everybody in the roster.
        """
        first = people.head(1)
        violations = [(0, violation) for violation in column_guesses.check_table(table)]
        strict = self._job.options.strict
        findings = locate(Roster([], list(self.tables), first), violations, strict=strict)
        if not findings:
            return people
        if any(finding.level == "error" for finding in findings):
            self._checkpoint.record_file(file, all_held_back=True)
        added = findings_frame(findings).select(first["person_id"], "findings")
        return pl.concat([add_findings(first, added).select(people.columns), people.slice(1)])

    def _with_date_orders(self, batch: Batch, file: int, table: RosterTable) -> RosterTable:
        """Return a table with the order of its days, which its first batch with people shows."""
        header_table = self.tables[file]
        if self._checkpoint.files[file].date_orders is None:
            frame = collect_batch(header_table, batch, NOTHING_ABOVE).frame
            if not frame.height:
                return table
            orders = find_orders(frame, term_matcher(self._job.book)).get(0, {})
            date_orders = {field: list(order) for field, order in orders.items()}
            self._checkpoint.record_file(file, date_orders=date_orders)
            self.tables[file] = with_table_orders(header_table, self._date_orders(file))
        return with_table_orders(table, self._date_orders(file))

    def _date_orders(self, file: int) -> dict[str, Order]:
        recorded = self._checkpoint.files[file].date_orders or {}
        return {field: Order(*order) for field, order in recorded.items()}


def _contracts_by_dates(people: pl.DataFrame) -> dict[str, int]:
    """Return the number of contracts whose dates point to an election, by election."""
    dated = people.filter(pl.col(elections.ELECTION_SOURCE) == elections.DATES)
    return elections.count_by_election(dated[elections.ELECTION])
