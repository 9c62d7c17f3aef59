"""The part of a package that lists a workbook's sheets, found as Excel finds it: by its relationships."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.reading.relationships import (
    OFFICE,
    Relation,
    only_part,
    parse,
    relations,
    relations_part,
)
from pemilu_cover.roster.reading.zip_archive import Archive

# Where programs put the part; it counts where a package does not say.
_USUAL = (
    "xl/workbook.xml",
    "xl/workbook.bin",
    "word/document.xml",
    "ppt/presentation.xml",
)
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_TRUE = frozenset({"1", "true"})
_VISIBLE = "visible"
_WORKSHEET = "worksheet"
# All that a sheet can be; of any other nobody knows whether people are listed in it.
_KINDS = frozenset((_WORKSHEET, "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))


class Listed(NamedTuple):
    """A sheet as the workbook lists it. ``part`` is ``""`` for what is no worksheet: ``kind`` says what."""

    name: str
    visible: bool
    kind: str
    part: str


class Book(NamedTuple):
    """What a workbook says of itself: its sheets, and the parts that all of them need, or ``""``."""

    sheets: list[Listed]
    since_1904: bool
    strings: str
    styles: str


def document_part(archive: Archive) -> str:
    """Return the name of the part that a package is about, or ``""``. Raise `RefusalError`."""
    links = relations_part("")
    if links in archive:
        found = only_part(relations(archive.xml(links), "").values(), "officeDocument")
        if found:
            return found
    return next((part for part in _USUAL if part in archive), "")


def read_book(archive: Archive, part: str) -> Book:
    """Return what a workbook lists. Raise `RefusalError`."""
    xml, links = archive.xml(part), archive.xml(relations_part(part))
    root, found = parse(xml), relations(links, part)
    return Book(
        _sheets(root, found),
        _counts_from_1904(root),
        only_part(found.values(), "sharedStrings"),
        only_part(found.values(), "styles"),
    )


def _sheets(root: ElementTree.Element, found: dict[str, Relation]) -> list[Listed]:
    sheets = [
        _listed(sheet, found)
        for namespace in _NAMESPACES
        for sheet in root.iterfind(f"{namespace}sheets/{namespace}sheet")
    ]
    names = {sheet.name.casefold() for sheet in sheets}
    parts = [sheet.part for sheet in sheets if sheet.part]
    if len(names) < len(sheets):
        what = localize("reading.two-sheets-name")
        raise RefusalError("file-odd", what=what)
    if len(set(parts)) < len(parts):
        raise RefusalError("file-odd", what=localize("reading.sheet-twice"))
    return sheets


def _listed(sheet: ElementTree.Element, found: dict[str, Relation]) -> Listed:
    """Return a sheet of the list; only a worksheet has cells in which people are listed.

    A sheet without an identifier has no part: module sheets of Excel 95 are kept so. An identifier that
    leads nowhere is damage: nobody knows who stood there.
    """
    key = next((key for space in OFFICE if (key := sheet.get(f"{{{space}}}id"))), "")
    name, visible = sheet.get("name", ""), sheet.get("state", _VISIBLE) == _VISIBLE
    if not key:
        return Listed(name, visible, "none", "")
    kind, part = found.get(key, Relation("", ""))
    if kind not in _KINDS or (kind == _WORKSHEET and not part):
        raise RefusalError("file-damaged")
    return Listed(name, visible, kind, part if kind == _WORKSHEET else "")


def _counts_from_1904(root: ElementTree.Element) -> bool:
    return any(
        properties.get("date1904", "0") in _TRUE
        for namespace in _NAMESPACES
        for properties in root.iterfind(f"{namespace}workbookPr")
    )
