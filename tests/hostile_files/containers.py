"""Files that are no workbook, or not only one, on the outside."""

from __future__ import annotations

import os
import random
import socket
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

from hostile_files.bombs import FAR_CELLS
from hostile_files.builders import (
    FIRST_SHEET,
    OLE,
    Member,
    archive,
    compound,
    members_of,
    people,
    rows_of,
    sheet,
    zipped,
)
from hostile_files.csv_files import csv_of
from hostile_files.verdict import (
    CLEAN,
    DAMAGED,
    ODD,
    READ,
    HostileFile,
    Verdict,
    a_file,
    alone,
    held,
    read,
    refused,
)
from hostile_files.workbooks import beside, good
from roster.builders import grid
from support.people import Cell, nik

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_REPEAT = (
    '<table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell table:number-columns-repeated="16384" office:value="1"/></table:table-row>'
)


def twice(second: str, rows: str = "") -> bytes:
    """Write a good workbook that has its sheet twice, the second by a name of its own."""
    second_sheet = sheet(rows or rows_of(people(2)))
    return archive([*members_of(beside()), Member(second, second_sheet.encode())])


def flagged_as_encrypted() -> bytes:
    """Return a good workbook whose members are marked as encrypted."""
    return archive(replace(member, flags=1) for member in members_of(beside()))


def with_a_wrong_sum() -> bytes:
    """Return a good workbook whose sheet has a wrong checksum."""
    return archive(
        replace(member, crc=1) if member.name == FIRST_SHEET else member
        for member in members_of(beside())
    )


