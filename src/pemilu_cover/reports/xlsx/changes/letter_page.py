"""A letter as a sheet: one page of A4 with letterhead, reference lines, paragraphs and a signature.

What only the office knows is a dotted line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.workbook import WorkbookBuilder

_WIDTHS = (11, 3, 22, 16, 14, 22)
_LAST = len(_WIDTHS) - 1
_FONT: dict[str, Any] = {"font_size": 11}
_RIGHT = 4
_CHARACTERS, _LINE_HEIGHT = 94, 15.5
_SIGNATURE_ROWS = 4
DOTS = "………………………………"


class LetterPage:
    """A letter that is written from top to bottom."""

    def __init__(self, book: WorkbookBuilder, sheet_name: str, employer: str) -> None:
        self._sheet = book.sheet(sheet_name)
        self._sheet.widths(_WIDTHS)
        self._row = 0
        self._write_letterhead(employer)

    def _write_letterhead(self, employer: str) -> None:
        name = (employer or workbook_text("letters.office")).upper()
        self._merged(name, bold=True, font_size=14, align="center")
        self._merged(workbook_text("letters.address"), align="center")
        self._merged("", bottom=6)
        self._row += 1

    def reference(self, subject: str, attachment: str) -> None:
        """Write place and date, the reference lines, and the branch office that gets the letter."""
        self._sheet.text(self._row, _RIGHT, workbook_text("letters.place-and-date"), **_FONT)
        lines = (("number", DOTS), ("attachment", attachment), ("subject", subject))
        for key, text in lines:
            self._sheet.text(self._row, 0, workbook_text(f"letters.reference-{key}"), **_FONT)
            self._sheet.text(self._row, 1, ":", **_FONT)
            self._sheet.text(self._row, 2, text, **_FONT)
            self._row += 1
        self._row += 1
        for key in ("letters.to", "letters.to-branch", "letters.to-place"):
            self._sheet.text(self._row, 0, workbook_text(key), **_FONT)
            self._row += 1
        self._row += 1

    def paragraph(self, text: str) -> None:
        """Write a paragraph and an empty line."""
        lines = sum(len(textwrap.wrap(line, _CHARACTERS)) or 1 for line in text.split("\n"))
        self._sheet.raw.set_row(self._row, _LINE_HEIGHT * lines)
        self._merged(text, text_wrap=True, valign="top", align="left")
        self._row += 1

    def table(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write lines of a label and a value, and an empty line."""
        for label, value in rows:
            border = self._sheet.book.format(border=1, **_FONT)
            self._sheet.raw.merge_range(self._row, 2, self._row, 3, label, border)
            self._sheet.text(self._row, _RIGHT, value, border=1, align="right", **_FONT)
            self._row += 1
        self._row += 1

    def bullets(self, lines: Sequence[str]) -> None:
        """Write lines with bullets, and an empty line."""
        for line in lines:
            self._sheet.text(self._row, 0, f"• {line}", **_FONT)
            self._row += 1
        self._row += 1

    def sign(self) -> None:
        """Write who signs, and set up the print."""
        self._row += 1
        texts = ("letters.signer", *[""] * _SIGNATURE_ROWS, "letters.signer-name", "letters.nip")
        for key in texts:
            if key:
                self._sheet.text(self._row, _RIGHT, workbook_text(key), **_FONT)
            self._row += 1
        self._sheet.for_a4(landscape=False)
        self._sheet.raw.set_margins(left=1, right=0.8, top=0.8, bottom=0.8)
        self._sheet.raw.hide_gridlines(2)

    def _merged(self, text: str, **look: Any) -> None:
        cell_format = self._sheet.book.format(**(_FONT | look))
        self._sheet.raw.merge_range(self._row, 0, self._row, _LAST, "", cell_format)
        self._sheet.raw.write_string(self._row, 0, text, cell_format)
        self._row += 1
