"""Commands as somebody types them: quoted for the shell, and wrapped so that they stay one command."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator

# Words that cmd.exe reads as they are; it takes "&" or "(" for its own.
_PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:@+~$-]+")
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")


def quote_word(word: str, system: str = os.name) -> str:
    r"""Return a word as the shell reads it: cmd.exe on Windows, else a POSIX shell.

    >>> quote_word("A & B.xlsx", "nt"), quote_word("A&B.xlsx", "nt"), quote_word("A&B.xlsx", "posix")
    ('"A & B.xlsx"', '"A&B.xlsx"', "'A&B.xlsx'")
    """
    if system != "nt":
        return shlex.quote(word)
    import subprocess  # noqa: PLC0415  each start of the program loads this module

    quoted = subprocess.list2cmdline([word])
    is_safe = quoted.startswith('"') or _PLAIN_ON_WINDOWS.fullmatch(word)
    return quoted if is_safe else f'"{quoted}"'


def wrap_words(words: Iterable[str], width: int) -> Iterator[str]:
    r"""Yield the lines of a command of quoted words, each of at most ``width`` where the words allow it.

    An option and its value stay together.

    >>> list(wrap_words(["pemilu-cover", "enrol", "'ro ster.xlsx'", "--force"], 30))
    ['pemilu-cover enrol \\', "'ro ster.xlsx' --force"]
    """
    end = " ^" if os.name == "nt" else " \\"
    line = ""
    for word in _with_values(words):
        if line and len(line) + 1 + len(word) + len(end) > width:
            yield line + end
            line = word
        else:
            line = f"{line} {word}".lstrip()
    yield line


def _with_values(words: Iterable[str]) -> list[str]:
    """Return the words of a command, an option together with the word that follows it."""
    groups: list[str] = []
    before = ""
    for word in words:
        if before.startswith("-") and not word.startswith("-"):
            groups[-1] += f" {word}"
        else:
            groups.append(word)
        before = word
    return groups


def split_words(command: str) -> list[str]:
    """Return the words of a command with their quotation marks.

    >>> split_words('claim --at "2024-11-27 22:10"')
    ['claim', '--at', '"2024-11-27 22:10"']
    """
    return _WORD.findall(command)
