"""Atomic writes of a file or a folder: the target is either the previous one or the new one.

Output is written to a private staging folder next to the target, ``.<name>.pemilu-cover``, flushed to the
disk, and moved into place with a rename. A lock in the staging folder keeps a second run out. The system
releases it when the process ends. If it is free, the rest of the folder belongs to a killed run, and the
next run that writes there removes it.

On Linux and macOS one system call exchanges the previous folder and the new one, so a kill at any moment
leaves a complete folder. Where there is no such call (Windows, some network disks), the previous folder is
first moved to ``.<name>.pemilu-cover/old``. If the program is killed between the two renames, the target is
missing, and the next run that writes there restores it.
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
from pemilu_cover.storage.system_errors import replace_path, system_reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NEW, _OLD, _LOCK, _WORK = "new", "old", "lock", "work"
_CHUNK = 1 << 20
_TRIES = 100
_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def replace_folder(target: Path, files: Mapping[str, bytes], check: Callable[[], None]) -> None:
    """Replace a folder by one with these files, by relative name.

    ``check`` is called just before the replacement and raises if it must not happen. Raise `OSError`,
    `RefusalError` if another run is writing there, and what ``check`` raises.
    """
    with _defer_interruptions() as pause, _staging_folder(target) as staging:
        new = staging / _NEW
        _make_folder(new)
        for name, content in files.items():
            make_folders((new / name).parent)
            _write(new / name, content, pause)
        for folder, _, _ in os.walk(new, topdown=False):
            _flush_folder(Path(folder))
        check()
        pause()
        _publish(new, target, staging / _OLD)
        with suppress(OSError):  # the new folder is in place, whatever happens here
            _remove(staging / _WORK)  # of an interrupted batch run, whose result this one replaces


@contextmanager
def staging_area(target: Path) -> Iterator[StagingArea]:
    """Return a private folder next to a target for the checkpoints of a long run.

    It stays after an interruption, so that another run can resume. No other run uses it at the same time.
    """
    with _staging_folder(target) as staging:
        work = staging / _WORK
        if not work.exists():
            _make_folder(work)
        previous = os.umask(0o077)  # polars and other libraries create files there, too
        try:
            yield StagingArea(target, staging)
        finally:
            os.umask(previous)
            with suppress(OSError):  # only if it is empty
                work.rmdir()


class StagingArea:
    """The staging folder of a long run (``path``), from which its result is published at the end."""

    def __init__(self, target: Path, staging: Path) -> None:
        self.path = staging / _WORK
        self._target = target
        self._staging = staging

    def clear(self) -> None:
        """Delete all checkpoints."""
        _remove(self.path)
        _make_folder(self.path)

    def discard(self) -> None:
        """Delete the folder."""
        _remove(self.path)

    def publish(self, result: Path, check: Callable[[], None]) -> None:
        """Replace the target by a folder within, and delete the rest. See `replace_folder`."""
        with _defer_interruptions() as pause:
            for folder, _, names in os.walk(result, topdown=False):
                for name in names:
                    _flush_file(Path(folder, name))
                _flush_folder(Path(folder))
            check()
            pause()
            _publish(result, self._target, self._staging / _OLD)
            with suppress(OSError):
                _remove(self.path)


def replace_file(target: Path, content: bytes, check: Callable[[], None]) -> None:
    """Replace a file by one with this content. See `replace_folder`."""
    with _defer_interruptions() as pause, _staging_folder(target) as staging:
        _write(staging / _NEW, content, pause)
        check()
        pause()
        replace_path(staging / _NEW, target)
        _flush_if_can(target.parent)


def replace_file_within(folder: Path, name: str, content: bytes, check: Callable[[], None]) -> None:
    """Replace a file of a folder while holding the lock of the folder. See `replace_folder`."""
    with _defer_interruptions() as pause, _staging_folder(folder) as staging:
        _write(staging / _NEW, content, pause)
        check()
        pause()
        replace_path(staging / _NEW, folder / name)
        _flush_if_can(folder)


def recover_target(target: Path) -> None:
    """Recover a target after a killed run: see the module."""
    if os.path.lexists(_staging_path(target)):
        with _defer_interruptions(), _staging_folder(target):
            pass


# ---- Interruptions ------------------------------------------------------------------------------


@contextmanager
def _defer_interruptions() -> Iterator[Callable[[], None]]:
    """Defer interruptions; yield a function that raises a deferred one where it does no harm.

    A deferred interruption is raised again at the end in any case. Outside the main thread there are none.
    """
    received: list[int] = []

    def pause() -> None:
        if received:
            raise KeyboardInterrupt

    previous = {number: signal.getsignal(number) for number in _interruptions()}
    for number in previous:
        with suppress(ValueError):  # not the main thread
            signal.signal(number, lambda number, _: received.append(number))
    try:
        yield pause
    finally:
        for number, handler in previous.items():
            with suppress(ValueError):
                signal.signal(number, handler)
        if received:
            signal.raise_signal(received[0])


def _interruptions() -> list[signal.Signals]:
    """Return the signals that end a run; one that is ignored (``nohup``) stays ignored."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    existing = [signal.Signals[name] for name in names if name in signal.Signals.__members__]
    return [number for number in existing if signal.getsignal(number) not in (signal.SIG_IGN, None)]


# ---- The folder next to the target --------------------------------------------------------------


def _staging_path(target: Path) -> Path:
    return target.with_name(f".{target.name}.pemilu-cover")


