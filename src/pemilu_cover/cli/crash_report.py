"""Crashes of the program: one line without any data of the roster.

Python's traceback ends with the exception's message, which often quotes a value: a name or a NIK. So only
the exception's type and its place in our code are printed. ``PEMILU_COVER_TRACEBACK=1`` or
``python -X dev`` prints a traceback for developers.
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
from pemilu_cover.cli.stderr import print_error_json
from pemilu_cover.cli.stdio import interruption_status
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize

TRACEBACK = "PEMILU_COVER_TRACEBACK"

_PACKAGE = __package__.partition(".")[0]
_CRASH_MESSAGE = localize("crash.says")
_TRACEBACK_WARNING = localize("crash.warns")


@contextmanager
def crash_guard() -> Iterator[None]:
    """Turn an unexpected exception into one line on stderr and exit status 70.

    `SystemExit` and `KeyboardInterrupt` pass. A panic of a Rust library is no `Exception`, but is a crash,
    too.
    """
    sys.unraisablehook = _report_unraisable
    try:
        yield
    except (SystemExit, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        # A library in Rust that calls Python turns the `SystemExit` of a signal into an error of its own.
        if (status := interruption_status()) is not None:
            raise SystemExit(status) from None
        report_crash(error)
        raise SystemExit(ExitStatus.FAULT) from None


def report_crash(error: BaseException) -> None:
    """Print the line of a crash on stderr, below a traceback if tracebacks are switched on."""
    language = detect_language(sys.argv[1:])
    if wants_traceback():
        _print("".join(traceback.format_exception(error)).rstrip())
        _print(f"pemilu-cover: {_TRACEBACK_WARNING.in_language(language)}")
    detail: dict[str, object] = {
        "what": _qualified_name(type(error)),
        "where": innermost_frame(error.__traceback__),
        "version": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
    }
    message = _CRASH_MESSAGE.format(language, detail)
    if "--json" in sys.argv:
        print_error_json(
            {"code": "fault", "message": message, "exit": ExitStatus.FAULT, "place": {}}
        )
    else:
        _print(f"pemilu-cover: {message}")


def wants_traceback() -> bool:
    """Return whether tracebacks are switched on; they never hold the values of variables."""
    return os.environ.get(TRACEBACK, "") not in ("", "0") or sys.flags.dev_mode


def innermost_frame(trace: TracebackType | None) -> str:
    """Return module and line of the innermost frame of ours, else of the innermost frame of all."""
    frames = [
        (str(frame.f_globals.get("__name__", "?")), line)
        for frame, line in traceback.walk_tb(trace)
    ]
    own = [frame_place for frame_place in frames if frame_place[0].partition(".")[0] == _PACKAGE]
    module, line = (own or frames or [("?", 0)])[-1]
    return f"{module}:{line}"


def _report_unraisable(unraisable: Any) -> None:  # noqa: ANN401  the interpreter's own structure
    """Report an exception that cannot be raised, as in a finalizer, without its data."""
    # A writer that is collected after an interruption raises only because its file is closed.
    closed = isinstance(unraisable.exc_value, ValueError) and "closed file" in str(
        unraisable.exc_value
    )
    harmless = closed or isinstance(unraisable.exc_value, BrokenPipeError | SystemExit)
    if unraisable.exc_value is not None and not harmless:
        report_crash(unraisable.exc_value)


def _qualified_name(exception_type: type[BaseException]) -> str:
    return (
        exception_type.__name__
        if exception_type.__module__ == "builtins"
        else f"{exception_type.__module__}.{exception_type.__qualname__}"
    )


def _print(text: str) -> None:
    with suppress(OSError, ValueError):  # stderr may be closed or full
        print(text, file=sys.stderr, flush=True)  # noqa: T201
