"""Charts of a page: bars by place, month or role, and the people of each day.

The template draws bars as HTML and days as a path, in the colours of the style. A chart library takes 10 ms
for a drawing, and as much time for the pages of all regencies as the program for a million people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

# An end of the days that is nearer to a voting day than this part of them has no label of its own.
_LABEL_PART = 0.25


class Series(NamedTuple):
    """The values of one colour: its name, its class in the style of the page, a value for each bar."""

    name: str
    colour: str
    values: Sequence[float] = ()


class Bar(NamedTuple):
    """A bar: its label, its length as a number, and the colours and lengths of its parts in percent."""

    label: str
    value: str
    parts: Sequence[tuple[str, str]]


class Line(NamedTuple):
    """A line over days: its colour, and its path in days and people from the upper left corner."""

    colour: str
    path: str


class Chart(NamedTuple):
    """A drawing with its title and the series of its legend: bars, or lines over days.

    Attributes:
        title: What it shows.
        legend: The series, without values.
        bars: The bars from above.
        lines: The lines, the lowest first.
        size: The number of days, and that of people at the upper end.
        most: The number of people as a text.
        days: Days with the percentage of the width at which each is.
    """

    title: str
    legend: Sequence[Series]
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    size: tuple[int, int] = (1, 1)
    most: str = ""
    days: Sequence[tuple[str, str]] = ()


class DayValues(NamedTuple):
    """The values of successive days from the first to the last."""

    first: date
    last: date
    values: Sequence[int]


def bar_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    format_value: Callable[[float], str],
) -> Chart:
    """Return horizontal bars, one for each label, of which the series are the parts."""
    drawn = [one for one in series if any(one.values)] or series[:1]
    sums = [sum(values) for values in zip(*(one.values for one in drawn), strict=True)]
    longest = max(sums, default=0) or 1
    bars = [
        Bar(
            label,
            format_value(sums[index]),
            [
                (one.colour, _percent(one.values[index] / longest))
                for one in drawn
                if one.values[index]
            ],
        )
        for index, label in enumerate(labels)
    ]
    return Chart(title, [one._replace(values=()) for one in drawn], bars)


def days_chart(
    title: str,
    series: Sequence[Series],
    spans: Sequence[DayValues],
    marked: tuple[Series, Iterable[date]],
    *,
    format_day: Callable[[date], str],
    format_value: Callable[[float], str],
) -> Chart:
    """Return a line for each series over the days, and a vertical one for each marked day.

    Args:
        title: What it shows.
        series: Name and colour of each.
        spans: The values of the series, in the order of the days.
        marked: Name and colour of the marked days, and the days.
        format_day: How days are written.
        format_value: How values are written.
    """
    first, last = spans[0].first, spans[-1].last
    most = max((value for span in spans for value in span.values), default=0) or 1
    shown = [day for day in sorted(set(marked[1])) if first <= day <= last]
    lines = [
        Line(one.colour, _steps([(span, span.values[index]) for span in spans], most))
        for index, one in enumerate(series)
    ]
    lines += [Line(marked[0].colour, f"M{(day - first).days + 0.5} 0V{most}") for day in shown]
    width = (last - first).days + 1
    days = [
        (format_day(day), _percent((day - first).days / max(width - 1, 1)))
        for day in _labelled_days(first, last, shown)
    ]
    legend = [*series, *([marked[0]] if shown else [])]
    return Chart(title, legend, (), lines, (width, most), format_value(most), days)


def _steps(spans: Sequence[tuple[DayValues, int]], most: int) -> str:
    """Return the path along the values of days, each as wide as its days."""
    start = spans[0][0].first
    steps = (f"V{most - value}H{(span.last - start).days + 1}" for span, value in spans)
    return f"M0 {most}{''.join(steps)}V{most}"


def _labelled_days(first: date, last: date, marked: Sequence[date]) -> list[date]:
    """Return the first marked day, and the first and the last one where there is room beside all marked."""
    room = (last - first).days * _LABEL_PART
    ends = [end for end in (first, last) if all(abs((end - day).days) > room for day in marked)]
    return sorted({*ends, *marked[:1]})


def _percent(part: float) -> str:
    return f"{100 * part:.2f}%"
