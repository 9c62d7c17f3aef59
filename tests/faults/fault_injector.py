"""Let one job meet a fault at every moment of its writing, one process each; tell what is there afterwards.

Run as a program, since it forks, which a process with threads must not:
``fault_injector.py JOB FAULT SCRATCH [--two-steps] [--fresh] [--calls] [--points N]`` prints a JSON
list of what followed. A moment is a line of the modules that write, or a call of the system's.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage import atomic_write, result_folder

INTERRUPTED, BROKEN, CANNOT_WRITE = 130, 99, 4
CALLS = ("open", "fsync", "rename", "replace", "mkdir", "chmod", "unlink", "rmdir")
TRACED = {atomic_write.__file__, result_folder.__file__, shutil.__file__}
NEVER = 1 << 60

Contents = dict[str, bytes]


def result(word: bytes) -> Contents:
    """Make the files of a result, with the manifest by which it is known."""
    files = {"invoice.xlsx": word * 60, "part-01/template.xlsx": word * 90, word.decode(): word}
    sums = {name: {"sha256": hashlib.sha256(held).hexdigest()} for name, held in files.items()}
    return {**files, "manifest.json": json.dumps({"outputs": sums}).encode()}


OLD, NEW = result(b"old"), result(b"new")


def lay(target: Path, files: Contents) -> None:
    """Put an earlier result into the target's place."""
    for name, held in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(held)


def read(target: Path) -> Contents | bytes | None:
    """Return what stands in the target's place."""
    if not target.is_dir():
        return target.read_bytes() if target.exists() else None
    files = (path for path in target.rglob("*") if not path.is_dir())
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}


# ---- Jobs ---------------------------------------------------------------------------------------


class WriteAll:
    """A folder of files, written by the function that enrol writes with."""

    old, new = OLD, NEW

    def __init__(self, scratch: Path) -> None:
        self.target = scratch / "out"

    def lay(self) -> None:
        """Put the earlier result there."""
        lay(self.target, OLD)

    def run(self, force: bool) -> None:
        """Write."""
        result_folder.write_folder(self.target, NEW, force=force)

    def reach(self, then: Callable[[], None]) -> None:
        """Do what comes before the writing."""
        then()

    def again(self) -> None:
        """Do what the next run does first."""
        result_folder.check_replaceable(self.target, force=True)


class WriteOne(WriteAll):
    """One file, written by the function that template, budget and check --annotate write with."""

    old, new = b"old" * 100, b"new" * 100  # type: ignore[assignment]

    def __init__(self, scratch: Path) -> None:
        self.target = scratch / "one.xlsx"

    def lay(self) -> None:
        """Put the earlier file there."""
        self.target.write_bytes(self.old)  # type: ignore[arg-type]

    def run(self, force: bool) -> None:
        """Write."""
        result_folder.write_file(self.target, self.new, force=force)  # type: ignore[arg-type]

    def again(self) -> None:
        """Do what the next run does first, and leave what is there."""
        atomic_write.recover_target(self.target)


class Enrol(WriteAll):
    """The main job by its command line, from the roster ``new.xlsx`` over the result ``old``.

    It runs once, up to where it writes; from there on once for each moment.
    """

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch)
        self.rosters = scratch.parent
        self.old, self.new = (_files(read(self.rosters / name)) for name in ("old", "new"))

    def lay(self) -> None:
        """Put the earlier result there."""
        shutil.copytree(self.rosters / "old", self.target)

    def reach(self, then: Callable[[], None]) -> None:
        """Run up to where it writes."""
        from pemilu_cover.cli import main  # noqa: PLC0415

        real = atomic_write.replace_folder

        def put(*arguments: Any) -> None:
            self.put = lambda: real(*arguments)
            then()

        setattr(atomic_write, "replace_folder", put)  # noqa: B010
        roster = str(self.rosters / "new.xlsx")
        sys.argv = [
            "pemilu-cover",
            "enrol",
            roster,
            "--out",
            str(self.target),
            "--quiet",
            "--force",
        ]
        main()

    def run(self, force: bool) -> None:
        """Write."""
        assert force
        self.put()


def _files(found: Contents | bytes | None) -> Contents:
    assert isinstance(found, dict)
    return found


JOBS = {"write_all": WriteAll, "write_one": WriteOne, "enrol": Enrol}


# ---- Faults -------------------------------------------------------------------------------------


