"""Measure time and peak memory of processes that run in turns.

Absolute times mean little on a shared machine. Processes of one turn run under the same load, so each turn
has a ratio; the median and the quartiles of many turns are reported.
"""

from __future__ import annotations

import compileall
import os
import signal
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pemilu_cover

GIB = 1024**3
GOOD = (0, 1)  # 1: all went through, and some rows are held back
_PAUSE = 0.02  # seconds between two samples of the memory


class FailedError(Exception):
    """A measured command failed."""


@dataclass(frozen=True)
class ProcessRun:
    """One run of a process: its duration in seconds, and its peak memory in bytes (None: not measured)."""

    seconds: float
    peak: int | None = None


Turn = Mapping[str, ProcessRun]


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of many turns."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Return the median and the quartiles of some values.

    >>> spread([3, 1, 2])
    Spread(median=2.0, low=1.5, high=2.5)
    """
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, method="inclusive")
    return Spread(median, low, high)


def in_turns(
    commands: Mapping[str, Callable[[], ProcessRun]],
    turns: int,
    log: Callable[[str], None] = lambda _: None,
) -> list[Turn]:
    """Run all commands in each turn, in every second turn from the last to the first."""
    turns_run: list[Turn] = []
    for turn in range(turns):
        names = list(commands)[:: -1 if turn % 2 else 1]
        runs_by_name = {}
        for name in names:
            runs_by_name[name] = commands[name]()
            log(f"turn {turn + 1} of {turns}, {name}: {runs_by_name[name].seconds:.2f} s")
        turns_run.append(runs_by_name)
    return turns_run


def run(
    command: Sequence[str | Path],
    variables: Mapping[str, str] | None = None,
    *,
    memory: bool = False,
    good: Sequence[int] = GOOD,
    folder: Path | None = None,
) -> ProcessRun:
    """Run a process in a folder, with further variables of the environment.

    With ``memory``, measure the peak memory of it and its children. Raise `FailedError` if its exit
    status is not one of ``good``.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**_environment(), **(variables or {})},
            cwd=folder,
        )
        monitor = _MemoryMonitor(process.pid) if memory else None
        status = process.wait()
        seconds = time.perf_counter() - start
        if status not in good:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines() or [""]
            raise FailedError(f"exit status {status}: {lines[-1].strip()}")
    return ProcessRun(seconds, monitor.end() if monitor else None)


def kill_after(seconds: float, command: Sequence[str | Path]) -> None:
    """Run a process, and kill it with all its children after so many seconds."""
    process = subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    else:
        raise FailedError("the process ended before it was killed")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _MemoryMonitor(threading.Thread):
    """Samples the memory of a process and its children until it is stopped."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.highest: int | None = None
        self.over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self.over.wait(_PAUSE):
            if resident := _resident(_family(self.process)):
                self.highest = max(self.highest or 0, resident)

    def end(self) -> int | None:
        """Stop and return the peak in bytes, or None if the system does not report it."""
        self.over.set()
        self.join()
        return self.highest


def _family(process: int) -> list[int]:
    """Return a process and its descendants, as Linux lists them."""
    processes = [process]
    for member in processes:
        try:
            tasks = list(Path(f"/proc/{member}/task").iterdir())
            processes += [
                int(child) for task in tasks for child in (task / "children").read_text().split()
            ]
        except OSError:  # it has ended, or this is not Linux
            continue
    return processes


def _resident(processes: Sequence[int]) -> int:
    """Return the resident bytes of some processes.

    Pages that can be shared, such as those of libraries, count once: for the process that has most.
    """
    sizes = [_pages(process) for process in processes]
    own = sum(resident - shared for resident, shared in sizes)
    return (own + max(shared for _, shared in sizes)) * os.sysconf("SC_PAGE_SIZE")


def _pages(process: int) -> tuple[int, int]:
    """Return how many pages of a process are resident, and how many of them can be shared."""
    try:
        numbers = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
        return int(numbers[1]), int(numbers[2])
    except (OSError, IndexError):
        return 0, 0


def compile_all() -> None:
    """Compile the program and its dependencies, so that no run includes it."""
    package = Path(pemilu_cover.__file__).parent
    for folder in (package, Path(__file__).parent, Path(sysconfig.get_paths()["purelib"])):
        with redirect_stdout(StringIO()):
            compileall.compile_dir(folder, quiet=2)


def python(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs this Python."""
    return [sys.executable, *arguments]
