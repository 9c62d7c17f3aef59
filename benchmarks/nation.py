"""Benchmarks of rosters of millions of rows, which are enrolled in batches."""

from __future__ import annotations

import os
from collections.abc import Callable

from benchmarks.changes import change_roster
from benchmarks.lines import Group, Line, peak, rate, ratio
from benchmarks.measure import Turn, in_turns, kill_after, run
from benchmarks.rosters import RosterSpec
from benchmarks.workspace import Workspace, program, short_form


def _spec(space: Workspace, rows: int, *, distinct: bool = False) -> RosterSpec:
    return RosterSpec(rows, space.sizes.faults, space.sizes.duplicates, distinct)


def nation(space: Workspace) -> Group:
    """Compare a nation with itself: with fewer workers, other contracts, faults, another format."""
    rows = space.sizes.nation
    size = short_form(rows)

    def microseconds_a_contract(turn: Turn) -> float:
        return (turn["distinct"].seconds - turn["one worker"].seconds) / rows * 1e6

    lines = (
        Line(
            f"`enrol` of {size} rows of Parquet on {os.cpu_count()} cores, rows a second",
            *(rate(rows, "nation"), 100_000),
            at_least=True,
        ),
        Line(
            "the same with 1 worker / with 2 workers",
            *(ratio("one worker", "two workers"), 1.7),
            at_least=True,
        ),
        Line("the same with findings on every row / clean", ratio("faulty", "nation"), 2.5),
        Line("the same with 1 % faults of all kinds / clean", ratio("realistic", "nation")),
        Line(
            "each further distinct contract, with 1 worker",
            *(microseconds_a_contract, 40, "µs"),
        ),
        Line(f"{size} rows of CSV / of Parquet", ratio("csv", "nation")),
    )

    def measure(turns: int) -> list[Turn]:
        clean = space.roster("nation", _spec(space, rows), ".parquet")
        distinct = space.roster("distinct", _spec(space, rows, distinct=True), ".parquet")
        faulty = space.roster("faulty", RosterSpec(rows, all_faulty=True), ".parquet")
        realistic = space.roster("realistic", RosterSpec(rows, realistic=True), ".parquet")
        csv = space.roster("nation", _spec(space, rows), ".csv")
        commands = {
            "nation": space.enrol_nation("nation", clean),
            "one worker": space.enrol_nation("one", clean, "--workers", "1"),
            "two workers": space.enrol_nation("two", clean, "--workers", "2"),
            "faulty": space.enrol_nation("faulty", faulty),
            "realistic": space.enrol_nation("realistic", realistic),
            "distinct": space.enrol_nation("distinct", distinct, "--workers", "1"),
            "csv": space.enrol_nation("csv", csv),
        }
        return in_turns(commands, turns, space.log)

    return Group("nation", 3, lines, measure)


def workbooks(space: Workspace) -> Group:
    """Compare the workbooks of the kecamatan of a nation with the same people in Parquet."""
    rows, count = space.sizes.nation, f"{space.sizes.workbooks:,}"
    lines = (
        Line(
            f"{count} workbooks with {short_form(rows)} rows / Parquet", ratio("books", "parquet")
        ),
        Line(f"peak memory of {count} workbooks, all processes", peak("books"), 1.5, "GiB"),
    )

    def measure(turns: int) -> list[Turn]:
        spec = _spec(space, rows)
        parquet = space.roster("nation", spec, ".parquet")
        commands = {
            "parquet": space.enrol_nation("parquet", parquet),
            "books": space.enrol_nation("books", space.workbooks(spec), memory=True),
        }
        return in_turns(commands, turns, space.log)

    return Group("workbooks", 1, lines, measure)


def killed(space: Workspace) -> Group:
    """Kill a run after half of its time, and compare the rest with the other half."""
    rows = space.sizes.nation

    def measure(turns: int) -> list[Turn]:
        roster = space.roster("nation", _spec(space, rows), ".parquet")
        out = space.results / "killed"
        command = program("enrol", roster, "--output-format", "parquet", "--out", out)
        measured = []
        for _ in range(turns):
            space.clear(out)
            whole = run(command)
            space.clear(out)
            kill_after(whole.seconds / 2, command)
            measured.append({"whole": whole, "rest": run(command)})
            space.log(f"whole {whole.seconds:.2f} s, rest {measured[-1]['rest'].seconds:.2f} s")
        return measured

    title = f"`enrol` of {short_form(rows)} rows, killed at half: the rest / half of the whole"
    line = Line(title, lambda turn: 2 * turn["rest"].seconds / turn["whole"].seconds, 1.15)
    return Group("killed", 3, (line,), measure)


def nations(space: Workspace) -> Group:
    """Measure time and memory of ten nations, clean and faulty."""
    small, large = space.sizes.nation, space.sizes.nations
    size = short_form(large)
    lines = [
        Line(f"`enrol` of {size} rows / of {short_form(small)}", ratio("clean 2", "small"), 10.2),
        Line(f"`enrol` of {size} rows with 2 workers, rows a second", rate(large, "clean 2")),
    ]
    for kind in ("clean", "faulty"):
        title = f"peak memory of {size} {kind} rows, all processes"
        lines += [
            Line(f"{title}, 2 workers", peak(f"{kind} 2"), 1.5, "GiB"),
            Line(f"{title}, each further worker", _further_worker(kind), 0.3, "GiB"),
        ]

    def measure(turns: int) -> list[Turn]:
        rosters = {
            "small": space.roster("nation", _spec(space, small), ".parquet"),
            "clean": space.roster("nation", _spec(space, large), ".parquet"),
            "faulty": space.roster("faulty", RosterSpec(large, all_faulty=True), ".parquet"),
        }
        commands = {
            "small": space.enrol_nation("small", rosters["small"], "--workers", "2", memory=True)
        }
        for kind in ("clean", "faulty"):
            for workers in ("2", "4"):
                commands[f"{kind} {workers}"] = space.enrol_nation(
                    *(f"{kind} {workers}", rosters[kind], "--workers", workers), memory=True
                )
        return in_turns(commands, turns, space.log)

    return Group("nations", 1, lines, measure)


def _further_worker(kind: str) -> Callable[[Turn], float]:
    four, two = peak(f"{kind} 4"), peak(f"{kind} 2")
    return lambda turn: (four(turn) - two(turn)) / 2


def update(space: Workspace) -> Group:
    """Compare ``update`` of a nation with ``enrol``."""
    size = short_form(space.sizes.nation)
    lines = (
        Line(
            f"`update` of {size} rows of CSV, 1 % changed / `enrol`", ratio("update", "enrol"), 1.5
        ),
        Line(f"peak memory of `update` of {size} rows", peak("update"), 1.5, "GiB"),
    )

    def measure(turns: int) -> list[Turn]:
        roster = space.roster("unchanged", RosterSpec(space.sizes.nation), ".csv")
        newer, changes = (roster.with_name(f"{name}-{roster.name}") for name in ("newer", "list"))
        change_roster(roster, newer, changes)
        space.enrol_nation("first", roster)()
        first, out = space.results / "first", space.results / "next"
        command = program("update", first, newer, "--changes", changes, "--period", "2024-11")
        commands = {
            "enrol": space.enrol_nation("enrol", roster),
            "update": space.fresh(out, [*command, "--out", out], memory=True),
        }
        return in_turns(commands, turns, space.log)

    return Group("update", 3, lines, measure)
