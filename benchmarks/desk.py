"""Benchmarks of one regency and of single questions."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

from benchmarks import guard
from benchmarks.bills import write_bill
from benchmarks.contracts import write_contracts
from benchmarks.lines import Group, Line, rate, ratio
from benchmarks.measure import FailedError, ProcessRun, Turn, in_turns, python, run
from benchmarks.rosters import RosterSpec
from benchmarks.workspace import EXAMPLE, REPOSITORY, Workspace, program

FOLDER = Path(__file__).resolve().parent
CALAMINE_READ = (
    "import sys; from python_calamine import CalamineWorkbook as W; book = W.from_path(sys.argv[1]); "
    "[sum(1 for _ in book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names]"
)
BASELINE_LIBRARIES = ("pandas", "lxml")
BASELINE = "usual way"


def desk(space: Workspace) -> Group:
    """Compare ``enrol`` with the usual way of doing the job, and with nothing but reading."""
    size = f"{space.sizes.desk:,} rows"
    usual_way = "pandas + openpyxl + pydantic of every row"
    lines = (
        Line(f"`enrol` of {size} / {usual_way}", ratio("enrol", BASELINE), 0.10),
        Line(f"`enrol` of {size} / a bare calamine read", ratio("enrol", "calamine"), 4.5),
    )

    def measure(turns: int) -> list[Turn]:
        for name in BASELINE_LIBRARIES:
            if importlib.util.find_spec(name) is None:
                raise FailedError(f"needs {name}: pip install -e '.[bench]'")
        roster, out = space.desk(), space.results / BASELINE
        commands = {
            "enrol": space.enrol("enrol", roster),
            BASELINE: space.fresh(out, python(FOLDER / "baseline_pandas.py", roster, out)),
            "calamine": lambda: run(python("-c", CALAMINE_READ, roster)),
        }
        return in_turns(commands, turns, space.log)

    return Group("desk", 5, lines, measure, lambda: _compare_totals(space.results))


def _compare_totals(results: Path) -> str:
    """Return a note on whether both ways billed the same people the same amounts."""
    manifests = [results / name / "manifest.json" for name in ("enrol", BASELINE)]
    if not all(path.exists() for path in manifests):
        return ""
    own, usual = (json.loads(path.read_text(encoding="utf-8")) for path in manifests)
    counts = ("enrolled", "ready", "held_back")
    is_equal = own["premium"] == usual["premium"] and all(
        own["counts"][name] == usual["counts"][name] for name in counts
    )
    bills = [
        f"Rp{row['premium']['total']} for {row['counts']['enrolled']:,} people"
        for row in (own, usual)
    ]
    if is_equal:
        return f"Both ways bill {bills[0]}."
    return f"**The two ways differ**: the program bills {bills[0]}, the usual way {bills[1]}."


def faulty(space: Workspace) -> Group:
    """Compare a regency with a fault in every row with one without."""
    size = space.sizes.desk

    def measure(turns: int) -> list[Turn]:
        bad = space.roster("desk-faulty", RosterSpec(size, desk=True, all_faulty=True))
        good = space.roster("desk", RosterSpec(size, desk=True))
        commands = {"faulty": space.enrol("faulty", bad), "good": space.enrol("good", good)}
        return in_turns(commands, turns, space.log)

    title = f"`enrol` of {size:,} rows with a fault in every row / without any"
    return Group("faulty", 5, (Line(title, ratio("faulty", "good"), 2),), measure)


def quote(space: Workspace) -> Group:
    """Compare ``quote`` with a program that has the same libraries and options, and does nothing."""
    arguments = ("quote", "--role", "KPPS", "--days", "30")
    commands: dict[str, Callable[[], ProcessRun]] = {
        "quote": lambda: run(program(*arguments)),
        "typer": lambda: run(
            python("-m", "benchmarks.typer_program", *arguments), folder=REPOSITORY
        ),
    }
    title = "`quote` / a typer program with one pydantic model and as many options"
    line = Line(title, ratio("quote", "typer"), 1.25)
    return Group("quote", 15, (line,), lambda turns: in_turns(commands, turns, space.log))


def contracts(space: Workspace) -> Group:
    """Measure how many contracts ``quote --from`` prices in a second."""
    number = space.sizes.contracts

    def measure(turns: int) -> list[Turn]:
        path = space.folder / f"contracts-{number}.csv"
        write_contracts(path, number)
        commands = {"quote": lambda: run(program("quote", "--from", path))}
        return in_turns(commands, turns, space.log)

    title = f"`quote --from` a CSV of {number:,} contracts, contracts a second"
    line = Line(title, rate(number, "quote"), 20_000, at_least=True)
    return Group("contracts", 5, (line,), measure)


def later(space: Workspace) -> Group:
    """Compare the commands that follow ``enrol`` with it."""
    names = ("update", "reconcile", "coverage")
    size = f"{space.sizes.desk:,} rows"
    lines = [
        Line(f"`{name}` of {size} / `enrol` of the same", ratio(name, "enrol"), 1) for name in names
    ]

    def measure(turns: int) -> list[Turn]:
        roster, first, out = space.desk(), space.results / "first", space.results / "next"
        space.enrol("first", roster)()
        bill = space.folder / "bill.csv"
        write_bill(first, bill)
        update = program("update", first, roster, "--period", "2024-11", "--out", out)
        commands = {
            "enrol": space.enrol("desk", roster),
            "update": space.fresh(out, update),
            "reconcile": lambda: run(program("reconcile", first, bill)),
            "coverage": lambda: run(program("coverage", first)),
        }
        return in_turns(commands, turns, space.log)

    return Group("later", 5, lines, measure)


def growth(space: Workspace) -> Group:
    """Compare a large regency with a usual one."""
    large, desk = space.sizes.large, space.sizes.desk

    def of(turn: Turn) -> float:
        start = turn["one"].seconds
        return (turn["large"].seconds - start) / (turn["desk"].seconds - start)

    def measure(turns: int) -> list[Turn]:
        commands = {
            name: space.enrol(name, space.roster("desk", RosterSpec(rows, desk=True)))
            for name, rows in {"one": 1, "desk": desk, "large": large}.items()
        }
        return in_turns(commands, turns, space.log)

    times = f"{large / desk:.1f} × the rows, start-up taken off"
    line = Line(f"`enrol` of {large:,} rows / of {desk:,} ({times})", of, 7.5)
    return Group("growth", 3, (line,), measure)


def guarded(space: Workspace) -> Group:
    """Compare the guard before the reader with the reader."""
    title = "the guard before the reader / a bare read, in one process"
    line = Line(title, ratio("guard", "bare"), guard.LIMIT)

    def measure(turns: int) -> list[Turn]:
        content = (space.sizes.example or EXAMPLE).read_bytes()
        commands = {
            "bare": lambda: ProcessRun(guard.seconds(lambda: guard.read_unguarded(content))),
            "guard": lambda: ProcessRun(guard.seconds(lambda: guard.guard(content))),
        }
        return in_turns(commands, turns)

    return Group("guard", guard.TURNS, (line,), measure)


def suite(space: Workspace) -> Group:
    """Measure the tests of the README, after the installation."""
    command = python("-m", "pytest", "-q")
    commands = {"tests": lambda: run(command, folder=REPOSITORY, good=(0,))}
    line = Line(
        "the README's tests, after the installation", lambda turn: turn["tests"].seconds, 180, "s"
    )
    return Group("suite", 1, (line,), lambda turns: in_turns(commands, turns, space.log))
