"""Faults while a result is written: the old or the new one is complete, and no other file remains."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from faults.processes import FAULT_INJECTOR, PROGRAM, start
from support.people import short_person
from support.workbooks import roster

if sys.platform == "win32":
    pytest.skip("processes are forked and killed", allow_module_level=True)

Outcome = dict[str, Any]
# A fault may come at each system call, or at this many of the 500 lines that are run.
LINES = ("--points", "100")
KILLED, TERMINATED, HUNG_UP, INTERRUPTED, CANNOT_WRITE = -9, -15, -1, 130, 4
FOLDER = [[], ["--fresh"], ["--two-steps"]]
FILE = [[], ["--fresh"]]
CASES = [
    *(("write_all", options) for options in FOLDER),
    *(("write_one", options) for options in FILE),
    ("write_members", []),
]
every_case = pytest.mark.parametrize(("job", "options"), CASES, ids="".join)


def sweep(job: str, fault: str, folder: Path, *options: str) -> list[Outcome]:
    """Inject a fault into a job at many steps, after one run without; return the outcomes."""
    done = start(*FAULT_INJECTOR, job, fault, folder / "scratch", *options)
    assert (done.status, done.err) == (0, "")
    undisturbed, *outcomes = done.json
    assert (undisturbed["status"], undisturbed["there"], undisturbed["beside"]) == (0, "new", [])
    assert len(outcomes) > 10
    return outcomes  # type: ignore[no-any-return]


def old(options: Sequence[str]) -> str:
    """Return the state before the job."""
    return "none" if "--fresh" in options else "old"


def assert_recovered(outcomes: list[Outcome], before: str) -> None:
    """Assert that after the next run nothing is lost and no other file remains."""
    for outcome in outcomes:
        assert (outcome["again"], outcome["beside_then"]) == (0, []), outcome
        assert outcome["there_then"] in {before, "new"}, outcome
    assert {outcome["there_then"] for outcome in outcomes} == {before, "new"}


@pytest.mark.parametrize("job", ["write_all", "write_one", "write_members"])
def test_kill__at_any_line__leaves_the_old_or_the_new_result(job: str, tmp_path: Path) -> None:
    outcomes = sweep(job, "SIGKILL", tmp_path, *LINES)
    assert {outcome["status"] for outcome in outcomes} == {KILLED}
    assert {outcome["there"] for outcome in outcomes} == {"old", "new"}
    assert_recovered(outcomes, "old")


@every_case
def test_kill__at_any_system_call__loses_nothing(
    job: str, options: list[str], tmp_path: Path
) -> None:
    outcomes = sweep(job, "SIGKILL", tmp_path, "--calls", *options)
    assert {outcome["status"] for outcome in outcomes} == {KILLED}
    assert_recovered(outcomes, old(options))
    if "--two-steps" not in options:  # where folders are exchanged, no next run is needed
        assert {outcome["there"] for outcome in outcomes} == {old(options), "new"}


def test_kill__between_two_renames__is_recovered_by_the_next_run(tmp_path: Path) -> None:
    outcomes = sweep("write_all", "SIGKILL", tmp_path, "--calls", "--two-steps")
    aside = [outcome for outcome in outcomes if outcome["there"] == "none"]
    assert [outcome["there_then"] for outcome in aside] == ["old"]


@pytest.mark.parametrize(
    ("fault", "job", "options", "status"),
    [
        ("SIGINT", "write_all", LINES, INTERRUPTED),
        ("SIGINT", "write_all", ("--calls", "--fresh"), INTERRUPTED),
        ("SIGINT", "write_all", ("--calls", "--two-steps"), INTERRUPTED),
        ("SIGINT", "write_one", ("--calls",), INTERRUPTED),
        ("SIGINT", "write_members", ("--calls",), INTERRUPTED),
        ("SIGTERM", "write_all", ("--calls",), TERMINATED),
        ("SIGHUP", "write_all", ("--calls",), HUNG_UP),
    ],
)
def test_interruption__at_any_call__leaves_no_files(
    fault: str, job: str, options: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    outcomes = sweep(job, fault, tmp_path, *options)
    assert {outcome["status"] for outcome in outcomes} == {status}
    assert {outcome["there"] for outcome in outcomes} == {old(options), "new"}
    assert [outcome["beside"] for outcome in outcomes if outcome["beside"]] == []


@every_case
def test_full_disk__at_any_call__ends_with_4_and_keeps_the_old_result(
    job: str, options: list[str], tmp_path: Path
) -> None:
    outcomes = sweep(job, "full", tmp_path, *options)
    assert {(o["status"], o["there"]) for o in outcomes} == {
        (CANNOT_WRITE, old(options)),
        (0, "new"),
    }
    refused = [outcome for outcome in outcomes if outcome["status"] == CANNOT_WRITE]
    assert [outcome["beside"] for outcome in refused if outcome["beside"]] == []
    assert_recovered(outcomes, old(options))


@every_case
def test_dead_disk__at_any_call__loses_nothing(
    job: str, options: list[str], tmp_path: Path
) -> None:
    outcomes = sweep(job, "dead", tmp_path, *options)
    assert {outcome["status"] for outcome in outcomes} == {CANNOT_WRITE, 0}
    assert all(
        outcome["status"] == CANNOT_WRITE or outcome["there"] == "new" for outcome in outcomes
    )
    assert_recovered(outcomes, old(options))
    if "--two-steps" not in options:
        assert {outcome["there"] for outcome in outcomes} == {old(options), "new"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rosters and results between which enrol is killed."""
    folder = tmp_path_factory.mktemp("enrol")
    people = {"old": [short_person(1)], "new": [short_person(1), short_person(2, Kode_Pos=None)]}
    for name, who in people.items():
        made = roster(folder / f"{name}.xlsx", *who)
        assert start(*PROGRAM, "enrol", made, "--out", folder / name).status == 0
    listed = json.loads((folder / "new" / "manifest.json").read_text(encoding="utf-8"))
    assert len(listed["outputs"]) == 7
    return folder


