"""Workbooks as parts: unpacked, and changed to the form of programs other than our two libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Parts = dict[str, bytes]
TYPES, ROOT, BOOK = "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"
BOOK_RELS, SHEET = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
SHEET_RELS, TEXTS = "xl/worksheets/_rels/sheet1.xml.rels", "xl/sharedStrings.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = f'{DECLARED}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def parts_of(content: bytes) -> Parts:
    """Return the parts of a workbook."""
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def put(parts: Parts, name: str, xml: str | bytes, type_: str = "", ending: str = "") -> None:
    """Add a part and its content type, by its name or by its ending."""
    parts[name] = xml if isinstance(xml, bytes) else (DECLARED + xml).encode()
    entry = (
        f'<Default Extension="{ending}" ContentType="{type_}"/>'
        if ending
        else f'<Override PartName="/{name}" ContentType="{type_}"/>'
    )
    if type_ and not (ending and f'Extension="{ending}"'.encode() in parts[TYPES]):
        swap(parts, TYPES, "</Types>", f"{entry}</Types>")


def relate(
    parts: Parts, rels: str, kind: str, target: str, id_: str = "", *, mode: str = ""
) -> str:
    """Add a relationship; return its id. A ``kind`` without a scheme is one of Office's."""
    parts.setdefault(rels, _RELATIONS.encode())
    id_ = id_ or f"rIdX{parts[rels].count(b'<Relationship ')}"
    url = kind if ":" in kind else OFFICE + kind
    outside = f' TargetMode="{mode}"' if mode else ""
    entry = f'<Relationship Id="{id_}" Type="{url}" Target="{target}"{outside}/>'
    swap(parts, rels, "</Relationships>", f"{entry}</Relationships>")
    return id_


def swap(parts: Parts, name: str, old: str, new: str, count: int = 1) -> None:
    """Replace what must be there in a part."""
    text = parts[name].decode()
    assert old in text, f"{name} has no {old!r}"
    parts[name] = text.replace(old, new, count).encode()


def sub(parts: Parts, name: str, pattern: str, new: str, count: int = 0) -> None:
    """Replace a pattern that must be there in a part."""
    text, count_replaced = re.subn(pattern, new, parts[name].decode(), count=count)
    assert count_replaced, f"{name} has no {pattern!r}"
    parts[name] = text.encode()


def behind_data(parts: Parts, xml: str) -> None:
    """Insert XML behind the cells of the sheet."""
    swap(parts, SHEET, "</sheetData>", f"</sheetData>{xml}")


def at_end(parts: Parts, xml: str) -> None:
    """Insert XML at the end of the sheet."""
    swap(parts, SHEET, "</worksheet>", f"{xml}</worksheet>")


def in_book(parts: Parts, xml: str, *, before: str = "<calcPr") -> None:
    """Insert XML into the workbook part."""
    swap(parts, BOOK, before, xml + before)


def add_sheet(  # noqa: PLR0917  as a sheet is described
    parts: Parts,
    name: str,
    xml: str | None,
    kind: str = "worksheet",
    part: str = "",
    type_: str = f"{EXCEL}worksheet+xml",
    state: str = "visible",
) -> None:
    """Add a sheet of a kind; without ``xml`` it has no part."""
    number = parts[BOOK].count(b"<sheet ") + 1
    id_ = ""
    if xml is not None:
        part = part or f"xl/{kind}s/other{number}.xml"
        put(parts, part, xml, type_)
        target = part.removeprefix("xl/") if part.startswith("xl/") else f"/{part}"
        id_ = relate(parts, BOOK_RELS, kind, target)
    entry = f'<sheet name="{name}" sheetId="{number + 50}" state="{state}" r:id="{id_}"/>'
    swap(parts, BOOK, "</sheets>", f"{entry}</sheets>")


def worksheet(cells: str = "", behind: str = "") -> str:
    """Return the XML of a worksheet."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{behind}</worksheet>'


def rename(parts: Parts, old: str, new: str) -> None:
    """Rename a part, with all references to it."""
    parts[new] = parts.pop(old)
    swap(parts, TYPES, f"/{old}", f"/{new}")
    if old == BOOK:
        swap(parts, ROOT, old, new)
        folder, _, name = new.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        parts[rels] = parts.pop(BOOK_RELS)
        if folder != "xl":
            sub(parts, rels, r'Target="(?!/)', 'Target="/xl/')
    else:
        swap(parts, BOOK_RELS, old.removeprefix("xl/"), f"/{new}")


def zipped(parts: Parts, flavour: str = "") -> bytes:
    """Pack parts in a flavour of zip."""
    content = BytesIO()
    how = ZIP_STORED if flavour == "stored" else ZIP_DEFLATED
    with ZipFile(_Streamed(content) if flavour == "streamed" else content, "w", how) as package:
        for name, part in _ordered(parts, flavour):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = how
            _flavour_entry(entry, flavour)
            with package.open(entry, "w", force_zip64=flavour == "zip64") as file:
                file.write(part)
        if flavour == "a comment":
            package.comment = b"made by an office"
    return content.getvalue()


def _flavour_entry(entry: ZipInfo, flavour: str) -> None:
    match flavour:
        case "extra fields":
            entry.extra = b"\x55\x54\x05\x00\x01\x00\x00\x00\x00"
        case "made on Unix":
            entry.create_system, entry.external_attr = 3, 0o644 << 16
        case "made on Windows":
            entry.create_system, entry.external_attr = 0, 0x20
        case "names as UTF-8":
            entry.flag_bits |= 0x800
        case "of 2099":
            entry.date_time = (2099, 12, 31, 23, 59, 58)
        case "pressed hard":
            entry._compresslevel = 9  # type: ignore[attr-defined]
        case "pressed little":
            entry._compresslevel = 1  # type: ignore[attr-defined]


def _ordered(parts: Parts, flavour: str) -> Iterator[tuple[str, bytes]]:
    if flavour == "folders":
        yield from ((f"{folder}/", b"") for folder in ("_rels", "xl", "xl/worksheets"))
    members = list(parts.items())
    yield from (
        reversed(members)
        if flavour == "backwards"
        else sorted(members)
        if flavour == "sorted"
        else members
    )


class _Streamed:
    """A file that cannot seek: sizes are behind each part."""

    def __init__(self, file: BytesIO) -> None:
        self.file = file

    def write(self, data: bytes) -> int:
        return self.file.write(data)

    def flush(self) -> None:
        pass


FLAVOURS = (
    "stored|pressed hard|pressed little|streamed|zip64|folders|backwards|sorted|a comment|extra fields"
    "|made on Unix|made on Windows|names as UTF-8|of 2099"
).split("|")
