"""The filled corrections that a result keeps: a later run without them would lose what they say.

They lie in the result's folder ``filled/``, and count again when the result is replaced. Each belongs to a
round: the run in which it came back. What comes back in a newer round counts before what is kept. A file is
withdrawn by its name, or by deleting it from the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.corrections.applied import CorrectionsFileSummary
from pemilu_cover.roster.corrections.reader import list_corrections_files
from pemilu_cover.roster.reading.reader import read_limited
from pemilu_cover.storage import result_folder
from pemilu_cover.values.text import sanitise_file_name

FOLDER = "filled"
_NUMBERED = re.compile(r"-\d+$")


class KeptCorrections(NamedTuple):
    """The corrections that count, the earliest first, and the round of those that were kept."""

    paths: list[Path]
    rounds: dict[Path, int]


def corrections_to_apply(
    target: Path, complete: Sequence[Path], *, force: bool, withdrawn: Sequence[str] = ()
) -> KeptCorrections:
    """Return the corrections that count: with ``force`` those of the earlier result, then the named ones.

    A file that holds the same as one before counts once. ``withdrawn`` names kept files that count no
    longer. Raise `RefusalError` for an empty folder, for a file that cannot be read, and for the name of a
    file that is not kept.
    """
    found = (
        [Path(os.path.realpath(path)) for path in (target / FOLDER).glob("*.xlsx")] if force else []
    )
    rounds = _rounds(target, found)
    kept = sorted(found, key=lambda path: (rounds[path], len(path.name), path.name))
    kept = _without(kept, withdrawn)
    once: dict[bytes, Path] = {}
    for path in [*kept, *list_corrections_files(complete)]:
        once.setdefault(read_limited(path), path)
    paths = list(once.values())
    return KeptCorrections(paths, {path: rounds[path] for path in paths if path in rounds})


def _rounds(target: Path, kept: Sequence[Path]) -> dict[Path, int]:
    """Return the round of each kept file as in the result's manifest; the first if it does not say."""
    try:
        manifest = json.loads((target / result_folder.MANIFEST).read_text(encoding="utf-8"))
        told = {
            str(entry["kept_as"]): int(entry["round"])
            for entry in manifest["changed"]["by_corrections"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        told = {}
    return {path: max(told.get(f"{FOLDER}/{path.name}", 1), 1) for path in kept}


def _without(kept: list[Path], withdrawn: Sequence[str]) -> list[Path]:
    names = {path.name for path in kept}
    wanted = {Path(name).name for name in withdrawn}
    if unknown := sorted(wanted - names):
        known = ", ".join(path.name for path in kept) or "–"
        raise RefusalError("withdraw-unknown", file=unknown[0], kept=known)
    return [path for path in kept if path.name not in wanted]


def inputs_inside(target: Path, paths: Sequence[Path]) -> list[Path]:
    """Return the files among these that the result in the target would replace."""
    place = Path(
        os.path.realpath(target)
    )  # a link to itself is no error here: it is refused when written
    return [path for path in paths if place in Path(os.path.realpath(path)).parents]


def archive_names(files: Sequence[CorrectionsFileSummary]) -> dict[str, bytes]:
    """Return the content of each file by the name under which a result keeps it.

    A kept file of which no answer counts any more gives way to a newer one of the same name.
    """
    newer = {_stem(file) for file in files if not file.is_earlier}
    kept: dict[str, bytes] = {}
    for file in files:
        own = _stem(file)
        if file.is_earlier and not file.counts and {own, _NUMBERED.sub("", own)} & newer:
            continue
        numbered = (f"{own}-{number}" for number in count(2))
        names = (f"{FOLDER}/{stem}.xlsx" for stem in chain([own], numbered))
        kept[next(name for name in names if name not in kept)] = file.path.read_bytes()
    return kept


def names_by_content(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name under which each filled file is kept, by its SHA-256."""
    return {
        hashlib.sha256(content).hexdigest(): name
        for name, content in contents.items()
        if name.startswith(f"{FOLDER}/")
    }


def _stem(file: CorrectionsFileSummary) -> str:
    return sanitise_file_name(file.path.stem)
