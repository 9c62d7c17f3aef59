"""Relationships between the parts of a package: the kind and the location of each part (OPC, ECMA-376-2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize

# The two namespaces of ECMA-376 (transitional and strict), and Microsoft's own for macro sheets.
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Relation(NamedTuple):
    """One relationship: its kind (``worksheet``), and its target part; ``""`` for an external one."""

    kind: str
    part: str


def part_name(name: str) -> str:
    r"""Return the form in which two names of one part are equal.

    Names are compared without regard to case, and some programs write them with backslashes or escapes.

    >>> part_name("/xl\\Worksheets/./Sheet%201.xml"), part_name("xl/../../a.xml")
    ('xl/worksheets/sheet 1.xml', 'a.xml')
    """
    steps: list[str] = []
    for step in _unescape(name).replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps).lower()


def _unescape(name: str) -> str:
    """Return a name without its percent escapes; no module of the program may import `urllib`."""
    raw = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), name.encode())
    return raw.decode(errors="replace")


def relations_part(part: str) -> str:
    """Return the name of the part that holds the relationships of another.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def relations(xml: bytes, part: str) -> dict[str, Relation]:
    """Return the relationships of a part by their identifiers. Raise `RefusalError`."""
    by_id: dict[str, Relation] = {}
    for each in parse(xml).iterfind(f"{_NAMESPACE}Relationship"):
        key = each.get("Id", "")
        if key in by_id:
            what = localize("reading.duplicate-relationship")
            raise RefusalError("file-odd", what=what)
        by_id[key] = Relation(_kind(each.get("Type", "")), _target(each, part))
    return by_id


def only_part(candidates: Iterable[Relation], kind: str) -> str:
    """Return the one part of a kind, or ``""``. Raise `RefusalError` where there are two."""
    parts = {each.part for each in candidates if each.kind == kind}
    if len(parts) > 1:
        raise RefusalError("file-odd", what=localize("reading.duplicate-part", kind=kind))
    return next(iter(parts), "")


def parse(xml: bytes) -> ElementTree.Element:
    """Parse a small part that the guard has accepted. Raise `RefusalError`."""
    try:
        return ElementTree.fromstring(xml)  # noqa: S314  without a document type
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise RefusalError("file-damaged") from error


def _kind(type_: str) -> str:
    namespace, _, kind = type_.rpartition("/")
    return kind if namespace in (*OFFICE, _MICROSOFT) else ""


def _target(relation: ElementTree.Element, part: str) -> str:
    """Return the name of the target part of a relationship, relative to the folder of its own part."""
    if relation.get("TargetMode") == "External":
        return ""
    target = relation.get("Target", "")
    folder = part.rpartition("/")[0]
    return part_name(target if target[:1] in ("/", "\\") else f"{folder}/{target}")
