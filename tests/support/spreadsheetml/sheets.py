"""A sheet: its rows and cells, and what lies over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from support.spreadsheetml.areas import LAST_COLUMN, LAST_ROW, Area, area_of, areas_faults, cell_of
from support.spreadsheetml.package import (
    MAIN,
    RELATION,
    Element,
    Package,
    count_faults,
    name_of,
    order_faults,
)
from support.spreadsheetml.workbook_part import BookFacts, formula_faults

_WORKSHEET = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges"
    " scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr"
    " conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter"
    " rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing"
    " legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
_MANY = {"conditionalFormatting", "cols"}
_LISTS = {
    "cols": "col",
    "sheetData": "row",
    "mergeCells": "mergeCell",
    "dataValidations": "dataValidation",
    "hyperlinks": "hyperlink",
}
_CELL = ["f", "v", "is", "extLst"]
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_MOST_HEIGHT, _MOST_WIDTH, _MOST_TEXT = 409.5, 255, 32_767
# Characters that Excel takes of a list, of a message's title and of its text.
_MOST_OF_RULE = {"errorTitle": 32, "promptTitle": 32, "error": 255, "prompt": 255}
_MOST_LIST, _MOST_FOOTER = 255, 255


def sheet_faults(package: Package, part: str, book: BookFacts) -> Iterator[str]:
    """Yield what is wrong in a sheet's part and in its comments."""
    root = package.xml[part]
    if name_of(root) != "worksheet":
        return
    yield from order_faults(root, _WORKSHEET)
    for name, child in _LISTS.items():
        for matches in root.iterfind(f"{MAIN}{name}"):
            yield from order_faults(matches, [child])
    names = Counter(map(name_of, root))
    yield from (f"<{one}> twice" for one, n in names.items() if n > 1 and one not in _MANY)
    yield from _column_faults(root, book)
    yield from _row_faults(root, book)
    yield from _area_faults(root)
    yield from _rule_faults(root, book)
    yield from _link_faults(root)
    yield from _print_faults(root)
    for comments in package.related(part, "comments"):
        yield from _comment_faults(package.xml[comments])


def _column_faults(root: Element, book: BookFacts) -> Iterator[str]:
    last = 0
    for column in root.iterfind(f"{MAIN}cols/{MAIN}col"):
        low, high = int(column.get("min", "0")), int(column.get("max", "0"))
        if not last < low <= high <= LAST_COLUMN:
            yield f"columns {low} to {high} behind {last}"
        if int(column.get("style", "0")) >= book.look_count:
            yield f"columns {low} to {high}: no look {column.get('style')}"
        if not 0 <= float(column.get("width", "0")) <= _MOST_WIDTH:
            yield f"columns {low} to {high}: width {column.get('width')}"
        last = high


def _row_faults(root: Element, book: BookFacts) -> Iterator[str]:
    ref = root.find(f"{MAIN}dimension")
    bounds = area_of("A1:XFD1048576" if ref is None else ref.get("ref"))
    if bounds is None:
        yield "the dimension is no area"
        return
    last = 0
    for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", "0"))
        if not last < number <= LAST_ROW:
            yield f"row {number} behind row {last}"
        if not 0 <= float(row.get("ht", "0")) <= _MOST_HEIGHT:
            yield f"row {number}: height {row.get('ht')}"
        if int(row.get("s", "0")) >= book.look_count:
            yield f"row {number}: no look {row.get('s')}"
        yield from _cells_faults(row, number, bounds, book)
        last = number


def _cells_faults(row: Element, number: int, bounds: Area, book: BookFacts) -> Iterator[str]:
    last = 0
    for cell in row:
        address = str(cell.get("r"))
        place = cell_of(address)
        if place is None or place[1] != number or place[0] <= last:
            yield f"cell {address} in row {number} behind column {last}"
        else:
            last = place[0]
            if not bounds.holds(Area(*place, *place)):
                yield f"cell {address} outside of the dimension"
        yield from (f"cell {address}: {fault}" for fault in _cell_faults(cell, book))


def _cell_faults(cell: Element, book: BookFacts) -> Iterator[str]:
    if len(cell) > 1:
        yield from order_faults(cell, _CELL)
    if int(cell.get("s", "0")) >= book.look_count:
        yield f"no look {cell.get('s')}"
    formula = cell.find(f"{MAIN}f")
    if formula is not None:
        yield from formula_faults(formula.text or "", book)
    kind, inline = cell.get("t", "n"), cell.find(f"{MAIN}is")
    if (inline is not None) != (kind == "inlineStr"):
        yield f"a text within, and the type {kind}"
    text = cell.findtext(f"{MAIN}v") if inline is None else "".join(inline.itertext())
    if not _is_of_kind(kind, text, book):
        yield f"{kind} {(text or '')[:40]!r}"


