"""The benchmarks: what is measured against what, and the limits."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from benchmarks import guard
from benchmarks.changes import change_roster
from benchmarks.measure import (
    GIB,
    FailedError,
    ProcessRun,
    Spread,
    Turn,
    in_turns,
    python,
    run,
    spread,
)
from benchmarks.rosters import RosterSpec, write

FOLDER = Path(__file__).resolve().parent
EXAMPLE = FOLDER.parent / "examples" / "purwakarta-2024.xlsx"
CALAMINE_READ = (
    "import sys; from python_calamine import CalamineWorkbook as W; book = W.from_path(sys.argv[1]); "
    "[sum(1 for _ in book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names]"
)
BASELINE_LIBRARIES = ("pandas", "lxml")
_REASON_LENGTH = 100  # letters of the reason why a line was not measured


@dataclass(frozen=True)
class Sizes:
    """How many rows the rosters have; ``example`` is a workbook of desk size, or made if it is None."""

    desk: int = 14_456
    large: int = 100_000
    nation: int = 1_000_000
    nations: int = 10_000_000
    faults: int = 60
    duplicates: int = 20
    example: Path | None = EXAMPLE


@dataclass(frozen=True)
class Line:
    """One line of the table; ``of`` returns its value in one turn, in ``unit`` (empty: a ratio)."""

    title: str
    of: Callable[[Turn], float]
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Measurement:
    """The measurement of a line, or the reason why there is none."""

    line: Line
    spread: Spread | None
    reason: str = ""

    @property
    def is_within_limit(self) -> bool | None:
        """Whether the median is within the limit; None without a limit or a measurement."""
        if self.spread is None or self.line.limit is None:
            return None
        return self.spread.median <= self.line.limit


@dataclass(frozen=True)
class Group:
    """Lines that are measured in the same turns.

    ``measure`` runs a number of turns; ``remark`` returns a note on the results of the last turn.
    """

    name: str
    turns: int
    lines: Sequence[Line]
    measure: Callable[[int], list[Turn]]
    remark: Callable[[], str] = lambda: ""


def measure_group(group: Group, turns: int | None = None) -> list[Measurement]:
    """Measure a group; return the reason for each line if a command fails."""
    try:
        turns_run = group.measure(turns or group.turns)
        return [
            Measurement(line, spread([line.of(turn) for turn in turns_run])) for line in group.lines
        ]
    except FailedError as failure:
        return [Measurement(line, None, str(failure)) for line in group.lines]


def ratio(numerator: str, denominator: str) -> Callable[[Turn], float]:
    """Return the ratio of the times of two commands."""
    return lambda turn: turn[numerator].seconds / turn[denominator].seconds


def peak(name: str) -> Callable[[Turn], float]:
    """Return the highest memory of a command, in GiB."""

    def of(turn: Turn) -> float:
        if (peak_bytes := turn[name].peak) is None:
            raise FailedError("memory is only measured on Linux")
        return peak_bytes / GIB

    return of


class Benchmarks:
    """The groups of benchmarks, in a folder with rosters, which are reused, and results, which are not."""

    def __init__(self, folder: Path, sizes: Sizes, log: Callable[[str], None]) -> None:
        self.folder, self.sizes, self.log = folder, sizes, log
        self.results = folder / "results"

    def groups(self) -> Iterator[Group]:
        """Return all groups in the order of the table."""
        yield self._desk()
        yield self._quote()
        yield self._growth()
        yield self._faulty()
        yield self._guard()
        yield self._national()
        yield self._update()

    # ---- The groups

    def _desk(self) -> Group:
        size = f"{self.sizes.desk:,} rows"
        return Group(
            "desk",
            5,
            (
                Line(
                    f"`enrol` of {size} / pandas + openpyxl + pydantic of every row",
                    ratio("enrol", "usual way"),
                    0.15,
                ),
                Line(f"`enrol` of {size} / a bare calamine read", ratio("enrol", "calamine"), 4.5),
            ),
            self._measure_desk,
            self._same_totals,
        )

    def _measure_desk(self, turns: int) -> list[Turn]:
        for name in BASELINE_LIBRARIES:
            if importlib.util.find_spec(name) is None:
                raise FailedError(f"needs {name}: pip install -e '.[bench]'")
        roster = self.sizes.example or self._roster("desk", RosterSpec(self.sizes.desk, desk=True))
        baseline = self.results / "usual way"
        commands = {
            "enrol": self._enrol("enrol", roster),
            "usual way": self._fresh(
                baseline, python(FOLDER / "baseline_pandas.py", roster, baseline)
            ),
            "calamine": lambda: run(python("-c", CALAMINE_READ, roster)),
        }
        return in_turns(commands, turns, self.log)

    def _same_totals(self) -> str:
        """Return a note on whether both ways billed the same people the same amounts."""
        own, baseline = (self._manifest(name) for name in ("enrol", "usual way"))
        if own is None or baseline is None:
            return ""
        counts = ("enrolled", "ready", "held_back")
        is_equal = own["premium"] == baseline["premium"] and all(
            own["counts"][name] == baseline["counts"][name] for name in counts
        )
        bills = [
            f"Rp{row['premium']['total']} for {row['counts']['enrolled']:,} people"
            for row in (own, baseline)
        ]
        if is_equal:
            return f"Both ways bill {bills[0]}."
        return f"**The two ways differ**: the program bills {bills[0]}, the usual way {bills[1]}."

    def _quote(self) -> Group:
        commands = {
            "quote": lambda: run(program("quote", "--role", "KPPS", "--days", "30")),
            "pass": lambda: run(python("-c", "pass")),
        }
        line = Line("`quote` / `python -c pass`", ratio("quote", "pass"), 8)
        return Group("quote", 15, (line,), lambda turns: in_turns(commands, turns, self.log))

    def _growth(self) -> Group:
        large, desk = self.sizes.large, self.sizes.desk

        def of(turn: Turn) -> float:
            start = turn["one"].seconds
            return (turn["large"].seconds - start) / (turn["desk"].seconds - start)

        def measure(turns: int) -> list[Turn]:
            specs = {"one": RosterSpec(1), "desk": RosterSpec(desk), "large": RosterSpec(large)}
            commands = {
                name: self._enrol(name, self._roster("desk", RosterSpec(spec.rows, desk=True)))
                for name, spec in specs.items()
            }
            return in_turns(commands, turns, self.log)

        times = f"{large / desk:.1f} × the rows, start-up taken off"
        line = Line(f"`enrol` of {large:,} rows / of {desk:,} ({times})", of, 7.5)
        return Group("growth", 3, (line,), measure)

    def _faulty(self) -> Group:
        size = self.sizes.desk

        def measure(turns: int) -> list[Turn]:
            bad = self._roster("desk-faulty", RosterSpec(size, desk=True, all_faulty=True))
            good = self._roster("desk", RosterSpec(size, desk=True))
            commands = {"faulty": self._enrol("faulty", bad), "good": self._enrol("good", good)}
            return in_turns(commands, turns, self.log)

        what = f"`enrol` of {size:,} rows with a fault in every row / without any"
        return Group("faulty", 5, (Line(what, ratio("faulty", "good"), 4),), measure)

    def _guard(self) -> Group:
        line = Line(
            "the guard before the reader / a bare read, in one process",
            ratio("guard", "bare"),
            guard.LIMIT,
        )

        def measure(turns: int) -> list[Turn]:
            content = (self.sizes.example or EXAMPLE).read_bytes()
            commands = {
                "bare": lambda: ProcessRun(guard.seconds(lambda: guard.read_unguarded(content))),
                "guard": lambda: ProcessRun(guard.seconds(lambda: guard.guard(content))),
            }
            return in_turns(commands, turns)

        return Group("guard", guard.TURNS, (line,), measure)

    def _national(self) -> Group:
        nation, nations = _short(self.sizes.nation), _short(self.sizes.nations)
        lines = (
            Line(
                f"`enrol` of {nations} rows of Parquet / of {nation}",
                ratio("nations", "nation"),
                10.5,
            ),
            Line(f"peak memory of {nations} rows of Parquet", peak("nations"), 1.5, "GiB"),
            Line(f"peak memory of {nation} rows of Parquet", peak("nation"), None, "GiB"),
            Line(
                f"{nation} rows, no contract twice / a few contracts", ratio("distinct", "nation")
            ),
            Line(f"peak memory of {nation} rows, no contract twice", peak("distinct"), None, "GiB"),
            Line(f"{nation} rows of CSV / of Parquet", ratio("csv", "nation")),
        )
        return Group("national", 3, lines, self._measure_national)

    def _measure_national(self, turns: int) -> list[Turn]:
        nation = self._nation(self.sizes.nation)
        rosters = {
            "nation": self._roster("nation", nation, ".parquet"),
            "distinct": self._roster(
                "nation-distinct", self._nation(self.sizes.nation, distinct=True), ".parquet"
            ),
            "csv": self._roster("nation", nation, ".csv"),
        }
        self._enrol_nation(
            "nation", rosters["nation"]
        )()  # if it fails, the ten times larger roster is not written
        many = self._nation(self.sizes.nations)
        rosters["nations"] = self._roster("nation", many, ".parquet")
        commands = {name: self._enrol_nation(name, path) for name, path in rosters.items()}
        return in_turns(commands, turns, self.log)

    def _update(self) -> Group:
        desk, nation = f"{self.sizes.desk:,}", _short(self.sizes.nation)
        lines = (
            Line(
                f"`update` of {desk} unchanged rows / `enrol`", ratio("desk update", "desk"), 1.05
            ),
            Line(
                f"`update` of {nation} rows of CSV, 1 % changed / `enrol`",
                ratio("nation update", "nation"),
                1.5,
            ),
            Line(f"peak memory of `update` of {nation} rows", peak("nation update"), 1.5, "GiB"),
        )
        return Group("update", 3, lines, self._measure_update)

    def _measure_update(self, turns: int) -> list[Turn]:
        desk = self.sizes.example or self._roster("desk", RosterSpec(self.sizes.desk, desk=True))
        nation = self._roster("nation", RosterSpec(self.sizes.nation), ".csv")
        newer, changes = (nation.with_name(f"{name}-{nation.name}") for name in ("newer", "list"))
        change_roster(nation, newer, changes)
        self._enrol("first desk", desk)()
        self._enrol_nation("first nation", nation)()
        inputs = {
            "desk": (desk,),
            "nation": (newer, "--changes", changes),
        }
        commands = {"desk": self._enrol("desk", desk), "nation": self._enrol_nation("n", nation)}
        for name, files in inputs.items():
            out = self.results / f"next {name}"
            first = self.results / f"first {name}"
            command = program("update", first, *files, "--period", "2024-11", "--out", out)
            commands[f"{name} update"] = self._fresh(out, command, memory=True)
        return in_turns(commands, turns, self.log)

    def _nation(self, rows: int, *, distinct: bool = False) -> RosterSpec:
        return RosterSpec(rows, self.sizes.faults, self.sizes.duplicates, distinct)

    # ---- What they share

    def _roster(self, name: str, spec: RosterSpec, kind: str = ".xlsx") -> Path:
        """Return a roster, which is only written if the folder does not have it."""
        path = self.folder / f"{name}-{spec.rows}{kind}"
        if not path.exists():
            self.log(f"making {path.name}")
            temporary = path.with_name(f"unfinished-{path.name}")
            write(spec, temporary)
            temporary.rename(path)
        return path

    def _enrol(
        self, name: str, roster: Path, *more: str, memory: bool = False
    ) -> Callable[[], ProcessRun]:
        out = self.results / name
        return self._fresh(out, program("enrol", roster, *more, "--out", out), memory=memory)

    def _enrol_nation(self, name: str, roster: Path) -> Callable[[], ProcessRun]:
        kind = "csv" if roster.suffix == ".csv" else "parquet"
        return self._enrol(name, roster, "--output-format", kind, memory=True)

    def _fresh(
        self, out: Path, command: Sequence[str | Path], *, memory: bool = False
    ) -> Callable[[], ProcessRun]:
        """Return a run into an empty folder, which is left for the remark."""

        def begin() -> ProcessRun:
            shutil.rmtree(out, ignore_errors=True)
            self.results.mkdir(parents=True, exist_ok=True)
            return run(command, memory=memory)

        return begin

    def _manifest(self, name: str) -> dict[str, dict[str, int]] | None:
        path = self.results / name / "manifest.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def program(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs the program."""
    return python("-m", "pemilu_cover", *arguments)


