"""Charts as inline SVG, drawn by pygal.

pygal is chosen over matplotlib and Altair: it loads in 0.04 s, draws a chart in 0.01 s and takes 2 MB;
matplotlib takes 0.4 s, 0.07 s and 199 MB with what it needs, Altair with vl-convert 0.7 s for the first chart
and 131 MB. A page may take a fifth of a second. pygal's shapes have classes, so that the style of the page
colours them, and they follow the dark mode of the reader.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pygal
from markupsafe import Markup
from pygal.etree import etree
from pygal.style import Style

# pygal takes lxml where it is installed, which writes other bytes.
etree.to_etree()
# It adds a finder of maps to the imports of the whole program, by an interface that Python has removed.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")

_SVG = "{http://www.w3.org/2000/svg}"
# A drawing is as wide as a phone shows it, so that its text is not made smaller.
_WIDTH, _FONT = 440, 13
_BAR, _AXIS, _DAYS_HEIGHT = 24, 40, 260
_LONGEST_LABEL = 22
_MOST_TICKS = 5
# Half the width of the last label of an axis: a value, a day.
_HALF_VALUE, _HALF_DAY = 24, 40
# An end of the days that is nearer to a voting day than this part of them has no label of its own.
_LABEL_PART = 0.25


class Series(NamedTuple):
    """The values of one colour: its name, its class in the style of the page, a value for each label."""

    name: str
    colour: str
    values: Sequence[float]


class Chart(NamedTuple):
    """A drawing with what describes it: the title, a sentence, and the series that its legend names."""

    svg: Markup
    title: str
    series: Sequence[Series]


class DayValues(NamedTuple):
    """The values of successive days from the first to the last."""

    first: date
    last: date
    values: Sequence[int]


def bar_chart(
    name: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    format_value: Callable[[float], str],
) -> Chart:
    """Return horizontal bars, one for each label, of which the series are the parts."""
    drawn = [one for one in series if any(one.values)] or list(series[:1])
    chart = pygal.HorizontalStackedBar(
        height=_AXIS + _BAR * max(len(labels), 1),
        value_formatter=format_value,
        spacing=6,
        **_options(),
    )
    chart.x_labels = [
        _shorten(label) for label in reversed(labels)
    ]  # the first bar is at the bottom
    for one in drawn:
        chart.add(one.name, list(reversed(one.values)))
    return _finish(chart, name, title, drawn)


def days_chart(
    name: str,
    title: str,
    series: Sequence[tuple[str, str]],
    spans: Sequence[DayValues],
    marked: tuple[str, Iterable[date]],
    *,
    format_day: Callable[[date], str],
    format_value: Callable[[float], str],
) -> Chart:
    """Return a line for each series over the days, and a vertical one for each marked day.

    Args:
        name: The id of the drawing.
        title: What it shows.
        series: Name and colour of each.
        spans: The values of the series, in the order of the days.
        marked: The name of the marked days, and the days.
        format_day: How days are written.
        format_value: How values are written.
    """
    lines = [
        Series(label, colour, [span.values[index] for span in spans])
        for index, (label, colour) in enumerate(series)
    ]
    most = max((value for span in spans for value in span.values), default=0)
    shown = [day for day in sorted(set(marked[1])) if spans[0].first <= day <= spans[-1].last]
    chart = pygal.XY(
        height=_DAYS_HEIGHT,
        value_formatter=format_value,
        show_dots=False,
        **_options(margin_right=_HALF_DAY),
    )
    chart.x_value_formatter = lambda day: format_day(date.fromordinal(int(day)))
    chart.x_labels = [day.toordinal() for day in _labelled_days(spans, shown)]
    chart.range = (0, most or 1)
    for line in lines:
        chart.add(
            line.name,
            [
                (day.toordinal(), value)
                for span, value in zip(spans, line.values, strict=True)
                for day in dict.fromkeys((span.first, span.last))
            ],
        )
    for day in shown:
        chart.add(marked[0], [(day.toordinal(), 0), (day.toordinal(), most)])
    voting = [Series(marked[0], "mark", ()) for _ in shown]
    return _finish(chart, name, title, [*lines, *voting])


def _labelled_days(spans: Sequence[DayValues], marked: Sequence[date]) -> list[date]:
    """Return the marked days, and the first and the last one where there is room beside them."""
    first, last = spans[0].first, spans[-1].last
    room = (last - first).days * _LABEL_PART
    ends = [end for end in (first, last) if all(abs((end - day).days) > room for day in marked)]
    return sorted({*ends, *marked[:1]})


def _shorten(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _options(margin_right: int = _HALF_VALUE) -> dict[str, Any]:
    return {
        "width": _WIDTH,
        "js": [],
        "show_legend": False,
        "truncate_label": -1,
        "max_scale": _MOST_TICKS,
        "margin": 8,
        "margin_right": margin_right,
        "style": Style(label_font_size=_FONT, major_label_font_size=_FONT),
    }


def _finish(chart: pygal.Graph, name: str, title: str, series: Sequence[Series]) -> Chart:
    """Return a drawing without what pygal adds for scripts, and with the classes of the page."""
    root = chart.render_tree()
    legend = list({one.name: one for one in series}.values())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag is ElementTree.Comment or _is_for_scripts(child):
                parent.remove(child)
    for element in root.iter():
        classes = element.get("class", "")
        if "series" in classes.split():
            index = int(classes.rsplit("-", 1)[1])
            element.set("class", f"series {series[index].colour}")
    _describe(root, name, title, legend)
    return Chart(Markup(ElementTree.tostring(root, encoding="unicode")), title, legend)  # noqa: S704


def _is_for_scripts(element: Element) -> bool:
    """Return whether an element holds data of tooltips, or a style or script of its own."""
    tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    classes = element.get("class", "").split()
    return tag in ("defs", "desc", "title") or "tooltip" in classes or "text-overlay" in classes


def _describe(root: Element, name: str, title: str, series: Sequence[Series]) -> None:
    """Name a drawing for readers who do not see it; the table beside it has its numbers."""
    for key in ("id", "width", "height"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    names = ", ".join(one.name for one in series)
    for tag, text in (("desc", names), ("title", title)):
        element = Element(tag, {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(0, element)
