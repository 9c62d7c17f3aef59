"""The guard before the reader of workbooks: what of a zip may be read, and the same again as a plain zip.

Nothing is unpacked before the zip's directory has said how large it is. The reader is given a zip made
anew of just the parts that were looked at, so that two readings of one odd zip cannot part ways.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.files.cells import Cells, look, without_blank_rows

# A roster of 14,456 people in 20 columns unpacks to 11 MB, a million of its cells to 38 MB.
MOST_UNPACKED = 128 << 20
_MOST_PARTS = 10_000
_ENCRYPTED = 1
BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_TRUE = frozenset({"1", "true"})
# All that reading a broken zip is known to raise.
_BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
# Of the errors that a cell can show, those that the reader knows; it gives up at any other.
_KNOWN_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())
_ERROR = re.compile(r"#[A-Z_/0-9]{2,20}[!?]?")


class Opened(NamedTuple):
    """A zip whose directory is within the limits, and the names of its parts."""

    archive: ZipFile
    names: frozenset[str]


class Package(NamedTuple):
    """A workbook that may be read: the zip made anew, and by sheet its XML and what that says of it."""

    content: BytesIO
    since_1904: bool
    cells: dict[str, Cells]
    parts: dict[str, bytes]


def opened(content: bytes) -> Opened:
    """Open a zip and judge it by its directory. Raise `RefusedError`."""
    try:
        archive = ZipFile(BytesIO(content))
    except _BROKEN as error:
        raise RefusedError("file-damaged") from error
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedError("file-swells", mib=MOST_UNPACKED >> 20)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise RefusedError("file-password")
    names = Counter(_plain_name(part.filename) for part in parts)
    if names and max(names.values()) > 1:
        raise RefusedError("file-odd", what=Text("bagian ganda", "one part twice"))
    return Opened(archive, frozenset(names))


def checked(zipped: Opened) -> Package:
    """Look at every XML part of a workbook. Raise `RefusedError`."""
    parts = _unpacked(zipped.archive)
    book, links = (_tree(parts.get(name, b"")) for name in (BOOK, _LINKS))
    titles = _titles(book, links)
    cells = {name: look(part, titles.get(name, name)) for name, part in parts.items()}
    for name in (name for name in parts if cells[name].has_blank_rows):
        parts[name] = without_blank_rows(parts[name])
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, _with_known_errors(part, cells[name]))
    content.seek(0)
    sheets = {title: name for name, title in titles.items() if name in parts}
    return Package(
        content,
        _counts_from_1904(book),
        {title: cells[name] for title, name in sheets.items()},
        {title: parts[name] for title, name in sheets.items()},
    )


def _plain_name(name: str) -> str:
    """Give a part's name as the reader looks for it: some programs write it with backslashes or capitals."""
    return name.replace("\\", "/").lstrip("/").lower()


def _unpacked(archive: ZipFile) -> dict[str, bytes]:
    """Give the XML parts by their plain names; pictures, macros and the like are nobody's concern."""
    try:
        return {
            _plain_name(part.filename): _unpacked_part(archive, part)
            for part in archive.infolist()
            if part.filename.lower().endswith((".xml", ".rels"))
        }
    except _BROKEN as error:
        raise RefusedError("file-damaged") from error


def _unpacked_part(archive: ZipFile, part: ZipInfo) -> bytes:
    """Unpack no more of a part than the zip's directory says that there is."""
    with archive.open(part) as file:
        content = file.read(part.file_size)
        file.read(1)  # only at its end is its sum looked at
    return content


def _tree(part: bytes) -> ElementTree.Element | None:
    """Parse a small part; one with a document type or another encoding is refused when looked at."""
    try:
        return None if b"<!DOCTYPE" in part else ElementTree.fromstring(part)  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError):
        return None


def _counts_from_1904(book: ElementTree.Element | None) -> bool:
    properties = None if book is None else book.find("{*}workbookPr")
    return properties is not None and properties.get("date1904", "0") in _TRUE


def _titles(book: ElementTree.Element | None, links: ElementTree.Element | None) -> dict[str, str]:
    """Give the sheets' names by their parts."""
    if book is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(link, "")
        part = _plain_name(target if target[:1] in ("/", "\\") else f"xl/{target}")
        found[part] = sheet.get("name", "")
    return found


def _with_known_errors(part: bytes, cells: Cells) -> bytes:
    """Give a part in which no error is newer than the reader, which gives up at one: #SPILL!, #CALC!."""
    for error in {error for error in cells.broken.values() if _ERROR.fullmatch(error)}:
        if error not in _KNOWN_ERRORS:
            part = part.replace(f">{error}<".encode(), b">#REF!<")
    return part
