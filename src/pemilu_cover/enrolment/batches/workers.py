"""Worker processes: the tasks of a run on as many cores as it may use.

The result of a run does not depend on their number: a task takes all that it needs as arguments, and results
are taken in the order of the tasks. With one worker, tasks run in this process.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, Self, TypeVar

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import Language, activate, active_language

if TYPE_CHECKING:
    from concurrent.futures.process import ProcessPoolExecutor

# The peak memory of the first process with the reader, and of each worker: docs/benchmarks.md.
FIRST_PROCESS_BYTES = 700 << 20
WORKER_BYTES = 400 << 20
LEAST_BYTES = FIRST_PROCESS_BYTES + WORKER_BYTES
# A worker takes half a second to start; it pays where it has more to do.
_ROSTER_BYTES_PER_WORKER = 4 << 20

_SIZE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*([gGmM])(?:i?[bB])?")

_P = ParamSpec("_P")
_T = TypeVar("_T")
_R = TypeVar("_R")


class Resources(NamedTuple):
    """What a run may use of the machine: a number of workers, or so much memory; None is its own choice."""

    workers: int | None = None
    memory_bytes: int | None = None

    def count_workers(self, paths: Sequence[Path]) -> int:
        """Return the number of workers for rosters: one for each core, if rows and memory are enough.

        Without a bound, the run may use three quarters of the memory of the machine.
        """
        by_size = 1 + sum(path.stat().st_size for path in paths) // _ROSTER_BYTES_PER_WORKER
        memory_bytes = self.memory_bytes or _machine_memory_bytes() * 3 // 4
        by_memory = (memory_bytes - FIRST_PROCESS_BYTES) // WORKER_BYTES
        return self.workers or max(1, min(_available_cores(), by_size, by_memory))


class WorkerStoppedError(RefusalError):
    """The system has ended a worker, as it does where memory runs out; the completed steps can be resumed."""

    def __init__(self) -> None:
        super().__init__("worker-stopped")


class Workers:
    """Processes that run tasks; a context manager. ``count`` is their number."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    @property
    def lookahead(self) -> int:
        """The number of tasks that may wait for their results at once."""
        return self.count + 1 if self.count > 1 else 0

    def submit(
        self, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs
    ) -> Future[_R]:
        """Run a function of a module, with arguments that can be pickled. Raise `WorkerStoppedError`."""
        if self.count > 1:
            self._pool = self._pool or _start_pool(self.count)
            with _refuse_broken_pool():
                return self._pool.submit(function, *arguments, **named)
        result: Future[_R] = Future()
        result.set_result(function(*arguments, **named))
        return result

    def map(
        self, function: Callable[[_T], _R], tasks: Iterable[_T], chunk_size: int = 1
    ) -> Iterator[_R]:
        """Yield the results of a function in the order of its tasks; a worker takes a chunk at once."""
        waiting: deque[Future[list[_R]]] = deque()
        remaining = iter(tasks)
        while chunk := list(islice(remaining, chunk_size)):
            waiting.append(self.submit(_map_chunk, function, chunk))
            while len(waiting) > self.lookahead:
                yield from take_result(waiting.popleft())
        while waiting:
            yield from take_result(waiting.popleft())


def _map_chunk(function: Callable[[_T], _R], chunk: Sequence[_T]) -> list[_R]:
    return [function(task) for task in chunk]


def take_result(future: Future[_R]) -> _R:
    """Return a result when it is there. Raise `WorkerStoppedError`."""
    with _refuse_broken_pool():
        return future.result()


@contextmanager
def _refuse_broken_pool() -> Iterator[None]:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    try:
        yield
    except BrokenProcessPool:
        raise WorkerStoppedError from None


def pack(value: object) -> bytes:
    """Return a value that many tasks have in common, pickled once."""
    return pickle.dumps(value)


@lru_cache(maxsize=4)
def unpack(packed: bytes) -> Any:  # noqa: ANN401
    """Return a value from `pack`; a process unpickles it once."""
    return pickle.loads(packed)  # noqa: S301  our own


def parse_memory_bytes(text: str) -> int:
    """Return a size such as "2G" or "1500M". Raise `ValueError`.

    >>> parse_memory_bytes("1,5 GB") == parse_memory_bytes("1536m")
    True
    """
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    number, unit = match.groups()
    return int(Decimal(number.replace(",", ".")) * (1 << (30 if unit in "gG" else 20)))


def _available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _machine_memory_bytes() -> int:
    """Return the memory of the machine, or more than any has where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return 1 << 50


def _start_pool(count: int) -> ProcessPoolExecutor:
    from concurrent.futures.process import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # Polars has threads, which a fork does not copy.
    context = get_context("spawn")
    return ProcessPoolExecutor(count, context, _start_worker, (active_language(),))


def _start_worker(language: Language) -> None:
    """Prepare a worker: one thread for polars, an end with its parent, which handles Ctrl-C."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    os.environ["POLARS_MAX_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    activate(language)
    parent = parent_process()

    def end_with_parent() -> None:
        if parent:
            connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=end_with_parent, daemon=True).start()
