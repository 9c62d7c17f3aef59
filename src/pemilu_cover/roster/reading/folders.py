"""Folders of rosters or corrections: none in them is left out without a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage.system_errors import system_reason


def walk_folder(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield a folder and all folders in it, also linked ones, as `os.walk` does.

    Raise `RefusalError` for a folder that cannot be read, and for a link to a folder that contains it.
    """
    chains: dict[Path, tuple[Path, ...]] = {}
    for folder, folders, names in os.walk(path, onerror=_refuse_unreadable, followlinks=True):
        around = chains.get(Path(folder).parent, ())
        real = Path(os.path.realpath(folder))
        if any(outer.is_relative_to(real) for outer in around):
            raise RefusalError("folder-loop", folder=folder)
        chains[Path(folder)] = (*around, real)
        yield folder, folders, names


def _refuse_unreadable(error: OSError) -> NoReturn:
    """Refuse a folder in which the system does not let us look. Raise `RefusalError`."""
    raise RefusalError(
        "file-unreadable", file=str(error.filename), why=system_reason(error)
    ) from error
