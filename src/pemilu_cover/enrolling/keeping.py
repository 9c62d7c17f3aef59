"""The filled corrections that a result keeps: a later run without them would lose what they say.

They lie in the result's folder ``filled/``, and count again when the result is replaced.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

from pemilu_cover.roster.read import content_of
from pemilu_cover.roster.returned import corrections_files
from pemilu_cover.values.text import for_file_name

FOLDER = "filled"


def given(target: Path, complete: Sequence[Path], *, force: bool) -> list[Path]:
    """Give the corrections that count: with ``force`` those of the earlier result, then the named ones.

    A file that holds the same as one before counts once. Raise `RefusedError` for an empty folder, and
    for a file that cannot be read.
    """
    found = (
        [Path(os.path.realpath(path)) for path in (target / FOLDER).glob("*.xlsx")] if force else []
    )
    earlier = sorted(found, key=lambda path: (len(path.name), path.name))
    once: dict[bytes, Path] = {}
    for path in [*earlier, *corrections_files(complete)]:
        once.setdefault(content_of(path), path)
    return list(once.values())


def lying_in(target: Path, paths: Sequence[Path]) -> list[Path]:
    """Give the files among these that the result in the target would replace."""
    place = Path(
        os.path.realpath(target)
    )  # a link to itself is no error here: it is refused when written
    return [path for path in paths if place in Path(os.path.realpath(path)).parents]


def named(paths: Sequence[Path]) -> dict[str, bytes]:
    """Give the content of each file by the name under which a result keeps it."""
    kept: dict[str, bytes] = {}
    for path in paths:
        own = for_file_name(path.stem)
        numbered = (f"{own}-{number}" for number in count(2))
        names = (f"{FOLDER}/{stem}.xlsx" for stem in chain([own], numbered))
        kept[next(name for name in names if name not in kept)] = path.read_bytes()
    return kept
