"""The pages of a PDF as words, read by a process of its own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.reader import read_limited, run_reader
from pemilu_cover.roster.reading.reader_process import decode_refusal
from pemilu_cover.roster.reading.standard_input import STDIN

# Left and right edge, foot (which grows upwards), and the text.
Word = tuple[float, float, float, str]

_PROCESS = "pemilu_cover.reconciliation.billing.pdf_process"
_SIGNATURE, _SEARCHED = b"%PDF-", 1024


class PdfFile(NamedTuple):
    """A PDF: its label, its SHA-256, and the words of each page."""

    label: str
    sha256: str
    pages: list[list[Word]]


def is_pdf(path: Path) -> bool:
    """Return whether a file begins as a PDF, whatever its name; False where it cannot be read."""
    if path == STDIN:
        return _SIGNATURE in read_limited(path)[:_SEARCHED]
    try:
        if not path.is_file():  # a pipe would never end
            return False
        with path.open("rb") as file:
            return _SIGNATURE in file.read(_SEARCHED)
    except (OSError, ValueError):
        return False


def read_pdf(path: Path, label: str) -> PdfFile:
    """Read the words of a PDF. Raise `RefusalError` where it is damaged, locked, or a picture of paper."""
    content = read_limited(path)
    answer = run_reader(_PROCESS, content)
    if answer is None:
        raise RefusalError("bill-damaged", file=label)
    if "refused" in answer:
        raise decode_refusal(answer["refused"], label)
    pages: list[list[Word]] = answer["pages"]
    if not any(pages):
        raise RefusalError("bill-scanned", file=label)
    return PdfFile(label, hashlib.sha256(content).hexdigest(), pages)
