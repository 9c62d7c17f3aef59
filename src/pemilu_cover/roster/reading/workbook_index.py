"""The part of a package that lists a workbook's sheets, resolved as Excel does: by its relationships."""

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

# The usual names of the part, for a package that names none.
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
# All kinds of sheets; one of any other kind may list people.
_KINDS = frozenset((_WORKSHEET, "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))


class ListedSheet(NamedTuple):
    """A sheet as the workbook lists it. ``part`` is ``""`` if it is no worksheet (see ``kind``)."""

    name: str
    visible: bool
    kind: str
    part: str


class Book(NamedTuple):
    """The index of a workbook: its sheets, and the parts that all of them need, or ``""``."""

    sheets: list[ListedSheet]
    since_1904: bool
    strings: str
    styles: str


def document_part(archive: Archive) -> str:
    """Return the name of the main part of a package, or ``""``. Raise `RefusalError`."""
    links = relations_part("")
    if links in archive:
        main_part = only_part(relations(archive.xml(links), "").values(), "officeDocument")
        if main_part:
            return main_part
    return next((part for part in _USUAL if part in archive), "")


def read_book(archive: Archive, part: str) -> Book:
    """Return the index of a workbook. Raise `RefusalError`."""
    xml, links = archive.xml(part), archive.xml(relations_part(part))
    root, targets = parse(xml), relations(links, part)
    return Book(
        _sheets(root, targets),
        _counts_from_1904(root),
        only_part(targets.values(), "sharedStrings"),
        only_part(targets.values(), "styles"),
    )


def _sheets(root: ElementTree.Element, targets: dict[str, Relation]) -> list[ListedSheet]:
    sheets = [
        _listed(sheet, targets)
        for namespace in _NAMESPACES
        for sheet in root.iterfind(f"{namespace}sheets/{namespace}sheet")
    ]
    names = {sheet.name.casefold() for sheet in sheets}
    parts = [sheet.part for sheet in sheets if sheet.part]
    if len(names) < len(sheets):
        what = localize("reading.duplicate-sheet-name")
        raise RefusalError("file-odd", what=what)
    if len(set(parts)) < len(parts):
        raise RefusalError("file-odd", what=localize("reading.duplicate-sheet"))
    return sheets


def _listed(sheet: ElementTree.Element, targets: dict[str, Relation]) -> ListedSheet:
    """Return a sheet of the list; only a worksheet has cells in which people are listed.

    A sheet without an identifier has no part: Excel 95 saved module sheets so. An identifier without a target
    is damage: the missing sheet may have listed people.
    """
    key = next((key for space in OFFICE if (key := sheet.get(f"{{{space}}}id"))), "")
    name, visible = sheet.get("name", ""), sheet.get("state", _VISIBLE) == _VISIBLE
    if not key:
        return ListedSheet(name, visible, "none", "")
    kind, part = targets.get(key, Relation("", ""))
    if kind not in _KINDS or (kind == _WORKSHEET and not part):
        raise RefusalError("file-damaged")
    return ListedSheet(name, visible, kind, part if kind == _WORKSHEET else "")


def _counts_from_1904(root: ElementTree.Element) -> bool:
    return any(
        properties.get("date1904", "0") in _TRUE
        for namespace in _NAMESPACES
        for properties in root.iterfind(f"{namespace}workbookPr")
    )
