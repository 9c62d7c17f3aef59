"""Langkah pertama: one page on what to do first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pemilu_cover.claims.claim import Claim
from pemilu_cover.claims.clocks import localized_duration
from pemilu_cover.documents.model import Block, Bullets, Document, Paragraph
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.documents.claims.words import (
    event_name,
    moment,
    occupation,
    paper,
    person_name,
    small,
)


def steps_paper(claim: Claim, files: Mapping[str, str]) -> Document:
    """Return the first steps; ``files`` are the papers of the folder by name."""
    steps = _death_steps(claim, files) if claim.event.is_death else _accident_steps(claim, files)
    return paper(
        translate("claim_papers.steps-title"),
        [
            *cover_blocks(claim),
            *_report_due(claim),
            Bullets(tuple(steps), numbered=True),
            small(translate("claim_papers.step-record")),
        ],
        claim,
        translate(
            "claim_papers.steps-subtitle",
            event=event_name(claim),
            name=person_name(claim.person),
            occupation=occupation(claim.person),
        ),
    )


def cover_blocks(claim: Claim) -> Iterator[Block]:
    """Yield what is known of the cover: framed where there is none, with the employer's duty."""
    cover = claim.cover
    if cover.state == "covered":
        yield small(translate("claim_papers.covered", why=cover.text))
        return
    if cover.state == "uncovered":
        yield Paragraph(translate("claim_papers.uncovered-head", why=cover.text), "framed")
    else:
        yield Paragraph(translate("claim_papers.unconfirmed-head", why=cover.text), "framed")
    if cover.duty:
        yield small(
            translate(
                "claim_papers.uncovered-law", text=cover.duty.text, article=cover.duty.reference
            )
        )
    yield Paragraph(translate("claim_papers.uncovered-advice"), "strong")


def _report_due(claim: Claim) -> Iterator[Block]:
    """Yield until when the first report has to be made."""
    for clock in claim.clocks:
        left = clock.time_left(claim.now)
        if clock.clock.done_by != "kk1" or clock.due is None or left is None:
            continue
        details = {"now": moment(claim.now, claim), "time": localized_duration(left)}
        is_late = clock.is_overdue(claim.now)
        shown = (
            translate("claim_papers.overdue", **details)
            if is_late
            else translate("claim_papers.left", **details)
        )
        due = moment(clock.due, claim)
        text = (
            translate("claim_papers.due-if-unsure", due=due, left=shown)
            if clock.is_advice
            else translate("claim_papers.due-report", due=due, left=shown)
        )
        yield Paragraph(text, "framed")


def _accident_steps(claim: Claim, files: Mapping[str, str]) -> Iterator[str]:
    is_covered = claim.cover.state == "covered"
    yield (
        translate("claim_papers.step-help")
        if is_covered
        else translate("claim_papers.step-help-unsure")
    )
    yield translate("claim_papers.step-call", number=_number(claim))
    yield translate("claim_papers.step-witnesses", file=files["kronologis"])
    yield translate("claim_papers.step-kk1", file=files["isian-3-kk-1"])
    yield translate("claim_papers.step-receipts")
    yield _second_report(files)
    yield translate("claim_papers.step-family", file=files["untuk-keluarga"])
    yield translate("claim_papers.step-santunan", documents=files["daftar-dokumen"])


def _death_steps(claim: Claim, files: Mapping[str, str]) -> Iterator[str]:
    yield translate("claim_papers.step-family", file=files["untuk-keluarga"])
    if claim.event.kind == "death":
        yield translate("claim_papers.step-questions")
    yield translate("claim_papers.step-call-death", number=_number(claim))
    yield translate("claim_papers.step-witnesses", file=files["kronologis"])
    yield translate("claim_papers.step-kk1", file=files["isian-3-kk-1"])
    yield _second_report(files)
    papers = {"file": files["surat-keterangan"], "documents": files["daftar-dokumen"]}
    yield (
        translate("claim_papers.step-jkm", **papers)
        if claim.event.kind == "death"
        else translate("claim_papers.step-papers", **papers)
    )
    yield translate("claim_papers.step-santunan", documents=files["daftar-dokumen"])
    if claim.person.is_enrolled:
        yield translate("claim_papers.step-sipp-death")


def _number(claim: Claim) -> str:
    person = claim.person
    if person.kpj:
        return translate("claim_papers.step-number", kpj=person.kpj)
    return translate("claim_papers.step-nik", nik=person.nik)


def _second_report(files: Mapping[str, str]) -> str:
    return translate(
        "claim_papers.step-kk2", doctor=files["isian-3b-kk-3"], file=files["isian-3a-kk-2"]
    )
