"""Ahli waris: who is entitled, in the order of the law, and a table for those there are."""

from __future__ import annotations

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import Bullets, Document, Heading, Paragraph, Table
from pemilu_cover.reports.documents.claims.words import cited, paper, paper_text, small
from pemilu_cover.values import rupiah

_ROWS = 6


def heirs_paper(claim: Claim) -> Document:
    """Return the heirs in their order."""
    ranks = tuple(
        paper_text("claim_papers.heirs-row", name=rank.name, article=cited(rank))
        for rank in claim.law.heirs
    )
    head = (
        paper_text("claim_papers.heirs-head-number"),
        paper_text("claim_papers.heirs-head-name"),
        paper_text("claim_papers.heirs-head-nik"),
        paper_text("claim_papers.heirs-head-relation"),
        paper_text("claim_papers.heirs-head-born"),
        paper_text("claim_papers.heirs-head-phone"),
    )
    rows = tuple((f"{number}\n ", *[""] * (len(head) - 1)) for number in range(1, _ROWS + 1))
    return paper(
        paper_text("claim_papers.heirs-title"),
        [
            Paragraph(paper_text("claim_papers.heirs-intro")),
            Bullets(ranks, numbered=True),
            *without_heirs(claim),
            Heading(paper_text("claim_papers.heirs-to-fill")),
            Table(head, rows, (1, 5, 4, 3, 3, 3)),
            Paragraph(paper_text("claim_papers.heirs-minor")),
            Paragraph(paper_text("claim_papers.heirs-children")),
            small(paper_text("claim_papers.legend")),
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
            paper_text(
                "claim_papers.without-heirs", text=rule.text, amount=amount, article=cited(rule)
            ),
            "strong",
        )
        for rule in benefits.rules
        if rule.topic == "no-heir"
    ]
