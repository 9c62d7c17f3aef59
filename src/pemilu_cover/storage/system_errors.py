"""Why the system refuses a file, in both languages."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from pemilu_cover.i18n.text import LocalizedText, localize, verbatim

SYSTEM = os.name
# Windows opens no longer path unless a registry key allows it.
_LONGEST_ON_WINDOWS = 259
# A virus scanner or a search index opens what was just written; in seconds, 1.5 in all.
_PAUSES_ON_WINDOWS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.7)
_REASONS = {
    errno.EACCES: "system.not-permitted",
    errno.EPERM: "system.not-permitted",
    errno.ENOSPC: "system.disk-full",
    errno.EROFS: "system.read-only",
    errno.ENAMETOOLONG: "system.long-name",
    errno.ENOTDIR: "system.no-folder",
    errno.ENOENT: "system.missing",
    errno.EIO: "system.damaged-disk",
    errno.EFBIG: "system.large-file",
}


def system_reason(error: OSError) -> LocalizedText:
    """Return the reason of an error; one of a rare kind is in the words of the system.

    Windows refuses access to a file that another program has open, with the same error as to one of
    somebody else, and reports a path that is too long as missing.
    """
    if SYSTEM == "nt":
        if isinstance(error, PermissionError):
            return localize("system.in-use")
        paths = [os.path.abspath(path) for path in (error.filename, error.filename2) if path]  # noqa: PTH100
        if any(len(str(path)) > _LONGEST_ON_WINDOWS for path in paths):
            return localize("system.long-path", most=_LONGEST_ON_WINDOWS)
    if error.errno in _REASONS:
        return localize(_REASONS[error.errno])
    return verbatim(error.strerror or type(error).__name__)


def replace_path(source: Path, target: Path) -> None:
    """Rename a file or folder; on Windows, try again for a moment where another program has it open."""
    for pause in _PAUSES_ON_WINDOWS if SYSTEM == "nt" else ():
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.replace(target)


def locked_file(target: Path) -> Path:
    """Return the file that keeps Windows from replacing a folder: one that cannot be opened for writing.

    Return the target itself where it is a file, or none is found, and on other systems, where an open file
    keeps no folder from being replaced.
    """
    if SYSTEM != "nt":
        return target
    for file in sorted(path for path in target.rglob("*") if path.is_file()):
        try:
            with file.open("rb+"):
                pass
        except OSError:
            return file
    return target
