"""``template_tk_<NPP>.xlsx``: new workers in the layout of SIPP Online.

Three sheets, the columns of `sipp_layout` in order, all cells text, dates dd-mm-yyyy, at most 10,000 rows a
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from pemilu_cover.enrolment.sipp_cells import to_sipp_text
from pemilu_cover.i18n.text import translate
from pemilu_cover.reference.sipp_layout import COLUMNS
from pemilu_cover.reference.sipp_locations import locations
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import TEXT, YELLOW, WorkbookBuilder

MOST_ROWS = 10_000
DATA_SHEET = "data_tk_baru"

_INSTRUCTION_LINES, _LAST_STEP = 9, 7


def split_parts(people: pl.DataFrame, by: str = "kecamatan") -> list[pl.DataFrame]:
    """Split people into files of at most 10,000; a kecamatan (a column) is not split if it fits."""
    files: list[list[pl.DataFrame]] = []
    free_rows = 0
    for group in people.partition_by(by, maintain_order=True):
        for first in range(0, group.height, MOST_ROWS):
            rows = group.slice(first, MOST_ROWS)
            if rows.height > free_rows:
                files.append([])
                free_rows = MOST_ROWS
            files[-1].append(rows)
            free_rows -= rows.height
    return [pl.concat(parts) for parts in files]


def name_parts(
    parts: Sequence[pl.DataFrame], npp: str | None
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Return parts by the names of their files: one, or one in each of the folders ``part-01`` and so on."""
    name = f"template_tk_{npp or 'NPP'}.xlsx"
    for number, part in enumerate(parts, 1):
        yield name if len(parts) == 1 else f"part-{number:02d}/{name}", part


def write(people: pl.DataFrame) -> bytes:
    """Return the file for at most 10,000 complete people."""
    return write_texts(to_sipp_text(people))


def write_texts(cells: pl.DataFrame) -> bytes:
    """Return the file for at most 10,000 people whose cells are texts of SIPP."""
    book = WorkbookBuilder("Template TK baru")
    _write_instructions(book)
    _write_data(book, cells.fill_null(""))
    _write_locations(book)
    return book.content()


def _write_instructions(book: WorkbookBuilder) -> None:
    sheet = book.sheet("Petunjuk Pengisian")
    sheet.raw.set_column(0, 0, 110)
    sheet.text(0, 0, translate("sipp.title"), bold=True)
    sheet.text(2, 0, translate("privacy.sipp"))
    for number in range(1, _INSTRUCTION_LINES + 1):
        # A blank row separates the note about the layout.
        row = 3 + number + (number > _LAST_STEP)
        sheet.text(row, 0, translate(f"sipp.line-{number}", sheet=DATA_SHEET))


def _write_data(book: WorkbookBuilder, cells: pl.DataFrame) -> None:
    sheet = book.sheet(DATA_SHEET)
    body = book.format(num_format=TEXT)
    for index, column in enumerate(COLUMNS):
        properties: dict[str, Any] = {"num_format": column.number_format}
        if column.required:
            properties |= {"bg_color": YELLOW}
        sheet.text(0, index, column.header, **properties)
        sheet.raw.set_column(index, index, column.width)
    sheet.raw.freeze_panes(1, 0)
    headers = [column.header for column in COLUMNS]
    sheet.fill(1, [CellColumn(index, cells[header], body) for index, header in enumerate(headers)])


def _write_locations(book: WorkbookBuilder) -> None:
    sheet = book.sheet("Lokasi Pekerjaan")
    sheet.widths((40, 14))
    sheet.texts(0, ("NAMA", "KODE_LOKASI"), bold=True)
    names = pl.Series([place.name for place in locations()])
    codes = pl.Series([place.code for place in locations()])
    sheet.fill(
        1,
        [
            CellColumn(0, names, book.format()),
            CellColumn(1, codes, book.format(num_format=TEXT)),
        ],
    )
