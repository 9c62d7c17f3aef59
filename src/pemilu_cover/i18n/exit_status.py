"""The exit statuses of the program, and what each means."""

from __future__ import annotations

from enum import IntEnum

from pemilu_cover.i18n.text import LocalizedText, localize


class ExitStatus(IntEnum):
    """The status with which a command ends."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    FAULT = 70  # EX_SOFTWARE of sysexits.h
    HANGUP = 129
    INTERRUPT = 130
    KILL = 143

    @property
    def meaning(self) -> LocalizedText:
        """What a caller may conclude."""
        return localize(f"exit.status-{self.name.lower()}")
