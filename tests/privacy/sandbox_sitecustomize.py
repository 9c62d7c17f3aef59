"""Run by tests as ``sitecustomize``: a process that is watched. What it may not do ends it at once.

It may not open a socket, ask for an address, start another program than this Python, or write to a file
outside the folders named in WATCH_MAY_WRITE. Whatever it writes is noted in WATCH_LOG.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

_MAY_WRITE = [
    os.path.realpath(path) for path in os.environ.get("WATCH_MAY_WRITE", "").split(os.pathsep)
]
_LOG = os.environ.get("WATCH_LOG", "")
_NETWORK = (
    *(
        "socket.",
        "urllib.",
        "http.",
        "ftplib.",
        "imaplib.",
        "poplib.",
        "smtplib.",
        "nntplib.",
        "telnetlib.",
    ),
    "webbrowser.",
)
_STARTS = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
_MAKES = {
    "os.mkdir": (0,),
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "shutil.copyfile": (1,),
    "shutil.move": (1,),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_OWN = os.path.realpath(sys.executable)
_noting: list[str] = []


def _forbid(what: str) -> NoReturn:
    os.write(2, f"watch: forbidden: {what}\n".encode())
    os._exit(99)


def _note(path: Any) -> None:
    if isinstance(path, int) or path is None:
        return
    path = os.path.realpath(os.fsdecode(path))
    if path == os.devnull:
        return
    if not any(path == folder or path.startswith(folder + os.sep) for folder in _MAY_WRITE):
        _forbid(f"writes {path}")
    _noting.append(path)
    try:
        with Path(_LOG).open("a", encoding="utf-8") as log:
            log.write(f"{path}\n")
    finally:
        _noting.pop()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _noting:
        return
    if event.startswith(_NETWORK):
        _forbid(event)
    if event == "subprocess.Popen" and os.path.realpath(arguments[0] or arguments[1][0]) != _OWN:
        _forbid(f"starts {arguments[:2]}")
    if event.startswith(_STARTS):
        _forbid(f"{event} {arguments[:1]}")
    if event == "open":
        path, mode, flags = arguments
        if (flags or 0) & _WRITING or set(mode or "") & set("wax+"):
            _note(path)
    # What is removed within a folder that is open is named by the folder's number, which is not followed.
    if event in ("os.remove", "os.rmdir") and (arguments[1] or -1) >= 0:
        return
    for index in _MAKES.get(event, ()):
        _note(arguments[index])


if _LOG:  # tests import this module, too
    sys.addaudithook(_hook)
