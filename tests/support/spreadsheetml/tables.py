"""Tables of a workbook (``<table>`` parts)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from support.spreadsheetml.areas import area_of, areas_faults
from support.spreadsheetml.package import MAIN, Element, count_faults
from support.spreadsheetml.workbook_part import BookFacts


def table_faults(book: BookFacts) -> Iterator[str]:
    """Yield what is wrong in tables: their names, areas and columns."""
    matches: list[Element] = []
    for part in book.sheets.values():
        own = [book.package.xml[name] for name in book.package.related(part, "table")]
        yield from areas_faults(f"{part}: tables", [str(table.get("ref")) for table in own])
        for table in own:
            yield from (f"table {table.get('name')}: {fault}" for fault in _faults_of(table))
        matches += own
    defined = [
        str(one.get("name")).lower()
        for one in book.root.iterfind(f"{MAIN}definedNames/{MAIN}definedName")
        if one.get("localSheetId") is None
    ]
    names = Counter([*defined, *(str(table.get("displayName")).lower() for table in matches)])
    yield from (f"table {name}: the name is there twice" for name, n in names.items() if n > 1)
    ids = Counter(table.get("id") for table in matches)
    yield from (f"table {one}: the id is there twice" for one, n in ids.items() if n > 1)


def _faults_of(table: Element) -> Iterator[str]:
    area = area_of(table.get("ref"))
    columns = table.find(f"{MAIN}tableColumns")
    yield from count_faults(columns, "columns")
    titles = [str(one.get("name")).lower() for one in (columns if columns is not None else ())]
    yield from (f"column {name} twice" for name, n in Counter(titles).items() if n > 1)
    if area is not None and len(titles) != area.right - area.left + 1:
        yield f"{len(titles)} columns in {table.get('ref')}"
    filtered = table.find(f"{MAIN}autoFilter")
    within = area_of(filtered.get("ref")) if filtered is not None else area
    if area and not (within and area.holds(within)):
        yield "its filter lies outside"
