"""Run by tests as ``sitecustomize``: press Ctrl-C at the n-th call of one of the program's processes.

``INTERRUPT_AT=ROLE:N`` sends SIGINT to the process group at the N-th call of a function of ``pemilu_cover``
in the main thread of the process of that role: ``program``, or ``reader``, which parses the roster.
``INTERRUPT_COUNT=FOLDER`` interrupts nothing, and writes the number of calls to ``FOLDER/ROLE``. The calls
counted in the program are those from the start of the reader to the writing of the result.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from pathlib import Path
from types import FrameType

_ROLE = "reader" if "pemilu_cover.roster.reading" in sys.orig_argv else "program"
_FIRST = {"reader": ("__main__", "main"), "program": ("pemilu_cover.cli", "_prefetch")}
_LAST = ("pemilu_cover.storage.atomic_write", "replace_folder")


class _Calls:
    """The calls so far; ``at`` is the one that is interrupted."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Count a call; see `sys.setprofile`."""
        module = frame.f_globals.get("__name__") or ""
        if event != "call" or not module.startswith(("pemilu_cover", "__main__")):
            return
        name = (module, frame.f_code.co_name)
        if name == _LAST:
            sys.setprofile(None)
        elif self.count or name == _FIRST[_ROLE]:
            self.count += 1
            if self.count == self.at:
                sys.setprofile(None)
                os.killpg(0, signal.SIGINT)


def _install() -> None:
    role, _, number = os.environ.get("INTERRUPT_AT", "").partition(":")
    counted = os.environ.get("INTERRUPT_COUNT")
    calls = _Calls(int(number) if role == _ROLE else 0)
    if role == _ROLE or counted:
        sys.setprofile(calls)
    if counted:
        atexit.register(lambda: Path(counted, _ROLE).write_text(str(calls.count), encoding="ascii"))


_install()
