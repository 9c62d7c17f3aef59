"""The first stage of a batch run: every batch of every roster is validated on its own.

A run that resumes begins behind the last batch in the checkpoint. When all rosters are read, the batches that
`stale_batches` finds are read and validated again, with what all rows show.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pemilu_cover.enrolment.batches.batch_validator import BatchValidator
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint
from pemilu_cover.enrolment.batches.job import BatchJob
from pemilu_cover.enrolment.batches.stale_batches import (
    final_places_in_blocks,
    find_stale_batches,
)
from pemilu_cover.enrolment.options import check_column_map, column_names
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.batch_reader import BatchReader, detect_table
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

# Called with the stage, the number of rows or people so far, and the number of all, or 0.
OnProgress = Callable[[LocalizedText, int, int], None]


def validate_batches(
    job: BatchJob, checkpoint: Checkpoint, on_progress: OnProgress
) -> BatchValidator:
    """Validate all batches that the checkpoint does not have; return the validator with all tables.

    Raise `RefusalError` for a roster that cannot be read or has no people.
    """
    run = _ValidationRun(job, checkpoint, on_progress)
    for file in range(len(job.paths)):
        run.validate_file(file)
    for file, label in enumerate(job.labels):
        if not any(record.people for record in checkpoint.batches if record.file == file):
            raise RefusalError("no-people", file=label)
    for file in range(len(job.paths)):
        run.validate_stale_batches(file)
    return run.validator


class _ValidationRun:
    def __init__(self, job: BatchJob, checkpoint: Checkpoint, on_progress: OnProgress) -> None:
        self._job, self._checkpoint, self._on_progress = job, checkpoint, on_progress
        self._column_names = column_names(job.agreement, job.options)
        self.validator = BatchValidator(job, checkpoint)

    def validate_file(self, file: int) -> None:
        """Validate the batches of a roster that are not in the checkpoint."""
        record = self._checkpoint.files[file]
        if record.is_complete:
            assert record.head is not None  # noqa: S101  recorded before the first batch
            columns = [str(index) for index in range(len(record.head[0]))]
            head = pl.DataFrame(record.head, schema=columns, orient="row")
            self.validator.add_table(self._detect_table(file, head, record.encoding))
            return
        done = self._checkpoint.batches_of(file)
        with self._open(file, done[-1] if done else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            if record.head is None:
                self._checkpoint.record_file(
                    file, head=table.sheet.rows, encoding=reader.guessed_encoding
                )
            self.validator.add_table(table)
            if file == len(self._job.paths) - 1:
                tables = self.validator.tables
                check_column_map(self._job.options.columns, Roster([], tables, pl.DataFrame()))
            for batch in reader:
                number = len(self._checkpoint.batches)
                self.validator.validate(batch, number, file, table)
                self._report_progress(number, reader.rows)
        self._checkpoint.record_file(file, is_complete=True)

    def validate_stale_batches(self, file: int) -> None:
        """Validate the stale batches of a roster again, from the batch before the first of them."""
        numbers = self._checkpoint.batches_of(file)
        records = {number: self._checkpoint.batches[number] for number in numbers}
        in_blocks = final_places_in_blocks(records)
        stale = find_stale_batches(records, self.validator.terms.election.id, in_blocks)
        if not stale:
            return
        first = numbers.index(min(stale))
        with self._open(file, numbers[first - 1] if first else None) as reader:
            table = self._detect_table(file, reader.head, reader.guessed_encoding)
            for number, batch in zip(range(min(stale), max(stale) + 1), reader, strict=False):
                if number in stale:
                    self.validator.validate(batch, number, file, table, in_blocks)
                    self._report_progress(number, reader.rows)

    def _open(self, file: int, behind: int | None) -> BatchReader:
        """Open a roster at its start, or behind a batch."""
        first_row = 0 if behind is None else self._checkpoint.batches[behind].next_row
        return BatchReader(self._job.paths[file], self._job.labels[file], first_row)

    def _detect_table(self, file: int, head: pl.DataFrame, encoding: str) -> RosterTable:
        return detect_table(head, self._job.labels[file], self._column_names, encoding)

    def _report_progress(self, number: int, rows: int) -> None:
        stage = localize("batches.stage-pricing")
        self._on_progress(stage, self._checkpoint.batches[number].next_row, rows)
