"""A file or a folder appears whole or not at all; until it does, what was there before stays there.

Everything is first written into a private folder beside the target, ``.<name>.pemilu-cover``, flushed to
the disk, and then takes the target's place by a rename. A lock in that folder, which the system frees when
its run ends in whatever way, keeps a second run out; where it is free, a killed run has left the rest, and
the next run that writes there sweeps it.

An earlier folder and the new one change places in one step on Linux and macOS: a kill at any moment leaves
the one or the other whole. Where the system has no such step (Windows, some network disks) the earlier one
steps aside first. Who kills the program between these two renames finds nothing in the target's place; the
earlier folder is whole in ``.<name>.pemilu-cover/old``, and the next run that writes there puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NEW, _OLD, _LOCK, _WORK = "new", "old", "lock", "work"
_CHUNK = 1 << 20
_TRIES = 100
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def replace_folder(place: Path, files: Mapping[str, bytes], check: Callable[[], None]) -> None:
    """Let files (by relative name) be the whole content of a folder, in the place of an earlier one.

    ``check`` is asked last of all before it takes the place, and raises where it must not. Raise
    `OSError`, `RefusalError` where another run is writing there, and what ``check`` raises.
    """
    with _unbroken() as pause, _beside(place) as bench:
        new = bench / _NEW
        _make_folder(new)
        for name, content in files.items():
            make_folders((new / name).parent)
            _write(new / name, content, pause)
        for folder, _, _ in os.walk(new, topdown=False):
            _flush_folder(Path(folder))
        check()
        pause()
        _put_in_place(new, place, bench / _OLD)
        with suppress(OSError):  # what stands in its place stands there
            _remove(bench / _WORK)  # of a longer run, whose result this one takes the place of


@contextmanager
def staging_area(place: Path) -> Iterator[StagingArea]:
    """Return a private folder beside a target in which a long run keeps what it has done.

    It stays when the run is ended, so that another can go on from there; no other run uses it meanwhile.
    """
    with _beside(place) as bench:
        work = bench / _WORK
        if not work.exists():
            _make_folder(work)
        earlier = os.umask(0o077)  # polars and others make files there, too
        try:
            yield StagingArea(place, bench)
        finally:
            os.umask(earlier)
            with suppress(OSError):  # a run that did nothing leaves nothing
                work.rmdir()


class StagingArea:
    """A long run's folder (``path``), out of which its result takes the target's place at the end."""

    def __init__(self, place: Path, bench: Path) -> None:
        self.path = bench / _WORK
        self._place = place
        self._bench = bench

    def clear(self) -> None:
        """Forget what has been done."""
        _remove(self.path)
        _make_folder(self.path)

    def discard(self) -> None:
        """Take the folder away."""
        _remove(self.path)

    def put(self, result: Path, check: Callable[[], None]) -> None:
        """Let a folder within take the target's place, and clear the rest. See `replace_folder`."""
        with _unbroken() as pause:
            for folder, _, names in os.walk(result, topdown=False):
                for name in names:
                    _flush_file(Path(folder, name))
                _flush_folder(Path(folder))
            check()
            pause()
            _put_in_place(result, self._place, self._bench / _OLD)
            with suppress(OSError):
                _remove(self.path)


def replace_file(place: Path, content: bytes, check: Callable[[], None]) -> None:
    """Let a file have this content, in the place of an earlier one. See `replace_folder`."""
    with _unbroken() as pause, _beside(place) as bench:
        _write(bench / _NEW, content, pause)
        check()
        pause()
        (bench / _NEW).replace(place)
        _flush_if_can(place.parent)


def recover_target(place: Path) -> None:
    """Put in order what a killed run has left beside a target: see the module."""
    if os.path.lexists(_staging_path(place)):
        with _unbroken(), _beside(place):
            pass


# ---- Interruptions ------------------------------------------------------------------------------


@contextmanager
def _unbroken() -> Iterator[Callable[[], None]]:
    """Hold interruptions back; give a function that lets one through where it does no harm.

    One that came is raised again at the end in any case. Outside the main thread none arrive.
    """
    caught: list[int] = []

    def pause() -> None:
        if caught:
            raise KeyboardInterrupt

    earlier = {number: signal.getsignal(number) for number in _interruptions()}
    for number in earlier:
        with suppress(ValueError):  # not the main thread
            signal.signal(number, lambda number, _: caught.append(number))
    try:
        yield pause
    finally:
        for number, handler in earlier.items():
            with suppress(ValueError):
                signal.signal(number, handler)
        if caught:
            signal.raise_signal(caught[0])


