"""Where the keys of a TOML file are; `tomli` returns their values alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_KEY = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[(?P<array>\[?)[ \t]*(?P<keys>{_KEYS})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*(?P<keys>{_KEYS})[ \t]*=")
_INLINE = re.compile(rf"[{{,][ \t]*(?P<keys>{_KEYS})[ \t]*=")
_ONE_KEY = re.compile(_KEY)
# The marks of a text of several lines.
_LONG_QUOTE = re.compile(r"\"{3}|'{3}")

# The keys to a value, and the index of each table of an array.
Path = tuple[str | int, ...]


class Position(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


def find_key(text: str, path: Sequence[str | int]) -> Position | None:
    r"""Return where the key of a path is, or the nearest key above it; None where there is neither.

    >>> find_key("[payer]\nname = 'APBD'\nfund = 1", ("payer", "fund"))
    Position(line=3, column=1)
    >>> find_key("employer = { name = 'KPU', np = '1' }", ("employer", "np"))
    Position(line=1, column=28)
    >>> find_key("[payer]\nname = 'APBD'", ("payer", "fund"))
    Position(line=1, column=2)
    """
    positions = dict(_keys(text))
    above = (tuple(path[:length]) for length in range(len(path), 0, -1))
    return next((positions[key] for key in above if key in positions), None)


def _keys(text: str) -> Iterator[tuple[Path, Position]]:
    """Yield the path and the position of each key, in the order of the file."""
    table: Path = ()
    counts: dict[Path, int] = {}
    in_string = False
    for number, line in enumerate(text.split("\n"), start=1):
        was_in_string = in_string
        in_string ^= len(_LONG_QUOTE.findall(line)) % 2 == 1
        if was_in_string:
            continue
        if header := _HEADER.match(line):
            table = _table(header, counts)
            yield table, Position(number, header.start("keys") + 1)
        elif assignment := _ASSIGNMENT.match(line):
            key = (*table, *_names(assignment["keys"]))
            yield key, Position(number, assignment.start("keys") + 1)
            for inner in _INLINE.finditer(line, assignment.end()):
                path = (*key, *_names(inner["keys"]))
                yield path, Position(number, inner.start("keys") + 1)


def _table(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """Return the path of a table; ``counts`` has the tables of each array so far."""
    path: Path = ()
    names = _names(header["keys"])
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if header["array"] and depth == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _names(keys: str) -> tuple[str, ...]:
    """Return the parts of a dotted key without their quotation marks."""
    return tuple(key.strip("\"'") for key in _ONE_KEY.findall(keys))
