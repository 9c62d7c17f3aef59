"""The first stage of a batch run: every batch of every roster is validated on its own, several at a time.

A batch is some whole files together (`whole_files`), or rows of a large file (`batch_task`).

A batch of a large file needs what the first one with people decides: the order of day and month, and the
places that are named once for a block of rows. Beyond that, most batches need nothing from the rows above
them, so they are validated before the values from there are known. A batch that turns out to take something
from above is validated again with it, and the rest of its roster follows in order.

A batch takes the main election of the batches recorded so far. At the end `stale_batches` finds those that
all rows prove wrong; they are read and validated again. So the result depends neither on the order of
the rows nor on the number of workers. A run that resumes begins behind the last batch in the checkpoint.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.batches.batch_queue import BatchQueue, OnProgress
from pemilu_cover.enrolment.batches.batch_task import BatchTask
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import header_only
from pemilu_cover.enrolment.batches.stale_batches import (
    final_places_in_blocks,
    find_stale_batches,
)
from pemilu_cover.enrolment.batches.table_file import read_tables, tables_path
from pemilu_cover.enrolment.batches.whole_files import (
    FileGroup,
    WholeFilesTask,
    group_files,
)
from pemilu_cover.enrolment.batches.workers import Workers
from pemilu_cover.enrolment.options import check_column_map, column_names
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_reader import BatchReader, EncodedBatch, detect_table
from pemilu_cover.roster.fields.date_order import with_table_orders
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.column_draft import Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE


class ValidatedRosters(NamedTuple):
    """The headers of all rosters, the terms of the run, and the place of work where a row names none."""

    tables: list[RosterTable]
    terms: EnrolmentTerms
    location: tuple[Location | None, LocalizedText]


def validate_batches(
    job: BatchJob, checkpoint: Checkpoint, workers: Workers, on_progress: OnProgress
) -> ValidatedRosters:
    """Validate all batches that the checkpoint does not have.

    Raise `RefusalError` for a roster that cannot be read or has no people.
    """
    run = _ValidationRun(job, checkpoint, workers, on_progress)
    groups = list(group_files(job.paths, job.labels))
    for group in groups:
        if group.are_whole:
            run.validate_whole_files(group)
        else:
            run.validate_file(group.file)
    run.queue.finish()
    tables = [table for record in checkpoint.batches for table in record.tables]
    with_people = {table.file for table in tables if table.people}
    for file, label in enumerate(job.labels):
        if file not in with_people:
            raise RefusalError("no-people", file=label)
    check_column_map(job.options.columns, Roster([], run.tables(), pl.DataFrame()))
    for group in groups:
        if group.are_whole:
            run.validate_stale_files(group)
        else:
            run.validate_stale_batches(group.file)
    run.queue.finish()
    return ValidatedRosters(run.tables(), run.queue.terms, run.queue.location)


class _ValidationRun:
    def __init__(
        self, job: BatchJob, checkpoint: Checkpoint, workers: Workers, on_progress: OnProgress
    ) -> None:
        self._job, self._checkpoint = job, checkpoint
        self.queue = BatchQueue(job, checkpoint, workers, on_progress)
        self._column_names = column_names(job.agreement, job.options)
        self._headers: dict[int, RosterTable] = {}

    def tables(self) -> list[RosterTable]:
        """Return the header of each table, with its order of day and month."""
        tables = []
        for file, number in sorted(self.queue.first_batches.items()):
            if file in self._headers:
                tables.append(with_table_orders(self._headers[file], self._date_orders(file)))
            else:
                path = tables_path(self.queue.people_path(number))
                tables += read_tables(path, self._column_names)
        return tables

    def validate_file(self, file: int) -> None:
        """Validate the batches of a roster that are not in the checkpoint."""
        record = self._checkpoint.files[file]
        if record.is_complete:
            assert record.head is not None  # noqa: S101  recorded before the first batch
            columns = [str(index) for index in range(len(record.head[0]))]
            head = pl.DataFrame(record.head, schema=columns, orient="row")
            self._headers[file] = header_only(self._detect_table(file, head, record.encoding))
            return
        done = self._checkpoint.batches_of(file)
        with self._open(file, done[-1] if done else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            if record.head is None:
                self._checkpoint.record_file(
                    file, head=table.sheet.rows, encoding=reader.guessed_encoding
                )
            self._headers[file] = header_only(table)
            if len(self._headers) == len(self._job.paths):  # before all rows are validated
                headers = list(self._headers.values())
                check_column_map(self._job.options.columns, Roster([], headers, pl.DataFrame()))
            is_empty = True
            for batch in reader:
                self._validate(batch, self.queue.next_number(), file, table, reader.rows)
                is_empty = False
            if is_empty:
                self._checkpoint.record_file(file, is_complete=True)

    def validate_whole_files(self, group: FileGroup) -> None:
        """Validate whole files whose batch is not in the checkpoint."""
        if group.file not in self.queue.first_batches:
            self._submit_files(group, self.queue.next_number())

    def validate_stale_files(self, group: FileGroup) -> None:
        """Validate whole files again if another election is the main one."""
        number = self.queue.first_batches[group.file]
        followed = self._checkpoint.batches[number].main_election
        if followed not in (None, self.queue.terms.election.id):
            self._submit_files(group, number)

    def validate_stale_batches(self, file: int) -> None:
        """Validate the stale batches of a roster again, from the batch before the first of them."""
        numbers = self._checkpoint.batches_of(file)
        records = {number: self._checkpoint.batches[number] for number in numbers}
        in_blocks = final_places_in_blocks(records.values())
        if in_blocks != self._checkpoint.files[file].in_blocks:
            self._checkpoint.record_file(file, in_blocks=in_blocks)
        stale = find_stale_batches(records, self.queue.terms.election.id, in_blocks)
        if not stale:
            return
        first = numbers.index(min(stale))
        with self._open(file, numbers[first - 1] if first else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            for number, batch in zip(range(min(stale), max(stale) + 1), reader, strict=False):
                if number in stale:
                    self._validate(batch, number, file, table, reader.rows)

    def _submit_files(self, group: FileGroup, number: int) -> None:
        self.queue.wait_for_earlier_batches(group.file)
        self.queue.first_batches[group.file] = number
        task = WholeFilesTask(
            self.queue.kernel(),
            group.files,
            self._column_names,
            number,
            self.queue.expected_table(number, group.file),
            self.queue.people_path(number),
        )
        self.queue.add(task)

    # ---- One batch -----------------------------------------------------------------------------

    def _validate(
        self, batch: EncodedBatch, number: int, file: int, table: RosterTable, rows: int
    ) -> None:
        """Validate a batch while earlier ones are validated, if it can be done without them."""
        self.queue.wait_for_earlier_batches(file)
        first = self.queue.first_batches.setdefault(file, number)
        is_exact = number == first or number <= len(self._checkpoint.batches)
        begins_people = not any(record.people for record in self._checkpoint.batches[first:number])
        task = BatchTask(
            self.queue.kernel(),
            table if begins_people else header_only(table),
            file,
            number,
            self.queue.expected_table(number, file),
            batch,
            self.queue.above(number, file)
            if is_exact
            else self.queue.with_blocks(NOTHING_ABOVE, file),
            self.queue.decisions(file),
            number == first,
            begins_people,
            self.queue.people_path(number),
        )
        self.queue.add(task, is_exact=is_exact, rows=rows)

    def _date_orders(self, file: int) -> dict[str, Order]:
        recorded = self._checkpoint.files[file].date_orders or {}
        return {field: Order(*order) for field, order in recorded.items()}

    # ---- Reading -------------------------------------------------------------------------------

    def _open(self, file: int, behind: int | None) -> BatchReader:
        """Open a roster at its start, or behind a batch."""
        first_row = 0 if behind is None else self._checkpoint.batches[behind].next_row
        return BatchReader(self._job.paths[file], self._job.labels[file], first_row)

    def _detect_table(self, file: int, head: pl.DataFrame, encoding: str) -> RosterTable:
        return detect_table(head, self._job.labels[file], self._column_names, encoding)
