"""What openpyxl drops from a workbook that it reads and writes, and what is put back afterwards.

A formula loses the value that Excel last computed: until somebody opens and saves the file, every other
reader finds its cell empty. And a drop-down list that Excel keeps among its extensions, as it does where
the choices stand on another sheet, is lost.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DROP_DOWNS = re.compile(
    rb'<ext\b[^>]*uri="\{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF\}.*?</ext>', re.I | re.S
)
# A formula as openpyxl writes it: its value is always empty.
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f\b[^>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>'
)
_END = b"</worksheet>"


class PreservedParts(NamedTuple):
    """Of one sheet: the type and value of each formula by its address, and the extension with lists."""

    values: Mapping[str, tuple[str, str]]
    drop_downs: bytes


def load_with_formulas(content: bytes, *, values: bool = False) -> Workbook:
    """Read a workbook, with its formulas or with their ``values``; what is dropped is told nobody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(BytesIO(content), data_only=values)


def held_cells(sheet: Worksheet) -> list[Cell]:
    """Return the cells that a sheet holds; walking its rows would make a million where one lies far out."""
    return list(sheet._cells.values())


def collect_lost_parts(content: bytes, book: Workbook) -> dict[str, PreservedParts]:
    """Gather what will be lost of each sheet of a workbook, by the sheet's name."""
    formulas = {
        sheet.title: [cell.coordinate for cell in held_cells(sheet) if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    computed = load_with_formulas(content, values=True) if any(formulas.values()) else book
    drop_downs = _drop_downs(content)
    return {
        name: PreservedParts(
            {at: value for at in cells if (value := _stored(computed[name][at]))},
            drop_downs.get(name, b""),
        )
        for name, cells in formulas.items()
    }


def restore_parts(saved: bytes, lost: Mapping[str, PreservedParts]) -> bytes:
    """Put back what was lost; ``lost`` has it by the name of the sheet's part in the saved workbook."""
    if not any(any(kept) for kept in lost.values()):
        return saved
    content = BytesIO()
    with ZipFile(BytesIO(saved)) as old, ZipFile(content, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(
                part, _restored(text, lost[part.filename]) if part.filename in lost else text
            )
    return content.getvalue()


def _stored(cell: Cell) -> tuple[str, str] | None:
    """Return a value as a sheet's XML holds it below a formula: its type and its text."""
    value: Any = cell.value
    if value is None:
        return None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, date | time | timedelta):
        return "n", str(to_excel(value, cell.parent.parent.epoch))
    if isinstance(value, str):
        return ("e" if cell.data_type == "e" else "str"), value
    return "n", str(value)


def _restored(text: bytes, kept: PreservedParts) -> bytes:
    def with_value(found: re.Match[bytes]) -> bytes:
        address, look, formula = found.groups()
        if (value := kept.values.get(address.decode())) is None:
            return found[0]
        kind, shown = value
        start = b'<c r="%s"%s t="%s">' % (address, look, kind.encode())
        return start + formula + f"<v>{escape(shown)}</v></c>".encode()

    if kept.values:
        text = _FORMULA.sub(with_value, text)
    if kept.drop_downs:
        text = text.replace(_END, b"<extLst>%s</extLst>%s" % (kept.drop_downs, _END))
    return text


def _drop_downs(content: bytes) -> dict[str, bytes]:
    """Return the extension with drop-down lists of each sheet that has one, by the sheet's name."""
    with ZipFile(BytesIO(content)) as package:
        found = {
            name: _DROP_DOWNS.search(package.read(part))
            for name, part in _parts(package).items()
            if part in package.NameToInfo
        }
    return {name: match[0] for name, match in found.items() if match and _stands_alone(match[0])}


def _stands_alone(extension: bytes) -> bool:
    """Return whether a piece of XML declares all that it uses, so that it may stand in another sheet."""
    try:
        ElementTree.fromstring(extension)  # noqa: S314  the workbook was read as a whole before
    except ElementTree.ParseError:
        return False
    return True


def _parts(package: ZipFile) -> dict[str, str]:
    """Return the part of each sheet of a workbook by the sheet's name."""
    book, links = (
        ElementTree.fromstring(package.read(part))  # noqa: S314  read as a whole before
        for part in (_BOOK, _LINKS)
    )
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {
        sheet.get("name", ""): "xl/" + targets[link].removeprefix("/").removeprefix("xl/")
        for sheet in book.iterfind("{*}sheets/{*}sheet")
        for key, link in sheet.items()
        if key.endswith("}id") and link in targets
    }