class Moments:
    """Counts the moments of a job; on the one that is asked for, the fault happens."""

    def __init__(self, at: int, fault: Callable[[], None]) -> None:
        self.at, self.fault, self.seen = at, fault, 0

    def pass_one(self) -> None:
        """Let a moment go by."""
        self.seen += 1
        if self.seen == self.at:
            self.fault()

    def lines(self) -> None:
        """Count the lines of the modules that write, from now on."""

        def line(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code.co_filename not in TRACED:
                return None
            if event == "line":
                self.pass_one()
            return line

        sys.settrace(line)

    def calls(self) -> None:
        """Count the calls of the system that put something on the disk."""

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                self.pass_one()
                return real(*arguments, **options)

            return call

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        setattr(atomic_write, "_exchange_paths", counted(atomic_write._exchange_paths))  # noqa: B010


def send(number: int) -> Callable[[], None]:
    """Make the fault that is a signal."""
    return lambda: os.kill(os.getpid(), number)


def full() -> NoReturn:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


def faulty(fault: str, at: int, *, calls: bool) -> tuple[Callable[[], None], Moments]:
    """Return what starts counting, and the counter."""
    if fault == "full":
        counter = Moments(at, full)
        return counter.calls, counter
    if fault == "dead":  # a disk on which nothing goes any more
        counter = Moments(at, full)
        counter.pass_one = lambda: _from_then_on(counter)  # type: ignore[method-assign]
        return counter.calls, counter
    counter = Moments(at, send(signal.Signals[fault]))
    return (counter.calls if calls else counter.lines), counter


def _from_then_on(counter: Moments) -> None:
    counter.seen += 1
    if counter.seen >= counter.at:
        full()


# ---- The sweep ----------------------------------------------------------------------------------


def _in_a_child(job: Callable[[], None]) -> int:
    """Run a job in a process of its own; give its exit status, of a signal's end the negative number."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        status = BROKEN
        try:
            job()
            status = 0
        except RefusalError:
            status = CANNOT_WRITE
        except KeyboardInterrupt:
            status = INTERRUPTED
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def one(job: WriteAll, fault: str, at: int, options: argparse.Namespace) -> dict[str, Any]:
    """Let the job meet the fault at one moment; tell what is there."""
    scratch = job.target.parent
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    if not options.fresh:
        job.lay()
    counted = scratch.parent / "counted"

    def meet() -> None:
        start, counter = faulty(fault, at, calls=options.calls)
        start()
        try:
            job.run(force=not options.fresh)
        finally:
            sys.settrace(None)
            if at == NEVER:
                counted.write_text(str(counter.seen))

    status = _in_a_child(meet)
    told = {"at": at, "status": status, "there": _told(job), "beside": _staging_folder(job)}
    again = _in_a_child(job.again)
    told |= {"again": again, "there_then": _told(job), "beside_then": _staging_folder(job)}
    if at == NEVER:
        told["moments"] = int(counted.read_text())
    return told


def _told(job: WriteAll) -> str:
    there = read(job.target)
    known = {"none": None, "old": job.old, "new": job.new}
    return next((name for name, held in known.items() if held == there), "mixed")


def _staging_folder(job: WriteAll) -> list[str]:
    return sorted(path.name for path in job.target.parent.iterdir() if path != job.target)


def main() -> None:
    """Sweep."""
    asked = argparse.ArgumentParser()
    asked.add_argument("job", choices=JOBS)
    asked.add_argument("fault")
    asked.add_argument("scratch", type=Path)
    asked.add_argument("--two-steps", action="store_true", help="as where nothing is exchanged")
    asked.add_argument("--calls", action="store_true", help="signals at calls, not at lines")
    asked.add_argument("--fresh", action="store_true", help="with nothing in the target's place")
    asked.add_argument("--points", type=int, default=NEVER)
    options = asked.parse_args()
    atomic_write._CHUNK = 50 if options.job != "enrol" else 2000
    if options.two_steps:
        atomic_write._exchange_paths = lambda *_: False
    job = JOBS[options.job](options.scratch)
    job.reach(lambda: sweep(job, options))


def sweep(job: WriteAll, options: argparse.Namespace) -> None:
    """Let the job meet the fault at each of the moments; print what is there afterwards."""
    undisturbed = one(job, options.fault, NEVER, options)
    moments = undisturbed["moments"]
    points = min(options.points, moments)
    at = sorted({1 + index * (moments - 1) // max(points - 1, 1) for index in range(points)})
    print(json.dumps([undisturbed, *(one(job, options.fault, n, options) for n in at)]))  # noqa: T201


if __name__ == "__main__":
    main()
