"""Arguments in, exit status out. A job is imported only when its command runs.

Exit status: 0 all went through; 1 findings of level error (the good rows were still written); 2 misuse;
3 an input cannot be read or is refused; 4 an output cannot be written; 130 interrupted
(143 by ``kill``, 129 where the terminal was closed).
"""

from __future__ import annotations

import gc
import sys

# The help lists commands in the order in which they are imported here.
# isort: off
from pemilu_cover.cli.app import app
from pemilu_cover.cli import rosters  # noqa: F401
from pemilu_cover.cli import prices  # noqa: F401
from pemilu_cover.cli import law  # noqa: F401
from pemilu_cover.cli.faults import told
from pemilu_cover.cli.outward import end_on_signals, ignore_signals, open_streams, piped
# isort: on

__all__ = ["app", "main"]

# Most of what a run makes is kept to its end: to look through it after every 700 things takes a tenth of it.
_SELDOM = 100_000


@told()
def main() -> None:
    """Run the command line and leave with its exit status."""
    open_streams()
    end_on_signals()
    gc.set_threshold(_SELDOM)
    status: str | int | None = None
    try:
        with piped():  # help and version are printed outside of any command
            try:
                app()
            except SystemExit as end:
                if isinstance(end.__context__, BrokenPipeError):  # nobody reads the help to its end
                    raise end.__context__ from None
                status = end.code
    finally:
        ignore_signals()
    gc.freeze()  # what ends with the process need not be looked through once more: that takes a tenth, too
    sys.exit(status)
