"""A great file, read piece by piece by a process of its own."""

from __future__ import annotations

import marshal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.files.stream import HEAD, HEADER, REFUSED, REST
from pemilu_cover.roster.piece import Piece
from pemilu_cover.roster.read import reader_of, refusal_of
from pemilu_cover.roster.sheet import Sheet
from pemilu_cover.roster.tables import Table, read_sheet
from pemilu_cover.roster.vocabulary import Words

_READER = "pemilu_cover.roster.files.stream"


class Stream:
    """A file that is being read: first its ``head``, then its pieces, from a row on. Use it with ``with``.

    Raise `RefusedError` where it cannot be read.
    """

    def __init__(self, path: Path, label: str, first: int = 0) -> None:
        self._label = label
        self._reader = reader_of(_READER, str(path), str(first), stdin=subprocess.DEVNULL)
        try:
            kind, _, content = self._next() or (HEAD, 0, b"")
            if kind != HEAD or not content:
                raise RefusedError("reader-stopped", file=label)
            head: bytes
            # About how many rows the file has is for those who wait.
            self.rows, self.guessed_encoding, head = marshal.loads(content)  # noqa: S302  our own
            self.head = pl.read_ipc_stream(head)
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._reader.kill()
        self._reader.__exit__(kind, error, at)

    def __iter__(self) -> Iterator[Piece]:
        while found := self._next():
            kind, number, content = found
            yield Piece(number + 1, pl.read_ipc_stream(content), ends=kind == REST)
        if self._reader.wait():
            raise RefusedError("reader-stopped", file=self._label)

    def _next(self) -> tuple[int, int, bytes] | None:
        assert self._reader.stdout is not None  # noqa: S101
        header = self._reader.stdout.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        kind, number, length = HEADER.unpack(header)
        content = self._reader.stdout.read(length)
        if len(content) < length:
            raise RefusedError("reader-stopped", file=self._label)
        if kind == REFUSED:
            code, detail = marshal.loads(content)  # noqa: S302  written by our own module
            raise refusal_of(code, detail, self._label)
        return kind, number, content


def table_of(head: pl.DataFrame, label: str, words: Words, encoding: str = "") -> Table:
    """Find the one table of a great file, whose header stands in its head. Raise `RefusedError`.

    ``encoding`` is the code page that was guessed.
    """
    rows = [list(row) for row in head.iter_rows()]
    sheet = Sheet(label, Path(label).stem, rows, guessed_encoding=encoding)
    tables, unread = read_sheet(sheet, words)
    if not any(table.rows for table in tables):
        raise RefusedError("no-people", file=label)
    if len(tables) > 1:
        second = tables[1]
        row = second.sheet.first_row + second.header.first
        raise RefusedError("piece-tables", file=label, row=row)
    # What stands below the header is found again in the pieces.
    first = sheet.first_row + tables[0].header.first + tables[0].header.height
    return replace(tables[0], unread=[cells for cells in unread if cells.row < first])