def by_lzma() -> bytes:
    """Write a good workbook whose members are squeezed as no Excel does it."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_LZMA) as package:
        for name, content in beside().items():
            package.writestr(ZipInfo(name), content, compress_type=ZIP_LZMA)
    return target.getvalue()


def noise(size: int, seed: int = 7) -> bytes:
    """Return random bytes, always the same."""
    return random.Random(seed).randbytes(size)  # noqa: S311  not for a secret


def opened_office(*rows: str) -> bytes:
    """Return an .ods: its type is first, and uncompressed."""
    content = f"<office:document-content>{''.join(rows)}</office:document-content>"
    kind = Member("mimetype", _ODS.encode(), method=0)
    return archive([kind, Member("content.xml", content.encode())])


def two_directories(first: bytes, second: bytes) -> bytes:
    """Append one package to another: readers disagree on which of the two it is."""
    return first + second


def bomb() -> bytes:
    """Write a workbook with a cell in the farthest corner."""
    return zipped(beside(FAR_CELLS["far-cell.xlsx"]))


ANY_REFUSAL = refused(
    *("file-damaged", "file-odd", "file-swells", "sheet-stretched", "sheet-address"),
    *("reader-stopped", "file-other-kind", "no-people"),
)

CONTAINERS = [
    a_file("zero-bytes.xlsx", b"", refused("file-empty")),
    a_file("random-bytes.xlsx", lambda: noise(20_000), DAMAGED),
    a_file("random-bytes.csv", lambda: noise(20_000, seed=8), DAMAGED),
    a_file(
        "random-bytes-behind-pk.xlsx",
        lambda: b"PK\x03\x04" + noise(20_000),
        DAMAGED,
    ),
    a_file("csv-called.xlsx", lambda: csv_of(people(1)).encode(), READ),
    a_file("workbook-called.xls", good, READ),
    a_file("workbook-called.csv", good, READ),
    a_file("workbook-without-ending", good, READ),
    a_file(
        "html-called.xls",
        b"<html><table><tr><td>NIK</td></tr></table></html>",
        refused("file-other-kind"),
    ),
    a_file(
        "mail-called.xls",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>",
        refused("no-people", "file-other-kind"),
    ),
    a_file("excel-2003.xml", b'<?xml version="1.0"?><Workbook/>', refused("file-other-kind")),
    a_file("old-excel.xls", lambda: compound("Workbook"), refused("file-other-kind")),
    a_file("old-excel-header-alone.xls", OLE + bytes(504), refused("file-other-kind")),
    a_file(
        "password.xlsx",
        lambda: compound("EncryptionInfo", "EncryptedPackage"),
        refused("file-password"),
    ),
    a_file("password-of-the-zip.xlsx", flagged_as_encrypted, refused("file-password")),
    a_file("open-office.ods", lambda: opened_office("<table:table/>"), refused("file-other-kind")),
    a_file("open-office-repeated.ods", lambda: opened_office(_REPEAT), refused("file-other-kind")),
    a_file(
        "binary-excel.xlsb",
        lambda: zipped({"xl/workbook.bin": b"\x83\x01"}),
        refused("file-other-kind"),
    ),
    a_file(
        "word-called.xlsx", lambda: zipped({"word/document.xml": "<w/>"}), refused("file-no-table")
    ),
    a_file(
        "slides-called.xlsx",
        lambda: zipped({"ppt/presentation.xml": "<p/>"}),
        refused("file-no-table"),
    ),
    a_file("a-pdf.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", refused("file-no-table")),
    a_file("a-photo.jpg", b"\xff\xd8\xff\xe0" + bytes(90), refused("file-no-table")),
    a_file("rich-text.rtf", rb"{\rtf1\ansi NIK}", refused("file-no-table")),
    a_file(
        "some-json.csv",
        b'{"nik": "3214011205909001", "nama": "Budi"}',
        refused("no-people", "no-header", "csv-broken", "file-other-kind"),
    ),
    a_file(
        "squeezed.csv.gz",
        lambda: zlib.compress(csv_of(people(1)).encode(), 9, 31),
        DAMAGED,
        refused("file-other-kind"),
    ),
    a_file(
        "a-zip-of-a-csv.zip",
        lambda: zipped({"roster.csv": csv_of(people(1))}),
        DAMAGED,
        refused("file-other-kind"),
    ),
    a_file(
        "seven-zip.7z",
        b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(90),
        DAMAGED,
        refused("file-other-kind"),
    ),
    a_file("empty-zip.xlsx", lambda: archive([]), DAMAGED),
    a_file("zip-cut-short.xlsx", lambda: good()[: len(good()) * 2 // 3], DAMAGED),
    a_file("zip-without-its-last-bytes.xlsx", lambda: good()[:-9], DAMAGED),
    a_file("zip-with-a-wrong-sum.xlsx", with_a_wrong_sum, DAMAGED),
    a_file("zip-by-lzma.xlsx", by_lzma, DAMAGED, READ),
    a_file(
        "zip-of-unknown-method.xlsx",
        lambda: archive(replace(each, method=99) for each in members_of(beside())),
        DAMAGED,
    ),
    a_file(
        "zip-stored.xlsx",
        lambda: archive(replace(each, method=0) for each in members_of(beside())),
        READ,
    ),
    a_file(
        "zip-with-a-comment.xlsx",
        lambda: archive(members_of(beside()), comment=b"PK\x05\x06 hello"),
        READ,
        DAMAGED,
    ),
    a_file(
        "zip-behind-a-program.xlsx",
        lambda: archive(members_of(beside()), before=b"MZ" + bytes(200)),
        DAMAGED,
        READ,
    ),
    a_file("zip-behind-words.xlsx", lambda: b"#!/bin/sh\n" + good(), DAMAGED, READ),
    a_file("zip-before-rubbish.xlsx", lambda: good() + b"rubbish" * 9, DAMAGED, READ),
    a_file("part-twice.xlsx", lambda: twice(FIRST_SHEET), ODD),
    a_file("part-twice-by-case.xlsx", lambda: twice("xl/worksheets/Sheet1.xml"), ODD),
    a_file("part-twice-by-slash.xlsx", lambda: twice("xl\\worksheets\\sheet1.xml"), ODD),
    a_file("part-twice-by-a-slash-before.xlsx", lambda: twice("/xl/worksheets/sheet1.xml"), ODD),
    a_file("part-twice-by-dots.xlsx", lambda: twice("xl/./worksheets/sheet1.xml"), ODD, READ),
    *alone(
        a_file(
            "two-directories-good-last.xlsx",
            lambda: two_directories(bomb(), good()),
            READ,
            ANY_REFUSAL,
        ),
        a_file(
            "two-directories-bomb-last.xlsx",
            lambda: two_directories(good(), bomb()),
            READ,
            ANY_REFUSAL,
        ),
        a_file(
            "directory-in-the-comment.xlsx",
            lambda: archive(members_of(beside()), comment=bomb()),
            READ,
            ANY_REFUSAL,
        ),
        a_file(
            "part-twice-with-a-bomb.xlsx",
            lambda: twice("XL/worksheets/sheet1.xml", FAR_CELLS["far-cell.xlsx"]),
            ODD,
        ),
    ),
]

_NESTED = {"NIK": [["3214011205909001"]], "Nama Lengkap": [{"depan": "Asep", "belakang": "Arifin"}]}


def parquet(columns: Mapping[str, Iterable[object]]) -> bytes:
    """Write a table as Parquet."""
    import polars as pl  # noqa: PLC0415

    target = BytesIO()
    pl.DataFrame({name: list(values) for name, values in columns.items()}).write_parquet(target)
    return target.getvalue()


def table_of(rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """Write people as Parquet."""
    head, *body = grid(list(rows))
    return parquet({str(name): [each[at] for each in body] for at, name in enumerate(head)})


def parquet_without_its_mark(cut: int, put: bytes) -> bytes:
    """Write a Parquet whose last bytes are others."""
    return table_of(people(2))[:-cut] + put


PARQUET = alone(
    a_file("good.parquet", lambda: table_of(people(2)), read(enrolled=2)),
    a_file("parquet-of-other-end.parquet", lambda: parquet_without_its_mark(4, b"PARX"), DAMAGED),
    a_file("parquet-cut-short.parquet", lambda: parquet_without_its_mark(900, b""), DAMAGED),
    a_file("parquet-mark-alone.parquet", b"PAR1", DAMAGED),
    a_file("parquet-mark-twice.parquet", b"PAR1PAR1", DAMAGED),
    a_file(
        "parquet-with-a-huge-foot.parquet", b"PAR1" + bytes(90) + b"\xff\xff\xff\x7fPAR1", DAMAGED
    ),
    a_file(
        "parquet-with-a-random-foot.parquet",
        lambda: b"PAR1" + noise(90) + b"\x50\0\0\0PAR1",
        DAMAGED,
    ),
    a_file(
        "parquet-encrypted.parquet",
        b"PARE" + bytes(90) + b"PARE",
        DAMAGED,
        refused("file-password", "file-other-kind"),
    ),
    a_file(
        "parquet-nested.parquet",
        lambda: parquet(_NESTED),
        refused("parquet-nested"),
    ),
    a_file(
        "parquet-without-rows.parquet",
        lambda: parquet({"NIK": [], "Nama": []}),
        refused("no-people"),
    ),
    a_file(
        "parquet-without-columns.parquet",
        lambda: parquet({}),
        refused("no-people", "file-damaged", "file-empty"),
    ),
    a_file(
        "parquet-of-numbers.parquet", lambda: table_of(people(2)).replace(b"NIK", b"NIP"), CLEAN
    ),
    a_file(
        "parquet-nik-as-number.parquet",
        lambda: table_of([{**one, "NIK": int(nik(at))} for at, one in enumerate(people(2), 1)]),
        read(enrolled=2),
    ),
    a_file(
        "parquet-nik-as-fraction.parquet",
        lambda: table_of([{**one, "NIK": float(nik(at))} for at, one in enumerate(people(2), 1)]),
        held(("nik-number", "B2"), ("nik-number", "B3"), enrolled=0),
    ),
    a_file("parquet-called.xlsx", lambda: table_of(people(1)), READ),
)


# ---- what is no file, and names that are none -----------------------------------------------------


def holding(content: Callable[[], bytes]) -> Callable[[Path], None]:
    """Return what writes a file into its place."""

    def put(path: Path) -> None:
        path.write_bytes(content())

    return put


def linked_to(target: str) -> Callable[[Path], None]:
    """Return what makes a link."""
    return lambda path: path.symlink_to(target)


def a_circle(path: Path) -> None:
    """Make two links that lead to each other."""
    second = path.with_suffix(".other")
    path.symlink_to(second)
    second.symlink_to(path)


def a_pipe(path: Path) -> None:
    """Make a pipe at whose other end nobody writes."""
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    """Make a socket; its name must be short."""
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        made.bind(path.name)
        os.chdir(here)


def unreadable(path: Path) -> None:
    """Write a file that nobody may read but root."""
    path.write_bytes(good())
    path.chmod(0)


def nothing(_: Path) -> None:
    """Create no file."""


def a_place(
    name: str, place: Callable[[Path], None], *verdicts: Verdict, shown: str = ""
) -> HostileFile:
    """Return a file that is created by other means than writing bytes."""
    return HostileFile(name, verdicts, place=place, shown=shown)


_SPECIAL, _UNREADABLE = refused("file-special"), refused("file-unreadable")
_NIK = nik(1)
_MASKED = f"{_NIK[:4]}********{_NIK[-4:]}"

PLACES = alone(
    a_place("pipe.csv", a_pipe, _SPECIAL),
    a_place("socket.xlsx", a_socket, _SPECIAL),
    a_place("zeros-without-end.xlsx", linked_to("/dev/zero"), _SPECIAL),
    a_place("null.csv", linked_to("/dev/null"), _SPECIAL),
    a_place("folder.xlsx", Path.mkdir, refused("file-directory")),
    a_place("link-to-a-folder.xlsx", linked_to("/"), refused("file-directory")),
    a_place("link-to-itself.xlsx", lambda path: path.symlink_to(path), _UNREADABLE),
    a_place("links-in-a-circle.xlsx", a_circle, _UNREADABLE),
    a_place("link-to-nothing.xlsx", linked_to("nowhere.xlsx"), refused("file-missing")),
    a_place("not-there.xlsx", nothing, refused("file-missing")),
    a_place("~$lock.xlsx", holding(lambda: b"\x06Admin"), refused("file-lock")),
    a_place("~$lock-of-a-good-file.xlsx", holding(good), refused("file-lock")),
    replace(a_place("nobody-may-read.xlsx", unreadable, _UNREADABLE), needs_a_user=True),
    a_place(f"{'long' * 100}.xlsx", nothing, _UNREADABLE),
    a_place(
        "memory.csv", linked_to("/proc/self/mem"), _UNREADABLE, DAMAGED, refused("file-special")
    ),
    a_place("line\nend.xlsx", nothing, refused("file-missing"), shown="line end.xlsx"),
    a_place("line\nend-good.xlsx", holding(good), READ),
    a_place(
        "line\nend-empty.xlsx",
        holding(lambda: b""),
        refused("file-empty"),
        shown="line end-empty.xlsx",
    ),
    a_place("\x1b]0;title\x07.xlsx", nothing, refused("file-missing"), shown="]0;title.xlsx"),
    a_place("\u202exslx.exe", nothing, refused("file-missing"), shown="xslx.exe"),
    a_place(f"ktp-{_NIK}.xlsx", nothing, refused("file-missing"), shown=f"ktp-{_MASKED}.xlsx"),
    a_place(f"ktp-{_NIK}-good.xlsx", holding(good), READ),
    a_place(
        f"ktp-{_NIK}-broken.xlsx",
        holding(lambda: b"PK\x03\x04"),
        DAMAGED,
        shown=f"ktp-{_MASKED}-broken.xlsx",
    ),
    a_place("not-utf-8-\udcff.xlsx", nothing, refused("file-missing"), shown="not-utf-8-?.xlsx"),
    a_place("not-utf-8-\udcff-good.xlsx", holding(good), READ),
    a_place("{file}-{0}-%s.xlsx", nothing, refused("file-missing")),
    a_place("[bold]markup[-bold].xlsx", holding(good), READ),
    a_place("-rf.xlsx", holding(good), READ),
    a_place(" .xlsx", holding(good), READ),
)
