"""Fail if the program is slower than at a recorded commit: `python -m benchmarks.regression`.

Both versions run the same commands in turns, on the same machine and with the same libraries. The
processor time of all their processes is compared, since the time on the clock depends on what else
runs. The exit status is 1 if the median ratio of a command is above `LIMIT`, or if it fails.
"""

from __future__ import annotations

import argparse
import compileall
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.contracts import write_contracts
from benchmarks.lines import Group, Line, Measurement, measure_group, ratio, table
from benchmarks.measure import FailedError, ProcessRun, Turn, compile_all, in_turns, python, run
from benchmarks.rosters import RosterSpec, write
from benchmarks.workspace import EXAMPLE, REPOSITORY, program

RECORDED_COMMIT = Path(__file__).parent / "recorded_commit"
LIMIT = 1.25

Arguments = Sequence[str | Path]


class NoCommitError(Exception):
    """The recorded commit cannot be checked out."""


@dataclass(frozen=True)
class Version:
    """A version of the program, by the folder that has the package, and a folder for its results."""

    source: Path
    results: Path

    def run(self, arguments: Arguments) -> ProcessRun:
        """Run a command; its time is the processor time of the process and its children."""
        shutil.rmtree(self.results / "out", ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(program(*arguments), {"PYTHONPATH": str(self.source)})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ProcessRun(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)

    def prepare(self) -> None:
        """Compile the version, and check that a process imports it rather than an installed one."""
        compileall.compile_dir(self.source, quiet=2)
        check = "import sys, pemilu_cover as p; sys.exit(not p.__file__.startswith(sys.argv[1]))"
        run(python("-c", check, self.source), {"PYTHONPATH": str(self.source)}, good=(0,))


@dataclass(frozen=True)
class Command:
    """A command of both versions: its arguments for a folder of results, where it may write ``out``.

    ``before`` runs once, and is not measured.
    """

    title: str
    arguments: Callable[[Path], Arguments]
    turns: int = 5
    before: Callable[[Path], Arguments] | None = None


def commands(folder: Path) -> Iterator[Command]:
    """Write rosters into a folder and return the commands that read them."""
    contracts, desk = folder / "contracts.csv", folder / "desk.xlsx"
    faulty, nation = folder / "faulty.xlsx", folder / "nation.parquet"
    write_contracts(contracts, 5_000)
    write(RosterSpec(2_000, desk=True), desk)
    write(RosterSpec(3_000, desk=True, all_faulty=True), faulty)
    write(RosterSpec(100_000), nation)
    batches = ("--output-format", "parquet", "--workers", "1")
    yield Command("`quote`", lambda _: ("quote", "--role", "KPPS", "--days", "30"), turns=15)
    yield Command("`quote --from` of 5,000 contracts", lambda _: ("quote", "--from", contracts))
    yield Command("`check` of 14,456 rows", lambda _: ("check", EXAMPLE))
    yield Command("`enrol` of 14,456 rows", lambda results: _enrol(results, EXAMPLE))
    yield Command("`enrol` of 3,000 faulty rows", lambda results: _enrol(results, faulty))
    yield Command(
        "`enrol` of 100,000 rows of Parquet, one worker",
        lambda results: (*_enrol(results, nation), *batches),
        turns=3,
    )
    yield Command(
        "`update` of 2,000 rows",
        lambda results: _update(results, desk),
        before=lambda results: ("enrol", desk, "--out", results / "first"),
    )


def _enrol(results: Path, roster: Path) -> Arguments:
    return ("enrol", roster, "--out", results / "out")


def _update(results: Path, roster: Path) -> Arguments:
    out = results / "out"
    return ("update", results / "first", roster, "--period", "2024-11", "--out", out)


def compare(
    commands: Iterable[Command],
    recorded: Version,
    current: Version,
    turns: int | None = None,
    log: Callable[[str], None] = lambda _: None,
) -> dict[str, list[Measurement]]:
    """Measure each command: the current version's processor time by that of the recorded one."""
    versions = {"recorded": recorded, "current": current}
    for version in versions.values():
        version.prepare()
    groups = (
        Group(
            command.title,
            command.turns,
            (Line(command.title, ratio("current", "recorded"), LIMIT),),
            partial(_measure, command, versions, log),
        )
        for command in commands
    )
    return {group.name: measure_group(group, turns) for group in groups}


def _measure(
    command: Command, versions: Mapping[str, Version], log: Callable[[str], None], turns: int
) -> list[Turn]:
    if command.before:
        for version in versions.values():
            version.run(command.before(version.results))
    log(command.title)
    runs = {
        name: partial(version.run, command.arguments(version.results))
        for name, version in versions.items()
    }
    return in_turns(runs, turns, log)


def print_table(measurements: Mapping[str, Sequence[Measurement]]) -> int:
    """Print the table; return 1 unless all ratios are measured and within the limit."""
    print(*table(measurements), sep="\n")  # noqa: T201
    return int(not all(row.is_within_limit for rows in measurements.values() for row in rows))


@contextmanager
def checked_out(commit: str, folder: Path, repository: Path = REPOSITORY) -> Iterator[Path]:
    """Yield a folder with the files of a commit, which is removed afterwards."""
    git = ["git", "-C", str(repository)]
    known = subprocess.run(
        [*git, "cat-file", "-e", f"{commit}^{{commit}}"], capture_output=True, check=False
    )
    if known.returncode:
        raise NoCommitError(
            f"{repository} has no commit {commit}. Fetch it with `git fetch --unshallow` or "
            f"`git fetch origin {commit}`, or compare with another: --against COMMIT"
        )
    subprocess.run(
        [*git, "worktree", "add", "--quiet", "--detach", str(folder), commit], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", str(folder)], check=True)


def main() -> int:
    """Compare both versions, print the table and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.regression", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--against", metavar="COMMIT", help="instead of the recorded commit")
    parser.add_argument("--turns", type=int, help="instead of each command's own number")
    options = parser.parse_args()
    commit = options.against or RECORDED_COMMIT.read_text(encoding="ascii").strip()
    compile_all()
    with TemporaryDirectory(prefix="pemilu-cover-regression-") as name:
        folder = Path(name)
        try:
            with checked_out(commit, folder / "tree") as tree:
                recorded, current = (
                    Version(root / "src", folder / title)
                    for root, title in ((tree, "recorded"), (REPOSITORY, "current"))
                )
                measured = compare(
                    commands(folder), recorded, current, options.turns, _print_progress
                )
        except (NoCommitError, FailedError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return print_table(measured)


def _print_progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
