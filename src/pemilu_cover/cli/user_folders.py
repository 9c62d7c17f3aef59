"""The folders in which programs of a user look for data and settings (XDG)."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of data."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def config_folder() -> Path:
    """Return the folder of settings."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
