"""``check --report``: the findings of rosters, each with its place and without personal data.

The table needs no script: its filters are rules of the style sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pemilu_cover.enrolment.kecamatan_counts import place_forms
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.html.charts import Series, bar_chart
from pemilu_cover.reports.html.corrections import (
    LEVELS,
    code_link,
    codes_table,
    count_codes,
    explanations,
)
from pemilu_cover.reports.html.model import (
    Card,
    Cell,
    FindingList,
    FindingRow,
    Page,
    Section,
    Table,
)
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.reports.html.render import page_bytes
from pemilu_cover.reports.html.summary import labels, steps_section
from pemilu_cover.reports.text.next_steps import after_check
from pemilu_cover.roster.findings import Finding
from pemilu_cover.values.text import sanitise_for_terminal

_COLOURS = {"error": "bad", "warning": "warn", "info": "out"}
_MOST_BARS = 40


def write(enrolment: Enrolment, marked: Path | None, language: Language) -> bytes:
    """Return the page; ``marked`` is the annotated copy of the roster, if there is one."""
    text = PageText(language)
    validation = enrolment.validation
    findings, codes = validation.findings, count_codes(validation.findings)
    there = replace(enrolment, run=enrolment.run.without_paths())
    steps = list(after_check(there, marked and Path(marked.name)))
    sections = [
        _counts(findings, text),
        *(_places(enrolment, text) if findings else []),
        *([steps_section(steps, text)] if steps else []),
        *([explanations([each.code for each in codes], text)] if codes else []),
    ]
    files = ", ".join(sanitise_for_terminal(file.label) for file in validation.roster.files)
    facts = [
        (text("page.fact-files"), files),
        (text("page.people"), text.count(validation.frame.height)),
    ]
    title = text("page.title-check")
    return page_bytes(Page(language, title, facts, sections, labels=labels(text)))


def _counts(findings: Sequence[Finding], text: PageText) -> Section:
    """Return how many findings there are by level and by code."""
    by_level = Counter(finding.level for finding in findings)
    cards = [
        Card(
            text(f"page.level-{level}"),
            text.count(by_level[level]),
            _COLOURS[level] if by_level[level] else "",
        )
        for level in LEVELS
    ]
    intro = [] if findings else [text("page.findings-none")]
    tables = [codes_table(count_codes(findings), text)] if findings else []
    return Section("counts", text("page.counts"), intro, cards, tables=tables)


def _places(enrolment: Enrolment, text: PageText) -> list[Section]:
    """Return the findings by kecamatan, and all of them with their places."""
    findings = enrolment.validation.findings
    names = _kecamatan_names(enrolment, text)
    of_person = dict(zip(enrolment.validation.frame["id"], names, strict=True))
    unknown = text("page.place-unknown")
    places = [of_person.get(finding.id, unknown) for finding in findings]
    totals = Counter(places)
    ordered = sorted(totals, key=lambda name: (-totals[name], name))
    by_level = Counter(zip(places, (finding.level for finding in findings), strict=True))
    table = Table(
        text("page.findings-chart"),
        [
            text("page.column-place"),
            *(text(f"page.level-{level}") for level in LEVELS),
            text("page.total"),
        ],
        [
            (
                name,
                *(text.number(by_level[name, level]) for level in LEVELS),
                text.number(totals[name]),
            )
            for name in ordered
        ],
        is_wide=True,
    )
    shown = ordered[:_MOST_BARS]
    chart = bar_chart(
        text("page.findings-chart"),
        shown,
        [
            Series(
                text(f"page.level-{level}"),
                _COLOURS[level],
                [by_level[name, level] for name in shown],
            )
            for level in LEVELS
        ],
        text.count,
    )
    key = "places"
    return [
        Section(key, text("page.places"), charts=[chart], tables=[table], is_beside=True),
        _all_findings(findings, places, text),
    ]


def _kecamatan_names(enrolment: Enrolment, text: PageText) -> list[str]:
    """Return the kecamatan of each person; one that is spelled in several ways has the first spelling."""
    spelled = enrolment.validation.frame["kecamatan"]
    forms = place_forms(spelled)
    first: dict[str | None, str] = {None: text("page.place-unknown")}
    for form, name in zip(forms, spelled, strict=True):
        if form not in first:
            first[form] = sanitise_for_terminal(name)
    return [first[form] for form in forms]


def _all_findings(findings: Sequence[Finding], places: Sequence[str], text: PageText) -> Section:
    """Return the table of all findings; the file is named where there are several."""
    keys = {name: number for number, name in enumerate(sorted(set(places)))}
    has_files = len({finding.file for finding in findings}) > 1
    columns = "code level place file sheet cell column".split()
    if not has_files:
        columns.remove("file")
    rows = [
        FindingRow(finding.level, keys[place], _cells(finding, place, columns, text))
        for finding, place in zip(findings, places, strict=True)
    ]
    levels = Counter(finding.level for finding in findings)
    listed = FindingList(
        text("page.findings-table", number=text.count(len(findings))),
        [text(f"page.column-{column}") for column in columns],
        rows,
        {level: text(f"page.level-{level}") for level in LEVELS if levels[level]},
        {number: name for name, number in keys.items()},
    )
    return Section("findings", text("page.findings"), findings=listed)


def _cells(finding: Finding, place: str, columns: Sequence[str], text: PageText) -> list[Cell]:
    """Return the cells of a finding: where it is, never what its cell or its suggestion says."""
    cells: Mapping[str, Cell] = {
        "code": code_link(finding.code),
        "level": text(f"page.level-{finding.level}"),
        "place": place,
        "file": sanitise_for_terminal(finding.file),
        "sheet": sanitise_for_terminal(finding.sheet),
        "cell": finding.cell or str(finding.row),
        "column": sanitise_for_terminal(finding.column),
    }
    return [cells[column] for column in columns]
