"""A start by double click, or by files that are dropped onto the program: on Windows in a window of its own.

Such a window closes when the program ends, so it waits for Enter.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pemilu_cover.cli.language import detect_language
from pemilu_cover.i18n.text import localize
from pemilu_cover.values.shell import quote_word

# What a double click starts: the single file and what it unpacks, or pip's program and Python.
_OURS = re.compile(r"(?:pemilu-cover|python|py\b|pyw\b).*", re.IGNORECASE)
_MOST_PROGRAMS, _LONGEST_PATH = 64, 32_768
_QUERY_LIMITED_INFORMATION = 0x1000


def console_programs() -> list[str]:
    """Return the names of the programs that share the console; none outside Windows or without one."""
    if sys.platform != "win32":
        return []
    import ctypes  # noqa: PLC0415
    from ctypes import wintypes  # noqa: PLC0415

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    kernel.OpenProcess.argtypes = wintypes.DWORD, wintypes.BOOL, wintypes.DWORD
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    kernel.QueryFullProcessImageNameW.argtypes = (
        *(wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR),
        ctypes.POINTER(wintypes.DWORD),
    )
    processes = (wintypes.DWORD * _MOST_PROGRAMS)()
    count = kernel.GetConsoleProcessList(processes, _MOST_PROGRAMS)
    names = []
    for process in processes[: min(count, _MOST_PROGRAMS)]:
        handle = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, process)
        path, size = ctypes.create_unicode_buffer(_LONGEST_PATH), wintypes.DWORD(_LONGEST_PATH)
        kernel.QueryFullProcessImageNameW(handle, 0, path, ctypes.byref(size))
        kernel.CloseHandle(handle)
        names.append(Path(path.value).name)
    return names


def is_own_window(programs: Sequence[str]) -> bool:
    """Return whether no shell shares the console.

    >>> is_own_window(["pemilu-cover (1).exe", "pemilu-cover.exe"]), is_own_window([])
    (True, False)
    >>> is_own_window(["cmd.exe", "pemilu-cover.exe"]), is_own_window(["python.exe", "pwsh.exe"])
    (False, False)
    """
    return bool(programs) and all(map(_OURS.match, programs))


@contextmanager
def keep_window_open(
    arguments: Sequence[str], programs: Callable[[], Sequence[str]] = console_programs
) -> Iterator[list[str]]:
    """Yield the arguments of a run; files without a command are checked where they were dropped.

    A run without a command keeps its own window open until somebody presses Enter; one with a command may
    be a task of the system, with nobody there.
    """
    are_files = bool(arguments) and all(_is_file(argument) for argument in arguments)
    if not ((are_files or not arguments) and is_own_window(programs())):
        yield list(arguments)
        return
    command = " ".join(["pemilu-cover enrol", *map(quote_word, arguments)])
    text = (
        localize("install.dropped", command=command)
        if are_files
        else localize("install.double-click")
    )
    try:
        yield ["check", *arguments] if are_files else []
    finally:
        # At the end, where the window shows it below a long page.
        with suppress(OSError, ValueError):
            for line in (text, localize("install.press-enter")):
                print(f"\n{line.in_language(detect_language(arguments))}", flush=True)  # noqa: T201
            sys.stdin.readline()


def _is_file(argument: str) -> bool:
    try:
        return not argument.startswith("-") and Path(argument).is_file()
    except (OSError, ValueError):
        return False
