"""Workbooks that are broken, or odd, inside."""

from __future__ import annotations

import re

from hostile_files.bombs import with_name
from hostile_files.builders import (
    COLUMNS,
    FIRST_SHEET,
    SHARED,
    STRICT,
    Odd,
    Parts,
    compound,
    number,
    people,
    row,
    rows_of,
    shared_strings,
    sheet,
    workbook,
)
from hostile_files.verdict import (
    CLEAN,
    DAMAGED,
    ODD,
    READ,
    a_book,
    a_file,
    alone,
    held,
    read,
    refused,
)
from hostile_files.workbooks import beside, good, put, renamed, without
from support.people import nik, person


def with_prefix(prefix: str) -> str:
    """Return a good sheet whose elements have a prefix."""
    opened = sheet(rows_of(people(1))).replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
    return (
        opened.replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        .replace(f"<{prefix}:?", "<?")
        .replace("worksheet xmlns=", f"worksheet xmlns:{prefix}=")
    )


def without_addresses() -> str:
    """Return a good sheet in which no row and no cell has an address."""
    return re.sub(r' r="[A-Z]*\d+"', "", sheet(rows_of(people(1))))


def by_number(items: str, *cells: Odd, part: bool = True) -> Parts:
    """Return people whose names are shared strings."""
    rows = [{**one, "Nama Lengkap": each} for one, each in zip(people(9), cells, strict=False)]
    parts = workbook(sheet(rows_of(rows)), parts={SHARED: shared_strings(items)})
    return parts if part else without(parts, SHARED)


def in_utf_16(xml: str | bytes) -> bytes:
    """Return a part in UTF-16, as Excel for Windows Phone wrote it."""
    return str(xml).replace("UTF-8", "UTF-16").encode("utf-16")


_TITLE = row(1, ["DAFTAR KPPS KEL. CONTOH"]) + row(2, ["PEMILU 2024"])
_MERGED_TITLE = '<mergeCells><mergeCell ref="A1:R1"/><mergeCell ref="A2:R2"/></mergeCells>'
_OUTWARD = (
    '<Relationships><Relationship Id="a" Target="file://198.51.100.7/a.xlsx"'
    ' TargetMode="External"/></Relationships>'
)
_ONE, _TWO = people(2)
# Nobody is dropped in silence: either of two people is read, or the file is refused.
BOTH_OR_NEITHER = (
    read(enrolled=2),
    refused("cell-twice", "sheet-address", "file-odd", "file-damaged"),
)

TWICE = refused("cell-twice")
# Two values at one address, written so that a count of their plain form misses one.
HIDDEN_TWICE = {
    "ends-with-a-blank": ("<v>1</v ></c>", "<v>2</v\n></c>"),
    "with-instructions": ("<v>1</v><?x?></c>", "<v>2</v><?x?></c>"),
    "with-elements": (
        ' t="inlineStr"><is><t>a<x></x></t></is></c>',
        ' t="inlineStr"><is><t>b<x></x></t></is></c>',
    ),
    "with-an-empty-text-behind": (
        ' t="inlineStr"><is><t>a</t><t></t></is></c>',
        ' t="inlineStr"><is><t>b</t><t></t></is></c>',
    ),
    "error-first": (' t="e"><v>#REF!</v></c>', "<v>2</v></c>"),
    "error-last": ("<v>2</v></c>", ' t="e"><v>#REF!</v></c>'),
}


def twice(*cells: str) -> Parts:
    """Return a good person and below them two cells at one address, as XML from behind their address."""
    ended = [each if each.startswith(" ") else f">{each}" for each in cells]
    return beside("".join(['<row r="3">', *(f'<c r="B3"{each}' for each in ended), "</row>"]))


