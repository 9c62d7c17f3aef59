"""What is set for tests before the program is imported: polars reads variables as it is loaded."""

from __future__ import annotations

import os

# Each worker of pytest-xdist has a core of its own.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
# Without compiled files each program that a test starts would compile the whole package.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# No test cuts the power: files of results need not wait for the disk.
os.fsync = lambda _: None
