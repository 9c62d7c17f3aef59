"""The guard before the workbook reader: the parts that are read are checked and repacked.

The reader gets a new package of only the checked parts, with names of our own. So two parsers cannot disagree
on an odd package: the reader never gets a part that was not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

from pemilu_cover.roster.reading.cell_areas import with_plain_references
from pemilu_cover.roster.reading.plain_cells import without_blank_rows
from pemilu_cover.roster.reading.sheet_guard import scan_sheet
from pemilu_cover.roster.reading.sheet_scan import SheetScan
from pemilu_cover.roster.reading.workbook_index import Book, ListedSheet, read_book
from pemilu_cover.roster.reading.zip_archive import Archive

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# The cell errors that the reader supports; it fails at any other.
_KNOWN_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())
_ERROR = re.compile(r"#[A-Z_/0-9]{2,20}[!?]?")


class ScannedSheet(NamedTuple):
    """A scanned sheet. ``key`` is its name in the new package, ``""`` where it has no cells."""

    listed: ListedSheet
    key: str
    cells: SheetScan
    xml: bytes


class SafeWorkbook(NamedTuple):
    """A workbook that is safe to read: the new package, and its sheets."""

    content: BytesIO
    since_1904: bool
    pages: list[ScannedSheet]


def sanitise(archive: Archive, part: str) -> SafeWorkbook:
    """Check the parts of a workbook that are read, and repack them. Raise `RefusalError`."""
    book = read_book(archive, part)
    pages = [_page(archive, listed, number) for number, listed in enumerate(book.sheets, 1)]
    return SafeWorkbook(_repack(archive, book, pages), book.since_1904, pages)


def _page(archive: Archive, listed: ListedSheet, number: int) -> ScannedSheet:
    if not listed.part:
        return ScannedSheet(listed, "", SheetScan(), b"")
    xml = archive.xml(listed.part)
    cells = scan_sheet(xml, listed.name)
    if cells.has_blank_rows:
        xml = without_blank_rows(xml)
    if cells.has_odd_areas:
        xml = with_plain_references(xml)
    return ScannedSheet(listed, f"sheet{number}", cells, xml)


def _repack(archive: Archive, book: Book, pages: list[ScannedSheet]) -> BytesIO:
    """Return a new package: only texts, styles and sheets come from the workbook's."""
    links = [("worksheet", f"worksheets/{page.key}.xml") for page in pages if page.key]
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as packed:
        packed.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
        packed.writestr("xl/workbook.xml", _workbook(book, pages))
        packed.writestr("xl/_rels/workbook.xml.rels", _links(links))
        for name, part in (("sharedStrings", book.strings), ("styles", book.styles)):
            if part in archive:
                packed.writestr(f"xl/{name}.xml", archive.xml(part))
        for page in pages:
            if page.key:
                xml = _with_known_errors(page.xml, page.cells)
                packed.writestr(f"xl/worksheets/{page.key}.xml", xml)
    content.seek(0)
    return content


def _workbook(book: Book, pages: Iterable[ScannedSheet]) -> str:
    keys = [page.key for page in pages if page.key]
    sheets = "".join(
        f'<sheet name="{key}" sheetId="{number}" r:id="rId{number}"/>'
        for number, key in enumerate(keys, 1)
    )
    return (
        f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(book.since_1904)}"/><sheets>{sheets}</sheets></workbook>'
    )


def _links(links: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def _with_known_errors(part: bytes, cells: SheetScan) -> bytes:
    """Return a part without errors that are newer than the reader, which fails at them: #SPILL!, #CALC!."""
    for error in {error for error in cells.broken.values() if _ERROR.fullmatch(error)}:
        if error not in _KNOWN_ERRORS:
            part = part.replace(f">{error}<".encode(), b">#REF!<")
    return part
