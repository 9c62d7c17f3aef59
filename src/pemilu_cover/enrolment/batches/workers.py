"""Worker processes: the tasks of a run on as many cores as it may use.

The result of a run does not depend on their number: a task takes all that it needs as arguments, and results
are taken in the order of the tasks. With one worker, tasks run in this process.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import Language, activate, active_language

if TYPE_CHECKING:
    from concurrent.futures.process import ProcessPoolExecutor

# So many new objects lie in memory before those in reference cycles, such as written workbooks, are freed.
# With Python's 700, the search takes a tenth of the time of bills; with a million, they hold 100 MiB.
_GC_THRESHOLD = 50_000

# By name, since the module imports this one.
_FIRST_TASKS = "pemilu_cover.enrolment.batches.batch_task"

_P = ParamSpec("_P")
_T = TypeVar("_T")
_R = TypeVar("_R")


class WorkerStoppedError(RefusalError):
    """The system has ended a worker, as it does where memory runs out; the completed steps can be resumed."""

    def __init__(self) -> None:
        super().__init__("worker-stopped")


class Workers:
    """Processes that run tasks; a context manager.

    ``count`` is their number, or 1 where the system has no semaphores for more. They start at once, and load
    what their first tasks need while this process prepares these.
    """

    def __init__(self, count: int) -> None:
        self._pool = _start_pool(count) if count > 1 else None
        self.count = count if self._pool else 1

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
        if self._pool:
            with _refuse_broken_pool(), _hold_ctrl_c():
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


def use_one_core() -> None:
    """Let polars use one thread in this process, where it is not imported yet."""
    os.environ["POLARS_MAX_THREADS"] = "1"


def _start_pool(count: int) -> ProcessPoolExecutor | None:
    """Return a pool of workers that start, or None where the system has no semaphores (no ``/dev/shm``)."""
    from concurrent.futures.process import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # Polars has threads, which a fork does not copy.
    context = get_context("spawn")
    try:
        pool = ProcessPoolExecutor(count, context, _start_worker, (active_language(),))
        with _hold_ctrl_c():
            for _ in range(count):
                pool.submit(int)  # each starts a process
    except (ImportError, NotImplementedError, OSError):
        return None
    return pool


@contextmanager
def _hold_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back in this thread, and in the workers that it starts until they ignore it.

    A terminal sends it to all processes of a run, and one that still loads would show a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(language: Language) -> None:
    """Prepare a worker: one thread for polars, an end with its parent, which handles Ctrl-C."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    use_one_core()
    gc.set_threshold(_GC_THRESHOLD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    activate(language)
    parent = parent_process()

    def end_with_parent() -> None:
        if parent:
            connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=end_with_parent, daemon=True).start()
    import_module(_FIRST_TASKS)
