"""What the parts of an .xlsx file say, and calamine does not tell: hidden rows, and the Mac's calendar.

Only read for what is told to a person; a part that is missing or odd says nothing here.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_TRUE = frozenset({"1", "true"})


class Facts(NamedTuple):
    """Of a workbook: whether its days count from 1904, and the hidden rows of each sheet by its name."""

    since_1904: bool = False
    hidden_rows: dict[str, frozenset[int]] = {}  # noqa: RUF012


def facts_of(content: bytes) -> Facts:
    """Read the facts of a workbook from its bytes."""
    try:
        with ZipFile(BytesIO(content)) as package:
            book = _tree(package, _WORKBOOK)
            if book is None:
                return Facts()
            parts = _sheet_parts(package, book)
            hidden = {name: _hidden_rows(package, part) for name, part in parts.items()}
            return Facts(
                _counts_from_1904(book), {name: rows for name, rows in hidden.items() if rows}
            )
    except (BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError):
        return Facts()


def _tree(package: ZipFile, part: str) -> ElementTree.Element | None:
    """Parse a small part; one with a document type, which could swell, is left alone."""
    text = package.read(part)
    return None if b"<!DOCTYPE" in text else ElementTree.fromstring(text)  # noqa: S314


def _counts_from_1904(book: ElementTree.Element) -> bool:
    properties = book.find("{*}workbookPr")
    return properties is not None and properties.get("date1904", "0") in _TRUE


def _sheet_parts(package: ZipFile, book: ElementTree.Element) -> dict[str, str]:
    """Give the part of each sheet by the sheet's name."""
    links = _tree(package, _LINKS)
    targets = (
        {link.get("Id"): link.get("Target", "") for link in links} if links is not None else {}
    )
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(link, "").removeprefix("/").removeprefix("xl/")
        if target.startswith("worksheets/"):
            found[sheet.get("name", "")] = f"xl/{target}"
    return found


def _hidden_rows(package: ZipFile, part: str) -> frozenset[int]:
    rows = _ROW.findall(package.read(part)) if part in package.NameToInfo else []
    return frozenset(int(found[1]) for row in rows if (found := _NUMBER.search(row)))
