"""What a remark says of its person."""

from __future__ import annotations

import re

from pemilu_cover.values.text import word_form

# A remark that its person serves no longer; "Pengganti Asep (mengundurkan diri)" is of who came.
_LEFT = re.compile(r"\b(?:MENGUNDURKAN|MUNDUR|MENINGGAL|WAFAT|DIGANTI|DIBERHENTIKAN|BERHENTI)\b")
_CAME = re.compile(r"(?:PENGGANTI|MENGGANTIKAN|GANTI)\b")


def says_left(remark: str) -> bool:
    """Return whether a remark says that its person serves no longer."""
    words = word_form(remark)
    return bool(_LEFT.search(words)) and not _CAME.match(words)