@pytest.mark.parametrize(("fault", "status"), [("SIGKILL", KILLED), ("SIGINT", INTERRUPTED)])
def test_enrol__ended_at_over_50_calls__leaves_one_result(
    fault: str, status: int, results: Path
) -> None:
    (results / "scratch" / "out").mkdir(parents=True, exist_ok=True)
    outcomes = sweep("enrol", fault, results, "--points", "55")
    assert len(outcomes) >= 50
    assert {outcome["status"] for outcome in outcomes} == {status}
    assert {outcome["there"] for outcome in outcomes} == {"old", "new"}
    assert_recovered(outcomes, "old")


@pytest.fixture(scope="module")
def updates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rosters and results between which update is killed."""
    folder = tmp_path_factory.mktemp("update")
    people = [short_person(number) for number in (1, 2)]
    first = roster(folder / "first.xlsx", *people)
    assert start(*PROGRAM, "enrol", first, "--out", folder / "first").status == 0
    newer = {"old": people[:1], "new": [*people, short_person(3)]}
    (folder / "updates").mkdir()
    for name, who in newer.items():
        made, out = roster(folder / f"{name}.xlsx", *who), folder / "written" / "out"
        command = (*PROGRAM, "update", folder / "first", made, "--period", "2024-12")
        assert start(*command, "--out", out).status == (name == "old")  # it asks who is missing
        out.rename(folder / "updates" / name)  # beside each other, one would refuse the other
    return folder


@pytest.mark.parametrize(("fault", "status"), [("SIGKILL", KILLED), ("SIGINT", INTERRUPTED)])
def test_update__ended_at_over_50_calls__leaves_one_result(
    fault: str, status: int, updates: Path
) -> None:
    (updates / "scratch" / "out").mkdir(parents=True, exist_ok=True)
    outcomes = sweep("update", fault, updates, "--points", "55")
    assert len(outcomes) >= 50
    assert {outcome["status"] for outcome in outcomes} == {status}
    assert {outcome["there"] for outcome in outcomes} == {"old", "new"}
    assert_recovered(outcomes, "old")
