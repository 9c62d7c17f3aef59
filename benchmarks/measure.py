"""Whole processes, side by side, in turns: how long each takes, and how much memory at its highest.

A second says nothing on a shared machine. Two processes in one turn share what happens to it, so each turn
gives a ratio, and what is told of many turns is the middle one and the quartiles.
"""

from __future__ import annotations

import compileall
import os
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
_PAUSE = 0.02  # seconds between two looks at the memory


class FailedError(Exception):
    """A command that is to be measured did not do its work."""


@dataclass(frozen=True)
class Ran:
    """One run of a process: seconds from start to end, and bytes at the highest (None: not looked at)."""

    seconds: float
    peak: int | None = None


Turn = Mapping[str, Ran]


@dataclass(frozen=True)
class Spread:
    """What many turns gave: the middle, and the quartiles around it."""

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
    commands: Mapping[str, Callable[[], Ran]],
    turns: int,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Turn]:
    """Run all commands in each turn, in every second turn from the last to the first."""
    found: list[Turn] = []
    for turn in range(turns):
        names = list(commands)[:: -1 if turn % 2 else 1]
        ran = {}
        for name in names:
            ran[name] = commands[name]()
            tell(f"turn {turn + 1} of {turns}, {name}: {ran[name].seconds:.2f} s")
        found.append(ran)
    return found


def run(command: Sequence[str | Path], *, memory: bool = False) -> Ran:
    """Run a process from start to end; look at the memory of it and its children only where that is asked."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=environment,
        )
        watch = _Watch(process.pid) if memory else None
        status = process.wait()
        seconds = time.perf_counter() - begun
        if status not in GOOD:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines() or [""]
            raise FailedError(f"exit status {status}: {lines[-1].strip()}")
    return Ran(seconds, watch.end() if watch else None)


class _Watch(threading.Thread):
    """Looks at the memory of a process and of all below it, together, until it is ended."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.highest: int | None = None
        self.over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self.over.wait(_PAUSE):
            resident = sum(map(_resident, _family(self.process)))
            if resident:
                self.highest = max(self.highest or 0, resident)

    def end(self) -> int | None:
        """Stop looking; give the highest sum in bytes, or None where the system does not tell."""
        self.over.set()
        self.join()
        return self.highest


def _family(process: int) -> list[int]:
    """Return a process and all that it and its threads have started, as Linux tells them."""
    found = [process]
    for one in found:
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            found += [
                int(child) for task in tasks for child in (task / "children").read_text().split()
            ]
        except OSError:  # it has ended meanwhile, or this is not Linux
            continue
    return found


def _resident(process: int) -> int:
    """Return the bytes that a process holds; what it shares with another counts for both."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def compile_all() -> None:
    """Compile the program and what it needs, so that no run pays for it."""
    package = Path(pemilu_cover.__file__).parent
    for folder in (package, Path(__file__).parent, Path(sysconfig.get_paths()["purelib"])):
        with redirect_stdout(StringIO()):
            compileall.compile_dir(folder, quiet=2)


def python(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs this Python."""
    return [sys.executable, *arguments]
