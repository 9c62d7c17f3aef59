"""``-`` in place of a file: standard input."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TextIO

STDIN = Path("-")
# The file in which findings and results say that something is.
_NAME = Path("stdin")


def as_file(path: Path) -> Path:
    """Return the path by which a result and other files next to a roster are named.

    >>> as_file(Path("rosters/bogor.csv")).name, as_file(Path("-")).name
    ('bogor.csv', 'stdin')
    """
    return _NAME if path == STDIN else path


def read_stdin(most: int) -> bytes:
    """Return at most so many bytes of standard input, which can be read only once."""
    return _content(sys.stdin, most)


@lru_cache(maxsize=1)
def _content(stream: TextIO, most: int) -> bytes:
    return stream.buffer.read(most)
