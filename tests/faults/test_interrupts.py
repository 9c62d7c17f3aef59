"""Ctrl-C, a closed terminal and `kill`: the run ends silently, and leaves no unfinished files."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from faults.processes import ALL, CALL_HOOK, PROGRAM, start
from support.paths import REPOSITORY
from support.people import short_person
from support.run import Run
from support.workbooks import content, roster

if sys.platform == "win32":
    pytest.skip("signals are sent otherwise on Windows", allow_module_level=True)

STAGES = {
    "reading": "pemilu_cover.commands.enrol:validate_files",
    "pricing": "pemilu_cover.commands.enrol:price_people",
    "making": "pemilu_cover.reports.xlsx.invoice.workbook:write",
    "writing": "pemilu_cover.storage.atomic_write:_write",
    "replacing": "pemilu_cover.storage.atomic_write:_publish",
}
STATUS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
# The calls at which each process of a run is interrupted, spread over its work.
STEPS = 40 if ALL else 5


@pytest.fixture(scope="module")
def populated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster and an earlier result of another."""
    folder = tmp_path_factory.mktemp("populated_folder")
    second = roster(folder / "roster.xlsx", short_person(3))
    assert start(*PROGRAM, "enrol", second, "--out", folder / "out").status == 0
    roster(folder / "roster.xlsx", short_person(1), short_person(2))
    return folder


@pytest.mark.parametrize(
    ("fault", "stage"),
    [("SIGINT", stage) for stage in STAGES] + [("SIGTERM", "reading"), ("SIGTERM", "writing")]
    + [("SIGHUP", "writing")],
)  # fmt: skip
def test_interruption__any_signal__is_silent_and_keeps_the_old_result(
    fault: str, stage: str, populated_folder: Path, tmp_path: Path
) -> None:
    here = Path(shutil.copytree(populated_folder, tmp_path / "here"))
    before = content(here)
    (tmp_path / "temp").mkdir()
    arguments = ("enrol", here / "roster.xlsx", "--out", here / "out", "--force")
    done = start(*CALL_HOOK, STAGES[stage], fault, *arguments, TMPDIR=str(tmp_path / "temp"))
    assert (done.status, done.out, done.err) == (STATUS[fault], "", "")
    if stage == "replacing":  # an uninterrupted step: the new result is complete
        assert content(here).keys() == before.keys()
        assert content(here)["out/manifest.json"] != before["out/manifest.json"]
    else:
        assert content(here) == before
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.mark.parametrize("fault", STATUS)
def test_interruption__of_annotate__leaves_no_temporary_files(fault: str, tmp_path: Path) -> None:
    made, temp = roster(tmp_path / "roster.xlsx", short_person(1)), tmp_path / "temp"
    temp.mkdir()
    arguments = ("check", made, "--annotate", tmp_path / "marked.xlsx")
    stage = "openpyxl.worksheet._writer:WorksheetWriter.write"  # its file has just been made
    done = start(*CALL_HOOK, stage, fault, *arguments, TMPDIR=str(temp))
    assert (done.status, done.out, done.err) == (STATUS[fault], "", "")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["roster.xlsx", "temp"]


def test_signal__ignored_by_the_parent__remains_ignored(
    populated_folder: Path, tmp_path: Path
) -> None:
    arguments = ("enrol", populated_folder / "roster.xlsx", "--out", tmp_path / "out", "--quiet")
    command = (*CALL_HOOK, STAGES["writing"], "SIGHUP", *arguments)
    script = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
    nohup = (sys.executable, "-c", f"{script} os.execv(sys.argv[1], sys.argv[1:])")
    assert start(*nohup, *command).status == 0
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.fixture(scope="module")
def calls(populated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Count the calls of each process in a run that nobody interrupts."""
    folder = tmp_path_factory.mktemp("calls")
    done = enrol_interrupted(populated_folder, folder, INTERRUPT_COUNT=str(folder))
    assert (done.status, done.err) == (0, "")
    return {
        role: int((folder / role).read_text(encoding="ascii")) for role in ("program", "reader")
    }


def enrol_interrupted(populated_folder: Path, folder: Path, **environment: str) -> Run:
    """Run enrol in a process group of its own with `interrupt`; the result is ``folder/out``."""
    site = folder / "site"
    site.mkdir()
    shutil.copy(Path(__file__).with_name("interrupt_sitecustomize.py"), site / "sitecustomize.py")
    path = os.pathsep.join([str(site), str(REPOSITORY / "src")])
    command = (*PROGRAM, "enrol", populated_folder / "roster.xlsx", "--out", folder / "out")
    return start(*command, new_group=True, **environment, PYTHONPATH=path)


@pytest.mark.parametrize("role", ["program", "reader"])
def test_enrol__interrupted_anywhere_before_writing__is_silent_and_writes_nothing(
    role: str, populated_folder: Path, calls: dict[str, int], tmp_path: Path
) -> None:
    """Ctrl-C reaches every process of a run, whichever of them is at work."""
    steps = {1 + step * (calls[role] - 1) // (STEPS - 1) for step in range(STEPS)}
    for moment in sorted(steps):
        folder = tmp_path / str(moment)
        folder.mkdir()
        done = enrol_interrupted(populated_folder, folder, INTERRUPT_AT=f"{role}:{moment}")
        assert (done.status, done.out, done.err) == (STATUS["SIGINT"], "", ""), moment
        assert [path.name for path in folder.iterdir()] == ["site"], moment


def test_interruption__after_the_end__changes_nothing(populated_folder: Path) -> None:
    program = (
        "import atexit, os, signal, sys; atexit.register(os.kill, os.getpid(), signal.SIGINT);"
        "sys.argv = ['pemilu-cover', 'quote', '--role', 'KPPS'];"
        "from pemilu_cover.cli import main; main()"
    )
    done = start(sys.executable, "-c", program, cwd=populated_folder)
    assert (done.status, done.err) == (0, "")
    assert done.out


SWALLOWED = """
import signal
from pemilu_cover.cli import crash_report, stdio

class Library:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

stdio.install_signal_handlers()
with crash_report.crash_guard():
    Library()
    raise TypeError("nothing was returned")
"""


def test_interruption__in_python_that_a_library_calls__is_no_crash_of_the_program(
    tmp_path: Path,
) -> None:
    """Polars calls Python to look at types, and raises an error of its own where that is interrupted."""
    done = start(sys.executable, "-c", SWALLOWED, cwd=tmp_path)
    assert (done.status, done.err) == (STATUS["SIGTERM"], "")
