"""PDFs as tests read them: the text of each page, and the sizes of its letters."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium


def pdf_pages(content: bytes | Path) -> list[str]:
    """Return the text of each page, a blank between words."""
    return [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pdfium.PdfDocument(content)
    ]


def letter_sizes_pt(content: bytes | Path) -> set[float]:
    """Return the sizes of all letters in points, as they are printed."""
    return {
        round(pdfium.raw.FPDFText_GetFontSize(text, index), 1)
        for page in pdfium.PdfDocument(content)
        for text in [page.get_textpage()]
        for index in range(text.count_chars())
        if not text.get_text_range(index, 1).isspace()
    }


def page_sizes_pt(content: bytes | Path) -> set[tuple[int, int]]:
    """Return the widths and heights of the pages in points."""
    sizes = (page.get_size() for page in pdfium.PdfDocument(content))
    return {(round(width), round(height)) for width, height in sizes}
