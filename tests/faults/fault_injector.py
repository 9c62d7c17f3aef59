"""Inject a fault at every step of a job's writing, in one process each, and print the state afterwards.

Run as a program, since it forks, which a process with threads must not:
``fault_injector.py JOB FAULT SCRATCH [--two-steps] [--fresh] [--calls] [--points N]`` prints a JSON
list of outcomes. A step is a line of the modules that write, or a system call.
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
    """Return the files of a result, with the manifest that identifies it."""
    files = {"invoice.xlsx": word * 60, "part-01/template.xlsx": word * 90, word.decode(): word}
    sums = {
        name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()
    }
    return {**files, "manifest.json": json.dumps({"outputs": sums}).encode()}


OLD, NEW = result(b"old"), result(b"new")


def place(target: Path, files: Contents) -> None:
    """Write an earlier result to the target."""
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


def read(target: Path) -> Contents | bytes | None:
    """Return the content of the target."""
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

    def place(self) -> None:
        """Write the earlier result."""
        place(self.target, OLD)

    def run(self, force: bool) -> None:
        """Write."""
        result_folder.write_folder(self.target, NEW, force=force)

    def reach(self, then: Callable[[], None]) -> None:
        """Run the part of the job before the writing."""
        then()

    def again(self) -> None:
        """Run the first part of the next run."""
        result_folder.check_replaceable(self.target, force=True)


class WriteOne(WriteAll):
    """One file, written by the function that template, budget and check --annotate write with."""

    old, new = b"old" * 100, b"new" * 100  # type: ignore[assignment]

    def __init__(self, scratch: Path) -> None:
        self.target = scratch / "one.xlsx"

    def place(self) -> None:
        """Write the earlier file."""
        self.target.write_bytes(self.old)  # type: ignore[arg-type]

    def run(self, force: bool) -> None:
        """Write."""
        result_folder.write_file(self.target, self.new, force=force)  # type: ignore[arg-type]

    def again(self) -> None:
        """Run the first part of the next run, which keeps the target."""
        atomic_write.recover_target(self.target)


class WriteMembers(WriteAll):
    """The members.parquet of a result, written by the function that members writes with."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch)
        self.old = {**OLD, "members.parquet": b"old" * 100}
        self.new = {**OLD, "members.parquet": b"new" * 100}

    def place(self) -> None:
        """Write the result with earlier members."""
        place(self.target, self.old)

    def run(self, force: bool) -> None:
        """Write."""
        assert force
        manifest = OLD["manifest.json"]
        old, new = (files["members.parquet"] for files in (self.old, self.new))
        result_folder.write_members(self.target, new, manifest, old)


class Enrol(WriteAll):
    """The main job by its command line, from the roster ``new.xlsx`` over the result ``old``.

    It runs once, up to the writing; from there on once for each step.
    """

    results = "."  # the folder with the results, from that with the rosters

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch)
        self.rosters = scratch.parent
        results = self.rosters / self.results
        self.old, self.new = (_files(read(results / name)) for name in ("old", "new"))

    def arguments(self) -> list[str]:
        """Return the command without its output folder."""
        return ["enrol", str(self.rosters / "new.xlsx")]

    def place(self) -> None:
        """Write the earlier result."""
        shutil.copytree(self.rosters / self.results / "old", self.target)

    def reach(self, then: Callable[[], None]) -> None:
        """Run up to the writing."""
        from pemilu_cover.cli import main  # noqa: PLC0415

        real = atomic_write.replace_folder

        def put(*arguments: Any) -> None:
            self.put = lambda: real(*arguments)
            then()

        setattr(atomic_write, "replace_folder", put)  # noqa: B010
        out = ["--out", str(self.target), "--quiet", "--force"]
        sys.argv = ["pemilu-cover", *self.arguments(), *out]
        main()

    def run(self, force: bool) -> None:
        """Write."""
        assert force
        self.put()


class Update(Enrol):
    """The update of the result ``first`` by the roster ``new.xlsx`` over the result ``old``."""

    results = (
        "updates"  # as deep as the target: a manifest has the relative path of the earlier result
    )

    def arguments(self) -> list[str]:
        """Return the command without its output folder."""
        earlier, roster = (str(self.rosters / name) for name in ("first", "new.xlsx"))
        return ["update", earlier, roster, "--period", "2024-12"]


def _files(target_content: Contents | bytes | None) -> Contents:
    assert isinstance(target_content, dict)
    return target_content


