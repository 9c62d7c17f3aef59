"""The archive of filled corrections in a result, so that a later run applies them again.

They are in the result's folder ``filled/``. Each belongs to a round, the run to which it was given. Files of
a newer round take precedence. A file is withdrawn by its name, or by deleting it from the folder.
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
_NUMBER_SUFFIX = re.compile(r"-\d+$")


class CorrectionsToApply(NamedTuple):
    """The corrections to apply, the earliest first, and the round of the archived ones."""

    paths: list[Path]
    rounds: dict[Path, int]


def corrections_to_apply(
    target: Path, given: Sequence[Path], *, force: bool, withdrawn: Sequence[str] = ()
) -> CorrectionsToApply:
    """Return the corrections to apply: with ``force`` those of the earlier result, then the given ones.

    Files with the same content count once. ``withdrawn`` names archived files that no longer count. Raise
    `RefusalError` for an empty folder, a file that cannot be read, and a name that is not in the archive.
    """
    archive_paths = (
        [Path(os.path.realpath(path)) for path in (target / FOLDER).glob("*.xlsx")] if force else []
    )
    rounds = _rounds(target, archive_paths)
    archived = sorted(archive_paths, key=lambda path: (rounds[path], len(path.name), path.name))
    archived = _without(archived, withdrawn)
    paths_by_content: dict[bytes, Path] = {}
    for path in [*archived, *list_corrections_files(given)]:
        paths_by_content.setdefault(read_limited(path), path)
    paths = list(paths_by_content.values())
    return CorrectionsToApply(paths, {path: rounds[path] for path in paths if path in rounds})


def _rounds(target: Path, archived: Sequence[Path]) -> dict[Path, int]:
    """Return the round of each archived file by the result's manifest; the first if it is unknown."""
    try:
        manifest = json.loads((target / result_folder.MANIFEST).read_text(encoding="utf-8"))
        round_by_name = {
            str(entry["kept_as"]): int(entry["round"])
            for entry in manifest["changed"]["by_corrections"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        round_by_name = {}
    return {path: max(round_by_name.get(f"{FOLDER}/{path.name}", 1), 1) for path in archived}


def _without(archived: list[Path], withdrawn: Sequence[str]) -> list[Path]:
    names = {path.name for path in archived}
    withdrawn_names = {Path(name).name for name in withdrawn}
    if unknown := sorted(withdrawn_names - names):
        known = ", ".join(path.name for path in archived) or "–"
        raise RefusalError("withdraw-unknown", file=unknown[0], known=known)
    return [path for path in archived if path.name not in withdrawn_names]


def inputs_inside(target: Path, paths: Sequence[Path]) -> list[Path]:
    """Return the files among these that the result in the target would replace."""
    # A link to itself is no error here: it is refused when the result is written.
    real_target = Path(os.path.realpath(target))
    return [path for path in paths if real_target in Path(os.path.realpath(path)).parents]


def archive_contents(files: Sequence[CorrectionsFileSummary]) -> dict[str, bytes]:
    """Return the content of each file by its name in the archive.

    An archived file without an answer that counts is replaced by a newer one of the same name.
    """
    new_stems = {_stem(file) for file in files if not file.is_earlier}
    archived: dict[str, bytes] = {}
    for file in files:
        own_stem = _stem(file)
        if (
            file.is_earlier
            and not file.counts
            and {own_stem, _NUMBER_SUFFIX.sub("", own_stem)} & new_stems
        ):
            continue
        numbered = (f"{own_stem}-{number}" for number in count(2))
        names = (f"{FOLDER}/{stem}.xlsx" for stem in chain([own_stem], numbered))
        archived[next(name for name in names if name not in archived)] = file.path.read_bytes()
    return archived


def names_by_content(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name of each archived file by its SHA-256."""
    return {
        hashlib.sha256(content).hexdigest(): name
        for name, content in contents.items()
        if name.startswith(f"{FOLDER}/")
    }


def _stem(file: CorrectionsFileSummary) -> str:
    return sanitise_file_name(file.path.stem)
