"""Files in, sheets out: the labels of the files, and the processes that read them.

Only another process parses a file's content (``__main__``). This one opens, measures and hands over the file,
and may do other work meanwhile (`ParallelReader`).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.folders import walk_folder
from pemilu_cover.roster.reading.reader_process import (
    LONGEST_SECONDS,
    decode_refusal,
    pass_on_interrupt,
    start_reader,
)
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
from pemilu_cover.roster.reading.standard_input import STDIN, as_file, read_stdin
from pemilu_cover.storage.result_folder import MANIFEST
from pemilu_cover.storage.system_errors import system_reason

# Twice the size of a workbook at the limits of the guard.
_MOST_BYTES = 256 << 20
_MOMENT = 0.05
# The files of a folder that are rosters, or may be taken for one; others belong to the office, as pks.toml.
_ROSTER_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".parquet")
_HIDDEN = ".~"
READER = "pemilu_cover.roster.reading"


class ParallelReader:
    """Rosters that are read in parallel, each by its own process, as many at a time as there are cores.

    Use it as a context manager: at its end no process remains.
    """

    def __init__(self) -> None:
        self._readers: set[subprocess.Popen[bytes]] = set()
        self._pool = ThreadPoolExecutor(os.cpu_count())
        self._futures: dict[Path, Future[ReaderResponse]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        futures = self._futures.values()
        for file in futures:
            file.cancel()
        while not all(file.done() for file in futures):  # one may just be starting
            for reader in list(self._readers):
                reader.kill()
            wait(futures, timeout=_MOMENT)
        self._pool.shutdown()

    def begin(self, paths: Iterable[Path]) -> None:
        """Start to read rosters; one that was started before is read once."""
        for path in paths:
            if path == STDIN:  # here, where Ctrl-C ends it
                read_limited(path)
            if path not in self._futures:
                self._futures[path] = self._pool.submit(_read, path, self._readers)

    def forget(self, path: Path) -> None:
        """Free the memory of a roster that was read."""
        self._futures.pop(path, None)

    def files(self, paths: Sequence[Path]) -> list[RosterFile]:
        """Return rosters in the order of their paths; raise `RefusalError` for the first refused."""
        refuse_repeated(paths)
        self.begin(paths)
        return [
            self._futures[path].result().named(label)
            for path, label in zip(paths, unique_labels(paths), strict=True)
        ]


class RosterSource(Protocol):
    """Anything that returns rosters by their paths."""

    def files(self, paths: Sequence[Path]) -> list[RosterFile]:
        """Return rosters in the order of their paths."""
        ...


class FilesRead(NamedTuple):
    """Rosters that were read before."""

    rosters: list[RosterFile]

    def files(self, _: Sequence[Path]) -> list[RosterFile]:
        """Return the rosters."""
        return self.rosters


class ReaderResponse(NamedTuple):
    """The result of a file's reader, before the file has a label."""

    sha256: str
    answer: Mapping[str, Any] | None

    @classmethod
    def of(cls, content: bytes, answer: Mapping[str, Any] | None) -> Self:
        """Return the answer to the content of a file."""
        return cls(hashlib.sha256(content).hexdigest(), answer)

    def named(self, label: str) -> RosterFile:
        """Return the roster with its label. Raise `RefusalError` where its reader has refused it, or died."""
        if self.answer is None:
            raise RefusalError("reader-stopped", file=label)
        if "refused" in self.answer:
            raise decode_refusal(self.answer["refused"], label)
        stem = Path(label).stem
        sheets = [
            Sheet(**{**fields, "file": label, "name": fields["name"] or stem})
            for fields in self.answer["sheets"]
        ]
        return RosterFile(label, self.sha256, sheets)


def read_files(paths: Sequence[Path]) -> list[RosterFile]:
    """Read rosters; raise `RefusalError` for the first that cannot be read, with the reason and the fix."""
    with ParallelReader() as reading:
        return reading.files(paths)


def refuse_repeated(paths: Sequence[Path]) -> None:
    """Raise `RefusalError` for the first path that is repeated."""
    counts = Counter(map(os.path.realpath, paths))
    for path in paths:
        if counts[os.path.realpath(path)] > 1:
            raise RefusalError("file-twice", file=str(path))


