"""The package: its parts, their types, and the relationships between them (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

TYPES = "[Content_Types].xml"
ROOT = ""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Element = ElementTree.Element


class Package:
    """A package in memory: its parts by name, and the relationships of each by their ids."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.broken = archive.testzip()
            self.entries = [entry.filename for entry in archive.infolist()]
            self.parts = {name: archive.read(name) for name in self.entries}
        self.xml = {
            name: ElementTree.fromstring(part)  # noqa: S314  written by ourselves
            for name, part in self.parts.items()
            if name.endswith((".xml", ".rels", ".vml"))
        }

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return the relationships of a part by their ids.

        Each has the last word of its type, its target, and whether that lies outside of the package.
        """
        matches = self.xml.get(relations_part(part))
        return {
            str(one.get("Id")): (
                str(one.get("Type")).rpartition("/")[2],
                _target(part, one),
                one.get("TargetMode") == "External",
            )
            for one in (matches if matches is not None else ())
        }

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts to which a part has relationships of a type."""
        return [target for of, target, _ in self.relations(part).values() if of == kind]


def relations_part(part: str) -> str:
    """Return the name of the part that holds another's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, relation: Element) -> str:
    target = str(relation.get("Target"))
    if relation.get("TargetMode") == "External":
        return target
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def order_faults(element: Element, sequence: Sequence[str]) -> Iterator[str]:
    """Yield the children of an element that its type does not have, or not in this place."""
    at = 0
    for child in element:
        name = name_of(child)
        if name == "AlternateContent":
            continue
        if name not in sequence:
            yield f"<{name}> in <{name_of(element)}>"
        elif sequence.index(name) < at:
            yield f"<{name}> behind <{sequence[at]}>"
        else:
            at = sequence.index(name)


def count_faults(element: Element | None, what: str) -> Iterator[str]:
    """Yield an attribute ``count`` that is not the number of the children."""
    if element is not None and element.get("count", str(len(element))) != str(len(element)):
        yield f"{what}: count {element.get('count')} of {len(element)}"


def package_faults(package: Package) -> Iterator[str]:
    """Yield what is wrong with the names, types and relationships of the parts."""
    if package.broken:
        yield f"{package.broken} is broken"
    folded = Counter(name.lower() for name in package.entries)
    yield from (f"{name} is there {count} times" for name, count in folded.items() if count > 1)
    yield from (
        f"{name!r} is no name of a part"
        for name in package.entries
        if name.startswith("/") or "\\" in name or ".." in name.split("/")
    )
    yield from _type_faults(package)
    yield from _relation_faults(package)


def _type_faults(package: Package) -> Iterator[str]:
    types = list(package.xml[TYPES])
    named = [str(one.get("PartName")) for one in types if name_of(one) == "Override"]
    yield from (f"{name} has two types" for name, count in Counter(named).items() if count > 1)
    yield from (
        f"{name} has a type, and is not there" for name in named if name[1:] not in package.parts
    )
    endings = {
        str(one.get("Extension")).lower(): str(one.get("ContentType"))
        for one in types
        if name_of(one) == "Default"
    }
    for name in package.parts.keys() - {TYPES, *(one[1:] for one in named)}:
        by_ending = endings.get(name.rpartition(".")[2].lower())
        if by_ending is None or (
            by_ending == "application/xml" and not name.startswith("customXml/")
        ):
            yield f"{name} has no type"


def _relation_faults(package: Package) -> Iterator[str]:
    if len(package.related(ROOT, "officeDocument")) != 1:
        yield "there is not one workbook"
    for name, root in package.xml.items():
        if name.endswith(".rels"):
            folder, own = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))
            if part and part not in package.parts:
                yield f"{name}: its part is not there"
            ids = Counter(one.get("Id") for one in root)
            yield from (f"{name}: {one} is there twice" for one, count in ids.items() if count > 1)
            for one, (_, target, is_outside) in package.relations(part).items():
                if not is_outside and target not in package.parts:
                    yield f"{name}: {one} leads to {target}, which is not there"
        else:
            known = package.relations(name)
            used = {
                value
                for one in root.iter()
                for key, value in one.items()
                if key.startswith(RELATION)
            }
            yield from (f"{name}: no relationship {one}" for one in sorted(used - known.keys()))
