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
from pemilu_cover.i18n.text import localized_month_span, translate
from pemilu_cover.reports import office
from pemilu_cover.reports.documents.claims.words import (
    blank,
    moment_in_words,
    occupation,
    office_name,
    paper,
    person_name,
    place_and_date,
    small,
)
from pemilu_cover.reports.local_formats import amount_in_words
from pemilu_cover.values import rupiah

_WITNESSES = (1, 2)


def chronology_paper(claim: Claim) -> Document:
    """Return the account of the event, with room for what only the office knows."""
    person, event = claim.person, claim.event
    body = translate(
        "claim_papers.chronology-body",
        blank=blank(),
        name=person_name(person),
        nik=person.nik,
        kpj=person.kpj or blank(),
        occupation=occupation(person),
        decree=translate("claim_papers.decree"),
        moment=moment_in_words(event.at, claim),
        place=event.place or blank(),
    )
    outcome = translate("claim_papers.chronology-dead") if event.is_death else ""
    facts = Fields(
        (
            (translate("claim_papers.chronology-outcome"), outcome),
            (translate("claim_papers.chronology-first-aid"), event.treated_at),
            (translate("claim_papers.chronology-transport"), ""),
            *((translate("claim_papers.witness", number=number), "") for number in _WITNESSES),
        )
    )
    witnesses = [
        Signature(translate("claim_papers.sign-witness", number=number)) for number in _WITNESSES
    ]
    return paper(
        translate("claim_papers.chronology-title"),
        [
            Paragraph(body),
            Heading(translate("claim_papers.chronology-story")),
            WritingLines(10),
            facts,
            Signatures(tuple(witnesses)),
            Signatures(
                (
                    Signature(translate("claim_papers.sign-acknowledged")),
                    Signature(translate("claim_papers.sign-maker")),
                ),
                place_and_date(claim),
            ),
            small(translate("claim_papers.chronology-enclosures")),
        ],
        claim,
    )


def letter_paper(claim: Claim) -> Document:
    """Return the office's statement about the person; it states service only where the data show it."""
    person = claim.person
    wage_sen = person.base_sen  # of people who are not enrolled no wage was reported
    rows = (
        (translate("claim_papers.label-name"), person.name),
        (translate("claim_papers.label-nik"), person.nik),
        (translate("claim_papers.label-kpj"), person.kpj),
        (translate("claim_papers.label-npp"), claim.office.npp),
        (translate("claim_papers.label-role"), occupation(person)),
        (translate("claim_papers.label-decree"), translate("claim_papers.decree")),
        (translate("claim_papers.label-term"), _term(claim)),
        (
            translate("claim_papers.label-wage"),
            f"{rupiah.format_rupiah(wage_sen)} ({amount_in_words(wage_sen)})" if wage_sen else "",
        ),
        (translate("claim_papers.label-months"), _billed_months(claim)),
    )
    return paper(
        translate("claim_papers.letter-title"),
        [
            Paragraph(translate("claim_papers.letter-opening", office=office_name(claim))),
            Fields(rows),
            *_service(claim),
            Signatures(
                (office.signature("head", claim.office.agreement),),
                place_and_date(claim),
            ),
        ],
        claim,
        translate("claim_papers.letter-number"),
    )


def _term(claim: Claim) -> str:
    person = claim.person
    if not (person.start and person.end):
        return ""
    return translate(
        "claim_papers.term",
        start=person.start,
        end=person.end,
    )


def _billed_months(claim: Claim) -> str:
    """Return the months that are billed up to that of the event; whether they are paid is not known."""
    event_day = claim.event.at.date()
    months = [month for month in claim.person.months if month <= event_day]
    if not months:
        return ""
    span = localized_month_span(min(months), max(months))
    return translate("claim_papers.months-paid", months=span)


def _service(claim: Claim) -> list[Paragraph | WritingLines]:
    event = claim.event
    at = moment_in_words(event.at, claim)
    person = claim.person
    if not person.is_enrolled or person.days_from_contract(event.at.date()):
        text = translate("claim_papers.letter-not-served", moment=at)
        return [Paragraph(text, "framed"), WritingLines(3)]
    return [Paragraph(translate(f"claim_papers.letter-served-{event.kind}", moment=at))]


def family_paper(claim: Claim) -> Document:
    """Return the page for the family, in words without law; it promises nothing that is not certain."""
    person, is_death = claim.person, claim.event.is_death
    greeting = (
        translate("claim_papers.family-greeting-death", name=person_name(person))
        if is_death
        else translate("claim_papers.family-greeting-accident", name=person_name(person))
    )
    cover = (
        translate(
            "claim_papers.family-registered",
            name=person_name(person),
            kpj=person.kpj,
            occupation=occupation(person),
        )
        if claim.cover.state == "covered"
        else translate("claim_papers.family-unsure", name=person_name(person))
    )
    pays = (
        translate("claim_papers.family-pay-death")
        if is_death
        else translate("claim_papers.family-pay-accident")
    )
    after = [
        translate("claim_papers.family-from-office"),
        translate("claim_papers.family-where", blank=blank()),
        *([pays] if claim.cover.state == "covered" else []),
        translate("claim_papers.family-free"),
        translate("claim_papers.family-contact", blank=blank()),
    ]
    return paper(
        translate("claim_papers.family-title"),
        [
            Paragraph(greeting),
            Paragraph(cover),
            Heading(translate("claim_papers.family-prepare")),
            Bullets(_family_documents(is_death), numbered=True),
            *(Paragraph(text) for text in after),
        ],
        claim,
    )


def _family_documents(is_death: bool) -> tuple[str, ...]:
    if not is_death:
        return (
            translate("claim_papers.family-ktp"),
            translate("claim_papers.family-card"),
            translate("claim_papers.family-doctor"),
            translate("claim_papers.family-receipts"),
        )
    return (
        translate("claim_papers.family-ktp-death"),
        translate("claim_papers.family-death"),
        translate("claim_papers.family-heirs"),
        translate("claim_papers.family-marriage"),
        translate("claim_papers.family-account"),
        translate("claim_papers.family-card"),
    )
