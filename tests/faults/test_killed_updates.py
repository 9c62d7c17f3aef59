"""`update` of thousands of people, killed at many moments: the old or the new result is complete."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.processes import PROGRAM, environment, start
from support.office import example_people
from support.run import invoke
from support.workbooks import content, roster

if sys.platform == "win32":
    pytest.skip("process groups are killed", allow_module_level=True)

pytestmark = pytest.mark.slow
PEOPLE, MOMENTS = 3000, 12


@dataclass(frozen=True)
class Killed:
    """An update into ``out`` that takes so many seconds, and writes from ``writing`` on."""

    command: list[str]
    out: Path
    seconds: float
    writing: float
    old: dict[str, str]
    new: dict[str, str]


def run_and_watch(command: list[str], out: Path) -> tuple[float, float]:
    """Run an update; return when its unfinished files appear next to the result, and when it ends."""
    begin, writing = time.monotonic(), 0.0
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if not writing and len(list(out.parent.iterdir())) > 1:
                writing = time.monotonic() - begin
            time.sleep(0.002)
    assert process.returncode == 1  # it asks who is missing
    return writing, time.monotonic() - begin


@pytest.fixture(scope="module")
def update(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """An update of a result, over another update of the same one."""
    folder = tmp_path_factory.mktemp("killed")
    people = example_people()[:PEOPLE]
    first = roster(folder / "first.xlsx", *people)
    assert start(*PROGRAM, "enrol", first, "--out", folder / "first").status == 0
    raised = [{**one, "Honor": 3_000_000} for one in people[:300]]
    newer = {"old": people[10:], "new": [*raised, *people[320:]]}
    out = folder / "results" / "out"
    out.parent.mkdir()
    for name, rows in newer.items():
        made = roster(folder / f"{name}.xlsx", *rows)
        options = ["--period", "2024-12", "--out", out, "--quiet", "--force"]
        command = list(map(str, (*PROGRAM, "update", folder / "first", made, *options)))
        writing, seconds = run_and_watch(command, out)
        if name == "old":
            shutil.copytree(out, folder / "saved" / "out")
    old = content(folder / "saved" / "out")
    return Killed(command, out, seconds, writing, old, content(out))


def kill_after(update: Killed, seconds: float) -> None:
    """Start the update, and kill it with all its processes after some seconds."""
    with subprocess.Popen(
        update.command, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def test_update__killed_at_any_moment__leaves_a_complete_result(update: Killed) -> None:
    saved = update.out.parent.parent / "saved" / "out"
    share = (update.seconds - update.writing) / MOMENTS
    moments = [
        *(update.seconds * number / MOMENTS for number in range(MOMENTS)),
        *(update.writing + share * number for number in range(MOMENTS)),
    ]
    for moment in moments:
        if content(update.out) != update.old:
            shutil.rmtree(update.out)
            shutil.copytree(saved, update.out)
        kill_after(update, moment)
        assert content(update.out) in (update.old, update.new), moment
        assert invoke("verify", update.out).status == 0, moment
    run_and_watch(update.command, update.out)
    assert content(update.out) == update.new
    assert [path.name for path in update.out.parent.iterdir()] == ["out"]
