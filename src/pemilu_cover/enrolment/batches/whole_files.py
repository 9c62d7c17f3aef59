"""The validation of some files that are read whole, from values alone, so that any process can run it.

Workbooks can only be read whole; small CSV and Parquet files are, so that not each of them starts a process.
One file at a time is in memory, of the others their people. All rows of a table are in one batch, so that
nothing is left to decide at the end but the main election.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.batches.batch_task import (
    ValidatedBatch,
    count_by_dates,
    main_election,
    with_column_findings,
    write_people,
)
from pemilu_cover.enrolment.batches.checkpoint import BatchRecord, TableRecord
from pemilu_cover.enrolment.batches.kernel import BatchKernel
from pemilu_cover.enrolment.batches.table_file import tables_path, without_rows, write_tables
from pemilu_cover.enrolment.batches.workers import unpack
from pemilu_cover.enrolment.outcome import hold_back
from pemilu_cover.enrolment.validation import refuse_corrections, term_matcher
from pemilu_cover.roster.checks import column_guesses
from pemilu_cover.roster.fields.date_order import with_orders
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.people import (
    NotUnderstoodCells,
    PassedOverSheet,
    Roster,
    collect_people,
)
from pemilu_cover.roster.reading.file_type import is_parquet, is_read_whole
from pemilu_cover.roster.reading.series_reader import SeriesReader
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE

# Files of together so many bytes are one batch: some 20,000 people in workbooks, 8,000 in CSV.
GROUP_BYTES = 2 << 20
# CSV and Parquet files up to this size are read whole.
SMALL_FILE_BYTES = 1 << 20
# Parquet is compressed: of the same people, a workbook is so many times as large.
_PARQUET_RATIO = 5


class NumberedFile(NamedTuple):
    """A roster: its number, its path, and its name in findings."""

    number: int
    path: Path
    label: str


@dataclass(frozen=True)
class WholeFilesTask:
    """Files and what their validation depends on.

    Attributes:
        kernel: The kernel of the run without tables, packed.
        files: The files.
        words: The column names of the run.
        number: The number of the batch.
        first_table: The number of the first table.
        path: The file to write the people to; that of the tables is next to it.
    """

    kernel: bytes
    files: Sequence[NumberedFile]
    words: ColumnNames
    number: int
    first_table: int
    path: Path

    @property
    def file(self) -> int:
        """The number of the first file."""
        return self.files[0].number


class FileGroup(NamedTuple):
    """Rosters that are validated together: whole files that become one batch, or one large file."""

    files: Sequence[NumberedFile]
    are_whole: bool

    @property
    def file(self) -> int:
        """The number of the first roster."""
        return self.files[0].number


def group_files(paths: Sequence[Path], labels: Sequence[str]) -> Iterator[FileGroup]:
    """Yield rosters in groups, in their order. Raise `OSError`."""
    group: list[NumberedFile] = []
    group_bytes = 0
    for file in map(NumberedFile, range(len(paths)), paths, labels):
        ratio = _PARQUET_RATIO if is_parquet(file.path) else 1
        file_bytes = file.path.stat().st_size * ratio
        is_whole = file_bytes <= SMALL_FILE_BYTES or is_read_whole(file.path)
        if group and (not is_whole or group_bytes + file_bytes > GROUP_BYTES):
            yield FileGroup(group, are_whole=True)
            group, group_bytes = [], 0
        if is_whole:
            group.append(file)
            group_bytes += file_bytes
        else:
            yield FileGroup([file], are_whole=False)
    if group:
        yield FileGroup(group, are_whole=True)


@dataclass
class _ReadTables:
    """The tables of files without their rows, in lists with an entry for each table, and their people."""

    tables: list[RosterTable] = field(default_factory=list)
    records: list[TableRecord] = field(default_factory=list)
    violations: list[tuple[int, Violation]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    not_understood: list[NotUnderstoodCells] = field(default_factory=list)
    passed_over: list[PassedOverSheet] = field(default_factory=list)

    def add(self, file: int, roster: Roster) -> None:
        """Add the tables of a file."""
        first = len(self.tables)
        self.frames.append(roster.frame.drop("id").with_columns(pl.col("table") + first))
        self.not_understood += roster.not_understood
        self.passed_over += roster.passed_over
        for number, table in enumerate(roster.tables, first):
            not_people = Counter(reason for _, reason in table.skipped)
            self.records.append(TableRecord(file, len(table.rows), not_people))
            if table.rows:
                faults = column_guesses.check_table(table)
                self.violations += [(number, fault) for fault in faults]
            self.tables.append(without_rows(table))


def validate_whole_files(task: WholeFilesTask) -> ValidatedBatch:
    """Validate files, write their people and tables, and return their record.

    Raise `RefusalError` for a file that cannot be read, or has nobody in it.
    """
    kernel: BatchKernel = unpack(task.kernel)
    fits, read = term_matcher(kernel.terms.book), _ReadTables()
    with SeriesReader() as reader:
        for file in task.files:
            content = reader.read(file.path, file.label)
            roster = collect_people(refuse_corrections([content]), task.words)
            read.add(file.number, with_orders(roster, fits))
    kernel = replace(kernel, tables=read.tables)
    people = kernel.validate_tables(pl.concat(read.frames))
    people, held_back = with_column_findings(
        people, read.tables, read.violations, strict=kernel.options.strict
    )
    people = people.with_columns(hold_back(pl.col("table").is_in(held_back)))
    write_tables(read.tables, tables_path(task.path))
    write_people(people, task.number, task.first_table, task.path)
    record = BatchRecord(
        task.file,
        task.first_table,
        read.records,
        next_row=0,
        elections=count_by_dates(people),
        main_election=main_election(people, kernel.terms),
        carried=NOTHING_ABOVE.as_json(),
        place_counts={},
        notice_counts={},
        not_understood=read.not_understood,
        passed_over=read.passed_over,
    )
    return ValidatedBatch(record, takes_cells=False, decisions=None)
