"""A fault of our own: one line that says so, and nothing of the roster.

Python's own traceback ends with the exception's sentence, and that often quotes what it stumbled on, a
name or a NIK. So only the kind of the exception and its place in our code are told; a developer asks for
more with ``PEMILU_COVER_TRACEBACK=1`` or ``python -X dev``.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

from pemilu_cover import __version__
from pemilu_cover.cli.language import detect_language
from pemilu_cover.i18n.text import localize

# sysexits.h: EX_SOFTWARE, an internal software error.
EXIT_FAULT = 70
TRACEBACK = "PEMILU_COVER_TRACEBACK"

_PACKAGE = __package__.partition(".")[0]
_SAYS = localize("crash.says")
_WARNS = localize("crash.warns")


@contextmanager
def crash_guard() -> Iterator[None]:
    """Turn an exception that nobody expected into one line on stderr and exit status 70.

    What ends a program on purpose (`SystemExit`, `KeyboardInterrupt`) passes. A panic of a library in
    Rust is no `Exception`, and is a fault of ours all the same.
    """
    sys.unraisablehook = _report_unraisable
    try:
        yield
    except (SystemExit, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        report_crash(error)
        raise SystemExit(EXIT_FAULT) from None


def report_crash(error: BaseException) -> None:
    """Print the line of a fault on stderr, below a traceback where a developer has asked for one."""
    language = detect_language(sys.argv[1:])
    if wants_traceback():
        _print("".join(traceback.format_exception(error)).rstrip())
        _print(f"pemilu-cover: {_WARNS.in_language(language)}")
    detail: dict[str, object] = {
        "what": _kind(type(error)),
        "where": innermost_frame(error.__traceback__),
        "version": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
    }
    _print(f"pemilu-cover: {_SAYS.format(language, detail)}")


def wants_traceback() -> bool:
    """Return whether a developer has asked for tracebacks; they never have the values of variables."""
    return os.environ.get(TRACEBACK, "") not in ("", "0") or sys.flags.dev_mode


def innermost_frame(trace: TracebackType | None) -> str:
    """Return module and line of the innermost frame of ours, else of the innermost frame of all."""
    frames = [
        (str(frame.f_globals.get("__name__", "?")), line)
        for frame, line in traceback.walk_tb(trace)
    ]
    own = [place for place in frames if place[0].partition(".")[0] == _PACKAGE]
    module, line = (own or frames or [("?", 0)])[-1]
    return f"{module}:{line}"


def _report_unraisable(fault: Any) -> None:  # noqa: ANN401  the interpreter's own structure
    """Tell of a fault that cannot be raised (while something is thrown away), without what it was about."""
    # A writer that an interruption throws away half-way complains only that its file is closed.
    closed = isinstance(fault.exc_value, ValueError) and "closed file" in str(fault.exc_value)
    harmless = closed or isinstance(fault.exc_value, BrokenPipeError)
    if fault.exc_value is not None and not harmless:
        report_crash(fault.exc_value)


def _kind(kind: type[BaseException]) -> str:
    return (
        kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    )


def _print(text: str) -> None:
    with suppress(OSError, ValueError):  # a stderr that is closed or full takes nothing
        print(text, file=sys.stderr, flush=True)  # noqa: T201
