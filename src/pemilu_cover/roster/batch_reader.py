"""A large file, read in batches by a separate process."""

from __future__ import annotations

import marshal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.batch_people import Batch
from pemilu_cover.roster.reading.batch_process import HEAD, HEADER, LAST_BATCH, REFUSED
from pemilu_cover.roster.reading.reader_process import (
    decode_refusal,
    pass_on_interrupt,
    start_reader,
)
from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.sheet_tables import read_sheet

_READER = "pemilu_cover.roster.reading.batch_process"


class EncodedBatch(NamedTuple):
    """A `Batch` with its rows as the reader sends them; the process that validates it decodes them."""

    number: int
    content: bytes
    ends: bool

    def decode(self) -> Batch:
        """Return the batch."""
        return Batch(self.number, pl.read_ipc_stream(self.content), self.ends)


class BatchReader:
    """A file while it is read: first its ``head``, then its batches, from a row on; a context manager.

    Raise `RefusalError` where it cannot be read.
    """

    def __init__(self, path: Path, label: str, first: int = 0) -> None:
        self._label = label
        self._reader = start_reader(_READER, str(path), str(first), stdin=subprocess.DEVNULL)
        try:
            kind, _, content = self._next() or (HEAD, 0, b"")
            if kind != HEAD or not content:
                raise self._stopped()
            head: bytes
            # The estimated number of rows is for progress only.
            self.rows, self.guessed_encoding, head = marshal.loads(content)  # noqa: S302  our own
            self.head = pl.read_ipc_stream(head)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.kill()
        self._reader.__exit__(None, None, None)

    def __iter__(self) -> Iterator[EncodedBatch]:
        while message := self._next():
            kind, number, content = message
            yield EncodedBatch(number + 1, content, ends=kind == LAST_BATCH)
        if self._reader.wait():
            raise self._stopped()

    def _next(self) -> tuple[int, int, bytes] | None:
        assert self._reader.stdout is not None  # noqa: S101
        header = self._reader.stdout.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        kind, number, length = HEADER.unpack(header)
        content = self._reader.stdout.read(length)
        if len(content) < length:
            raise self._stopped()
        if kind == REFUSED:
            encoded = marshal.loads(content)  # noqa: S302  written by our own module
            raise decode_refusal(encoded, self._label)
        return kind, number, content

    def _stopped(self) -> RefusalError:
        self._reader.wait()
        pass_on_interrupt(self._reader)
        return RefusalError("reader-stopped", file=self._label)


def detect_table(
    head: pl.DataFrame, label: str, words: ColumnNames, encoding: str = ""
) -> RosterTable:
    """Return the one table of a large file, whose header is in its head. Raise `RefusalError`.

    ``encoding`` is the code page that was guessed.
    """
    rows = [list(row) for row in head.iter_rows()]
    sheet = Sheet(label, Path(label).stem, rows, guessed_encoding=encoding)
    tables, unread = read_sheet(sheet, words)
    if not any(table.rows for table in tables):
        raise RefusalError("no-people", file=label)
    if len(tables) > 1:
        second = tables[1]
        row = second.sheet.first_row + second.header.first
        raise RefusalError("batch-tables", file=label, row=row)
    # The rows below the header are read again in the batches.
    first = sheet.first_row + tables[0].header.first + tables[0].header.height
    return replace(tables[0], unread=[cells for cells in unread if cells.row < first])
