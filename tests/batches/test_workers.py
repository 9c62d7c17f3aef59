"""The number of worker processes changes nothing but the time, and no worker outlives its run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from batches.builders import (
    as_csv,
    checkpoint_steps,
    crowd,
    enrol,
    environment_of_a_run,
    in_batches_of,
)
from batches.test_resume import FAILING_RUN, people_with_faults
from support.run import HANG, invoke
from support.workbooks import content

from pemilu_cover.enrolment.batches import resources
from pemilu_cover.enrolment.batches.resources import LEAST_BYTES, WORKER_BYTES, Resources
from pemilu_cover.enrolment.batches.workers import Workers

GIB = 1 << 30


def start(roster: Path, out: Path, *hooked: str) -> subprocess.Popen[str]:
    """Start a run with two workers in batches of five rows that fails at a call of a function."""
    options = ["--output-format", "csv", "--workers", "2", "--out", str(out)]
    return subprocess.Popen(
        [sys.executable, str(FAILING_RUN), "5", *hooked, "enrol", str(roster), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of_a_run() | {"RUN_OF_WORKERS": str(out)},
    )


def living_processes(out: Path) -> list[str]:
    """Return the processes of a run that are still there, as Linux lists them."""
    mark = f"RUN_OF_WORKERS={out}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:  # it has ended, or is somebody else's
            continue
    return found


def rosters(folder: Path) -> Sequence[Path]:
    """Write two rosters: one with faults and people on two rows, and one that names a desa once a block."""
    blocks = crowd(101, 124)
    for number, one in enumerate(blocks):
        one["Desa"] = None if number % 6 else f"D{number}"
    first = as_csv(folder / "a.csv", people_with_faults())
    return first, as_csv(folder / "b.csv", blocks)


def test_enrol__one_or_three_workers__writes_the_same_bytes(tmp_path: Path) -> None:
    files = rosters(tmp_path)
    with in_batches_of(5):
        for count in (1, 3):
            done = enrol(files, tmp_path / str(count), "--workers", count)
            assert done.status == 1, done.err
    assert content(tmp_path / "1") == content(tmp_path / "3")


COUNT_THREADS = """
import atexit, sys
from pemilu_cover.__main__ import main
atexit.register(lambda: print(sys.modules["polars"].thread_pool_size(), file=sys.stderr))
main()
"""


@pytest.mark.parametrize(("options", "threads"), [(["--workers", "1"], "1"), ([], "3")])
def test_enrol__one_worker_requested__uses_one_core(
    tmp_path: Path, options: list[str], threads: str
) -> None:
    roster, environment = as_csv(tmp_path / "roster.csv", crowd(101, 104)), environment_of_a_run()
    arguments = ["enrol", roster, "--output-format", "csv", "--out", tmp_path / "out", *options]
    done = subprocess.run(
        [sys.executable, "-c", COUNT_THREADS, *arguments, "--quiet"],
        capture_output=True,
        text=True,
        check=True,
        env=environment | {"POLARS_MAX_THREADS": "3"},
    )
    assert done.stderr.splitlines()[-1] == threads


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed as Linux does")
def test_killed_run__with_workers__leaves_no_process_and_resumes(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", people_with_faults()), tmp_path / "out"
    place = "pemilu_cover.enrolment.batches.checkpoint:Checkpoint.record_batch"
    killed = start(roster, out, place, "4", "SIGKILL")
    killed.communicate(timeout=HANG)
    assert killed.returncode == -9
    while living_processes(out):
        time.sleep(0.05)
    assert sum(step["step"] == "batch" for step in checkpoint_steps(out)) == 3
    with in_batches_of(5):
        enrol(roster, out, form="csv")
        enrol(roster, tmp_path / "whole", form="csv")
    assert content(out) == content(tmp_path / "whole")


PRESS_CTRL_C_IN_WORKERS = """
import os, signal, sys
if "--multiprocessing-fork" in sys.orig_argv:
    os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_worker__ctrl_c_before_it_has_loaded__leaves_it_to_its_parent(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(PRESS_CTRL_C_IN_WORKERS, encoding="utf-8")
    roster, environment = as_csv(tmp_path / "roster.csv", crowd(1, 4)), environment_of_a_run()
    arguments = ["enrol", roster, "--output-format", "csv", "--out", tmp_path / "out", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *arguments, "--workers", "2"],
        capture_output=True,
        text=True,
        check=False,
        env=environment
        | {"PYTHONPATH": os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])},
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_run__worker_killed_by_the_system__says_so_and_resumes(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", people_with_faults()), tmp_path / "out"
    place = "pemilu_cover.enrolment.batches.checkpoint:Checkpoint.record_batch"
    stopped = start(roster, out, place, "3", "workers")
    _, error = stopped.communicate(timeout=HANG)
    assert (stopped.returncode, error.count("\n")) == (4, 1)
    assert "--workers 1" in error
    assert "Traceback" not in error
    assert any(step["step"] == "batch" for step in checkpoint_steps(out))
    with in_batches_of(5):
        enrol(roster, out, form="csv")
        enrol(roster, tmp_path / "whole", form="csv")
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.parametrize(
    ("cores", "mebibytes", "bounds", "expected"),
    [
        (8, 0, Resources(), 1),
        (8, 5, Resources(), 2),
        (8, 100, Resources(), 8),
        (8, 100, Resources(None, LEAST_BYTES), 1),
        (8, 100, Resources(None, LEAST_BYTES + 2 * WORKER_BYTES), 3),
        (2, 100, Resources(None, 64 * GIB), 2),
        (2, 0, Resources(4, None), 4),
        (2, 0, Resources(4, 64 * GIB), 4),
        (8, 100, Resources(4, LEAST_BYTES + WORKER_BYTES), 2),
    ],
)
def test_count_workers__rosters_and_memory__is_what_fits(
    cores: int, mebibytes: int, bounds: Resources, expected: int, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.parquet"
    roster.touch()
    os.truncate(roster, mebibytes << 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "_available_cores", lambda: cores)
        patch.setattr(resources, "_machine_memory_bytes", lambda: 64 * GIB)
        assert bounds.count_workers([roster]) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--workers", "2"], "--workers: needs --output-format"),
        (["--memory", "2G"], "--memory: needs --output-format"),
        (["--each", "--workers", "2"], "--workers: needs --output-format"),
        (["--output-format", "csv", "--workers", "0"], "--workers: 0 is too small"),
        (["--output-format", "csv", "--workers", "62"], "--workers: 62 is too large"),
        (["--output-format", "csv", "--workers", "two"], "--workers: 'two' is not a whole number"),
        (["--output-format", "csv", "--memory", "2"], "“2” is no size of memory"),
        (["--output-format", "csv", "--memory", "500M"], "500M is not enough"),
    ],
)
def test_options_of_workers__wrong__are_refused(
    options: Sequence[str], expected: str, tmp_path: Path
) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 2))
    done = invoke("enrol", roster, "--lang", "en", *options)
    assert done.status == 2
    assert expected in done.err


def test_enrol__memory_for_one_process__is_enough(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 2))
    least = f"{LEAST_BYTES >> 20}M"
    done = enrol(roster, tmp_path / "out", "--memory", least)
    assert (done.status, done.json["enrolled"]) == (0, 2)


def test_workers__system_without_semaphores__run_tasks_in_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise FileNotFoundError  # sem_open without /dev/shm

    monkeypatch.setattr("multiprocessing.synchronize.SemLock.__init__", refuse)
    with Workers(3) as workers:
        assert list(workers.map(abs, [-1, -2])) == [1, 2]
        assert workers.count == 1
