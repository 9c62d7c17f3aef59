"""One of the next steps after a run, as the terminal and the pages show it."""

from __future__ import annotations

from typing import NamedTuple

from pemilu_cover.enrolment.shell_commands import Command
from pemilu_cover.i18n.text import LocalizedText


class NextStep(NamedTuple):
    """One thing to do: the lines that are to be written into a file, the commands to be typed."""

    text: LocalizedText
    lines: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
