"""The cover of a result's people on each day of their service, with the voting days marked."""

from __future__ import annotations

from collections.abc import Sequence

from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import localized_days
from pemilu_cover.reconciliation.coverage.calendar import DayCount, DaysCount, merge_days
from pemilu_cover.reconciliation.coverage.planned_cover import voting_days
from pemilu_cover.reports.html.charts import Chart, DayValues, Series, days_chart
from pemilu_cover.reports.html.model import Note, Section, Table
from pemilu_cover.reports.html.page_text import PageText

# A table of more rows has a day of each month and the voting days.
_MOST_ROWS = 24


def cover_section(
    days: Sequence[DayCount], totals: EnrolmentTotals, text: PageText, *, is_batched: bool
) -> Section:
    """Return how many of how many people are covered on each day, once SIPP has issued their numbers."""
    voting = voting_days(totals.elections)
    spans = list(merge_days(days, voting))
    notes = [
        Note(
            text(
                "page.cover-voting-day",
                day=span.first,
                covered=text.count(span.covered),
                duty=text.count(span.on_duty),
            )
        )
        for span in spans
        if span.is_voting_day
    ]
    rows = spans if len(spans) <= _MOST_ROWS else list(_chosen_days(spans, days))
    table = Table(
        text("page.cover-table"),
        [text(f"page.column-{key}") for key in ("days", "duty", "covered", "uncovered")],
        [
            (
                _days_label(row, text),
                *map(text.number, (row.on_duty, row.covered, row.on_duty - row.covered)),
            )
            for row in rows
        ],
        is_wide=True,
        marked=frozenset(index for index, row in enumerate(rows) if row.is_voting_day),
    )
    intro = [text("page.cover-intro"), *([text("page.cover-contracts")] if is_batched else [])]
    return Section(
        "cover",
        text("page.cover"),
        intro,
        notes=notes,
        charts=[_chart(spans, text)],
        tables=[table],
        is_beside=True,
    )


def _chart(spans: Sequence[DaysCount], text: PageText) -> Chart:
    return days_chart(
        text("page.cover-chart"),
        [Series(text("page.column-covered"), "ok"), Series(text("page.column-duty"), "duty")],
        [DayValues(span.first, span.last, (span.covered, span.on_duty)) for span in spans],
        (
            Series(text("page.voting-day"), "mark"),
            [span.first for span in spans if span.is_voting_day],
        ),
        format_day=text.day,
        format_value=text.count,
    )


def _chosen_days(spans: Sequence[DaysCount], days: Sequence[DayCount]) -> list[DaysCount]:
    """Return the first and last day, the first one of each month, and the voting days."""
    voting = {span.first for span in spans if span.is_voting_day}
    ends = {days[0].day, days[-1].day}
    return [
        DaysCount(count.day, count.day, count.on_duty, count.covered, count.day in voting)
        for count in days
        if count.day.day == 1 or count.day in voting | ends
    ]


def _days_label(row: DaysCount, text: PageText) -> str:
    days = text.of(localized_days(row.first, None if row.first == row.last else row.last))
    return text("page.voting-days", days=days) if row.is_voting_day else days
