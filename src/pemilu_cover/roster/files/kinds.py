"""What a file is, told from its bytes: its name may lie."""

from __future__ import annotations

from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.sheet import Sheet

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_DOCUMENT = Text("dokumen", "a document")
# What is plainly no table, by its first bytes.
_NO_TABLES = {
    b"%PDF": Text("PDF", "a PDF"),
    b"\xff\xd8\xff": Text("gambar", "a picture"),
    b"\x89PNG": Text("gambar", "a picture"),
    b"GIF8": Text("gambar", "a picture"),
    b"{\\rtf": _DOCUMENT,
}
# The part of a package that tells what wrote it.
_DOCUMENT_PARTS = ("word/document.xml", "ppt/presentation.xml")
_OTHER_PARTS = {"xl/workbook.bin": ".xlsb", "mimetype": ".ods"}


def sheets_of(content: bytes) -> list[Sheet]:
    """Read a file of any kind that is taken; a sheet without a name is the file.

    Raise `RefusedError` with the reason; who asked knows the file's name.
    """
    for start, kind in _NO_TABLES.items():
        if content.startswith(start):
            raise RefusedError("file-no-table", kind=kind)
    if content.startswith(_PARQUET):
        from pemilu_cover.roster.files import parquet  # noqa: PLC0415

        return [parquet.read(content)]
    if content.startswith(_ZIP):
        return _of_package(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RefusedError("file-password")
        raise RefusedError("file-other-kind", kind=".xls")
    if content.lstrip()[:1] == b"<":
        raise RefusedError("file-other-kind", kind="HTML/XML")
    from pemilu_cover.roster.files import text  # noqa: PLC0415

    return [text.read(content)]


def _of_package(content: bytes) -> list[Sheet]:
    from pemilu_cover.roster.files import package, workbook  # noqa: PLC0415

    opened = package.opened(content)
    if any(part in opened.names for part in _DOCUMENT_PARTS):
        raise RefusedError("file-no-table", kind=_DOCUMENT)
    for part, kind in _OTHER_PARTS.items():
        if part in opened.names:
            raise RefusedError("file-other-kind", kind=kind)
    if package.BOOK not in opened.names:
        raise RefusedError("file-damaged")
    return workbook.read(package.checked(opened))
