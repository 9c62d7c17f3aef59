"""What is wrong in a workbook by SpreadsheetML (ECMA-376) and by what Excel repairs when it opens a file.

`faults` is for workbooks that the program writes: it asks for more than a reader needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from support.spreadsheetml.package import Package, package_faults
from support.spreadsheetml.sheets import sheet_faults
from support.spreadsheetml.tables import table_faults
from support.spreadsheetml.workbook_part import BookFacts, book_faults


def faults(content: bytes) -> list[str]:
    """Return the faults of a workbook, each with its part."""
    package = Package(content)
    return list(package_faults(package)) or list(_faults_within(package))


def _faults_within(package: Package) -> Iterator[str]:
    book = BookFacts(package)
    yield from book_faults(book)
    for part in book.sheets.values():
        yield from (f"{part}: {fault}" for fault in sheet_faults(package, part, book))
    yield from table_faults(book)
