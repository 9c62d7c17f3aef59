"""Files in, sheets out: which files, what findings call them, and who reads them.

A file's content is looked at by another process alone (``files``). Here it is only found, counted and
handed over; this process may do other things meanwhile (`Reading`).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.sheet import RosterFile, Sheet

# Twice what a workbook at the limits of the guard takes up.
_MOST_BYTES = 256 << 20
# A file at the limits of the guard is read in half a minute; a slow machine may take ten times as long.
_LONGEST_SECONDS = 300
_MOMENT = 0.05
_READER = "pemilu_cover.roster.files"


class Reading:
    """Rosters that are being read, each by a process of its own, as many at a time as there are cores.

    Use it with ``with``: at its end no process is left.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = list(paths)
        self._readers: set[subprocess.Popen[bytes]] = set()
        self._pool = ThreadPoolExecutor(min(len(self.paths), os.cpu_count() or 1) or 1)
        labels = labels_of(self.paths)
        self._files: list[Future[RosterFile]] = []
        if not _named_twice(self.paths):
            self._files = [
                self._pool.submit(read_file, path, label, self._readers)
                for path, label in zip(self.paths, labels, strict=True)
            ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for file in self._files:
            file.cancel()
        while not all(file.done() for file in self._files):  # one may just be starting
            for reader in list(self._readers):
                reader.kill()
            wait(self._files, timeout=_MOMENT)
        self._pool.shutdown()

    def files(self) -> list[RosterFile]:
        """Give what was read, in the order of the paths; raise `RefusedError` for the first refused."""
        if path := _named_twice(self.paths):
            raise RefusedError("file-twice", file=str(path))
        return [file.result() for file in self._files]


def read_files(paths: Iterable[Path]) -> list[RosterFile]:
    """Read rosters; raise `RefusedError` for the first that cannot be read."""
    with Reading(paths) as reading:
        return reading.files()


def _named_twice(paths: Sequence[Path]) -> Path | None:
    """Give the first path that is meant twice."""
    whole = [path.absolute() for path in paths]
    return next((path for path in paths if whole.count(path.absolute()) > 1), None)


def read_file(
    path: Path, label: str | None = None, readers: set[subprocess.Popen[bytes]] | None = None
) -> RosterFile:
    """Read one roster of any kind that is taken. Raise `RefusedError` with the reason and the mend.

    ``readers`` has the process that reads as long as it does.
    """
    label = label or labels_of([path])[0]
    content = content_of(path)
    sheets = _read_apart(content, label, readers if readers is not None else set())
    return RosterFile(label, hashlib.sha256(content).hexdigest(), sheets)


def labels_of(paths: list[Path]) -> list[str]:
    """Give each file the shortest name that no other file of the run has."""
    # A name that is no Unicode, from another system, could be neither printed nor written.
    names = [path.name.encode("utf-8", "replace").decode() for path in paths]
    if len(set(names)) == len(names):
        return names
    parented = [str(Path(path.absolute().parent.name, path.name)) for path in paths]
    if len(set(parented)) == len(parented):
        return parented
    return [f"{number}/{name}" for number, name in enumerate(names, start=1)]


def checked(path: Path) -> Path:
    """Give the path of a regular file that can be read. Raise `RefusedError`."""
    if path.name.startswith("~$"):
        raise RefusedError("file-lock", file=str(path))
    try:
        if path.is_dir():
            raise RefusedError("file-directory", file=str(path))
        if path.exists() and not path.is_file():
            raise RefusedError("file-special", file=str(path))
        with path.open("rb") as file:
            if not file.read(1):
                raise RefusedError("file-empty", file=str(path))
    except FileNotFoundError as error:
        raise RefusedError("file-missing", file=str(path)) from error
    except OSError as error:
        raise RefusedError("file-unreadable", file=str(path), why=error.strerror) from error
    except ValueError as error:  # a name that no system takes
        raise RefusedError("file-missing", file=str(path)) from error
    return path


def content_of(path: Path) -> bytes:
    """Give the bytes of a regular file of a size that can be a roster's. Raise `RefusedError`."""
    try:
        # One byte more than may be: a file can grow after it was measured.
        with checked(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RefusedError("file-unreadable", file=str(path), why=error.strerror) from error
    if len(content) > _MOST_BYTES:
        raise RefusedError("file-too-large", file=str(path), mib=_MOST_BYTES >> 20)
    return content


def _read_apart(content: bytes, label: str, readers: set[subprocess.Popen[bytes]]) -> list[Sheet]:
    """Have another process read a file, so that nothing in it can end or hold up this one."""
    try:
        with reader_of(_READER, stdin=subprocess.PIPE) as reader:
            readers.add(reader)
            try:
                told, _ = reader.communicate(content, timeout=_LONGEST_SECONDS)
            finally:
                reader.kill()
                readers.discard(reader)
        if reader.returncode:
            raise EOFError
        answer: dict[str, Any] = marshal.loads(told)  # noqa: S302  written by our own module
    except (subprocess.SubprocessError, EOFError, ValueError, TypeError) as error:
        raise RefusedError("reader-stopped", file=label) from error
    if "refused" in answer:
        raise refusal_of(answer["refused"], answer["detail"], label)
    stem = Path(label).stem
    return [
        Sheet(**{**found, "file": label, "name": found["name"] or stem})
        for found in answer["sheets"]
    ]


def reader_of(module: str, *arguments: str, stdin: int) -> subprocess.Popen[bytes]:
    """Start a process of ours that reads: it says what it has found on its stdout, and nothing else."""
    return subprocess.Popen(  # noqa: S603  this Python and a module of ours
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def refusal_of(code: str, detail: Mapping[str, object], label: str) -> RefusedError:
    """Give a reader's refusal of a file as it was before it went from one process to the other."""
    worded = {
        key: Text(*value) if isinstance(value, tuple) else value for key, value in detail.items()
    }
    return RefusedError(code, file=label, **worded)


def _environment() -> dict[str, str]:
    """Let the reader find what this process has found, and nothing that lies in the working folder."""
    package = str(Path(__file__).parents[2])
    found = [package, *(place for place in sys.path if place)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(found), "POLARS_MAX_THREADS": "1"}
