"""The output folder: what may be replaced. `atomic_write` replaces it.

Files of others, and files of ours that somebody has edited, are never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage import atomic_write, portable_names
from pemilu_cover.storage.system_errors import locked_file, system_reason
from pemilu_cover.values.json_types import FileRecord

MANIFEST = "manifest.json"
# The register of a result; a result in batches has a folder of its parts instead.
REGISTER = "people.parquet"
# What SIPP knows of the people of a result; no output of the manifest, as it changes while that stays.
MEMBERS = "members.parquet"
# The files of a result that its manifest does not list.
UNLISTED = frozenset({MANIFEST, MEMBERS})


def has_register(folder: Path) -> bool:
    """Return whether a folder has the register of a result that was not made in batches."""
    return os.path.isfile(folder / REGISTER)


def check_replaceable(target: Path, *, force: bool, retained_files: Collection[Path] = ()) -> None:
    """Refuse a target with files: without ``force`` any, with ``force`` any but our own.

    Our own are the files that the folder's manifest lists, unless somebody has changed them since: a filled
    ``corrections.xlsx`` is somebody's work. Files in ``retained_files`` may be changed, since the new result
    has them, too. A target is first recovered after a killed run.

    Raise `RefusalError`, also for a name that not every system accepts.
    """
    with _checked_path(target) as real_path:
        atomic_write.recover_target(real_path)
        _check_replaceable(target, real_path, force=force, retained_files=retained_files)


def recover(target: Path) -> None:
    """Recover an earlier result after a killed run. Raise `RefusalError`."""
    with _checked_path(target) as real_path:
        atomic_write.recover_target(real_path)


def read_members_file(target: Path) -> bytes | None:
    """Return the members.parquet of a result, or None. Raise `RefusalError`."""
    with _checked_path(target, is_replaced=False) as real_path:
        return _members(real_path)


def write_folder(
    target: Path,
    files: Mapping[str, bytes],
    *,
    force: bool,
    retained_files: Collection[Path] = (),
    members: bytes | None = None,
) -> list[Path]:
    """Replace a folder by one with these files, by relative name; return their paths.

    The target is checked again just before it is replaced: meanwhile a user may have added a file, or
    another run may have ended. A target within another result is refused, too: that would no longer be as
    it was written. ``members`` is the members.parquet there that ``files`` take over; another
    one is not replaced.

    Raise `RefusalError` if it cannot be replaced; the target is then unchanged.
    """
    portable_names.check_files(target, files)
    with _checked_path(target) as real_path:
        _check_within_no_result(target, real_path)

        def check() -> None:
            _check_replaceable(target, real_path, force=force, retained_files=retained_files)
            _check_members(target, real_path, members)

        atomic_write.replace_folder(real_path, files, check)
    return [target / name for name in files]


def write_members(target: Path, content: bytes, manifest: bytes, earlier: bytes | None) -> None:
    """Replace the ``earlier`` members.parquet of the result with a manifest.

    Raise `RefusalError`, also where another run has replaced one of them meanwhile.
    """
    with _checked_path(Path(os.path.realpath(target)), is_replaced=False) as real_path:

        def check() -> None:
            if (real_path / MANIFEST).read_bytes() != manifest:
                raise RefusalError("out-changed", path=str(target), name=MANIFEST)
            _check_members(target, real_path, earlier)

        atomic_write.replace_file_within(real_path, MEMBERS, content, check)


@contextmanager
def staging_run(
    target: Path, *, force: bool
) -> Iterator[tuple[atomic_write.StagingArea, Callable[[Path, bytes | None], None]]]:
    """Return a staging folder for a long run, and a function that publishes a folder within it.

    The function takes the members.parquet in the target that the folder takes over.

    Raise `RefusalError`; see `check_replaceable` and `write_folder`.
    """
    with _checked_path(target) as real_path:
        _check_within_no_result(target, real_path)
        with atomic_write.staging_area(real_path) as staging:

            def publish(result: Path, members: bytes | None) -> None:
                def check() -> None:
                    _check_replaceable(target, real_path, force=force, retained_files=())
                    _check_members(target, real_path, members)

                staging.publish(result, check)

            _check_replaceable(target, real_path, force=force, retained_files=())
            yield staging, publish


def write_file(target: Path, content: bytes, *, force: bool) -> None:
    """Write one file atomically. Raise `RefusalError`; the target is then unchanged."""

    def check() -> None:
        if os.path.lexists(real_path):
            if real_path.is_symlink() or not real_path.is_file():
                raise RefusalError("out-other-kind", path=str(target))
            if not force:
                raise RefusalError("out-exists", path=str(target))

    with _checked_path(target) as real_path:
        check()
        atomic_write.replace_file(real_path, content, check)


@contextmanager
def _checked_path(target: Path, *, is_replaced: bool = True) -> Iterator[Path]:
    """Return the checked plain path of a target; raise errors of the system as `RefusalError`."""
    try:
        real_path = portable_names.plain(target)
        if is_replaced:
            portable_names.check_target(target, real_path)
        yield real_path
    except OSError as error:
        path = locked_file(target) if isinstance(error, PermissionError) else target
        raise RefusalError("out-unwritable", path=str(path), why=system_reason(error)) from error


def _check_replaceable(
    target: Path, real_path: Path, *, force: bool, retained_files: Collection[Path]
) -> None:
    if not os.path.lexists(real_path):
        return
    if not real_path.is_dir() or real_path.is_symlink():
        raise RefusalError("out-other-kind", path=str(target))
    present = sorted(path.name for path in real_path.iterdir())
    if present and not force:
        raise RefusalError("out-exists", path=str(target))
    written_files, files = _written_files(real_path), list_files(real_path)
    ours = {*written_files, *UNLISTED} if written_files else set()
    if foreign := sorted(files - ours):
        raise RefusalError("out-foreign", path=str(target), name=foreign[0])
    may_differ = {os.path.realpath(path) for path in retained_files}
    for name in sorted(files & set(written_files)):
        file = real_path / name
        if os.path.realpath(file) not in may_differ and not _is_unchanged(
            file, written_files[name]
        ):
            raise RefusalError("out-changed", path=str(target), name=name)


def _check_within_no_result(target: Path, real_path: Path) -> None:
    if outer := next(filter(_written_files, real_path.parents), None):
        raise RefusalError("out-within-result", path=str(target), result=str(outer))


def _check_members(target: Path, real_path: Path, members: bytes | None) -> None:
    """Refuse to replace a members.parquet that was written after the one that is taken over."""
    if _members(real_path) != members:
        raise RefusalError("out-changed", path=str(target), name=MEMBERS)


def _members(real_path: Path) -> bytes | None:
    try:
        return (real_path / MEMBERS).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def file_records(contents: Mapping[str, bytes]) -> dict[str, FileRecord]:
    """Return the record of each file by its name, as a manifest lists its outputs."""
    return {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in contents.items()
    }


def _is_unchanged(file: Path, sha256: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256


def _written_files(real_path: Path) -> dict[str, str]:
    """Return the files that the folder's manifest lists, with their SHA-256."""
    try:
        manifest = json.loads((real_path / MANIFEST).read_text(encoding="utf-8"))
        return {name: str(entry["sha256"]) for name, entry in manifest["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def list_files(real_path: Path) -> set[str]:
    """Return the files and links in a folder and below, by their relative names."""
    return {
        path.relative_to(real_path).as_posix()
        for path in real_path.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
