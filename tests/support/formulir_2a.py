"""Formulir 2a of invented people, "RINCIAN IURAN TENAGA KERJA": as PDF, as workbooks and as CSV.

The layout is that of the printed form: 18 columns, a title above the shares of JHT, JP and JKP, a block with
NPP, unit and period above the table, ``Jumlah Seluruhnya`` below it. What makes real ones hard to read can be
turned on: texts written column by column, names of several lines in the middle or at the top of their rows,
several units and months, sums of each page or of the unit alone, turned pages, and pages with faults.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import openpyxl
import polars as pl
import typst
from openpyxl.worksheet.worksheet import Worksheet
from support.pdf_canvas import Text, text_width, write_pdf
from support.sipp_downloads import NPP, PERIOD

Fault = Literal[
    "amount-missing",
    "wrong-sum",
    "row-missing",
    "unreadable-amount",
    "number-skipped",
    "wrong-total",
]

# Title, title of the share below a common one, width on paper, column of 28 in a converted workbook.
COLUMNS: tuple[tuple[str, str, int, int], ...] = (
    ("No", "", 18, 1),
    ("Nomor Referensi (KPJ)", "", 48, 2),
    ("NIK", "", 66, 4),
    ("Nomor Pegawai", "", 36, 5),
    ("Nama Tenaga Kerja", "", 90, 6),
    ("Tanggal Lahir", "", 42, 8),
    ("Tanggal Kepesertaan", "", 44, 9),
    ("Upah", "", 50, 11),
    ("Rapel", "", 40, 13),
    ("Iuran Jkk", "", 42, 14),
    ("Iuran JKM", "", 42, 15),
    ("Iuran JHT TK", "Pemberi Kerja", 40, 16),
    ("Iuran JHT TK", "Tenaga Kerja", 40, 18),
    ("Iuran JP", "Pemberi Kerja", 36, 20),
    ("Iuran JP", "Tenaga Kerja", 36, 23),
    ("Iuran JKP", "Pemberi Kerja", 36, 24),
    ("Iuran JKP", "Pemerintah", 40, 25),
    ("Total Iuran", "", 50, 27),
)
FIRST_AMOUNT, NAME = 7, 4
_LEFT, _TOP, _LINE, _NAME_CHARACTERS = 20, 500, 7.0, 20
SHARES = ("jht_employer", "jht_worker", "jp_employer", "jp_worker", "jkp_employer", "jkp_state")


@dataclass(frozen=True)
class BilledPerson:
    """A row of the form; amounts in sen. The total has no share of the state."""

    nik: str
    name: str
    birth_date: date
    kpj: str = ""
    wage: int = 85_000_000
    rapel: int = 0
    jkk: int = 204_000
    jkm: int = 255_000
    shares: Mapping[str, int] = field(default_factory=dict)
    printed_total: int | None = None
    joined: date = date(2024, 11, 7)

    @property
    def amounts(self) -> list[int]:
        """The eleven amounts of the row."""
        shares = [self.shares.get(name, 0) for name in SHARES]
        total = self.jkk + self.jkm + sum(shares[:-1])
        printed = total if self.printed_total is None else self.printed_total
        return [self.wage, self.rapel, self.jkk, self.jkm, *shares, printed]

    def cells(self, number: int) -> list[str]:
        """Return the cells of the row as text."""
        days = (f"{day:%d-%m-%Y}" for day in (self.birth_date, self.joined))
        identity = [str(number), self.kpj, self.nik, "", self.name, *days]
        return [*identity, *map(money, self.amounts)]


@dataclass(frozen=True)
class Section:
    """The people of one unit in one month."""

    people: Sequence[BilledPerson]
    period: date = PERIOD
    unit: str = "KPU KABUPATEN PURWAKARTA"
    npp: str = NPP


@dataclass(frozen=True)
class Layout:
    """How a form is drawn; ``faults`` are those of pages, counted from 1 over the whole file."""

    people_per_page: int = 25
    by_columns: bool = False
    names: Literal["middle", "top"] = "middle"
    page_sums: bool = True
    sum_on_own_page: bool = False
    is_turned: bool = False
    faults: Mapping[int, Fault] = field(default_factory=dict)


def billed_people(register: pl.DataFrame, period: date = PERIOD) -> list[BilledPerson]:
    """Return the rows of a bill that agrees with a register in a month."""
    people = []
    for number, person in enumerate(register.iter_rows(named=True), start=1):
        charges = [c for c in person["charges"] or [] if c["month"] == period]
        if person["segment"] == "pu" and charges:
            people.append(
                BilledPerson(
                    person["nik"],
                    person["name"].upper(),
                    person["birth_date"],
                    kpj=person["kpj"] or str(24_000_000_000 + number),
                    wage=int(person["sipp"]["UPAH"]) * 100,
                    jkk=charges[0]["jkk_sen"],
                    jkm=charges[0]["jkm_sen"],
                )
            )
    return people


def money(sen: int) -> str:
    """Return an amount as the form prints it: ``1,234.56``."""
    sign, sen = "-" if sen < 0 else "", abs(sen)
    return f"{sign}{sen // 100:,}.{sen % 100:02d}"


def sums(people: Iterable[BilledPerson]) -> list[int]:
    """Return the sums of the eleven amounts."""
    rows = [one.amounts for one in people] or [[0] * 11]
    return [sum(column) for column in zip(*rows, strict=True)]


# ---- PDF ----------------------------------------------------------------------------------------


def write_pdf_bill(path: Path, sections: Sequence[Section], layout: Layout | None = None) -> Path:
    """Write a bill as PDF."""
    layout = layout or Layout()
    path.write_bytes(write_pdf(pdf_pages(sections, layout), is_turned=layout.is_turned))
    return path


def pdf_pages(sections: Sequence[Section], layout: Layout) -> list[list[Text]]:
    """Return the texts of each page."""
    pages: list[list[Text]] = []
    for section in sections:
        size = layout.people_per_page
        people = section.people
        for first in range(0, len(people), size):
            shown = people[first : first + size]
            is_last = first + size >= len(people)
            total = sums(shown) if layout.page_sums else sums(people) if is_last else None
            cells = [one.cells(number) for number, one in enumerate(shown, start=first + 1)]
            spoil(cells, layout.faults.get(len(pages) + 1))
            own = total if is_last and layout.sum_on_own_page else None
            pages.append(_page(section, cells, None if own else total, layout))
            pages += [_page(section, [], own, layout)] if own else []
    return pages


def _page(
    section: Section, cells: Sequence[Sequence[str]], total: list[int] | None, layout: Layout
) -> list[Text]:
    drawn: list[tuple[int, Text]] = []
    y = float(_TOP)
    for row in cells:
        lines = textwrap.wrap(row[NAME], _NAME_CHARACTERS) or [""]
        top = y
        y -= _LINE * (len(lines) + 0.6)
        base = top - _LINE * (len(lines) - 1) / 2 if layout.names == "middle" else top
        for column, cell in enumerate(row):
            if column == NAME:
                drawn += [
                    (column, _text(column, top - _LINE * at, line)) for at, line in enumerate(lines)
                ]
            elif cell:
                drawn.append((column, _text(column, base, cell)))
    if layout.by_columns:
        drawn.sort(key=lambda item: item[0])
    texts = [*_head(section), *(text for _, text in drawn)]
    if total:
        texts.append(Text(_LEFT, y, "Jumlah Seluruhnya"))
        texts += [_text(FIRST_AMOUNT + at, y, money(sen)) for at, sen in enumerate(total)]
        texts.append(Text(_LEFT, y - 12, "*) Isian formulir sesuai dengan data yang dilaporkan"))
    return texts


def _head(section: Section) -> Iterator[Text]:
    yield Text(320, 570, "RINCIAN IURAN TENAGA KERJA", 9)
    yield Text(20, 556, f"NPP : {section.npp}", 7)
    yield Text(20, 547, "Nama Perusahaan : KOMISI PEMILIHAN UMUM", 7)
    yield Text(420, 556, f"Nama Unit Kerja : {section.unit}", 7)
    yield Text(420, 547, f"Periode Laporan : {section.period:%m %Y}", 7)
    seen = set()
    for column, (title, share, _, _) in enumerate(COLUMNS):
        if share:
            if title not in seen:
                left, right = _edges(column)[0], _edges(column + 1)[1]
                yield Text((left + right - text_width(title)) / 2, 531, title)
            seen.add(title)
            lines, top = share.split(), 523
        else:
            lines, top = title.split(), 531
        for at, line in enumerate(lines):
            left, right = _edges(column)
            yield Text((left + right - text_width(line)) / 2, top - _LINE * at, line)


def _edges(column: int) -> tuple[float, float]:
    widths = [width for _, _, width, _ in COLUMNS]
    left = _LEFT + sum(widths[:column])
    return left, left + widths[column]


def _text(column: int, y: float, text: str) -> Text:
    left, right = _edges(column)
    return Text(right - 2 - text_width(text) if column >= FIRST_AMOUNT else left + 2, y, text)


def spoil(cells: list[list[str]], fault: Fault | None) -> None:
    """Make rows that no longer add up."""
    if fault == "amount-missing":
        cells[0][-2] = ""
    elif fault == "wrong-sum":
        cells[0][FIRST_AMOUNT] = money(99_999_900)
    elif fault == "row-missing":
        del cells[len(cells) // 2]
    elif fault == "wrong-total":
        cells[0][-1] = money(99_999_900)
    elif fault == "number-skipped":
        cells[-1][0] = str(int(cells[-1][0]) + 1)
    elif fault == "unreadable-amount":
        cells[0][FIRST_AMOUNT] = "85O,000.00"


def write_typeset_bill(path: Path, sections: Sequence[Section], align: str) -> Path:
    """Write a bill as Typst sets a table with borders: other fonts, and sums of the unit alone.

    ``align`` is how cells are aligned, in Typst's words.
    """
    bill = [
        {
            "head": [f"NPP : {one.npp}", f"Periode Laporan : {one.period:%m %Y}"],
            "unit": f"Nama Unit Kerja : {one.unit}",
            "titles": [
                [title, 2 if share else 1]
                for at, (title, share, *_) in enumerate(COLUMNS)
                if at == 0 or COLUMNS[at - 1][0] != title
            ],
            "shares": [share for _, share, *_ in COLUMNS if share],
            "cells": [person.cells(number) for number, person in enumerate(one.people, start=1)],
            "total": list(map(money, sums(one.people))),
        }
        for one in sections
    ]
    source = _TYPESET.replace("ALIGN", align).encode()
    path.write_bytes(typst.compile(source, sys_inputs={"bill": json.dumps(bill)}))
    return path


_TYPESET = """
#let bill = json(bytes(sys.inputs.bill))
#set page(paper: "a4", flipped: true, margin: 0.8cm)
#set text(size: 5.5pt)
#for section in bill {
  align(center, text(9pt)[RINCIAN IURAN TENAGA KERJA])
  section.head.join(h(3em))
  linebreak()
  section.unit
  table(
    columns: (1.2fr, 3fr, 4fr, 2fr, 5fr, 2.6fr, 2.8fr) + (2.8fr,) * 11,
    stroke: 0.3pt, inset: 2pt, align: ALIGN,
    table.header(
      ..section.titles.map(((title, span)) => if span == 1 { table.cell(rowspan: 2, title) }
        else { table.cell(colspan: 2, title) }),
      ..section.shares,
    ),
    ..section.cells.flatten(),
    table.cell(colspan: 7)[Jumlah Seluruhnya], ..section.total,
  )
  pagebreak(weak: true)
}
"""


# ---- Workbooks and CSV --------------------------------------------------------------------------


def write_xlsx_bill(
    path: Path,
    sections: Sequence[Section],
    *,
    wide: bool = True,
    faults: Mapping[int, Fault] | None = None,
) -> Path:
    """Write a bill as a workbook, a sheet per section: 28 columns with merged titles, or 18 of plain text."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, section in enumerate(sections, start=1):
        sheet = book.create_sheet(f"Table {number}")
        rows = _sheet_rows(section, wide=wide, fault=(faults or {}).get(number))
        for index, row in enumerate(rows, start=1):
            for column, value in row.items():
                sheet.cell(index, column, value)
        if wide:
            _merge_titles(sheet)
    book.save(path)
    return path


