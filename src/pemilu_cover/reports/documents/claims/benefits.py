"""Manfaat: amounts and articles for this wage, day and membership, and what is disputed."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import (
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Table,
)
from pemilu_cover.explain.benefit_amounts import explain_amount
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.benefit_cover import PayableBenefit
from pemilu_cover.law.benefit_payments import DisabilityTableShare, FixedAmount, MonthlyWageShare
from pemilu_cover.law.benefits import Event, Santunan
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.reports.documents.claims.heirs import without_heirs
from pemilu_cover.reports.documents.claims.words import cited, paper, small
from pemilu_cover.values import rupiah


def benefits_paper(claim: Claim) -> Document:
    """Return the benefits of a case with their amounts and articles."""
    blocks: list[Block] = []
    if claim.cover.state == "uncovered":
        shown = (
            translate("claim_papers.benefits-owed")
            if claim.cover.duty
            else translate("claim_papers.benefits-uncovered")
        )
        blocks.append(Paragraph(shown, "framed"))
    blocks += _facts(claim)
    sections: tuple[tuple[str, Programme, tuple[Event, ...], int | None], ...]
    cover = claim.benefits.cover
    if claim.event.is_death:
        sections = (
            ("event-jkk", "JKK", ("death",), cover.jkk_sen if cover else None),
            ("event-jkm", "JKM", ("death",), cover.jkm_sen if cover else None),
        )
        if claim.event.kind == "death":
            sections = sections[::-1]
    else:
        sections = (
            ("event-treatment", "JKK", ("accident",), None),
            ("event-temporary-inability", "JKK", ("temporary-inability",), None),
            ("event-partial-disability", "JKK", ("partial-disability",), None),
            ("event-total-disability", "JKK", ("total-disability",), claim.benefits.disability_sen),
            ("event-later-death", "JKK", ("death",), cover.jkk_sen if cover else None),
        )
    for key, programme, events, total in sections:
        blocks += _benefits(key, programme, events, total, claim)
    blocks += without_heirs(claim) if claim.event.is_death else []
    blocks += _grants(claim)
    blocks += _disputes(claim)
    blocks += [
        Heading(translate("claim_papers.conditions")),
        Bullets(tuple(f"{rule.text.translate()} ({cited(rule)})" for rule in claim.benefits.rules)),
        small(translate("claim_papers.legend")),
    ]
    return paper(translate("claim_papers.benefits-title"), blocks, claim)


def _facts(claim: Claim) -> Iterator[Block]:
    person, benefits = claim.person, claim.benefits
    segment = (
        translate("claim_papers.segment-bpu")
        if benefits.segment == "bpu"
        else translate("claim_papers.segment-pu")
    )
    base = rupiah.format_rupiah(benefits.base_sen) if benefits.base_sen else ""
    membership = ""
    if person.start:
        membership = translate(
            "claim_papers.membership",
            months=benefits.months,
            start=person.start,
        )
    yield Fields(
        (
            (translate("claim_papers.label-segment"), segment),
            (translate("claim_papers.label-base"), base),
            (translate("claim_papers.label-membership"), membership),
        )
    )
    if claim.others:
        roles = ", ".join(one.role_name for one in claim.others)
        yield Paragraph(translate("claim_papers.other-roles", roles=roles), "strong")
    if benefits.base_sen is None:
        yield Paragraph(translate("claim_papers.wage-unknown"), "strong")
    if person.wage_since and claim.event.at.date() < person.wage_since:
        since = person.wage_since
        yield Paragraph(translate("claim_papers.wage-changed", since=since), "strong")
    if person.base_sen and person.wage_sen and person.base_sen < person.wage_sen:
        honorarium = rupiah.format_rupiah(person.wage_sen)
        yield Paragraph(translate("claim_papers.wage-below", honorarium=honorarium), "strong")


def _benefits(
    key: str,
    programme: Programme,
    events: tuple[Event, ...],
    total: int | None,
    claim: Claim,
) -> Iterator[Block]:
    lines = [
        line
        for line in claim.benefits.lines
        if line.benefit.programme == programme and line.event in events
    ]
    if not lines:
        return
    rows = [(_name(line, claim), _amount(line), cited(line.source)) for line in lines]
    if total is not None:
        rows.append((translate("claim_papers.total"), rupiah.format_rupiah(total), ""))
    head = (
        translate("claim_papers.head-benefit"),
        translate("claim_papers.head-amount"),
        translate("claim_papers.head-basis"),
    )
    yield Heading(translate(f"claim_papers.{key}"))
    yield Table(head, tuple(rows), (5, 3, 4), totals=int(total is not None))


def _name(line: PayableBenefit, claim: Claim) -> str:
    """Return a benefit with how its amount comes about and its condition."""
    pays, condition = line.benefit.pays, line.benefit.condition
    parts = [
        ""
        if isinstance(pays, FixedAmount)
        else explain_amount(pays, claim.benefits.segment).translate(),
        condition.translate() if condition else "",
    ]
    detail = "; ".join(part for part in parts if part)
    name = line.benefit.name.translate()
    return f"{name}\n{detail}" if detail else name


def _amount(line: PayableBenefit) -> str:
    pays = line.benefit.pays
    if not line.payable:
        return translate("claim_papers.not-payable", months=line.months_needed)
    if isinstance(pays, DisabilityTableShare):
        each = rupiah.format_rupiah(pays.each_percent(line.base_sen))
        return translate("claim_papers.each-percent", amount=each)
    if isinstance(pays, MonthlyWageShare):
        first = rupiah.format_rupiah(pays.steps[0].due(line.base_sen))
        return translate("claim_papers.a-month", amount=first)
    if line.amount_sen is None:
        return translate("claim_papers.by-need")
    amount = rupiah.format_rupiah(line.amount_sen)
    return translate("claim_papers.up-to", amount=amount) if line.at_most else amount


def _grants(claim: Claim) -> Iterator[Block]:
    grants = claim.benefits.santunan
    if not grants:
        return
    bodies = list(dict.fromkeys(body for grant in grants for body in grant.bodies))
    names = {"KPU": "KPU", "BAWASLU": "Bawaslu"}
    yield Heading(
        translate("claim_papers.santunan", bodies=", ".join(names[body] for body in bodies))
    )
    rows = tuple(
        (
            f"{grant.name.translate()} ({names[grant.bodies[0]]})"
            if len(bodies) > 1
            else grant.name.translate(),
            _grant_amount(grant),
            cited(grant),
        )
        for grant in grants
    )
    head = (
        translate("claim_papers.head-benefit"),
        translate("claim_papers.head-amount"),
        translate("claim_papers.head-basis"),
    )
    yield Table(head, rows, (5, 3, 4))
    by_days = claim.law.santunan_by_days
    if by_days and not claim.event.is_death:
        listed = "; ".join(
            f"{one.days.translate()} {rupiah.format_rupiah(one.amount)}" for one in by_days
        )
        yield small(
            translate("claim_papers.santunan-by-days", list=listed, source=cited(by_days[0]))
        )


def _grant_amount(grant: Santunan) -> str:
    amount = rupiah.format_rupiah(grant.amount)
    if grant.at_most:
        amount = translate("claim_papers.up-to", amount=amount)
    if grant.disputed is None:
        return amount
    other = rupiah.format_rupiah(grant.disputed.amount)
    return translate("claim_papers.santunan-disputed", amount=amount, other=other)


def _disputes(claim: Claim) -> Iterator[Block]:
    yield Heading(translate("claim_papers.disputed"))
    for dispute in claim.law.disputes:
        if not set(dispute.cases) & set(claim.event.cases):
            continue
        yield Paragraph(dispute.question.translate(), "strong")
        readings = tuple(
            translate("claim_papers.reading", text=reading.text, source=cited(reading))
            for reading in dispute.readings
        )
        advice = translate("claim_papers.advice", text=dispute.advice)
        yield Bullets((*readings, advice))
