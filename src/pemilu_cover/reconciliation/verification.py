"""Whether a result is as it was written, and the results that it continues, back to the first.

A manifest lists every file of its result with its SHA-256. It may say ``"continues": {"folder": …,
"manifest_sha256": …}``: the earlier result, by its path from this one, and the SHA-256 of its manifest.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.register import schema
from pemilu_cover.enrolment.register.reader import RegisterError, read_register
from pemilu_cover.enrolment.register.result_record import ResultManifest, read_manifest
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.continuations import find_continuations
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, MembersError, read_members_file
from pemilu_cover.storage.result_folder import MANIFEST, UNLISTED, list_files
from pemilu_cover.values.rupiah import SEN

# Codes of problems.
MISSING, CHANGED, FOREIGN = "missing", "changed", "foreign"
REGISTER, COUNTS, TOTALS = "register", "counts", "totals"
MEMBERS_OTHER, MEMBERS_CHANGED = "members-other-result", "members-changed"
EARLIER_MISSING, EARLIER_CHANGED, LOOP = "earlier-missing", "earlier-changed", "loop"
# Problems of the link to the earlier result: the files of the result itself may be as they were written.
LINK_PROBLEMS = frozenset({EARLIER_MISSING, EARLIER_CHANGED, LOOP})
_STATUSES = (schema.READY, schema.INCOMPLETE, "held_back", "excluded")
_AMOUNTS = {"jkk": "jkk_sen", "jkm": "jkm_sen", "total": "total_sen"}


class Problem(NamedTuple):
    """What is not as it was written: a code of this module, and the file or folder."""

    code: str
    file: str


class VerifiedResult(NamedTuple):
    """One result of the chain: its folder, the number of its files, what is not as it was written.

    ``branches`` are other results nearby that continue the same earlier one: two versions, each intact.
    """

    folder: Path
    files: int
    problems: tuple[Problem, ...]
    branches: tuple[Path, ...] = ()


def verify_chain(folder: Path) -> list[VerifiedResult]:
    """Verify a result and those that it continues, the newest first. Raise `RefusalError`."""
    manifest: ResultManifest | None = read_manifest(folder)
    results: list[VerifiedResult] = []
    seen: set[str] = set()
    while manifest:
        seen.add(manifest.sha256)
        problems = list(_problems(folder, manifest))
        earlier, broken = _earlier(folder, manifest, seen)
        problems += [broken] if broken else []
        branches = tuple(_branches(folder, *earlier)) if earlier else ()
        results.append(VerifiedResult(folder, 1 + len(manifest.outputs), tuple(problems), branches))
        folder, manifest = earlier or (folder, None)
    return results


def _earlier(
    folder: Path, manifest: ResultManifest, seen: set[str]
) -> tuple[tuple[Path, ResultManifest] | None, Problem | None]:
    """Return the result that a result continues, with its manifest, and what is wrong with the link."""
    if "continues" not in manifest.values:
        return None, None
    link = manifest.values["continues"]
    name = link.get("folder") if isinstance(link, Mapping) else None
    if not isinstance(name, str) or not name or "\0" in name:
        return None, Problem(EARLIER_MISSING, MANIFEST)
    place = _plain(folder / name)
    try:
        earlier = read_manifest(place)
    except RefusalError:
        return None, Problem(EARLIER_MISSING, name)
    broken = None
    if earlier.sha256 != link.get("manifest_sha256"):
        broken = Problem(EARLIER_CHANGED, name)
    if earlier.sha256 in seen:
        return None, broken or Problem(LOOP, name)
    return (place, earlier), broken


def _branches(folder: Path, earlier: Path, manifest: ResultManifest) -> Iterator[Path]:
    """Yield the other results that continue the earlier one of a result."""
    own = os.path.realpath(folder)
    for other in find_continuations(manifest.sha256, [folder, earlier]):
        if os.path.realpath(other.folder) != own:
            yield other.folder


def _plain(path: Path) -> Path:
    """Return a path without ``..`` where that is the same folder: above a link it may be another."""
    plain = Path(os.path.normpath(path))
    is_same = plain.exists() and path.exists() and plain.samefile(path)
    return plain if is_same else path


def _problems(folder: Path, manifest: ResultManifest) -> Iterator[Problem]:
    """Yield what is not as it was written in one result."""
    faulty = list(_file_problems(folder, manifest.outputs))
    yield from faulty
    yield from _members_problems(folder, manifest)
    is_register_intact = not any(map(_is_register, (problem.file for problem in faulty)))
    if is_register_intact:
        yield from _register_problems(folder, manifest)


def _file_problems(folder: Path, outputs: Mapping[str, object]) -> Iterator[Problem]:
    present = list_files(folder)
    for name, recorded in outputs.items():
        sha256 = recorded.get("sha256") if isinstance(recorded, Mapping) else None
        if name not in present:
            yield Problem(MISSING, name)
        elif _sha256(folder / name) != sha256:
            yield Problem(CHANGED, name)
    for name in sorted(present - outputs.keys() - UNLISTED):
        yield Problem(FOREIGN, name)


def _sha256(path: Path) -> str | None:
    """Return the SHA-256 of a regular file; None for a link, a special file, and one that is not read."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _is_register(name: str) -> bool:
    return name == schema.FILE or PurePosixPath(name).parts[:1] == (schema.FOLDER,)


def _members_problems(folder: Path, manifest: ResultManifest) -> Iterator[Problem]:
    path = folder / MEMBERS_FILE
    if not path.is_symlink() and not path.exists():
        return
    try:
        if path.is_symlink() or not path.is_file():
            raise MembersError(MEMBERS_FILE)
        members = read_members_file(path.read_bytes())
    except (MembersError, OSError):
        yield Problem(MEMBERS_CHANGED, MEMBERS_FILE)
        return
    if members.manifest_sha256 != manifest.sha256:
        yield Problem(MEMBERS_OTHER, MEMBERS_FILE)


def _register_problems(folder: Path, manifest: ResultManifest) -> Iterator[Problem]:
    """Compare the people and sums of the register with those of the manifest."""
    counts: Counter[str] = Counter()
    sums = dict.fromkeys(_AMOUNTS.values(), 0)
    try:
        for part in read_register(folder, manifest.outputs):
            counts.update(dict(part["status"].value_counts().iter_rows()))
            for name, value in part.select(pl.col(*sums).sum()).row(0, named=True).items():
                sums[name] += value
    except RegisterError as error:
        # Files that are missing or were changed are named before: here it is the first part of all.
        yield Problem(REGISTER if error.code == "register-missing" else error.code, str(error))
        return
    recorded = manifest.values.get("counts")
    if not isinstance(recorded, Mapping) or any(
        recorded.get(status) != counts[status] for status in _STATUSES
    ):
        yield Problem(COUNTS, MANIFEST)
    premium = manifest.values.get("premium")
    if not isinstance(premium, Mapping) or any(
        _sen(premium.get(name)) != sums[column] for name, column in _AMOUNTS.items()
    ):
        yield Problem(TOTALS, MANIFEST)


def _sen(amount: object) -> Decimal | None:
    """Return an amount of a manifest, decimal text in rupiah, in sen."""
    try:
        return Decimal(amount) * SEN if isinstance(amount, str) else None
    except InvalidOperation:
        return None
