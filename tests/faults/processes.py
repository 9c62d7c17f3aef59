"""Starting the program, and the scripts that inject faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.options import option
from support.paths import REPOSITORY
from support.run import HANG, Run

HERE = Path(__file__).parent
PROGRAM = (sys.executable, "-m", "pemilu_cover")
CALL_HOOK = (sys.executable, str(HERE / "call_hook.py"))
FAULT_INJECTOR = (sys.executable, str(HERE / "fault_injector.py"))
# Each command in each situation, not just one of each kind; it takes twice as long.
ALL = option("every-fault")
CONCURRENT_WRITERS = (sys.executable, str(HERE / "concurrent_writers.py"))


def environment(**changes: str) -> dict[str, str]:
    """Return the environment that can import the program."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **changes}


def start(
    *command: object, cwd: Path | None = None, new_group: bool = False, **changes: str
) -> Run:
    """Run a command to its end, in a process group of its own on request."""
    done = subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**changes),
        timeout=HANG,
        start_new_session=new_group,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)
