"""Arguments in, exit status out. A job is imported only when its command runs.

Exit status: 0 all went through; 1 findings of level error (the good rows were still written); 2 misuse;
3 an input cannot be read or is refused; 4 an output cannot be written; 130 interrupted
(143 by ``kill``, 129 where the terminal was closed).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pemilu_cover.cli.crash_report import crash_guard
from pemilu_cover.cli.stdio import ensure_stdio, ignore_signals, install_signal_handlers

if TYPE_CHECKING:
    from pemilu_cover.roster.reading.reader import ParallelReader

__all__ = ["main"]

# What a run makes is kept to its end, or is in no circle: to look for circles takes a tenth of it.
_SELDOM = 1_000_000


@crash_guard()
def main() -> None:
    """Run the command line and leave with its exit status."""
    ensure_stdio()
    install_signal_handlers()
    gc.set_threshold(_SELDOM)
    try:
        with _reading_ahead(sys.argv[1:]) as reading:
            from pemilu_cover.cli.registry import run  # noqa: PLC0415

            status = run(reading)
    finally:
        ignore_signals()
    gc.freeze()  # what ends with the process need not be looked through once more
    sys.exit(status)


@contextmanager
def _reading_ahead(arguments: Sequence[str]) -> Iterator[ParallelReader | None]:
    """Have the workbook that stands right behind ``enrol`` or ``check`` read while the command line loads.

    Loading takes a tenth of an enrolment. What was read and then not asked for is thrown away.
    """
    match arguments:
        case ["enrol" | "check", roster, *_] if roster.lower().endswith(".xlsx"):
            from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

            with ParallelReader() as reading:
                reading.begin([Path(roster)])
                yield reading
        case _:
            yield None
