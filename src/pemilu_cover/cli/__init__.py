"""Arguments in, exit status out. A job is imported only when its command runs.

Exit status: 0 all went through; 1 findings of level error (the good rows were still written); 2 misuse;
3 an input cannot be read or is refused; 4 an output cannot be written; 130 interrupted.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

# The help lists commands in the order in which they are imported here.
# isort: off
from pemilu_cover.cli.app import app
from pemilu_cover.cli import rosters  # noqa: F401
from pemilu_cover.cli import prices  # noqa: F401
from pemilu_cover.cli import law  # noqa: F401
# isort: on

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character (cp1252 on Windows) shows "?" for it, and goes on.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
