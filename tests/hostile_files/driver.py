"""A small process that runs the program on one file after another, each in a process of its own.

The peak memory of a run includes that of its parent: pytest uses too much to be one. This process stays
small, has imported what the program imports (but for polars, whose threads do not survive a fork), and forks.

Each line of its input is a list of arguments and two files, for stdout and stderr, as JSON; for each it
prints a `Usage`. Its only argument is the time limit in seconds of a run and all its children.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
from typing import NamedTuple

GIB = 1 << 30
# Beyond any verdict; no run may take the machine's memory with it.
MOST_MEMORY = 6 * GIB


class Usage(NamedTuple):
    """How a run ended and what it took, its children counted in.

    ``cpu`` is in seconds, ``peak`` in bytes: the peak of any one of its processes.
    """

    status: int
    cpu: float
    peak: int


def serve(hang: int) -> None:
    """Run each line of stdin."""
    for module in (
        "openpyxl",
        "pydantic",
        "pemilu_cover.law.rate_book",
        "rich.console",
    ):
        __import__(module)
    for line in sys.stdin:
        arguments, out, err = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(arguments, out, err, hang)
            return
        print(json.dumps(_usage_of(child, hang)), flush=True)  # noqa: T201


def _become(arguments: list[str], out: str, err: str, hang: int) -> None:
    """Be the program: its group, its limits, its streams; leave as the program leaves."""
    from pemilu_cover.cli import main  # noqa: PLC0415

    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (hang, hang))
    for stream, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_RDWR),
        (2, err, os.O_RDWR),
    ):
        os.dup2(os.open(path, flags | os.O_CREAT | os.O_TRUNC if stream else flags), stream)
    sys.argv = ["pemilu-cover", *arguments]
    main()


def _usage_of(child: int, hang: int) -> Usage:
    ended = os.pidfd_open(child)
    if not select.select([ended], [], [], hang)[0]:
        os.killpg(child, signal.SIGKILL)
    os.close(ended)
    _, status, used = os.wait4(child, 0)
    cpu = used.ru_utime + used.ru_stime
    return Usage(os.waitstatus_to_exitcode(status), cpu, used.ru_maxrss * 1024)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
