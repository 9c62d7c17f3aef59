"""The last page of a bill: who has to be on SIPP's list in which months, and what SIPP bills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pemilu_cover.documents.model import Block, Bullets, Heading, PageBreak, Table
from pemilu_cover.enrolment.reporting_periods import ListGroup, ReportingPeriod, SippPeriods
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.local_formats import count_text, day_text
from pemilu_cover.values.rupiah import format_amount

_GROUP_HEADS = ("first", "last", "join-by", "off", "leave-by", "surplus")
_GROUP_WIDTHS = (2.5, 0.9, 1.7, 1.7, 1.9, 1.7, 2.3, 1.8)
_PERIOD_HEADS = ("period", "active", "added", "removed", "contribution")
_PERIOD_WIDTHS = (2.2, 1.4, 1.3, 1.4, 2.2)


def sipp_page(periods: SippPeriods, npp: str) -> Iterator[Block]:
    """Yield the page."""
    yield PageBreak()
    yield Heading(translate("papers.section-sipp"))
    yield Table(
        (
            *(translate(f"workbook.column-{head}") for head in ("role", "people")),
            *(translate(f"invoice.sipp-{head}") for head in _GROUP_HEADS),
        ),
        tuple(map(_group, periods.groups)),
        _GROUP_WIDTHS,
        frozenset({1, 7}),
    )
    total = sum(period.contribution_sen for period in periods.periods)
    yield Table(
        tuple(translate(f"invoice.sipp-{head}") for head in _PERIOD_HEADS),
        (
            *map(_period, periods.periods),
            (translate("workbook.total"), "", "", "", format_amount(total)),
        ),
        _PERIOD_WIDTHS,
        frozenset({1, 2, 3, 4}),
        totals=1,
    )
    yield Bullets(
        (
            translate("invoice.sipp-note-list"),
            translate("invoice.sipp-note-files", npp=npp or "NPP"),
            translate("invoice.sipp-note-deadline"),
            translate("invoice.sipp-note-compare"),
        )
    )


def _group(group: ListGroup) -> tuple[str, ...]:
    return (
        group.role_name,
        count_text(group.people),
        _month(group.first_month),
        _month(group.last_month),
        day_text(group.join_by),
        _month(group.off_in),
        day_text(group.leave_by),
        format_amount(group.monthly_sen),
    )


def _period(period: ReportingPeriod) -> tuple[str, ...]:
    counts = map(count_text, (period.active, period.added, period.removed))
    return (_month(period.month), *counts, format_amount(period.contribution_sen))


def _month(month: date) -> str:
    """Return a month as SIPP writes a BLTH: ``11-2024``."""
    return f"{month:%m-%Y}"
