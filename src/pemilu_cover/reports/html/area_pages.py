"""The pages of a nation: one for all, with a map of tiles, one for each province and one for each regency."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.batches.workers import Workers, pack, unpack
from pemilu_cover.enrolment.kecamatan_counts import (
    KecamatanCounts,
    count_by_region,
    count_in_sums,
)
from pemilu_cover.enrolment.register.reader import read_columns
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import active_language
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.coverage.calendar import day_spans, sum_days
from pemilu_cover.reconciliation.coverage.cover_spells import COLUMNS
from pemilu_cover.reconciliation.coverage.planned_cover import planned_spells
from pemilu_cover.reference import regions
from pemilu_cover.reports.areas import UNKNOWN, Area
from pemilu_cover.reports.html.charts import bar_chart
from pemilu_cover.reports.html.corrections import CodeCount, sort_codes
from pemilu_cover.reports.html.enrolment_page import FILE
from pemilu_cover.reports.html.model import Cell, Link, Section, Tile
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.reports.html.render import page_bytes
from pemilu_cover.reports.html.summary import (
    Summary,
    places_table,
    state_series,
    summary_page,
    top_places,
)
from pemilu_cover.reports.next_step import NextStep

# The folder of the pages of provinces and regencies, next to the page of all.
FOLDER = "ringkasan"
_TILE_COLOURS = ("ok", "warn", "bad")
# A province with a smaller part of its people ready, in percent, stands out.
_FEW_READY = 95


class NationPage(NamedTuple):
    """What the page of all people has more: its spans of days, the next steps, more sections and facts.

    A person who serves in two regencies is one person in its ``days``.
    """

    days: pl.DataFrame
    steps: Sequence[NextStep] = ()
    sections: Sequence[Section] = ()
    facts: Sequence[tuple[str, str]] = ()


class ProvinceTile(NamedTuple):
    """Where a province is on the map, and its letters by ISO 3166-2:ID."""

    letters: str
    column: int
    row: int


def sum_register_days(
    parts: Iterable[Path],
    members: pl.DataFrame | None,
    agreement: Agreement,
    book: RateBook,
    workers: Workers,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the spans of days of a register in parts: those by regency, and those of all."""
    packed = pack((members, agreement, book))
    spans = workers.map(_RegisterPart.day_spans, (_RegisterPart(path, packed) for path in parts))
    by_regency, of_all = zip(*spans, strict=True)
    return pl.concat(by_regency), pl.concat(of_all)


class _RegisterPart(NamedTuple):
    """A part of a register whose days a worker sums up, with the members, the agreement and the law."""

    path: Path
    terms: bytes

    def day_spans(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the spans of its days by regency, and those of all."""
        spells = planned_spells(read_columns(self.path, COLUMNS), *unpack(self.terms))
        return day_spans(spells, "regency"), day_spans(spells)


def nation_file(area: Area, totals: EnrolmentTotals, page: NationPage) -> tuple[str, bytes]:
    """Return the name and the bytes of the page of all people."""
    text = PageText(active_language())
    summary = replace(
        _summary(area, totals),
        days=sum_days(page.days.iter_rows(named=True)),
        sections=[*page.sections, _parts_section(area, text)],
        steps=page.steps,
        facts=page.facts,
    )
    return FILE, page_bytes(summary_page(summary, active_language()))


def area_file(area: Area, totals: EnrolmentTotals) -> tuple[str, bytes]:
    """Return the name and the bytes of the page of a province or regency."""
    text = PageText(active_language())
    summary = replace(
        _summary(area, totals),
        kecamatan=() if area.is_province else count_in_sums(area.sums),
        days=sum_days(area.sums.of("days")),
        area=_area_name(area.code, text),
        trail=list(_trail(area, text)),
        sections=[_parts_section(area, text)] if area.is_province else [],
    )
    return f"{FOLDER}/{_file(area.code)}", page_bytes(summary_page(summary, active_language()))


def _summary(area: Area, totals: EnrolmentTotals) -> Summary:
    """Return what the pages of all areas have."""
    rows = map(itemgetter("level", "code", "people"), area.sums.of("codes"))
    codes = sort_codes(map(CodeCount._make, rows))
    shown = [code for code in codes if code.level != "info"]
    return Summary(totals, area.sums.counts(), codes=shown, is_batched=True)


def _parts_section(area: Area, text: PageText) -> Section:
    """Return the provinces of a nation or the regencies of a province, each linked to its page."""
    is_nation = area.is_nation
    key, first = ("provinces", "province") if is_nation else ("regencies", "regency")
    title = text(f"page.by-{first}")
    parts = count_by_region(area.provinces if is_nation else area.regencies)
    folder = f"{FOLDER}/" if is_nation else ""
    href: Callable[[str | None], str] = lambda code: f"{folder}{_file(code)}"  # noqa: E731
    rows: list[tuple[Cell, KecamatanCounts]] = [
        (Link(_area_name(part.kecamatan, text), href(part.kecamatan)), part) for part in parts
    ]
    ordered = sorted(parts, key=lambda part: (-part.held_back, -part.incomplete))
    shown = top_places([(_area_name(part.kecamatan, text), part) for part in ordered], text)
    chart = bar_chart(
        title,
        [name for name, _ in shown],
        state_series([part for _, part in shown], text),
        text.count,
    )
    return Section(
        key,
        title,
        tiles=_tiles(parts, href, text) if is_nation else (),
        legend=[
            (colour, text(f"page.tile-{colour}", percent=_FEW_READY)) for colour in _TILE_COLOURS
        ],
        charts=[chart],
        tables=[places_table(title, text(f"page.column-{first}"), rows, text)],
        is_beside=True,
    )


def _tiles(
    provinces: Iterable[KecamatanCounts], href: Callable[[str | None], str], text: PageText
) -> list[Tile]:
    """Return a tile for each province, also for those without people."""
    counts = {part.kecamatan: part for part in provinces}
    tiles = []
    for code, place in sorted(_map().items(), key=lambda entry: (entry[1].row, entry[1].column)):
        name, part = regions.region_name(code) or code, counts.get(code)
        if part is None:
            label = text("page.tile-empty", name=name)
            tiles.append(Tile(place.column, place.row, place.letters, label))
            continue
        numbers = {"people": part.people, "held": part.held_back, "incomplete": part.incomplete}
        counted = {key: text.count(number) for key, number in numbers.items()}
        label = text("page.tile", name=name, **counted)
        # Rounded down: 100 % says that nobody is missing.
        percent = 100 * (part.people - part.to_correct) // part.people
        colour = "bad" if percent < _FEW_READY else "warn" if part.to_correct else "ok"
        shown = colour, f"{percent}%", href(code)
        tiles.append(Tile(place.column, place.row, place.letters, label, *shown))
    return tiles


def _trail(area: Area, text: PageText) -> Iterator[Link]:
    """Return the pages above that of a province or regency."""
    yield Link(text("page.whole"), f"../{FILE}")
    if area.code and not area.is_province:
        province = area.code[: regions.PROVINCE]
        yield Link(_area_name(province, text), _file(province))


def _area_name(code: str | None, text: PageText) -> str:
    return regions.region_name(code or "") or text("page.area-unknown")


def _file(code: str | None) -> str:
    return f"{code or UNKNOWN}.html"


@cache
def _map() -> dict[str, ProvinceTile]:
    """Return where each province is on the map of tiles, by its code."""
    with resources.files(__package__).joinpath("provinces.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    return {
        code: ProvinceTile(letters, int(column), int(row)) for code, letters, column, row in rows
    }