@contextmanager
def _staging_folder(target: Path) -> Iterator[Path]:
    """Return a locked private folder on the target's disk, empty but for its lock.

    It is removed afterwards. After an exception, so are folders above the target that were created for it.
    """
    created = make_folders(target.parent)
    try:
        staging = _staging_path(target)
        lock = _acquire_lock(staging, target)
        try:
            _recover_staging(staging, target)
            yield staging
        finally:
            with suppress(OSError):  # the next run removes the rest
                _recover_staging(staging, target)
            _release_lock(staging, lock)
    except BaseException:
        for folder in reversed(created):
            with suppress(OSError):
                folder.rmdir()
        raise


def _recover_staging(staging: Path, target: Path) -> None:
    """Move the previous folder back if its target is missing; remove everything else."""
    new, old = staging / _NEW, staging / _OLD
    if old.exists() and _is_vacant(target):
        with suppress(FileNotFoundError):
            target.rmdir()
        replace_path(old, target)
        _flush_if_can(target.parent)
    _remove(new)
    _remove(old)


def _is_vacant(target: Path) -> bool:
    """Return whether the target is missing or an empty folder."""
    if target.is_dir() and not target.is_symlink():
        return next(target.iterdir(), None) is None
    return not os.path.lexists(target)


def _remove(path: Path) -> None:
    """Remove a file, or a folder with its content, write-protected folders included."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    for folder, _, _ in os.walk(path):
        Path(folder).chmod(0o700)
    shutil.rmtree(path)


# ---- The lock -----------------------------------------------------------------------------------


def _acquire_lock(staging: Path, target: Path) -> int:
    """Create a staging folder and acquire its lock; raise `RefusalError` if another run holds it."""
    for _ in range(_TRIES):
        with suppress(FileExistsError):
            staging.mkdir(mode=0o700)
        if staging.is_symlink() or (staging.exists() and not staging.is_dir()):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(staging))
        try:
            lock = _open_lock(staging)
        except FileNotFoundError:  # another run has just ended and removed it
            continue
        except BlockingIOError:
            break
        except OSError as error:  # it may be another user's, whose run was killed
            with suppress(OSError):
                staging.rmdir()
            why = system_reason(error)
            raise RefusalError("out-unwritable", path=str(staging), why=why) from error
        return lock
    raise RefusalError("out-busy", path=str(target))


def _open_lock(staging: Path) -> int:
    """Acquire the lock in a folder. Raise `BlockingIOError` if it is held, `OSError` if locks do not work."""
    staging.chmod(0o700)  # a umask may have removed the owner's permissions
    lock = os.open(staging / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock_file(lock)
        if not os.path.samestat(os.fstat(lock), (staging / _LOCK).stat()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(staging / _LOCK))
    except BaseException:
        os.close(lock)
        raise
    return lock


def _release_lock(staging: Path, lock: int) -> None:
    """Delete a lock and its folder, while the lock still keeps other runs out."""
    if sys.platform == "win32":  # which cannot delete an open file
        os.close(lock)
    with suppress(OSError):
        (staging / _LOCK).unlink()
    if sys.platform != "win32":
        os.close(lock)
    with suppress(OSError):
        staging.rmdir()


def _lock_file(lock: int) -> None:
    """Lock a file until the process ends. Raise `BlockingIOError` if another process has locked it."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
    else:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


# ---- Writing ------------------------------------------------------------------------------------


def make_folders(folder: Path) -> list[Path]:
    """Create a folder and its missing parents, private to their owner; return those created."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    created: list[Path] = []
    for above in reversed(missing):
        try:
            _make_folder(above)
        except FileExistsError:
            if not above.is_dir():
                raise
        else:
            created.append(above)
            _flush_if_can(above.parent)
    return created


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)  # a umask may have removed the owner's permissions


def _write(path: Path, content: bytes, pause: Callable[[], None]) -> None:
    with open(path, "xb", opener=open_private) as file:
        path.chmod(0o600)
        for start in range(0, len(content), _CHUNK):
            pause()
            file.write(content[start : start + _CHUNK])
        file.flush()
        os.fsync(file.fileno())


def open_private(path: str, flags: int) -> int:
    """Open a file that only its owner can read."""
    return os.open(path, flags, 0o600)


def _publish(new: Path, target: Path, old: Path) -> None:
    """Replace the target by the new folder. The previous one is then ``new`` or ``old``."""
    if not os.path.lexists(target):
        replace_path(new, target)
    elif not _exchange_paths(new, target):
        replace_path(target, old)
        replace_path(new, target)
    _flush_if_can(target.parent)


def _exchange_paths(first: Path, second: Path) -> bool:
    """Exchange two folders in one system call; return False if the system has no such call."""
    at_cwd, exchange = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
    names = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            failed = rename(at_cwd, names[0], at_cwd, names[1], exchange)
        elif sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*names, exchange)
        else:
            return False
    except (AttributeError, OSError):  # a C library without this call
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:  # a file system without this call
        return False
    raise OSError(number, os.strerror(number), str(second))


def _flush_file(path: Path) -> None:
    """Make a file private to its owner, and flush it to the disk."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk, if the system can."""
    if sys.platform == "win32":  # which has no handle for a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(handle)


def _flush_if_can(folder: Path) -> None:
    """Flush a folder after its entries have changed; an error here changes nothing."""
    with suppress(OSError):
        _flush_folder(folder)
