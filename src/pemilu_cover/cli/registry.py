"""The program with all its commands, and its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pemilu_cover.cli.app import app
from pemilu_cover.cli.output import ignore_broken_pipe

if TYPE_CHECKING:
    from pemilu_cover.roster.reading.reader import ParallelReader

__all__ = ["app", "run"]


def run(reader: ParallelReader | None = None) -> str | int | None:
    """Run the command of the arguments and return its status; ``reader`` may be reading a roster already."""
    with ignore_broken_pipe():  # help and version are printed outside of any command
        try:
            app(obj=reader)
        except SystemExit as end:
            if isinstance(end.__context__, BrokenPipeError):  # the help was not read to its end
                raise end.__context__ from None
            return end.code
    return None
