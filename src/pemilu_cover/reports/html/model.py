"""What a page shows: sections of numbers, charts, tables and notes, in words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.html.charts import Chart


class Link(NamedTuple):
    """A text that leads to another place of the page, or to another page next to it."""

    text: str
    href: str

    def __html__(self) -> str:
        """Return the link as a template writes it."""
        return Markup('<a href="{}">{}</a>').format(self.href, self.text)


class Number(str):
    """A number as the language writes it, right-aligned in a table."""

    __slots__ = ()


Cell = str | Link | Number


class Table(NamedTuple):
    """A table; the first cell of a row names it. ``is_wide`` has more columns than a phone shows.

    ``marked`` are the indices of rows that stand out, ``total`` is the last row.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    is_wide: bool = False
    marked: frozenset[int] = frozenset()

    @property
    def classed_rows(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """The rows, each with its class."""
        return (("marked" if at in self.marked else "", row) for at, row in enumerate(self.rows))


class Card(NamedTuple):
    """A number with its label, and the class of its colour."""

    label: str
    value: str
    colour: str = ""


class Note(NamedTuple):
    """Something that is not in order, and what to do."""

    says: str
    fix: str = ""


class Explanation(NamedTuple):
    """The page of a finding's code."""

    code: str
    level: str
    says: str
    why: str
    fix: str


class Step(NamedTuple):
    """Something to do: a sentence, the lines to write into a file and the commands to type."""

    text: str
    lines: Sequence[str] = ()


class Tile(NamedTuple):
    """A province on the map of tiles: its place, its letters, what it says, and its page if it has one.

    ``share`` is the part of its people who are ready.
    """

    column: int
    row: int
    letters: str
    label: str
    colour: str = ""
    share: str = ""
    href: str = ""


class FindingRow(NamedTuple):
    """A finding in the table that can be filtered: the keys of the filters, and its cells."""

    level: str
    kecamatan: int
    cells: Sequence[Cell]


class FindingList(NamedTuple):
    """The table of all findings; ``levels`` and ``kecamatan`` are the choices of the filters, by key."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[FindingRow]
    levels: Mapping[str, str]
    kecamatan: Mapping[int, str]

    @property
    def classed_rows(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """The rows, each with the classes of the filters."""
        return ((f"{row.level} k{row.kecamatan}", row.cells) for row in self.rows)


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading; ``is_beside`` puts tables beside the charts where there is room."""

    key: str
    title: str
    intro: Sequence[str] = ()
    cards: Sequence[Card] = ()
    notes: Sequence[Note] = ()
    tiles: Sequence[Tile] = ()
    legend: Sequence[tuple[str, str]] = ()
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    is_beside: bool = False
    findings: FindingList | None = None
    explanations: Sequence[Explanation] = ()
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Page:
    """A page: what it is about, its sections, and the pages above it."""

    language: Language
    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    trail: Sequence[Link] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
