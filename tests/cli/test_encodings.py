"""Consoles in old encodings: cp437 and cp1252 of Windows, and ASCII."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import REPOSITORY, SOURCE
from support.people import short_person
from support.workbooks import roster

# Each with its status; {out} is a name of its own for each run.
COMMANDS = {
    "--help": 0,
    "enrol --help": 0,
    "enrol faulty.xlsx --out {out}": 1,
    "check faulty.xlsx": 1,
    "check faulty.xlsx --json": 1,
    "check faulty.xlsx --findings-format csv": 1,
    "check faulty.xlsx --no-such-option": 2,
    "check none.xlsx": 3,
    "check none.xlsx --json": 3,
    "template --out {out}.xlsx": 0,
    "quote --role KPPS --explain": 0,
    "quote --role juri": 2,
    "budget --kecamatan 1 --desa 2 --tps 3": 0,
    "benefits --role KPPS": 0,
    "rates": 0,
    "rates --history jkk": 0,
    "explain": 0,
    "explain nik-length": 0,
    "init --office KPU --out {out}.toml": 0,
    "coverage result": 1,
    "members result faulty.xlsx": 3,
    "verify result": 0,
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two rosters, and the result of one."""
    folder = tmp_path_factory.mktemp("here")
    roster(folder / "faulty.xlsx", short_person(1), short_person(2, NIK="12"))
    roster(folder / "good.xlsx", short_person(1))
    assert run("enrol good.xlsx --out result", "utf-8", folder)[0] == 0
    return folder


def run(command: str, encoding: str, folder: Path) -> tuple[int, str, str]:
    """Run a command whose console has an encoding; return its status, and what it prints there."""
    done = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *command.format(out=f"out-{encoding}").split()],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": encoding},
        check=False,
    )
    # CSV is in UTF-8 whatever the console shows.
    own = "utf-8" if "csv" in command else encoding
    return done.returncode, done.stdout.decode(own), done.stderr.decode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_command__console_of_few_characters__prints_and_exits_as_ever(
    command: str, here: Path
) -> None:
    status, *texts = run(command, "utf-8", here)
    assert status == COMMANDS[command], texts
    for encoding in ("cp1252", "cp437"):
        other, *shown = run(command, encoding, here)
        assert other == status, shown
        assert [text.count("?") for text in shown] == [text.count("?") for text in texts]
        if "--json" in command and shown[0]:
            assert json.loads(shown[0]) == json.loads(texts[0])


def test_quote__ascii__shows_similar_characters() -> None:
    status, out, _ = run("quote --role KPPS --explain", "ascii", REPOSITORY)
    assert (status, " x " in out, "?" in out) == (0, True, False)


def test_json__ascii__escapes_characters() -> None:
    status, _, err = run("check kec-é.xlsx --json", "ascii", REPOSITORY)
    assert (status, "kec-\\u00e9.xlsx" in err) == (3, True), err
    assert "kec-é.xlsx" in json.loads(err)["error"]["message"]


def test_console__characters_of_the_program__have_similar_ones() -> None:
    code = (
        "from pemilu_cover.cli.stdio import ensure_stdio as e; e(); print(chr(9745), *'×–→…›é²✓中')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert done.stdout.split() == b"[x] x - -> ... > e 2 v ?".split()
