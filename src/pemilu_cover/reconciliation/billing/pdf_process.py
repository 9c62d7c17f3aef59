"""The process that reads one PDF: its bytes on stdin, the words of its pages or its refusal on stdout.

PDFium (pypdfium2) reads 500 pages of a Formulir 2a in ten seconds, pdfplumber in 130. It is written in C++,
and sees untrusted files only here.
"""

from __future__ import annotations

import ctypes
import marshal
import math
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.reader_process import encode_refusal, limit_memory

if TYPE_CHECKING:
    from pemilu_cover.reconciliation.billing.pdf_reader import Word

_END, _END_SEARCHED = b"%%EOF", 2_048
_MAX_PAGES, _MAX_CHARACTERS = 5_000, 20_000_000
# A gap that separates words, as a share of the size of the letters; the height by which lines differ.
_GAP, _LINE = 0.25, 0.3
# Letters of a page that show how its text is turned.
_DIRECTION_SAMPLE = 500


def main() -> None:
    """Read the file and answer. Any other error ends the process, which its caller reports as a refusal."""
    limit_memory()
    sys.stdout.buffer.write(marshal.dumps(answer_to(sys.stdin.buffer.read())))


def answer_to(content: bytes) -> dict[str, Any]:
    """Return the answer to a file: the words of its ``pages``, or ``refused`` with the reason."""
    try:
        return {"pages": _read_pages(content)}
    except RefusalError as refusal:
        return {"refused": encode_refusal(refusal)}


def _read_pages(content: bytes) -> list[list[Word]]:
    if (
        _END not in content[-_END_SEARCHED:]
    ):  # PDFium would read what is left of a file that is cut off
        raise RefusalError("bill-damaged")
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        raise RefusalError("bill-password" if is_locked else "bill-damaged")
    pages, characters = pdfium.FPDF_GetPageCount(document), 0
    if pages > _MAX_PAGES:
        raise RefusalError("bill-too-long", pages=_MAX_PAGES)
    words: list[list[Word]] = []
    for number in range(pages):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            words.append([])
            continue
        text = pdfium.FPDFText_LoadPage(page)
        characters += pdfium.FPDFText_CountChars(text)
        if characters > _MAX_CHARACTERS:
            raise RefusalError("bill-too-long", pages=_MAX_PAGES)
        words.append(list(_words(text, _direction(text))))
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return words


def _direction(text: object) -> int:
    """Return the quarters by which most of the text of a page is turned, counter-clockwise.

    A page may be turned, or the text on it; a scanner or a printer driver may turn one and not the other.
    """
    letters = min(pdfium.FPDFText_CountChars(text), _DIRECTION_SAMPLE)
    angles = (pdfium.FPDFText_GetCharAngle(text, index) for index in range(letters))
    quarters = Counter(-round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return quarters.most_common(1)[0][0] if quarters else 0


def _words(text: object, direction: int) -> Iterator[Word]:
    """Yield the words of a page: letters beside each other, whatever the order in which they are written."""
    letters: list[str] = []
    left = right = base = 0.0
    for letter, x0, x1, y, size in _letters(text, direction):
        is_next = -_GAP * size <= x0 - right <= _GAP * size and abs(y - base) <= _LINE * size
        if letters and not (letter and is_next):
            yield left, right, base, "".join(letters)
            letters = []
        if letter:
            if not letters:
                left, base = x0, y
            letters.append(letter)
            right = x1
    if letters:
        yield left, right, base, "".join(letters)


def _letters(text: object, direction: int) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield letter, left, right, foot and size of each character; the letter of white space is empty."""
    box = pdfium.FS_RECTF()
    box_at = ctypes.byref(box)
    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if letter.isspace() or not letter.isprintable():
            yield "", 0.0, 0.0, 0.0, 1.0
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box_at)
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if not math.isfinite(left + right + bottom + top):
            yield "", 0.0, 0.0, 0.0, 1.0
            continue
        # The edges are those that a reader sees who turns the page.
        if direction == 0:
            yield letter, left, right, bottom, top - bottom
        elif direction == 1:
            yield letter, bottom, top, -right, right - left
        elif direction == 2:  # noqa: PLR2004  upside down
            yield letter, -right, -left, -top, top - bottom
        else:
            yield letter, -top, -bottom, left, right - left


if __name__ == "__main__":
    main()
