"""Batas waktu: every clock of a case."""

from __future__ import annotations

from pemilu_cover.claims.claim import Claim
from pemilu_cover.claims.clocks import RunningClock, localized_duration
from pemilu_cover.documents.model import Document, Paragraph, Table
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.claim_law import Clock
from pemilu_cover.reports.documents.claims.words import (
    cited,
    event_name,
    moment,
    paper,
    small,
)

_TWO_DAYS = (48, "hours")


def deadlines_paper(claim: Claim) -> Document:
    """Return the clocks of a case with the time that is left."""
    rows = [_row(clock, claim) for clock in claim.clocks]
    if claim.lapses_on:
        lapse, article = claim.lapses_on
        rows.append((translate("claim_papers.lapse"), "", moment(lapse, claim), article))
    head = (
        translate("claim_papers.clocks-head-what"),
        translate("claim_papers.clocks-head-who"),
        translate("claim_papers.clocks-head-until"),
        translate("claim_papers.clocks-head-basis"),
    )
    return paper(
        translate("claim_papers.clocks-title"),
        [
            Table(head, tuple(rows), (4, 4, 4, 3)),
            Paragraph(translate("claim_papers.clocks-plain-hours")),
            small(translate("claim_papers.legend")),
        ],
        claim,
        translate(
            "claim_papers.clocks-subtitle",
            event=event_name(claim),
            at=moment(claim.event.at, claim),
            now=moment(claim.now, claim),
        ),
    )


def _row(running: RunningClock, claim: Claim) -> tuple[str, str, str, str]:
    clock = running.clock
    name = clock.name.translate()
    if running.is_advice:
        name = translate("claim_papers.clock-advice", name=clock.name)
    return name, _who(clock, claim), _until(running, claim), cited(clock)


def _who(clock: Clock, claim: Claim) -> str:
    if clock.duty == "bpjs":
        return translate("claim_papers.duty-bpjs", recipient=clock.recipient)
    if claim.person.segment == "bpu":
        return translate("claim_papers.duty-member", recipient=clock.recipient)
    return translate("claim_papers.duty-office", recipient=clock.recipient)


def _until(running: RunningClock, claim: Claim) -> str:
    clock = running.clock
    step = translate(f"claim_papers.from-{clock.counted_from or 'other'}")
    length = format_length(clock)
    left = running.time_left(claim.now)
    if running.due is None or left is None:
        return translate("claim_papers.until-unknown", length=length, step=step)
    due = translate(
        "claim_papers.until-begun", due=moment(running.due, claim), length=length, step=step
    )
    details = {"now": moment(claim.now, claim), "time": localized_duration(left)}
    if running.is_overdue(claim.now):
        return f"{due}\n{translate('claim_papers.overdue', **details)}"
    return f"{due}\n{translate('claim_papers.left', **details)}"


def format_length(clock: Clock) -> str:
    """Return the length of a clock: ``2 × 24 jam``, ``7 hari kerja``."""
    number, unit = clock.length
    if (number, unit) == _TWO_DAYS:
        return translate("claim_papers.length-2x24")
    return translate(f"claim_papers.length-{unit}", number=number)
