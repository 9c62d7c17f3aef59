"""Parts of a workbook that openpyxl drops, and that are restored after it has saved the workbook.

A formula loses the value that Excel computed: until Excel saves the file again, every other reader sees an
empty cell. A drop-down list whose choices are on another sheet is lost, too: Excel stores it as an
extension.
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
    """Read a workbook, with its formulas or with their ``values``, without warnings about dropped parts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(BytesIO(content), data_only=values)


def existing_cells(sheet: Worksheet) -> list[Cell]:
    """Return the cells of a sheet; iterating its rows would create a million cells if one is far out."""
    return list(sheet._cells.values())


def collect_lost_parts(content: bytes, book: Workbook) -> dict[str, PreservedParts]:
    """Return what openpyxl will drop from each sheet of a workbook, by the sheet's name."""
    formulas = {
        sheet.title: [cell.coordinate for cell in existing_cells(sheet) if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    computed = load_with_formulas(content, values=True) if any(formulas.values()) else book
    drop_downs = _drop_downs(content)
    return {
        name: PreservedParts(
            {at: value for at in cells if (value := _typed_value(computed[name][at]))},
            drop_downs.get(name, b""),
        )
        for name, cells in formulas.items()
    }


def restore_parts(written: bytes, lost: Mapping[str, PreservedParts]) -> bytes:
    """Restore dropped parts; ``lost`` has them by the name of the sheet's part in the written workbook."""
    if not any(any(preserved) for preserved in lost.values()):
        return written
    content = BytesIO()
    with ZipFile(BytesIO(written)) as old, ZipFile(content, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(
                part, _restore(text, lost[part.filename]) if part.filename in lost else text
            )
    return content.getvalue()


def _typed_value(cell: Cell) -> tuple[str, str] | None:
    """Return the type and the text of a formula's value, as in a sheet's XML."""
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


def _restore(text: bytes, preserved: PreservedParts) -> bytes:
    def with_value(match: re.Match[bytes]) -> bytes:
        address, style, formula = match.groups()
        if (value := preserved.values.get(address.decode())) is None:
            return match[0]
        kind, value_text = value
        start = b'<c r="%s"%s t="%s">' % (address, style, kind.encode())
        return start + formula + f"<v>{escape(value_text)}</v></c>".encode()

    if preserved.values:
        text = _FORMULA.sub(with_value, text)
    if preserved.drop_downs:
        text = text.replace(_END, b"<extLst>%s</extLst>%s" % (preserved.drop_downs, _END))
    return text


def _drop_downs(content: bytes) -> dict[str, bytes]:
    """Return the extension with drop-down lists of each sheet that has one, by the sheet's name."""
    with ZipFile(BytesIO(content)) as package:
        matches = {
            name: _DROP_DOWNS.search(package.read(part))
            for name, part in sheet_parts(package).items()
            if part in package.NameToInfo
        }
    return {
        name: match[0] for name, match in matches.items() if match and _is_self_contained(match[0])
    }


def _is_self_contained(extension: bytes) -> bool:
    """Return whether an XML fragment declares all namespaces that it uses."""
    try:
        ElementTree.fromstring(extension)  # noqa: S314  openpyxl has read the workbook before
    except ElementTree.ParseError:
        return False
    return True


def sheet_parts(package: ZipFile) -> dict[str, str]:
    """Return the part of each sheet of a workbook by the sheet's name."""
    book, links = (
        ElementTree.fromstring(package.read(part))  # noqa: S314  openpyxl has read the workbook before
        for part in (_BOOK, _LINKS)
    )
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {
        sheet.get("name", ""): "xl/" + targets[link].removeprefix("/").removeprefix("xl/")
        for sheet in book.iterfind("{*}sheets/{*}sheet")
        for key, link in sheet.items()
        if key.endswith("}id") and link in targets
    }
