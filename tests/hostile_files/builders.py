"""Workbooks, packages and CSV files made by hand, so that anything in them can be wrong.

A workbook is a dictionary of parts until it is packed; a package is a list of members until it is
written: whatever a library would never write, a test can put there. Everything is deterministic, and
content that unpacks to hundreds of megabytes is never in memory.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from support.people import Cell, Row, person

MIB = 1 << 20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET = "DATA"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
COLUMNS = tuple(person())

Parts = dict[str, str | bytes]


# ---- cells and rows -------------------------------------------------------------------------------


class Odd(NamedTuple):
    """A cell in its XML form, where ``{at}`` is its address."""

    xml: str


# Number formats by the names that cells use, in the order of the workbook's styles; a number is one
# of Excel's own formats.
FORMATS: dict[str, int | str] = {
    "general": 0,
    "date": 14,
    "text": 49,
    "day and time": 22,
    "minutes": 45,
    "hours": 46,
    "east asian": 27,
    "dd/mm/yyyy": "dd/mm/yyyy",
    "dd-mm-yyyy": "dd\\-mm\\-yyyy;@",
    "in words": "[$-421]dd mmmm yyyy;@",
    "duration": "[h]:mm:ss",
    "sixteen zeros": "0000000000000000",
    "accounting": '_-"Rp"* #,##0_-;\\-"Rp"* #,##0_-;_-"Rp"* "-"_-;_-@_-',
    "currency": "[$Rp-421]#,##0.00",
    "english currency": "[$Rp-3809]#,##0",
    "plain Rp": "Rp#,##0",
    "with a word": '#,##0 "hari"',
    "escaped word": "#,##0\\ \\d\\a\\y",
    "red": "[Red]#,##0;[Magenta][<0]-#,##0",
    "millions": '[>=1000000]#,##0.0,,"jt";#,##0',
    "a month": '[$Rp-421] #,##0 / "bulan"',
}


def number(value: object, style: str = "general", kind: str = "") -> Odd:
    """Return a cell with its value verbatim in the XML: a number, or an invalid one."""
    typed = f' t="{kind}"' if kind else ""
    return Odd(f'<c r="{{at}}" s="{_style(style)}"{typed}><v>{value}</v></c>')


def formula(text: str, cached: object = None, kind: str = "") -> Odd:
    """Return a formula, with the value that Excel has worked out or without one."""
    typed = f' t="{kind}"' if kind else ""
    value = "" if cached is None else f"<v>{cached}</v>"
    return Odd(f'<c r="{{at}}"{typed}><f>{escape(text)}</f>{value}</c>')


def letters(column: int) -> str:
    """Return Excel's letters of a column, counted from 1.

    >>> letters(1), letters(27), letters(16_384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def serial(day: date) -> int:
    """Return the number by which Excel counts a day from 1900."""
    return (day - date(1899, 12, 30)).days


def cell(at: str, value: Cell | Odd) -> str:
    """Return one cell: a text is inline, a date is a number in a format of dates."""
    if isinstance(value, Odd):
        return value.xml.replace("{at}", at)
    if isinstance(value, str):
        shown = escape(value)
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="{_style("date")}"><v>{serial(value)}</v></c>'
    return "" if value is None else f'<c r="{at}"><v>{value}</v></c>'


def row(number: int, values: Sequence[Cell | Odd], more: str = "", *, right: int = 0) -> str:
    """Return a row of cells, its attributes ending in ``more``, moved to the right."""
    cells = "".join(
        cell(f"{letters(column)}{number}", value)
        for column, value in enumerate(values, start=1 + right)
    )
    return f'<row r="{number}"{more}>{cells}</row>'


def rows_of(people: Iterable[Mapping[str, Cell | Odd]], *, down: int = 0, right: int = 0) -> str:
    """Return the header and people below it, moved down and to the right."""
    table = [list(COLUMNS), *([one.get(column) for column in COLUMNS] for one in people)]
    return "".join(row(at, each, right=right) for at, each in enumerate(table, start=1 + down))


# ---- parts of a workbook --------------------------------------------------------------------------


def sheet(
    rows: str, *, before: str = "", after: str = "", doctype: str = "", namespace: str = MAIN
) -> str:
    """Return a worksheet; the texts before and after the rows are XML, too."""
    return (
        f'{_DECLARED}{doctype}<worksheet xmlns="{namespace}" xmlns:r="{_RELATIONS}">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def shared_strings(items: str, *, doctype: str = "") -> str:
    """Return the part of the shared strings."""
    return f'{_DECLARED}{doctype}<sst xmlns="{MAIN}">{items}</sst>'


def workbook(
    *sheets: str,
    names: Sequence[str] = (SHEET,),
    states: Mapping[str, str] | None = None,
    properties: str = "",
    target: str = "worksheets/sheet{number}.xml",
    parts: Mapping[str, str | bytes] | None = None,
) -> Parts:
    """Return the parts of a workbook: its sheets, the parts that every workbook has, and any others."""
    numbers = range(1, len(sheets) + 1)
    parts = parts or {}
    links = {f"rId{at}": ("worksheet", target.format(number=at)) for at in numbers}
    links["rId901"] = ("styles", "styles.xml")
    if SHARED in parts:
        links["rId902"] = ("sharedStrings", "sharedStrings.xml")
    own = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _links({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _book(names, states or {}, properties),
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/styles.xml": styles(),
    }
    pages = {f"xl/worksheets/sheet{at}.xml": xml for at, xml in zip(numbers, sheets, strict=True)}
    return {**own, **pages, **parts}


def styles(more: str = "") -> str:
    """Return the styles, one for each of `FORMATS`, and any others behind them."""
    own = {name: 164 + at for at, name in enumerate(FORMATS)}
    custom = "".join(
        f'<numFmt numFmtId="{own[name]}" formatCode={quoteattr(code)}/>'
        for name, code in FORMATS.items()
        if isinstance(code, str)
    )
    cells = "".join(
        f'<xf numFmtId="{code if isinstance(code, int) else own[name]}" applyNumberFormat="1"/>'
        for name, code in FORMATS.items()
    )
    return (
        f'{_DECLARED}<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}{more}</cellXfs></styleSheet>"
    )


def _style(name: str) -> int:
    return list(FORMATS).index(name)


def _book(names: Sequence[str], states: Mapping[str, str], properties: str) -> str:
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"'
        f"{f' state={quoteattr(states[name])}' if name in states else ''}/>"
        for at, name in enumerate(names, start=1)
    )
    return (
        f'{_DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">{properties}'
        f"<sheets>{entries}</sheets></workbook>"
    )


def _links(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target={quoteattr(target)}/>'
        for key, (kind, target) in targets.items()
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = {"workbook": f"{kind}.sheet.main+xml", "styles": f"{kind}.styles+xml"} | {
        f"worksheets/sheet{at}": f"{kind}.worksheet+xml" for at in range(1, sheets + 1)
    }
    entries = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{content}"/>'
        for part, content in named.items()
    )
    return (
        f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


# ---- packages -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """A file in a package, and its entries in the directory, true or not.

    ``packed`` is the stored content where that is not ``data`` compressed by ``method``;
    ``size`` and ``crc`` replace the true ones. ``like`` names an earlier member whose
    bytes this one claims as its own.
    """

    name: str
    data: bytes = b""
    method: int = zlib.DEFLATED
    packed: bytes | None = None
    size: int | None = None
    crc: int | None = None
    flags: int = 0
    like: str = ""


_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END_64, _FINDER_64 = b"PK\x06\x06", b"PK\x06\x07"
_NEW_YEAR_1980 = (0, 33)  # the time and day of every member, as DOS counts them
_MOST_ENTRIES = 0xFFFF


def archive(members: Iterable[Member], *, before: bytes = b"", comment: bytes = b"") -> bytes:
    """Write a package: the members, their directory and its end."""
    body, directory, places = bytearray(before), bytearray(), dict[str, int]()
    count = 0
    for count, member in enumerate(members, start=1):  # noqa: B007  how many there were
        packed, facts = _facts(member)
        name = member.name.encode()
        places[member.name] = places.get(member.like, len(body))
        directory += _ENTRY + struct.pack("<H", 20) + facts
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, places[member.name]) + name
        if not member.like:
            body += _LOCAL + facts + struct.pack("<HH", len(name), 0) + name + packed
    return bytes(body + directory + _end(count, len(directory), len(body), comment))


def _facts(member: Member) -> tuple[bytes, bytes]:
    """Return the bytes of a member, and its two headers: before them and in the directory."""
    packed = member.packed if member.packed is not None else _squeezed(member.data, member.method)
    crc = zlib.crc32(member.data) if member.crc is None else member.crc
    size = len(member.data) if member.size is None else member.size
    flags = member.flags | (0 if member.name.isascii() else 0x800)
    facts = (20, flags, member.method, *_NEW_YEAR_1980, crc, len(packed), size)
    return packed, struct.pack("<HHHHHIII", *facts)


def _squeezed(data: bytes, method: int) -> bytes:
    if method != zlib.DEFLATED:
        return data
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)  # quickly: some are large
    return squeeze.compress(data) + squeeze.flush()


def _end(count: int, size: int, at: int, comment: bytes) -> bytes:
    """Return the end of a directory; of many entries in the 64-bit form as well."""
    long = b""
    if count > _MOST_ENTRIES:
        record = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, at)
        long = _END_64 + record + _FINDER_64 + struct.pack("<IQI", 0, at + size, 1)
        count = _MOST_ENTRIES
    return (
        long + _END + struct.pack("<HHHHIIH", 0, 0, count, count, size, at, len(comment)) + comment
    )


def members_of(parts: Mapping[str, str | bytes]) -> list[Member]:
    """Return parts as honest members."""
    return [Member(name, _bytes(content)) for name, content in parts.items()]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Write parts as an honest package."""
    return archive(members_of(parts))


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def repeated_member(name: str, before: str, unit: str, size: int, after: str) -> Member:
    """Return a member that unpacks to about ``size`` bytes: one unit, again and again.

    It is squeezed a mebibyte at a time, and each time to the same bytes, which are repeated.
    """
    chunk = (unit * max(1, MIB // len(unit))).encode()
    times = size // len(chunk)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    start, again = (
        squeeze.compress(part) + squeeze.flush(zlib.Z_FULL_FLUSH)
        for part in (before.encode(), chunk)
    )
    packed = start + again * times + squeeze.compress(after.encode()) + squeeze.flush()
    crc = zlib.crc32(before.encode())
    for _ in range(times):
        crc = zlib.crc32(chunk, crc)
    true_size = len(before.encode()) + len(chunk) * times + len(after.encode())
    return Member(name, packed=packed, size=true_size, crc=zlib.crc32(after.encode(), crc))


# ---- other containers -----------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(*streams: str) -> bytes:
    """Write an OLE file (.xls, or a workbook with a password) whose streams are named, and empty."""
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _LAST, 0, _LAST, 0)
    table = struct.pack("<II", _TABLE, _LAST)  # the table of sectors, then the directory
    entries = b"".join(map(_stream, ("Root Entry", *streams)))
    sectors = (table.ljust(_SECTOR, b"\xff"), entries.ljust(_SECTOR, b"\0"))
    masters = struct.pack("<I", 0).ljust(_SECTOR - len(head), b"\xff")
    return head + masters + b"".join(sectors)


def _stream(name: str) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    kind = 5 if name == "Root Entry" else 2
    links = struct.pack("<III", _FREE, _FREE, _FREE)
    return encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + links + bytes(48)


# ---- people ---------------------------------------------------------------------------------------


def people(count: int) -> list[Row]:
    """Return this many clean people."""
    return [person(each) for each in range(1, count + 1)]
