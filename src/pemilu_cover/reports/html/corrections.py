"""What is to be corrected, most first, with the explanation of each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import Level, messages
from pemilu_cover.reports.field_labels import field_label
from pemilu_cover.reports.html.model import Cell, Explanation, Link, Section, Table
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.roster.findings import Finding

LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class CodeCount(NamedTuple):
    """How many findings have a code."""

    level: str
    code: str
    number: int


def count_codes(findings: Iterable[Finding]) -> list[CodeCount]:
    """Count findings by code: errors first, the most frequent of a level first."""
    counts = Counter((finding.level, finding.code) for finding in findings)
    return sort_codes(CodeCount(*key, number) for key, number in counts.items())


def register_codes(counts: pl.DataFrame) -> list[CodeCount]:
    """Return the sums of `count_findings` by code."""
    summed = counts.group_by("level", "code").agg(pl.col("number").sum())
    return sort_codes(map(CodeCount._make, summed.iter_rows()))


def sort_codes(counts: Iterable[CodeCount]) -> list[CodeCount]:
    """Return counts with errors first, the most frequent of a level first."""
    return sorted(counts, key=lambda each: (_rank(each.level), -each.number, each.code))


def corrections_section(
    codes: Sequence[CodeCount], missing: Mapping[str, int], text: PageText
) -> Section:
    """Return how often each code was found, and which fields are missing how often."""
    tables = [codes_table(codes, text)] if codes else []
    if missing:
        rows: list[list[Cell]] = [
            [text.sentence(field_label(name)), text.number(people)]
            for name, people in missing.items()
        ]
        columns = [text("page.column-field"), text("page.column-people")]
        tables.append(Table(text("page.missing-table"), columns, rows))
    intro = [] if tables else [text("page.corrections-none")]
    return Section("corrections", text("page.corrections"), intro, tables=tables)


def codes_table(codes: Iterable[CodeCount], text: PageText) -> Table:
    """Return the findings by code, each linked to its explanation."""
    return Table(
        text("page.codes-table"),
        [text(f"page.column-{key}") for key in ("code", "number", "level", "finding")],
        [
            (
                code_link(each.code),
                text.number(each.number),
                text(f"page.level-{each.level}"),
                messages()[each.code].says.with_ellipses(text.language),
            )
            for each in codes
        ],
        is_wide=True,
    )


def code_link(code: str) -> Link:
    """Return a code that leads to its explanation."""
    return Link(code, f"#code-{code}")


def explanations(codes: Iterable[str], text: PageText) -> Section:
    """Return what ``explain`` says of codes."""
    pages = [messages()[code] for code in dict.fromkeys(codes)]
    shown = [
        Explanation(
            page.code,
            page.level,
            page.says.with_ellipses(text.language),
            text.of(page.why),
            page.fix.with_ellipses(text.language),
        )
        for page in pages
    ]
    return Section("explanations", text("page.explanations"), explanations=shown)


def _rank(level: str) -> int:
    return [*LEVELS].index(level) if level in LEVELS else len(LEVELS)
