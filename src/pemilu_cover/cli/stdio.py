"""The three streams and the signals of a run, put in order before anything else is loaded."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from types import FrameType

STDOUT, STDERR = 1, 2
_BY_SIGNAL = 128  # a shell's status of what a signal has ended: 130 for SIGINT, 143 for SIGTERM


def ensure_stdio() -> None:
    """See that stdin, stdout and stderr are open, and that no file of ours takes the number of one.

    What is closed (``>&-``) would be given to the next file that is opened, and a line meant for the
    screen would end in a result. A closed stdout takes nothing: whoever prints there is told.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == STDERR else os.O_RDONLY)
    sys.stdout = sys.stdout or _opened(STDOUT)
    if isinstance(sys.stdout, TextIOWrapper):
        # A console that lacks a character (cp1252 on Windows) shows "?" for it, and goes on.
        sys.stdout.reconfigure(errors="replace")
    sys.stderr = _TolerantStderr(sys.stderr or _opened(STDERR))


def _opened(number: int) -> TextIO:
    return open(number, "w", encoding="utf-8")


class _TolerantStderr(TextIOWrapper):
    """A stderr that may be unreadable, full or broken: the exit status says what counts."""

    def __init__(self, stream: TextIO) -> None:
        encoding = stream.encoding
        buffer = stream.detach() if isinstance(stream, TextIOWrapper) else stream.buffer
        super().__init__(buffer, encoding=encoding, errors="replace", line_buffering=True)

    def write(self, text: str) -> int:
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def install_signal_handlers() -> None:
    """Let an interruption (Ctrl-C, a closed terminal, ``kill``) end the run in good order, and silently.

    A signal that whoever started the program lets it ignore (``nohup``) stays ignored.
    """
    for number in _ending():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def ignore_signals() -> None:
    """Let no interruption disturb a run that is over: its exit status stands."""
    for number in _ending():
        signal.signal(number, signal.SIG_IGN)


def _ending() -> list[signal.Signals]:
    known = signal.Signals.__members__
    return [known[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in known]


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(_BY_SIGNAL + number)
