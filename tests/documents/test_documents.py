"""Documents: every text is in the PDF and in the Word file as it was given, and large enough to read."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pypdfium2 as pdfium
import pytest
from docx.shared import Length

from pemilu_cover.documents.docx import docx_bytes
from pemilu_cover.documents.model import (
    Bullets,
    Checklist,
    ChecklistItem,
    Document,
    Fields,
    Heading,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Signatures,
    Table,
    WritingLines,
)
from pemilu_cover.documents.pdf import pdf_bytes

MARKUP = "#panic() *Siti* $x$ _a_ @b <c> \\ // `d` [e] = f"
ROWS = tuple((str(number), f"Budi {number}", "4.590,00") for number in range(1, 101))
DOCUMENT = Document(
    title="KRONOLOGIS KEJADIAN",
    subtitle="TPS 007 Nagri Kidul",
    letterhead=Letterhead("KPU Kabupaten Purwakarta", ("Jalan Veteran 1",)),
    footer="Berisi data pribadi",
    page_label="Halaman {page} dari {pages}",
    blocks=(
        Heading("Identitas"),
        Fields((("Nama", "Siti Aminah"), ("Nomor Peserta", ""))),
        Paragraph(MARKUP),
        Paragraph("Belum terlindungi", "framed"),
        Bullets(("Tolong dulu", "Lapor"), numbered=True),
        Table(("No", "Nama", "Iuran"), (*ROWS, ("", "Jumlah", "459.000,00")), (1, 5, 2), frozenset({2}), 1),
        Checklist((ChecklistItem("KTP", "fotokopi", is_done=True), ChecklistItem("Buku tabungan"))),
        WritingLines(2),
        Signatures((Signature("Saksi"), Signature("Sekretaris", "Drs. Ahmad", "NIP 1970")), "Purwakarta"),
        PageBreak(),
        Paragraph("Halaman terakhir", "small"),
    ),
)  # fmt: skip
TEXTS = [
    *("KPU KABUPATEN PURWAKARTA", "Jalan Veteran 1", "KRONOLOGIS KEJADIAN", "TPS 007 Nagri Kidul"),
    *("Identitas", "Siti Aminah", "Nomor Peserta", MARKUP, "Belum terlindungi", "Lapor"),
    *("Budi 1", "Budi 100", "459.000,00", "Buku tabungan", "fotokopi", "Drs. Ahmad", "NIP 1970"),
    *("Purwakarta", "Halaman terakhir"),
]


def pages(content: bytes) -> list[str]:
    """Return the text of each page, a blank between words."""
    return [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pdfium.PdfDocument(content)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_pdf__any_block__has_its_text_as_it_is(text: str) -> None:
    assert text in " ".join(pages(pdf_bytes(DOCUMENT)))


def test_pdf__several_pages__repeats_heads_and_numbers_pages() -> None:
    shown = pages(pdf_bytes(DOCUMENT))
    assert all(
        f"Halaman {number} dari {len(shown)}" in page for number, page in enumerate(shown, 1)
    )
    with_people = [page for page in shown if "Budi" in page]
    assert len(with_people) > 1
    assert all("No Nama Iuran" in page for page in with_people)


@pytest.mark.parametrize("landscape", [False, True])
def test_pdf__either_orientation__is_a4_with_letters_of_8_points(landscape: bool) -> None:
    document = replace(DOCUMENT, landscape=landscape)
    sides = (841.89, 595.28) if landscape else (595.28, 841.89)
    for page in pdfium.PdfDocument(pdf_bytes(document)):
        assert page.get_size() == pytest.approx(sides, abs=0.1)
        text = page.get_textpage()
        sizes = {
            round(pdfium.raw.FPDFText_GetFontSize(text, index), 1)
            for index in range(text.count_chars())
            if not text.get_text_range(index, 1).isspace()
        }
        assert min(sizes) >= 8


def word_text(content: bytes) -> str:
    """Return all text of a Word file, with a blank between cells and paragraphs."""
    word = docx.Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.mark.parametrize("text", TEXTS)
def test_docx__any_block__has_its_text_as_it_is(text: str) -> None:
    assert text in word_text(docx_bytes(DOCUMENT))


def test_docx__control_characters__are_left_out() -> None:
    document = Document("A\x00B", (Paragraph("C\x0bD\x1b[31m"),), "{page}/{pages}")
    assert "AB CD[31m" in word_text(docx_bytes(document))


@pytest.mark.parametrize("write", [pdf_bytes, docx_bytes])
def test_document__written_twice__has_the_same_bytes(write: object) -> None:
    assert write(DOCUMENT) == write(DOCUMENT)  # type: ignore[operator]


@pytest.mark.parametrize("landscape", [False, True])
def test_docx__writing_lines__reach_the_margin(landscape: bool) -> None:
    document = Document("Judul", (WritingLines(2),), "{page}/{pages}", landscape=landscape)
    word = docx.Document(BytesIO(docx_bytes(document)))
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    stops = [
        round(stop.position.cm, 1)
        for paragraph in word.paragraphs
        for stop in paragraph.paragraph_format.tab_stops
    ]
    assert stops == [round(Length(width).cm, 1)] * 2
