"""A folder that the system does not list, also for root, who may list any."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest


def lock_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the names of the files in a folder, as without permission."""
    scandir = os.scandir

    def without_permission(path: str | Path) -> Any:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", without_permission)
