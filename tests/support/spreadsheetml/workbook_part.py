"""The workbook part, its names, styles and shared texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from support.spreadsheetml.package import (
    MAIN,
    RELATION,
    ROOT,
    Element,
    Package,
    count_faults,
    order_faults,
)

_WORKBOOK = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences"
    " definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing"
    " fileRecoveryPr webPublishObjects extLst"
).split()
_STYLES = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
).split()
_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
_NAME = re.compile(r"(?:_xlnm\.)?[A-Za-z_\\][\w.\\?]{0,254}")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr]\d*[Cc]\d*")
_SHEET_IN_FORMULA = re.compile(r"'((?:[^']|'')+)'!|([A-Za-z_][\w.]*)!")
_BUILTIN_FORMATS = 164


class BookFacts:
    """What the parts of a workbook may refer to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        (self.part,) = package.related(ROOT, "officeDocument")
        self.root = package.xml[self.part]
        relations = package.relations(self.part)
        self.entries = list(self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"))
        self.sheets = {
            str(entry.get("name")): relations[str(entry.get(f"{RELATION}id"))][1]
            for entry in self.entries
        }
        self.styles = self._only("styles")
        self.texts = self._only("sharedStrings")
        self.text_count = 0 if self.texts is None else len(self.texts.findall(f"{MAIN}si"))
        self.look_count = len(self._styles("cellXfs"))
        self.rule_look_count = len(self._styles("dxfs"))

    def _only(self, kind: str) -> Element | None:
        matches = self.package.related(self.part, kind)
        return self.package.xml[matches[0]] if matches else None

    def _styles(self, name: str) -> list[Element]:
        matches = None if self.styles is None else self.styles.find(f"{MAIN}{name}")
        return [] if matches is None else list(matches)

    def look_faults(self) -> Iterator[str]:
        """Yield styles that refer to what is not there."""
        assert self.styles is not None, "there are no styles"
        yield from order_faults(self.styles, _STYLES)
        for name in _STYLES:
            yield from count_faults(self.styles.find(f"{MAIN}{name}"), name)
        known = {str(one.get("numFmtId")) for one in self._styles("numFmts")}
        bases = len(self._styles("cellStyleXfs"))
        sizes = {f"{one}Id": len(self._styles(f"{one}s")) for one in ("font", "fill", "border")}
        for kind in ("cellXfs", "cellStyleXfs"):
            for at, look in enumerate(self._styles(kind)):
                for key, size in {**sizes, "xfId": bases}.items():
                    if int(look.get(key, "0")) >= max(size, 1):
                        yield f"{kind} {at}: {key} {look.get(key)} of {size}"
                number = look.get("numFmtId", "0")
                if number not in known and int(number) >= _BUILTIN_FORMATS:
                    yield f"{kind} {at}: no number format {number}"
        yield from (
            f"cellStyle {one.get('name')}: no look {one.get('xfId')}"
            for one in self._styles("cellStyles")
            if int(one.get("xfId", "0")) >= bases
        )


def book_faults(book: BookFacts) -> Iterator[str]:
    """Yield what is wrong in the workbook part, the styles and the shared texts."""
    yield from (f"{book.part}: {fault}" for fault in order_faults(book.root, _WORKBOOK))
    yield from _sheet_list_faults(book)
    yield from _name_faults(book)
    yield from (f"styles: {fault}" for fault in book.look_faults())
    if book.texts is not None and book.texts.get("uniqueCount", "") not in {
        "",
        str(book.text_count),
    }:
        yield f"shared texts: uniqueCount {book.texts.get('uniqueCount')} of {book.text_count}"


def _sheet_list_faults(book: BookFacts) -> Iterator[str]:
    names = [str(entry.get("name")) for entry in book.entries]
    yield from (f"sheet {name!r}: no name" for name in names if not _SHEET_NAME.fullmatch(name))
    for what, values in (
        ("name", [name.lower() for name in names]),
        ("sheetId", [str(entry.get("sheetId")) for entry in book.entries]),
        ("part", [str(entry.get(f"{RELATION}id")) for entry in book.entries]),
    ):
        yield from (f"sheets: {what} {one} twice" for one, n in Counter(values).items() if n > 1)
    visible = [entry.get("state", "visible") == "visible" for entry in book.entries]
    view = book.root.find(f"{MAIN}bookViews/{MAIN}workbookView")
    active = int(view.get("activeTab", "0")) if view is not None else 0
    if active >= len(visible) or not visible[active]:
        yield f"sheets: the active one, {active}, is not to be seen"


def _name_faults(book: BookFacts) -> Iterator[str]:
    defined = list(book.root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"))
    keys = Counter((str(one.get("name")).lower(), one.get("localSheetId")) for one in defined)
    yield from (f"name {key} is defined twice" for key, count in keys.items() if count > 1)
    for one in defined:
        name, formula = str(one.get("name")), one.text or ""
        if not _NAME.fullmatch(name) or _LOOKS_LIKE_CELL.fullmatch(name):
            yield f"{name!r} cannot be a defined name"
        if int(one.get("localSheetId", "0")) >= len(book.entries):
            yield f"name {name}: no sheet {one.get('localSheetId')}"
        yield from (f"name {name}: {fault}" for fault in formula_faults(formula, book))


def formula_faults(formula: str, book: BookFacts) -> Iterator[str]:
    """Yield what is wrong in a formula: a sheet that is not there, a broken reference, its form."""
    if not formula or formula.startswith("=") or len(formula) > 8192 or "#REF!" in formula:
        yield f"formula {formula[:40]!r}"
    minimal = re.sub(r'"[^"]*"', "", formula)
    for quoted, plain in _SHEET_IN_FORMULA.findall(minimal):
        name = quoted.replace("''", "'") or plain
        if name not in book.sheets:
            yield f"formula {formula[:40]!r}: no sheet {name!r}"
