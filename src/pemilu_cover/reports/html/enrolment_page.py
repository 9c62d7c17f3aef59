"""``ringkasan.html`` of an enrolment and of an update: one page to look at, without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.aggregates import Aggregates, aggregate
from pemilu_cover.enrolment.kecamatan_counts import count_by_kecamatan, count_in_sums
from pemilu_cover.enrolment.register.finding_counts import count_findings
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import active_language, localize, localized_month
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.coverage.calendar import DayCount, count_days
from pemilu_cover.reconciliation.coverage.planned_cover import planned_spells
from pemilu_cover.reports.html.corrections import count_codes, register_codes
from pemilu_cover.reports.html.model import Card, Section
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.reports.html.render import page_bytes
from pemilu_cover.reports.html.summary import Summary, summary_page
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.text.next_steps import after_enrolment, missing_field_counts
from pemilu_cover.reports.text.update_steps import after_update, change_counts
from pemilu_cover.values import rupiah

FILE = "ringkasan.html"


def write(enrolment: Enrolment, register: pl.DataFrame) -> bytes:
    """Return the page of an enrolment; ``register`` is that of its people."""
    # The page is in the folder that its steps are about, wherever that is: equal results have equal pages.
    there = replace(enrolment, out=Path(), run=enrolment.run.without_paths())
    summary = Summary(
        enrolment.totals,
        {
            "enrolled": enrolment.people.height,
            "ready": enrolment.ready.height,
            "incomplete": enrolment.incomplete.height,
            "held_back": len(enrolment.validation.held_back),
            "excluded": len(enrolment.validation.excluded),
        },
        count_by_kecamatan(enrolment),
        _planned_days(register, None, enrolment.totals),
        count_codes(
            finding for finding in enrolment.validation.findings if finding.level != "info"
        ),
        missing_field_counts(enrolment),
        list(after_enrolment(there)),
    )
    return page_bytes(summary_page(summary, active_language()))


def write_update(
    update: RosterUpdate, register: pl.DataFrame, members: pl.DataFrame, *, has_corrections: bool
) -> bytes:
    """Return the page of the next result; ``members`` are the numbers that SIPP has issued."""
    steps, sections, facts = update_parts(update, has_corrections=has_corrections)
    people = update.people.drop("findings").with_columns(order="id")
    sums = Aggregates(aggregate(people)).whole
    codes = register_codes(count_findings(register))
    missing = people["missing"].explode().drop_nulls().value_counts(sort=True)
    summary = Summary(
        update.totals,
        sums.counts(),
        count_in_sums(sums),
        _planned_days(register, members, update.totals),
        [code for code in codes if code.level != "info"],
        dict(missing.sort("count", "missing", descending=[True, False]).iter_rows()),
        steps,
        sections=sections,
        facts=facts,
    )
    return page_bytes(summary_page(summary, active_language()))


def update_parts(
    update: RosterUpdate, *, has_corrections: bool
) -> tuple[list[NextStep], list[Section], list[tuple[str, str]]]:
    """Return what the page of an update has more: the next steps, the changes, the reporting period."""
    text = PageText(active_language())
    steps = [NextStep(step) for step in after_update(update, has_corrections=has_corrections)]
    period = (text("page.fact-period"), text.of(localized_month(update.period)))
    return steps, [_changes(update, text)], [period]


def _changes(update: RosterUpdate, text: PageText) -> Section:
    """Return how many people changed in which way, and the difference of the premium."""
    sen = update.difference_sen
    difference = f"{'+' if sen > 0 else ''}{rupiah.format_rupiah(sen)}"
    cards = [
        Card(text.of(localize(f"update.count-{name}")), text.count(count), colour)
        for name, count, colour in change_counts(update)
        if count or name == "stayed"
    ]
    return Section(
        "changes", text("page.changes"), cards=[*cards, Card(text("page.difference"), difference)]
    )


def _planned_days(
    register: pl.DataFrame, members: pl.DataFrame | None, totals: EnrolmentTotals
) -> Sequence[DayCount]:
    terms = totals.terms
    return count_days(planned_spells(register, members, terms.agreement, terms.book))
