"""The output folder: all files appear together, or nothing changes.

Files are written into a folder beside the target, flushed to the disk, and the folder is renamed. An
earlier result is moved aside first and put back should anything fail.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pemilu_cover.messages import RefusedError

MANIFEST = "manifest.json"


def check_free(target: Path, *, force: bool, kept: Collection[Path] = ()) -> None:
    """Refuse a target that exists: without ``force`` any that holds a file, with it any but our own.

    Our own are the files that the folder's manifest lists, as long as nobody has changed them since: a
    filled ``corrections.xlsx`` is somebody's work. The files in ``kept`` may be changed: they stand in
    the new result, too. Raise `RefusedError`. An empty folder is free.
    """
    try:
        _check_free(target, force=force, kept={path.resolve() for path in kept})
    except OSError as error:
        raise RefusedError("out-unwritable", path=str(target), why=error.strerror or "?") from error


def _check_free(target: Path, *, force: bool, kept: Collection[Path]) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir() or target.is_symlink():
        raise RefusedError("out-foreign", path=str(target), name=target.name)
    present = sorted(path.name for path in target.iterdir())
    if present and not force:
        raise RefusedError("out-exists", path=str(target))
    ours = _ours(target)
    if foreign := sorted(_relative_files(target) - set(ours) - ({MANIFEST} if ours else set())):
        raise RefusedError("out-foreign", path=str(target), name=foreign[0])
    for name, sha256 in ours.items():
        file = target / name
        if file.resolve() in kept:
            continue
        if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            raise RefusedError("out-changed", path=str(target), name=name)


def write_all(
    target: Path, files: Mapping[str, bytes], *, force: bool, kept: Collection[Path] = ()
) -> list[Path]:
    """Write files (by relative name) as the whole content of a folder; give their paths.

    The target is looked at once more just before it is replaced: a note may have been put there, or
    another run may have ended, while this one was working.

    Raise `RefusedError` where that cannot be done; what was there before is then unharmed.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as fresh:
            for name, content in files.items():
                _write(fresh / name, content)
            check_free(target, force=force, kept=kept)
            _swap(fresh, target)
    except OSError as error:
        raise RefusedError("out-unwritable", path=str(target), why=error.strerror or "?") from error
    return [target / name for name in files]


def write_one(target: Path, content: bytes, *, force: bool) -> None:
    """Write one file whole or not at all. Raise `RefusedError`; what was there is then unharmed."""
    if os.path.lexists(target) and not force:
        raise RefusedError("out-exists", path=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as fresh:
            _write(fresh / target.name, content)
            (fresh / target.name).replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise RefusedError("out-unwritable", path=str(target), why=error.strerror or "?") from error


def _ours(target: Path) -> dict[str, str]:
    """Give the files that the folder's manifest says this program wrote, with their SHA-256."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        return {name: str(entry["sha256"]) for name, entry in manifest["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _relative_files(target: Path) -> set[str]:
    return {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a new private folder on the target's disk; it is gone afterwards, whatever happens."""
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(fresh: Path, target: Path) -> None:
    """Put the fresh folder in the target's place; an earlier one steps aside and is then removed."""
    if not target.exists():
        fresh.rename(target)
    else:
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        old = aside / "old"
        try:
            target.rename(old)
            fresh.rename(target)
        except BaseException:
            if old.exists():
                old.rename(
                    target
                )  # should this fail too, the old result stays where it was put aside
            aside.rmdir()
            raise
        shutil.rmtree(aside, ignore_errors=True)
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Make the renaming last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows has no handle for a folder
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
