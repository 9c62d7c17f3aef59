"""What all tests share: the repository, the command line, and no way out to the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from pemilu_cover.cli.registry import app
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.reading import reader
from pemilu_cover.roster.reading.__main__ import to_wire
from pemilu_cover.roster.reading.file_type import read_sheets

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
DATA = Path(__file__).parent / "data"
# An agreement for the example of 14,456 people that was signed late and leaves people uncovered.
SIGNED_LATE = DATA / "purwakarta-signed-late.toml"
# Seconds after which a process counts as hung. No test waits for less: a slow or busy machine is no fault.
HANG = 3600

# Neither a deadline nor a check of how long examples take to draw.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


# Counting (.ci/run) doubles the time of a short run. What these rooms do within their own process is done
# in others, too, where it is counted.
_UNCOUNTED = frozenset({"fuzz", "hostile_files"})
# Only here the processes that tests start come to what no other test does: a reader and its guard, a way out
# of the program, a disk that takes nothing.
_COUNTED_APART = frozenset(
    {
        "hostile_files",
        "test_shapes.py",
        "test_exit_status.py",
        "test_rare_cases.py",
        "test_disk_errors.py",
        "test_interrupts.py",
    }
)
_COUNTING = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
_LAW = frozenset({"law", "reference", "values"})


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
        timeout=HANG,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def ask(*arguments: object) -> Run:
    """Run the program within this process: the same words and statuses, without a start for each question."""
    asked = CliRunner().invoke(app, list(map(str, arguments)))
    if asked.exception is not None and not isinstance(asked.exception, SystemExit):
        raise asked.exception
    return Run(asked.exit_code, asked.stdout, asked.stderr)


@contextmanager
def reading_here() -> Iterator[None]:
    """Read rosters within this process: starting another takes longer than reading a small one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_answer_to", lambda content, _: _answer_here(content))
        yield


def _answer_here(content: bytes) -> dict[str, Any]:
    try:
        found = read_sheets(content)
    except RefusalError as refusal:
        return {"refused": refusal.code, "detail": to_wire(refusal.detail)}
    return {"sheets": [{name: getattr(one, name) for name in one.__slots__} for one in found]}


def room_of(request: pytest.FixtureRequest) -> str:
    """Return the folder of the tests in which a module lies."""
    return request.path.relative_to(REPOSITORY).parts[1]


@pytest.fixture(scope="module", autouse=True)
def _counted_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Count what is run, where that is asked for, in the rooms in which it tells something."""
    counting = Coverage.current() if room_of(request) in _UNCOUNTED else None
    with pytest.MonkeyPatch.context() as patch:
        if not {room_of(request), request.path.name} & _COUNTED_APART:
            for name in _COUNTING:
                patch.delenv(name, raising=False)
        if counting:
            counting.stop()
        yield
        if counting:
            counting.start()


# The suites that are not part of a quick run, by the folder of the tests; single modules are marked `slow`.
_SUITES = {
    "test_benchmarks.py": "slow",
    "faults": "faults",
    "fuzz": "fuzz",
    "hostile_files": "hostile",
    "batches": "national",
    "workbook_variants": "slow",
}


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(REPOSITORY).parts[1]
        if folder in _SUITES:
            item.add_marker(_SUITES[folder])


_load, _loaded = RateBook.load, cache(RateBook.load)


@pytest.fixture(scope="module", autouse=True)
def _law_is_loaded_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """The law of the program does not change while tests run; reading it takes as long as a small job."""
    with pytest.MonkeyPatch.context() as patch:
        if room_of(request) not in _LAW:
            patch.setattr(
                RateBook, "load", lambda folder=None: _load(folder) if folder else _loaded()
            )
        yield


@pytest.fixture(scope="session")
def purwakarta(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The main job on the example of 14,456 people, with `SIGNED_LATE`: the run and the folder."""
    out = tmp_path_factory.mktemp("purwakarta") / "out"
    agreement = SIGNED_LATE
    roster = EXAMPLES / "purwakarta-2024.xlsx"
    return run("enrol", roster, "--agreement", agreement, "--out", out, "--json"), out


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The main job on the small messy example: the run and the folder."""
    out = tmp_path_factory.mktemp("messy") / "out"
    return run("enrol", EXAMPLES / "messy-2024.xlsx", "--out", out, "--json"), out
