"""Daftar dokumen: what each claim needs, from whom, and what is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import (
    Block,
    Checklist,
    ChecklistItem,
    Document,
    Heading,
    Paragraph,
)
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.claim_law import SUPPLIERS, ClaimCase, ClaimDocument
from pemilu_cover.reports.documents.claims.words import cited, paper, small


def checklist_paper(claim: Claim, files: Mapping[str, str]) -> Document:
    """Return the documents of each claim of a case; ``files`` are the papers of the folder by name."""
    blocks: list[Block] = [small(translate("claim_papers.documents-legend"))]
    for case in claim.event.cases:
        blocks.append(Heading(translate(f"claim_papers.case-{case}")))
        blocks += _case(case, claim, files)
    blocks.append(small(translate("claim_papers.legend")))
    return paper(translate("claim_papers.documents-title"), blocks, claim)


def _case(case: ClaimCase, claim: Claim, files: Mapping[str, str]) -> Iterator[Block]:
    for supplier in SUPPLIERS:
        documents = [
            document
            for document in claim.law.documents
            if case in document.cases and document.supplier == supplier
        ]
        if documents:
            yield Paragraph(translate(f"claim_papers.supplier-{supplier}"), "strong")
            yield Checklist(tuple(_item(document, claim, files) for document in documents))


def _item(document: ClaimDocument, claim: Claim, files: Mapping[str, str]) -> ChecklistItem:
    name = document.name.translate()
    if document.needed:
        name = translate("claim_papers.document-needed", name=name, needed=document.needed)
    is_ready = document.paper in files and document.supplier == "office"
    number = {"kpj": claim.person.kpj, "nik": claim.person.nik}.get(document.known, "")
    if is_ready:
        state = translate("claim_papers.document-paper", file=files[document.paper])
    elif document.paper in files:
        state = translate("claim_papers.document-data", file=files[document.paper])
    elif number:
        state = translate("claim_papers.document-number", value=number)
    else:
        state = translate("claim_papers.document-missing")
    remark = translate("claim_papers.document-state", state=state, article=cited(document))
    return ChecklistItem(name, remark, is_done=is_ready)
