"""The first stage of a batch run: every batch of every roster is validated on its own, several at a time.

A batch needs what its roster's first batch with people decides: the order of day and month, and the places
that are named once for a block of rows. Beyond that, most batches need nothing from the rows above them, so
they are validated before the values from there are known. A batch that turns out to take something from above
is validated again with it, and the rest of its roster follows in order.

The main election of the first batch is that of all batches until `stale_batches` finds, at the end, those
that all rows prove wrong; they are read and validated again. So the result depends neither on the order of
the rows nor on the number of workers. A run that resumes begins behind the last batch in the checkpoint.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.batches.batch_task import (
    BatchTask,
    RosterDecisions,
    ValidatedBatch,
    pack_kernel,
    validate_batch,
)
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint, batch_path, sum_counters
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import BatchKernel, default_location, header_only
from pemilu_cover.enrolment.batches.stale_batches import (
    final_places_in_blocks,
    find_stale_batches,
)
from pemilu_cover.enrolment.batches.workers import Workers, take_result
from pemilu_cover.enrolment.options import check_column_map, column_names
from pemilu_cover.enrolment.terms import EnrolmentTerms, named_terms, terms_by_dates
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_reader import BatchReader, EncodedBatch, detect_table
from pemilu_cover.roster.fields.date_order import with_table_orders
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.column_draft import Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above

# Called with the stage, the number of rows or people so far, and the number of all, or 0.
OnProgress = Callable[[LocalizedText, int, int], None]


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
    for file in range(len(job.paths)):
        run.validate_file(file)
    run.finish()
    with_people = {record.file for record in checkpoint.batches if record.people}
    for file, label in enumerate(job.labels):
        if file not in with_people:
            raise RefusalError("no-people", file=label)
    for file in range(len(job.paths)):
        run.validate_stale_batches(file)
    run.finish()
    return ValidatedRosters(run.tables(), run.terms, run.location)


@dataclass(frozen=True)
class _Pending:
    """A batch that is being validated; ``is_exact`` says whether its values from above are known."""

    task: BatchTask
    result: Future[ValidatedBatch]
    is_exact: bool
    rows: int


class _ValidationRun:
    def __init__(
        self, job: BatchJob, checkpoint: Checkpoint, workers: Workers, on_progress: OnProgress
    ) -> None:
        self._job, self._checkpoint = job, checkpoint
        self._workers, self._on_progress = workers, on_progress
        self._column_names = column_names(job.agreement, job.options)
        self._named = named_terms(job.book, job.agreement, job.options.election)
        self.location = default_location(job.agreement)
        self._headers: list[RosterTable] = []
        self._pending: deque[_Pending] = deque()
        self._first_batches = checkpoint.first_batches()
        self._in_order: set[int] = set()
        self._kernels: dict[str, bytes] = {}

    @property
    def terms(self) -> EnrolmentTerms:
        """The terms of the run, with the main election of all batches so far."""
        counts = sum_counters(record.elections for record in self._checkpoint.batches)
        return self._named or terms_by_dates(counts, self._job.book, self._job.agreement)

    def tables(self) -> list[RosterTable]:
        """Return the header of each roster, in its order of day and month."""
        return [
            with_table_orders(header, self._date_orders(file))
            for file, header in enumerate(self._headers)
        ]

    def validate_file(self, file: int) -> None:
        """Validate the batches of a roster that are not in the checkpoint."""
        record = self._checkpoint.files[file]
        if record.is_complete:
            assert record.head is not None  # noqa: S101  recorded before the first batch
            columns = [str(index) for index in range(len(record.head[0]))]
            head = pl.DataFrame(record.head, schema=columns, orient="row")
            self._headers.append(header_only(self._detect_table(file, head, record.encoding)))
            return
        done = self._checkpoint.batches_of(file)
        with self._open(file, done[-1] if done else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            if record.head is None:
                self._checkpoint.record_file(
                    file, head=table.sheet.rows, encoding=reader.guessed_encoding
                )
            self._headers.append(header_only(table))
            if file == len(self._job.paths) - 1:
                check_column_map(
                    self._job.options.columns, Roster([], self._headers, pl.DataFrame())
                )
            is_empty = True
            for batch in reader:
                number = len(self._checkpoint.batches) + len(self._pending)
                self._validate(batch, number, file, table, reader.rows)
                is_empty = False
            if is_empty:
                self._checkpoint.record_file(file, is_complete=True)

    def validate_stale_batches(self, file: int) -> None:
        """Validate the stale batches of a roster again, from the batch before the first of them."""
        numbers = self._checkpoint.batches_of(file)
        records = {number: self._checkpoint.batches[number] for number in numbers}
        in_blocks = final_places_in_blocks(records.values())
        if in_blocks != self._checkpoint.files[file].in_blocks:
            self._checkpoint.record_file(file, in_blocks=in_blocks)
        stale = find_stale_batches(records, self.terms.election.id, in_blocks)
        if not stale:
            return
        first = numbers.index(min(stale))
        with self._open(file, numbers[first - 1] if first else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            for number, batch in zip(range(min(stale), max(stale) + 1), reader, strict=False):
                if number in stale:
                    self._validate(batch, number, file, table, reader.rows)

    def finish(self) -> None:
        """Record all batches that are being validated."""
        while self._pending:
            self._record_first()

    # ---- One batch -----------------------------------------------------------------------------

    def _validate(
        self, batch: EncodedBatch, number: int, file: int, table: RosterTable, rows: int
    ) -> None:
        """Validate a batch while earlier ones are validated, if it can be done without them."""
        if self._needs_earlier_batches(file):
            self.finish()
        first = self._first_batches.setdefault(file, number)
        is_exact = number == first or number <= len(self._checkpoint.batches)
        begins_people = not any(record.people for record in self._checkpoint.batches[first:number])
        task = BatchTask(
            self._kernel(),
            table if begins_people else header_only(table),
            file,
            number,
            batch,
            self._above(number, file) if is_exact else self._with_blocks(NOTHING_ABOVE, file),
            self._decisions(file),
            number == first,
            begins_people,
            batch_path(self._checkpoint.validated, number),
        )
        self._pending.append(_Pending(task, self._submit(task), is_exact, rows))
        while len(self._pending) > self._workers.lookahead:
            self._record_first()

    def _needs_earlier_batches(self, file: int) -> bool:
        """Return whether a roster's next batch must wait: for a decision, or for the rows above it."""
        if not self._checkpoint.batches or file in self._in_order:
            return True
        if self._checkpoint.files[file].in_blocks is None:
            return any(pending.task.file == file for pending in self._pending)
        return bool(self._checkpoint.files[file].in_blocks)

    def _submit(self, task: BatchTask) -> Future[ValidatedBatch]:
        return self._workers.submit(validate_batch, task)

    def _record_first(self) -> None:
        """Record the first batch that is being validated, with what the batches before it show."""
        pending = self._pending.popleft()
        task, validated = pending.task, take_result(pending.result)
        above = self._above(task.number, task.file)
        if not pending.is_exact and (above.places or validated.takes_cells):
            self._in_order.add(task.file)
            validated = take_result(self._submit(replace(task, above=above)))
        if not task.number and not self._checkpoint.batches:
            validated = self._with_main_election(task, validated)
        if validated.decisions and not task.decisions:
            self._checkpoint.record_file(task.file, **validated.decisions._asdict())
        self._checkpoint.record_batch(task.number, validated.record)
        if task.batch.ends:
            self._checkpoint.record_file(task.file, is_complete=True)
        stage = localize("batches.stage-pricing")
        self._on_progress(stage, validated.record.next_row, pending.rows)

    def _with_main_election(self, task: BatchTask, validated: ValidatedBatch) -> ValidatedBatch:
        """Return the first batch of all with the main election that it shows itself."""
        elections = validated.record.elections
        terms = self._named or terms_by_dates(elections, self._job.book, self._job.agreement)
        if validated.record.main_election in (None, terms.election.id):
            return validated
        return take_result(self._submit(replace(task, kernel=self._kernel(terms))))

    def _kernel(self, terms: EnrolmentTerms | None = None) -> bytes:
        terms = terms or self.terms
        if terms.election.id not in self._kernels:
            kernel = BatchKernel(terms, [], self.location, self._job.options)
            self._kernels[terms.election.id] = pack_kernel(kernel)
        return self._kernels[terms.election.id]

    # ---- What earlier batches show -------------------------------------------------------------

    def _above(self, number: int, file: int) -> Above:
        """Return the values from the rows above a batch, when the batch before it is recorded."""
        if number == self._first_batches[file]:
            return self._with_blocks(NOTHING_ABOVE, file)
        carried = self._checkpoint.batches[number - 1].carried
        return self._with_blocks(Above.from_json(carried), file)

    def _with_blocks(self, above: Above, file: int) -> Above:
        in_blocks = self._checkpoint.files[file].in_blocks
        return replace(above, blocks=replace(above.blocks, in_blocks=in_blocks))

    def _decisions(self, file: int) -> RosterDecisions | None:
        record = self._checkpoint.files[file]
        if record.date_orders is None or record.in_blocks is None:
            return None
        return RosterDecisions(record.date_orders, record.in_blocks, record.all_held_back)

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
