"""Kronologis, surat keterangan, and the page for the family."""

from __future__ import annotations

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import (
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    WritingLines,
)
from pemilu_cover.i18n.text import localized_month_span
from pemilu_cover.reports import office
from pemilu_cover.reports.documents.claims.words import (
    blank,
    moment_in_words,
    occupation,
    office_name,
    paper,
    paper_text,
    person_name,
    place_and_date,
    small,
)
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.terbilang import in_rupiah

_WITNESSES = (1, 2)


def chronology_paper(claim: Claim) -> Document:
    """Return the account of the event, with room for what only the office knows."""
    person, event = claim.person, claim.event
    body = paper_text(
        "claim_papers.chronology-body",
        blank=blank(),
        name=person_name(person),
        nik=person.nik,
        kpj=person.kpj or blank(),
        occupation=occupation(person),
        decree=paper_text("claim_papers.decree"),
        moment=moment_in_words(event.at, claim),
        place=event.place or blank(),
    )
    outcome = paper_text("claim_papers.chronology-dead") if event.is_death else ""
    facts = Fields(
        (
            (paper_text("claim_papers.chronology-outcome"), outcome),
            (paper_text("claim_papers.chronology-first-aid"), event.treated_at),
            (paper_text("claim_papers.chronology-transport"), ""),
            *((paper_text("claim_papers.witness", number=number), "") for number in _WITNESSES),
        )
    )
    witnesses = [
        Signature(paper_text("claim_papers.sign-witness", number=number)) for number in _WITNESSES
    ]
    return paper(
        paper_text("claim_papers.chronology-title"),
        [
            Paragraph(body),
            Heading(paper_text("claim_papers.chronology-story")),
            WritingLines(10),
            facts,
            Signatures(tuple(witnesses)),
            Signatures(
                (
                    Signature(paper_text("claim_papers.sign-acknowledged")),
                    Signature(paper_text("claim_papers.sign-maker")),
                ),
                place_and_date(claim),
            ),
            small(paper_text("claim_papers.chronology-enclosures")),
        ],
        claim,
    )


def letter_paper(claim: Claim) -> Document:
    """Return the office's statement about the person; it states service only where the data show it."""
    person = claim.person
    wage_sen = person.base_sen  # of people who are not enrolled no wage was reported
    rows = (
        (paper_text("claim_papers.label-name"), person.name),
        (paper_text("claim_papers.label-nik"), person.nik),
        (paper_text("claim_papers.label-kpj"), person.kpj),
        (paper_text("claim_papers.label-npp"), claim.office.npp),
        (paper_text("claim_papers.label-role"), occupation(person)),
        (paper_text("claim_papers.label-decree"), paper_text("claim_papers.decree")),
        (paper_text("claim_papers.label-term"), _term(claim)),
        (
            paper_text("claim_papers.label-wage"),
            f"{rupiah.format_rupiah(wage_sen)} ({in_rupiah(wage_sen)})" if wage_sen else "",
        ),
        (paper_text("claim_papers.label-months"), _billed_months(claim)),
    )
    return paper(
        paper_text("claim_papers.letter-title"),
        [
            Paragraph(paper_text("claim_papers.letter-opening", office=office_name(claim))),
            Fields(rows),
            *_service(claim),
            Signatures(
                (office.signature("head", claim.office.agreement),),
                place_and_date(claim),
            ),
        ],
        claim,
        paper_text("claim_papers.letter-number"),
    )


def _term(claim: Claim) -> str:
    person = claim.person
    if not (person.start and person.end):
        return ""
    return paper_text(
        "claim_papers.term",
        start=dates.format_long(person.start),
        end=dates.format_long(person.end),
    )


def _billed_months(claim: Claim) -> str:
    """Return the months that are billed up to that of the event; whether they are paid is not known."""
    event_day = claim.event.at.date()
    months = [month for month in claim.person.months if month <= event_day]
    if not months:
        return ""
    span = localized_month_span(min(months), max(months))
    return paper_text("claim_papers.months-paid", months=span)


def _service(claim: Claim) -> list[Paragraph | WritingLines]:
    event = claim.event
    at = moment_in_words(event.at, claim)
    person = claim.person
    if not person.is_enrolled or person.days_from_contract(event.at.date()):
        text = paper_text("claim_papers.letter-not-served", moment=at)
        return [Paragraph(text, "framed"), WritingLines(3)]
    return [Paragraph(paper_text(f"claim_papers.letter-served-{event.kind}", moment=at))]


def family_paper(claim: Claim) -> Document:
    """Return the page for the family, in words without law; it promises nothing that is not certain."""
    person, is_death = claim.person, claim.event.is_death
    greeting = (
        paper_text("claim_papers.family-greeting-death", name=person_name(person))
        if is_death
        else paper_text("claim_papers.family-greeting-accident", name=person_name(person))
    )
    cover = (
        paper_text(
            "claim_papers.family-registered",
            name=person_name(person),
            kpj=person.kpj,
            occupation=occupation(person),
        )
        if claim.cover.state == "covered"
        else paper_text("claim_papers.family-unsure", name=person_name(person))
    )
    pays = (
        paper_text("claim_papers.family-pay-death")
        if is_death
        else paper_text("claim_papers.family-pay-accident")
    )
    after = [
        paper_text("claim_papers.family-from-office"),
        paper_text("claim_papers.family-where", blank=blank()),
        *([pays] if claim.cover.state == "covered" else []),
        paper_text("claim_papers.family-free"),
        paper_text("claim_papers.family-contact", blank=blank()),
    ]
    return paper(
        paper_text("claim_papers.family-title"),
        [
            Paragraph(greeting),
            Paragraph(cover),
            Heading(paper_text("claim_papers.family-prepare")),
            Bullets(_family_documents(is_death), numbered=True),
            *(Paragraph(text) for text in after),
        ],
        claim,
    )


def _family_documents(is_death: bool) -> tuple[str, ...]:
    if not is_death:
        return (
            paper_text("claim_papers.family-ktp"),
            paper_text("claim_papers.family-card"),
            paper_text("claim_papers.family-doctor"),
            paper_text("claim_papers.family-receipts"),
        )
    return (
        paper_text("claim_papers.family-ktp-death"),
        paper_text("claim_papers.family-death"),
        paper_text("claim_papers.family-heirs"),
        paper_text("claim_papers.family-marriage"),
        paper_text("claim_papers.family-account"),
        paper_text("claim_papers.family-card"),
    )
