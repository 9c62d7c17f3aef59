"""The standard streams and the signals of a run, set up before anything else is imported."""

from __future__ import annotations

import codecs
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from types import FrameType

STDIN, STDOUT, STDERR = 0, 1, 2
# The exit status after a signal is this and its number: 130 for SIGINT, 143 for SIGTERM.
_SIGNAL_STATUS_BASE = 128
# The exit statuses of the signals so far.
_statuses: list[int] = []
_READABLE = "pemilu-cover-readable"
_SIMILAR = dict(
    zip("×–—→←›■◄☑☐’‘“”·•✓", "x - - -> <- > # < [x] [_] ' ' \" \" . * v".split(), strict=True)
)


def ensure_stdio() -> None:
    """Open stdin, stdout and stderr if they are closed.

    The next file that is opened would get the number of a closed stream (``>&-``), and a line meant for the
    screen would end up in a result. Printing to a closed stdout is an error.
    """
    codecs.register_error(_READABLE, _as_ascii)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == STDERR else os.O_RDONLY)
    sys.stdin = sys.stdin or open(STDIN, encoding="utf-8")  # noqa: SIM115  for the whole run
    sys.stdout = sys.stdout or _open_stream(STDOUT)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors=_READABLE)
    sys.stderr = _TolerantStderr(sys.stderr or _open_stream(STDERR))


def _as_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return what a console shows that lacks a character (cp1252 on Windows): a similar one, else "?"."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_similar, text)), error.end


def _similar(character: str) -> str:
    import unicodedata  # noqa: PLC0415  most consoles have all characters

    if similar := _SIMILAR.get(character):
        return similar
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"


def _open_stream(number: int) -> TextIO:
    return open(number, "w", encoding="utf-8")


class _TolerantStderr(TextIOWrapper):
    """A stderr whose errors are ignored, since the exit status shows the outcome."""

    def __init__(self, stream: TextIO) -> None:
        encoding = stream.encoding
        buffer = stream.detach() if isinstance(stream, TextIOWrapper) else stream.buffer
        super().__init__(buffer, encoding=encoding, errors=_READABLE, line_buffering=True)

    def write(self, text: str) -> int:
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def install_signal_handlers() -> None:
    """End the run cleanly and silently on an interruption (Ctrl-C, a closed terminal, ``kill``).

    A signal that is ignored when the program starts (``nohup``) stays ignored.
    """
    for number in _termination_signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _exit_by_signal)


def interruption_status() -> int | None:
    """Return the exit status of the interruption that ends the run, or None without one."""
    return _statuses[0] if _statuses else None


def ignore_signals() -> None:
    """Ignore interruptions after the run, so that they do not change its exit status."""
    for number in _termination_signals():
        signal.signal(number, signal.SIG_IGN)


def _termination_signals() -> list[signal.Signals]:
    signals_by_name = signal.Signals.__members__
    return [
        signals_by_name[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signals_by_name
    ]


def _exit_by_signal(number: int, _: FrameType | None) -> NoReturn:
    _statuses.append(_SIGNAL_STATUS_BASE + number)
    raise SystemExit(_statuses[0])
