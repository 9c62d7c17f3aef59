"""Arguments as the program needs them, whatever the shell made of them.

cmd.exe and PowerShell pass ``kec-*.xlsx`` on; other shells expand ``*.xlsx`` to Excel's lock files, too.
All split a name at its blanks where nobody typed quotation marks. Word and chat programs make a dash of
``--``, and marks of ``"`` that no shell knows.
"""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pemilu_cover.cli.stderr import print_note
from pemilu_cover.i18n.text import translate
from pemilu_cover.roster.reading.standard_input import STDIN

_WILDCARD = re.compile(r"[*?]")
_EXCEL_LOCK = "~$"
_MOST_WORDS_OF_A_NAME = 12
_DASHED_OPTION = re.compile(r"^-*[–—][-–—]*(?=[a-z])")
_TYPOGRAPHIC_MARKS = "“”„"
# Bytes of an argument that are no UTF-8, as Python passes them on.
_UNDECODABLE = re.compile(r"[\ud800-\udfff]")


def typed_words(words: Sequence[str]) -> list[str]:
    """Return words that were copied from a document as the keyboard types them; names of files stay.

    >>> typed_words(["–-out", "—force", "“Data", "KPPS.xlsx”", "a–b.xlsx"])
    ['--out', '--force', 'Data', 'KPPS.xlsx', 'a–b.xlsx']
    """
    return [
        word if os.path.exists(word) else _DASHED_OPTION.sub("--", word).strip(_TYPOGRAPHIC_MARKS)
        for word in words
    ]


def undecodable_parameters(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of parameters whose text is not in the encoding of the system; paths may be."""
    for name, value in values.items():
        texts = value if isinstance(value, list | tuple) else (value,)
        if any(isinstance(text, str) and _UNDECODABLE.search(text) for text in texts):
            yield name


def resolve_files(values: dict[str, Any]) -> list[Path]:
    """Join split names, expand wildcards, leave lock files out; return the files of all lists."""
    files: list[Path] = []
    for name, value in values.items():
        if isinstance(value, list) and all(isinstance(path, Path) for path in value):
            joined = _join_split_names(value)
            values[name] = _without_locks([file for path in joined for file in _expand(path)])
            files += values[name]
    return files


def print_about_files(files: Sequence[Path]) -> None:
    """Print which files Excel or LibreOffice have open: what is not saved cannot be read.

    Print also that ``-`` waits for what is typed, where standard input is the keyboard.
    """
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    if STDIN in files and sys.stdin.isatty():
        print_note(translate("usage.waits-for-stdin"))
    names = [str(file) for file in files if _is_open(file)]
    if names:
        print_note(translate("usage.open-files", files=sanitise_for_terminal(", ".join(names))))


def _join_split_names(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the paths; words that are no files, but are the name of one together, as that file."""
    at = 0
    while at < len(paths):
        words = [str(path) for path in paths[at : at + _MOST_WORDS_OF_A_NAME]]
        names = {count: " ".join(words[:count]) for count in range(len(words), 1, -1)}
        lengths = (count for count, name in names.items() if os.path.isfile(name))
        count = 1 if os.path.exists(words[0]) else next(lengths, 1)
        yield Path(names.get(count, words[0]))
        at += count


def _expand(path: Path) -> list[Path]:
    """Return the files that a path with wildcards means; the path itself where none are."""
    pattern = str(path)
    if not _WILDCARD.search(pattern) or path.exists():
        return [path]
    # Brackets are part of a name in cmd.exe and PowerShell's programs.
    return [Path(name) for name in sorted(glob.glob(pattern.replace("[", "[[]")))] or [path]  # noqa: PTH207


def _without_locks(files: list[Path]) -> list[Path]:
    """Return files without Excel's lock files; these remain where there is nothing else, to be refused."""
    others = [file for file in files if not file.name.startswith(_EXCEL_LOCK)]
    return others or files


def _is_open(file: Path) -> bool:
    locks = (f"{_EXCEL_LOCK}{file.name}", f".~lock.{file.name}#")
    try:
        return any(file.with_name(lock).exists() for lock in locks)
    except (OSError, ValueError):  # a name that no system accepts is refused later
        return False
