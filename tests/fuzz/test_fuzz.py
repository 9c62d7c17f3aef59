"""Mutants of good files: none crashes or holds up the reader, and none makes it read what is not there.

``python -m pytest -m fuzz --mutants 20000`` tries as many of each kind; without it some
hundreds are tried. A mutant that fails is made smaller by hypothesis, and kept in ``.hypothesis``.
"""

from __future__ import annotations

import html
import marshal
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fuzz.mutants import mutants_of_tables, mutants_of_workbooks, tables, workbooks
from hypothesis import HealthCheck, given, settings
from support.options import option
from support.paths import REPOSITORY
from support.run import HANG

from pemilu_cover.roster.reading.cell_encoding import (
    NO_DAY,
    cell_content,
    is_date,
    is_error,
    is_number,
    is_number_or_date,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is read in a fork")

MUTANTS = option("mutants")
LENGTH = 4
STYLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
EPOCHS = date(1899, 12, 30), date(1899, 12, 31), date(1904, 1, 1)

Answer = dict[str, Any]
Reader = Callable[[bytes], Answer]
ENDS: Counter[str] = Counter()


@pytest.fixture(scope="module")
def read() -> Iterator[Reader]:
    """Return what reads a file in a process of its own."""
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("reader_server.py"), str(HANG)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
    ) as server:
        assert server.stdin
        assert server.stdout

        def ask(content: bytes) -> Answer:
            server.stdin.write(len(content).to_bytes(LENGTH, "little") + content)
            server.stdin.flush()
            length = int.from_bytes(server.stdout.read(LENGTH), "little")
            answer: Answer = marshal.loads(server.stdout.read(length))  # noqa: S302  written by ours
            ENDS[answer.get("code", answer["end"])] += 1
            return answer

        yield ask
        server.stdin.close()
    print(f"\n{sum(ENDS.values())} files: {dict(ENDS.most_common())}")  # noqa: T201  shown with -s


fuzzed = settings(
    max_examples=MUTANTS,
    derandomize=MUTANTS <= 1_000,
    suppress_health_check=list(HealthCheck),
)


@given(content=mutants_of_workbooks(workbooks()))
@fuzzed
def test_mutant__of_a_workbook__is_read_as_it_is_or_refused(read: Reader, content: bytes) -> None:
    answer = read(content)
    assert answer["end"] in {"sheets", "refused", "panic", "memory", "signal"}, answer.get("trace")
    assert answer.get("signal") not in {9, 24}, "it ran away"
    if answer["end"] != "sheets" or not content.startswith(b"PK\x03\x04"):
        return
    cells = {
        name: {
            (top + down, left + right): cell
            for down, row in enumerate(rows)
            for right, cell in enumerate(row)
            if cell and not is_error(cell)
        }
        for name, top, left, rows in answer["sheets"]
    }
    written, numbers = said_in(content)
    found = [cell for page in cells.values() for cell in page.values()]
    assert [cell for cell in found if not is_written(cell, written, numbers)] == []
    theirs = answer["openpyxl"]
    if theirs is not None:
        seen = differences(
            cells, theirs, parted=has_parted_texts(content), styled=has_styles(content)
        )
        assert seen == []


@given(content=mutants_of_tables(tables()))
@fuzzed
def test_mutant__of_a_table__is_read_as_it_is_or_refused(read: Reader, content: bytes) -> None:
    answer = read(content)
    assert answer["end"] in {"sheets", "refused"}, answer.get("trace")
    if answer["end"] == "refused" or content.startswith(b"PK\x03\x04"):
        return
    ((_, _, _, rows),) = answer["sheets"]
    cells = [cell for row in rows for cell in row if cell]
    (text,) = decodings(content)
    assert [cell for cell in cells if not quoted(cell, text)] == []
    # Each NIK of the file is in some cell: nobody is dropped.
    read_as = "\x1f".join(cells)
    assert [nik for nik in re.findall(r"(?<!\d)32\d{14}(?!\d)", text) if nik not in read_as] == []


