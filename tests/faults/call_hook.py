"""Run the program with an action at the call of one of its functions.

``call_hook.py MODULE:FUNCTION ACTION ARGUMENT...``; the action is a signal that the run sends to itself, or
``wait``: print "here" to stdout and continue when stdin is closed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from typing import Any


def hook(place: str, happen: Callable[[], object]) -> None:
    """Run an action at every call of a function."""
    module, _, name = place.partition(":")
    *owners, function = name.split(".")
    owner: Any = reduce(getattr, owners, import_module(module))
    real = getattr(owner, function)

    def hooked(*arguments: Any, **options: Any) -> Any:
        happen()
        return real(*arguments, **options)

    setattr(owner, function, hooked)


def wait() -> None:
    """Wait until all are let go."""
    print("here", flush=True)  # noqa: T201
    sys.stdin.read()


def main() -> None:
    """Run."""
    from pemilu_cover.cli import main as program  # noqa: PLC0415

    place, action, *arguments = sys.argv[1:]
    if action == "wait":
        hook(place, wait)
    else:
        hook(place, lambda: os.kill(os.getpid(), signal.Signals[action]))
    sys.argv = ["pemilu-cover", *arguments]
    program()


if __name__ == "__main__":
    main()
