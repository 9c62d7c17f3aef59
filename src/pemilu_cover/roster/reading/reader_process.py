"""What all reader processes share: how they start, their memory limit, and how they send a refusal.

Three modules run as reader processes: ``__main__`` reads one whole file, ``series_process`` one after
another, ``batch_process`` a large file in batches. Values are sent with `marshal`: both ends are the same
interpreter, it is five times as fast as JSON, and unlike pickle it cannot run code.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText

if TYPE_CHECKING:
    import subprocess

# A workbook at the limits of the guard is read within 2 GiB.
_MAX_MEMORY_BYTES = 3 << 30
# A file at the limits of the guard is read in half a minute; a slow machine may take ten times as long.
LONGEST_SECONDS = 300
# The length of a file, or of an answer, that follows.
LENGTH = struct.Struct(">Q")

# The code and the detail of a refusal, as `marshal` can send them.
EncodedRefusal = tuple[str, dict[str, Any]]


def start_reader(module: str, *arguments: str, stdin: int) -> subprocess.Popen[bytes]:
    """Start a module as a reader process, which writes nothing but its result to stdout."""
    import subprocess  # noqa: PLC0415  a reader process starts faster without it

    return subprocess.Popen(  # noqa: S603  this Python and a module of ours
        [*_interpreter(), module, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def pass_on_interrupt(reader: subprocess.Popen[bytes]) -> None:
    """Interrupt this process where Ctrl-C has ended a reader: its own signal may arrive later."""
    if reader.returncode == -signal.SIGINT:
        signal.raise_signal(signal.SIGINT)


def _interpreter() -> tuple[str, ...]:
    """Return how a module is run; in the single file, where there is no Python, by the program itself."""
    if getattr(sys, "frozen", False):
        return sys.executable, "--reader-process"
    return sys.executable, "-P", "-m"


def limit_memory() -> None:
    """Limit memory and disable core dumps; Windows has no such limits."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, _MAX_MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # macOS has the memory limit, but refuses to set it
            continue


def encode_refusal(refusal: RefusalError) -> EncodedRefusal:
    """Return a refusal as a reader process sends it."""
    return refusal.code, {
        key: value.both if isinstance(value, LocalizedText) else value
        for key, value in refusal.detail.items()
    }


def decode_refusal(encoded: EncodedRefusal, label: str) -> RefusalError:
    """Return the refusal of a file that a reader process has sent."""
    code, detail = encoded
    texts = {
        key: LocalizedText(*value) if isinstance(value, tuple) else value
        for key, value in detail.items()
    }
    return RefusalError(code, file=label, **texts)


def _environment() -> dict[str, str]:
    """Return an environment in which the reader has our import path, without the working folder."""
    package = str(Path(__file__).parents[3])
    search_path = [package, *(place for place in sys.path if place)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(search_path), "POLARS_MAX_THREADS": "1"}
