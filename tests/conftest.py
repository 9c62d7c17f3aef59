"""What all tests share: the repository, the command line, and no way out to the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pemilu_cover.cli import app

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Run:
    """One run of the program: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed on stdout, as JSON."""
        return json.loads(self.out)


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> Run:
    """Run the program as a shell would."""
    done = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd or REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **environment},
        timeout=300,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def ask(*arguments: object) -> Run:
    """Run the program within this process: the same words and statuses, without a start for each question."""
    asked = CliRunner().invoke(app, list(map(str, arguments)))
    if asked.exception is not None and not isinstance(asked.exception, SystemExit):
        raise asked.exception
    return Run(asked.exit_code, asked.stdout, asked.stderr)


@pytest.fixture(scope="session")
def purwakarta(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The main job on the example of 14,456 people, with its agreement: the run and the folder."""
    out = tmp_path_factory.mktemp("purwakarta") / "out"
    agreement = EXAMPLES / "purwakarta-2024.toml"
    roster = EXAMPLES / "purwakarta-2024.xlsx"
    return run("enrol", roster, "--agreement", agreement, "--out", out, "--json"), out


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The main job on the small messy example: the run and the folder."""
    out = tmp_path_factory.mktemp("messy") / "out"
    return run("enrol", EXAMPLES / "messy-2024.xlsx", "--out", out, "--json"), out
