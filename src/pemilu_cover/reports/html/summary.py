"""The summary of a result: people, places, money, cover, what is to be corrected and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pemilu_cover.enrolment.kecamatan_counts import KecamatanCounts, sum_counts
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import Language
from pemilu_cover.reconciliation.coverage.calendar import DayCount
from pemilu_cover.reports.html.charts import Series, bar_chart
from pemilu_cover.reports.html.corrections import (
    LEVELS,
    CodeCount,
    corrections_section,
    explanations,
)
from pemilu_cover.reports.html.cover import cover_section
from pemilu_cover.reports.html.model import Card, Cell, Link, Note, Page, Section, Table
from pemilu_cover.reports.html.model import Step as PageStep
from pemilu_cover.reports.html.money import money_section
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.reports.next_step import NextStep

# The states of people with their colours, in the order of the bars.
STATES = {"ready": "ok", "incomplete": "warn", "held_back": "bad", "excluded": "out"}
# So many bars are drawn; the others are one.
_MOST_BARS = 40


@dataclass(frozen=True)
class Summary:
    """What the page of a result or an area shows.

    ``counts`` has the people by state, and ``enrolled``; ``days`` are those of `planned_cover`; ``missing``
    counts the enrolled people who lack a field, by its name. ``area`` names the part of the result, ``trail``
    the pages above it; ``sections`` are added after that of the people, ``facts`` after those of the result.
    """

    totals: EnrolmentTotals
    counts: Mapping[str, int]
    kecamatan: Sequence[KecamatanCounts] = ()
    days: Sequence[DayCount] = ()
    codes: Sequence[CodeCount] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    steps: Sequence[NextStep] = ()
    area: str = ""
    trail: Sequence[Link] = ()
    sections: Sequence[Section] = ()
    facts: Sequence[tuple[str, str]] = ()
    is_batched: bool = False


def summary_page(summary: Summary, language: Language) -> Page:
    """Return the page of a summary."""
    text = PageText(language)
    totals = summary.totals
    title = text("page.title-area", area=summary.area) if summary.area else text("page.title")
    codes = [code.code for code in summary.codes]
    sections = [
        _people(summary, text),
        *summary.sections,
        *([_places(summary.kecamatan, text)] if summary.kecamatan else []),
        *([money_section(totals, text)] if totals.people else []),
        *(
            [cover_section(summary.days, totals, text, is_batched=summary.is_batched)]
            if summary.days
            else []
        ),
        corrections_section(summary.codes, summary.missing, text),
        *([steps_section(summary.steps, text)] if summary.steps else []),
        *([explanations(codes, text)] if codes else []),
    ]
    facts = [*_facts(summary, text), *summary.facts]
    return Page(language, title, facts, sections, summary.trail, labels(text))


def labels(text: PageText) -> dict[str, str]:
    """Return the words of the templates."""
    names = "trail contents privacy why fix kecamatan level all".split()
    words = {name: text(f"page.label-{name}") for name in names}
    return words | {level: text(f"page.level-{level}") for level in LEVELS}


def steps_section(steps: Iterable[NextStep], text: PageText) -> Section:
    """Return what comes next, as the terminal does; a command is shortened to what it adds."""
    shown = [
        PageStep(
            text.sentence(step.text),
            (*step.lines, *(" ".join(command) for command in step.commands)),
        )
        for step in steps
    ]
    has_commands = any(step.lines for step in shown)
    intro = [text("page.steps-intro")] if has_commands else []
    return Section("steps", text("page.steps"), intro, steps=shown)


def places_table(
    caption: str, first: str, rows: Iterable[tuple[Cell, KecamatanCounts]], text: PageText
) -> Table:
    """Return a table of people by place and state."""
    listed = list(rows)
    whole = sum_counts(counts for _, counts in listed)
    columns = [text("page.column-people"), *(text(f"page.state-{name}") for name in STATES)]
    return Table(
        caption,
        [first, *columns],
        [(name, *_numbers(counts, text)) for name, counts in listed],
        (text("page.total"), *_numbers(whole, text)),
        is_wide=True,
    )


def state_series(counts: Sequence[KecamatanCounts], text: PageText) -> list[Series]:
    """Return the people of places by state, as parts of bars."""
    return [
        Series(text(f"page.state-{name}"), colour, [getattr(each, name) for each in counts])
        for name, colour in STATES.items()
    ]


def top_places(
    counts: Sequence[tuple[str, KecamatanCounts]], text: PageText
) -> list[tuple[str, KecamatanCounts]]:
    """Return the places that a chart shows, the others as one."""
    if len(counts) <= _MOST_BARS:
        return [*counts]
    rest = counts[_MOST_BARS:]
    others = text("page.others", number=text.count(len(rest)))
    return [*counts[:_MOST_BARS], (others, sum_counts(each for _, each in rest))]


def _people(summary: Summary, text: PageText) -> Section:
    counts = summary.counts
    people = counts["enrolled"] + counts["held_back"] + counts["excluded"]
    cards = [
        Card(text(f"page.state-{name}"), text.count(counts[name]), colour if counts[name] else "")
        for name, colour in {"enrolled": "", **STATES}.items()
    ]
    notes = [
        Note(text.of(note.fill({"n": number}))) for note, number in summary.totals.excluded.notes()
    ]
    roles = sorted(summary.totals.roles, key=lambda role: -role.people)
    chart = bar_chart(
        text("page.role-people-chart"),
        [role.role for role in roles],
        [Series(text("page.state-enrolled"), "ok", [role.people for role in roles])],
        text.count,
    )
    intro = [text("page.people-intro", people=text.count(people))]
    parts = Section("people", text("page.people"), intro, cards, notes)
    if not roles:
        return parts
    table = Table(
        text("page.role-people-chart"),
        [text("page.column-role"), text("page.state-enrolled")],
        [(role.role, text.number(role.people)) for role in roles],
        (text("page.total"), text.number(summary.totals.people)),
    )
    return replace(parts, charts=[chart], tables=[table], is_beside=True)


def _places(kecamatan: Sequence[KecamatanCounts], text: PageText) -> Section:
    named = [(each.kecamatan or text("page.place-unknown"), each) for each in kecamatan]
    shown = top_places(named, text)
    chart = bar_chart(
        text("page.places-chart"),
        [name for name, _ in shown],
        state_series([each for _, each in shown], text),
        text.count,
    )
    table = places_table(text("page.places-chart"), text("page.column-place"), named, text)
    return Section("places", text("page.places"), charts=[chart], tables=[table], is_beside=True)


def _numbers(counts: KecamatanCounts, text: PageText) -> list[Cell]:
    return [text.number(getattr(counts, name)) for name in ("people", *STATES)]


def _facts(summary: Summary, text: PageText) -> list[tuple[str, str]]:
    totals, agreement = summary.totals, summary.totals.terms.agreement
    location = None if summary.area else totals.location
    office = ", ".join(filter(None, (agreement.employer.name, location and location.name)))
    elections = [share.election for share in totals.elections] or [totals.terms.election]
    facts = [("office", office), ("agreement", _agreement(agreement.number, agreement.date, text))]
    return [
        *((text(f"page.fact-{name}"), value) for name, value in facts if value),
        *(
            (
                text("page.fact-election"),
                text("page.election", name=election.name, day=election.voting_day),
            )
            for election in elections
        ),
    ]


def _agreement(number: str, day: date | None, text: PageText) -> str:
    return text("page.agreement", number=number, day=day) if number and day else number
