"""A small writer of PDFs: texts at places, in the order in which they are drawn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 842, 595  # A4, landscape
_NARROW = {**dict.fromkeys(",.: i'jl()|", 0.278), **dict.fromkeys("-rtfI/*", 0.333)}
# Encryption with keys that no password gives.
_KEY = "00" * 32
_LOCK = f"/ID[<{_KEY}><{_KEY}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{_KEY}>/U<{_KEY}>>>"


class Text(NamedTuple):
    """A text in Helvetica; ``x`` is its left edge."""

    x: float
    y: float
    text: str
    size: float = 6.0


def text_width(text: str, size: float = 6.0) -> float:
    """Return the width of a text; that of digits, points and commas is exact, as Helvetica has them."""
    return size * sum(
        0.556 if sign.isdigit() else _NARROW.get(sign, 0.667 if sign.isupper() else 0.556)
        for sign in text
    )


def write_pdf(
    pages: Sequence[Sequence[Text]], *, is_turned: bool = False, is_locked: bool = False
) -> bytes:
    """Return a PDF.

    A turned one has portrait pages that a reader shows turned by a quarter; a locked one needs a password.
    """
    box, turn = (
        (f"0 0 {WIDTH} {HEIGHT}", "") if not is_turned else (f"0 0 {HEIGHT} {WIDTH}", "/Rotate 90")
    )
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, texts in enumerate(pages):
        head = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{turn}/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"{head}/Contents {5 + 2 * number} 0 R>>".encode())
        matrix = f"0 1 -1 0 {HEIGHT} 0 cm\n" if is_turned else ""
        drawn = zlib.compress((matrix + "\n".join(map(_operators, texts))).encode("cp1252"))
        objects.append(
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
        )
    return _file(objects, _LOCK if is_locked else "")


def _operators(text: Text) -> str:
    escaped = text.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {text.size} Tf {text.x:.2f} {text.y:.2f} Td ({escaped}) Tj ET"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    parts = [content]
    length = len(content)
    for number, one in enumerate(objects, start=1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, one))
        length += len(parts[-1])
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    parts.append(
        f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
        f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{length}\n%%EOF\n".encode()
    )
    return b"".join(parts)
