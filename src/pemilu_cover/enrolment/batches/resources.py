"""What a run may use of the machine: cores and memory."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

# The peak memory of the first process with the reader, and of each worker: docs/benchmarks.md.
FIRST_PROCESS_BYTES = 700 << 20
WORKER_BYTES = 400 << 20
LEAST_BYTES = FIRST_PROCESS_BYTES + WORKER_BYTES
# Windows waits for no more processes at once.
MOST_WORKERS = 61
# A worker takes half a second to start; it pays where it has more to do.
_ROSTER_BYTES_PER_WORKER = 4 << 20

_SIZE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*([gGmM])(?:i?[bB])?")


class Resources(NamedTuple):
    """What a run may use of the machine: so many workers, so much memory; None is its own choice."""

    workers: int | None = None
    memory_bytes: int | None = None

    def count_workers(self, paths: Sequence[Path]) -> int:
        """Return the number of workers for rosters: one for each core, if rows and memory are enough.

        Without a bound, the run may use three quarters of the memory of the machine, or what the number of
        workers needs.
        """
        if self.workers and self.memory_bytes is None:
            return self.workers
        by_size = 1 + sum(path.stat().st_size for path in paths) // _ROSTER_BYTES_PER_WORKER
        memory_bytes = self.memory_bytes or _machine_memory_bytes() * 3 // 4
        by_memory = (memory_bytes - FIRST_PROCESS_BYTES) // WORKER_BYTES
        wanted = self.workers or min(_available_cores(), MOST_WORKERS, by_size)
        return max(1, min(wanted, by_memory))


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
