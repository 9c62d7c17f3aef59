"""Interactive shells on a terminal of their own, with the program on their path."""

from __future__ import annotations

import os
import re
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.paths import SOURCE

# What a terminal receives besides text: colors, the place of the cursor, modes, titles.
_CONTROL = re.compile(
    r"\x1b(?:\[[0-9;?<>=]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|.)|[\x07\x08]"
)
# Seconds of silence after which a shell waits for the next key.
_SILENCE = 0.3
# Seconds in which a text has to appear; nobody waits longer for Tab, but a test machine is busy.
_PATIENCE = 60


class Shell:
    """A shell to which a test types."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    def type(self, keys: str, until: str) -> str:
        """Type keys, wait until a text appears and the shell is silent, and return what is shown."""
        os.write(self._terminal, keys.encode())
        shown, deadline = "", time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            is_ready, _, _ = select.select([self._terminal], [], [], _SILENCE)
            if is_ready:
                shown += os.read(self._terminal, 1 << 16).decode(errors="replace")
            elif until in (text := _CONTROL.sub("", shown)):
                return text
        raise AssertionError(f"{until!r} does not appear after {keys!r}: {shown!r}")


@contextmanager
def interactive_shell(command: list[str], home: Path, **environment: str) -> Iterator[Shell]:
    """Start a shell whose home folder is `home`, with the program in ``home/bin``."""
    import termios  # noqa: PLC0415  Windows has none

    put_program(home / "bin")
    ours, its = os.openpty()
    termios.tcsetwinsize(its, (50, 200))
    process = subprocess.Popen(
        ["setsid", "--ctty", *command],  # a session, so that the shell has a terminal to control
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=home,
        env={
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
            "HOME": str(home),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            **environment,
        },
    )
    os.close(its)
    try:
        yield Shell(ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def put_program(folder: Path) -> None:
    """Write a command `pemilu-cover` that runs the source."""
    folder.mkdir(exist_ok=True)
    file = folder / "pemilu-cover"
    run = shlex.join([sys.executable, "-m", "pemilu_cover"])
    file.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(SOURCE))} exec {run} "$@"\n', "utf-8")
    file.chmod(0o755)
