"""The command line. A command imports its modules only when it runs.

`pemilu_cover.i18n.exit_status` has the exit statuses.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pemilu_cover.cli.crash_report import crash_guard
from pemilu_cover.cli.stdio import ensure_stdio, ignore_signals, install_signal_handlers
from pemilu_cover.cli.window import keep_window_open

if TYPE_CHECKING:
    from pemilu_cover.roster.reading.reader import ParallelReader

__all__ = ["main"]

# Objects of a run live to its end or are in no reference cycle; searching for cycles takes a tenth of a run.
_GC_THRESHOLD = 1_000_000


@crash_guard()
def main() -> None:
    """Run the command line and leave with its exit status."""
    ensure_stdio()
    install_signal_handlers()
    gc.set_threshold(_GC_THRESHOLD)
    # Plugins could change what models accept, and the search reads the metadata of every installed package.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    with keep_window_open(sys.argv[1:]) as arguments, crash_guard():
        sys.argv[1:] = arguments
        try:
            with _prefetch(arguments) as reader:
                from pemilu_cover.cli.registry import run  # noqa: PLC0415

                status = run(reader)
        finally:
            ignore_signals()
    gc.freeze()  # the process ends: no last search for cycles
    sys.exit(status)


@contextmanager
def _prefetch(arguments: Sequence[str]) -> Iterator[ParallelReader | None]:
    """Read the first workbook of ``enrol``, ``check`` and ``update`` while the command line loads.

    Loading takes a tenth of an enrolment. A result that the command does not use is discarded.
    """
    match arguments:
        case ["enrol" | "check", roster, *_] if _is_workbook(roster):
            pass
        case ["update", result, roster, *_] if _is_workbook(roster) and _has_register(result):
            pass
        case _:
            yield None
            return
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    with ParallelReader() as reader:
        reader.begin([Path(roster)])
        yield reader


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(".xlsx")


def _has_register(result: str) -> bool:
    from pemilu_cover.storage.result_folder import has_register  # noqa: PLC0415

    return has_register(Path(result))
