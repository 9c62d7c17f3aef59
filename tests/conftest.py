"""What all tests share: one profile of hypothesis, suites by folder, and results of the long examples."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import support.environment  # noqa: F401  before polars is loaded
from coverage import Coverage
from hypothesis import HealthCheck, settings
from support.options import add_options, store_options
from support.paths import EXAMPLES, REPOSITORY, SIGNED_LATE
from support.run import Run, in_process_batch_reader, in_process_reader, invoke

from pemilu_cover.i18n.text import activate
from pemilu_cover.law.rate_book import RateBook

# A busy machine is no failure: neither a deadline nor a check of how long examples take to draw.
# `.ci/run` runs the tests marked `property` once more with `--hypothesis-profile=full`.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", _UNTIMED, max_examples=100)
settings.register_profile("quick", _UNTIMED, max_examples=10)
settings.load_profile("quick")

# The suites that are not part of a quick run, by folder or module; other modules are marked `slow`.
_SUITES = {
    "batches": "national",
    "faults": "faults",
    "fuzz": "fuzz",
    "hostile_files": "hostile",
    "test_benchmarks.py": "slow",
    "test_engines.py": "engines",
    "workbook_variants": "slow",
}
# Folders whose tests start the reader as a process, as the program does.
_READER_PROCESS = frozenset({"faults", "hostile_files"})
# Coverage (.ci/run) doubles the time of a short run. These folders run in their own process what others
# run, too; there it is counted.
_UNCOUNTED = frozenset({"fuzz", "hostile_files", "test_benchmarks.py", "workbook_variants"})
# Only here started processes reach code that no other test reaches: a reader and its guard, the ways out of
# the program, a full disk.
_COUNTED_PROCESSES = frozenset(
    {
        "hostile_files",
        "test_reader_process.py",
        "test_exit_status.py",
        "test_rare_cases.py",
        "test_disk_errors.py",
        "test_interrupts.py",
    }
)
_COVERAGE_VARIABLES = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
# Here rate files are changed between two loads.
_RELOADED = frozenset({"law", "reference", "values"})

_load, _load_once = RateBook.load, cache(RateBook.load)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    store_options(config)


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")
        for name in (item.path.name, _folder(item.path)):
            if name in _SUITES:
                item.add_marker(_SUITES[name])
                break


def pytest_collection_finish() -> None:
    """Spare the collector of garbage a look at all tests each time: a sixth of their time."""
    gc.freeze()


def _folder(path: Path) -> str:
    return path.relative_to(REPOSITORY).parts[1]


@pytest.fixture(scope="module", autouse=True)
def _coverage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure coverage only where no other test runs the same code."""
    names = {_folder(request.path), request.path.name}
    coverage = Coverage.current() if names & _UNCOUNTED else None
    with pytest.MonkeyPatch.context() as patch:
        if not names & _COUNTED_PROCESSES:
            for name in _COVERAGE_VARIABLES:
                patch.delenv(name, raising=False)
        if coverage:
            coverage.stop()
        yield
        if coverage:
            coverage.start()


@pytest.fixture(scope="module", autouse=True)
def _rate_book(request: pytest.FixtureRequest) -> Iterator[None]:
    """Load the program's rate files once: it takes as long as a small job."""
    with pytest.MonkeyPatch.context() as patch:
        if _folder(request.path) not in _RELOADED:
            patch.setattr(
                RateBook, "load", lambda folder=None: _load(folder) if folder else _load_once()
            )
        yield


@pytest.fixture(scope="module", autouse=True)
def _language() -> Iterator[None]:
    """Leave no language of a run to other modules, nor to the examples in docstrings."""
    yield
    activate("id")


@pytest.fixture(scope="module", autouse=True)
def _reader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read rosters in this process, unless a module is marked `reader_process`."""
    folder = _folder(request.path)
    marked = request.node.get_closest_marker("reader_process") is not None
    with ExitStack() as stack:
        if not marked and folder not in _READER_PROCESS:
            stack.enter_context(in_process_reader())
            if folder != "batches":  # its tests choose how batches are read
                stack.enter_context(in_process_batch_reader())
        yield


@pytest.fixture(scope="session")
def purwakarta(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The run and the result of `enrol` on the example of 14,456 people, with `SIGNED_LATE`."""
    out = tmp_path_factory.mktemp("purwakarta") / "out"
    roster = EXAMPLES / "purwakarta-2024.xlsx"
    return invoke("enrol", roster, "--agreement", SIGNED_LATE, "--out", out, "--json"), out


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The run and the result of `enrol` on the small messy example."""
    out = tmp_path_factory.mktemp("messy") / "out"
    return invoke("enrol", EXAMPLES / "messy-2024.xlsx", "--out", out, "--json"), out