JOBS = {
    "write_all": WriteAll,
    "write_one": WriteOne,
    "write_members": WriteMembers,
    "enrol": Enrol,
    "update": Update,
}


# ---- Faults -------------------------------------------------------------------------------------


class StepCounter:
    """Counts the steps of a job; at step ``at``, the fault happens."""

    def __init__(self, at: int, fault: Callable[[], None]) -> None:
        self.at, self.fault, self.count = at, fault, 0

    def pass_one(self) -> None:
        """Count a step."""
        self.count += 1
        if self.count == self.at:
            self.fault()

    def lines(self) -> None:
        """Count the lines of the modules that write."""

        def line(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code.co_filename not in TRACED:
                return None
            if event == "line":
                self.pass_one()
            return line

        sys.settrace(line)

    def calls(self) -> None:
        """Count the system calls that change the disk."""

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                self.pass_one()
                return real(*arguments, **options)

            return call

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        setattr(atomic_write, "_exchange_paths", counted(atomic_write._exchange_paths))  # noqa: B010


def send(number: int) -> Callable[[], None]:
    """Return the fault of a signal."""
    return lambda: os.kill(os.getpid(), number)


def full() -> NoReturn:
    """Fail like a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


def faulty(fault: str, at: int, *, calls: bool) -> tuple[Callable[[], None], StepCounter]:
    """Return the function that starts counting, and the counter."""
    if fault == "full":
        counter = StepCounter(at, full)
        return counter.calls, counter
    if fault == "dead":  # a disk that fails from then on
        counter = StepCounter(at, full)
        counter.pass_one = lambda: _fail_from(counter)  # type: ignore[method-assign]
        return counter.calls, counter
    counter = StepCounter(at, send(signal.Signals[fault]))
    return (counter.calls if calls else counter.lines), counter


def _fail_from(counter: StepCounter) -> None:
    counter.count += 1
    if counter.count >= counter.at:
        full()


# ---- The sweep ----------------------------------------------------------------------------------


def _in_a_child(job: Callable[[], None]) -> int:
    """Run a job in a child process; return its exit status, negative for a signal."""
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


def inject(job: WriteAll, fault: str, at: int, options: argparse.Namespace) -> dict[str, Any]:
    """Run the job with the fault at one step; return the outcome."""
    scratch = job.target.parent
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    if not options.fresh:
        job.place()
    counted = scratch.parent / "counted"

    def run_with_fault() -> None:
        start, counter = faulty(fault, at, calls=options.calls)
        start()
        try:
            job.run(force=not options.fresh)
        finally:
            sys.settrace(None)
            if at == NEVER:
                counted.write_text(str(counter.count))

    status = _in_a_child(run_with_fault)
    outcome = {"at": at, "status": status, "there": _state(job), "beside": _siblings(job)}
    again = _in_a_child(job.again)
    outcome |= {"again": again, "there_then": _state(job), "beside_then": _siblings(job)}
    if at == NEVER:
        outcome["steps"] = int(counted.read_text())
    return outcome


def _state(job: WriteAll) -> str:
    there = read(job.target)
    known = {"none": None, "old": job.old, "new": job.new}
    return next((name for name, content in known.items() if content == there), "mixed")


def _siblings(job: WriteAll) -> list[str]:
    return sorted(path.name for path in job.target.parent.iterdir() if path != job.target)


def main() -> None:
    """Run the sweep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=JOBS)
    parser.add_argument("fault")
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--two-steps", action="store_true", help="as where nothing is exchanged")
    parser.add_argument("--calls", action="store_true", help="signals at calls, not at lines")
    parser.add_argument("--fresh", action="store_true", help="with nothing in the target's place")
    parser.add_argument("--points", type=int, default=NEVER)
    options = parser.parse_args()
    atomic_write._CHUNK = 50 if options.job not in ("enrol", "update") else 2000
    if options.two_steps:
        atomic_write._exchange_paths = lambda *_: False
    job = JOBS[options.job](options.scratch)
    job.reach(lambda: sweep(job, options))


def sweep(job: WriteAll, options: argparse.Namespace) -> None:
    """Inject the fault at each of the steps; print the outcomes."""
    undisturbed = inject(job, options.fault, NEVER, options)
    steps = undisturbed["steps"]
    points = min(options.points, steps)
    at = sorted({1 + index * (steps - 1) // max(points - 1, 1) for index in range(points)})
    print(json.dumps([undisturbed, *(inject(job, options.fault, n, options) for n in at)]))  # noqa: T201


if __name__ == "__main__":
    main()
