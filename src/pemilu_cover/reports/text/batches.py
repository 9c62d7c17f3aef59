"""The summary of a run in batches: people, cost, files, next steps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.elections import notices
from pemilu_cover.i18n.text import Language, LocalizedText, localize, localized_count
from pemilu_cover.reports.text.next_steps import after_batches
from pemilu_cover.roster.people import NO_HEADER
from pemilu_cover.roster.tables.repeated_sheets import REPEATED
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.batches.result import BatchResult
    from pemilu_cover.enrolment.totals import EnrolmentTotals

_COUNTS = {
    "ready": localize("batches.count-ready"),
    "incomplete": localize("batches.count-incomplete"),
    "held_back": localize("batches.count-held-back"),
    "excluded": localize("batches.count-excluded"),
}
# The sentences about sheets that were not read, by reason.
_PASSED_OVER = {
    NO_HEADER: localize("summary.sheets-without-header"),
    REPEATED: localize("summary.sheets-repeated"),
}
_MOST_CODES = 12
_MOST_PLACES = 5


class _Writer:
    """Prints texts in one language, each on its line."""

    def __init__(self, language: Language, out: Console) -> None:
        self._language, self._out = language, out

    def print(self, text: LocalizedText, style: str = "", **detail: object) -> None:
        filled = sanitise_for_terminal(text.format(self._language, detail))
        self._out.print(escape(filled), style=style, soft_wrap=True)


def print_batches(result: BatchResult, language: Language, out: Console) -> None:
    """Print how many people are enrolled, what they cost, where the result is and what comes next."""
    writer = _Writer(language, out)
    if result.is_resumed:
        writer.print(localize("batches.resumed"))
    _print_people(writer, result)
    _print_totals(writer, result.totals)
    if result.out is None:
        writer.print(localize("batches.no-files-strict"), "bold")
    else:
        writer.print(localize("batches.result"), out=result.out)
        for step in after_batches(result.sums.whole.counts()):
            writer.print(localize("batches.gap", says=step.text))


def _print_people(writer: _Writer, result: BatchResult) -> None:
    counts, terms = result.sums.whole.counts(), result.totals.terms
    people = localized_count(sum(counts[name] for name in _COUNTS))
    writer.print(
        localize("batches.people-and-files"), "bold", people=people, files=len(result.files)
    )
    for notice in notices(result.sums.whole.elections(terms.book), terms.election):
        writer.print(notice, "yellow")
    for name, label in _COUNTS.items():
        if counts[name]:
            style = "bold red" if name == "held_back" else ""
            filled = localized_count(counts[name])
            writer.print(localize("batches.count-line", label=label), style, n=filled)
    if result.not_understood:
        places = [f"{cells.file}!{cells.cells}" for cells in result.not_understood[:_MOST_PLACES]]
        more = " …" if len(result.not_understood) > _MOST_PLACES else ""
        writer.print(
            localize("batches.unread-places"),
            "bold red",
            n=localized_count(len(result.not_understood)),
            places=", ".join(places) + more,
        )
    _print_passed_over_sheets(writer, result)
    for code, number in list(result.sums.codes().items())[:_MOST_CODES]:
        writer.print(localize("batches.finding-count"), n=localized_count(number), code=code)


def _print_passed_over_sheets(writer: _Writer, result: BatchResult) -> None:
    """Print which sheets of workbooks were not read: without a known header, repetitions, no worksheets."""
    by_reason: defaultdict[LocalizedText, list[str]] = defaultdict(list)
    for sheet in result.passed_over:
        text = _PASSED_OVER.get(sheet.reason, localize("summary.sheets-not-read"))
        by_reason[text].append(f"{sheet.file}!{sheet.sheet} ({sheet.rows})")
    for text, places in by_reason.items():
        more = " …" if len(places) > _MOST_PLACES else ""
        style = "bold red" if text == _PASSED_OVER[NO_HEADER] else "yellow"
        writer.print(text, style, sheets=", ".join(places[:_MOST_PLACES]) + more)


def _print_totals(writer: _Writer, totals: EnrolmentTotals) -> None:
    writer.print(
        localize("batches.premium"),
        "bold",
        total=rupiah.format_rupiah(totals.jkk_sen + totals.jkm_sen),
        jkk=rupiah.format_rupiah(totals.jkk_sen),
        jkm=rupiah.format_rupiah(totals.jkm_sen),
    )
    if totals.payment_date is not None:
        penalty = rupiah.format_rupiah(sum(month.penalty_sen for month in totals.months))
        writer.print(localize("summary.penalty", day=totals.payment_date, penalty=penalty))
    for caution in totals.uncovered[:_MOST_CODES]:
        writer.print(
            localize("batches.uncovered-days"),
            "yellow",
            role=caution.role,
            days=caution.days,
            n=localized_count(caution.people),
        )
    for gap in coverage_problems(totals):
        writer.print(localize("batches.gap", says=gap.says), "yellow")
        writer.print(localize("batches.gap-fix", fix=gap.fix))