def said_in(content: bytes) -> tuple[str, set[float]]:
    """Return all text between the tags of a package, and all numbers."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = []
        for name in package.namelist():
            try:
                parts.append(package.read(name).decode("utf-8", "replace"))
            except (zipfile.BadZipFile, ValueError, OSError):
                continue
    xml = "\n".join(parts)
    numbers = set()
    for literal in re.findall(r">([^<>]*)<", xml):
        try:
            numbers.add(float(literal))
        except ValueError:
            continue
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", xml))), numbers


def squeezed(text: str) -> str:
    """Return a text without blanks and control characters, which readers treat each in its own way."""
    return "".join(
        character for character in text if character.isprintable() and not character.isspace()
    )


def is_written(cell: str, written: str, numbers: set[float]) -> bool:
    """Return whether a cell that was read is in the file."""
    if is_number(cell):
        return float(cell_content(cell)) in numbers or cell_content(cell) in {"nan", "inf", "-inf"}
    if is_date(cell):
        day = date.fromisoformat(cell_content(cell))
        serials = {(day - epoch).days for epoch in EPOCHS}
        is_there = any(int(number) in serials for number in numbers if abs(number) < 1e9)
        return is_there or str(day) in written or day == EPOCHS[-1]  # as which NaN is read
    text = squeezed(cell)
    # A shared text may be in two runs, with what no program shows between them.
    runs = any(text[:at] in written and text[at:] in written for at in range(len(text)))
    return runs or text in written or cell in {"TRUE", "FALSE", NO_DAY} or ":" in cell


def has_parted_texts(content: bytes) -> bool:
    """Return whether an element is within a text: openpyxl reads no further than to it."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(re.search(rb"<t(?: [^>]*)?>[^<]*<(?!/)", package.read(name)) for name in names)


def has_styles(content: bytes) -> bool:
    """Return whether a relation of the workbook names its styles: openpyxl takes the usual name, too."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.namelist()
        relations = [
            relation
            for name in parts
            if name.endswith(".rels")
            for relation in relations_in(package.read(name))
        ]
    return any(
        kind == STYLES and {target, f"xl/{target}"} & set(parts) for kind, target in relations
    )


def relations_in(part: bytes) -> Iterator[tuple[str, str]]:
    """Return the type and the target of each relation in a part, of none where its XML is broken."""
    try:
        root = ElementTree.fromstring(part)  # noqa: S314  made by this test
    except ElementTree.ParseError:
        return
    for element in root.iter(f"{RELATIONSHIPS}Relationship"):
        yield element.get("Type", ""), element.get("Target", "").lstrip("/")


def differences(
    ours: dict[str, dict[tuple[int, int], str]],
    theirs: dict[str, dict[tuple[int, int], str]],
    *,
    parted: bool,
    styled: bool,
) -> list[object]:
    """Return the cells that both readers found and read differently, and NIKs that only openpyxl found.

    Where texts are ``parted``, openpyxl may have read their beginning alone; where the workbook is not
    ``styled``, only openpyxl tells days from numbers.
    """
    found: list[object] = []
    for name in ours.keys() & theirs.keys():
        for place, cell in theirs[name].items():
            own = ours[name].get(place, "")
            if NO_DAY in {own, cell}:
                continue  # what is no day is read in several ways, and held back in each
            if own != own.strip() and is_number_or_date(cell):
                continue  # a number with a blank beside it, which no program writes, is a text to us
            if parted and own.startswith(cell):
                continue
            if not styled and is_number(own) and is_date(cell):
                continue
            if own and squeezed(own) != squeezed(unescaped(cell)):
                found.append((name, place, own, cell))
            if not own and re.fullmatch(r"32\d{14}", cell):
                found.append((name, place, "nobody", cell))
    return found


def unescaped(text: str) -> str:
    """Return a text with what Excel writes for a character that XML cannot hold (openpyxl leaves it)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def decodings(content: bytes) -> Iterator[str]:
    """Return the text of a CSV by the first encoding that fits it."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            yield content.decode(encoding)
            return
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield content.decode("cp1252", "replace")


def quoted(cell: str, text: str) -> bool:
    """Return whether a cell is in a CSV, where a quotation mark within quotes is doubled."""
    bare = cell.removeprefix("\x03").replace('"', "")
    return bare in text.replace('"', "")