def unique_labels(paths: Sequence[Path]) -> list[str]:
    """Return for each file the shortest name that no other file of the run has."""
    # A name in an invalid encoding could be neither printed nor written.
    names = [as_file(path).name.encode("utf-8", "replace").decode() for path in paths]
    if len(set(names)) == len(names):
        return names
    with_folders = [str(Path(path.absolute().parent.name, path.name)) for path in paths]
    if len(set(with_folders)) == len(with_folders):
        return with_folders
    return [f"{number}/{name}" for number, name in enumerate(names, start=1)]


def list_rosters(paths: Iterable[Path]) -> list[Path]:
    """Return files, and in place of a folder the rosters in it and in its folders, in order.

    Results, hidden files and Excel's lock files are no rosters. Raise `RefusalError` for a file, folder or
    link that cannot be read, and for a folder without rosters.
    """
    return [roster for path in paths for roster in _rosters_in(path)]


def _rosters_in(path: Path) -> list[Path]:
    is_folder = os.path.isdir(path)
    if not is_folder or (path / MANIFEST).is_file():
        return [require_readable(path)]
    files = []
    for folder, folders, names in walk_folder(path):
        if MANIFEST in names:  # an earlier result
            folders.clear()
            continue
        folders[:] = [name for name in folders if name[0] not in _HIDDEN]
        files += [path for name in names if _may_be_roster(path := Path(folder, name))]
    if not files:
        raise RefusalError("folder-without-rosters", folder=str(path))
    return sorted(map(require_readable, files))


def _may_be_roster(path: Path) -> bool:
    if path.name[0] in _HIDDEN:
        return False
    # A link that leads nowhere may have led to a folder of rosters.
    return path.name.lower().endswith(_ROSTER_SUFFIXES) or not os.path.exists(path)


def require_readable(path: Path) -> Path:
    """Return the path of a regular file that can be read. Raise `RefusalError`."""
    if path.name.startswith("~$"):
        raise RefusalError("file-lock", file=str(path))
    try:
        if path.is_dir():
            is_result = (path / MANIFEST).is_file()
            raise RefusalError("is-result" if is_result else "file-directory", file=str(path))
        if path.exists() and not path.is_file():
            raise RefusalError("file-special", file=str(path))
        with path.open("rb") as file:
            if not file.read(1):
                raise RefusalError("file-empty", file=str(path))
    except FileNotFoundError as error:
        raise RefusalError("file-missing", file=str(path)) from error
    except OSError as error:
        raise RefusalError("file-unreadable", file=str(path), why=system_reason(error)) from error
    except ValueError as error:  # a name that no system accepts
        raise RefusalError("file-missing", file=str(path)) from error
    return path


def read_limited(path: Path) -> bytes:
    """Return the bytes of a regular file, or of standard input, within the size limit of a roster.

    Raise `RefusalError`.
    """
    name = str(as_file(path))
    try:
        # One byte above the limit: a file can grow after it was measured.
        if path == STDIN:
            content = read_stdin(_MOST_BYTES + 1)
        else:
            with require_readable(path).open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RefusalError("file-unreadable", file=name, why=system_reason(error)) from error
    if not content:
        raise RefusalError("file-empty", file=name)
    if len(content) > _MOST_BYTES:
        raise RefusalError("file-too-large", file=name, mib=_MOST_BYTES >> 20)
    return content


def _read(path: Path, readers: set[subprocess.Popen[bytes]]) -> ReaderResponse:
    """Read a file; ``readers`` contains its process while that runs. Raise `RefusalError`."""
    content = read_limited(path)
    return ReaderResponse.of(content, _answer_to(content, readers))


def _answer_to(content: bytes, readers: set[subprocess.Popen[bytes]]) -> dict[str, Any] | None:
    """Read a roster in another process; return its answer, or None where it has failed."""
    return run_reader(READER, content, readers)


def run_reader(
    module: str, content: bytes, readers: set[subprocess.Popen[bytes]] | None = None
) -> dict[str, Any] | None:
    """Read a file in another process, so that nothing in it can end or block this one.

    ``module`` is what that process runs; ``readers`` contains it while it runs. Return its answer, or None
    where it has failed.
    """
    running = set() if readers is None else readers
    try:
        with start_reader(module, stdin=subprocess.PIPE) as reader:
            running.add(reader)
            try:
                output, _ = reader.communicate(content, timeout=LONGEST_SECONDS)
            finally:
                reader.kill()
                running.discard(reader)
        if reader.returncode:
            pass_on_interrupt(reader)
            return None
        answer: dict[str, Any] = marshal.loads(output)  # noqa: S302  written by our own module
    except (subprocess.SubprocessError, EOFError, ValueError, TypeError):
        return None
    return answer
