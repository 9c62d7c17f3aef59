"""The type of a file, detected from its bytes; its name may be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.reading.sheet import Sheet

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_DOCUMENT = localize("reading.document")
# Files that are no tables, by their first bytes.
_NO_TABLES = {
    b"%PDF": localize("reading.pdf"),
    b"\xff\xd8\xff": localize("reading.picture"),
    b"\x89PNG": localize("reading.picture"),
    b"GIF8": localize("reading.picture"),
    b"{\\rtf": _DOCUMENT,
}
# Files that contain others, by their first bytes.
_PACKED = {b"7z\xbc\xaf\x27\x1c": ".7z", b"Rar!\x1a\x07": ".rar", b"\x1f\x8b": ".gz"}
# The folders of the main part of Word and PowerPoint files.
_DOCUMENT_FOLDERS = ("word/", "ppt/")


def is_read_whole(path: Path) -> bool:
    """Return whether a file must be read as a whole: neither Parquet nor text. Raise `OSError`."""
    return _first_bytes(path).startswith((_ZIP, _OLE, *_NO_TABLES, *_PACKED))


def is_parquet(path: Path) -> bool:
    """Return whether a file is Parquet. Raise `OSError`."""
    return _first_bytes(path).startswith(_PARQUET)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_OLE))


def read_sheets(content: bytes) -> list[Sheet]:
    """Return the sheets of a file of any supported type; the sheet of a CSV has no name.

    Raise `RefusalError` with the reason; the caller adds the file's name.
    """
    for start, kind in _NO_TABLES.items():
        if content.startswith(start):
            raise RefusalError("file-no-table", kind=kind)
    for start, ending in _PACKED.items():
        if content.startswith(start):
            raise RefusalError("file-other-kind", kind=ending)
    if content.startswith(_PARQUET):
        from pemilu_cover.roster.reading import parquet_reader  # noqa: PLC0415

        return [parquet_reader.read(content)]
    if content.startswith(_ZIP):
        return _read_package(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RefusalError("file-password")
        raise RefusalError("file-other-kind", kind=".xls")
    if content.lstrip()[:1] == b"<":
        raise RefusalError("file-other-kind", kind="HTML/XML")
    from pemilu_cover.roster.reading import csv_reader  # noqa: PLC0415

    return [csv_reader.read(content)]


def _read_package(content: bytes) -> list[Sheet]:
    from pemilu_cover.roster.reading import workbook_guard, workbook_index, xlsx_reader, zip_archive  # noqa: PLC0415

    archive = zip_archive.Archive(content)
    part = workbook_index.document_part(archive)
    if part.startswith(_DOCUMENT_FOLDERS):
        raise RefusalError("file-no-table", kind=_DOCUMENT)
    if part.endswith(".bin"):
        raise RefusalError("file-other-kind", kind=".xlsb")
    if "mimetype" in archive:
        raise RefusalError("file-other-kind", kind=".ods")
    if not part:
        raise _no_workbook(archive.parts)
    return xlsx_reader.read(workbook_guard.sanitise(archive, part))


def _no_workbook(parts: Iterable[str]) -> RefusalError:
    """Return the refusal of a zip that is no workbook: of Apple Numbers, or of files of any kind."""
    for ending, kind in {
        ".iwa": ".numbers",
        ".xlsx": ".zip",
        ".xls": ".zip",
        ".csv": ".zip",
    }.items():
        if any(part.endswith(ending) for part in parts):
            return RefusalError("file-other-kind", kind=kind)
    return RefusalError("file-damaged")
