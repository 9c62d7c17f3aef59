"""An interrupted run resumes, and its result is that of an uninterrupted one."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from batches.builders import (
    as_csv,
    as_parquet,
    checkpoint_steps,
    crowd,
    enrol,
    enrol_as_text,
    enrol_workbooks,
    environment_of_a_run,
    in_batches_of,
    staging_folder,
)
from support.people import Row
from support.run import HANG, Run
from support.workbooks import content

from pemilu_cover.commands import enrol_batches
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint
from pemilu_cover.enrolment.batches.kernel import BatchKernel
from pemilu_cover.roster.batch_people import Batch

if sys.platform == "win32":
    pytest.skip("signals and modes are of POSIX", allow_module_level=True)

FAILING_RUN = Path(__file__).with_name("failing_run.py")
ROWS = 10
BATCHES = "pemilu_cover.enrolment.batches."
# Where and how runs are interrupted, with their exit statuses: each resumes the one before.
ENDS = [
    # Two batches are validated.
    (f"{BATCHES}batch_task:write_parquet", 3, "SIGINT", 130),
    # The file of a fourth is written, but it is not recorded.
    (f"{BATCHES}checkpoint:Checkpoint._append", 2, "SIGKILL", -9),
    # Two comparisons are recorded, the third is not begun.
    (f"{BATCHES}checkpoint:Checkpoint.keep_comparison", 3, "SIGKILL", -9),
    # The third batch's tables are written, its sums are not, and no file can grow any more.
    ("pemilu_cover.commands.batch_part:write_aggregates", 3, "full", 4),
    ("pemilu_cover.storage.atomic_write:_publish", 1, "SIGKILL", -9),
]


def people_with_faults() -> list[Row]:
    """Invent people: some cannot end a batch, since their row has no complete NIK; one occurs twice."""
    people = crowd(1, 38)
    for number in (9, 18, 19, 20, 29):
        people[number - 1]["NIK"] = "x"
    people[33] = {**people[1], "No": 34}
    return people


def start(roster: Path, out: Path, place: str, number: int, action: str) -> subprocess.Popen[str]:
    """Start a run in small batches that fails at the n-th call of a function."""
    options = ["--output-format", "csv", "--sipp-regency", "all", "--out", str(out)]
    command = [sys.executable, str(FAILING_RUN), str(ROWS), place, str(number), action]
    return subprocess.Popen(
        [*command, "enrol", str(roster), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of_a_run(),
    )


def ended(started: subprocess.Popen[str]) -> Run:
    out, err = started.communicate(timeout=HANG)
    return Run(started.returncode, out, err)


def resume(roster: Path | Sequence[Path], out: Path, *more: object) -> tuple[Run, list[int]]:
    """Enrol within this process; return also the first rows of the validated batches."""
    validated: list[int] = []
    real = BatchKernel.__call__

    def recording(self: BatchKernel, batch: Batch, *more: Any) -> Any:
        validated.append(batch.number)
        return real(self, batch, *more)

    with in_batches_of(ROWS), pytest.MonkeyPatch.context() as patch:
        patch.setattr(BatchKernel, "__call__", recording)
        return enrol(roster, out, *more, form="csv"), validated


@contextmanager
def interrupted() -> Iterator[None]:
    """Interrupt a run when all batches are validated, as Ctrl-C does."""

    def end(*_: object, **__: object) -> None:
        raise SystemExit(130)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enrol_batches, "run_cross_checks", end)
        yield


def modes(folder: Path) -> set[tuple[str, str]]:
    """Return what kinds of files lie in a folder, with their permissions."""
    return {
        ("folder" if path.is_dir() else "file", oct(stat.S_IMODE(path.stat().st_mode)))
        for path in [folder, *folder.rglob("*")]
    }


PRIVATE = {("folder", "0o700"), ("file", "0o600")}


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A roster, and what it becomes where nothing ends the run."""
    folder = tmp_path_factory.mktemp("laid")
    roster = as_csv(folder / "roster.csv", people_with_faults())
    done, validated = resume(roster, folder / "out", "--sipp-regency", "all")
    assert (done.status, len(validated)) == (1, 4)
    assert modes(folder / "out") == PRIVATE
    return roster, content(folder / "out")


