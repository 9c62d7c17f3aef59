"""Ahli waris: who is entitled, in the order of the law, and a table for those there are."""

from __future__ import annotations

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import Bullets, Document, Heading, Paragraph, Table
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.documents.claims.words import cited, paper, small
from pemilu_cover.values import rupiah

_ROWS = 6


def heirs_paper(claim: Claim) -> Document:
    """Return the heirs in their order."""
    ranks = tuple(
        translate("claim_papers.heirs-row", name=rank.name, article=cited(rank))
        for rank in claim.law.heirs
    )
    head = (
        translate("claim_papers.heirs-head-number"),
        translate("claim_papers.heirs-head-name"),
        translate("claim_papers.heirs-head-nik"),
        translate("claim_papers.heirs-head-relation"),
        translate("claim_papers.heirs-head-born"),
        translate("claim_papers.heirs-head-phone"),
    )
    rows = tuple((f"{number}\n ", *[""] * (len(head) - 1)) for number in range(1, _ROWS + 1))
    return paper(
        translate("claim_papers.heirs-title"),
        [
            Paragraph(translate("claim_papers.heirs-intro")),
            Bullets(ranks, numbered=True),
            *without_heirs(claim),
            Heading(translate("claim_papers.heirs-to-fill")),
            Table(head, rows, (1, 5, 4, 3, 3, 3)),
            Paragraph(translate("claim_papers.heirs-minor")),
            Paragraph(translate("claim_papers.heirs-children")),
            small(translate("claim_papers.legend")),
        ],
        claim,
    )


def without_heirs(claim: Claim) -> list[Paragraph]:
    """Return what JKM and JKK pay where there are neither heirs nor a will."""
    benefits = claim.benefits
    if benefits.without_heirs is None:
        return []
    amount = rupiah.format_rupiah(benefits.without_heirs[0])
    return [
        Paragraph(
            translate(
                "claim_papers.without-heirs", text=rule.text, amount=amount, article=cited(rule)
            ),
            "strong",
        )
        for rule in benefits.rules
        if rule.topic == "no-heir"
    ]
