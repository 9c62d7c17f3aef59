"""Lines of the table of benchmarks: what is measured, the limit, and the table as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from benchmarks.measure import GIB, FailedError, Spread, Turn, spread

_REASON_LENGTH = 100  # letters of the reason why a line was not measured


@dataclass(frozen=True)
class Line:
    """One line of the table; ``of`` returns its value in one turn, in ``unit`` (empty: a ratio).

    ``limit`` is the highest value, or the lowest with ``at_least``.
    """

    title: str
    of: Callable[[Turn], float]
    limit: float | None = None
    unit: str = ""
    at_least: bool = False


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
        if self.line.at_least:
            return self.spread.median >= self.line.limit
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


def rate(rows: int, name: str) -> Callable[[Turn], float]:
    """Return how many rows a second a command takes."""
    return lambda turn: rows / turn[name].seconds


def peak(name: str) -> Callable[[Turn], float]:
    """Return the highest memory of a command, in GiB."""

    def of(turn: Turn) -> float:
        if (peak_bytes := turn[name].peak) is None:
            raise FailedError("memory is only measured on Linux")
        return peak_bytes / GIB

    return of


def table(measurements: Mapping[str, Sequence[Measurement]]) -> Iterator[str]:
    """Return the table as Markdown, line by line."""
    yield "| what | measured | spread (quartiles) | allowed | holds |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for lines in measurements.values():
        for row in lines:
            yield "| " + " | ".join((row.line.title, *_cells(row))) + " |"


def _cells(measurement: Measurement) -> tuple[str, str, str, str]:
    line, measured = measurement.line, measurement.spread
    unit, sign = f" {line.unit}" if line.unit else "", "≥" if line.at_least else "≤"
    limit = "" if line.limit is None else f"{sign} {_figure(line.limit)}{unit}"
    if measured is None:
        reason = shorten(measurement.reason.replace("|", "/"), _REASON_LENGTH)
        return "not measured", reason, limit, ""
    mark = {True: "yes", False: "**no**", None: ""}[measurement.is_within_limit]
    quartiles = f"{_figure(measured.low)} – {_figure(measured.high)}"
    return f"{_figure(measured.median)}{unit}", quartiles, limit, mark


def _figure(value: float) -> str:
    """Return a value with three digits, or all digits before the point.

    >>> _figure(0.1234), _figure(10.52), _figure(12345.6)
    ('0.123', '10.5', '12,346')
    """
    return f"{value:,.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f}"
