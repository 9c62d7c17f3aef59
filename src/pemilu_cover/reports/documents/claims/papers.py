"""All papers of a case as files: each as PDF to print and as a Word file to edit."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.docx import docx_bytes
from pemilu_cover.documents.model import Document
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reference.claim_forms import claim_forms
from pemilu_cover.reports.documents.claims.benefits import benefits_paper
from pemilu_cover.reports.documents.claims.checklist import checklist_paper
from pemilu_cover.reports.documents.claims.deadlines import deadlines_paper
from pemilu_cover.reports.documents.claims.forms import form_paper
from pemilu_cover.reports.documents.claims.heirs import heirs_paper
from pemilu_cover.reports.documents.claims.letters import (
    chronology_paper,
    family_paper,
    letter_paper,
)
from pemilu_cover.reports.documents.claims.steps import steps_paper

_NAMES = (
    *("langkah", "batas-waktu", "isian-3-kk-1", "isian-3a-kk-2", "isian-3b-kk-3", "kronologis"),
    *("surat-keterangan", "untuk-keluarga", "daftar-dokumen", "manfaat", "ahli-waris"),
)
# The papers by name, as they are called in a folder.
FILES = {name: f"{number:02}-{name}" for number, name in enumerate(_NAMES, start=1)}
_NO_BREAK_HYPHEN = "\u2011"
_SHOWN = {name: file.replace("-", _NO_BREAK_HYPHEN) for name, file in FILES.items()}


def claim_papers(claim: Claim) -> dict[str, bytes]:
    """Return the papers of a case by the names of their files."""
    files: dict[str, bytes] = {}
    for name, document in _papers(claim):
        files[f"{FILES[name]}.pdf"] = pdf_bytes(document)
        files[f"{FILES[name]}.docx"] = docx_bytes(document)
    return files


def _papers(claim: Claim) -> Iterator[tuple[str, Document]]:
    yield "langkah", steps_paper(claim, _SHOWN)
    yield "batas-waktu", deadlines_paper(claim)
    for form in claim_forms():
        yield f"isian-{form.code.lower().replace(' ', '-')}", form_paper(form, claim)
    yield "kronologis", chronology_paper(claim)
    yield "surat-keterangan", letter_paper(claim)
    yield "untuk-keluarga", family_paper(claim)
    yield "daftar-dokumen", checklist_paper(claim, _SHOWN)
    yield "manfaat", benefits_paper(claim)
    if claim.event.is_death:
        yield "ahli-waris", heirs_paper(claim)
