"""``corrections.xlsx``: what goes back to the kecamatan to be mended.

**Perbaikan** has every row with a finding, as it was typed, the cells marked, with the reason and what
may be meant. **Lengkapi** has the people who are billed but lack a cell that SIPP demands, with just
those cells to fill. **Dikecualikan** has who is insured elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.sheets.workbook import (
    AMBER,
    BLUE,
    GREY,
    PERSONAL_DATA,
    RED,
    TEXT,
    YELLOW,
    Book,
    Sheet,
)

_ADDRESS = ("Berkas", "Lembar", "Baris")
_REASON_WIDTH, _LINE_HEIGHT = 50, 14
_WHO = frozenset("no nik name role kecamatan desa tps".split())
_LISTS = {
    "sex": ["L", "P"],
    "marital": ["Y", "T"],
    "blood": ["A", "B", "AB", "O"],
}
_WIDTHS = {
    "no": 6,
    "nik": 19,
    "name": 26,
    "address": 30,
    "role": 24,
    "mother": 24,
    "tps": 7,
    "sex": 5,
}


class Mark(NamedTuple):
    """One finding of a row, as the sheet shows it; ``column`` is what the roster calls its cell."""

    field: str
    level: str
    column: str
    reason: str
    suggestion: str


class Faulty(NamedTuple):
    """One row with findings: its address, its cells as typed by field, its marks."""

    file: str
    sheet: str
    row: int
    typed: Mapping[str, str]
    marks: Sequence[Mark]


def write(
    faulty: Sequence[Faulty],
    incomplete: pl.DataFrame,
    excluded: Sequence[Faulty],
    titles: Mapping[str, str],
) -> bytes:
    """Write the workbook; give its bytes.

    ``incomplete`` has the address of each person, who he is, and ``missing``, the fields to be filled.
    ``titles`` gives each field its title, in the order of the columns.
    """
    book = Book("Perbaikan dan kelengkapan roster")
    if faulty:
        _write_faulty(book.sheet("Perbaikan"), faulty, titles)
    if incomplete.height:
        _write_incomplete(book.sheet("Lengkapi"), incomplete, titles)
    if excluded:
        _write_faulty(book.sheet("Dikecualikan"), excluded, titles)
    return book.content()


def _head(sheet: Sheet, title: str, lines: Sequence[str], columns: Sequence[str]) -> int:
    """Write title, instructions and header; give the row of the header."""
    sheet.text(0, 0, title, bold=True, font_size=12)
    sheet.text(1, 0, PERSONAL_DATA, italic=True, font_size=9)
    for row, line in enumerate(lines, start=2):
        sheet.text(row, 0, line, font_size=9)
    row = 3 + len(lines)
    sheet.texts(row, columns, bold=True, border=1, bg_color=BLUE, text_wrap=True)
    sheet.raw.freeze_panes(row + 1, 0)
    return row


def _write_faulty(sheet: Sheet, faulty: Sequence[Faulty], titles: Mapping[str, str]) -> None:
    """Write rows as they were typed, the address in front and the reasons behind."""
    held = sheet.raw.get_name() == "Perbaikan"
    # Who the person is, and the cells that are marked: a mother's name has no business here.
    fields = [
        name
        for name in titles
        if (_marked(faulty, name) and name != "mother")
        or (name in _WHO and any(row.typed.get(name) for row in faulty))
    ]
    columns = [*_ADDRESS, *(titles[name] for name in fields), "Tingkat", "Alasan", "Saran"]
    title = "DAFTAR PERBAIKAN" if held else "DIKECUALIKAN: DIJAMIN DI TEMPAT LAIN"
    lines = (
        "Merah: harus dibetulkan, orang ini BELUM terdaftar. Kuning: periksa, orang ini sudah terdaftar.",
        "Betulkan sel yang diwarnai di roster asal (berkas, lembar, dan baris disebut), lalu kirim kembali.",
    )
    top = _head(sheet, title, lines if held else (), columns)
    widths = [20, 14, 7, *(_WIDTHS.get(name, 16) for name in fields), 11, _REASON_WIDTH, 20]
    sheet.widths(widths)
    for row, person in enumerate(faulty, start=top + 1):
        _write_person(sheet, row, person, fields)
    sheet.raw.autofilter(top, 0, top + len(faulty), len(columns) - 1)
    sheet.for_a4(landscape=True, repeat=top)


def _marked(faulty: Sequence[Faulty], name: str) -> bool:
    return any(mark.field == name for row in faulty for mark in row.marks)


def _write_person(sheet: Sheet, row: int, person: Faulty, fields: Sequence[str]) -> None:
    colors: dict[str, str] = {}
    for mark in person.marks:
        color = {"error": RED, "warning": AMBER}.get(mark.level, GREY)
        colors[mark.field] = RED if RED in (color, colors.get(mark.field)) else color
    sheet.texts(row, (person.file, person.sheet, str(person.row)), border=1, num_format=TEXT)
    for column, name in enumerate(fields, start=len(_ADDRESS)):
        look = {"bg_color": colors[name]} if name in colors else {}
        sheet.text(row, column, person.typed.get(name, ""), border=1, num_format=TEXT, **look)
    levels = {mark.level for mark in person.marks}
    level = next(text for name, text in _LEVELS.items() if name in levels)
    several = len(person.marks) > 1
    said = [_reason(mark, fields) for mark in person.marks]
    reasons = "\n".join(
        f"{number}. {reason}" if several else reason for number, reason in enumerate(said, start=1)
    )
    suggestions = "\n".join(mark.suggestion for mark in person.marks if mark.suggestion)
    last = len(_ADDRESS) + len(fields)
    sheet.text(row, last, level, border=1)
    sheet.text(row, last + 1, reasons, border=1, text_wrap=True)
    sheet.text(row, last + 2, suggestions, border=1, text_wrap=True)
    lines = sum(1 + len(line) // _REASON_WIDTH for line in reasons.split("\n"))
    sheet.raw.set_row(row, _LINE_HEIGHT * max(lines, len(person.marks)))


def _reason(mark: Mark, fields: Sequence[str]) -> str:
    """Give the reason; it names the cell where the sheet has no column in which it is marked."""
    return mark.reason if mark.field in fields else f"{mark.column}: {mark.reason}"


_LEVELS = {"error": "ditahan", "warning": "peringatan", "info": "keterangan"}


def _write_incomplete(sheet: Sheet, people: pl.DataFrame, titles: Mapping[str, str]) -> None:
    """Write who lacks what, by kecamatan, the cells to be filled in yellow."""
    wanted = [name for name in titles if name in set(people["missing"].explode().to_list())]
    known = ("nik", "name", "role_name", "kecamatan", "desa", "tps")
    shown = ("NIK", "Nama Lengkap", "Jabatan", "Kecamatan", "Desa/Kelurahan", "TPS")
    lines = (
        "Isi hanya sel kuning, dari KTP dan KK. Jangan mengubah kolom lain maupun susunannya.",
        "Orang-orang ini sudah ditagih, tetapi belum dapat diunggah ke SIPP sebelum sel kuning terisi.",
    )
    columns = [*_ADDRESS, *shown, *(titles[name] for name in wanted)]
    top = _head(sheet, "DAFTAR YANG PERLU DILENGKAPI", lines, columns)
    sheet.widths([20, 14, 7, 19, 26, 24, 16, 18, 7, *(_WIDTHS.get(name, 16) for name in wanted)])
    plain, empty, filled = (
        sheet.book.format(border=1, num_format=TEXT, **look)
        for look in ({}, {"bg_color": YELLOW, "locked": False}, {"bg_color": GREY})
    )
    ordered = people.sort("kecamatan", maintain_order=True, nulls_last=True)
    cells = ordered.select(
        "file",
        "sheet",
        pl.col("row").cast(pl.String),
        *(pl.col(name).fill_null("") for name in known),
        "missing",
    )
    for row, (*texts, missing) in enumerate(cells.iter_rows(), start=top + 1):
        for column, text in enumerate(texts):
            sheet.raw.write_string(row, column, text, plain)
        for column, name in enumerate(wanted, start=len(texts)):
            sheet.raw.write_blank(row, column, None, empty if name in missing else filled)
    last = top + people.height
    for column, name in enumerate(wanted, start=len(_ADDRESS) + len(known)):
        if name in _LISTS:
            rule = {"validate": "list", "source": _LISTS[name], "error_title": "Pilihan"}
            sheet.raw.data_validation(top + 1, column, last, column, rule)
    sheet.raw.autofilter(top, 0, last, len(columns) - 1)
    sheet.for_a4(landscape=True, repeat=top)