@pytest.fixture(scope="module")
def killed(
    laid: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[tuple[Run, list[dict[str, Any]], set[tuple[str, str]]]]]:
    """A run that is interrupted again and again: its outcomes, its steps, and the modes of its files."""
    out = tmp_path_factory.mktemp("killed") / "out"
    runs = []
    for place, number, action, _ in ENDS:
        done = ended(start(laid[0], out, place, number, action))
        runs.append((done, checkpoint_steps(out), modes(staging_folder(out))))
    return out, runs


def test_resumed_run__killed_at_many_moments__gives_the_same_bytes(
    killed: tuple[Path, list[Any]], laid: tuple[Path, dict[str, str]]
) -> None:
    out, _ = killed
    assert not out.exists()
    done, validated = resume(laid[0], out, "--sipp-regency", "all")
    assert (done.status, validated) == (1, [])
    assert content(out) == laid[1]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_interrupted_run__any_signal__has_its_status(killed: tuple[Path, list[Any]]) -> None:
    """An interruption is silent; a full disk is one line, and the work stays."""
    for (done, _, _), (*_, action, status) in zip(killed[1], ENDS, strict=True):
        assert (done.status, done.out) == (status, "")
        assert done.err.count("\n") == (action == "full")
        assert "Traceback" not in done.err


def test_killed_run__its_files__are_private(killed: tuple[Path, list[Any]]) -> None:
    for _, _, found in killed[1]:
        assert found == PRIVATE


def test_resumed_run__finished_batches__are_not_repeated(killed: tuple[Path, list[Any]]) -> None:
    """The checkpoint only grows, and each batch is in it once."""
    entries = [found for _, found, _ in killed[1]]
    for before, after in pairwise(entries):
        assert after[: len(before)] == before
    counts = [
        tuple(
            sum(step["step"] == kind for step in steps) for kind in ("batch", "compared", "written")
        )
        for steps in entries
    ]
    # Each comparison has one partition here, and is recorded as complete.
    assert counts == [(2, 0, 0), (3, 0, 0), (4, 4, 0), (4, 6, 2), (4, 6, 4)]
    rows = [step["next_row"] for step in entries[-1] if step["step"] == "batch"]
    assert rows == sorted(set(rows))
    written = [step["number"] for step in entries[-1] if step["step"] == "written"]
    assert written == [0, 1, 2, 3]


def test_resumed_run__parquet__continues_at_the_same_rows(tmp_path: Path) -> None:
    roster = as_parquet(tmp_path / "roster.parquet", people_with_faults())
    resume(roster, tmp_path / "whole")
    with pytest.MonkeyPatch.context() as patch:
        validated = []

        real = BatchKernel.__call__

        def third(self: BatchKernel, batch: Batch, *more: Any) -> Any:
            validated.append(batch.number)
            if len(validated) == 3:
                raise SystemExit(130)
            return real(self, batch, *more)

        patch.setattr(BatchKernel, "__call__", third)
        with in_batches_of(ROWS):
            assert enrol(roster, tmp_path / "out", form="csv").status == 130
    _, rest = resume(roster, tmp_path / "out")
    assert validated[2] == rest[0]
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_resumed_run__changed_inputs__are_validated_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    people = crowd(1, 15)
    roster = as_csv(tmp_path / "roster.csv", people)
    agreement = tmp_path / "agreement.toml"
    agreement.write_text("[roles.KPPS_ANGGOTA]\nmonths = 1\n", encoding="utf-8")
    with interrupted():
        assert len(resume(roster, out)[1]) == 2
        assert resume(roster, out)[1] == []  # nothing was changed
        by_agreement = ("--agreement", agreement)
        assert len(resume(roster, out, *by_agreement)[1]) == 2
        agreement.write_text("[roles.KPPS_ANGGOTA]\nmonths = 2\n", encoding="utf-8")
        assert len(resume(roster, out, *by_agreement)[1]) == 2
        election = (*by_agreement, "--election", "pilkada-2024")
        assert len(resume(roster, out, *election)[1]) == 2
        assert len(resume(roster, out, *election, "--strict")[1]) == 2
        as_csv(roster, people[:14])
        assert len(resume(roster, out, *election, "--strict")[1]) == 2
        assert resume(roster, out, *election, "--strict")[1] == []
    done, validated = resume(roster, out, *election, "--strict")
    assert (done.status, done.json["enrolled"], validated) == (0, 14, [])
    assert done.json["by_role"][0]["person_months"] == 28


