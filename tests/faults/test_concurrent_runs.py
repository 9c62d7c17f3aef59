"""Two runs at once into one target: one result is complete, never a mix of two."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from faults.processes import ALL, CALL_HOOK, CONCURRENT_WRITERS, PROGRAM, environment, start
from support.people import short_person
from support.run import HANG, Run
from support.workbooks import content, roster

if sys.platform == "win32":
    pytest.skip("processes are forked", allow_module_level=True)

ROUNDS = "20"
BEFORE_WRITING = "pemilu_cover.storage.atomic_write:replace_folder"
HOLDING_THE_LOCK = "pemilu_cover.storage.atomic_write:_write"


JOBS = [("fresh",), ("replace",), ("replace", "--two-steps"), ("write_one",)]
every_job = pytest.mark.parametrize("job", JOBS, ids=" ".join)


def race_runs(job: tuple[str, ...], folder: Path, number: str, *more: str) -> list[dict[str, Any]]:
    """Race runs of a job this many times; return the outcome of each."""
    kind, *options = job
    here = str(Path(__file__).parents[1])
    command = (*CONCURRENT_WRITERS, kind, folder / "scratch", number, *options, *more)
    src = environment()["PYTHONPATH"]
    rounds: list[dict[str, Any]] = start(*command, PYTHONPATH=f"{src}:{here}").json
    assert len(rounds) == int(number)
    return rounds


@every_job
def test_runs__started_together__leave_one_complete_result(
    job: tuple[str, ...], tmp_path: Path
) -> None:
    rounds = race_runs(job, tmp_path, ROUNDS)
    for outcome in rounds:
        assert set(outcome["ended"]) <= {0, 4}, outcome
        assert outcome["there"] != "mixed", outcome
        assert outcome["ended"][outcome["there"]] == 0, outcome
        assert outcome["beside"] == [], outcome
    if job == ("fresh",):  # without --force a result is never replaced by the one that comes second
        assert {outcome["ended"].count(0) for outcome in rounds} == {1}


@every_job
def test_write__while_another_run_holds_the_lock__is_refused(
    job: tuple[str, ...], tmp_path: Path
) -> None:
    (outcome,) = race_runs(job, tmp_path, "1", "--held")
    assert sorted(outcome["ended"]) == [0, 4, 4, 4]
    assert outcome["ended"][outcome["there"]] == 0
    assert outcome["beside"] == []


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, dict[str, str]]:
    """Two rosters, and what each becomes when it is alone."""
    folder = tmp_path_factory.mktemp("rosters")
    known: dict[Path, dict[str, str]] = {}
    for number in (1, 2):
        made = roster(folder / f"{number}.xlsx", short_person(number))
        assert start(*PROGRAM, "enrol", made, "--out", folder / f"alone-{number}").status == 0
        known[made] = content(folder / f"alone-{number}")
    return known


def start_waiting(place: str, made: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """Start a run that waits at a place in the program until its stdin is closed."""
    command = [*CALL_HOOK, place, "wait", "enrol", made, "--out", out, "--quiet", *options]
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        list(map(str, command)), stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment()
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "here\n"
    return started


def finish(started: subprocess.Popen[str]) -> Run:
    out, err = started.communicate(timeout=HANG)
    return Run(started.returncode, out, err)


@pytest.mark.parametrize("option", [(), ("--force",)], ids=["fresh", "force"])
def test_enrol__twice_at_once__one_fails_with_the_lock(
    option: tuple[str, ...], rosters: dict[Path, dict[str, str]], tmp_path: Path
) -> None:
    for attempt in range(2 if ALL else 1):
        out = tmp_path / str(attempt) / "out"
        out.parent.mkdir()
        runs = [start_waiting(BEFORE_WRITING, made, out, *option) for made in rosters]
        for one in runs:  # both wait before writing; now they continue
            assert one.stdin is not None
            one.stdin.close()
            one.stdin = None
        done = [finish(one) for one in runs]
        assert {one.status for one in done} <= {0, 4}
        for one in done:
            assert one.err.count("\n") == (1 if one.status else 0)
        won = [known for known, one in zip(rosters.values(), done, strict=True) if not one.status]
        assert content(out) in won
        assert [path.name for path in out.parent.iterdir()] == ["out"]
        if not option:
            assert len(won) == 1


def test_enrol__while_another_run_writes__reports_the_lock(
    rosters: dict[Path, dict[str, str]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first, second = rosters
    busy = start_waiting(HOLDING_THE_LOCK, first, out)
    outcome = start(*PROGRAM, "enrol", second, "--out", out, "--lang", "en")
    assert (outcome.status, outcome.err.count("\n")) == (4, 1)
    assert "another run" in outcome.err
    assert finish(busy).status == 0
    assert content(out) == rosters[first]
