"""**Ringkasan**: counts, the premium before and after, and the numbers that SIPP shows of the period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pemilu_cover.enrolment.reporting_periods import ReportingPeriod
from pemilu_cover.i18n.text import localized_count, translate
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.advice import all_advice
from pemilu_cover.reconciliation.changes.sipp_counts import (
    dead_on_list,
    late_changes,
    never_served_on_list,
    not_uploaded,
)
from pemilu_cover.reports.xlsx.blocks import (
    page_breaks,
    write_centered_titles,
    write_header,
    write_paragraphs,
    write_wrapped,
)
from pemilu_cover.reports.xlsx.changes.model import ChangesReport, format_period
from pemilu_cover.reports.xlsx.changes.steps import steps
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.page import count_lines, fit_height
from pemilu_cover.xlsx.workbook import SheetBuilder, WorkbookBuilder

_WIDTHS = (52, 20, 22)
_LAST_COLUMN = len(_WIDTHS) - 1
_TO_FILL_IN = "…………………………………"


def write_summary(book: WorkbookBuilder, report: ChangesReport) -> None:
    """Write the sheet."""
    sheet = book.sheet(translate("changes.sheet-summary"))
    sheet.widths(_WIDTHS)
    period = format_period(report.update.period)
    title = translate("changes.summary-title", period=period.upper())
    write_centered_titles(sheet, _LAST_COLUMN, title, translate("changes.summary-subtitle"))
    row = write_paragraphs(sheet, [translate("privacy.changes")], 2, _WIDTHS) + 1
    row = _write_facts(sheet, report, row) + 1
    row = _write_counts(sheet, report, row) + 1
    row = _write_premium(sheet, report, row) + 1
    row = _write_confirmation(sheet, report, row)
    row = write_paragraphs(sheet, _confirmation_notes(report), row, _WIDTHS) + 1
    starts = [row]
    if advice := [*_advice(report)]:
        sheet.text(row, 0, translate("changes.advice-title"), bold=True)
        row = write_paragraphs(sheet, advice, row + 1, _WIDTHS) + 1
        starts.append(row)
    sheet.text(row, 0, translate("changes.steps-title"), bold=True)
    numbered = (f"{number}. {step}" for number, step in enumerate(steps(report), start=1))
    row = write_paragraphs(sheet, numbered, row + 1, _WIDTHS)
    breaks = page_breaks(sheet, [*starts, row], _WIDTHS, landscape=False)
    sheet.for_a4(landscape=False, breaks=breaks, widths=_WIDTHS)


def _advice(report: ChangesReport) -> Iterator[str]:
    """Yield what the screen says, too."""
    for advice in all_advice(report.update):
        text = translate(f"update.advice-{advice.code}", **advice.details)
        yield f"• {text}"


def _confirmation_notes(report: ChangesReport) -> Iterator[str]:
    """Yield how to use the numbers, and by how much SIPP's differ while it lists people who are gone."""
    yield translate("changes.confirmation-note")
    for key, listed in (
        ("deaths", dead_on_list(report.update)),
        ("never-served", never_served_on_list(report.update)),
    ):
        if listed.people:
            people = localized_count(listed.people)
            amount = rupiah.format_rupiah(listed.month_sen)
            yield translate(f"changes.confirmation-{key}", people=people, amount=amount)
    added, removed = late_changes(report.update)
    if added or removed:
        yield translate("changes.confirmation-late", added=added, removed=removed)
    if lacking := not_uploaded(report.update):
        yield translate("changes.confirmation-lacking", people=localized_count(lacking))


def _write_facts(sheet: SheetBuilder, report: ChangesReport, row: int) -> int:
    employer = report.update.totals.terms.agreement.employer
    facts = (
        ("changes.fact-employer", employer.name),
        ("changes.fact-npp", report.update.npp),
        ("changes.fact-continues", report.update.record.folder.name),
    )
    for at, (key, text) in enumerate(facts, start=row):
        sheet.text(at, 0, translate(key), valign="top")
        write_wrapped(sheet, at, f": {text or _TO_FILL_IN}", _WIDTHS[1:], column=1)
    return row + len(facts)


def _counts(report: ChangesReport) -> Iterator[tuple[str, int, str]]:
    """Yield the key of each count, the count, and the sheet with the people."""
    update = report.update
    yield "stayed", update.stayed, ""
    yield "joined", update.count(kinds.JOINED), "joined"
    yield "left", update.count(kinds.LEFT), "left"
    yield "died", update.count(kinds.DIED), "left"
    yield "never-served", update.count(kinds.NEVER_SERVED), "left"
    yield "replaced", len(update.successors), "seats"
    yield "wages", update.count(kinds.WAGE), "wages"
    others = [kind for kind in kinds.FIELD_CHANGES if kind != kinds.WAGE]
    yield "data", update.count(*others), "data"
    yield "several", update.people_with_several_changes, ""
    yield "asked", update.asked, "questions"


def _write_counts(sheet: SheetBuilder, report: ChangesReport, row: int) -> int:
    keys = ("changes.summary-changes", "workbook.column-people", "changes.summary-sheet")
    write_header(sheet, row, map(translate, keys), _WIDTHS)
    for key, count, name in _counts(report):
        row += 1
        title = translate(f"changes.count-{key}")
        sheet.text(row, 0, title, border=1, text_wrap=True)
        sheet.set_height(row, fit_height(count_lines(title, _WIDTHS[0])))
        sheet.count(row, 1, count, border=1)
        shown = translate(f"changes.sheet-{name}") if name and count else ""
        sheet.text(row, 2, shown, border=1)
    return row + 1


def _write_premium(sheet: SheetBuilder, report: ChangesReport, row: int) -> int:
    update = report.update
    titles = (translate("changes.summary-premium"), translate("workbook.column-sum"))
    write_header(sheet, row, titles, _WIDTHS[:2])
    after = update.premium_sen
    amounts = (
        ("changes.column-premium-before", after - update.difference_sen),
        ("changes.column-premium-after", after),
        ("changes.column-difference", update.difference_sen),
    )
    return _write_amounts(sheet, row + 1, amounts)


def _write_amounts(sheet: SheetBuilder, row: int, amounts: Sequence[tuple[str, int]]) -> int:
    for at, (key, sen) in enumerate(amounts, start=row):
        sheet.text(at, 0, translate(key), border=1)
        sheet.money(at, 1, sen, border=1)
    return row + len(amounts)


def _write_confirmation(sheet: SheetBuilder, report: ChangesReport, row: int) -> int:
    """Write the seven numbers that SIPP shows before the period is finalised."""
    month = report.update.period
    periods = {one.month: one for one in report.update.periods.periods}
    period = periods.get(month, ReportingPeriod(month, 0, 0, 0, 0, 0))
    title = translate("changes.confirmation-title", period=format_period(month))
    titles = (title, translate("changes.confirmation-number"))
    write_header(sheet, row, titles, _WIDTHS[:2])
    for key in ("active", "added", "removed", "wage_changes"):
        row += 1
        sheet.text(row, 0, translate(f"changes.sipp-{key.replace('_', '-')}"), border=1)
        sheet.count(row, 1, getattr(period, key), border=1)
    amounts = (
        ("changes.sipp-contribution", period.contribution_sen),
        ("changes.sipp-penalty", period.penalty_sen),
        ("changes.sipp-total", period.total_sen),
    )
    return _write_amounts(sheet, row + 1, amounts)