def _interruptions() -> list[signal.Signals]:
    """Return the signals that end a run in good order; one that is ignored (``nohup``) stays so."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    known = [signal.Signals[name] for name in names if name in signal.Signals.__members__]
    return [number for number in known if signal.getsignal(number) not in (signal.SIG_IGN, None)]


# ---- The folder beside the target ---------------------------------------------------------------


def _staging_path(place: Path) -> Path:
    return place.with_name(f".{place.name}.pemilu-cover")


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Return a private folder on the target's disk that no other run uses; it is empty but for its lock.

    It is gone afterwards, whatever happens; so are folders above the target that were made for nothing.
    """
    made = make_folders(place.parent)
    try:
        bench = _staging_path(place)
        lock = _lock(bench, place)
        try:
            _put_in_order(bench, place)
            yield bench
        finally:
            with suppress(OSError):  # what cannot be cleared now is cleared by the next run
                _put_in_order(bench, place)
            _unlock(bench, lock)
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _put_in_order(bench: Path, place: Path) -> None:
    """Put an earlier folder back that stands aside while nothing is in its place; remove all else."""
    new, old = bench / _NEW, bench / _OLD
    if old.exists() and _is_vacant(place):
        with suppress(FileNotFoundError):
            place.rmdir()
        old.rename(place)
        _flush_if_can(place.parent)
    _remove(new)
    _remove(old)


def _is_vacant(place: Path) -> bool:
    """Return whether nothing is there, or an empty folder."""
    if place.is_dir() and not place.is_symlink():
        return next(place.iterdir(), None) is None
    return not os.path.lexists(place)


def _remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, its write-protected folders included."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    for folder, _, _ in os.walk(path):
        Path(folder).chmod(0o700)
    shutil.rmtree(path)


# ---- The lock -----------------------------------------------------------------------------------


def _lock(bench: Path, place: Path) -> int:
    """Make the folder beside a target and take its lock; raise `RefusalError` if another run holds it."""
    for _ in range(_TRIES):
        with suppress(FileExistsError):
            bench.mkdir(mode=0o700)
        if bench.is_symlink() or (bench.exists() and not bench.is_dir()):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(bench))
        try:
            lock = _locked(bench)
        except FileNotFoundError:  # its run has just ended and taken it away
            continue
        except BlockingIOError:
            break
        except OSError as error:  # it may be somebody else's, whose run was killed
            with suppress(OSError):
                bench.rmdir()
            why = error.strerror or "?"
            raise RefusalError("out-unwritable", path=str(bench), why=why) from error
        return lock
    raise RefusalError("out-busy", path=str(place))


def _locked(bench: Path) -> int:
    """Take the lock in a folder. Raise `BlockingIOError` if it is held, `OSError` if there can be none."""
    bench.chmod(0o700)  # a umask may have taken what the owner needs
    lock = os.open(bench / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _hold(lock)
        if not os.path.samestat(os.fstat(lock), (bench / _LOCK).stat()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(bench / _LOCK))
    except BaseException:
        os.close(lock)
        raise
    return lock


def _unlock(bench: Path, lock: int) -> None:
    """Take a lock and its folder away. As long as it is held, nobody else can take it away."""
    if sys.platform == "win32":  # which removes no open file
        os.close(lock)
    with suppress(OSError):
        (bench / _LOCK).unlink()
    if sys.platform != "win32":
        os.close(lock)
    with suppress(OSError):
        bench.rmdir()


def _hold(lock: int) -> None:
    """Take a lock of the system, which it frees when the process ends. Raise `BlockingIOError` if held."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
    else:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


# ---- Writing ------------------------------------------------------------------------------------


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing, private to their owner; give those made."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    made: list[Path] = []
    for above in reversed(missing):
        try:
            _make_folder(above)
        except FileExistsError:
            if not above.is_dir():
                raise
        else:
            made.append(above)
            _flush_if_can(above.parent)
    return made


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)  # a umask may have taken what the owner needs


def _write(path: Path, content: bytes, pause: Callable[[], None]) -> None:
    with open(path, "xb", opener=_private) as file:
        path.chmod(0o600)
        for start in range(0, len(content), _CHUNK):
            pause()
            file.write(content[start : start + _CHUNK])
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _put_in_place(new: Path, place: Path, old: Path) -> None:
    """Let the new folder take the target's place. What it replaces is then ``new`` or ``old``."""
    if not os.path.lexists(place):
        new.rename(place)
    elif not _exchange(new, place):
        place.rename(old)
        new.rename(place)
    _flush_if_can(place.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; give False where the system has no such step."""
    here, both = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            failed = rename(here, names[0], here, names[1], both)
        elif sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*names, both)
        else:
            return False
    except (AttributeError, OSError):  # a C library that does not know it
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:  # a disk that cannot
        return False
    raise OSError(number, os.strerror(number), str(other))


def _flush_file(path: Path) -> None:
    """Make a file private to its owner, and last through a power cut."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make what was put into a folder last through a power cut, where the system can."""
    if sys.platform == "win32":  # which has no handle for a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def _flush_if_can(folder: Path) -> None:
    """Flush a folder in which something has already taken its place: it is there, whatever the disk says."""
    with suppress(OSError):
        _flush_folder(folder)
