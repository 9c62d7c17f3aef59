"""Whatever happens while a result is written: the old one is whole or the new one is, and nothing is left."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from faults.processes import FAULT_INJECTOR, PROGRAM, start
from support.workbooks import person, roster

if sys.platform == "win32":
    pytest.skip("processes are forked and killed", allow_module_level=True)

Outcome = dict[str, Any]
# A fault may come at each call of the system's, or at so many of the 500 lines that are run.
LINES = ("--points", "100")
KILLED, TERMINATED, HUNG_UP, INTERRUPTED, CANNOT_WRITE = -9, -15, -1, 130, 4
FOLDER = [[], ["--fresh"], ["--two-steps"]]
FILE = [[], ["--fresh"]]
CASES = [("write_all", options) for options in FOLDER] + [("write_one", opts) for opts in FILE]
every_case = pytest.mark.parametrize(("job", "options"), CASES, ids="".join)


def sweep(job: str, fault: str, folder: Path, *options: str) -> list[Outcome]:
    """Let a job meet a fault at many moments, after one run without; give what followed each time."""
    done = start(*FAULT_INJECTOR, job, fault, folder / "scratch", *options)
    assert (done.status, done.err) == (0, "")
    undisturbed, *met = done.json
    assert (undisturbed["status"], undisturbed["there"], undisturbed["beside"]) == (0, "new", [])
    assert len(met) > 10
    return met  # type: ignore[no-any-return]


def old(options: Sequence[str]) -> str:
    """Return what was there before."""
    return "none" if "--fresh" in options else "old"


def settled(met: list[Outcome], before: str) -> None:
    """After the next run nothing is lost and nothing is left."""
    for outcome in met:
        assert (outcome["again"], outcome["beside_then"]) == (0, []), outcome
        assert outcome["there_then"] in {before, "new"}, outcome
    assert {outcome["there_then"] for outcome in met} == {before, "new"}


@pytest.mark.parametrize("job", ["write_all", "write_one"])
def test_a_kill_at_any_line_leaves_the_old_one_whole_or_the_new_one(
    job: str, tmp_path: Path
) -> None:
    met = sweep(job, "SIGKILL", tmp_path, *LINES)
    assert {outcome["status"] for outcome in met} == {KILLED}
    assert {outcome["there"] for outcome in met} == {"old", "new"}
    settled(met, "old")


@every_case
def test_a_kill_at_any_call_of_the_system_loses_nothing(
    job: str, options: list[str], tmp_path: Path
) -> None:
    met = sweep(job, "SIGKILL", tmp_path, "--calls", *options)
    assert {outcome["status"] for outcome in met} == {KILLED}
    settled(met, old(options))
    if "--two-steps" not in options:  # where folders are exchanged, no next run is needed for it
        assert {outcome["there"] for outcome in met} == {old(options), "new"}


def test_the_next_run_puts_back_what_a_kill_left_aside(tmp_path: Path) -> None:
    met = sweep("write_all", "SIGKILL", tmp_path, "--calls", "--two-steps")
    aside = [outcome for outcome in met if outcome["there"] == "none"]
    assert [outcome["there_then"] for outcome in aside] == ["old"]


@pytest.mark.parametrize(
    ("fault", "job", "options", "status"),
    [
        ("SIGINT", "write_all", LINES, INTERRUPTED),
        ("SIGINT", "write_all", ("--calls", "--fresh"), INTERRUPTED),
        ("SIGINT", "write_all", ("--calls", "--two-steps"), INTERRUPTED),
        ("SIGINT", "write_one", ("--calls",), INTERRUPTED),
        ("SIGTERM", "write_all", ("--calls",), TERMINATED),
        ("SIGHUP", "write_all", ("--calls",), HUNG_UP),
    ],
)
def test_an_interruption_leaves_nothing_behind(
    fault: str, job: str, options: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    met = sweep(job, fault, tmp_path, *options)
    assert {outcome["status"] for outcome in met} == {status}
    assert {outcome["there"] for outcome in met} == {old(options), "new"}
    assert [outcome["beside"] for outcome in met if outcome["beside"]] == []


@every_case
def test_a_full_disk_ends_with_4_and_the_old_one_whole(
    job: str, options: list[str], tmp_path: Path
) -> None:
    met = sweep(job, "full", tmp_path, *options)
    assert {(o["status"], o["there"]) for o in met} == {(CANNOT_WRITE, old(options)), (0, "new")}
    refused = [outcome for outcome in met if outcome["status"] == CANNOT_WRITE]
    assert [outcome["beside"] for outcome in refused if outcome["beside"]] == []
    settled(met, old(options))


@every_case
def test_a_disk_that_dies_loses_nothing(job: str, options: list[str], tmp_path: Path) -> None:
    met = sweep(job, "dead", tmp_path, *options)
    assert {outcome["status"] for outcome in met} == {CANNOT_WRITE, 0}
    assert all(outcome["status"] == CANNOT_WRITE or outcome["there"] == "new" for outcome in met)
    settled(met, old(options))
    if "--two-steps" not in options:
        assert {outcome["there"] for outcome in met} == {old(options), "new"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rosters and results between which enrol is killed."""
    folder = tmp_path_factory.mktemp("enrol")
    people = {"old": [person(1)], "new": [person(1), person(2, Kode_Pos=None)]}
    for name, who in people.items():
        made = roster(folder / f"{name}.xlsx", *who)
        assert start(*PROGRAM, "enrol", made, "--out", folder / name).status == 0
    listed = json.loads((folder / "new" / "manifest.json").read_text(encoding="utf-8"))
    assert len(listed["outputs"]) == 4
    return folder


@pytest.mark.parametrize(("fault", "status"), [("SIGKILL", KILLED), ("SIGINT", INTERRUPTED)])
def test_enrol_ended_at_more_than_50_points_of_its_writing(
    fault: str, status: int, results: Path
) -> None:
    (results / "scratch" / "out").mkdir(parents=True, exist_ok=True)
    met = sweep("enrol", fault, results, "--points", "55")
    assert len(met) >= 50
    assert {outcome["status"] for outcome in met} == {status}
    assert {outcome["there"] for outcome in met} == {"old", "new"}
    settled(met, "old")
