"""Many files, read one after another by one process that forks for each: `series_process`."""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from pemilu_cover.roster.reading.reader import (
    READER,
    ReaderResponse,
    read_limited,
    run_reader,
)
from pemilu_cover.roster.reading.reader_process import LENGTH, pass_on_interrupt, start_reader
from pemilu_cover.roster.reading.sheet import RosterFile

_READER = "pemilu_cover.roster.reading.series_process"


class SeriesReader:
    """Reads files one after another; a context manager, at whose end no process remains."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            with suppress(BrokenPipeError):  # of a process that has failed
                self._process.__exit__(None, None, None)

    def read(self, path: Path, label: str) -> RosterFile:
        """Return a file with its label. Raise `RefusalError` where it cannot be read."""
        content = read_limited(path)
        return ReaderResponse.of(content, self._answer(content)).named(label)

    def _answer(self, content: bytes) -> dict[str, Any] | None:
        """Return the answer of the process to a file, or None where it has failed."""
        if not hasattr(os, "fork"):  # Windows
            return run_reader(READER, content)
        self._process = self._process or start_reader(_READER, stdin=subprocess.PIPE)
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        try:
            self._process.stdin.write(LENGTH.pack(len(content)))
            self._process.stdin.flush()
            self._process.stdin.write(content)
            self._process.stdin.flush()
            length = self._process.stdout.read(LENGTH.size)
            answer: dict[str, Any] = marshal.loads(  # noqa: S302  written by our own module
                self._process.stdout.read(LENGTH.unpack(length)[0])
            )
        except (OSError, struct.error, EOFError, ValueError, TypeError):
            self._process.wait()
            pass_on_interrupt(self._process)
            return None
        return answer
