"""Files of a user for other programs: the folders in which these look for data and settings (XDG)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage.system_errors import system_reason


def data_folder() -> Path:
    """Return the folder of data."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def config_folder() -> Path:
    """Return the folder of settings."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


@contextmanager
def refuse_unwritable(file: Path) -> Iterator[None]:
    """Raise `RefusalError` where the file, or a folder of it, cannot be written."""
    try:
        yield
    except OSError as error:
        path = str(error.filename or file)
        raise RefusalError("out-unwritable", path=path, why=system_reason(error)) from error
