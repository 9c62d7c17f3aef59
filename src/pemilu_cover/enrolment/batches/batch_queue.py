"""The batches that are being validated: several at a time, recorded in their order.

Some of what a batch needs is only known when those before it are recorded: the main election, the values from
the rows above, the number of its first table. A batch is validated with what is expected; where that turns
out wrong, it is validated or numbered again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from pemilu_cover.enrolment.batches.batch_task import (
    BatchTask,
    RosterDecisions,
    ValidatedBatch,
    renumber_tables,
    validate_batch,
)
from pemilu_cover.enrolment.batches.checkpoint import (
    BatchRecord,
    Checkpoint,
    batch_path,
    sum_counters,
)
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.kernel import BatchKernel, default_location
from pemilu_cover.enrolment.batches.whole_files import WholeFilesTask, validate_whole_files
from pemilu_cover.enrolment.batches.workers import Workers, pack, take_result
from pemilu_cover.enrolment.terms import EnrolmentTerms, named_terms, terms_by_dates
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above

# Called with the stage, the number of rows or people so far, and the number of all, or 0.
OnProgress = Callable[[LocalizedText, int, int], None]


@dataclass(frozen=True)
class _Pending:
    """A batch that is being validated; ``is_exact`` says whether its values from above are known."""

    task: BatchTask | WholeFilesTask
    result: Future[ValidatedBatch]
    is_exact: bool = True
    rows: int = 0


class BatchQueue:
    """The batches of a run that are being validated; ``first_batches`` has the first of each roster."""

    def __init__(
        self, job: BatchJob, checkpoint: Checkpoint, workers: Workers, on_progress: OnProgress
    ) -> None:
        self._job, self._checkpoint = job, checkpoint
        self._workers, self._on_progress = workers, on_progress
        self._named = named_terms(job.book, job.agreement, job.options.election)
        self.location = default_location(job.agreement)
        self.first_batches = checkpoint.first_batches()
        self._pending: deque[_Pending] = deque()
        self._in_order: set[int] = set()
        self._kernels: dict[str, bytes] = {}

    @property
    def terms(self) -> EnrolmentTerms:
        """The terms of the run, with the main election of all batches so far."""
        counts = sum_counters(record.elections for record in self._checkpoint.batches)
        return self._named or terms_by_dates(counts, self._job.book, self._job.agreement)

    def wait_for_earlier_batches(self, file: int) -> None:
        """Record the batches that are being validated, if a roster's next batch needs what they show."""
        if self._needs_earlier_batches(file):
            self.finish()

    def _needs_earlier_batches(self, file: int) -> bool:
        """Return whether a roster's next batch must wait: for a decision, or for the rows above it."""
        if not self._checkpoint.batches or file in self._in_order:
            return True
        if self._checkpoint.files[file].in_blocks is None:
            return any(pending.task.file == file for pending in self._pending)
        return bool(self._checkpoint.files[file].in_blocks)

    def finish(self) -> None:
        """Record all batches that are being validated."""
        while self._pending:
            self._record_first()

    def add(
        self, task: BatchTask | WholeFilesTask, *, is_exact: bool = True, rows: int = 0
    ) -> None:
        """Validate a batch; ``is_exact`` says whether its values from above are known."""
        self._pending.append(_Pending(task, self._submit(task), is_exact, rows))
        while len(self._pending) > self._workers.lookahead:
            self._record_first()

    def _submit(self, task: BatchTask | WholeFilesTask) -> Future[ValidatedBatch]:
        if isinstance(task, WholeFilesTask):
            return self._workers.submit(validate_whole_files, task)
        return self._workers.submit(validate_batch, task)

    def _record_first(self) -> None:
        """Record the first batch that is being validated, with what the batches before it show."""
        pending = self._pending.popleft()
        task, validated = pending.task, take_result(pending.result)
        if isinstance(task, BatchTask) and not pending.is_exact:
            task, validated = self._with_values_above(task, validated)
        if not task.number and not self._checkpoint.batches:
            validated = self._with_main_election(task, validated)
        if validated.decisions and isinstance(task, BatchTask) and not task.decisions:
            self._checkpoint.record_file(task.file, **validated.decisions._asdict())
        first_table = self._first_table(task.number, task.file)
        if first_table != task.first_table:
            renumber_tables(task.path, first_table - task.first_table)
        record = validated.record._replace(first_table=first_table)
        self._checkpoint.record_batch(task.number, record)
        if isinstance(task, BatchTask) and task.batch.ends:
            self._checkpoint.record_file(task.file, is_complete=True)
        self._show_progress(record, pending)

    def _show_progress(self, record: BatchRecord, pending: _Pending) -> None:
        """Show the rows of a large file, or the people so far and as many for each of the other files."""
        done, all_rows = record.next_row, pending.rows
        if isinstance(pending.task, WholeFilesTask):
            done = self._checkpoint.people
            all_rows = done * len(self._job.paths) // (record.tables[-1].file + 1)
        self._on_progress(localize("batches.stage-pricing"), done, all_rows)

    def _with_values_above(
        self, task: BatchTask, validated: ValidatedBatch
    ) -> tuple[BatchTask, ValidatedBatch]:
        """Return a batch with the values from the rows above it, if it takes any."""
        above = self.above(task.number, task.file)
        if not (above.places or validated.takes_cells):
            return task, validated
        self._in_order.add(task.file)
        task = replace(task, above=above)
        return task, take_result(self._submit(task))

    def _with_main_election(
        self, task: BatchTask | WholeFilesTask, validated: ValidatedBatch
    ) -> ValidatedBatch:
        """Return the first batch of all with the main election that it shows itself."""
        elections = validated.record.elections
        terms = self._named or terms_by_dates(elections, self._job.book, self._job.agreement)
        if validated.record.main_election in (None, terms.election.id):
            return validated
        return take_result(self._submit(replace(task, kernel=self.kernel(terms))))

    def kernel(self, terms: EnrolmentTerms | None = None) -> bytes:
        """Return the packed kernel of the terms, or of the run so far."""
        terms = terms or self.terms
        if terms.election.id not in self._kernels:
            kernel = BatchKernel(terms, [], self.location, self._job.options)
            self._kernels[terms.election.id] = pack(kernel)
        return self._kernels[terms.election.id]

    # ---- What earlier batches show -------------------------------------------------------------

    def above(self, number: int, file: int) -> Above:
        """Return the values from the rows above a batch, when the batch before it is recorded."""
        if number == self.first_batches[file]:
            return self.with_blocks(NOTHING_ABOVE, file)
        carried = self._checkpoint.batches[number - 1].carried
        return self.with_blocks(Above.from_json(carried), file)

    def with_blocks(self, above: Above, file: int) -> Above:
        """Return values from above with the places that their roster names in blocks."""
        in_blocks = self._checkpoint.files[file].in_blocks
        return replace(above, blocks=replace(above.blocks, in_blocks=in_blocks))

    def decisions(self, file: int) -> RosterDecisions | None:
        """Return what a roster has decided, or None before its first batch with people."""
        record = self._checkpoint.files[file]
        if record.date_orders is None or record.in_blocks is None:
            return None
        return RosterDecisions(record.date_orders, record.in_blocks, record.all_held_back)

    # ---- Numbers -------------------------------------------------------------------------------

    def next_number(self) -> int:
        """Return the number of the next batch."""
        return len(self._checkpoint.batches) + len(self._pending)

    def _first_table(self, number: int, file: int) -> int:
        """Return the number of the first table of a batch, when the batch before it is recorded."""
        batches = self._checkpoint.batches
        if number < len(batches):
            return batches[number].first_table
        if not number:
            return 0
        before = batches[number - 1]
        return before.first_table + (0 if before.file == file else len(before.tables))

    def expected_table(self, number: int, file: int) -> int:
        """Return the same before it is known: as if each file that is being read had one table."""
        if not self._pending or number < len(self._checkpoint.batches):
            return self._first_table(number, file)
        before = self._pending[-1].task
        files = len(before.files) if isinstance(before, WholeFilesTask) else 1
        return before.first_table + (0 if before.file == file else files)

    def people_path(self, number: int) -> Path:
        """Return the file of the people of a batch."""
        return batch_path(self._checkpoint.validated, number)
