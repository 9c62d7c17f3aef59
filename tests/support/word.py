"""Word files as tests read them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx


def word_tables(content: bytes | Path) -> list[list[dict[str, str]]]:
    """Return the rows of each table by the titles in its first row."""
    word = docx.Document(BytesIO(content) if isinstance(content, bytes) else str(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    return [[dict(zip(head, row, strict=True)) for row in rows] for head, *rows in tables]
