"""The results that continue a result, as far as they are next to it or to another folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pemilu_cover.enrolment.register.result_record import read_manifest
from pemilu_cover.enrolment.shell_commands import shell_path
from pemilu_cover.i18n.messages import RefusalError


class Continuation(NamedTuple):
    """A result that continues another one: its folder, as a command names it, and its period, ``YYYY-MM``."""

    folder: Path
    period: str


def find_continuations(sha256: str, beside: Iterable[Path]) -> Iterator[Continuation]:
    """Yield the results next to some folders that continue the result with a manifest of this SHA-256."""
    parents = dict.fromkeys(Path(os.path.realpath(folder)).parent for folder in beside)
    for folder in (folder for parent in parents for folder in _subfolders(parent)):
        try:
            values = read_manifest(folder).values
        except RefusalError:
            continue
        link, changes = values.get("continues"), values.get("changes")
        if isinstance(link, dict) and link.get("manifest_sha256") == sha256:
            period = changes.get("period") if isinstance(changes, dict) else None
            yield Continuation(Path(shell_path(folder)), str(period or ""))


def _subfolders(parent: Path) -> list[Path]:
    """Return the folders within a folder; hidden ones are those of runs that have not ended."""
    try:
        folders = [path for path in parent.iterdir() if path.is_dir()]
        return sorted(folder for folder in folders if not folder.name.startswith("."))
    except OSError:
        return []