def write_csv_bill(
    path: Path,
    sections: Sequence[Section],
    *,
    separator: str = ";",
    faults: Mapping[int, Fault] | None = None,
) -> Path:
    """Write a bill as CSV, section below section, all cells text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    for number, section in enumerate(sections, start=1):
        for row in _sheet_rows(section, wide=False, fault=(faults or {}).get(number)):
            cells = [""] * len(COLUMNS)
            for column, value in row.items():
                cells[column - 1] = money(round(value * 100)) if isinstance(value, float) else value
            writer.writerow(cells)
        writer.writerow([])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _sheet_rows(section: Section, *, wide: bool, fault: Fault | None) -> Iterator[dict[int, Any]]:
    places = [place for *_, place in COLUMNS] if wide else range(1, len(COLUMNS) + 1)
    cells = [one.cells(number) for number, one in enumerate(section.people, start=1)]
    spoil(cells, fault)
    if not wide:
        yield {1: f"NPP : {section.npp}"}
        yield {1: "Nama Unit Kerja", 2: ":", 3: section.unit}
        yield {1: f"Periode Laporan : {section.period:%m %Y}"}
    titles = {
        place: title
        for at, ((title, *_), place) in enumerate(zip(COLUMNS, places, strict=True))
        if at == 0 or COLUMNS[at - 1][0] != title
    }
    yield titles
    yield {place: share for (_, share, *_), place in zip(COLUMNS, places, strict=True) if share}
    for row in cells:
        yield {place: _value(cell) for place, cell in zip(places, row, strict=True) if cell}
    total = map(money, sums(section.people))
    yield {places[1]: "Jumlah Seluruhnya"} | {
        place: _value(cell) for place, cell in zip(places[FIRST_AMOUNT:], total, strict=True)
    }
    if wide:
        yield {2: "*) Isian formulir sesuai dengan data yang dilaporkan"}


def _value(cell: str) -> str | float:
    """Return an amount as a number, everything else as text."""
    is_amount = cell[-3:-2] == "." and cell.replace(",", "").replace(".", "").lstrip("-").isdigit()
    return float(cell.replace(",", "")) if is_amount else cell


def _merge_titles(sheet: Worksheet) -> None:
    places = [place for *_, place in COLUMNS]
    for at, (title, share, *_) in enumerate(COLUMNS):
        last = places[at + 1] - 1 if at + 1 < len(places) else 28
        if not share:
            sheet.merge_cells(start_row=1, end_row=2, start_column=places[at], end_column=last)
        elif COLUMNS[at - 1][0] != title:
            end = places[at + 2] - 1 if at + 2 < len(places) else 28
            sheet.merge_cells(start_row=1, end_row=1, start_column=places[at], end_column=end)
        if share and last > places[at]:
            sheet.merge_cells(start_row=2, end_row=2, start_column=places[at], end_column=last)
