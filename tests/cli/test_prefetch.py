"""The first roster is read while the command line loads: it is read once, or what was read is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import REPOSITORY
from support.run import run_process

from pemilu_cover.cli import _prefetch
from pemilu_cover.roster.reading import reader

pytestmark = pytest.mark.reader_process

ROSTER = REPOSITORY / "examples" / "messy-2024.xlsx"


@pytest.mark.parametrize("command", [["enrol"], ["check"], ["update", "result"]])
def test_what_was_read_ahead_is_not_read_again(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("result").mkdir()
    Path("result", "people.parquet").touch()
    started: list[str] = []
    reader_of = reader.start_reader

    def counted(module: str, *arguments: str, stdin: int) -> subprocess.Popen[bytes]:
        started.append(module)
        return reader_of(module, *arguments, stdin=stdin)

    monkeypatch.setattr(reader, "start_reader", counted)
    with _prefetch([*command, str(ROSTER), "--quiet"]) as reading:
        assert reading is not None
        (matches,) = reading.files([ROSTER])
    assert len(started) == 1
    assert matches == reader.read_files([ROSTER])[0]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["enrol"],
        ["--help"],
        ["quote", "roster.xlsx"],
        ["enrol", "--out", "roster.xlsx"],  # the word behind an option may be no roster
        ["enrol", "nation.csv", "--output-format", "parquet"],  # may be too large to be read whole
        ["update", "nation-result", "roster.xlsx"],  # as above
    ],
)
def test_nothing_else_is_read_ahead(arguments: list[str]) -> None:
    with _prefetch(arguments) as reading:
        assert reading is None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")
@pytest.mark.parametrize(
    ("more", "status"), [(["--no-such-option"], 2), (["--help"], 0), (["--lang", "jv"], 2)]
)
def test_no_reader_outlives_a_command_that_does_not_ask_for_it(
    more: list[str], status: int
) -> None:
    command = [sys.executable, "-m", "pemilu_cover", "enrol", str(ROSTER), *more]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.wait() == status
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_workbook_that_is_not_there_is_refused_once(tmp_path: Path) -> None:
    done = run_process("check", "none.xlsx", "--lang", "en", cwd=tmp_path)
    assert (done.status, done.out) == (3, "")
    assert len(done.err.splitlines()) == 1
    assert "none.xlsx" in done.err
