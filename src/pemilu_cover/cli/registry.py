"""All commands under one name, and their exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

# The help lists commands in the order in which they are imported here.
# isort: off
from pemilu_cover.cli.app import app
from pemilu_cover.cli import roster_commands  # noqa: F401
from pemilu_cover.cli import estimate_commands  # noqa: F401
from pemilu_cover.cli import reference_commands  # noqa: F401
from pemilu_cover.cli.output import ignore_broken_pipe
# isort: on

if TYPE_CHECKING:
    from pemilu_cover.roster.reading.reader import ParallelReader

__all__ = ["app", "run"]


def run(reading: ParallelReader | None = None) -> str | int | None:
    """Run the command that the arguments name; give its exit status. ``reading`` may have begun already."""
    with ignore_broken_pipe():  # help and version are printed outside of any command
        try:
            app(obj=reading)
        except SystemExit as end:
            if isinstance(end.__context__, BrokenPipeError):  # nobody reads the help to its end
                raise end.__context__ from None
            return end.code
    return None