def _is_of_kind(kind: str, text: str | None, book: BookFacts) -> bool:  # noqa: PLR0911
    """Return whether a cell's value is one of its type."""
    match kind:
        case "n":
            return text is None or bool(_NUMBER.fullmatch(text))
        case "s":
            return text is not None and text.isdecimal() and int(text) < book.text_count
        case "b":
            return text in {"0", "1"}
        case "e":
            return text in _ERRORS
        case "str":
            return len(text or "") <= _MOST_TEXT
        case "inlineStr":
            return len(text or "") <= 7 * _MOST_TEXT  # _x0001_ is one character
        case _:
            return False


def _area_faults(root: Element) -> Iterator[str]:
    merged = root.find(f"{MAIN}mergeCells")
    yield from count_faults(merged, "mergeCells")
    refs = [str(one.get("ref")) for one in root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell")]
    yield from areas_faults("merged", refs)
    yield from (f"merged: {ref} is one cell" for ref in refs if ":" not in ref)
    for name in ("autoFilter", "sortState"):
        matches = root.find(f"{MAIN}{name}")
        if matches is not None and area_of(matches.get("ref")) is None:
            yield f"{name}: {matches.get('ref')!r} is no area"
    for view in root.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        for one in view:
            for key in ("topLeftCell", "activeCell"):
                if cell_of(one.get(key, "A1")) is None:
                    yield f"{name_of(one)}: {key} {one.get(key)!r}"


def _rule_faults(root: Element, book: BookFacts) -> Iterator[str]:
    rules = root.find(f"{MAIN}dataValidations")
    yield from count_faults(rules, "dataValidations")
    refs: list[str] = []
    for rule in rules if rules is not None else ():
        refs += (own := str(rule.get("sqref")).split())
        for key, most in _MOST_OF_RULE.items():
            if len(rule.get(key, "")) > most:
                yield f"rule of {own}: {key} of {len(rule.get(key, ''))} characters"
        for formula in rule:
            message = formula.text or ""
            if message.startswith('"') and len(message) > _MOST_LIST + 2:
                yield f"rule of {own}: a list of {len(message)} characters"
            yield from (f"rule of {own}: {fault}" for fault in formula_faults(message, book))
    yield from areas_faults("data validation", refs)
    priorities: list[str | None] = []
    for formats in root.iterfind(f"{MAIN}conditionalFormatting"):
        for ref in str(formats.get("sqref")).split():
            if area_of(ref) is None:
                yield f"conditional format: {ref!r} is no area"
        for rule in formats:
            priorities.append(rule.get("priority"))
            if int(rule.get("dxfId", "0")) >= max(book.rule_look_count, 1):
                yield f"conditional format: no look {rule.get('dxfId')}"
    if None in priorities or len(set(priorities)) < len(priorities):
        yield f"conditional formats: priorities {priorities}"


def _link_faults(root: Element) -> Iterator[str]:
    links = list(root.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink"))
    yield from areas_faults("link", [str(one.get("ref")) for one in links])
    for one in links:
        if not one.get(f"{RELATION}id") and not one.get("location"):
            yield f"link {one.get('ref')} leads nowhere"


def _print_faults(root: Element) -> Iterator[str]:
    for one in root.iterfind(f"{MAIN}headerFooter/*"):
        if len(one.text or "") > _MOST_FOOTER:
            yield f"{name_of(one)} of {len(one.text or '')} characters"
    for name in ("rowBreaks", "colBreaks"):
        yield from count_faults(root.find(f"{MAIN}{name}"), name)


def _comment_faults(root: Element) -> Iterator[str]:
    yield from order_faults(root, ["authors", "commentList", "extLst"])
    authors = len(root.findall(f"{MAIN}authors/{MAIN}author"))
    refs = []
    for comment in root.iterfind(f"{MAIN}commentList/{MAIN}comment"):
        refs.append(str(comment.get("ref")))
        if int(comment.get("authorId", "0")) >= authors:
            yield f"comment {refs[-1]}: no author {comment.get('authorId')}"
        if len("".join(comment.itertext())) > _MOST_TEXT:
            yield f"comment {refs[-1]} is too long"
    yield from (f"comment {ref!r} at no cell" for ref in refs if cell_of(ref) is None)
    yield from (f"comment {ref} twice" for ref, count in Counter(refs).items() if count > 1)
