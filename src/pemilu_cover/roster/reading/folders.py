"""The folders in a folder of rosters or corrections."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage.system_errors import system_reason


def walk_folder(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield a folder and all folders in it, also linked ones, as `os.walk` does.

    Where a link leads to a folder a second time, the folders in it are not yielded again: links to folders
    of links would double the work at each level.

    Raise `RefusalError` for a folder that cannot be read, and for a link to a folder that contains it.
    """
    walked: set[Path] = set()
    paths: dict[Path, tuple[Path, ...]] = {}  # resolved: of a folder and of those on the way to it
    for folder, folders, names in os.walk(path, onerror=_refuse_unreadable, followlinks=True):
        parents = paths.get(Path(folder).parent, ())
        resolved = Path(os.path.realpath(folder))
        if any(parent.is_relative_to(resolved) for parent in parents):
            raise RefusalError("folder-loop", folder=folder)
        paths[Path(folder)] = (*parents, resolved)
        folders.sort()  # which of several links is the first does not depend on the disk
        if resolved in walked:
            folders.clear()
        walked.add(resolved)
        yield folder, folders, names


def _refuse_unreadable(error: OSError) -> NoReturn:
    """Raise `RefusalError` for a folder that cannot be read."""
    raise RefusalError(
        "file-unreadable", file=str(error.filename), why=system_reason(error)
    ) from error
