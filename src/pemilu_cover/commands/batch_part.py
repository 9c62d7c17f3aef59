"""What one batch adds to a result: its part of each table and of the register, and its sums."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.batches.aggregate_files import write_aggregates
from pemilu_cover.enrolment.batches.merge import MergedBatches
from pemilu_cover.enrolment.batches.shared_keys import has_hash
from pemilu_cover.reports import batch_tables


@dataclass(frozen=True)
class BatchPart:
    """A batch of a run, as values that a worker process takes.

    Attributes:
        merged: The batches of the run with all their findings.
        number: The number of the batch.
        first_id: The number of its first person in the register.
        shared_niks: The hashes of the NIKs that several rows of the run have.
        result: The folder of the result; None if only the sums are wanted.
        aggregates: The folder of the sums.
        format: The format of the tables.
    """

    merged: MergedBatches
    number: int
    first_id: int
    shared_niks: pl.Series
    result: Path | None
    aggregates: Path
    format: batch_tables.Format

    def write(self) -> int:
        """Write the part; return the number of the batch."""
        people = self.merged.read(self.number)
        if self.result:
            batch_tables.write(people, self.result, self.number, self.format)
            batch_tables.write_register(people, self.result, self.number, self.first_id)
        is_shared = has_hash(pl.col("nik"), self.shared_niks)
        write_aggregates(people, self.aggregates, self.number, is_shared)
        return self.number
