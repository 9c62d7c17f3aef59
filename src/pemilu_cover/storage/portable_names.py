"""File names that every system accepts, since offices send results to Windows by mail and on sticks.

Windows refuses some names, and opens a device for others (``NUL``, ``aux.xlsx``). Rules:
"Naming Files, Paths, and Namespaces" of the Windows API.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pemilu_cover.i18n.messages import RefusalError

# In bytes of UTF-8: most systems accept 255, and the staging folder has a longer name.
LONGEST_NAME = 200
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])", re.I)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')


def is_portable(name: str) -> bool:
    r"""Return whether a file or folder can have this name on Windows, macOS and Linux.

    >>> [is_portable(name) for name in ("out", "rincian KPPS.xlsx", ".out", "console", "com10")]
    [True, True, True, True, True]
    >>> [is_portable(name) for name in ("NUL", "aux.xlsx", "com1 .tar.gz", "out.", "out ", "a:b", "")]
    [False, False, False, False, False, False, False]
    >>> [is_portable(name) for name in ("..", "a/b", r"a\b", "a\nb", "x" * 201, "é" * 101)]
    [False, False, False, False, False, False]
    """
    return (
        bool(name)
        and not _FORBIDDEN.search(name)
        and not name.endswith((".", " "))
        and not _DEVICE.fullmatch(name.partition(".")[0].rstrip())
        and len(name.encode()) <= LONGEST_NAME
    )


def plain(target: Path) -> Path:
    """Return a target's path without ``..`` and links; only its last part may still be a link.

    Raise `OSError` if the current folder has been deleted.
    """
    if target.name in ("", ".."):
        return Path(os.path.realpath(target))
    return Path(os.path.realpath(target.parent)) / target.name


def check_target(target: Path, real_path: Path) -> None:
    """Refuse a target if its name, or that of a missing folder above it, is not portable.

    Refuse the current folder, too, and those above it: replacing one would delete the shell's working
    folder. ``real_path`` is the target's plain path. Raise `RefusalError`.
    """
    here = Path(os.path.realpath(Path.cwd()))
    if real_path in (here, *here.parents):
        raise RefusalError("out-here", path=str(target))
    for name in (
        real_path.name,
        *(above.name for above in real_path.parents if not above.exists()),
    ):
        if not is_portable(name):
            raise RefusalError("out-name", path=str(target), name=name)


def check_files(target: Path, names: Iterable[str]) -> None:
    """Refuse names within a folder that are not portable, lead out of it, or are equal on Windows.

    Raise `RefusalError`.
    """
    names_by_folded_name: dict[str, str] = {}
    for name in names:
        parts = PurePosixPath(name).parts
        if not parts or "/".join(parts) != name or not all(map(is_portable, parts)):
            raise RefusalError("out-name", path=str(target), name=name)
        if names_by_folded_name.setdefault(name.casefold(), name) != name:
            raise RefusalError("out-name", path=str(target), name=name)
