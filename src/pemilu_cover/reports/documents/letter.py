"""A letter of the office: letterhead, reference lines, the recipient, the text, and who signs."""

from __future__ import annotations

from dataclasses import dataclass

from pemilu_cover.documents.model import (
    Block,
    Document,
    Fields,
    Letterhead,
    PageBreak,
    Paragraph,
    Signatures,
)
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.i18n.text import active_language, translate
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reports import office


@dataclass(frozen=True)
class Letter:
    """What a letter says; ``annex`` follows the signature on a page of its own.

    ``place`` is the town in which it is signed where the agreement does not say.
    """

    subject: str
    attachment: str
    recipient: str
    body: tuple[Block, ...]
    annex: tuple[Block, ...] = ()
    place: str = ""
    footer: str = ""


def build_letter(letter: Letter, agreement: Agreement) -> Document:
    """Return a letter as a document; the agreement has the letterhead and who signs."""
    return Document(
        title="",
        letterhead=_letterhead(agreement),
        blocks=(
            Paragraph(office.place_and_date(agreement, letter.place), "right"),
            Fields(
                (
                    (translate("letters.reference-number"), ""),
                    (translate("letters.reference-attachment"), letter.attachment),
                    (translate("letters.reference-subject"), letter.subject),
                ),
                "compact",
            ),
            Paragraph(letter.recipient),
            Paragraph(translate("letters.salutation")),
            *letter.body,
            Paragraph(translate("letters.closing")),
            Signatures((office.signature("head", agreement),)),
            *((PageBreak(), *letter.annex) if letter.annex else ()),
        ),
        page_label=translate("office.page"),
        footer=letter.footer,
        language=active_language(),
    )


def letter_files(stem: str, letter: Letter, agreement: Agreement) -> dict[str, bytes]:
    """Return a letter as PDF and as Word file by name."""
    from pemilu_cover.documents.docx import docx_bytes  # noqa: PLC0415  loads slowly; most runs write none

    document = build_letter(letter, agreement)
    return {f"{stem}.pdf": pdf_bytes(document), f"{stem}.docx": docx_bytes(document)}


def _letterhead(agreement: Agreement) -> Letterhead:
    """Return the letterhead, with lines to write on where the agreement has none."""
    known = office.letterhead(agreement)
    name = known.name if known else translate("letters.office")
    lines = agreement.letterhead.address or (translate("letters.address"),)
    return Letterhead(name, lines, agreement.letterhead.image)
