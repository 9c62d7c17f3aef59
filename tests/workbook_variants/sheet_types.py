"""Sheets of other kinds, and parts in other places and of other names."""

from __future__ import annotations

from collections.abc import Callable

from workbook_variants.linked_parts import both
from workbook_variants.parts import (
    BOOK,
    BOOK_RELS,
    EXCEL,
    MAIN,
    ROOT,
    SHEET,
    TEXTS,
    TYPES,
    Parts,
    add_sheet,
    behind_data,
    rename,
    sub,
    swap,
    worksheet,
)

Change = Callable[[Parts], object]
_MS = "http://schemas.microsoft.com/office/"

# ---- Sheets of other kinds ----------------------------------------------------------------------

CHART = f'<chartsheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
DIALOG = f'<dialogsheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></dialogsheet>'
MACRO = (
    f'<xm:macrosheet xmlns:xm="{_MS}excel/2006/main" xmlns="{MAIN}"><sheetData><row r="1"><c r="A1">'
    "<f>HALT()</f><v>0</v></c></row></sheetData></xm:macrosheet>"
)


def sheet(  # noqa: PLR0917  as a sheet is described
    name: str,
    xml: str | None,
    kind: str = "worksheet",
    type_: str = f"{EXCEL}worksheet+xml",
    state: str = "visible",
    part: str = "",
) -> Change:
    """Add a sheet."""
    return lambda parts: add_sheet(parts, name, xml, kind, part, type_, state)


def macro_sheet(state: str) -> Change:
    """Add a sheet of macros as Excel 4 had them."""

    def add(parts: Parts) -> None:
        add_sheet(
            parts,
            "Makro1",
            MACRO,
            f"{_MS}2006/relationships/xlMacrosheet",
            "xl/macrosheets/sheet1.xml",
            "application/vnd.ms-excel.macrosheet+xml",
            state,
        )

    return add


def in_front(change: Change) -> Change:
    """Move the sheet that a change adds before the sheet of the people."""

    def move(parts: Parts) -> None:
        change(parts)
        sub(parts, BOOK, r"<sheets>(<sheet [^>]*/>)(<sheet [^>]*/>)", r"<sheets>\2\1")

    return move


# ---- Names and targets --------------------------------------------------------------------------


def absolute(parts: Parts) -> None:
    sub(parts, ROOT, r'Target="', 'Target="/')
    sub(parts, BOOK_RELS, r'Target="', 'Target="/xl/')


def inward(parts: Parts) -> None:
    sub(parts, BOOK_RELS, r'Target="', 'Target="../xl/')


def dotted(parts: Parts) -> None:
    sub(parts, BOOK_RELS, r'Target="', 'Target="./')


def other_ids(parts: Parts) -> None:
    sub(parts, BOOK, r'r:id="rId1"', 'r:id="R0f7ac3"')
    swap(parts, BOOK_RELS, 'Id="rId1"', 'Id="R0f7ac3"')


def capitals_in_types(parts: Parts) -> None:
    swap(parts, TYPES, "/xl/worksheets/sheet1.xml", "/xl/worksheets/Sheet1.XML")


SHEETS: dict[str, Change] = {
    "a sheet without a part, very hidden": sheet("Module1", None, state="veryHidden"),
    "a sheet without a part": sheet("Sheet9", None),
    "a sheet without a part in front": in_front(sheet("Module1", None, state="veryHidden")),
    "a chart sheet": sheet("Grafik", CHART, "chartsheet", f"{EXCEL}chartsheet+xml"),
    "a chart sheet in front": in_front(
        sheet("Grafik", CHART, "chartsheet", f"{EXCEL}chartsheet+xml")
    ),
    "a dialog": sheet("Dialog1", DIALOG, "dialogsheet", f"{EXCEL}dialogsheet+xml"),
    "a dialog in front, hidden": in_front(
        sheet("Dialog1", DIALOG, "dialogsheet", f"{EXCEL}dialogsheet+xml", "hidden")
    ),
    "a macro sheet": macro_sheet("visible"),
    "a macro sheet, very hidden": macro_sheet("veryHidden"),
    "a macro sheet in front": in_front(macro_sheet("hidden")),
    "a very hidden sheet": sheet(
        "Acuan",
        worksheet('<row r="1"><c r="A1" t="str"><v>catatan</v></c></row>'),
        state="veryHidden",
    ),
    "a sheet of nothing": sheet("Kosong", f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'),
    "a sheet merged as a whole": sheet(
        "Sampul",
        worksheet(behind='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    "a sheet with a merged column": sheet(
        "Sampul", worksheet(behind='<mergeCells count="1"><mergeCell ref="A:A"/></mergeCells>')
    ),
    "a sheet with a merged row": sheet(
        "Sampul", worksheet(behind='<mergeCells count="1"><mergeCell ref="1:1"/></mergeCells>')
    ),
    "a merged empty column": lambda parts: behind_data(
        parts, '<mergeCells count="1"><mergeCell ref="Z1:AB1048576"/></mergeCells>'
    ),
    "a sheet in another folder": sheet("Lain", worksheet(), part="xl/lembar/satu.xml"),
    "a sheet at the root": sheet("Lain", worksheet(), part="satu.xml"),
    "fifty sheets": both(*(sheet(f"Lembar {number}", worksheet()) for number in range(50))),
}
NAMES: dict[str, Change] = {
    "absolute targets": absolute,
    "targets from above": inward,
    "targets with a point": dotted,
    "other ids": other_ids,
    "types in capitals": capitals_in_types,
    "a workbook of another name": lambda parts: rename(parts, BOOK, "xl/workbook2.xml"),
    "a workbook in another folder": lambda parts: rename(parts, BOOK, "buku/book.xml"),
    "a workbook at the root": lambda parts: rename(parts, BOOK, "book.xml"),
    "a sheet of another name": lambda parts: rename(parts, SHEET, "xl/worksheets/Data Petugas.xml"),
    "a sheet of another folder": lambda parts: rename(parts, SHEET, "lembar/1.xml"),
    "texts of another name": lambda parts: rename(parts, TEXTS, "xl/strings.xml"),
    "texts in capitals": lambda parts: rename(parts, TEXTS, "xl/SharedStrings.xml"),
    "styles of another name": lambda parts: rename(parts, "xl/styles.xml", "xl/gaya/s.xml"),
}