def test_resumed_run__summary__has_a_line(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 3))
    out = tmp_path / "out"
    with interrupted():
        assert enrol_as_text(roster, out, "--lang", "en").status == 130
    assert "Resumed the interrupted run." in enrol_as_text(roster, out, "--lang", "en").out
    assert "Resumed" not in enrol_as_text(roster, out, "--lang", "en", "--force").out


def test_interrupted_run__repeated_with_a_wrong_option__keeps_its_steps(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", crowd(1, 3)), tmp_path / "out"
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("x = \n", encoding="utf-8")
    assert enrol(roster, out, "--agreement", wrong).status == 3
    assert not staging_folder(out).exists()
    with interrupted():
        enrol(roster, out)
    before = checkpoint_steps(out)
    assert enrol(roster, out, "--agreement", wrong).status == 3
    assert checkpoint_steps(out) == before
    assert enrol(roster, out).status == 0


def test_workbook_run__unfinished_batch_run_exists__removes_its_files(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", crowd(1, 3)), tmp_path / "out"
    with interrupted():
        enrol(roster, out)
    assert staging_folder(out).is_dir()
    assert enrol_workbooks(roster, out).status == 0
    assert not staging_folder(out).exists()


def test_second_run__while_another_works__is_refused(
    laid: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    busy = start(laid[0], out, "pemilu_cover.commands.enrol_batches:run_cross_checks", 1, "wait")
    assert busy.stdout is not None
    assert busy.stdout.readline() == "here\n"
    for done in (
        enrol(laid[0], out, "--lang", "en"),
        enrol_workbooks(laid[0], out, "--lang", "en"),
    ):
        assert (done.status, done.err.count("\n")) == (4, 1)
        assert "another run" in done.err
    assert ended(busy).status == 1
    assert content(out) == laid[1]


def test_keep_comparison__partition_fails__only_it_and_later_ones_are_compared_again(
    tmp_path: Path,
) -> None:
    def compare(partitions: Iterable[int]) -> Iterator[pl.DataFrame]:
        for number in partitions:
            if number == failing:
                raise KeyboardInterrupt
            compared.append(number)
            yield pl.DataFrame({"person_id": [number]})

    compared: list[int] = []
    checkpoint = Checkpoint(tmp_path, {}, lambda: None)
    failing = 2
    with pytest.raises(KeyboardInterrupt):
        checkpoint.keep_comparison("units", range(4), compare)
    failing = -1
    for _ in range(2):
        resumed = Checkpoint(tmp_path, {}, lambda: pytest.fail("the steps are dropped"))
        findings = resumed.keep_comparison("units", range(4), compare)
        assert findings["person_id"].to_list() == compared == [0, 1, 2, 3]


# ---- The target ----------------------------------------------------------------------------------


def test_run__target_exists__is_refused_before_reading(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "note.txt").write_text("mine", encoding="utf-8")
    unreadable = tmp_path / "roster.parquet"
    unreadable.write_bytes(b"PAR1 and nothing else")
    done = enrol(unreadable, out)
    assert (done.status, done.err.count("\n")) == (4, 1)
    assert enrol(unreadable, unreadable / "out").status == 4  # no folder can be made there
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "roster.parquet"]
    assert (out / "note.txt").read_text(encoding="utf-8") == "mine"


def test_run__force__replaces_only_a_result_of_the_program(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", crowd(1, 3)), tmp_path / "out"
    assert enrol(roster, out).status == 0
    as_csv(roster, crowd(1, 2))
    assert enrol(roster, out).status == 4
    note = out / "enrolled" / "note.txt"
    note.write_text("mine", encoding="utf-8")
    assert enrol(roster, out, "--force").status == 4
    note.unlink()
    (part,) = (out / "enrolled").iterdir()
    whole = part.read_bytes()
    part.write_bytes(b"changed")
    assert enrol(roster, out, "--force").status == 4
    part.write_bytes(whole)
    done = enrol(roster, out, "--force", form="csv")
    assert (done.status, done.json["enrolled"]) == (0, 2)
    assert [file.name for file in (out / "enrolled").iterdir()] == ["part-00001.csv"]
