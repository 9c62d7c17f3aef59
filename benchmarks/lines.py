"""The lines of the table: what is measured against what, and what is allowed."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from benchmarks import guard
from benchmarks.measure import GIB, FailedError, Ran, Spread, Turn, in_turns, python, run, spread
from benchmarks.rosters import Order, write

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "purwakarta-2024.xlsx"
BARE_READ = (
    "import sys; from python_calamine import CalamineWorkbook as W; book = W.from_path(sys.argv[1]); "
    "[sum(1 for _ in book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names]"
)
USUAL_NEEDS = ("pandas", "lxml")
_WHY = 100  # letters of the reason why a line was not measured


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
    """One line of the table; ``of`` gives its value of one turn, in ``unit`` (nothing: a ratio)."""

    what: str
    of: Callable[[Turn], float]
    allowed: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Told:
    """A line that was measured, or why it could not be."""

    line: Line
    spread: Spread | None
    why: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether it is within what is allowed; None where nothing is, or nothing was measured."""
        if self.spread is None or self.line.allowed is None:
            return None
        return self.spread.median <= self.line.allowed


@dataclass(frozen=True)
class Group:
    """Lines that are measured in the same turns.

    ``measure`` does so many turns; ``remark`` says what is to be known of what the last of them left.
    """

    name: str
    turns: int
    lines: Sequence[Line]
    measure: Callable[[int], list[Turn]]
    remark: Callable[[], str] = lambda: ""


def told(group: Group, turns: int | None = None) -> list[Told]:
    """Measure a group; where it cannot be measured say why, and go on."""
    try:
        found = group.measure(turns or group.turns)
        return [Told(line, spread([line.of(turn) for turn in found])) for line in group.lines]
    except FailedError as failure:
        return [Told(line, None, str(failure)) for line in group.lines]


def ratio(one: str, other: str) -> Callable[[Turn], float]:
    """Return how much longer one command takes than another."""
    return lambda turn: turn[one].seconds / turn[other].seconds


def peak(one: str) -> Callable[[Turn], float]:
    """Return the highest memory of a command, in GiB."""

    def of(turn: Turn) -> float:
        if (found := turn[one].peak) is None:
            raise FailedError("memory is only told by Linux")
        return found / GIB

    return of


