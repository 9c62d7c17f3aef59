"""The checkpoint of a batch run: its completed steps, so that an interrupted run resumes.

A run works in a staging folder next to its result:

* ``checkpoint.jsonl``: a line of JSON for each completed step;
* ``validated/000000.parquet``: the people of a batch, validated on its own;
* ``validated/000000.tables``: the headers of the whole files of a batch;
* ``compared/<comparison>/000000.parquet``: the findings between the rows of a partition;
* ``cross_findings.parquet``: the findings between rows of all batches;
* ``aggregates/``: the sums of each batch;
* ``result/``: the files that are published at the end.

The first line is the fingerprint of the job: rosters, law, agreement, options. A run with the same
fingerprint takes over all steps and continues after them. A run with another one clears the folder.

A step first writes its data, each file atomically, and then appends its line; both are flushed to the disk.
So a line is a promise that the data are complete. Data without a line come from an interrupted step; the
next run repeats the step and overwrites them. A line that was cut off in the middle is dropped.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import polars as pl

from pemilu_cover.enrolment.batches.files import scan_parquet_files, write_parquet
from pemilu_cover.roster.people import NotUnderstoodCells, PassedOverSheet
from pemilu_cover.storage.atomic_write import open_private

_Partition = TypeVar("_Partition")
# Instead of the number of a partition, where all are compared.
_ALL = None
# The people of batch n have the ids from n × this number on.
PERSON_ID_STRIDE = 2**32
_VALIDATED, _COMPARED, _AGGREGATES, _RESULT = "validated", "compared", "aggregates", "result"


class TableRecord(NamedTuple):
    """A table in a batch: the number of its roster, of its people, and of other rows by reason."""

    file: int
    people: int
    not_people: Mapping[str, int]


class BatchRecord(NamedTuple):
    """A validated batch; its people are in a file of their own.

    A batch has rows of the one table of a large roster, or all tables of some whole files.

    Attributes:
        file: The number of its roster; of several, that of the first.
        first_table: The number of its first table in the run.
        tables: Its tables.
        next_row: The row behind its last one, where the next batch begins.
        elections: The number of contracts whose dates point to an election, by election.
        main_election: The election that all other contracts got, or None where there are none.
        carried: The values from rows above that the next batch starts with, as JSON types.
        place_counts: How the people fill each place, by field: `PlaceCounts`.
        notice_counts: The numbers in findings about a table in several batches: by field, the people for whom
            a default replaces a missing column; by ``remark``, the remarks that are not understood.
        not_understood: Cells that may be somebody's and were not read.
        passed_over: Sheets that were not read.
    """

    file: int
    first_table: int
    tables: Sequence[TableRecord]
    next_row: int
    elections: Mapping[str, int]
    main_election: str | None
    carried: Mapping[str, Any]
    place_counts: Mapping[str, Sequence[Any]]
    notice_counts: Mapping[str, int]
    not_understood: Sequence[NotUnderstoodCells] = ()
    passed_over: Sequence[PassedOverSheet] = ()

    @property
    def people(self) -> int:
        """The number of people."""
        return sum(table.people for table in self.tables)


# The lists of a batch's record whose entries are named tuples.
_ENTRIES: Mapping[str, Callable[..., NamedTuple]] = {
    "tables": TableRecord,
    "not_understood": NotUnderstoodCells,
    "passed_over": PassedOverSheet,
}


@dataclass(frozen=True)
class FileRecord:
    """What is decided once for a roster.

    Attributes:
        head: Its first rows, in which the table was detected; None before they are read.
        encoding: The code page that was guessed.
        date_orders: The order of day and month, by field; None before a batch with people shows it.
        in_blocks: The places that are named only in the first row of a block; None before that batch.
        all_held_back: Whether a warning about a column holds everybody back (``--strict``).
        is_complete: Whether all its batches are validated.
    """

    head: Sequence[Sequence[str]] | None = None
    encoding: str = ""
    date_orders: Mapping[str, Sequence[Any]] | None = None
    in_blocks: tuple[str, ...] | None = None
    all_held_back: bool = False
    is_complete: bool = False


class Checkpoint:
    """The completed steps of a run in its staging folder.

    ``clear`` empties the folder; it is called where the folder is not of a job with this fingerprint.
    """

    def __init__(
        self, folder: Path, fingerprint: Mapping[str, Any], clear: Callable[[], None]
    ) -> None:
        self.folder = folder
        self._path = folder / "checkpoint.jsonl"
        first_line = json.loads(json.dumps(fingerprint))
        steps = self._read()
        if steps[:1] != [first_line]:
            clear()
            for name in (_VALIDATED, _COMPARED, _AGGREGATES, _RESULT):
                (folder / name).mkdir()
            steps = [first_line]
            self._append(first_line)
        self.is_resumed = len(steps) > 1
        self.files: defaultdict[int, FileRecord] = defaultdict(FileRecord)
        self.batches: list[BatchRecord] = []
        self._compared: defaultdict[str, set[int | None]] = defaultdict(set)
        self.replaced_codes: Mapping[int, Collection[str]] | None = None
        self.written: set[int] = set()
        for step in steps[1:]:
            self._apply(step)

    # ---- Data ----------------------------------------------------------------------------------

    @property
    def people(self) -> int:
        """The number of people in all batches."""
        return sum(record.people for record in self.batches)

    @property
    def result(self) -> Path:
        """The folder of the files that are published at the end."""
        return self.folder / _RESULT

    @property
    def aggregates(self) -> Path:
        """The folder of the sums of each batch."""
        return self.folder / _AGGREGATES

    def first_batches(self) -> dict[int, int]:
        """Return the number of the first batch of each roster; the others follow it."""
        return {record.file: number for number, record in reversed([*enumerate(self.batches)])}

    def batches_of(self, file: int) -> list[int]:
        """Return the numbers of the batches of a roster."""
        return [number for number, record in enumerate(self.batches) if record.file == file]

    @property
    def validated(self) -> Path:
        """The folder of the people of each batch, validated on its own; see `read_batch`."""
        return self.folder / _VALIDATED

    @property
    def cross_findings(self) -> Path:
        """The file of the findings between rows of all batches (`cross_checks.SCHEMA`)."""
        return self.folder / "cross_findings.parquet"

    def scan_people(self) -> pl.LazyFrame:
        """Return the people of all batches, each batch validated on its own."""
        return scan_parquet_files(self.validated)

    # ---- Completed steps -----------------------------------------------------------------------

    def record_file(self, file: int, **changes: Any) -> None:
        """Record decisions about a roster: fields of `FileRecord`."""
        self._record({"step": "file", "number": file, **changes})

    def record_batch(self, number: int, record: BatchRecord) -> None:
        """Record a batch whose people are written: the next one, or one that replaces an earlier record."""
        self._record({"step": "batch", "number": number, **record._asdict()})

    def keep_comparison(
        self,
        name: str,
        partitions: Iterable[_Partition],
        compare: Callable[[Iterable[_Partition]], Iterable[pl.DataFrame]],
    ) -> pl.DataFrame:
        """Return the findings of a comparison; only partitions that are not recorded yet are compared."""
        folder, recorded = self.folder / _COMPARED / name, self._compared[name]
        if _ALL not in recorded:
            folder.mkdir(exist_ok=True)
            others = {at: part for at, part in enumerate(partitions) if at not in recorded}
            for at, findings in zip(others, compare(others.values()), strict=True):
                write_parquet(findings, folder / f"{at:06d}.parquet")
                self._record({"step": "compared", "name": name, "partition": at})
            self._record({"step": "compared", "name": name, "partition": _ALL})
        return scan_parquet_files(folder).collect()

    def record_cross_checks(
        self, findings: pl.DataFrame, replaced_codes: Mapping[int, Collection[str]]
    ) -> None:
        """Record the comparison of all rows, and by table the codes that errors of columns replace."""
        write_parquet(findings, self.cross_findings)
        by_table = [[table, sorted(codes)] for table, codes in replaced_codes.items()]
        self._record({"step": "cross-checks", "replaced_codes": by_table})

    def record_written(self, number: int) -> None:
        """Record that the tables and the sums of a batch are written."""
        self._record({"step": "written", "number": number})

    def _record(self, step: Mapping[str, Any]) -> None:
        self._append(step)
        self._apply(json.loads(json.dumps(step)))

    def _apply(self, step: dict[str, Any]) -> None:
        kind, number = step.pop("step"), step.pop("number", 0)
        if kind == "file":
            if step.get("in_blocks") is not None:
                step["in_blocks"] = tuple(step["in_blocks"])
            self.files[number] = replace(self.files[number], **step)
        elif kind == "batch":
            for name, kind_of_entry in _ENTRIES.items():
                step[name] = [kind_of_entry(*entry) for entry in step[name]]
            self.batches[number : number + 1] = [BatchRecord(**step)]
        elif kind == "compared":
            self._compared[step["name"]].add(step["partition"])
        elif kind == "cross-checks":
            self.replaced_codes = dict(step["replaced_codes"])
        else:
            self.written.add(number)

    def _read(self) -> list[dict[str, Any]]:
        """Return the lines up to the first that is cut off, and remove the rest from the file."""
        steps: list[dict[str, Any]] = []
        try:
            lines = self._path.read_bytes().splitlines(keepends=True)
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                steps.append(json.loads(line))
        except (OSError, ValueError):
            return []
        complete = b"".join(lines[: len(steps)])
        if len(complete) < self._path.stat().st_size:
            self._path.write_bytes(complete)
        return steps

    def _append(self, step: Mapping[str, Any]) -> None:
        with open(self._path, "ab", opener=open_private) as file:
            file.write(json.dumps(step, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def batch_path(validated: Path, number: int) -> Path:
    """Return the file of the people of a batch."""
    return validated / f"{number:06d}.parquet"


def read_batch(validated: Path, number: int) -> pl.DataFrame:
    """Return the people of a batch, validated on its own."""
    return pl.read_parquet(batch_path(validated, number), glob=False)


def is_in_batches(first: int, behind: int) -> pl.Expr:
    """Return whether a person is in one of some batches; readers of Parquet skip the others by it."""
    ids = first * PERSON_ID_STRIDE, behind * PERSON_ID_STRIDE
    return pl.col("person_id").is_between(*ids, closed="left")


def sum_counters(counters: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up counts by name."""
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return dict(sorted(total.items()))