STRUCTURE = [
    a_file("good.xlsx", lambda: good(2), read(enrolled=2)),
    *alone(
        a_book(
            "shared-string-beyond-the-last.xlsx",
            lambda: by_number("<si><t>Ani</t></si>", number(0, kind="s"), number(5, kind="s")),
            DAMAGED,
        ),
        a_book(
            "shared-string-before-the-first.xlsx",
            lambda: by_number("<si><t>Ani</t></si>", number(-1, kind="s")),
            DAMAGED,
        ),
        a_book(
            "shared-string-huge-number.xlsx",
            lambda: by_number("<si><t>Ani</t></si>", number("9" * 30, kind="s")),
            DAMAGED,
        ),
        a_book(
            "shared-string-no-number.xlsx",
            lambda: by_number("<si><t>Ani</t></si>", number("satu", kind="s")),
            DAMAGED,
        ),
        a_book(
            "shared-strings-missing.xlsx",
            lambda: by_number("", number(0, kind="s"), part=False),
            DAMAGED,
        ),
        a_book(
            "shared-strings-in-utf-16.xlsx",
            lambda: put(
                by_number("", number(0, kind="s")),
                shared=in_utf_16(shared_strings("<si><t>Ani</t></si>")),
            ),
            READ,
        ),
        a_book(
            "parts-in-utf-16.xlsx",
            lambda: {name: in_utf_16(xml) for name, xml in beside().items()},
            READ,
        ),
        a_book(
            "sheet-in-utf-16.xlsx",
            lambda: put(beside(), first=in_utf_16(beside()[FIRST_SHEET])),
            READ,
        ),
        a_book(
            "sheet-in-utf-16-unmarked.xlsx",
            lambda: put(
                beside(),
                first=str(beside()[FIRST_SHEET]).replace("UTF-8", "UTF-16").encode("utf-16-be"),
            ),
            ODD,
            DAMAGED,
        ),
        a_book(
            "sheet-declared-latin.xlsx",
            lambda: put(beside(), first=str(beside()[FIRST_SHEET]).replace("UTF-8", "ISO-8859-1")),
            ODD,
        ),
        a_book(
            "sheet-in-utf-7.xlsx",
            lambda: put(beside(), first=str(beside()[FIRST_SHEET]).replace("UTF-8", "UTF-7")),
            ODD,
            DAMAGED,
        ),
        a_book(
            "sheet-of-bad-utf-8.xlsx",
            lambda: put(
                beside(), first=beside()[FIRST_SHEET].encode().replace(b"Plered", b"Pl\xff\xfered")
            ),
            DAMAGED,
            ODD,
        ),
        a_book(
            "sheet-with-a-byte-order-mark.xlsx",
            lambda: put(beside(), first=b"\xef\xbb\xbf" + beside()[FIRST_SHEET].encode()),
            READ,
        ),
        a_book(
            "sheet-with-a-nul.xlsx",
            lambda: put(beside(), first=beside()[FIRST_SHEET].replace("Plered", "Pl\0ered")),
            DAMAGED,
            held(("cell-control", "H2"), enrolled=0),
        ),
        a_book(
            "sheet-cut-short.xlsx",
            lambda: put(beside(), first=sheet(rows_of(people(50)))[:-900]),
            DAMAGED,
        ),
        a_book(
            "sheet-ends-in-a-tag.xlsx",
            lambda: put(beside(), first=sheet(rows_of(people(50))) + "<row"),
            DAMAGED,
            read(enrolled=50),
        ),
        a_book(
            "sheet-of-other-root.xlsx",
            lambda: put(beside(), first=beside()[FIRST_SHEET].replace("worksheet", "dialogsheet")),
            CLEAN,
        ),
        a_book(
            "sheet-is-a-picture.xlsx",
            lambda: put(beside(), first=b"\x89PNG\r\n\x1a\n" + bytes(900)),
            DAMAGED,
        ),
        a_book(
            "sheet-empty-of-bytes.xlsx",
            lambda: put(beside(), first=b""),
            DAMAGED,
            refused("no-people"),
        ),
        a_book("sheet-missing.xlsx", lambda: without(beside(), FIRST_SHEET), DAMAGED),
        a_book(
            "sheet-outside-the-package.xlsx",
            lambda: workbook(sheet(""), target="../../../../../etc/passwd"),
            DAMAGED,
        ),
        a_book(
            "sheet-by-a-url.xlsx", lambda: workbook(sheet(""), target="file:///etc/passwd"), DAMAGED
        ),
        a_book("workbook-missing.xlsx", lambda: without(beside(), "xl/workbook.xml"), DAMAGED),
        a_book(
            "relations-missing.xlsx",
            lambda: without(beside(), "xl/_rels/workbook.xml.rels"),
            DAMAGED,
        ),
        a_book(
            "content-types-missing.xlsx",
            lambda: without(beside(), "[Content_Types].xml"),
            READ,
            DAMAGED,
        ),
        a_book("styles-missing.xlsx", lambda: without(beside(), "xl/styles.xml"), READ, DAMAGED),
        a_book(
            "style-beyond-the-last.xlsx",
            lambda: workbook(
                sheet(
                    rows_of([{**person(1), "Honor": Odd('<c r="{at}" s="9999"><v>850000</v></c>')}])
                )
            ),
            READ,
        ),
        a_book(
            "style-of-no-number.xlsx",
            lambda: workbook(
                sheet(rows_of([{**person(1), "Honor": Odd('<c r="{at}" s="x"><v>850000</v></c>')}]))
            ),
            READ,
            DAMAGED,
        ),
        a_book("no-sheets.xlsx", lambda: workbook(names=()), refused("no-people", "file-damaged")),
        a_book("empty-sheet.xlsx", lambda: workbook(sheet("")), refused("no-people")),
        a_book(
            "two-sheets-of-one-name.xlsx",
            lambda: workbook(
                sheet(rows_of([_ONE])), sheet(rows_of([_TWO])), names=("DATA", "DATA")
            ),
            *BOTH_OR_NEITHER,
        ),
        a_book(
            "sheet-listed-twice.xlsx",
            lambda: workbook(
                sheet(rows_of([_ONE])),
                sheet(rows_of([_TWO])),
                names=("A", "B"),
                target="worksheets/sheet1.xml",
            ),
            held(("duplicate", "B2")),
            DAMAGED,
            ODD,
        ),
        a_book("cell-type-unknown.xlsx", lambda: with_name(number(1, kind="zz")), DAMAGED),
        a_book(
            "rows-twice.xlsx",
            lambda: workbook(sheet(rows_of([_ONE]) + row(2, list(_TWO.values())))),
            *BOTH_OR_NEITHER,
        ),
        a_book(
            "cells-twice.xlsx",
            lambda: beside('<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>2</v></c></row>'),
            CLEAN,
        ),
        *(
            a_book(f"cells-twice-{name}.xlsx", lambda cells=cells: twice(*cells), TWICE)
            for name, cells in HIDDEN_TWICE.items()
        ),
        a_book(
            "rows-in-rows.xlsx",
            lambda: beside(f'<row r="3">{row(4, list(_TWO.values()))}</row>'),
            *BOTH_OR_NEITHER,
        ),
        a_book(
            "rows-twice-begun.xlsx",
            lambda: put(
                beside(),
                first=sheet(
                    f"{rows_of([_ONE])}</sheetData><sheetData>{row(3, list(_TWO.values()))}"
                ),
            ),
            *BOTH_OR_NEITHER,
        ),
    ),
    a_book(
        "rows-out-of-order.xlsx",
        lambda: workbook(sheet(row(3, list(_TWO.values())) + rows_of([_ONE]))),
        read(enrolled=2),
    ),
    a_book("addresses-missing.xlsx", lambda: put(beside(), first=without_addresses()), READ),
    a_book("names-with-a-prefix.xlsx", lambda: put(beside(), first=with_prefix("x")), READ),
    a_book(
        "strict-namespace.xlsx",
        lambda: workbook(
            sheet(
                rows_of([_ONE, {**_TWO, "Tanggal Lahir": number("1990-05-12", kind="d")}]),
                namespace=STRICT,
            )
        ),
        read(enrolled=2),
    ),
    a_book(
        "part-with-backslashes.xlsx",
        lambda: renamed(beside(), FIRST_SHEET, FIRST_SHEET.replace("/", "\\")),
        READ,
        DAMAGED,
    ),
    a_book(
        "part-in-other-case.xlsx",
        lambda: renamed(beside(), FIRST_SHEET, "xl/Worksheets/Sheet1.XML"),
        READ,
        DAMAGED,
    ),
    a_book(
        "header-below-a-title.xlsx",
        lambda: workbook(
            sheet(
                _TITLE + rows_of([_ONE], down=3) + row(6, ["JUMLAH", None, None, None, 850_000]),
                after=_MERGED_TITLE,
            )
        ),
        READ,
    ),
    a_book(
        "header-twice.xlsx",
        lambda: workbook(sheet(row(1, [*COLUMNS, "NIK"]) + row(2, [*_ONE.values(), nik(7)]))),
        refused("two-headers"),
    ),
    a_book(
        "rows-hidden.xlsx",
        lambda: beside(row(3, list(_TWO.values()), ' hidden="1"')),
        read(enrolled=2),
    ),
    a_book(
        "sheets-hidden.xlsx",
        lambda: workbook(
            *(sheet(rows_of([one])) for one in people(3)),
            names=("Lama", "DATA", "X"),
            states={"Lama": "hidden", "X": "veryHidden"},
        ),
        read(enrolled=3),
    ),
    a_book(
        "people-merged.xlsx",
        lambda: workbook(
            sheet(
                rows_of([_ONE, {**_TWO, "Jabatan": None, "Honor": None}]),
                after='<mergeCells><mergeCell ref="K2:K3"/><mergeCell ref="L2:L3"/></mergeCells>',
            )
        ),
        CLEAN,
    ),
    a_book("macros.xlsm", lambda: beside() | {"xl/vbaProject.bin": compound("VBA")}, READ),
    a_book(
        "link-outside.xlsx",
        lambda: (
            beside()
            | {
                "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": _OUTWARD,
            }
        ),
        READ,
    ),
    a_book(
        "sheet-of-evil-name.xlsx",
        lambda: workbook(sheet(rows_of([_ONE])), names=("../../etc/=cmd|' /C calc'!A0",)),
        READ,
    ),
    a_book(
        "people-from-c3-on.xlsx",
        lambda: workbook(
            sheet(rows_of([_ONE, {**_TWO, "NIK": number(3171010101900001)}], down=2, right=2))
        ),
        held(("nik-number", "D5")),
    ),
]
