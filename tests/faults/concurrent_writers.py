"""Write into one target from many runs at the same time, repeatedly.

``concurrent_writers.py JOB SCRATCH ROUNDS [--two-steps] [--held]`` prints a JSON list: for each
round the exit statuses of the runs, the content ("mixed" if it is no run's), and the remaining files. With
``--held`` the run with the lock writes nothing until all others have ended, so that each of them is refused,
regardless of the scheduler.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from faults.fault_injector import CANNOT_WRITE, place, read, result

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage import atomic_write, result_folder

RUNS = 4
BROKEN = 99


def write(job: str, target: Path, word: bytes) -> int:
    """Write as one of the runs; give its exit status."""
    try:
        if job == "write_one":
            result_folder.write_file(target, word * 500, force=True)
        else:
            result_folder.write_folder(target, result(word), force=job == "replace")
    except RefusalError:
        return CANNOT_WRITE
    return 0


def at_once(job: str, target: Path, words: list[bytes], *, held: bool) -> list[int]:
    """Start a process for each word; all are let go at one moment. Give their exit statuses."""
    gate, let_go = os.pipe()
    ends, end = os.pipe()
    children = []
    for word in words:
        child = os.fork()
        if not child:
            status = BROKEN
            try:
                os.close(let_go)
                os.read(gate, 1)
                if held:
                    write_last(ends, len(words) - 1)
                status = write(job, target, word)
                os.write(end, b".")
            finally:
                os._exit(status)
        children.append(child)
    os.close(gate)
    os.close(let_go)
    os.close(end)
    os.close(ends)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def write_last(ends: int, count: int) -> None:
    """Delay this process's first write, and with it the lock, until this many others have ended."""
    real = atomic_write._write

    def write(*arguments: Any) -> None:
        atomic_write._write = real
        for _ in range(count):
            os.read(ends, 1)
        real(*arguments)

    atomic_write._write = write


def race(job: str, scratch: Path, *, held: bool) -> dict[str, Any]:
    """Run one round."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    target = scratch / "out"
    if job == "replace":
        place(target, result(b"earlier"))
    elif job == "write_one":
        target.write_bytes(b"earlier")
    words = [b"run-%d" % number for number in range(RUNS)]
    ended = at_once(job, target, words, held=held)
    there = read(target)
    winner = [n for n, w in enumerate(words) if there in (result(w), w * 500)]
    beside = sorted(path.name for path in scratch.iterdir() if path != target)
    return {"ended": ended, "there": winner[0] if winner else "mixed", "beside": beside}


def main() -> None:
    """Race."""
    job, scratch, rounds, *options = sys.argv[1:]
    if "--two-steps" in options:
        atomic_write._exchange_paths = lambda *_: False
    held = "--held" in options
    print(json.dumps([race(job, Path(scratch), held=held) for _ in range(int(rounds))]))  # noqa: T201


if __name__ == "__main__":
    main()
