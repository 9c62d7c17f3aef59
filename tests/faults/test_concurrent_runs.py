"""Two runs at once into one target: one result is whole, never a mix of two."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from faults.processes import ALL, CALL_HOOK, CONCURRENT_WRITERS, PROGRAM, environment, start
from support.run import HANG, Run
from support.workbooks import content, person, roster

if sys.platform == "win32":
    pytest.skip("processes are forked", allow_module_level=True)

ROUNDS = "20"
BEFORE_WRITING = "pemilu_cover.storage.atomic_write:replace_folder"
HOLDING_THE_LOCK = "pemilu_cover.storage.atomic_write:_write"


JOBS = [("fresh",), ("replace",), ("replace", "--two-steps"), ("write_one",)]
every_job = pytest.mark.parametrize("job", JOBS, ids=" ".join)


def raced(job: tuple[str, ...], folder: Path, number: str, *more: str) -> list[dict[str, Any]]:
    """Let runs of a job race so many times; give what is told of each."""
    kind, *options = job
    here = str(Path(__file__).parents[1])
    command = (*CONCURRENT_WRITERS, kind, folder / "scratch", number, *options, *more)
    src = environment()["PYTHONPATH"]
    rounds: list[dict[str, Any]] = start(*command, PYTHONPATH=f"{src}:{here}").json
    assert len(rounds) == int(number)
    return rounds


@every_job
def test_of_runs_that_start_together_one_wins_and_nothing_is_mixed(
    job: tuple[str, ...], tmp_path: Path
) -> None:
    rounds = raced(job, tmp_path, ROUNDS)
    for told in rounds:
        assert set(told["ended"]) <= {0, 4}, told
        assert told["there"] != "mixed", told
        assert told["ended"][told["there"]] == 0, told
        assert told["beside"] == [], told
    if job == ("fresh",):  # without --force a result is never replaced by the one that comes second
        assert {told["ended"].count(0) for told in rounds} == {1}


@every_job
def test_write__while_another_run_holds_the_lock__is_refused(
    job: tuple[str, ...], tmp_path: Path
) -> None:
    (told,) = raced(job, tmp_path, "1", "--held")
    assert sorted(told["ended"]) == [0, 4, 4, 4]
    assert told["ended"][told["there"]] == 0
    assert told["beside"] == []


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, dict[str, str]]:
    """Two rosters, and what each becomes when it is alone."""
    folder = tmp_path_factory.mktemp("rosters")
    known: dict[Path, dict[str, str]] = {}
    for number in (1, 2):
        made = roster(folder / f"{number}.xlsx", person(number))
        assert start(*PROGRAM, "enrol", made, "--out", folder / f"alone-{number}").status == 0
        known[made] = content(folder / f"alone-{number}")
    return known


def waiting(place: str, made: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """Start a run that waits at a place in the program until its stdin is closed."""
    command = [*CALL_HOOK, place, "wait", "enrol", made, "--out", out, "--quiet", *options]
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        list(map(str, command)), stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment()
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "here\n"
    return started


def ended(started: subprocess.Popen[str]) -> Run:
    out, err = started.communicate(timeout=HANG)
    return Run(started.returncode, out, err)


@pytest.mark.parametrize("option", [(), ("--force",)], ids=["fresh", "force"])
def test_enrol_twice_at_once(
    option: tuple[str, ...], rosters: dict[Path, dict[str, str]], tmp_path: Path
) -> None:
    for attempt in range(2 if ALL else 1):
        out = tmp_path / str(attempt) / "out"
        out.parent.mkdir()
        runs = [waiting(BEFORE_WRITING, made, out, *option) for made in rosters]
        for one in runs:  # both stand before the door; now it is opened
            assert one.stdin is not None
            one.stdin.close()
            one.stdin = None
        done = [ended(one) for one in runs]
        assert {one.status for one in done} <= {0, 4}
        for one in done:
            assert one.err.count("\n") == (1 if one.status else 0)
        won = [known for known, one in zip(rosters.values(), done, strict=True) if not one.status]
        assert content(out) in won
        assert [path.name for path in out.parent.iterdir()] == ["out"]
        if not option:
            assert len(won) == 1


def test_who_comes_while_another_writes_is_told_so(
    rosters: dict[Path, dict[str, str]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first, second = rosters
    busy = waiting(HOLDING_THE_LOCK, first, out)
    told = start(*PROGRAM, "enrol", second, "--out", out, "--lang", "en")
    assert (told.status, told.err.count("\n")) == (4, 1)
    assert "another run" in told.err
    assert ended(busy).status == 0
    assert content(out) == rosters[first]