class Desk:
    """The commands, in a folder in which rosters are kept and results made anew."""

    def __init__(self, folder: Path, sizes: Sizes, tell: Callable[[str], None]) -> None:
        self.folder, self.sizes, self.tell = folder, sizes, tell
        self.results = folder / "results"

    def groups(self) -> Iterator[Group]:
        """Return all groups in the order of the table."""
        yield self._desk()
        yield self._quote()
        yield self._growth()
        yield self._faulty()
        yield self._guard()
        yield self._national()

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
        for name in USUAL_NEEDS:
            if importlib.util.find_spec(name) is None:
                raise FailedError(f"needs {name}: pip install -e '.[bench]'")
        roster = self.sizes.example or self._roster("desk", Order(self.sizes.desk, desk=True))
        usual = self.results / "usual way"
        commands = {
            "enrol": self._enrol("enrol", roster),
            "usual way": self._fresh(usual, python(HERE / "baseline_pandas.py", roster, usual)),
            "calamine": lambda: run(python("-c", BARE_READ, roster)),
        }
        return in_turns(commands, turns, self.tell)

    def _same_totals(self) -> str:
        """Return whether both ways billed the same people the same amounts."""
        ours, usual = (self._manifest(name) for name in ("enrol", "usual way"))
        if ours is None or usual is None:
            return ""
        counts = ("enrolled", "ready", "held_back")
        same = ours["premium"] == usual["premium"] and all(
            ours["counts"][name] == usual["counts"][name] for name in counts
        )
        bills = [
            f"Rp{one['premium']['total']} for {one['counts']['enrolled']:,} people"
            for one in (ours, usual)
        ]
        if same:
            return f"Both ways bill {bills[0]}."
        return f"**The two ways differ**: the program bills {bills[0]}, the usual way {bills[1]}."

    def _quote(self) -> Group:
        commands = {
            "quote": lambda: run(program("quote", "--role", "KPPS", "--days", "30")),
            "pass": lambda: run(python("-c", "pass")),
        }
        line = Line("`quote` / `python -c pass`", ratio("quote", "pass"), 8)
        return Group("quote", 15, (line,), lambda turns: in_turns(commands, turns, self.tell))

    def _growth(self) -> Group:
        large, desk = self.sizes.large, self.sizes.desk

        def of(turn: Turn) -> float:
            start = turn["one"].seconds
            return (turn["large"].seconds - start) / (turn["desk"].seconds - start)

        def measure(turns: int) -> list[Turn]:
            orders = {"one": Order(1), "desk": Order(desk), "large": Order(large)}
            commands = {
                name: self._enrol(name, self._roster("desk", Order(order.rows, desk=True)))
                for name, order in orders.items()
            }
            return in_turns(commands, turns, self.tell)

        times = f"{large / desk:.1f} × the rows, start-up taken off"
        line = Line(f"`enrol` of {large:,} rows / of {desk:,} ({times})", of, 7.5)
        return Group("growth", 3, (line,), measure)

    def _faulty(self) -> Group:
        size = self.sizes.desk

        def measure(turns: int) -> list[Turn]:
            bad = self._roster("desk-faulty", Order(size, desk=True, all_faulty=True))
            good = self._roster("desk", Order(size, desk=True))
            commands = {"faulty": self._enrol("faulty", bad), "good": self._enrol("good", good)}
            return in_turns(commands, turns, self.tell)

        what = f"`enrol` of {size:,} rows with a fault in every row / without any"
        return Group("faulty", 5, (Line(what, ratio("faulty", "good"), 4),), measure)

    def _guard(self) -> Group:
        line = Line(
            "the guard before the reader / a bare read, in one process",
            ratio("guard", "bare"),
            guard.ALLOWED,
        )

        def measure(turns: int) -> list[Turn]:
            content = (self.sizes.example or EXAMPLE).read_bytes()
            commands = {
                "bare": lambda: Ran(guard.seconds(lambda: guard.bare(content))),
                "guard": lambda: Ran(guard.seconds(lambda: guard.guard(content))),
            }
            return in_turns(commands, turns)

        return Group("guard", guard.TURNS, (line,), measure)

    def _national(self) -> Group:
        one, ten = _short(self.sizes.nation), _short(self.sizes.nations)
        lines = (
            Line(f"`enrol` of {ten} rows of Parquet / of {one}", ratio("nations", "nation"), 10.5),
            Line(f"peak memory of {ten} rows of Parquet", peak("nations"), 1.5, "GiB"),
            Line(f"peak memory of {one} rows of Parquet", peak("nation"), None, "GiB"),
            Line(f"{one} rows, no contract twice / a few contracts", ratio("distinct", "nation")),
            Line(f"peak memory of {one} rows, no contract twice", peak("distinct"), None, "GiB"),
            Line(f"{one} rows of CSV / of Parquet", ratio("csv", "nation")),
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
        )()  # where it cannot be, ten times as much is not made
        many = self._nation(self.sizes.nations)
        rosters["nations"] = self._roster("nation", many, ".parquet")
        commands = {name: self._enrol_nation(name, path) for name, path in rosters.items()}
        return in_turns(commands, turns, self.tell)

    def _nation(self, rows: int, *, distinct: bool = False) -> Order:
        return Order(rows, self.sizes.faults, self.sizes.duplicates, distinct)

    # ---- What they share

    def _roster(self, name: str, order: Order, kind: str = ".xlsx") -> Path:
        """Return a roster, made only where it does not lie in the folder already."""
        path = self.folder / f"{name}-{order.rows}{kind}"
        if not path.exists():
            self.tell(f"making {path.name}")
            unfinished = path.with_name(f"unfinished-{path.name}")
            write(order, unfinished)
            unfinished.rename(path)
        return path

    def _enrol(
        self, name: str, roster: Path, *more: str, memory: bool = False
    ) -> Callable[[], Ran]:
        out = self.results / name
        return self._fresh(out, program("enrol", roster, *more, "--out", out), memory=memory)

    def _enrol_nation(self, name: str, roster: Path) -> Callable[[], Ran]:
        kind = "csv" if roster.suffix == ".csv" else "parquet"
        return self._enrol(name, roster, "--output-format", kind, memory=True)

    def _fresh(
        self, out: Path, command: Sequence[str | Path], *, memory: bool = False
    ) -> Callable[[], Ran]:
        """Return a run into a place where nothing lies; what it makes is left for the remark."""

        def begin() -> Ran:
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
    """Write a number of rows shortly.

    >>> _short(10_000_000), _short(2_500)
    ('10 M', '2,500')
    """
    return f"{rows // 10**6} M" if rows % 10**6 == 0 and rows else f"{rows:,}"


def table(found: Mapping[str, Sequence[Told]]) -> Iterator[str]:
    """Return the table as Markdown, line by line."""
    yield "| what | measured | spread (quartiles) | allowed | holds |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for lines in found.values():
        for one in lines:
            yield "| " + " | ".join((one.line.what, *_cells(one))) + " |"


def _cells(one: Told) -> tuple[str, str, str, str]:
    allowed, unit = one.line.allowed, f" {one.line.unit}" if one.line.unit else ""
    limit = "" if allowed is None else f"≤ {allowed:.2f}{unit}"
    if one.spread is None:
        return "not measured", shorten(one.why.replace("|", "/"), _WHY), limit, ""
    low, high = (_figure(value) for value in (one.spread.low, one.spread.high))
    holds = {True: "yes", False: "**no**", None: ""}[one.holds]
    return f"{_figure(one.spread.median)}{unit}", f"{low} – {high}", limit, holds


def _figure(value: float) -> str:
    """Write a value with three digits.

    >>> _figure(0.1234), _figure(10.52), _figure(123.4)
    ('0.123', '10.5', '123')
    """
    return f"{value:.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f}"
