"""The guard of a zip: its size, and its parts, each decompressed only on request.

Nothing is decompressed before the sizes in the zip's directory are checked. Parts that no reader requests are
never decompressed: pictures, macros, links to other workbooks, queries.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.reading.relationships import part_name
from pemilu_cover.roster.reading.xml_parser import refuse_odd_start

# A roster of 14,456 people in 20 columns unpacks to 11 MB, a million of its cells to 38 MB.
MOST_UNPACKED = 128 << 20
_MOST_PARTS = 10_000
_ENCRYPTED = 1
# All exceptions that reading a broken zip may raise.
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
_UTF_16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARATION = re.compile(r"<\?xml\s[^<>]*?\?>")
_DECLARED_UTF_16 = re.compile(r"""\sencoding\s*=\s*(["'])UTF-16\1""", re.IGNORECASE)


class Archive:
    """A zip whose directory is within the limits."""

    def __init__(self, content: bytes) -> None:
        """Open a zip and check its directory. Raise `RefusalError`."""
        try:
            self._zip = ZipFile(BytesIO(content))
        except _BROKEN as error:
            raise RefusalError("file-damaged") from error
        entries = self._zip.infolist()
        # Pictures are as large packed as unpacked; a large growth is a zip bomb in any reader.
        growth = sum(max(entry.file_size - entry.compress_size, 0) for entry in entries)
        if len(entries) > _MOST_PARTS or growth > MOST_UNPACKED:
            raise _too_large()
        self._entries: dict[str, list[ZipInfo]] = {}
        for entry in entries:
            self._entries.setdefault(part_name(entry.filename), []).append(entry)
        self._unpacked = 0

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    @property
    def parts(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._entries)

    def xml(self, part: str) -> bytes:
        """Return a part in UTF-8, without a document type. Raise `RefusalError`."""
        xml = _in_utf_8(self.content(part))
        refuse_odd_start(xml)
        return xml

    def content(self, part: str) -> bytes:
        """Return the bytes of a part; a part that is missing is damage. Raise `RefusalError`."""
        entries = self._entries.get(part, [])
        if len(entries) > 1:
            raise RefusalError("file-odd", what=localize("reading.duplicate-entry"))
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise RefusalError("file-password")
            self._unpacked += entry.file_size
            if self._unpacked > MOST_UNPACKED:
                raise _too_large()
            return self._unpack(entry)
        raise RefusalError("file-damaged")

    def _unpack(self, entry: ZipInfo) -> bytes:
        """Decompress no more of a part than the size in the zip's directory."""
        try:
            with self._zip.open(entry) as file:
                content = file.read(entry.file_size)
                file.read(1)  # the checksum is only verified at the end
        except _BROKEN as error:
            raise RefusalError("file-damaged") from error
        return content


def _in_utf_8(xml: bytes) -> bytes:
    """Return XML in UTF-8: Excel for Windows Phone wrote its parts in UTF-16.

    It needs a byte order mark, and no declaration of another encoding: then it is unambiguous.
    """
    encoding = _UTF_16_MARKS.get(xml[:2])
    if encoding is None:
        return xml
    try:
        text = xml[2:].decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusalError("file-damaged") from error
    declaration = _DECLARATION.match(text)
    if declaration and "encoding" in declaration[0]:
        if not _DECLARED_UTF_16.search(declaration[0]):
            what = localize("reading.conflicting-encodings")
            raise RefusalError("file-odd", what=what)
        text = text[declaration.end() :]
    return text.encode()


def _too_large() -> RefusalError:
    return RefusalError("file-swells", mib=MOST_UNPACKED >> 20)
