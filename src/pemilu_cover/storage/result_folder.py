"""The output folder: all files appear together, or nothing changes; what others have done stays.

What may be replaced is decided here; how it is replaced stands in `whole`.
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

MANIFEST = "manifest.json"


def check_replaceable(target: Path, *, force: bool, kept: Collection[Path] = ()) -> None:
    """Refuse a target that exists: without ``force`` any that holds a file, with it any but our own.

    Our own are the files that the folder's manifest lists, as long as nobody has changed them since: a
    filled ``corrections.xlsx`` is somebody's work. The files in ``kept`` may be changed: they stand in
    the new result, too. An empty folder is free. What a killed run has left is first put in order.

    Raise `RefusalError`, also for a name that not every system takes.
    """
    with _place_of(target) as place:
        atomic_write.recover_target(place)
        _check_free(target, place, force=force, kept=kept)


def recover(target: Path) -> None:
    """Put back what a killed run has left aside of an earlier result. Raise `RefusalError`."""
    with _place_of(target) as place:
        atomic_write.recover_target(place)


def write_folder(
    target: Path, files: Mapping[str, bytes], *, force: bool, kept: Collection[Path] = ()
) -> list[Path]:
    """Write files (by relative name) as the whole content of a folder; give their paths.

    The target is looked at once more just before it is replaced: a note may have been put there, or
    another run may have ended, while this one was working.

    Raise `RefusalError` where that cannot be done; what was there before is then unharmed.
    """
    portable_names.check_files(target, files)
    with _place_of(target) as place:
        atomic_write.replace_folder(
            place, files, lambda: _check_free(target, place, force=force, kept=kept)
        )
    return [target / name for name in files]


@contextmanager
def staging_run(
    target: Path, *, force: bool
) -> Iterator[tuple[atomic_write.StagingArea, Callable[[Path], None]]]:
    """Return a folder for a long run into a target, and what lets a folder within it become the target.

    Raise `RefusalError`; see `check_replaceable` and `write_folder`.
    """
    with _place_of(target) as place, atomic_write.staging_area(place) as shop:

        def check() -> None:
            _check_free(target, place, force=force, kept=())

        check()
        yield shop, lambda result: shop.put(result, check)


def write_file(target: Path, content: bytes, *, force: bool) -> None:
    """Write one file whole or not at all. Raise `RefusalError`; what was there is then unharmed."""

    def check() -> None:
        if os.path.lexists(place):
            if place.is_symlink() or not place.is_file():
                raise RefusalError("out-other-kind", path=str(target))
            if not force:
                raise RefusalError("out-exists", path=str(target))

    with _place_of(target) as place:
        check()
        atomic_write.replace_file(place, content, check)


@contextmanager
def _place_of(target: Path) -> Iterator[Path]:
    """Return the plain path of a target that may be written; what the system refuses becomes a refusal."""
    try:
        place = portable_names.plain(target)
        portable_names.check_target(target, place)
        yield place
    except OSError as error:
        raise RefusalError("out-unwritable", path=str(target), why=error.strerror or "?") from error


def _check_free(target: Path, place: Path, *, force: bool, kept: Collection[Path]) -> None:
    if not os.path.lexists(place):
        return
    if not place.is_dir() or place.is_symlink():
        raise RefusalError("out-other-kind", path=str(target))
    present = sorted(path.name for path in place.iterdir())
    if present and not force:
        raise RefusalError("out-exists", path=str(target))
    ours, files = _ours(place), _relative_files(place)
    if foreign := sorted(files - set(ours) - ({MANIFEST} if ours else set())):
        raise RefusalError("out-foreign", path=str(target), name=foreign[0])
    may_differ = {os.path.realpath(path) for path in kept}
    for name in sorted(files & set(ours)):
        file = place / name
        if os.path.realpath(file) not in may_differ and not _is_as_written(file, ours[name]):
            raise RefusalError("out-changed", path=str(target), name=name)


def _is_as_written(file: Path, sha256: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256


def _ours(place: Path) -> dict[str, str]:
    """Return the files that the folder's manifest says this program wrote, with their SHA-256."""
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        return {name: str(entry["sha256"]) for name, entry in manifest["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _relative_files(place: Path) -> set[str]:
    return {
        path.relative_to(place).as_posix()
        for path in place.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
