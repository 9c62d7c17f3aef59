"""One good workbook, and what is changed in it."""

from __future__ import annotations

from hostile_files.builders import (
    FIRST_SHEET,
    SHARED,
    Parts,
    people,
    rows_of,
    sheet,
    workbook,
    zipped,
)
from hostile_files.verdict import HostileFile, Verdict, a_book

_LINKS = "xl/_rels/workbook.xml.rels"


def beside(more: str = "", **around: str) -> Parts:
    """Return the parts of a workbook of one good person and more rows."""
    return workbook(sheet(rows_of(people(1)) + more, **around))


def good(count: int = 1) -> bytes:
    """Return a valid workbook."""
    return zipped(workbook(sheet(rows_of(people(count)))))


def put(parts: Parts, **changed: str | bytes) -> Parts:
    """Return parts with the first sheet, the workbook or the shared strings replaced.

    Shared strings are linked where they were not: a part without a link is never read.
    """
    if "shared" in changed and SHARED not in parts:
        links = workbook("", parts={SHARED: ""})[_LINKS]
        parts = parts | {_LINKS: links}
    names = {"first": FIRST_SHEET, "shared": SHARED, "book": "xl/workbook.xml"}
    return parts | {names[key]: content for key, content in changed.items()}


def without(parts: Parts, *names: str) -> Parts:
    """Return parts without some of them."""
    return {name: content for name, content in parts.items() if name not in names}


def renamed(parts: Parts, old: str, new: str) -> Parts:
    """Return parts of which one has another name."""
    return {new if name == old else name: content for name, content in parts.items()}


def a_sheet(
    name: str, more: str, *verdicts: Verdict, before: str = "", after: str = ""
) -> HostileFile:
    """Return a workbook of one good person, with more rows below her and more XML around the rows."""
    return a_book(name, lambda: beside(more, before=before, after=after), *verdicts)
