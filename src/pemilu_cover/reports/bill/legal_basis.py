"""The law behind a bill: the duty to insure, who pays, due days, penalties, rules about benefits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TypeVar

from pemilu_cover.enrolment.elections import notices
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain.law_text import format_percent
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.contribution_law import DueRule, LatePaymentRule, LegalBasis
from pemilu_cover.law.dated_values import Citation, get_in_force
from pemilu_cover.law.due_dates import due_rule, penalty_rule
from pemilu_cover.law.rate_files import SEGMENTS, Segment
from pemilu_cover.reports.law_used import localized_months, reliefs_used

Rule = TypeVar("Rule", DueRule, LatePaymentRule, LatePaymentRule | None)


def billed_segments(totals: EnrolmentTotals) -> list[Segment]:
    """Return the segments that a bill has."""
    used = {premium.segment for premium in totals.premiums}
    return [segment for segment in SEGMENTS if segment in used]


def legal_basis(totals: EnrolmentTotals) -> list[str]:
    """Return the law of the duty, of who pays, of the election where there are several, of due days."""
    segments = billed_segments(totals)
    texts = [f"{basis.law}, {basis.article}: {basis.text.translate()}" for basis in _duties(totals)]
    texts += [_payer(segment, totals) for segment in segments]
    elections = notices(totals.elections, totals.terms.election)
    texts += (notice.translate() for notice in elections)
    return texts + [text for segment in segments for text in _due_days(segment, totals)]


def _duties(totals: EnrolmentTotals) -> list[LegalBasis]:
    """Return the law of the duty to insure, for the bodies, segments and months of a bill."""
    book = totals.terms.book
    bodies = {book.roles.roles[code].body for code in totals.role_codes}
    return [
        basis
        for basis in book.contribution.legal_basis
        if bodies & set(basis.bodies)
        and any(
            basis.in_force(total.month) and total.segment in basis.segments
            for total in totals.months
        )
    ]


def secondary_sources(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield a note with the laws that were not read themselves, of those that a bill rests on."""
    book = totals.terms.book
    cited: list[Citation | None] = [*_duties(totals), *reliefs_used(totals)]
    for segment in billed_segments(totals):
        for month in (total.month for total in totals.months if total.segment == segment):
            cited += due_rule(month, segment, book), penalty_rule(month, segment, book)
    laws = {entry.law for entry in cited if entry and entry.confidence == "secondary source"}
    if laws:
        yield translate("bill.secondary-sources", laws="; ".join(sorted(laws)))


def _payer(segment: Segment, totals: EnrolmentTotals) -> str:
    """Return who pays the contributions of a segment by law, in the first billed month."""
    book = totals.terms.book
    first = min(total.month for total in totals.months)
    entries = book.contribution.payer if segment == "pu" else book.bpu.payer
    payer = get_in_force(entries, first, "payer")
    name = _segment_name(segment, billed_segments(totals))
    return translate("bill.payer", segment=name, name=payer.name, law=payer.reference)


def _segment_name(segment: Segment, segments: list[Segment]) -> str:
    """Return a blank and the name of a segment; nothing where all are wage earners."""
    return "" if segments == ["pu"] else translate(f"bill.of-segment-{segment}")


def _due_days(segment: Segment, totals: EnrolmentTotals) -> Iterator[str]:
    rules = _rules_by_month(
        totals, segment, partial(due_rule, segment=segment, book=totals.terms.book)
    )
    for due, months in rules:
        yield translate(
            "bill.due-next-month" if due.months_after else "bill.due-same-month",
            segment=_segment_name(segment, billed_segments(totals)),
            months=months,
            day=due.day,
            law=due.reference,
        )


def _rules_by_month(
    totals: EnrolmentTotals, segment: Segment, find_rule: Callable[[date], Rule]
) -> list[tuple[Rule, str]]:
    """Return each rule that a segment's months follow, and for which months where there are several rules."""
    months: dict[Rule, list[date]] = {}
    for total in totals.months:
        if total.segment == segment:
            months.setdefault(find_rule(total.month), []).append(total.month)
    if len(months) == 1:
        return [(rule, "") for rule in months]
    return [
        (rule, translate("bill.for-months", months=localized_months(months_of_rule)))
        for rule, months_of_rule in months.items()
    ]


def schedule_notes(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield the rules by which the schedule counts holidays and delay."""
    yield translate("bill.holidays")
    book = totals.terms.book
    for segment in SEGMENTS:
        find_rule = partial(penalty_rule, segment=segment, book=book)
        rules = _rules_by_month(totals, segment, find_rule)
        for penalty, months in rules:
            if penalty is None:
                entry = get_in_force(book.bpu.no_penalty, totals.months[0].month, "no_penalty")
                yield translate("bill.no-penalty", law=entry.reference)
                continue
            yield translate(
                "bill.penalty",
                months=months,
                percent=format_percent(penalty.percent),
                law=penalty.reference,
            )
        if rules:
            yield from benefit_rules("arrears", segment, totals)


def benefit_rules(topic: str, segment: Segment, totals: EnrolmentTotals) -> Iterator[str]:
    """Yield the law's rules on a topic that reach a segment and held in a billed contract."""
    premiums = [p for p in totals.premiums if p.segment == segment]
    for rule in totals.terms.book.benefits.rules:
        is_in_force = any(rule.in_force(premium.contract.period.start) for premium in premiums)
        if rule.topic == topic and segment in rule.segments and is_in_force:
            both = len(billed_segments(totals)) > 1
            yield translate(
                "bill.benefit-rule",
                text=rule.text.translate().rstrip("."),
                law=rule.reference,
                segment=translate(f"bill.of-segment-{segment}") if both else "",
            )
