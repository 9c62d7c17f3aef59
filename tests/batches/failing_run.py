"""Run the program in small batches, with something happening at the n-th call of one of its functions.

``failing_run.py ROWS MODULE:FUNCTION N ACTION ARGUMENT...``; the action is a signal that the run sends to
itself, ``full`` (from then on no file may grow), ``wait`` (say "here", go on when stdin is closed), or
``workers`` (kill the worker processes, as a system without memory does).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count

from faults.call_hook import hook, wait

from pemilu_cover.enrolment.batches import whole_files
from pemilu_cover.roster import batch_reader
from pemilu_cover.roster.reading import batch_process

READER = "batches.small_batches"


def _no_room() -> None:
    sys.dont_write_bytecode = True  # a compiled module would be cut off
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _kill_workers() -> None:
    for worker in multiprocessing.active_children():
        worker.kill()


def _once(number: int, happen: Callable[[], object]) -> Callable[[], object]:
    calls = count(1)
    return lambda: happen() if next(calls) == number else None


def main() -> None:
    """Run."""
    from pemilu_cover.cli import main as program  # noqa: PLC0415

    rows, place, number, action, *arguments = sys.argv[1:]
    actions: dict[str, Callable[[], object]] = {
        "wait": wait,
        "full": _no_room,
        "workers": _kill_workers,
    }
    happen = actions.get(action) or partial(os.kill, os.getpid(), signal.Signals[action])
    os.environ["ROWS_PER_BATCH"] = rows
    batch_reader._READER = READER
    batch_process.HEIGHT = int(rows)
    whole_files.GROUP_BYTES, whole_files.SMALL_FILE_BYTES = 1, 0
    hook(place, _once(int(number), happen))
    sys.argv = ["pemilu-cover", *arguments]
    program()


if __name__ == "__main__":
    main()