def _short(rows: int) -> str:
    """Return a number of rows in short form.

    >>> _short(10_000_000), _short(2_500)
    ('10 M', '2,500')
    """
    return f"{rows // 10**6} M" if rows % 10**6 == 0 and rows else f"{rows:,}"


def table(measurements: Mapping[str, Sequence[Measurement]]) -> Iterator[str]:
    """Return the table as Markdown, line by line."""
    yield "| what | measured | spread (quartiles) | allowed | holds |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for lines in measurements.values():
        for row in lines:
            yield "| " + " | ".join((row.line.title, *_cells(row))) + " |"


def _cells(measurement: Measurement) -> tuple[str, str, str, str]:
    max_value, unit = (
        measurement.line.limit,
        f" {measurement.line.unit}" if measurement.line.unit else "",
    )
    limit_text = "" if max_value is None else f"≤ {max_value:.2f}{unit}"
    if measurement.spread is None:
        return (
            "not measured",
            shorten(measurement.reason.replace("|", "/"), _REASON_LENGTH),
            limit_text,
            "",
        )
    low, high = (_figure(value) for value in (measurement.spread.low, measurement.spread.high))
    mark = {True: "yes", False: "**no**", None: ""}[measurement.is_within_limit]
    return f"{_figure(measurement.spread.median)}{unit}", f"{low} – {high}", limit_text, mark


def _figure(value: float) -> str:
    """Return a value with three digits.

    >>> _figure(0.1234), _figure(10.52), _figure(123.4)
    ('0.123', '10.5', '123')
    """
    return f"{value:.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f}"
