"""Documents: every text is in the PDF and in the Word file as it was given, and large enough to read."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.shared import Length
from support.pdf import letter_sizes_pt, page_sizes_pt, pdf_pages

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
    RunningTotals,
    Signature,
    Signatures,
    Table,
    WritingLines,
)
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.i18n.messages import RefusalError

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


def test_pdf__any_block__has_its_text_as_it_is() -> None:
    shown = " ".join(pdf_pages(pdf_bytes(DOCUMENT)))
    assert [text for text in TEXTS if text not in shown] == []


def test_pdf__several_pages__repeats_heads_and_numbers_pages() -> None:
    shown = pdf_pages(pdf_bytes(DOCUMENT))
    assert all(
        f"Halaman {number} dari {len(shown)}" in page for number, page in enumerate(shown, 1)
    )
    with_people = [page for page in shown if "Budi" in page]
    assert len(with_people) > 1
    assert all("No Nama Iuran" in page for page in with_people)


@pytest.mark.parametrize("landscape", [False, True])
def test_pdf__either_orientation__is_a4_with_letters_of_8_points(landscape: bool) -> None:
    document = replace(DOCUMENT, landscape=landscape)
    content = pdf_bytes(document)
    assert page_sizes_pt(content) == {(842, 595) if landscape else (595, 842)}
    assert min(letter_sizes_pt(content)) >= 8


RUNNING = Document(
    "Daftar",
    (
        Table(
            ("No", "Iuran"),
            tuple((f"no-{number}", "iuran") for number in range(1, 201)),
            (1, 1),
            running=RunningTotals(
                "pindahan",
                "dipindahkan",
                "JUMLAH",
                tuple((f"={number}",) for number in range(1, 201)),
            ),
        ),
    ),
    "{page}/{pages}",
)


def test_pdf__running_totals__are_carried_from_page_to_page() -> None:
    pages = pdf_pages(pdf_bytes(RUNNING))
    assert len(pages) > 2
    carried = [re.search(r"dipindahkan =(\d+)", page) for page in pages]
    brought = [re.search(r" pindahan =(\d+)", page) for page in pages]
    assert brought[0] is None
    assert carried[-1] is None
    assert [match[1] for match in carried if match] == [match[1] for match in brought if match]
    for page, match in zip(pages[:-1], carried, strict=False):
        assert match is not None
        assert f"no-{match[1]} iuran dipindahkan" in page, (
            "the totals are those of the page's last row"
        )
    assert "JUMLAH =200" in pages[-1]


def test_pdf__running_totals_on_one_page__are_the_total_alone() -> None:
    (table,) = RUNNING.blocks
    assert isinstance(table, Table)
    assert table.running is not None
    short = replace(
        table,
        rows=table.rows[:3],
        running=replace(table.running, after_rows=table.running.after_rows[:3]),
    )
    (page,) = pdf_pages(pdf_bytes(replace(RUNNING, blocks=(short,))))
    assert "JUMLAH =3" in page
    assert "pindah" not in page


def test_docx__running_totals__are_the_total_alone() -> None:
    text = word_text(docx_bytes(RUNNING))
    assert text.endswith("no-200 iuran JUMLAH =200")


LOGO = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize("write", [pdf_bytes, docx_bytes])
def test_document__letterhead_with_logo__has_the_picture(
    write: Callable[[Document], bytes],
) -> None:
    plain = replace(DOCUMENT, letterhead=Letterhead("KPU"))
    assert len(write(replace(plain, letterhead=Letterhead("KPU", logo=LOGO)))) > len(write(plain))


def test_pdf__damaged_logo__is_refused() -> None:
    with pytest.raises(RefusalError) as refusal:
        pdf_bytes(replace(DOCUMENT, letterhead=Letterhead("KPU", logo=LOGO[:-30])))
    assert refusal.value.code == "logo-damaged"


def test_pdf__page_break_with_head__repeats_letterhead_and_title() -> None:
    first, second = pdf_pages(
        pdf_bytes(replace(DOCUMENT, blocks=(PageBreak(with_head=True), Paragraph("dua"))))
    )
    assert first.split(" Berisi")[0] in second


def word_text(content: bytes) -> str:
    """Return all text of a Word file, with a blank between cells and paragraphs."""
    word = docx.Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_docx__any_block__has_its_text_as_it_is() -> None:
    shown = word_text(docx_bytes(DOCUMENT))
    assert [text for text in TEXTS if text not in shown] == []


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
